"""How alike two voices are to the ear: the measured table of voices/, and what its figures mean in words."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.files.packaged import voices_folder

if TYPE_CHECKING:
    from tts_interview.model import Voice

# Cosines of Resemblyzer's embeddings. One voice measures 0.85 and more against itself, from sentence to sentence.
EASY = 0.60
ALIKE = 0.75
ONE_PERSON = 0.80


def likeness(one: Voice, other: Voice) -> float | None:
    """How alike two voices are, at most 1; None if nobody has measured it."""
    if one.full_name == other.full_name:
        return 1.0
    table = _table()
    return table.get((one.full_name, other.full_name), table.get((other.full_name, one.full_name)))


def in_words(alike: float) -> str:
    """What a figure means to the ear."""
    if alike <= EASY:
        return "easy to tell apart"
    if alike <= ALIKE:
        return "can be told apart"
    return "alike" if alike <= ONE_PERSON else "one person to the ear"


@cache
def _table() -> dict[tuple[str, str], float]:
    """The figure of each pair that was measured, the later voice first."""
    measured = json.loads((voices_folder() / "contrast.json").read_text(encoding="utf-8"))
    names, rows = measured["voices"], measured["thousandths"]
    return {(name, names[i]): figure / 1000 for name, row in zip(names, rows, strict=True) for i, figure in enumerate(row)}
