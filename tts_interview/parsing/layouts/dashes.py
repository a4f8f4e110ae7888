"""Dashes that open a reply: "— Why here? — It is home.", a paragraph or a line each."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.model import Kind
from tts_interview.parsing.asking import asks
from tts_interview.parsing.page.offsets import Stretches, goes_on, is_full
from tts_interview.parsing.segmentation import ANSWER, QUESTION, TurnStart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Block
    from tts_interview.parsing.page.places import Page

# Before a number a short dash is a minus, or opens an item of a list.
_DASH = re.compile(
    r"^[ \t\u3000]*+(?:[-–—―─‒]{1,3}[ \t\xa0\u3000]*+(?=[^\s\d–—―─-])|[-–—―─‒]{2,3}[ \t\xa0\u3000]++(?=\d))", re.M
)
# Signs with which answers begin.
_SIGN = re.compile(r"[ \t\u3000]*+[▲△▶▷◆◇■□●○]++[ \t\xa0\u3000]*+(?=\S)")
_WIDE = re.compile(r"[\u2e80-\uffff]")
_LEAST = 4
_LEAST_QUESTIONS = 2
_LEAST_SHARE = 0.5
_MOSTLY = 0.8
_MARKS = ("?", "？")
_BOLD_SHARE = (0.25, 0.75)


class _Reply(NamedTuple):
    """A line with a dash, up to the next one: where it starts, where its words start, how it is set.

    `long` is a dash as printers set it, which opens no item of a list.
    """

    block: int
    start: int
    words: int
    text: str
    bold: bool
    long: bool

    @property
    def question(self) -> str:
        """What is asked, where an answer without a dash may follow in the lines below: up to the end of its sentences.

        A question that is wrapped over several lines ends with the last of them.
        """
        if self.text.rstrip().endswith(_MARKS) and is_full(self.text.split("\n")[0]):
            return self.text
        end = 0
        for line in self.text.split("\n"):
            end += len(line) + 1
            if not goes_on(line):
                break
        return self.text[:end]


def propose_dashes(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading whose questions and answers dashes open, or whose questions alone have dashes."""
    replies = _all_replies(page)
    questions = _bold_ones(replies) or _every_other(replies) if len(replies) >= _LEAST else set()
    if questions:
        yield [_mark(r, QUESTION if i in questions else ANSWER) for i, r in enumerate(replies)]
    if len(replies) < _LEAST_QUESTIONS:
        return
    asked = sum(asks(r.question) for r in replies)
    shown = all(r.long for r in replies) or (asked >= _MOSTLY * len(replies) and _are_answered(replies, page))
    shown = shown and asked >= max(_LEAST_QUESTIONS, _LEAST_SHARE * len(replies))
    if shown or _are_set_off(replies, page, asked):
        yield _with_answers(replies, page)


def _all_replies(page: Page) -> list[_Reply]:
    return [r for i in page.places if page.blocks[i].kind is not Kind.HEADING for r in _replies(i, page.blocks[i])]


def _are_set_off(replies: Sequence[_Reply], page: Page, asked: int) -> bool:
    """Double dashes as Japanese and Korean papers set before what they ask or remark: something answers each of them.

    One of them asks, or signs open the answers: a quotation has a dash before its author too.
    """
    blocks = page.blocks
    double = all(len(blocks[r.block].text[r.start : r.words].strip()) > 1 for r in replies)
    if not double or not _are_answered(replies, page):
        return False
    signed = sum(bool(_SIGN.match(blocks[r.block + 1].text)) for r in replies if r.block + 1 < len(blocks))
    wide = sum(len(_WIDE.findall(r.text)) for r in replies) > _LEAST_SHARE * sum(len(r.text) for r in replies)
    return signed >= _MOSTLY * len(replies) or (wide and asked > 0)


def _replies(index: int, block: Block) -> list[_Reply]:
    starts = [found.span() for found in _DASH.finditer(block.text)]
    if not starts:
        return []
    set_off = Stretches(e for e in block.emphasis if e.bold or e.italic)
    ends = [*(start for start, _ in starts[1:]), len(block.text)]
    return [
        _Reply(
            index,
            start,
            words,
            block.text[words:end],
            set_off.end_at(words) > 0,
            _is_long(block.text[start:words]),
        )
        for (start, words), end in zip(starts, ends, strict=True)
    ]


def _is_long(dash: str) -> bool:
    """Whether it is a dash as printers set it, or as it is typed: "--"."""
    return any(c in "—―─" for c in dash) or len(dash.strip()) > 1


def _bold_ones(replies: Sequence[_Reply]) -> set[int]:
    bold = {i for i, reply in enumerate(replies) if reply.bold}
    low, high = _BOLD_SHARE
    return bold if low <= len(bold) / len(replies) <= high else set()


def _every_other(replies: Sequence[_Reply]) -> set[int]:
    """Every other reply asks, if most of these do and most of the others do not."""
    shares = [sum(asks(r.text) for r in replies[half::2]) / len(replies[half::2]) for half in (0, 1)]
    half = 0 if shares[0] >= shares[1] else 1
    return set(range(half, len(replies), 2)) if shares[half] >= _LEAST_SHARE > shares[1 - half] else set()


def _are_answered(replies: Sequence[_Reply], page: Page) -> bool:
    """Whether something without a dash follows each of them: then short dashes are no list."""
    for reply, following in zip_longest(replies, replies[1:]):
        until = following.block if following else len(page.blocks)
        if not reply.text[len(reply.question) :].strip() and page.after(reply.block) >= until:
            return False
    return True


def _with_answers(replies: Sequence[_Reply], page: Page) -> list[TurnStart]:
    """Only questions have dashes: the answer is the next line of the block, or the next block."""
    marks = []
    taken = {reply.block for reply in replies}
    for reply in replies:
        marks.append(_mark(reply, QUESTION))
        rest = reply.text[len(reply.question) :]
        if rest.strip():
            start = reply.words + len(reply.question) + len(rest) - len(rest.lstrip())
            marks.append(TurnStart(reply.block, start, start, ANSWER))
            continue
        following = page.after(reply.block)
        if following < len(page.blocks) and following not in taken:
            sign = _SIGN.match(page.blocks[following].text)
            marks.append(TurnStart(following, 0, sign.end() if sign else 0, ANSWER))
    return marks


def _mark(reply: _Reply, label: str) -> TurnStart:
    return TurnStart(reply.block, reply.start, reply.words, label)
