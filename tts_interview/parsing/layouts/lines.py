"""Questions and answers that share paragraphs, a line each: the questions are bold or numbered, or open a paragraph."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.model import Kind
from tts_interview.parsing.asking import asks
from tts_interview.parsing.layouts.questions import number_of
from tts_interview.parsing.page.offsets import goes_on
from tts_interview.parsing.segmentation import ANSWER, QUESTION, TurnStart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Block
    from tts_interview.parsing.page.places import Page

_LEAST = 3
_LEAST_ASKING = 0.5
_LEAST_ANSWERED = 0.8
_MOSTLY = 0.9


class _Line(NamedTuple):
    """A line of block number `block`, and how it is set: "bold", "number", "item", "asks" as the first, or nothing of these."""

    block: int
    start: int
    text: str
    style: str


def propose(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield, for each way to set a line, the reading whose questions are lines set so, answered below in their paragraph."""
    lines = [line for index in page.places for line in _lines(index, page.blocks[index])]
    by_style: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.style and not (place and lines[place - 1].block == line.block and lines[place - 1].style == line.style):
            by_style[line.style].append(place)
    for places in by_style.values():
        asking = sum(asks(lines[place].text) for place in places)
        answered = sum(_answer_below(lines, place) is not None for place in places)
        if len(places) >= _LEAST and asking >= _LEAST_ASKING * len(places) and answered >= _LEAST_ANSWERED * len(places):
            yield _marks(lines, places)


def _lines(index: int, block: Block) -> list[_Line]:
    """The lines of a block that has several; one that is wrapped goes on in the next."""
    if block.kind is Kind.HEADING or "\n" not in block.text.strip():
        return []
    lines: list[_Line] = []
    bold = _bold_letters(block)
    start, wrapped = 0, False
    for text in block.text.split("\n"):
        if text.strip() and not wrapped:
            is_bold = bool(bold) and bold[start + len(text)] - bold[start] >= _MOSTLY * sum(map(str.isalnum, text)) > 0
            plain = "" if lines else "item" if block.kind is Kind.LIST_ITEM else "asks" if _is_question(text) else ""
            lines.append(_Line(index, start, text, "bold" if is_bold else "number" if number_of(text) else plain))
        wrapped = goes_on(text)
        start += len(text) + 1
    return lines


def _is_question(line: str) -> bool:
    return line.rstrip().endswith(("?", "？"))


def _bold_letters(block: Block) -> list[int]:
    """For each place in the text, how many letters before it are bold; nothing where none are."""
    if not any(emphasis.bold for emphasis in block.emphasis):
        return []
    changes = [0] * (len(block.text) + 1)
    for emphasis in block.emphasis:
        if emphasis.bold:
            changes[emphasis.start] += 1
            changes[emphasis.end] -= 1
    counted = (depth > 0 and letter.isalnum() for depth, letter in zip(accumulate(changes), block.text, strict=False))
    return [0, *accumulate(counted)]


def _answer_below(lines: Sequence[_Line], place: int) -> int | None:
    """The first line below that is set otherwise, in the same block."""
    below = place + 1
    while below < len(lines) and lines[below].block == lines[place].block and lines[below].style == lines[place].style:
        below += 1
    return below if below < len(lines) and lines[below].block == lines[place].block else None


def _marks(lines: Sequence[_Line], places: Sequence[int]) -> list[TurnStart]:
    marks = []
    for place in places:
        question = lines[place]
        marks.append(TurnStart(question.block, question.start, question.start + number_of(question.text), QUESTION))
        below = _answer_below(lines, place)
        if below is not None:
            marks.append(TurnStart(question.block, lines[below].start, lines[below].start, ANSWER))
    return marks
