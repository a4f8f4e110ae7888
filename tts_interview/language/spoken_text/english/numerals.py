"""English number words.

num2words says "one million, two hundred and three", finds no numbers in a text and takes 85 ms to import.
kitten-text-processing gives no spans, takes 62 ms a sentence and agrees with 342 of 619 lines of our table.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.words import each, numerals_of, words_of

if TYPE_CHECKING:
    import re

_WORDS = numerals_of("en")
_SMALL = _WORDS["small"]
_TENS = ("", "", *_WORDS["tens"])
_SCALES = ("", *(f" {scale}" for scale in _WORDS["scales"]))
_ORDINALS = each(words_of("en")["ordinals"], str)
_SIGNS = each(words_of("en")["signs_of_numbers"], str)
_AFTER_WHOLE = {"one half": "a half", "one third": "a third", "one quarter": "a quarter"}
FRACTION_SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_DENOMINATORS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
# Longer numbers are read out digit by digit; commas show that a number is not a code.
_MOST_DIGITS, _MOST_GROUPED = 15, 21
# A number in figures with thousands and decimals, and what may stand before and after it.
NUMBER = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?"
START = r"(?<![\w.])(?<!\d,)"
END = r"(?![^\W_])(?![.,]?\d)"


def cardinal(number: int) -> str:
    """Return a number from 0 below 10**21: "one hundred five"."""
    if number < 1000:
        return _below_thousand(number)
    groups = []
    scale = 0
    while number:
        number, rest = divmod(number, 1000)
        if rest:
            groups.append(_below_thousand(rest) + _SCALES[scale])
        scale += 1
    return " ".join(reversed(groups))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    return f"{_SMALL[hundreds]} hundred" + (f" {_below_hundred(rest)}" if rest else "")


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]


def ordinal(number: int) -> str:
    """Return the ordinal of a number: "twenty-first"."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    return words[:cut] + (_ORDINALS.get(last) or (last.removesuffix("y") + "ie" * last.endswith("y") + "th"))


def digits(written: str) -> str:
    """Speak each digit by itself."""
    return " ".join(_SMALL[int(c)] for c in written if c.isdecimal())


def whole(written: str) -> str:
    """Speak a whole number in figures, with or without commas; digit by digit if it begins with a zero or is very long."""
    figures = written.replace(",", "")
    if len(figures) > (_MOST_GROUPED if "," in written else _MOST_DIGITS) or (len(figures) > 1 and not int(figures[0])):
        return digits(figures)
    return cardinal(int(figures))


def number(written: str) -> str:
    """Speak a number in figures, with or without commas and decimals: "three point one four"."""
    before, point, decimals = written.partition(".")
    words = whole(before) if before else ""
    return f"{words} point {digits(decimals)}".strip() if point else words


def signed(found: re.Match[str]) -> str:
    """Return the word for the group "sign" of a match with a space after it, or an empty string."""
    sign = (found["sign"] or "").strip()
    return f"{_SIGNS[sign]} " if sign else ""


def is_one(written: str) -> bool:
    """Return whether the figures are exactly one."""
    return written.isdecimal() and int(written) == 1


def year(number: int) -> str:
    """Return the words for a year: "nineteen oh five", "two thousand five", "twenty twenty-four"."""
    century, rest = divmod(number, 100)
    if number < 1000 or (century % 10 == 0 and rest < 10):
        return cardinal(number)
    return f"{cardinal(century)} {_second_pair(rest)}"


def pairs(figures: str) -> str:
    """Speak figures as in names: "seven forty-seven", "one oh one", "seventeen oh one", "forty-five"."""
    if len(figures) > 4 or not int(figures[0]):
        return digits(figures)
    if len(figures) < 3 or int(figures) % 1000 == 0:
        return cardinal(int(figures))
    return f"{cardinal(int(figures[:-2]))} {_second_pair(int(figures[-2:]))}"


def _second_pair(rest: int) -> str:
    if not rest:
        return "hundred"
    return _below_hundred(rest) if rest > 9 else f"oh {_SMALL[rest]}"


def plural(words: str) -> str:
    """Return the plural of a number: "nineties", "sixes", "hundreds"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


def fraction(numerator: int, denominator: int) -> str:
    """Return a fraction: "two thirds", "three quarters", "five over one hundred twenty-one"."""
    if denominator in _DENOMINATORS:
        name = _DENOMINATORS[denominator][numerator != 1]
    elif 2 < denominator <= 20 or (numerator < denominator <= 100) or denominator == 1000:
        name = ordinal(denominator).removeprefix("one ") + ("" if numerator == 1 else "s")
    else:
        return f"{cardinal(numerator)} over {cardinal(denominator)}"
    return f"{cardinal(numerator)} {name}"


def mixed(units: str | None, numerator: int, denominator: int) -> str:
    """Return a fraction after a whole number in figures, if there is one: "two and a half"."""
    words = fraction(numerator, denominator)
    return f"{whole(units)} and {_AFTER_WHOLE.get(words, words)}" if units else words


def vulgar(units: str | None, sign: str) -> str:
    """Return the fraction of a sign ("½") after a whole number in figures, if there is one."""
    numerator, _, denominator = unicodedata.normalize("NFKD", sign).partition("⁄")
    return mixed(units, int(numerator), int(denominator))
