"""Cut paragraphs and change their text; their directions follow the words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.errors import EditError
from tts_interview.model import Ask
from tts_interview.script.directions import ENCLOSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Direction, Paragraph

    # None or one, with words.
    Parts = tuple[Paragraph, ...]

_PARTS = re.compile(r"\w+|\W")
# At worst, difflib needs time in the product of both lengths. No paragraph of an interview has so many parts.
_MOST_PARTS = 4_000
# These say how certain words are spoken, so they go with them. The others stay at their place, whatever the words there.
_OF_WORDS = frozenset({Ask.SAY, Ask.SPELL, Ask.IPA, Ask.STRESS})
# These marks follow the word before them without a space.
_MARKS = (".", ",", ";", "?", "!")


class Same(NamedTuple):
    """A stretch of characters that two texts share: its offset in the old one and in the new one, and its length."""

    was: int
    now: int
    length: int


def same_words(was: str, text: str) -> list[Same]:
    """Return the stretches of whole words that both texts have, in order; none if a text is too long to compare."""
    here, there = _PARTS.findall(was), _PARTS.findall(text)
    if max(len(here), len(there)) > _MOST_PARTS:
        return []
    starts, starts_there = ([0, *accumulate(map(len, parts))] for parts in (here, there))
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    return [Same(starts[a], starts_there[b], starts[a + size] - starts[a]) for a, b, size in blocks if size]


def changed_words(was: str, text: str, same: Sequence[Same]) -> Iterator[tuple[str, str]]:
    """Yield the words that were replaced, each with those in their place; one of both may be empty."""
    kept = [stretch for stretch in same if not was[stretch.was : stretch.was + stretch.length].isspace()]
    at, at_now = 0, 0
    for stretch in (*kept, Same(len(was), len(text), 0)):
        old, new = (" ".join(words.split()) for words in (was[at : stretch.was], text[at_now : stretch.now]))
        if old or new:
            yield old, new
        at, at_now = stretch.was + stretch.length, stretch.now + stretch.length


def moved(directions: Sequence[Direction], was: str, text: str, same: Sequence[Same]) -> tuple[Direction, ...]:
    """Return the directions at their places in the changed text.

    A lock is dropped, because the sound that it keeps is that of the words as they were. A pronunciation is dropped if its
    words changed. Other directions keep their place: they enclose what is there now, and are dropped if nothing is. A pause or
    a recording is never dropped.
    """
    known = [Same(0, 0, 0), *same, Same(len(was), len(text), 0)]
    found = (_moved(d, known, was, text) for d in directions if d.ask is not Ask.LOCK or was == text)
    return tuple(direction for direction in found if direction)


def _moved(direction: Direction, same: Sequence[Same], was: str, text: str) -> Direction | None:
    start = _start(direction.start, same)
    if direction.start == direction.end:
        return replace(direction, start=start, end=start)
    end = _end(direction.end, same)
    words = was[direction.start : direction.end]
    first, last = direction.end - len(words.lstrip()), direction.start + len(words.rstrip())
    whole = _last_before(first, same) == _first_after(last, same)
    if text[start:end].strip() and (whole or direction.ask not in _OF_WORDS):
        return replace(direction, start=start, end=end)
    return replace(direction, start=start, end=start) if direction.ask is Ask.AUDIO else None


# A place between two stretches becomes the nearest place that encloses less. So directions never come to cross each other.


def _start(place: int, same: Sequence[Same]) -> int:
    """Return the new offset of a place at which something starts."""
    number = _last_before(place, same)
    was, now, length = same[number]
    return now + place - was if place <= was + length else same[number + 1].now


def _end(place: int, same: Sequence[Same]) -> int:
    """Return the new offset of a place at which something ends."""
    number = _first_after(place, same)
    was, now, _ = same[number]
    return now + place - was if place >= was else same[number - 1].now + same[number - 1].length


def _last_before(place: int, same: Sequence[Same]) -> int:
    """Return the number of the last stretch that starts at a place or before it."""
    return bisect_right(same, place, key=lambda stretch: stretch.was) - 1


def _first_after(place: int, same: Sequence[Same]) -> int:
    """Return the number of the first stretch that ends at a place or after it."""
    return bisect_left(same, place, key=lambda stretch: stretch.was + stretch.length)


def unlocked(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph that no longer keeps its sound."""
    return replace(paragraph, directions=tuple(d for d in paragraph.directions if d.ask is not Ask.LOCK))


def check_cut(paragraph: Paragraph, place: int, where: str) -> None:
    """Raise EditError for a place outside the text, or inside words that a direction holds together."""
    if not 0 <= place <= len(paragraph.text):
        raise EditError(f"{where}: no offset {place}: expected 0 to {len(paragraph.text)}")
    for direction in paragraph.directions:
        if direction.start < place < direction.end and direction.ask not in ENCLOSING:
            ends = f"{direction.start} or {direction.end}"
            raise EditError(f"{where}: offset {place} is inside {{{direction.ask} ...}}, which stays whole: expected {ends}")


def halves(paragraph: Paragraph, offset: int) -> tuple[Parts, Parts]:
    """Return the paragraph before and after an offset, with the directions there; nothing for a half without words."""
    text, directions = paragraph.text, paragraph.directions
    before, after = text[:offset].rstrip(), text[offset:].lstrip()
    if not before or not after:
        return ((paragraph,), ()) if before else ((), (paragraph,))
    first = moved([d for d in directions if d.start < offset], text, before, [Same(0, 0, len(before))])
    rest = [d for d in directions if d.start >= offset or d.end > offset]
    second = moved(rest, text, after, [Same(len(text) - len(after), 0, len(after))])
    return (replace(paragraph, text=before, directions=first),), (
        replace(paragraph, text=after, directions=second, heading=""),
    )


def cut_out(paragraph: Paragraph, start: int, end: int, where: str) -> tuple[Parts, Parts]:
    """Return the words of a range, and the paragraph without them; the second is empty if no other words are left."""
    for place in (start, end):
        check_cut(paragraph, place, where)
    text, gone = paragraph.text, paragraph.text[start:end]
    if not gone.strip():
        raise EditError(f"{where}: no words from {start} to {end}: expected a range with words")
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if not before and not after:
        return (paragraph,), ()
    spaced = _spaced(text, end) or (_spaced(text, start) and not after.startswith(_MARKS))
    between = " " if before and after and spaced else ""
    same = [Same(0, 0, len(before)), Same(len(text) - len(after), len(before + between), len(after))]
    # A recording of words that are left out goes with them.
    others = [d for d in paragraph.directions if not start <= d.start < d.end <= end]
    left = before + between + after
    kept = replace(paragraph, text=left, directions=moved(others, text, left, same))
    return (replace(paragraph, text=gone, heading=""),), (kept,)


def _spaced(text: str, place: int) -> bool:
    """Return whether a space is beside a place."""
    return any(character.isspace() for character in text[max(0, place - 1) : place + 1])
