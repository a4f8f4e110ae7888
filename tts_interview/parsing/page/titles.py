"""Find the title of an interview, and its standfirst: the lines between title and talk that introduce it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.comparing import letters_and_digits
from tts_interview.language.written_dates import find_date
from tts_interview.model import Kind, Reason
from tts_interview.parsing.asking import ends_sentence
from tts_interview.parsing.page.furniture import CREDIT_AT_END
from tts_interview.parsing.people.names import length_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block, Document
    from tts_interview.parsing.page.places import Page
    from tts_interview.parsing.segmentation import TurnStart

_LONGEST_TITLE_WORDS = 25
_LONGEST_TITLE_CHARS = 160
# Fewer letters than these say nothing: many headings hold "Q&A" or "Ann".
_FEWEST_LETTERS = 6
_CUT_SHORT = re.compile(r"\s*(?:…|\.\.\.)$")
# "2:23 P.M. EDT", "14.05 Uhr", "20h30".
_TIME = re.compile(r"\W*\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]\.?\s?m\b|uhr\b|h\b|[A-Z]{2,4}T\b)|\W*\d{1,2}[:h]\d\d\b", re.I)
_LABEL = re.compile(r"[^:\uff1a\n]{1,60}[:\uff1a]")
# Beside a date at the beginning of a line, these many words are a place.
_MOST_WORDS_OF_PLACE = 6
# A standfirst is a sentence or more; a kicker, a section's name and a date are shorter.
_LEAST_WORDS_OF_STANDFIRST = 9
# A teaser of another article is a link.
_MOST_LINKED = 0.3
_MOST_STANDFIRSTS = 2
_LONGEST_GAP_BLOCKS = 8
_RESTORED = (None, Reason.FURNITURE)


def take_title(document: Document, reasons: list[Reason | None], marks: Sequence[TurnStart]) -> str:
    """Return the title of the metadata, or without one that which stands above the talk; empty if there is none.

    A main heading that repeats the title and extends it takes its place. The narrator reads the title where it is printed, or
    else the headline. Further printings and the other headings before the first turn are left out.
    """
    blocks = document.blocks
    first = marks[0].block if marks else len(blocks)
    before = [i for i in range(first) if reasons[i] is None and blocks[i].text.strip()]
    declared = " ".join(document.title.split())
    index = _printed(blocks, before, declared) if declared else _title_block(blocks, before)
    printed = _one_line(blocks[index]) if index is not None else ""
    title = declared if not printed or _same(printed, declared) else printed
    read = index if index is not None else _headline(blocks, before)
    for other in before:
        if other == read:
            continue
        if title and _same(_one_line(blocks[other]), title):
            reasons[other] = Reason.REPEATED
        elif marks and blocks[other].kind is Kind.HEADING:
            reasons[other] = Reason.FURNITURE
    return title


def _headline(blocks: Sequence[Block], before: Sequence[int]) -> int | None:
    """Return the heading above all text that is the only one of its level and above none, whatever the title is."""
    headings = [i for i, block in enumerate(blocks) if block.kind is Kind.HEADING and not block.furniture]
    top = min((blocks[i].level for i in headings), default=0)
    highest = [i for i in headings if blocks[i].level == top]
    return highest[0] if len(highest) == 1 and highest[0] in before and not _divides(blocks, highest[0]) else None


def _printed(blocks: Sequence[Block], before: Sequence[int], declared: str) -> int | None:
    """Return the block that prints a declared title: the first main heading that extends it, else the first equal block."""
    extending = (i for i in before if blocks[i].kind is Kind.HEADING and _extends(blocks[i], declared))
    equal = (i for i in before if _same(_one_line(blocks[i]), declared))
    return next(extending, next(equal, None))


def _extends(block: Block, declared: str) -> bool:
    """Return whether a main heading holds the whole title and more, or the rest of one that was cut short."""
    known = letters_and_digits(_CUT_SHORT.sub("", declared))
    text = letters_and_digits(block.text)
    return block.level == 1 and len(known) >= _FEWEST_LETTERS and known in text and _is_short(block.text) and text != known


def _same(text: str, title: str) -> bool:
    return letters_and_digits(text) == letters_and_digits(title) != ""


def _title_block(blocks: Sequence[Block], before: Sequence[int]) -> int | None:
    """Return the block that is the title of a text without metadata: its main heading, else a first line like a title."""
    heading = next((i for i in before if blocks[i].kind is Kind.HEADING and blocks[i].level == 1), None)
    if heading is not None and not _divides(blocks, heading) and not _is_time(blocks[heading].text):
        return heading
    texts = [blocks[i].text for i in before[:2]]
    if not before or blocks[before[0]].kind is not Kind.PARAGRAPH or not _looks_like_title(texts[0]):
        return None
    # A line above a time of day is a place.
    is_place = len(texts) > 1 and _TIME.match(texts[1])
    return None if is_place or _opens_turn(blocks, before[0]) else before[0]


def _divides(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a heading stands below prose, as that of a section does."""
    above = (block for block in blocks[:index] if block.kind is Kind.PARAGRAPH and not block.furniture)
    return any(len(block.text.split()) > _LONGEST_TITLE_WORDS for block in above)


