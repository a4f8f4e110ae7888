"""What the user wishes to be heard or left out: lines, kinds of blocks, a part of the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.errors import SourceError
from tts_interview.model import Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tts_interview.model import Block, Document, Wishes

_LINES = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
# Names of kinds that people write for what the model calls otherwise.
_KINDS = {"image": Kind.IMAGE, "alt": Kind.IMAGE, "quote": Kind.QUOTATION, "list": Kind.LIST_ITEM}
WISH_WORDS = sorted({*(kind.value for kind in Kind if kind is not Kind.RULE), *(reason.value for reason in Reason), *_KINDS})


def apply_wishes(document: Document, reasons: list[Reason | None], wishes: Wishes) -> frozenset[int]:
    """Leave out and keep blocks as asked; gives those kept that stand for the narrator to read, captions and the like.

    Raises SourceError for a wish that fits no block.
    """
    blocks = document.blocks
    for wish in wishes.leave_out:
        for index in _fitting(document, reasons, wish, "--leave-out"):
            reasons[index] = Reason.AS_ASKED
    narrated = set()
    for wish in wishes.keep:
        for index in _fitting(document, reasons, wish, "--keep"):
            if reasons[index] in (Reason.CAPTION, Reason.CREDIT) or blocks[index].kind in (Kind.CAPTION, Kind.IMAGE):
                narrated.add(index)
            else:
                reasons[index] = None
    return frozenset(narrated)


def leave_out_around(document: Document, reasons: list[Reason | None], wishes: Wishes) -> None:
    """Leave out what stands before the first line or after the last one that was asked for.

    Raises SourceError for words that stand nowhere.
    """
    start = _line_of(document, wishes.first, "--from") if wishes.first else 0
    end = _line_of(document, wishes.last, "--to", after=start) if wishes.last else float("inf")
    for index, block in enumerate(document.blocks):
        if not start <= block.line <= end:
            reasons[index] = reasons[index] or Reason.AS_ASKED


def _line_of(document: Document, wish: str, option: str, after: int = 0) -> int:
    if wish.isdigit():
        return int(wish)
    found = next(
        (b.line for b in document.blocks if b.line >= after and wish.casefold() in " ".join(b.text.split()).casefold()), None
    )
    if found is None:
        raise SourceError(
            f'{document.name}: {option} "{wish}" is found nowhere in the text; give a line, or words as they stand there'
        )
    return found


def _fitting(document: Document, reasons: Sequence[Reason | None], wish: str, option: str) -> list[int]:
    test = _test(wish.strip().casefold(), document.name, option)
    found = [i for i, (block, reason) in enumerate(zip(document.blocks, reasons, strict=True)) if test(block, reason)]
    if not found:
        raise SourceError(f'{document.name}: {option} "{wish}" fits nothing; "parse" shows lines and reasons')
    return found


def _test(wish: str, name: str, option: str) -> Callable[[Block, Reason | None], bool]:
    lines = _LINES.fullmatch(wish)
    if lines:
        first, last = int(lines[1]), int(lines[2] or lines[1])
        return lambda block, _reason: any(first <= line <= last for line in block.lines)
    kind = _KINDS.get(wish) or next((k for k in Kind if k.value == wish), None)
    reason = next((r for r in Reason if r.value == wish), None)
    if kind is None and reason is None:
        raise SourceError(
            f'{name}: {option} "{wish}" is neither a line such as 12 or 12-15 nor one of: {", ".join(WISH_WORDS)}'
        )
    return lambda block, seen: (kind is not None and block.kind is kind) or (reason is not None and seen is reason)
