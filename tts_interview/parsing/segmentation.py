"""A segmentation: one whole reading of a page, as the places where turns begin, and what shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Labels of marks that no words of the page stand for; no label of a page has these brackets.
QUESTION = "<question>"
ANSWER = "<answer>"
NARRATION = "<narration>"  # of one block; whoever spoke before goes on after it
CLOSING = "<closing>"


class Form(StrEnum):
    """What shows that words at the start of a line are a label."""

    COLON = "colon"
    TIME = "time stamp"
    LETTER = "letter"
    TAG = "tag of the format"
    STOP = "full stop"
    WEAK = "bold, bracket or dash alone"


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """How a label is set; the labels of one page are mostly set alike.

    `alone` on its line; `listed` in an item of a list or in a heading with other words, where it mostly is a term.
    """

    form: Form = Form.COLON
    bold: bool = False
    capitals: bool = False
    alone: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class TurnStart:
    """The start of a turn: the label stands at `start` up to `end` in the text of block number `block`.

    `label` is empty of words (QUESTION, ANSWER, NARRATION, CLOSING) where the page shows without one that the speaker changes.
    `extra_end` is the end of a time stamp after the label, which is no word of the turn. `proper` says that all of it is
    written as a name is; `first` that nothing stands before it in its block.
    """

    block: int
    start: int
    end: int
    label: str
    extra_end: int = 0
    proper: bool = True
    first: bool = True
    style: LabelStyle = LabelStyle()

    def __hash__(self) -> int:
        return hash((self.block, self.start))  # few marks share a place

    @property
    def place(self) -> tuple[int, int]:
        """Where the turn starts: the number of the block, and the offset in its text."""
        return self.block, self.start

    @property
    def words_start(self) -> int:
        """Where the spoken words begin in the block's text."""
        return self.extra_end or self.end

    @property
    def named(self) -> bool:
        """Whether words of the page name the speaker."""
        return self.label not in (QUESTION, ANSWER, NARRATION, CLOSING)

    @property
    def narrated(self) -> bool:
        """Whether the narrator speaks."""
        return self.label in (NARRATION, CLOSING)


@dataclass(frozen=True, slots=True)
class Segmentation:
    """One reading of a whole page: the layout that proposes it, and its marks in order."""

    layout: str
    marks: tuple[TurnStart, ...]


def in_order(marks: Iterable[TurnStart]) -> list[TurnStart]:
    """The marks as they stand on the page; of two that overlap, the first."""
    ordered: list[TurnStart] = []
    for mark in sorted(marks, key=lambda mark: (mark.block, mark.start, -mark.words_start)):
        last = ordered[-1] if ordered else None
        if last is None or last.block != mark.block or mark.start >= max(last.words_start, last.start + 1):
            ordered.append(mark)
    return ordered


def by_block(marks: Iterable[TurnStart]) -> dict[int, list[TurnStart]]:
    """Group marks by the number of their block."""
    grouped: dict[int, list[TurnStart]] = {}
    for mark in marks:
        grouped.setdefault(mark.block, []).append(mark)
    return grouped
