"""Carry a person's directions and headings over to words that the page has changed since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.model import Ask
from tts_interview.script.paragraphs import moved, same_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Direction
    from tts_interview.script.merge.alignment import AlignedWords


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
    """Return the directions at their places in the changed text; None if the words of one changed, a lock apart."""
    directions = [direction for direction in directions if direction.ask is not Ask.LOCK]
    found = moved(directions, was, text, same_words(was, text))
    words, words_now = [was[d.start : d.end] for d in directions], [text[d.start : d.end] for d in found]
    return found if words == words_now else None
