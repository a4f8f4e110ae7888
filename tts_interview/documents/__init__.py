"""Read a source into a Document: a module for each family of formats, and the table that finds the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts_interview.documents import completeness
from tts_interview.documents.akoma_ntoso import is_akoma_ntoso, read_akoma_ntoso
from tts_interview.documents.child import read_apart
from tts_interview.documents.datelines import dateline
from tts_interview.documents.docx import read_docx
from tts_interview.documents.epub import read_epub
from tts_interview.documents.html import read_html
from tts_interview.documents.markdown import read_markdown
from tts_interview.documents.ohms import is_ohms, read_ohms
from tts_interview.documents.otranscribe import is_otranscribe, read_otranscribe
from tts_interview.documents.pdf import read_pdf
from tts_interview.documents.podcast_json import is_json, read_podcast_json
from tts_interview.documents.subtitles import is_srt, is_vtt, read_srt, read_vtt
from tts_interview.documents.tables import is_table, read_table
from tts_interview.documents.tei import is_tei, read_tei
from tts_interview.documents.text import decode, decode_as_it_is, fit, read_plain
from tts_interview.documents.timed_text import is_timed_text, read_timed_text
from tts_interview.documents.xml import is_xml, refuse_xml
from tts_interview.errors import PageKind, SourceError
from tts_interview.files.opening import opened
from tts_interview.settings.parts import Limits
from tts_interview.settings.selectors import NO_SELECTORS, Selectors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tts_interview.model import Block, Document

    # Both take the bytes of a source, its name in errors, and the limits of reading.
    Reader = Callable[[bytes, str, Limits], Document]
    Seer = Callable[[bytes, str, Limits], str]

_DEFAULT_LIMITS = Limits()
_CHUNK = 1 << 20
# Text up to this size, over four hours of speech, is read in this process. Pages of a few patterns take more than their share.
_MOST_BYTES_HERE = 250_000
_ZIP = b"PK\x03\x04"
# Formats of word processors that are not supported, by their first bytes.
_REFUSED = ((b"{\\rtf", "an RTF file"), (b"\xd0\xcf\x11\xe0", "a Word file from before 2007, or one with a password"))
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^-]*+(?:-(?!->)[^-]*+)*-->\s*+)*<(?:!doctype html|html|head|body|article|main|div|p)\b",
    re.I | re.S,
)
_LABELLED = re.compile(r"[^:\uff1a\n]{1,60}[:\uff1a]")
_FRONT_MATTER = re.compile(r"---\r?\n(?:.*\r?\n)*?---\r?\n")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|(?:\*\*|__)[^*_\n]+(?:\*\*|__)|<(?:b|strong)>)", re.M)


def _never(_source: object) -> bool:
    return False


def _decoded(read_text: Callable[[str], Document]) -> Reader:
    """Make a reader of bytes from a reader of text."""

    def read_decoded(data: bytes, name: str, _limits: Limits) -> Document:
        text = decode(data, name)
        document = read_text(text)
        return replace(document, line_count=document.line_count or text.count("\n") + (not text.endswith("\n")))

    return read_decoded


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """A format of sources and how to recognise it.

    `magic` recognises bytes that cannot be anything else, whatever the suffix; `look` recognises a text without a suffix, or
    with one that several formats have. `seen` reads the visible text a second time (see `completeness`). `binary` formats are
    not text; their libraries cannot be bounded from within, so a child process reads them.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    seen: Seer
    magic: Callable[[bytes], bool] = _never
    look: Callable[[str], bool] = _never
    binary: bool = False


def _is_pdf(data: bytes) -> bool:
    # Some programs write a line or a byte order mark before the signature.
    return b"%PDF-" in data[:1024] and b"obj" in data


def _is_docx(data: bytes) -> bool:
    return data.startswith(_ZIP) and b"word/document.xml" in data


def _is_epub(data: bytes) -> bool:
    return data.startswith(_ZIP) and b"META-INF/container.xml" in data


def _is_html(text: str) -> bool:
    return bool(_HTML.match(text))


def _is_markdown(text: str) -> bool:
    return bool(_FRONT_MATTER.match(text) or _MARKDOWN.search(text))


