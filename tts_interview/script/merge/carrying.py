"""Carry a person's directions and headings over to words that the page has changed since."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Direction
    from tts_interview.script.merge.alignment import AlignedWords

    # Two offsets at which two texts have the same words, and the number of characters.
    Block = tuple[int, int, int]

_PARTS = re.compile(r"\w+|\W")
# At worst, difflib needs time in the product of both lengths.
_MOST_PARTS = 4_000


def carried(mine: Sequence[AlignedWords], theirs: Sequence[AlignedWords]) -> tuple[AlignedWords, ...] | None:
    """Return the page's words with the person's directions and headings; None if the page lacks the words of one."""
    asking = [words for words in mine if words.directions or words.heading]
    same = {words.digest: words for words in asking}
    if all(any(words.digest == other.digest for other in theirs) for words in asking):
        return tuple(_asked(words, same.get(words.digest, words)) for words in theirs)
    if len(mine) == len(theirs) == 1:
        directions = _moved(mine[0].directions, mine[0].text, theirs[0].text)
        return None if directions is None else (_asked(theirs[0], replace(mine[0], directions=directions)),)
    return None


def _asked(words: AlignedWords, like: AlignedWords) -> AlignedWords:
    """Return words with the directions and the heading of others."""
    return replace(words, directions=like.directions, heading=like.heading or words.heading)


def _moved(directions: Sequence[Direction], was: str, text: str) -> tuple[Direction, ...] | None:
    """Return the directions at their places in the changed text; None if one of them has lost its place or words."""
    blocks = _same(was, text)
    moved = []
    for direction in directions:
        found = next((b for b in blocks if b[0] <= direction.start and direction.end <= b[0] + b[2]), None)
        if not found:
            return None
        by = found[1] - found[0]
        moved.append(replace(direction, start=direction.start + by, end=direction.end + by))
    return tuple(moved)


def _same(was: str, text: str) -> list[Block]:
    """Return the stretches of whole words that both texts have."""
    here, there = _PARTS.findall(was), _PARTS.findall(text)
    if max(len(here), len(there)) > _MOST_PARTS:
        return []
    starts, starts_there = ([0, *accumulate(map(len, parts))] for parts in (here, there))
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    return [(starts[a], starts_there[b], starts[a + size] - starts[a]) for a, b, size in blocks if size]
