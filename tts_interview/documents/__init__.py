"""Source -> Document: one module for each family of formats, and one table from suffix or look to reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts_interview.documents import completeness
from tts_interview.documents.decoding import decode, fit
from tts_interview.documents.docx import read_docx
from tts_interview.documents.epub import read_epub
from tts_interview.documents.html import read_html
from tts_interview.documents.markdown import read_markdown
from tts_interview.documents.pdf import read_pdf
from tts_interview.documents.plain import read_plain
from tts_interview.documents.podcast_json import is_transcript, read_podcast_json
from tts_interview.documents.subtitles import is_srt, is_vtt, read_srt, read_vtt
from tts_interview.errors import SourceError
from tts_interview.settings.parts import Limits
from tts_interview.settings.selectors import NO_SELECTORS, Selectors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tts_interview.model import Block, Document

    # The bytes of a source, what errors call it, and the limits of reading.
    Reader = Callable[[bytes, str, Limits], Document]
    Counter = Callable[[bytes, str, Limits], int]

_DEFAULT_LIMITS = Limits()
_CHUNK = 1 << 20
_ZIP = b"PK\x03\x04"
# What word processors also write, by how it begins.
_REFUSED = ((b"{\\rtf", "an RTF file"), (b"\xd0\xcf\x11\xe0", "a Word file of before 2007, or one locked with a password"))
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype html|html|head|body|article|main|div|p)\b", re.I | re.S
)
_LABELLED = re.compile(r"[^:\uff1a\n]{1,60}[:\uff1a]")
_FRONT_MATTER = re.compile(r"---\r?\n(?:.*\r?\n)*?---\r?\n")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|(?:\*\*|__)[^*_\n]+(?:\*\*|__)|<(?:b|strong)>)", re.M)


def _never(_source: object) -> bool:
    return False


def _decoded(read_text: Callable[[str], Document]) -> Reader:
    """The reader of a text format, of its bytes."""

    def read_decoded(data: bytes, name: str, _limits: Limits) -> Document:
        text = decode(data, name)
        return replace(read_text(text), line_count=text.count("\n") + (not text.endswith("\n")))

    return read_decoded


def _selected(selectors: Selectors) -> Reader:
    """The reader of a page whose parts are known by selectors."""
    return _decoded(partial(read_html, selectors=selectors))


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """A format of sources. `magic` knows bytes that can be nothing else, whatever the suffix says; `look` knows a text."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    count: Counter
    magic: Callable[[bytes], bool] = _never
    look: Callable[[str], bool] = _never
    binary: bool = False


def _is_pdf(data: bytes) -> bool:
    # Some programs put a line or a byte order mark before the signature.
    return b"%PDF-" in data[:1024] and b"obj" in data


def _is_docx(data: bytes) -> bool:
    return data.startswith(_ZIP) and b"word/document.xml" in data


def _is_epub(data: bytes) -> bool:
    return data.startswith(_ZIP) and b"META-INF/container.xml" in data


def _is_markdown(text: str) -> bool:
    return bool(_FRONT_MATTER.match(text) or _MARKDOWN.search(text))


# In the order in which looks are tried; plain text is what looks like nothing else.
FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat("PDF", (".pdf",), read_pdf, completeness.count_pdf, magic=_is_pdf, binary=True),
    SourceFormat("EPUB", (".epub",), read_epub, completeness.count_epub, magic=_is_epub, binary=True),
    SourceFormat("DOCX", (".docx", ".docm"), read_docx, completeness.count_docx, magic=_is_docx, binary=True),
    SourceFormat("WebVTT", (".vtt",), _decoded(read_vtt), completeness.count_subtitles, look=is_vtt),
    SourceFormat("SRT", (".srt",), _decoded(read_srt), completeness.count_subtitles, look=is_srt),
    SourceFormat("JSON", (".json",), read_podcast_json, completeness.count_json, look=is_transcript),
    SourceFormat(
        "HTML", (".html", ".htm", ".xhtml"), _decoded(read_html), completeness.count_html, look=lambda t: bool(_HTML.match(t))
    ),
    SourceFormat("Markdown", (".md", ".markdown"), _decoded(read_markdown), completeness.count_markdown, look=_is_markdown),
    SourceFormat("plain text", (), _decoded(read_plain), completeness.count_plain, look=lambda _text: True),
)
_BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}


