"""English number words.

num2words and kitten-text-processing were weighed: the first says "one million, two hundred and three", finds nothing in a text,
and takes 85 ms to import; the second gives no spans, takes 62 ms a sentence, and says 342 of 619 lines of our table so.
"""

from __future__ import annotations

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
# Longer numbers are read out digit by digit, unless commas tell that they are no codes.
_MOST_DIGITS, _MOST_GROUPED = 15, 21
# The figures of a number with its thousands and decimals; what may stand before and after it.
NUMBER = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?"
START = r"(?<![\w.])(?<!\d,)"
END = r"(?![^\W_])(?![.,]?\d)"


def cardinal(number: int) -> str:
    """A number from 0 below 10**21: "one hundred five"."""
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
    """The place that a number has in a row: "twenty-first"."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    return words[:cut] + (_ORDINALS.get(last) or (last.removesuffix("y") + "ie" * last.endswith("y") + "th"))


def digits(written: str, zero: str = "zero") -> str:
    """Each digit by itself; `zero` is what a nought is called."""
    return " ".join(_SMALL[int(c)] if int(c) else zero for c in written if c.isdecimal())


def whole(written: str) -> str:
    """A whole number in figures, with or without commas; digit by digit if it begins with a nought or is very long."""
    figures = written.replace(",", "")
    if len(figures) > (_MOST_GROUPED if "," in written else _MOST_DIGITS) or (len(figures) > 1 and not int(figures[0])):
        return digits(figures)
    return cardinal(int(figures))


def number(written: str) -> str:
    """A number in figures, with or without commas and decimals: "three point one four"."""
    before, point, decimals = written.partition(".")
    said = whole(before) if before else ""
    return f"{said} point {digits(decimals)}".strip() if point else said


def is_one(written: str) -> bool:
    """Whether the figures are exactly one."""
    return written.isdecimal() and int(written) == 1


def year(number: int) -> str:
    """A year as it is said: "nineteen oh five", "two thousand five", "twenty twenty-four"."""
    century, rest = divmod(number, 100)
    if number < 1000 or (century % 10 == 0 and rest < 10):
        return cardinal(number)
    return f"{cardinal(century)} {_second_pair(rest)}"


def pairs(figures: str) -> str:
    """Figures as they are said in names: "seven forty-seven", "one oh one", "seventeen oh one", "forty-five"."""
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
    """More than one of a number: "nineties", "sixes", "hundreds"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")
