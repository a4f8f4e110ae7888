"""German number words and their agreement."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.numbers import Agreement, Figures
from tts_interview.language.spoken_text.vocabulary import nouns_of
from tts_interview.language.spoken_text.words import numerals_of, words_of

_WORDS = numerals_of("de")
_BELOW_TWENTY = _WORDS["below_twenty"]
_TENS = ("", "", *_WORDS["tens"])
_ORDINALS = ("", *_WORDS["ordinals"])
_SCALES = tuple(zip((10**12, 10**9, 10**6), _WORDS["scales"], strict=True))


def cardinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return a number from 0 below 10**15: "eins", "ein" and "eine" before a noun, "einundzwanzig", "zwei Millionen"."""
    if number == 1 and agreement is not Agreement.ALONE:
        return "eine" if agreement is Agreement.FEMININE else "ein"
    for scale, name in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            many = name + ("n" if name.endswith("e") else "en")
            head = f"eine {name}" if count == 1 else f"{cardinal(count)} {many}"
            return f"{head} {cardinal(rest)}" if rest else head
    # A number begins with "hundert" or "tausend"; "einhundert" and "eintausend" stand only inside one.
    return re.sub(r"^ein(?=hundert|tausend)", "", _below_million(number))


def _below_million(number: int) -> str:
    if number >= 1000:
        return _joined(number // 1000, "tausend", number % 1000)
    if number >= 100:
        return _joined(number // 100, "hundert", number % 100)
    if number < 20:
        return _BELOW_TWENTY[number]
    tens, ones = _TENS[number // 10], number % 10
    return f"{_stem(_BELOW_TWENTY[ones])}und{tens}" if ones else tens


def _joined(count: int, name: str, rest: int) -> str:
    head = _stem(_below_million(count)) + name
    return head + _below_million(rest) if rest else head


def _stem(word: str) -> str:
    """Return the form inside a word, where "eins" is "ein"."""
    return re.sub(r"eins$", "ein", word)


def year(number: int) -> str:
    """Return a year from 1100 to 1999 in hundreds: "neunzehnhundertvierundachtzig"."""
    return f"{_BELOW_TWENTY[number // 100]}hundert{_below_million(number % 100) if number % 100 else ''}"


def ordinal(number: int, ending: str) -> str:
    """Return an ordinal with an ending: "dritt" + "en", "zwanzigst" + "e"."""
    head, last = divmod(number, 100)
    before = cardinal(head * 100) if head else ""
    if 0 < last < 20:
        return before + (_ORDINALS[last] if last < len(_ORDINALS) else f"{_BELOW_TWENTY[last]}t") + ending
    return f"{before}{_below_million(last) if last else ''}st{ending}"


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "zwei Fünftel", "ein Zwanzigstel"."""
    if denominator > 100 and denominator != 1000:
        return None
    return f"{cardinal(numerator, Agreement.MASCULINE)} {ordinal(denominator, 'el').capitalize()}"


agreement_with = nouns_of("de").agreement
FIGURES = Figures(cardinal, agreement_with, **words_of("de")["figures"])
