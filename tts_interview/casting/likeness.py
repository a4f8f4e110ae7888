"""Look up how alike two voices sound, in the table measured for voices/, and put the figure into words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tts_interview.files.packaged import voice_data

if TYPE_CHECKING:
    from tts_interview.model import Voice

# Cosine similarity of Resemblyzer embeddings. Two sentences of the same voice measure 0.85 and more.
EASY = 0.60
ALIKE = 0.75
ONE_PERSON = 0.80


def likeness(one: Voice, other: Voice) -> float | None:
    """Return how alike two voices are, at most 1, or None if the pair was not measured, as in two languages."""
    if one.full_name == other.full_name:
        return 1.0
    return _table().get((one.full_name, other.full_name))


def in_words(alike: float) -> str:
    """Return what a likeness means to a listener."""
    if alike <= EASY:
        return "easy to tell apart"
    if alike <= ALIKE:
        return "can be told apart"
    return "hard to tell apart" if alike <= ONE_PERSON else "nearly the same"


@cache
def _table() -> dict[tuple[str, str], float]:
    """Return the likeness of each measured pair, in both orders."""
    contrast = voice_data("contrast.json")
    names, rows = contrast["voices"], contrast["thousandths"]
    pairs = ((name, names[i], figure) for name, row in zip(names, rows, strict=True) for i, figure in enumerate(row))
    known = [(one, other, figure / 1000) for one, other, figure in pairs if figure is not None]
    return {pair: figure for one, other, figure in known for pair in ((one, other), (other, one))}
