"""Spanish number words and their agreement."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.language.spoken_text.numbers import Agreement, Figures
from tts_interview.language.spoken_text.vocabulary import nouns_of
from tts_interview.language.spoken_text.words import numerals_of, words_of

_FEMININE = Agreement.FEMININE
_WORDS = numerals_of("es")
_BELOW_THIRTY = _WORDS["below_thirty"]
_TENS = ("", "", "", *_WORDS["tens"])
_HUNDREDS = ("", *_WORDS["hundreds"])
_SCALES = tuple(zip((10**12, 10**6), _WORDS["scales"], _WORDS["scales_plural"], strict=True))
_ORDINALS = ("", *_WORDS["ordinals"])
_TENTHS = ("", "", *_WORDS["tenths"])


def cardinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return a number from 0 below 10**15: "veintiuno", "veintiún" before a noun, "veintiuna" before a feminine one."""
    for scale, one, many in _SCALES:
        if number >= scale:
            head = f"un {one}" if number // scale == 1 else f"{cardinal(number // scale, Agreement.MASCULINE)} {many}"
            return _with_rest(head, number % scale, agreement)
    if number >= 1000:
        inner = agreement if agreement is _FEMININE else Agreement.MASCULINE
        head = "mil" if number < 2000 else f"{cardinal(number // 1000, inner)} mil"
        return _with_rest(head, number % 1000, agreement)
    return _below_thousand(number, agreement)


def _with_rest(head: str, rest: int, agreement: Agreement) -> str:
    return f"{head} {cardinal(rest, agreement)}" if rest else head


def _below_thousand(number: int, agreement: Agreement) -> str:
    if number < 100:
        return _below_hundred(number, agreement)
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    head = _HUNDREDS[hundreds]
    if agreement is _FEMININE and hundreds > 1:
        head = f"{head.removesuffix('os')}as"
    return f"{head} {_below_hundred(rest, agreement)}" if rest else head


def _below_hundred(number: int, agreement: Agreement) -> str:
    tens, ones = divmod(number, 10)
    word = _BELOW_THIRTY[number] if number < 30 else _TENS[tens] + (f" y {_BELOW_THIRTY[ones]}" if ones else "")
    if ones != 1 or number == 11 or agreement is Agreement.ALONE:
        return word
    if agreement is _FEMININE:
        return word.removesuffix("o") + "a"
    return "veintiún" if number == 21 else word.removesuffix("o")


def ordinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return an ordinal up to hundredth, or the cardinal beyond; "primer" and "tercer" before a masculine noun."""
    if not 0 < number <= 100 and number != 1000:
        return cardinal(number, agreement)
    if number == 1000:
        words = ["milésimo"]
    elif number < len(_ORDINALS):
        words = [_ORDINALS[number]]
    else:
        words = [_TENTHS[number // 10], *([_ORDINALS[number % 10]] if number % 10 else [])]
    if agreement is _FEMININE:
        return " ".join(word.removesuffix("o") + "a" for word in words)
    is_short = agreement is Agreement.MASCULINE and words[-1].endswith(("primero", "tercero"))
    return " ".join(words).removesuffix("o") if is_short else " ".join(words)


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "dos quintos", "tres veinteavos"."""
    if denominator == 3:
        name = "tercio"
    elif denominator <= 10:
        name = ordinal(denominator)
    elif denominator <= 100 or denominator == 1000:
        name = _in_parts(denominator) if denominator < 100 else ordinal(denominator)
    else:
        return None
    return f"{cardinal(numerator, Agreement.MASCULINE)} {name}{'' if numerator == 1 else 's'}"


def _in_parts(number: int) -> str:
    """Return the name of a denominator: "onceavo", "veintidosavo", "treintaiunavo"."""
    joined = unicodedata.normalize("NFD", cardinal(number).replace(" y ", "i")).replace("\u0301", "")
    return re.sub(r"(?:a|(?<=un)o)$", "", joined) + "avo"


agreement_with = nouns_of("es").agreement
FIGURES = Figures(cardinal, agreement_with, **words_of("es")["figures"])
