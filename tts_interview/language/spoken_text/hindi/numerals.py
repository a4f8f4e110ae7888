"""Hindi number words."""

from __future__ import annotations

from tts_interview.language.spoken_text.numbers import Agreement, Figures
from tts_interview.language.spoken_text.words import numerals_of, words_of

_WORDS = numerals_of("hi")
_BELOW_HUNDRED = _WORDS["below_hundred"]
_ORDINALS = dict(zip((1, 2, 3, 4, 6), _WORDS["ordinals"], strict=True))
_SCALES = tuple(zip((10**11, 10**9, 10**7, 10**5, 1000, 100), _WORDS["scales"], strict=True))


def cardinal(number: int, _agreement: Agreement = Agreement.ALONE) -> str:
    """Return a number from 0 below 10**15, counted in thousands, lakhs and crores; it has no agreement."""
    for scale, name in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"{cardinal(count)} {name}"
            return f"{head} {cardinal(rest)}" if rest else head
    return _BELOW_HUNDRED[number]


def year(number: int) -> str:
    """Return a year from 1100 to 1999 in hundreds: "उन्नीस सौ चौरासी"."""
    hundreds, rest = divmod(number, 100)
    return f"{_BELOW_HUNDRED[hundreds]} सौ {_BELOW_HUNDRED[rest] if rest else ''}".strip()


def fraction(numerator: int, denominator: int) -> str:
    """Return a fraction: "दो बटा सात"."""
    return f"{cardinal(numerator)} बटा {cardinal(denominator)}"


def ordinal(number: int, ending: str) -> str:
    """Return an ordinal; `ending` is its written ending, such as "वीं" or "ला"."""
    vowel = {"ी": "ी", "ीं": "ी", "े": "े", "ें": "े"}.get(ending.lstrip("वरलथठ"), "ा")
    if number in _ORDINALS:
        return _ORDINALS[number] + vowel
    return cardinal(number) + "व" + {"ी": "ीं", "े": "ें", "ा": "ाँ"}[vowel]


FIGURES = Figures(cardinal, lambda _word: Agreement.ALONE, **words_of("hi")["figures"])
