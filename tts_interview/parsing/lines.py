"""The line of the source for any character of a block, looked up quickly however many lines the block has."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts_interview.model import Block


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
