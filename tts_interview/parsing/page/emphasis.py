"""The emphasis at any character of a block, looked up quickly however much of it the block has."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Emphasis


class Stretches:
    """Stretches of emphasis, such as the bold ones of a block; of those that overlap, the one that begins last counts."""

    def __init__(self, emphasis: Iterable[Emphasis]) -> None:
        spans = sorted((e.start, e.end) for e in emphasis)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def end_at(self, offset: int) -> int:
        """Where the stretch ends that holds the character; 0 if none does."""
        before = bisect_right(self._starts, offset) - 1
        return self._ends[before] if before >= 0 and self._ends[before] > offset else 0
