"""The lines about its author that stand at the foot of a page: furniture, but they tell who asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.model import Kind, Reason
from tts_interview.parsing.people.names import FULL_NAME
from tts_interview.parsing.vocabulary import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block

_ABOUT_AUTHOR = re.compile(
    rf"({FULL_NAME}) (?:{any_of('author_verbs')}|[—–-])\b[^.\n]{{0,160}}?\b(?i:{any_of('author_words')})"
)
_NEAR_FOOT = 6
_LONGEST_CHARS = 800


def find_author(blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> tuple[tuple[str, ...], dict[int, Reason]]:
    """Return the author of whom the last paragraphs tell, and the block that does; nobody of whom the page spoke before."""
    foot = [i for i, block in enumerate(blocks) if not reasons[i] and block.text.strip()][-_NEAR_FOOT:]
    for index in foot:
        text = blocks[index].text.strip()
        found = _ABOUT_AUTHOR.match(text) if len(text) <= _LONGEST_CHARS and blocks[index].kind is Kind.PARAGRAPH else None
        if found and not any(_speaks_of(found[1], b) for b, r in zip(blocks[:index], reasons[:index], strict=True) if not r):
            return (found[1],), {index: Reason.FURNITURE}
    return (), {}


def _speaks_of(name: str, block: Block) -> bool:
    return name.rsplit(maxsplit=1)[-1] in block.text or name in block.speaker
