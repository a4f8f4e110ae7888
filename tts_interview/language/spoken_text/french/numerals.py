"""French number words and their agreement."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.numbers import Agreement, Figures
from tts_interview.language.spoken_text.vocabulary import nouns_of
from tts_interview.language.spoken_text.words import numerals_of, words_of

_WORDS = numerals_of("fr")
_BELOW_TWENTY = _WORDS["below_twenty"]
_TENS = ("", "", *_WORDS["tens"])
_SCALES = tuple(zip((10**12, 10**9, 10**6), _WORDS["scales"], strict=True))


def cardinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return a number from 0 below 10**15: "vingt et un", and "vingt et une" before a feminine noun."""
    for scale, name in _SCALES:
        if number >= scale:
            count = number // scale
            head = f"{cardinal(count, Agreement.MASCULINE)} {name}{'s' if count > 1 else ''}"
            return _with_rest(head, number % scale, agreement)
    if number >= 1000:
        head = "mille" if number < 2000 else f"{_unmarked(cardinal(number // 1000, Agreement.MASCULINE))} mille"
        return _with_rest(head, number % 1000, agreement)
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        head = "cent" if hundreds == 1 else f"{_BELOW_TWENTY[hundreds]} cent"
        return _with_rest(head, rest, agreement) if rest or hundreds == 1 else f"{head}s"
    return _below_hundred(number, agreement)


def _unmarked(thousands: str) -> str:
    """Remove the plural of "cents" and "vingts", which they lose before "mille"."""
    return re.sub(r"(cent|vingt)s$", r"\1", thousands)


def _with_rest(head: str, rest: int, agreement: Agreement) -> str:
    return f"{head} {cardinal(rest, agreement)}" if rest else head


def _below_hundred(number: int, agreement: Agreement) -> str:
    one = "une" if agreement is Agreement.FEMININE else "un"
    if number < 20:
        return one if number == 1 else _BELOW_TWENTY[number]
    if number == 80:
        return "quatre-vingts"
    tens = number // 10
    rest = number % 10 + (10 if tens in {7, 9} else 0)
    if not rest:
        return _TENS[tens]
    ones = one if rest == 1 else _BELOW_TWENTY[rest]
    return f"{_TENS[tens]} et {ones}" if rest in {1, 11} and tens < 8 else f"{_TENS[tens]}-{ones}"


def ordinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return an ordinal: "premier" or "première", "deuxième", "vingt et unième"."""
    if number == 1:
        return "première" if agreement is Agreement.FEMININE else "premier"
    stem = re.sub(r"(?<=[^s])s$", "", cardinal(number)) if number not in {3, 6, 10} else _BELOW_TWENTY[number]
    if stem.endswith("cinq"):
        return f"{stem}uième"
    if stem.endswith("neuf"):
        return f"{stem[:-1]}vième"
    return f"{stem.removesuffix('e')}ième"


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "deux cinquièmes", "trois quarts"."""
    if denominator > 100 and denominator != 1000:
        return None
    name = {3: "tiers", 4: "quart"}.get(denominator) or ordinal(denominator)
    return f"{cardinal(numerator, Agreement.MASCULINE)} {name}{'' if numerator == 1 or name.endswith('s') else 's'}"


def _elided(words: str) -> str:
    return re.sub(r"\bde (?=[aeiouéèêh])", "d'", words).replace("et un demi", "et demi")


agreement_with = nouns_of("fr").agreement
FIGURES = Figures(cardinal, agreement_with, smooth=_elided, **words_of("fr")["figures"])