def read(source: Path | BinaryIO, limits: Limits = _DEFAULT_LIMITS) -> Document:
    """Read a file, or an open binary stream to its end.

    Raises SourceError, whose message names the source, if there is nothing to read, it is larger than
    `limits.source_bytes`, is of no format that is known, or would lose text in reading.
    """
    return read_bytes(*bytes_of(source, limits), limits)


def bytes_of(source: Path | BinaryIO, limits: Limits = _DEFAULT_LIMITS) -> tuple[bytes, str, str]:
    """The bytes of a source, what errors call it, and its suffix. Raises SourceError as `read` does."""
    if isinstance(source, Path):
        return _file_bytes(source, limits), str(source), source.suffix.lower()
    return _stream_bytes(source, "standard input", limits), "standard input", ""


def text_of(data: bytes, name: str, suffix: str) -> str | None:
    """The text of a source that is one; None for a format that is none, such as PDF. Raises SourceError for no format."""
    known = _by_bytes(data, name, suffix)
    return None if known and known.binary else decode(data, name)


def read_bytes(
    data: bytes, name: str, suffix: str, limits: Limits = _DEFAULT_LIMITS, selectors: Selectors = NO_SELECTORS
) -> Document:
    """Read a source from memory, by its suffix or its look; `name` is what errors call it, `selectors` are for HTML.

    Raises SourceError as `read` does.
    """
    known = _by_bytes(data, name, suffix) or _by_look(decode(data, name), name)
    reader = _selected(selectors) if known.name == "HTML" else known.read
    document = _fit(replace(reader(data, name, limits), name=name))
    if not any(block.text.strip() for block in document.blocks):
        if not known.binary and not decode(data, name).strip():
            raise SourceError(f"{name} is empty: there is nothing to read")
        raise SourceError(f"{name} holds no visible text: there is nothing to read")
    completeness.check_complete(document, known.count(data, name, limits), name)
    return document


def _fit(document: Document) -> Document:
    """The same without characters that are none of a text, whatever its format can express."""
    return replace(
        document,
        blocks=tuple(replace(block, text=fit(block.text), speaker=fit(block.speaker)) for block in document.blocks),
        title=fit(document.title),
        language=fit(document.language),
        people=tuple((fit(name), role) for name, role in document.people),
        authors=tuple(map(fit, document.authors)),
        description=fit(document.description),
    )


def joined(parts: Sequence[Document]) -> Document:
    """The pages of one interview as one document, their lines numbered as if one file stood after the other.

    What a later page begins and ends with as the first one does, such as its title or its menu, is furniture there.
    """
    first, *others = parts
    blocks = list(first.blocks)
    offset = first.line_count
    for part in others:
        start = _common(part.blocks, first.blocks)
        end = len(part.blocks) - _common(part.blocks[:start:-1], first.blocks[::-1])
        for index, block in enumerate(part.blocks):
            lines = tuple(line + offset for line in block.lines)
            blocks.append(replace(block, lines=lines, furniture=block.furniture or not start <= index < end))
        offset += part.line_count
    return replace(first, blocks=tuple(blocks), name=" + ".join(part.name for part in parts), line_count=offset)


def _common(blocks: Sequence[Block], others: Sequence[Block]) -> int:
    """With how many equal blocks both begin; one with a label is somebody's words, however often they are said."""
    pairs = zip(blocks, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text and not _LABELLED.match(pair[0].text), pairs))


def _by_bytes(data: bytes, name: str, suffix: str) -> SourceFormat | None:
    """The format that the bytes show beyond doubt, else that of the suffix."""
    for signature, what in _REFUSED:
        if data.startswith(signature):
            raise SourceError(f"{name} is {what}, which cannot be read: save it as .docx, without a password, and give that")
    return next((known for known in FORMATS if known.magic(data)), None) or _BY_SUFFIX.get(suffix)


def _by_look(text: str, name: str) -> SourceFormat:
    if not text.strip():
        raise SourceError(f"{name} is empty: there is nothing to read")
    return next(known for known in FORMATS if known.look(text))


def _file_bytes(path: Path, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder: name the file of the interview in it")
        with path.open("rb") as file:
            return _stream_bytes(file, str(path), limits)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist: check the path, or use - for standard input") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def _stream_bytes(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    """All bytes of a stream, which is left as soon as it gives more than the limit."""
    chunks: list[bytes] = []
    left = limits.source_bytes
    while chunk := stream.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise SourceError(f"{name} is larger than {limits.source_bytes / 1e6:g} MB: no interview is; give its text alone")
        chunks.append(chunk)
    return b"".join(chunks)
