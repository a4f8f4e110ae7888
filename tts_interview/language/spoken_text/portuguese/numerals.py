"""Number words of Brazilian Portuguese and their agreement."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.numbers import Agreement, Figures
from tts_interview.language.spoken_text.vocabulary import nouns_of
from tts_interview.language.spoken_text.words import numerals_of, words_of

_WORDS = numerals_of("pt")
_BELOW_TWENTY = _WORDS["below_twenty"]
_TENS = ("", "", *_WORDS["tens"])
_HUNDREDS = ("", *_WORDS["hundreds"])
_FEMININE_ONES = {1: "uma", 2: "duas"}
_SCALES = tuple(zip((10**12, 10**9, 10**6), _WORDS["scales"], _WORDS["scales_plural"], strict=True))
_ORDINALS = ("", *_WORDS["ordinals"])
_TENTHS = ("", *_WORDS["tenths"])


def cardinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return a number from 0 below 10**15: "vinte e um", "vinte e uma" and "duas" before a feminine noun."""
    for scale, one, many in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"um {one}" if count == 1 else f"{cardinal(count, Agreement.MASCULINE)} {many}"
            return _with_rest(head, rest, agreement)
    if number >= 1000:
        head = "mil" if number < 2000 else f"{_below_thousand(number // 1000, agreement)} mil"
        return _with_rest(head, number % 1000, agreement)
    return _below_thousand(number, agreement)


def _with_rest(head: str, rest: int, agreement: Agreement) -> str:
    """Join the rest, with "e" before tens, round hundreds, and thousands of these."""
    if not rest:
        return head
    last = rest // 1000 if rest >= 1000 and not rest % 1000 else rest
    return f"{head}{' e ' if last < 100 or (last < 1000 and not last % 100) else ' '}{cardinal(rest, agreement)}"


def _below_thousand(number: int, agreement: Agreement) -> str:
    if number < 100:
        return _below_hundred(number, agreement)
    if number == 100:
        return "cem"
    hundreds, rest = divmod(number, 100)
    head = _HUNDREDS[hundreds]
    if agreement is Agreement.FEMININE and hundreds > 1:
        head = f"{head.removesuffix('os')}as"
    return f"{head} e {_below_hundred(rest, agreement)}" if rest else head


def _below_hundred(number: int, agreement: Agreement) -> str:
    tens, ones = divmod(number, 10)
    is_feminine = agreement is Agreement.FEMININE and ones in _FEMININE_ONES
    if number < 20:
        return _FEMININE_ONES[number] if is_feminine and number < 3 else _BELOW_TWENTY[number]
    if not ones:
        return _TENS[tens]
    return f"{_TENS[tens]} e {_FEMININE_ONES[ones] if is_feminine else _BELOW_TWENTY[ones]}"


def ordinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return an ordinal up to hundredth, or the cardinal beyond: "vigésimo primeiro", "primeira"."""
    if not 0 < number <= 100:
        return cardinal(number, agreement)
    tens, ones = divmod(number, 10)
    words = " ".join([*([_TENTHS[tens]] if tens else []), *([_ORDINALS[ones]] if ones else [])])
    return re.sub(r"o\b", "a", words) if agreement is Agreement.FEMININE else words


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "dois quintos", "três onze avos"."""
    if denominator > 100 and denominator != 1000:
        return None
    number, plural = cardinal(numerator, Agreement.MASCULINE), "" if numerator == 1 else "s"
    if denominator == 3:
        return f"{number} terço{plural}"
    if denominator <= 10 or denominator in {100, 1000}:
        return f"{number} {'milésimo' if denominator == 1000 else ordinal(denominator)}{plural}"
    return f"{number} {cardinal(denominator)} avo{plural}"


agreement_with = nouns_of("pt").agreement
FIGURES = Figures(cardinal, agreement_with, **words_of("pt")["figures"])
