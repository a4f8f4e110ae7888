"""Dashes that open a reply: "— Why here? — It is home.", a paragraph or a line each."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tts_interview.model import Kind
from tts_interview.parsing.asking import asks, ends_in_question_mark
from tts_interview.parsing.page.block_lines import goes_on, is_full
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.segmentation import ANSWER, QUESTION, TurnStart

# Before a number a short dash is a minus, or opens an item of a list.
_DASH = re.compile(
    r"^[ \t\u3000]*+(?:(?:[-–—―─‒]{1,3}|ー{2,3}|ー(?=[ \u3000]))[ \t\xa0\u3000]*+(?=[^\s\d–—―─-])"
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
        yield [_mark(r, QUESTION if i in questions else ANSWER) for i, r in enumerate(replies)]
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
        marks.append(_mark(reply, QUESTION))
        following = page.spoken_after(reply.block)
        if reply.rest.strip():
            start = reply.words + len(reply.text) - len(reply.rest.lstrip())
            marks.append(TurnStart(reply.block, start, start, ANSWER))
        elif following < len(page.blocks) and following not in taken:
            sign = _SIGN.match(page.blocks[following].text)
            marks.append(TurnStart(following, 0, sign.end() if sign else 0, ANSWER))
    return marks


def _mark(reply: _Reply, label: str) -> TurnStart:
    return TurnStart(reply.block, reply.start, reply.words, label)
