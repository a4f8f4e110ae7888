"""The standfirst: the lines between title and talk that introduce an interview, whatever the page calls their element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import Kind, Reason
from tts_interview.parsing.asking import ends_sentence
from tts_interview.parsing.page.furniture import CREDIT_AT_END
from tts_interview.parsing.people.names import length_of

if TYPE_CHECKING:
    from tts_interview.model import Block
    from tts_interview.parsing.page.places import Page

# A standfirst is a sentence or more; a kicker, a section's name and a date are shorter.
_LEAST_WORDS = 9
# A teaser of another article is a link.
_MOST_LINKED = 0.3
_MOST_BLOCKS = 2
_LONGEST_GAP_BLOCKS = 8
_RESTORED = (None, Reason.FURNITURE)


def find_standfirst(page: Page, title: str, first: int) -> list[int]:
    """Return the blocks above block `first` that introduce the talk though the page marks them as furniture or headings.

    They stand right below the title, or are headings that are sentences.
    """
    anchors = [i for i in range(first) if _is_title(page.blocks[i], title) or page.blocks[i].level == 1]
    near = {i for anchor in anchors for i in range(anchor + 1, min(first, anchor + 1 + _LONGEST_GAP_BLOCKS))}
    headings = {i for i in range(first) if page.blocks[i].kind is Kind.HEADING and page.blocks[i].level > 1}
    found = (i for i in sorted(near | headings) if page.reasons[i] in _RESTORED and _introduces(page, i, title, near=i in near))
    return list(found)[:_MOST_BLOCKS]


def _is_title(block: Block, title: str) -> bool:
    return bool(title) and " ".join(block.text.split()).casefold() == " ".join(title.split()).casefold()


def _introduces(page: Page, index: int, title: str, *, near: bool) -> bool:
    """Return whether furniture or a heading reads as an introduction; a heading right below the title needs no full stop."""
    block = page.blocks[index]
    text = block.text.strip()
    heads = block.kind is Kind.HEADING and block.level > 1
    marked = heads or (block.kind is Kind.PARAGRAPH and block.furniture)
    prose = (ends_sentence(text) or (heads and near)) and not CREDIT_AT_END.search(text)
    long_enough = length_of(text) >= _LEAST_WORDS
    return marked and prose and long_enough and block.linked <= _MOST_LINKED and not _is_title(block, title)
