"""The lines and the emphasis at any character of a block, looked up quickly however many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts_interview.model import Block, Emphasis

_FULL_LINE_CHARS = 60


def is_full(line: str) -> bool:
    """Whether a line may be one of a paragraph that is wrapped by hand."""
    return len(line) >= _FULL_LINE_CHARS and len(line.rstrip()) >= _FULL_LINE_CHARS


def goes_on(line: str) -> bool:
    """Whether a line seems to go on in the next one: it is full and ends no sentence."""
    return is_full(line) and line.rstrip()[-1] not in ".?!:…”\"'’)]»。？！」"


def placed_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text, each with the offset at which it begins."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


class Lines:
    """The lines of one block."""

    def __init__(self, block: Block) -> None:
        self._lines = block.lines
        self._ends = (
            []
            if len(block.lines) == 1
            else list(accumulate(map(len, block.text.split("\n")[:-1]), lambda end, length: end + 1 + length))
        )

    def at(self, offset: int) -> int:
        """The line that holds the character `offset` of the block's text."""
        return self._lines[min(bisect_left(self._ends, offset), len(self._lines) - 1)]


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
