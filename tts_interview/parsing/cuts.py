"""What stands inside a turn and is not said: stage directions, time stamps, struck-out words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.model import Reason
from tts_interview.parsing.vocabulary import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Block

_DIRECTIONS = any_of("directions")
_LONE_DIRECTIONS = any_of("lone_directions")
_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d\d(?:[.,]\d{1,3})?"
_SPAN = r"(?:\d{1,2}h ?)?(?:\d{1,2}m ?)?\d{1,2}s"
# In brackets anywhere, without them alone on a line.
_STAMP = re.compile(rf"[\[(]{_CLOCK}[\])]:?|[\[(]{_SPAN}[\])]|^\s*(?:{_SPAN}|(?:\d{{1,2}}:)?\d{{1,2}}:\d\d)\s*$", re.M)
# What is left of a definition whose image is gone.
_LONE_COLON = re.compile(r"^[ \t\u3000]*+[:\uff1a][ \t\u3000]*+$", re.M)
_SHORTCODE = re.compile(r"\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}")
# A transcriber tells what somebody with a title does: "(The President removes his sunglasses.)".
_ACTION = re.compile(rf"\((?:{any_of('actors')})\s+[a-z]+s\s[^()]{{1,100}}\.\)")
_BRACKETED = re.compile(r"[\[(<（【［〈]([^\[\]()<>（）【】\n]{1,100})[\])>）】］〉]\.?")
_NOTED = rf"(?:{_DIRECTIONS})(?![\w-])|(?:{_LONE_DIRECTIONS})\W*$"
_DIRECTION = re.compile(rf"\s*(?:[\w .-]{{1,30}}?\s*[-–—:]\s*)?(?:(?:{any_of('direction_subjects')})\s+)?(?:{_NOTED})", re.I)
_LONGEST_DIRECTION = 90
# A whole sentence about music or silence is talk, unless it tells how it sounds: "(Music is playing)".
_TELLING = re.compile(
    rf"\s+(?:(?:{any_of('being')})\s(?!{any_of('sounding')})|(?:{any_of('doing')})\s)|{any_of('telling')}", re.I
)
_OPENING = re.compile(r"[(\[<*（【［〈]")
# Without one of these nothing is cut: a time has a colon or an "s", all else a colon alone, a bracket or a star.
_MAY_CUT = re.compile(r"[:\uff1as{(\[<*（【［〈]")
_STARRED = re.compile(rf"(?<!\*)\*(?:{_DIRECTIONS}|{_LONE_DIRECTIONS})\*(?!\*)", re.I)


class Cut(NamedTuple):
    """Characters `start` up to `end` of a block's text that are not said."""

    start: int
    end: int
    reason: Reason


def find_cuts(block: Block) -> list[Cut]:
    """What is not said of a block, in order, without overlaps."""
    if not block.emphasis and not _MAY_CUT.search(block.text):
        return []
    cuts: list[Cut] = []
    for cut in sorted(_all_cuts(block), key=lambda c: (c.start, -c.end)):
        if not cuts or cut.start >= cuts[-1].end:
            cuts.append(cut)
    return cuts


def _is_direction(inside: str) -> bool:
    """Whether what stands in brackets is about the sound."""
    found = _DIRECTION.match(inside)
    return found is not None and len(inside) <= _LONGEST_DIRECTION and not _TELLING.match(inside, found.end())


def _direction(found: re.Match[str]) -> Cut:
    """With the full stop after it, unless that ends the sentence before: "I drank water [laughs]."."""
    before = found.string[max(0, found.start() - 2) : found.start()].rstrip()
    ends_sentence = found[0].endswith(".") and before[-1:].isalnum()
    return Cut(found.start(), found.end() - ends_sentence, Reason.STAGE_DIRECTION)


def _all_cuts(block: Block) -> Iterator[Cut]:
    text = block.text
    if "\n" in text:
        yield from (Cut(f.start(), f.end(), Reason.MARKUP) for f in _LONE_COLON.finditer(text) if f.start())
    if ":" in text or "s" in text:
        yield from (Cut(f.start(), f.end(), Reason.MARKUP) for f in _STAMP.finditer(text))
    if "{" in text:
        yield from (Cut(f.start(), f.end(), Reason.MARKUP) for f in _SHORTCODE.finditer(text))
    if _OPENING.search(text):
        yield from (_direction(found) for found in _BRACKETED.finditer(text) if _is_direction(found[1]))
        for found in (*_STARRED.finditer(text), *_ACTION.finditer(text)):
            yield Cut(found.start(), found.end(), Reason.STAGE_DIRECTION)
    yield from (Cut(e.start, e.end, Reason.MARKUP) for e in block.emphasis if e.struck)
