"""The lines of a block: where each begins, whether it goes on in the next one, and its number in the source."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from tts_interview.model import Block

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
        self._ends = [found.start() for found in re.finditer("\n", block.text)] if len(block.lines) > 1 else []

    def at(self, offset: int) -> int:
        """The line that holds the character `offset` of the block's text."""
        return self._lines[min(bisect_left(self._ends, offset), len(self._lines) - 1)]
