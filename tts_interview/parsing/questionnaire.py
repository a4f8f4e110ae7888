"""One questionnaire put to several people in a row: the same lines ask again and again, a name stands over each round."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.parsing.labels import has_shape_of_label
from tts_interview.parsing.marks import ANSWER, CLOSING, QUESTION, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block, Reason

_LEAST_QUESTIONS = 2
_LEAST_ROUNDS = 2
_MOST_LINES_OVER_A_ROUND = 6
_MOST_NAME_WORDS = 4


class _Line(NamedTuple):
    """A line of a block that is not left out, and where it starts."""

    block: int
    start: int
    text: str


def find_rounds(blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> list[Mark]:
    """Marks of the questions, of the answers, each with the name over its round, and of what stands before a round."""
    kept = [block.text for block, reason in zip(blocks, reasons, strict=True) if reason is None]
    texts = (line for text in kept if "?" in text or "？" in text for line in text.split("\n"))
    asked = Counter(" ".join(line.split()) for line in texts if line.rstrip().endswith(("?", "？")))
    repeated = {text for text, count in asked.items() if count >= _LEAST_ROUNDS}
    if len(repeated) < _LEAST_QUESTIONS:
        return []
    lines = [line for index, block in enumerate(blocks) if reasons[index] is None for line in _lines(index, block)]
    places = [i for i, line in enumerate(lines) if " ".join(line.text.split()) in repeated]
    opening = " ".join(lines[places[0]].text.split())
    asking = frozenset(places)
    marks: list[Mark] = []
    guest = ANSWER
    for place in places:
        if " ".join(lines[place].text.split()) == opening:
            guest = _open_round(lines, place, marks, asking) or guest
        marks.append(_mark(lines[place], QUESTION))
        if place + 1 < len(lines) and place + 1 not in asking:
            marks.append(_mark(lines[place + 1], guest))
    return marks


def _lines(index: int, block: Block) -> list[_Line]:
    lines, start = [], 0
    for text in block.text.split("\n"):
        if text.strip():
            lines.append(_Line(index, start, text))
        start += len(text) + 1
    return lines


def _mark(line: _Line, label: str) -> Mark:
    return Mark(line.block, line.start, line.start, label)


def _open_round(lines: Sequence[_Line], place: int, marks: list[Mark], places: frozenset[int]) -> str:
    """The name over the round, the nearest line above its first question that is one; the narrator reads from there on."""
    for above in range(place - 1, max(-1, place - 1 - _MOST_LINES_OVER_A_ROUND), -1):
        if above in places:
            break
        name = lines[above].text.strip(" *_#")
        if 1 < len(name.split()) <= _MOST_NAME_WORDS and name[:1].isupper() and has_shape_of_label(name, bold=False):
            if marks:
                marks.append(_mark(lines[above], CLOSING))
            return name
    return ""
