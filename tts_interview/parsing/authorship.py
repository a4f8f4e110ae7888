"""The lines about its author that stand at the foot of a page: furniture, but they tell who asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.model import Kind, Reason
from tts_interview.parsing.names import FULL_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block

_WRITES = (
    r"reporter|journalist|writer|editor|correspondent|columnist|contributor|covering|covers|freelance|staff|blogger"
    r"|redakteur|redaktion|autorin|schreibt|berichtet|journaliste|rédact|pigiste|periodista|redactor|colaborador|escribe"
    r"|giornalista|redattor|jornalista|repórter|журналист|корреспондент|редактор|обозреватель"
)
_IS = (
    r"is|has|was|writes|covers|reports|works|joined|ist|hat|schreibt|arbeitet|berichtet|est|a|écrit|travaille|es|ha|escribe"
    r"|trabaja|è|scrive|lavora|é|escreve|trabalha|пишет|работает|[—–-]"
)
_ABOUT_AUTHOR = re.compile(rf"({FULL_NAME}) (?:{_IS})\b[^.\n]{{0,160}}?\b(?i:{_WRITES})")
_NEAR_FOOT = 6
_LONGEST_CHARS = 800


def take_author(blocks: Sequence[Block], reasons: list[Reason | None]) -> tuple[str, ...]:
    """Leave out what is said of the author in the last paragraphs, and give the name; nobody of whom the page spoke before."""
    foot = [i for i, block in enumerate(blocks) if not reasons[i] and block.text.strip()][-_NEAR_FOOT:]
    for index in foot:
        text = blocks[index].text.strip()
        found = _ABOUT_AUTHOR.match(text) if len(text) <= _LONGEST_CHARS and blocks[index].kind is Kind.PARAGRAPH else None
        if found and not any(_speaks_of(found[1], b) for b, r in zip(blocks[:index], reasons[:index], strict=True) if not r):
            reasons[index] = Reason.FURNITURE
            return (found[1],)
    return ()


def _speaks_of(name: str, block: Block) -> bool:
    return name.rsplit(maxsplit=1)[-1] in block.text or name in block.speaker
