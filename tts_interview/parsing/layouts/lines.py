"""Questions that are lines: answered below in their paragraph, asked of several people in a row, or with a dash.

In a paragraph that question and answer share, questions are bold or numbered, or open it. In a questionnaire put to several
people, the same lines ask again and again, and a name stands over each round. A dash opens a reply, a paragraph or a line each:
"— Why here? — It is home.".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, zip_longest
from typing import NamedTuple

from tts_interview.model import Block, Kind
from tts_interview.parsing.asking import QUESTION_MARKS, asks, ends_in_question_mark
from tts_interview.parsing.layouts.questions import number_of
from tts_interview.parsing.page.block_lines import goes_on, is_full, placed_lines
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


# -- dashes that open a reply ----------------------------------------------------------------------------------------------

# Before a number a short dash is a minus, or opens an item of a list.
_DASH = re.compile(
    r"^[ \t\u3000]*+(?:(?:[-–—―─‒]{1,3}|ー(?=[ \u3000]))[ \t\xa0\u3000]*+(?=[^\s\d–—―─-])"
    r"|[-–—―─‒]{2,3}[ \t\xa0\u3000]++(?=\d))",
    re.M,
)
# Signs with which answers begin.
_SIGN = re.compile(r"[ \t\u3000]*+[▲△▶▷◆◇■□●○]++[ \t\xa0\u3000]*+(?=\S)")
_WIDE = re.compile(r"[\u2e80-\uffff]")
_LEAST_REPLIES = 4
_LEAST_DASHED = 2
_LEAST_SHARE = 0.5
_MOST_REPLIES = 0.8


class _Reply(NamedTuple):
    """A line with a dash, up to the next one: where it starts, and where its words start."""

    block: int
    start: int
    words: int
    text: str
    dash: str

    @property
    def long(self) -> bool:
        """The dash is one as printers set it, or as it is typed ("--"): it opens no item of a list."""
        return self.double or any(c in "—―─ー" for c in self.dash)

    @property
    def double(self) -> bool:
        """There are two dashes, as Japanese and Korean papers set them before what they ask or remark."""
        return len(self.dash.strip()) > 1

    @property
    def question(self) -> str:
        """What is asked, where an answer without a dash may follow in the lines below: up to the end of its sentences.

        A question that is wrapped over several lines ends with the last of them.
        """
        if ends_in_question_mark(self.text) and is_full(self.text.split("\n")[0]):
            return self.text
        end = 0
        for line in self.text.split("\n"):
            end += len(line) + 1
            if not goes_on(line):
                break
        return self.text[:end]

    @property
    def rest(self) -> str:
        """The lines below the question."""
        return self.text[len(self.question) :]


def propose_dashes(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading whose questions and answers dashes open, or whose questions alone have dashes."""
    replies = [r for i in page.places if page.blocks[i].kind is not Kind.HEADING for r in _replies(i, page.blocks[i].text)]
    questions = _every_other(replies) if len(replies) >= _LEAST_REPLIES else set()
    if questions:
        yield [_marked(r, QUESTION if i in questions else ANSWER) for i, r in enumerate(replies)]
    if len(replies) < _LEAST_DASHED:
        return
    asked = sum(asks(r.question) for r in replies)
    shown = all(r.long for r in replies) or (asked >= _MOST_REPLIES * len(replies) and _are_answered(replies, page))
    shown = shown and asked >= max(_LEAST_DASHED, _LEAST_SHARE * len(replies))
    if shown or _are_set_off(replies, page, asked):
        yield _with_answers(replies, page)


def _are_set_off(replies: Sequence[_Reply], page: Page, asked: int) -> bool:
    """Whether double dashes stand before what papers ask or remark, and something answers each of them.

    One of them asks, in Japanese or Korean, or signs open the answers: a quotation has a dash before its author too.
    """
    if not all(r.double for r in replies) or not _are_answered(replies, page):
        return False
    signed = sum(bool(_SIGN.match(page.blocks[r.block + 1].text)) for r in replies if r.block + 1 < len(page.blocks))
    wide = sum(len(_WIDE.findall(r.text)) for r in replies) > _LEAST_SHARE * sum(len(r.text) for r in replies)
    return signed >= _MOST_REPLIES * len(replies) or (wide and asked > 0)


def _replies(index: int, text: str) -> Iterator[_Reply]:
    found = _DASH.finditer(text) if "\n" in text else filter(None, [_DASH.match(text)])
    starts = [dash.span() for dash in found]
    ends = [*(start for start, _ in starts[1:]), len(text)]
    for (start, words), end in zip(starts, ends, strict=False):
        yield _Reply(index, start, words, text[words:end], text[start:words])


def _every_other(replies: Sequence[_Reply]) -> set[int]:
    """Every other reply asks, if most of these do and most of the others do not."""
    shares = [sum(asks(r.text) for r in replies[half::2]) / len(replies[half::2]) for half in (0, 1)]
    half = 0 if shares[0] >= shares[1] else 1
    return set(range(half, len(replies), 2)) if shares[half] >= _LEAST_SHARE > shares[1 - half] else set()


def _are_answered(replies: Sequence[_Reply], page: Page) -> bool:
    """Whether something without a dash follows each of them: then short dashes are no list."""
    for reply, following in zip_longest(replies, replies[1:]):
        until = following.block if following else len(page.blocks)
        if not reply.rest.strip() and page.spoken_after(reply.block) >= until:
            return False
    return True


def _with_answers(replies: Sequence[_Reply], page: Page) -> list[TurnStart]:
    """Only questions have dashes: the answer is the next line of the block, or the next block."""
    marks = []
    taken = {reply.block for reply in replies}
    for reply in replies:
        marks.append(_marked(reply, QUESTION))
        following = page.spoken_after(reply.block)
        if reply.rest.strip():
            start = reply.words + len(reply.text) - len(reply.rest.lstrip())
            marks.append(TurnStart(reply.block, start, start, ANSWER))
        elif following < len(page.blocks) and following not in taken:
            sign = _SIGN.match(page.blocks[following].text)
            marks.append(TurnStart(following, 0, sign.end() if sign else 0, ANSWER))
    return marks


def _marked(reply: _Reply, label: str) -> TurnStart:
    return TurnStart(reply.block, reply.start, reply.words, label)
