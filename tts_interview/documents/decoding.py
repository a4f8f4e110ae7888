"""Bytes of a text file -> text, whatever its encoding."""

from __future__ import annotations

import codecs
import re

from tts_interview.errors import SourceError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_DECLARATION_WITHIN = 2048
# Characters that no text holds: C0 controls but for tab, newline, form feed, carriage return and escape.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_NOT_TEXT_SHARE = 0.001
# What a reference or an escape in a text can stand for all the same. A terminal would obey it, and no file can hold some of it.
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_READABLE = ".html, .md, .txt, .docx, .pdf, .epub, .vtt, .srt or .json"
_STRAY = 8


def decode(data: bytes, name: str) -> str:
    """The text of `data`, its lines ended by line feeds alone.

    A byte order mark decides, then UTF-8 if the bytes are that, then what the text declares, then windows-1252, which
    was what older pages used. Raises SourceError for what is not text.
    """
    text = _decode(data)
    if "\0" in text or len(_NOT_TEXT.findall(text)) > max(_STRAY, _NOT_TEXT_SHARE * len(text)):
        raise SourceError(f"{name} is not a text and of no format that can be read: give it as {_READABLE}")
    return _NOT_TEXT.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")


def fit(text: str) -> str:
    """A text with a stand-in, of one character, for each that is none of a text."""
    return _UNFIT.sub(lambda found: " " if found[0] < "\ud800" else "\ufffd", text)


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
    # The bytes were seen not to be UTF-8, and a codec such as hex or zip decodes no text.
    return info.name if info.name != "utf-8" and info._is_text_encoding else None  # noqa: SLF001 - no public name for it
