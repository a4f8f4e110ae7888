"""Cut a paragraph into sentences and recordings, and at the pauses and rates that the script's editor set."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text import sentences
from tts_interview.model import Ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Direction, Paragraph


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of a paragraph's text that is heard in one way.

    file: the recording that replaces it; empty for a synthetic voice.
    rate: the factor on the speaker's own rate.
    ends: a sentence ends with it.
    pauses_ms: the pauses that the editor set before it.
    order: the index of the recording's direction.
    """

    start: int
    end: int
    file: str = ""
    rate: float = 1.0
    ends: bool = True
    pauses_ms: tuple[int, ...] = ()
    order: float = math.inf


def stretches(paragraph: Paragraph, whole: Sequence[tuple[int, int]] = ()) -> Iterator[Stretch]:
    """Yield the stretches in order, without cutting a range of `whole`; an empty one at the end if pauses are left."""
    asked = deque((d.start, order, int(d.value)) for order, d in enumerate(paragraph.directions) if d.ask is Ask.PAUSE)
    end = len(paragraph.text)
    for stretch in (*_heard(paragraph, whole), Stretch(end, end)):
        place = (stretch.start if stretch.file else _first_word(paragraph.text, stretch.start), stretch.order)
        before = []
        while asked and asked[0][:2] < place:
            before.append(asked.popleft()[2])
        if before or stretch.file or stretch.start < stretch.end:
            yield replace(stretch, pauses_ms=tuple(before))


def _heard(paragraph: Paragraph, whole: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    at, asked = 0, _asked_of(paragraph)
    for order, direction in enumerate(paragraph.directions):
        if direction.ask is Ask.AUDIO:
            yield from _said(paragraph.text, at, direction.start, whole, asked)
            yield Stretch(direction.start, direction.end, direction.value, order=order)
            at = direction.end
    yield from _said(paragraph.text, at, len(paragraph.text), whole, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What directions ask of a paragraph: the places where a stretch begins, and the rates, both in order."""

    borders: Sequence[int]
    rates: deque[Direction]

    def rate(self, place: int) -> float:
        """Return the rate at a place, which must not lie before that of the last call."""
        while self.rates and self.rates[0].end <= place:
            self.rates.popleft()
        started = takewhile(lambda direction: direction.start <= place, self.rates)
        return next((float(direction.value) for direction in started if place < direction.end), 1.0)


def _asked_of(paragraph: Paragraph) -> _Asked:
    asked = [d for d in paragraph.directions if d.ask in (Ask.PAUSE, Ask.RATE)]
    borders = sorted({_beside_mark(paragraph.text, place) for d in asked for place in (d.start, d.end)})
    return _Asked(borders, deque(d for d in asked if d.ask is Ask.RATE))


def _said(text: str, start: int, end: int, whole: Sequence[tuple[int, int]], asked: _Asked) -> Iterator[Stretch]:
    kept = [(first - start, last - start) for first, last in whole]
    for first, last in sentences(text[start:end], kept):
        yield from _cut(text, start + first, start + last, asked)


def _cut(text: str, start: int, end: int, asked: _Asked) -> Iterator[Stretch]:
    """Cut a sentence into parts that each have words."""
    edges = [start]
    for border in asked.borders[bisect_right(asked.borders, start) : bisect_left(asked.borders, end)]:
        if _first_word(text, edges[-1]) < border and _first_word(text, border) < end:
            edges.append(border)
    for first, last in pairwise([*edges, end]):
        yield Stretch(first, last, rate=asked.rate(_first_word(text, first)), ends=last == end)


def _beside_mark(text: str, place: int) -> int:
    """Return the place, moved so that a punctuation mark stays with its word."""
    while 0 < place < len(text) and _is_mark(text[place]) and not text[place - 1].isspace():
        place += 1
    while 0 < place < len(text) and _is_mark(text[place - 1]) and text[place].isalnum():
        place -= 1
    return place


def _is_mark(character: str) -> bool:
    return not (character.isalnum() or character.isspace())


def _first_word(text: str, start: int) -> int:
    """Return the offset of the first word from `start` on, or the end of the text."""
    return next((place for place in range(start, len(text)) if text[place].isalnum()), len(text))
