"""How an interview without labels ends: the host thanks the guest, below the last answer and without a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.model import Kind
from tts_interview.parsing.segmentation import ANSWER, QUESTION, TurnStart
from tts_interview.parsing.vocabulary import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block
    from tts_interview.parsing.page.places import Page

_FAREWELL = re.compile(rf"(?:[^.!?\n]{{0,60}}[.!,] )?(?:{any_of('farewells')})", re.I)
_REPLY = re.compile(rf"(?:{any_of('guest_phrases')})|{any_of('thanks')}", re.I)
_LONGEST_CHARS = 300


def with_farewell(page: Page, marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Add the host's thanks in the last paragraphs, and what the guest says to them; nothing after an answer with a label."""
    if not marks or marks[-1].label != ANSWER:
        return marks
    below = [i for i in page.numbers if i > marks[-1].block and _is_said(page.blocks[i])]
    thanks = next((i for i in below if _FAREWELL.match(page.blocks[i].text.lstrip())), None)
    if thanks is None:
        return marks
    reply = [i for i in below if i > thanks][:1]
    replied = [TurnStart(i, 0, 0, ANSWER) for i in reply if _REPLY.match(page.blocks[i].text)]
    after = [TurnStart(i, 0, 0, QUESTION) for i in below if replied and i > reply[0]][:1]
    return [*marks, TurnStart(thanks, 0, 0, QUESTION), *replied, *after]


def _is_said(block: Block) -> bool:
    return block.kind is not Kind.HEADING and len(block.text) <= _LONGEST_CHARS
