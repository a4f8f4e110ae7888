"""Ranges of a text: which places must not be cut, and ranges without white space at their ends."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        """Whether the place is inside one of the ranges, and not at an end of it."""
        position = bisect_left(self._starts, place) - 1
        return position >= 0 and place < self._ends[position]


def stripped(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges without white space at their ends, and none that is empty."""
    return [pair for start, end in ranges if (pair := strip(text, start, end))[0] < pair[1]]


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