# In the order in which looks are tried; plain text comes last, because every text looks like it. Of the formats with one
# suffix, the last takes what none of the others recognises.
FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat("PDF", (".pdf",), read_pdf, completeness.seen_pdf, magic=_is_pdf, binary=True),
    SourceFormat("EPUB", (".epub",), read_epub, completeness.seen_epub, magic=_is_epub, binary=True),
    SourceFormat("DOCX", (".docx", ".docm"), read_docx, completeness.seen_docx, magic=_is_docx, binary=True),
    SourceFormat("WebVTT", (".vtt",), _decoded(read_vtt), completeness.seen_subtitles, look=is_vtt),
    SourceFormat("SRT", (".srt",), _decoded(read_srt), completeness.seen_subtitles, look=is_srt),
    SourceFormat("oTranscribe", (".otr",), read_otranscribe, completeness.seen_otranscribe, look=is_otranscribe),
    SourceFormat("JSON", (".json",), read_podcast_json, completeness.seen_json, look=is_json),
    SourceFormat("OHMS", (".xml",), read_ohms, completeness.seen_ohms, look=is_ohms),
    SourceFormat("TEI", (".xml", ".tei"), read_tei, completeness.seen_xml, look=is_tei),
    SourceFormat("Akoma Ntoso", (".xml", ".akn"), read_akoma_ntoso, completeness.seen_xml, look=is_akoma_ntoso),
    SourceFormat("HTML", (".html", ".htm", ".xhtml", ".xml"), _decoded(read_html), completeness.seen_html, look=_is_html),
    SourceFormat("other XML", (".xml",), refuse_xml, completeness.seen_xml, look=is_xml),
    SourceFormat("timed text", (".md", ".markdown"), _decoded(read_timed_text), completeness.seen_timed, look=is_timed_text),
    SourceFormat("Markdown", (".md", ".markdown"), _decoded(read_markdown), completeness.seen_markdown, look=_is_markdown),
    SourceFormat("table", (".csv", ".tsv"), read_table, completeness.seen_table, look=is_table),
    SourceFormat("plain text", (), _decoded(read_plain), completeness.seen_plain, look=lambda _text: True),
)


def read(source: Path | BinaryIO, limits: Limits = _DEFAULT_LIMITS) -> Document:
    """Read a file, or an open binary stream to its end.

    Raises SourceError, which names the source, if it has no text, is larger than `limits.source_bytes`, is in no supported
    format, or would lose text in reading.
    """
    return read_bytes(*bytes_of(source, limits), limits)


def bytes_of(source: Path | BinaryIO, limits: Limits = _DEFAULT_LIMITS) -> tuple[bytes, str, str]:
    """Return the bytes of a source, its name in errors, and its suffix. Raises SourceError as `read` does."""
    if isinstance(source, Path):
        return _file_bytes(source, limits), str(source), source.suffix.lower()
    return _stream_bytes(source, "standard input", limits), "standard input", ""


def text_of(data: bytes, name: str, suffix: str) -> str | None:
    """Decode a source in a text format; return None for a binary one such as PDF. Raises SourceError if it is neither.

    Not a letter changes, as scripts need it.
    """
    return None if _is_binary(data, name, suffix) else decode_as_it_is(data, name)


def read_limited(data: bytes, name: str, suffix: str, limits: Limits, selectors: Selectors) -> Document:
    """Read a source from memory as `read_bytes` does: a short text in this process, and everything else in a child process.

    If `limits.isolated`, a child reads everything. Raises SourceError as `read_apart` does.
    """
    apart = _is_binary(data, name, suffix) or limits.isolated or len(data) > _MOST_BYTES_HERE
    return (read_apart if apart else read_bytes)(data, name, suffix, limits, selectors)


def read_bytes(
    data: bytes, name: str, suffix: str, limits: Limits = _DEFAULT_LIMITS, selectors: Selectors = NO_SELECTORS
) -> Document:
    """Read a source from memory, in the format of its suffix or its look.

    `name` stands for the source in errors; `selectors` apply to HTML and to tables. Raises SourceError as `read` does.
    """
    known = _selected(_by_bytes(data, name, suffix) or _by_look(decode(data, name), name), selectors)
    source = "" if known.binary else decode(data, name)
    if not known.binary and not source.strip():
        raise _empty(name)
    document = known.read(data, name, limits)
    check_budget(document, name, limits)
    document = _fit(_dated(replace(document, name=name)))
    if not any(block.text.strip() for block in document.blocks):
        raise SourceError(f"{name} has no visible text: expected the text of an interview", PageKind.EMPTY)
    completeness.check_complete(document, known.seen(data, name, limits), name, source)
    return document


def check_budget(document: Document, name: str, limits: Limits) -> None:
    """Raise SourceError if a document has more characters, blocks or named speakers than the limits allow."""
    spent = {
        "characters": (sum(len(block.text) for block in document.blocks), limits.characters),
        "paragraphs": (len(document.blocks), limits.blocks),
        "speakers": (len({block.speaker for block in document.blocks}), limits.people),
    }
    for what, (count, most) in spent.items():
        if count > most:
            way = "give a single interview, or raise `reading.limits.source_bytes`"
            raise SourceError(f"{name} has {count:,} {what}, more than {most:,}, the limit: {way}")


