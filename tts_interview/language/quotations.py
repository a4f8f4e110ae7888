"""Where a text quotes what somebody said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# The opening marks, each with those that close it. A straight mark, and the German closing one, may do either.
_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"'}
#: The marks of a quotation.
MARKS = frozenset("".join((*_CLOSING, *_CLOSING.values())))
# A mark after a letter or figure opens nothing, and one before closes nothing: 30" is a length.
# With fewer words, a quotation is a title or a word that is talked about.
_FEWEST_WORDS = 4


def quoted(sentences: Sequence[str]) -> list[tuple[tuple[int, int], ...]]:
    """Return the ranges of quoted speech, with its marks, in each of the sentences of a paragraph.

    A quotation may go on over several sentences. One that is not closed, or has fewer than four words, is none.
    """
    text, starts = "", []
    for sentence in sentences:
        starts.append(len(text))
        text += f"{sentence}\n"
    found = list(_quotations(text))
    return [
        tuple(
            (max(first - start, 0), min(last - start, len(sentence)))
            for first, last in found
            if first < start + len(sentence) and last > start
        )
        for start, sentence in zip(starts, sentences, strict=True)
    ]


def _quotations(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opening = None
    for place, mark in ((mark.start(), mark[0]) for mark in re.finditer(f"[{''.join(sorted(MARKS))}]", text)):
        if opening is None:
            opening = place if mark in _CLOSING and not text[:place][-1:].isalnum() else None
        elif mark in _CLOSING[text[opening]] and not text[place + 1].isalnum():
            if len(text[opening:place].split()) >= _FEWEST_WORDS:
                found.append((opening, place + 1))
            opening = None
    return found
