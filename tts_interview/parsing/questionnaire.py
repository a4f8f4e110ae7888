"""One questionnaire put to several people in a row: the same lines ask again and again, a name stands over each round."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.parsing.labels import has_shape_of_label
from tts_interview.parsing.marks import ANSWER, CLOSING, QUESTION, TurnStart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block, Reason

_LEAST_QUESTIONS = 2
_LEAST_ROUNDS = 2
_MOST_LINES_OVER_A_ROUND = 6
_MOST_NAME_WORDS = 4


class _Line(NamedTuple):
    """A line of a block that is not left out: where its words start, and the words with single spaces between them."""

    block: int
    start: int
    text: str


def find_rounds(blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Marks of the questions, of the answers, each with the name over its round, and of what stands before a round.

    What one of the labels opens is somebody's turn, however often it returns, and no question of a round.
    """
    labelled = {(mark.block, mark.start) for mark in labels}
    kept = [index for index, reason in enumerate(reasons) if reason is None]
    maybe = (line for index in kept if "?" in (text := blocks[index].text) or "？" in text for line in _lines(index, text))
    asked = Counter(line.text for line in maybe if line.text.endswith(("?", "？")) and line[:2] not in labelled)
    repeated = {text for text, count in asked.items() if count >= _LEAST_ROUNDS}
    if len(repeated) < _LEAST_QUESTIONS:
        return []
    lines = [line for index in kept for line in _lines(index, blocks[index].text)]
    places = [place for place, line in enumerate(lines) if line.text in repeated and line[:2] not in labelled]
    opening = lines[places[0]].text
    asking = frozenset(places)
    marks: list[TurnStart] = []
    guest = ANSWER
    for place in places:
        if lines[place].text == opening:
            guest = _open_round(lines, place, marks, asking) or guest
        marks.append(_mark(lines[place], QUESTION))
        if place + 1 < len(lines) and place + 1 not in asking:
            marks.append(_mark(lines[place + 1], guest))
    return marks


def _lines(index: int, text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(_Line(index, start + len(line) - len(line.lstrip()), " ".join(line.split())))
        start += len(line) + 1
    return lines


def _mark(line: _Line, label: str) -> TurnStart:
    return TurnStart(line.block, line.start, line.start, label)


def _open_round(lines: Sequence[_Line], place: int, marks: list[TurnStart], places: frozenset[int]) -> str:
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