def _selected(known: SourceFormat, selectors: Selectors) -> SourceFormat:
    """Return the format with readers that know the selectors of a page, or the columns of a table."""
    if known.name == "HTML":
        return replace(known, read=_decoded(partial(read_html, selectors=selectors)))
    if known.name == "table":
        columns = selectors.columns
        return replace(known, read=partial(read_table, columns=columns), seen=partial(completeness.seen_table, columns=columns))
    return known


def _empty(name: str) -> SourceError:
    return SourceError(f"{name} is empty: expected the text of an interview", PageKind.EMPTY)


def _dated(document: Document) -> Document:
    """Give a document without a date that of a line near its beginning."""
    return document if document.date else replace(document, date=dateline(document.blocks, document.language))


def _fit(document: Document) -> Document:
    """Replace the characters that do not belong in a text, which some formats can express."""
    return replace(
        document,
        blocks=tuple(map(_fit_block, document.blocks)),
        title=fit(document.title),
        language=fit(document.language),
        people=tuple((fit(name), role) for name, role in document.people),
        authors=tuple(map(fit, document.authors)),
        description=fit(document.description),
        markup=tuple((line, fit(words)) for line, words in document.markup),
        license=fit(document.license),
        publisher=fit(document.publisher),
    )


def _fit_block(block: Block) -> Block:
    text, speaker = fit(block.text), fit(block.speaker)
    return block if (text, speaker) == (block.text, block.speaker) else replace(block, text=text, speaker=speaker)


def joined(parts: Sequence[Document]) -> Document:
    """Join the pages of one interview, with their lines numbered as in one file after the other.

    If a later page begins or ends with the same blocks as the first, such as a title or a menu, they become furniture.
    """
    first, *others = parts
    blocks, markup = list(first.blocks), list(first.markup)
    offset = first.line_count
    for part in others:
        start = _common(part.blocks, first.blocks)
        end = len(part.blocks) - _common(part.blocks[:start:-1], first.blocks[::-1])
        for index, block in enumerate(part.blocks):
            lines = tuple(line + offset for line in block.lines)
            blocks.append(replace(block, lines=lines, furniture=block.furniture or not start <= index < end))
        markup += [(line + offset, words) for line, words in part.markup]
        offset += part.line_count
    return replace(
        first,
        blocks=tuple(blocks),
        markup=tuple(markup),
        name=" + ".join(part.name for part in parts),
        line_count=offset,
        timed=all(part.timed for part in parts),
    )


def _common(blocks: Sequence[Block], others: Sequence[Block]) -> int:
    """Count the equal blocks at both beginnings, up to one with a label: a repeated turn is still speech."""
    pairs = zip(blocks, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text and not _LABELLED.match(pair[0].text), pairs))


def _is_binary(data: bytes, name: str, suffix: str) -> bool:
    return any(known.binary for known in _possible(data, name, suffix))


def _by_bytes(data: bytes, name: str, suffix: str) -> SourceFormat | None:
    """Find the format that the bytes prove, or that of the suffix; if several have it, the look decides between them."""
    possible = _possible(data, name, suffix)
    if len(possible) < 2:  # noqa: PLR2004 - a single one needs no look
        return possible[0] if possible else None
    text = decode(data, name)
    return next((known for known in possible if known.look(text)), possible[-1])


def _possible(data: bytes, name: str, suffix: str) -> list[SourceFormat]:
    """Return the one format that the bytes prove, or those of the suffix. Raises SourceError for a format of no reader."""
    for signature, what in _REFUSED:
        if data.startswith(signature):
            raise SourceError(f"{name} is {what}, which cannot be read: save it as .docx without a password")
    proven = [known for known in FORMATS if known.magic(data)][:1]
    return proven or [known for known in FORMATS if suffix in known.suffixes]


def _by_look(text: str, name: str) -> SourceFormat:
    if not text.strip():
        raise _empty(name)
    return next(known for known in FORMATS if known.look(text))


def _file_bytes(path: Path, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder: give the file of the interview")
        with opened(path) as file:
            return _stream_bytes(file, str(path), limits)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist: check the path, or use - for standard input") from None
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror}; give the file of the interview, or use - for standard input"
        ) from error


def _stream_bytes(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    """Read a stream to its end, or until it exceeds the limit."""
    chunks: list[bytes] = []
    left = limits.source_bytes
    while chunk := stream.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise SourceError(f"{name} is larger than {limits.source_bytes / 1e6:g} MB, the limit: give only the interview")
        chunks.append(chunk)
    return b"".join(chunks)
