"""One questionnaire put to several people in a row: the same lines ask again and again, a name stands over each round."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.parsing.page.candidates import has_shape_of_label
from tts_interview.parsing.segmentation import ANSWER, CLOSING, QUESTION, TurnStart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.parsing.page.places import Page

_LEAST_QUESTIONS = 2
_LEAST_ROUNDS = 2
_MOST_LINES_OVER_A_ROUND = 6
_MOST_NAME_WORDS = 4


class _Line(NamedTuple):
    """A line of a block that is not left out: where its words start, and the words with single spaces between them."""

    block: int
    start: int
    text: str


def propose(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading of the questions, of the answers, each with the name over its round, and of what precedes a round."""
    maybe = (i for i in page.places if "?" in page.blocks[i].text or "？" in page.blocks[i].text)
    asked = Counter(line.text for i in maybe for line in _lines(i, page.blocks[i].text) if line.text.endswith(("?", "？")))
    repeated = {text for text, count in asked.items() if count >= _LEAST_ROUNDS}
    if len(repeated) < _LEAST_QUESTIONS:
        return
    lines = [line for index in page.places for line in _lines(index, page.blocks[index].text)]
    places = [place for place, line in enumerate(lines) if line.text in repeated]
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
    yield marks


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
