"""Metadata in the text of a page: fields at its head, such as "Interviewer: Ann Lee", and the author of whom its foot tells."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tts_interview.model import Kind, Reason, Role
from tts_interview.parsing.people.names import FULL_NAME
from tts_interview.parsing.vocabulary import NO_SPEAKERS, any_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Block

_FIELD = re.compile(r"[ \t>*_]*+(?P<field>[^:\uff1a\n]{1,40}?)[*_ \t\xa0]*+\n?[:\uff1a][*_]*+[ \t]*+(?P<value>[^\n]{0,200})")
_SPLIT = re.compile(rf"\s*(?:,|;|/|、|&|{any_of('fields.joins')})\s*")
# "Harbour works, captain Ann Lee" in Chinese characters: the name is the last two of three words or more.
_AFFILIATED = re.compile(r"^.*\S[ \u3000]+\S+[ \u3000]+([\u4e00-\u9fff々]{1,3}[ \u3000][\u4e00-\u9fff々]{1,3})$")
# Fields whose value names people, and the role of those.
_PEOPLE_FIELDS: dict[str, Role | None] = {
    **dict.fromkeys(words_of("fields.interviewer"), Role.INTERVIEWER),
    **dict.fromkeys(words_of("fields.guest"), Role.GUEST),
    **dict.fromkeys(words_of("fields.people")),
    **dict.fromkeys(words_of("fields.audience"), Role.AUDIENCE),
}
_CREDIT_ENDINGS = tuple(f" {word}" for word in words_of("fields.credits"))
_LONGEST_VALUE = 160
_MOST_FIELD_WORDS = 4
_MOST_NAME_WORDS = 5
_ABOUT_AUTHOR = re.compile(
    rf"({FULL_NAME}) (?:{any_of('author_verbs')}|[—–-])\b[^.\n]{{0,160}}?\b(?i:{any_of('author_words')})"
)
_NEAR_FOOT = 6
_LONGEST_CHARS = 800


def find_fields(
    blocks: Sequence[Block], reasons: Sequence[Reason | None]
) -> tuple[list[tuple[str, Role | None]], dict[int, Reason]]:
    """Return the people whom fields at the head of a page name, and the blocks that hold nothing but such fields.

    A field is seen once; what is seen again is a label. Only what stands before the conversation is looked at.
    """
    left_out: dict[int, Reason] = {}
    texts = {i: block.text for i, block in enumerate(blocks) if reasons[i] is None and block.text.strip()}
    fields = {i: [*map(_field_of, _lines(text))] if ":" in text or "\uff1a" in text else [None] for i, text in texts.items()}
    seen = Counter(f["field"].strip().casefold() for found in fields.values() for f in found if f)
    people: list[tuple[str, Role | None]] = []
    for index, found in fields.items():
        if blocks[index].kind is Kind.HEADING:
            continue
        if any(f is None or not _is_head_field(f, seen) for f in found):
            if any(f is not None and seen[f["field"].strip().casefold()] > 1 for f in found):
                break
            continue
        for field in found:
            people += _people(field) if field else []
        is_credit = all(f is not None and f["field"].strip().casefold().endswith(_CREDIT_ENDINGS) for f in found)
        left_out[index] = Reason.CREDIT if is_credit else Reason.FURNITURE
    return people, left_out


def _lines(text: str) -> list[str]:
    """The lines of a block; a line that begins with a colon belongs to the term before it."""
    return [line for line in re.split(r"\n(?![ \t]*[:\uff1a])", text) if line.strip()]


def _field_of(line: str) -> re.Match[str] | None:
    found = _FIELD.match(line)
    return found if found and not found["value"].startswith("//") else None


def _name_of(found: re.Match[str]) -> str:
    """The name of a field in lower case; a space only sets Chinese characters wide."""
    name = " ".join(found["field"].casefold().split())
    return name if name.isascii() else re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", name)


def _is_head_field(found: re.Match[str], seen: Counter[str]) -> bool:
    field = _name_of(found)
    value = found["value"].strip()
    if seen[found["field"].strip().casefold()] > 1 or len(value) > _LONGEST_VALUE:
        return False
    if field in _PEOPLE_FIELDS:
        return bool(_people(found)) and "?" not in value
    words = field.split()
    # A sentence in the value is somebody's remark, not a field's.
    is_metadata = len(words) <= _MOST_FIELD_WORDS and (
        words[0] in NO_SPEAKERS or words[-1] in NO_SPEAKERS or field.endswith(_CREDIT_ENDINGS)
    )
    return is_metadata and not re.search(r"[.!?]\s+\S.*[.!?]\s*$", value)


def _people(found: re.Match[str]) -> list[tuple[str, Role | None]]:
    """The names in the value of a field of people, with their role."""
    field = _name_of(found)
    if field not in _PEOPLE_FIELDS:
        return []
    names = [re.sub(r"\s*[(（][^)）]*[)）]?", "", name).strip(" .*_") for name in _SPLIT.split(found["value"])]
    names = [_AFFILIATED.sub(r"\1", name) for name in names]
    if not all(len(n.split()) <= _MOST_NAME_WORDS and not n[:1].islower() for n in names if n):
        return []
    return [(name, _PEOPLE_FIELDS[field]) for name in names if name]


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
