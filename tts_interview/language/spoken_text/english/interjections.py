"""Stretched words ("sooo"), and interjections without a vowel ("mm-hmm")."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.patterns import any_of
from tts_interview.language.spoken_text.rules import Rule, Spoken
from tts_interview.language.spoken_text.words import each, words_of

_STRETCHED = re.compile(r"(?<![\w.@#/])(?=[^\W\d_]*?([^\W\d_])\1\1)[^\W\d_]{3,40}(?![\w@])", re.I)
_RUN = re.compile(r"([^\W\d_])\1{2,}", re.I)
_SLIP = re.compile(r"(?<=[a-z])([b-df-hj-np-tv-z])\1\1(?=[a-z])(?!\1)")
_KEPT = re.compile(r"w{3,}|x{3,}|[IVXLCDM]+|z{3,}")
# Words with a double letter, which a stretched run keeps.
_DOUBLED = frozenset(words_of("en")["stretched"]["doubled"].split())
_SOUNDS = each(words_of("en")["interjections"], tuple)


def _stretched(found: re.Match[str]) -> Spoken | str | None:
    word = found[0]
    if _KEPT.fullmatch(word) or not word.isalpha():
        return None
    # Three equal consonants inside a word are a typing error.
    word = _SLIP.sub(r"\1\1", word)
    two, one = _RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word)
    known = next((form for form in (two, one) if form.casefold() in _SOUNDS), "")
    if known:
        return Spoken(*_SOUNDS[known.casefold()])
    return two if two.casefold() in _DOUBLED else one


RULES = (
    Rule("stretched word", _STRETCHED, _stretched),
    Rule.of(
        "interjection",
        rf"(?<![\w-])(?<!\d\s)(?:{any_of(_SOUNDS)})(?![\w-])",
        lambda found: Spoken(*_SOUNDS[found[0].casefold()]),
        re.I,
    ),
)
