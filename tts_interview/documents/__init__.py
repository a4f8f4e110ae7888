"""Source -> Document: one module for each family of formats, and one table from suffix or look to reader."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from tts_interview.documents.decoding import decode
from tts_interview.documents.html import read_html
from tts_interview.documents.markdown import read_markdown
from tts_interview.documents.plain import read_plain
from tts_interview.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tts_interview.model import Document

    Reader = Callable[[str], Document]

# Suffixes that settle the format; the text of every other file is looked at.
READERS: dict[str, Reader] = {
    ".htm": read_html,
    ".html": read_html,
    ".xhtml": read_html,
    ".markdown": read_markdown,
    ".md": read_markdown,
}

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|main|div|p)\b", re.I | re.S
)
_FRONT_MATTER = re.compile(r"---\r?\n(?:.*\r?\n)*?---\r?\n")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|(?:\*\*|__)[^*_\n]+(?:\*\*|__)|<(?:b|strong)>)", re.M)


def read(source: Path | BinaryIO) -> Document:
    """Read a file, or an open binary stream to its end.

    Raises SourceError, whose message names the source, if there is nothing to read or it is not text.
    """
    return read_text(*text_of(source))


def text_of(source: Path | BinaryIO) -> tuple[str, str, str]:
    """The text of a source, what errors call it, and its suffix. Raises SourceError as `read` does."""
    if hasattr(source, "read"):
        data, name, suffix = source.read(), "standard input", ""
    else:
        data, name, suffix = _file_bytes(source), str(source), source.suffix.lower()
    return decode(data, name), name, suffix


def read_bytes(data: bytes, name: str, suffix: str) -> Document:
    """Read text from memory; `name` is what errors call it."""
    return read_text(decode(data, name), name, suffix)


def read_text(text: str, name: str, suffix: str) -> Document:
    """Read text whose format its suffix or its look tells."""
    if not text.strip():
        raise SourceError(f"{name} is empty: there is nothing to read")
    reader = READERS.get(suffix) or reader_by_look(text)
    document = replace(reader(text), name=name)
    if not any(block.text.strip() for block in document.blocks):
        raise SourceError(f"{name} holds no visible text: there is nothing to read")
    return document


def reader_by_look(text: str) -> Reader:
    """The reader for a text of unknown format, from how it begins and what marks it holds."""
    if _HTML.match(text):
        return read_html
    if _FRONT_MATTER.match(text) or _MARKDOWN.search(text):
        return read_markdown
    return read_plain


def _file_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise SourceError(f"{path} is a folder: name the file of the interview in it")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist: check the path, or use - for standard input") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
