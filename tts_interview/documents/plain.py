"""Plain text -> Document."""

from __future__ import annotations

from tts_interview.model import Block, Document

# Nobody wraps lines by hand beyond this width: a text with a longer line has one paragraph on each line.
_WIDEST_WRAP = 120
_BLANK = " \t\xa0\f"


def read_plain(text: str) -> Document:
    """Paragraphs are set apart by empty lines; where lines are not wrapped, every line is a paragraph."""
    lines = text.split("\n")
    wrapped = max(map(len, lines)) <= _WIDEST_WRAP
    blocks: list[Block] = []
    paragraph: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        words = line.strip()
        if words or line.strip(_BLANK):
            paragraph.append((number, words))
            if wrapped:
                continue
        if paragraph:
            blocks.append(_block(paragraph))
            paragraph = []
    return Document(tuple(blocks))


def _block(paragraph: list[tuple[int, str]]) -> Block:
    numbers, lines = zip(*paragraph, strict=True)
    return Block("\n".join(lines), numbers)
