"""How an interview without labels ends: the host thanks the guest, below the last answer and without a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.model import Kind
from tts_interview.parsing.segmentation import ANSWER, QUESTION, TurnStart
from tts_interview.parsing.vocabulary import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block, Reason

_FAREWELL = re.compile(rf"(?:[^.!?\n]{{0,60}}[.!,] )?(?:{any_of('farewells')})", re.I)
_REPLY = re.compile(rf"(?:{any_of('guest_phrases')})|{any_of('thanks')}", re.I)
_LONGEST_CHARS = 300


def find_farewell(blocks: Sequence[Block], reasons: Sequence[Reason | None], marks: Sequence[TurnStart]) -> list[TurnStart]:
    """The host's thanks in the last paragraphs, and what the guest says to them; none after an answer with a label."""
    if not marks or marks[-1].label != ANSWER:
        return []
    below = [i for i in range(marks[-1].block + 1, len(blocks)) if not reasons[i] and _is_said(blocks[i])]
    thanks = next((i for i in below if _FAREWELL.match(blocks[i].text.lstrip())), None)
    if thanks is None:
        return []
    reply = [i for i in below if i > thanks][:1]
    replied = [TurnStart(i, 0, 0, ANSWER) for i in reply if _REPLY.match(blocks[i].text)]
    after = [TurnStart(i, 0, 0, QUESTION) for i in below if replied and i > reply[0]][:1]
    return [TurnStart(thanks, 0, 0, QUESTION), *replied, *after]


def _is_said(block: Block) -> bool:
    return bool(block.text.strip()) and block.kind is not Kind.HEADING and len(block.text) <= _LONGEST_CHARS
