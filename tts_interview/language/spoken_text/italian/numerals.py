"""Italian number words and their agreement."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.numbers import Agreement, Figures
from tts_interview.language.spoken_text.vocabulary import nouns_of
from tts_interview.language.spoken_text.words import numerals_of, words_of

_WORDS = numerals_of("it")
_BELOW_TWENTY = _WORDS["below_twenty"]
_TENS = ("", "", *_WORDS["tens"])
_SCALES = tuple(zip((10**12, 10**9, 10**6), _WORDS["scales"], _WORDS["scales_plural"], strict=True))
_ORDINALS = ("", *_WORDS["ordinals"])


def cardinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return a number from 0 below 10**15: "ventuno"; only one agrees ("un", "una")."""
    if number == 1 and agreement is not Agreement.ALONE:
        return "una" if agreement is Agreement.FEMININE else "un"
    for scale, one, many in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"un {one}" if count == 1 else f"{cardinal(count)} {many}"
            return f"{head} {cardinal(rest)}" if rest else head
    return re.sub(r"(?<=.)tre$", "tré", _below_million(number))


def _below_million(number: int) -> str:
    if number >= 1000:
        thousands = "mille" if number < 2000 else f"{_below_million(number // 1000)}mila"
        return thousands + (_below_million(number % 1000) if number % 1000 else "")
    if number >= 100:
        head = ("" if number < 200 else _BELOW_TWENTY[number // 100]) + "cento"
        rest = _below_million(number % 100) if number % 100 else ""
        return head.removesuffix("o") + rest if rest.startswith("ott") else head + rest
    if number < 20:
        return _BELOW_TWENTY[number]
    tens, ones = _TENS[number // 10], number % 10
    if ones in {1, 8}:
        return tens[:-1] + _BELOW_TWENTY[ones]
    return tens + _BELOW_TWENTY[ones] if ones else tens


def ordinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return an ordinal: "primo", "ventesimo", "ventitreesimo", and "prima" before a feminine noun."""
    words = _ORDINALS[number] if 0 < number <= 10 else _ordinal_of(cardinal(number))
    return f"{words[:-1]}a" if agreement is Agreement.FEMININE else words


def _ordinal_of(words: str) -> str:
    stem = words.replace("tré", "tre") if words.endswith(("tré", "sei")) else words[:-1]
    return f"{stem}esimo"


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "due quinti", "un decimo"."""
    if denominator > 100 and denominator != 1000:
        return None
    name = ordinal(denominator)
    return f"{cardinal(numerator, Agreement.MASCULINE)} {name if numerator == 1 else f'{name[:-1]}i'}"


def _smooth(words: str) -> str:
    """Adapt "un" and "una" to the next word: "un'ora", "uno studente"."""
    words = re.sub(r"^una (?=[aeiouàèéìòù])", "un'", words)
    return re.sub(r"^un (?=s[^aeiouàèéìòù]|z|gn|ps|x|y)", "uno ", words)


agreement_with = nouns_of("it").agreement
FIGURES = Figures(cardinal, agreement_with, smooth=_smooth, **words_of("it")["figures"])
