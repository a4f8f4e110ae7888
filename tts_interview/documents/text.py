"""Decode text files of any encoding, and read plain text."""

from __future__ import annotations

import codecs
import re
import unicodedata

from tts_interview.documents.front_matter import with_front_matter
from tts_interview.errors import SourceError
from tts_interview.model import Block, Document
from tts_interview.settings.front_matter import split_front_matter

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_DECLARATION_WITHIN = 2048
# C0 controls except tab, newline, form feed, carriage return and escape: no text contains them.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_NOT_TEXT_SHARE = 0.001
# Characters that references and escapes can still produce. A terminal would obey some of them, and no file can hold others.
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_READABLE = ".html, .md, .txt, .docx, .pdf, .epub, .vtt, .srt, .json, .otr, .xml, .csv or .tsv"
_STRAY = 8
# Nobody wraps lines by hand beyond this width: a text with a longer line has one paragraph on each line.
_WIDEST_WRAP = 120
_BLANK = " \t\xa0\f"


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a text file as `decode_as_it_is` does, and compose letters with their accents (NFC)."""
    return unicodedata.normalize("NFC", decode_as_it_is(data, name))


def decode_as_it_is(data: bytes, name: str) -> str:
    """Decode the bytes of a text file, with line feeds as the only line ends.

    A byte order mark decides. Without one, UTF-8 is tried first, then the encoding that the text declares, then windows-1252,
    which older pages use. Raises SourceError if the bytes are not text.
    """
    decoded = _decode(data)
    text, strays = _NOT_TEXT.subn(" ", decoded)
    if "\0" in decoded or strays > max(_STRAY, _NOT_TEXT_SHARE * len(text)):
        raise SourceError(f"{name} is neither text nor in a supported format: give it as {_READABLE}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fit(text: str) -> str:
    """Replace each character that does not belong in a text by a space or U+FFFD; the length stays the same."""
    return _UNFIT.sub(lambda found: " " if found[0] < "\ud800" else "\ufffd", text)


def read_plain(text: str) -> Document:
    """Read plain text, perhaps with front matter.

    Empty lines separate paragraphs; if lines are not wrapped, every line is a paragraph.
    """
    fields, body = split_front_matter(text)
    lines = body.split("\n")
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
    return with_front_matter(Document(tuple(blocks)), fields)


def _block(paragraph: list[tuple[int, str]]) -> Block:
    numbers, lines = zip(*paragraph, strict=True)
    return Block("\n".join(lines), numbers)


def _decode(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_declared_encoding(data) or "windows-1252", errors="replace")


def _declared_encoding(data: bytes) -> str | None:
    declared = _DECLARED.search(data[:_DECLARATION_WITHIN])
    if not declared:
        return None
    name = declared.group(1).decode("ascii", errors="ignore")
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    # The bytes are known not to be UTF-8, and a codec such as hex or zip does not decode text.
    return info.name if info.name != "utf-8" and info._is_text_encoding else None  # noqa: SLF001 - no public name for it
