"""Read PDF with pdfplumber: words with their fonts become lines, and lines become paragraphs.

A PDF gives only the position and font of each letter. Columns, paragraphs, headings and repeated margins are inferred from
positions and sizes.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.documents.page_titles import file_title
from tts_interview.documents.pdf.blocks import blocks
from tts_interview.documents.pdf.lines import PdfLine, lines_of, with_furniture
from tts_interview.errors import SourceError
from tts_interview.language.written_dates import iso_date
from tts_interview.model import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.settings.parts import Limits

_NO_LETTER = re.compile(r"\(cid:\d+\)")
_NO_LETTER_SHARE = 0.1
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
_CHUNK = 1 << 20
_STREAM = re.compile(rb"(?<!end)stream\r?\n")


def read_pdf(data: bytes, name: str, limits: Limits) -> Document:
    """Read paragraphs, headings, bold and italic; lines are numbered through all pages. Repeated margins are furniture.

    Raises SourceError if the file is damaged, locked with a password, or has only pictures of text.
    """
    _check_streams(data, name, limits)
    try:
        found, metadata = _content(data)
    except Exception as error:  # pdfminer raises anything for a broken file
        raise _unreadable(name, error) from error
    _check_text(found, name)
    lines = [replace(line, number=number) for number, line in enumerate(with_furniture(found), start=1)]
    date = _DATE.match(metadata.get("CreationDate", ""))
    return Document(
        tuple(blocks(lines)),
        title=file_title(metadata.get("Title", "")),
        date=iso_date("-".join(date.groups())) if date else "",
        line_count=len(lines),
    )


def count_letters(data: bytes) -> str:
    """Return all characters of all pages in the order of the file, for the second count."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "".join(char["text"] for page in pdf.pages for char in page.dedupe_chars().chars)


def _content(data: bytes) -> tuple[list[PdfLine], dict[str, str]]:
    import pdfplumber

    lines: list[PdfLine] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            found = page.dedupe_chars().extract_words(x_tolerance_ratio=0.15, extra_attrs=["fontname", "size", "upright"])
            lines += lines_of(found, number, lines[-1].column + 1 if lines else 0)
            page.close()
        return lines, {str(key): str(value) for key, value in (pdf.metadata or {}).items()}


def _check_streams(data: bytes, name: str, limits: Limits) -> None:
    """Raise SourceError for a stream that unpacks to more than the limit, before the library unpacks it."""
    for start in _STREAM.finditer(data):
        unpacker, size = zlib.decompressobj(), 0
        rest = data[start.end() : start.end() + _CHUNK]
        at = start.end() + _CHUNK
        while rest and not unpacker.eof:
            try:
                size += len(unpacker.decompress(rest, _CHUNK))
            except zlib.error:
                break
            if size > limits.unpacked_bytes:
                raise SourceError(f"{name} unpacks to more than the limit for documents: save its text and give that")
            rest = unpacker.unconsumed_tail or data[at : at + _CHUNK]
            at += 0 if unpacker.unconsumed_tail else _CHUNK


def _unreadable(name: str, error: Exception) -> SourceError:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if "Password" in type(cause).__name__:
        return SourceError(f"{name} is locked with a password: save a copy without one and give that")
    why = str(cause) or type(cause).__name__
    return SourceError(
        f"{name} is damaged or not a PDF ({' '.join(why.split())}): get it again, or save its text and give that"
    )


def _check_text(lines: Sequence[PdfLine], name: str) -> None:
    letters = "".join(line.text for line in lines)
    if not letters.strip():
        raise SourceError(f"{name} has no text, only pictures of it (a scan): run text recognition (OCR) and give the result")
    if len(_NO_LETTER.findall(letters)) > _NO_LETTER_SHARE * len(_NO_LETTER.sub("x", letters)):
        raise SourceError(f"{name} does not say which letters its fonts show: run text recognition (OCR) and give the result")
