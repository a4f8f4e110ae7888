"""What the user wishes to be heard or left out: lines, kinds of blocks, a part of the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.errors import SourceError
from tts_interview.model import Kind, Reason
from tts_interview.settings.parts import ReadingRule
from tts_interview.settings.selectors import selector_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tts_interview.model import Block, Document
    from tts_interview.settings.parts import ReadingSettings

_LINES = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
_AROUND = re.compile(r"\A\W+|\W+\Z")
# Names of kinds that people write for what the model calls otherwise.
_KINDS = {"image": Kind.IMAGE, "alt": Kind.IMAGE, "quote": Kind.QUOTATION, "list": Kind.LIST_ITEM}
WISH_WORDS = sorted({*(kind.value for kind in Kind if kind is not Kind.RULE), *(reason.value for reason in Reason), *_KINDS})


def apply_wishes(document: Document, reasons: list[Reason | None], wishes: ReadingSettings) -> frozenset[int]:
    """Leave out and keep blocks as asked; gives those kept that stand for the narrator to read, captions and the like.

    Raises SourceError for a wish that fits no block though it must.
    """
    blocks = document.blocks
    narrated: set[int] = set()
    for rule in rules_of(wishes):
        for index in _fitting(document, reasons, rule):
            if not rule.keep:
                reasons[index] = Reason.AS_ASKED
                narrated.discard(index)
            elif reasons[index] in (Reason.CAPTION, Reason.CREDIT) or blocks[index].kind in (Kind.CAPTION, Kind.IMAGE):
                narrated.add(index)
            else:
                reasons[index] = None
    return frozenset(narrated)


def rules_of(wishes: ReadingSettings) -> tuple[ReadingRule, ...]:
    """What is left out and kept, in the order in which it is done."""
    asked = (*(ReadingRule(what) for what in wishes.leave_out), *(ReadingRule(what, keep=True) for what in wishes.keep))
    return (*wishes.rules, *asked)


def leave_out_around(document: Document, reasons: list[Reason | None], wishes: ReadingSettings) -> None:
    """Leave out what stands before the first line or after the last one that was asked for.

    Raises SourceError for words that stand nowhere.
    """
    start = _line_of(document, wishes.first, "reading.first") if wishes.first else 0
    end = _line_of(document, wishes.last, "reading.last", after=start) if wishes.last else float("inf")
    for index, block in enumerate(document.blocks):
        if not start <= block.line <= end:
            reasons[index] = reasons[index] or Reason.AS_ASKED


def _line_of(document: Document, wish: str, option: str, after: int = 0) -> int:
    if wish.isdigit():
        last = max((line for block in document.blocks for line in block.lines), default=0)
        if int(wish) > last and option == "reading.first":
            raise SourceError(f"{document.name}: {option} {wish} is after the end: the source has lines 1 to {last}")
        return int(wish)
    found = next(
        (b.line for b in document.blocks if b.line >= after and wish.casefold() in " ".join(b.text.split()).casefold()), None
    )
    if found is None:
        raise SourceError(
            f'{document.name}: {option} "{wish}" does not occur in the text; give a line number, or words as the text has them'
        )
    return found


def _fitting(document: Document, reasons: Sequence[Reason | None], rule: ReadingRule) -> list[int]:
    test = _test(rule.what)
    found = [i for i, (block, reason) in enumerate(zip(document.blocks, reasons, strict=True)) if test(block, reason)]
    if not found and rule.must_fit:
        option = "reading.keep" if rule.keep else "reading.leave_out"
        raise SourceError(
            f'{document.name}: {option} "{rule.what}" matches nothing: expected a line (12, 12-15), all words of a '
            f'paragraph with * for any, "css:SELECTOR", or one of: {", ".join(WISH_WORDS)}; "parse" shows line numbers'
        )
    return found


def _test(what: str) -> Callable[[Block, Reason | None], bool]:
    """Whether a wish means a block: by its line, its kind or reason, a selector, or all its words."""
    selector, word = selector_in(what), what.strip().casefold()
    lines = _LINES.fullmatch(word)
    kind = _KINDS.get(word) or next((k for k in Kind if k.value == word), None)
    reason = next((r for r in Reason if r.value == word), None)
    if selector:
        return lambda block, _reason: selector in block.selectors
    if lines:
        first, last = int(lines[1]), int(lines[2] or lines[1])
        return lambda block, _reason: any(first <= line <= last for line in block.lines)
    if kind or reason:
        return lambda block, seen: (kind is not None and block.kind is kind) or (reason is not None and seen is reason)
    return _has_words(word)


def _has_words(words: str) -> Callable[[Block, Reason | None], bool]:
    """Whether these are all words of a block, whatever their case and what stands around them; * stands for any."""
    parts = [_bare(part) for part in words.split("*")]

    def test(block: Block, _reason: Reason | None) -> bool:
        text = _bare(block.text.casefold())
        if len(parts) == 1 or not text:
            return bool(text) and text == parts[0]
        return _has_in_order(text, parts)

    return test


def _has_in_order(text: str, parts: Sequence[str]) -> bool:
    """Whether a text begins with the first part, ends with the last, and has the others between, in order."""
    first, *middle, last = parts
    if not any(parts) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        at = text.find(part, at, end) + len(part)
        if at < len(part):
            return False
    return at <= end


def _bare(words: str) -> str:
    """Words with one space between, without the marks around them."""
    return _AROUND.sub("", " ".join(words.split()))
