"""The title of a page: which block it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block, Document
    from tts_interview.parsing.marks import TurnStart

_LONGEST_TITLE_WORDS = 25
_LONGEST_TITLE_CHARS = 160


def take_title(document: Document, reasons: list[Reason | None], marks: Sequence[TurnStart]) -> str:
    """The title as printed on the page, else as its metadata has it.

    A second printing of it, and the other headings before the first turn, are left out.
    """
    blocks = document.blocks
    first = marks[0].block if marks else len(blocks)
    index = _title_block(blocks, reasons, first)
    if index is not None and document.title and _divides(blocks, index):
        index = None
    title = _one_line(blocks[index]) if index is not None else ""
    for other in range(first):
        if other == index or reasons[other] is not None:
            continue
        if title and _one_line(blocks[other]) == title:
            reasons[other] = Reason.REPEATED
        elif marks and blocks[other].kind is Kind.HEADING:
            reasons[other] = Reason.FURNITURE
    return title or document.title


def _title_block(blocks: Sequence[Block], reasons: Sequence[Reason | None], first: int) -> int | None:
    """The block that is the title: the first of the main headings, else a first line that is no sentence."""
    before = [i for i in range(first) if reasons[i] is None and blocks[i].text.strip()]
    headings = [i for i in before if blocks[i].kind is Kind.HEADING]
    if headings:
        return min(headings, key=lambda i: blocks[i].level)
    if before and blocks[before[0]].kind is Kind.PARAGRAPH and _looks_like_title(blocks[before[0]].text):
        return before[0]
    return None


def _divides(blocks: Sequence[Block], index: int) -> bool:
    """Whether a heading of a lower level stands below prose, as that of a section does."""
    heads = blocks[index].kind is Kind.HEADING and blocks[index].level > 1
    above = (block for block in blocks[:index] if block.kind is Kind.PARAGRAPH)
    return heads and any(len(block.text.split()) > _LONGEST_TITLE_WORDS for block in above)


def _looks_like_title(text: str) -> bool:
    words = len(text.split())
    short = words <= _LONGEST_TITLE_WORDS and len(text) <= _LONGEST_TITLE_CHARS
    return short and (words > 1 or not text.isascii()) and not text.rstrip().endswith((".", ":", ",", ";", "。"))


def _one_line(block: Block) -> str:
    return " ".join(block.text.split())
