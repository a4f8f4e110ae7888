"""Questions that are lines: answered below in their paragraph, or asked of several people in a row.

In a paragraph that question and answer share, questions are bold or numbered, or open it. In a questionnaire put to several
people, the same lines ask again and again, and a name stands over each round.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, zip_longest
from typing import NamedTuple

from tts_interview.model import Block, Kind
from tts_interview.parsing.asking import QUESTION_MARKS, asks, ends_in_question_mark
from tts_interview.parsing.layouts.questions import number_of
from tts_interview.parsing.page.block_lines import goes_on, placed_lines
from tts_interview.parsing.page.candidates import has_shape_of_label
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.segmentation import ANSWER, CLOSING, QUESTION, TurnStart

_LEAST_LINES = 3
_LEAST_ASKING = 0.5
_LEAST_ANSWERED = 0.8
_MOSTLY = 0.9
_LEAST_QUESTIONS, _LEAST_ROUNDS = 2, 2
_MOST_LINES_OVER_A_ROUND = 6
_MOST_NAME_WORDS = 4


class _Line(NamedTuple):
    """A line of block number `block`, and how it is set: "bold", "number", "item", "asks" as the first, or nothing of these."""

    block: int
    start: int
    text: str
    style: str = ""


def propose_lines(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield, for each way to set a line, the reading whose questions are lines set so, answered below in their paragraph."""
    lines = [line for index in page.places for line in _styled_lines(index, page.blocks[index])]
    # The first of the lines in a row that are set alike; what answers it is the next line of its block that is set otherwise.
    firsts = [next(alike) for _, alike in groupby(lines, key=lambda line: (line.block, line.style))]
    by_style: dict[str, list[tuple[_Line, _Line | None]]] = defaultdict(list)
    for line, below in zip_longest(firsts, firsts[1:]):
        by_style[line.style].append((line, below if below and below.block == line.block else None))
    by_style.pop("", None)
    for pairs in by_style.values():
        asking = sum(asks(line.text) for line, _ in pairs)
        answered = sum(answer is not None for _, answer in pairs)
        if len(pairs) >= _LEAST_LINES and asking >= _LEAST_ASKING * len(pairs) and answered >= _LEAST_ANSWERED * len(pairs):
            yield list(_lines_marked(pairs))


def _styled_lines(index: int, block: Block) -> list[_Line]:
    """The lines of a block that has several; one that is wrapped goes on in the next."""
    if block.kind is Kind.HEADING or "\n" not in block.text.strip():
        return []
    lines: list[_Line] = []
    bold = _bold_letters(block)
    wrapped = False
    for start, text in placed_lines(block.text):
        if text.strip() and not wrapped:
            is_bold = bool(bold) and bold[start + len(text)] - bold[start] >= _MOSTLY * sum(map(str.isalnum, text)) > 0
            plain = "" if lines else "item" if block.kind is Kind.LIST_ITEM else "asks" if ends_in_question_mark(text) else ""
            lines.append(_Line(index, start, text, "bold" if is_bold else "number" if number_of(text) else plain))
        wrapped = goes_on(text)
    return lines


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


def _lines_marked(pairs: Iterable[tuple[_Line, _Line | None]]) -> Iterator[TurnStart]:
    for question, answer in pairs:
        yield TurnStart(question.block, question.start, question.start + number_of(question.text), QUESTION)
        if answer:
            yield _mark(answer, ANSWER)


def propose_rounds(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading of the questions, of the answers, each with the name over its round, and of what precedes a round."""
    maybe = (i for i in page.places if any(mark in page.blocks[i].text for mark in QUESTION_MARKS))
    asked = Counter(line.text for i in maybe for line in _plain_lines(i, page.blocks[i].text))
    repeated = {text for text, count in asked.items() if count >= _LEAST_ROUNDS and ends_in_question_mark(text)}
    if len(repeated) < _LEAST_QUESTIONS:
        return
    lines = [line for index in page.places for line in _plain_lines(index, page.blocks[index].text)]
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


def _plain_lines(index: int, text: str) -> list[_Line]:
    """Return the lines that have words, from the first word on and with single spaces."""
    placed = ((start + len(line) - len(line.lstrip()), " ".join(line.split())) for start, line in placed_lines(text))
    return [_Line(index, start, words) for start, words in placed if words]


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
