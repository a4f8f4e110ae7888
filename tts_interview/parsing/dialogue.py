"""Dashes that open a reply: "— Why here? — It is home.", a paragraph or a line each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.model import Kind
from tts_interview.parsing.emphasis import Stretches
from tts_interview.parsing.marks import ANSWER, QUESTION, Mark
from tts_interview.parsing.questions import asks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block, Reason

_DASH = re.compile(r"^[ \t\u3000]*(?:[-–—―─‒]{1,3})[ \t\xa0\u3000]*(?=[^\s\d–—―─-])", re.M)
_LEAST = 4
_LEAST_QUESTIONS = 2
_LEAST_SHARE = 0.5
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


def find_dialogue(blocks: Sequence[Block], reasons: Sequence[Reason | None], labelled: Sequence[Mark]) -> list[Mark]:
    """Marks of the questions and answers that dashes open; empty where dashes show none.

    Beside labels, which then are of those who answer, only questions are looked for.
    """
    with_label = {mark.block for mark in labelled}
    replies = [r for i, b in enumerate(blocks) if reasons[i] is None and b.kind is not Kind.HEADING for r in _replies(i, b)]
    if labelled:
        asking = [r for r in replies if asks(r.text)]
        sure = len(asking) >= max(_LEAST_QUESTIONS, _LEAST_SHARE * len(replies))
        return [_mark(r, QUESTION) for r in replies] if sure and all(r.long for r in replies) else []
    questions = _bold_ones(replies) or _every_other(replies) if len(replies) >= _LEAST else set()
    if questions:
        return [_mark(r, QUESTION if i in questions else ANSWER) for i, r in enumerate(replies)]
    questions_asked = sum(asks(r.text) for r in replies)
    if all(r.long for r in replies) and questions_asked >= max(_LEAST_QUESTIONS, _LEAST_SHARE * len(replies)):
        return _with_answers(replies, blocks, reasons, with_label)
    return []


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
            any(c in "—―─" for c in block.text[start:words]),
        )
        for (start, words), end in zip(starts, ends, strict=True)
    ]


def _bold_ones(replies: Sequence[_Reply]) -> set[int]:
    bold = {i for i, reply in enumerate(replies) if reply.bold}
    low, high = _BOLD_SHARE
    return bold if low <= len(bold) / len(replies) <= high else set()


def _every_other(replies: Sequence[_Reply]) -> set[int]:
    """Every other reply asks, if most of these do and most of the others do not."""
    shares = [sum(asks(r.text) for r in replies[half::2]) / len(replies[half::2]) for half in (0, 1)]
    half = 0 if shares[0] >= shares[1] else 1
    return set(range(half, len(replies), 2)) if shares[half] >= _LEAST_SHARE > shares[1 - half] else set()


def _with_answers(
    replies: Sequence[_Reply], blocks: Sequence[Block], reasons: Sequence[Reason | None], with_label: set[int]
) -> list[Mark]:
    """Only questions have dashes: the answer is the next line of the block, or the next block."""
    marks = []
    after = _spoken_after(blocks, reasons)
    taken = with_label.union(reply.block for reply in replies)
    for reply in replies:
        marks.append(_mark(reply, QUESTION))
        line_end = blocks[reply.block].text.find("\n", reply.words)
        if 0 <= line_end < reply.words + len(reply.text) - 1:
            marks.append(Mark(reply.block, line_end + 1, line_end + 1, ANSWER))
            continue
        following = after[reply.block]
        if following < len(blocks) and following not in taken:
            marks.append(Mark(following, 0, 0, ANSWER))
    return marks


def _spoken_after(blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> list[int]:
    """For each block the next one with words that are not left out; the number of blocks where there is none."""
    after = [len(blocks)] * len(blocks)
    for index in range(len(blocks) - 2, -1, -1):
        spoken = reasons[index + 1] is None and blocks[index + 1].text.strip()
        after[index] = index + 1 if spoken else after[index + 1]
    return after


def _mark(reply: _Reply, label: str) -> Mark:
    return Mark(reply.block, reply.start, reply.words, label)