def _looks_like_title(text: str) -> bool:
    words = len(text.split())
    is_whole = not text.rstrip().endswith((".", ":", ",", ";", "。"))
    return _is_short(text) and (words > 1 or not text.isascii()) and is_whole and not _is_time(text)


def _is_short(text: str) -> bool:
    return len(text.split()) <= _LONGEST_TITLE_WORDS and len(text) <= _LONGEST_TITLE_CHARS


def _is_time(text: str) -> bool:
    """Return whether a text is a time, or a date with a place."""
    if any(_TIME.match(line) for line in text.split("\n")):
        return True
    found = find_date(text)
    return found is not None and not text[: found.start].strip() and len(text[found.end :].split()) <= _MOST_WORDS_OF_PLACE


def _opens_turn(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line begins with a label that another line has, too."""
    label = _LABEL.match(blocks[index].text)
    return label is not None and any(block.text.startswith(label[0]) for block in blocks[index + 1 :])


def _one_line(block: Block) -> str:
    return " ".join(block.text.split())


def find_standfirst(page: Page, title: str, first: int) -> list[int]:
    """Return the blocks above block `first` that introduce the talk though the page marks them as furniture or headings.

    They stand right below the title, or are headings that are sentences.
    """
    anchors = [i for i in range(first) if _is_title(page.blocks[i], title) or page.blocks[i].level == 1]
    near = {i for anchor in anchors for i in range(anchor + 1, min(first, anchor + 1 + _LONGEST_GAP_BLOCKS))}
    headings = {i for i in range(first) if page.blocks[i].kind is Kind.HEADING and page.blocks[i].level > 1}
    found = (i for i in sorted(near | headings) if page.reasons[i] in _RESTORED and _introduces(page, i, title, near=i in near))
    return list(found)[:_MOST_STANDFIRSTS]


def _is_title(block: Block, title: str) -> bool:
    return bool(title) and " ".join(block.text.split()).casefold() == " ".join(title.split()).casefold()


def _introduces(page: Page, index: int, title: str, *, near: bool) -> bool:
    """Return whether furniture or a heading reads as an introduction; a heading right below the title needs no full stop."""
    block = page.blocks[index]
    text = block.text.strip()
    heads = block.kind is Kind.HEADING and block.level > 1
    marked = heads or (block.kind is Kind.PARAGRAPH and block.furniture)
    prose = (ends_sentence(text) or (heads and near)) and not CREDIT_AT_END.search(text)
    long_enough = length_of(text) >= _LEAST_WORDS_OF_STANDFIRST
    return marked and prose and long_enough and block.linked <= _MOST_LINKED and not _is_title(block, title)
