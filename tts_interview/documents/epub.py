"""Read EPUB: the chapters in the order of the book, each with the HTML reader."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tts_interview.documents.addresses import page_address
from tts_interview.documents.containers import parse_xml, unpack
from tts_interview.documents.html import read_fragment
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.language.written_dates import iso_date
from tts_interview.model import Block, Document

if TYPE_CHECKING:
    from lxml.etree import _Element

    from tts_interview.settings.parts import Limits

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FURNITURE_GUIDES = frozenset({"toc", "cover", "title-page", "copyright-page", "index"})
_LONGEST_TEXT = 500
# The first element of a chapter can name the chapter's type.
_FIRST_ELEMENTS = re.compile(r"<body[^<>]*>\s*(?:<section[^<>]*>)?", re.I)
_FURNITURE_TYPES = re.compile(r"epub:type=[\"'][^\"']*\b(?:cover|titlepage|halftitlepage|toc|landmarks|copyright-page)\b")
# XML may close any element at once, but HTML reads it as open: <title/> would swallow the chapter.
_CLOSED_AT_ONCE = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)([a-z][\w:.-]*)((?:\s[^<>]*)?)/>", re.I
)


@dataclass(frozen=True, slots=True)
class SpineItem:
    """The HTML of a chapter; `furniture` is true for the cover and tables of contents."""

    html: str
    furniture: bool


def read_epub(data: bytes, name: str, limits: Limits) -> Document:
    """Read all chapters in order; lines are numbers of blocks. The cover and tables of contents are furniture.

    Raises SourceError if the file is damaged, locked, not EPUB, or has no chapter.
    """
    package, chapters = open_epub(data, name, limits)
    blocks: list[Block] = []
    for chapter in chapters:
        for block in read_fragment(chapter.html):
            numbers = (len(blocks) + 1,) * len(block.lines)
            blocks.append(replace(block, lines=numbers, furniture=block.furniture or chapter.furniture))
    return Document(
        tuple(blocks),
        title=_metadata(package, "title"),
        date=iso_date(_metadata(package, "date")),
        language=_metadata(package, "language"),
        link=page_address(_metadata(package, "source")),
        license=_metadata(package, "rights")[:_LONGEST_TEXT],
        publisher=_metadata(package, "publisher")[:_LONGEST_TEXT],
        line_count=len(blocks),
    )


def open_epub(data: bytes, name: str, limits: Limits) -> tuple[_Element, list[SpineItem]]:
    """Return the package document and the chapters of its spine. Raises SourceError as `read_epub` does."""
    parts = unpack(data, name, limits, lambda part: part.lower().endswith((".xml", ".opf", ".xhtml", ".html", ".htm")))
    if _CONTAINER not in parts:
        raise SourceError(f"{name} is not an EPUB file (it has no {_CONTAINER}): give an EPUB, or its text")
    rootfile = parse_xml(parts[_CONTAINER], name, _CONTAINER).find(".//{*}rootfile")
    path = "" if rootfile is None else unquote(rootfile.get("full-path") or "")
    if path not in parts:
        raise SourceError(f"{name} is damaged (its package document {path!r} is missing): get the file again")
    package = parse_xml(parts[path], name, path)
    chapters = _chapters(package, posixpath.dirname(path), parts, name)
    if not chapters:
        raise SourceError(f"{name} has no readable chapter: give its text as .html or .txt")
    return package, chapters


def _chapters(package: _Element, folder: str, parts: dict[str, bytes], name: str) -> list[SpineItem]:
    items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    guides = {
        _path(folder, reference.get("href"))
        for reference in package.iterfind("{*}guide/{*}reference")
        if reference.get("type") in _FURNITURE_GUIDES
    }
    locked = _locked(parts, name)
    chapters: dict[str, SpineItem] = {}
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        path = "" if item is None else _path(folder, item.get("href"))
        # A book has each chapter once; the spine of a hostile one repeats one a thousand times.
        if item is None or path not in parts or path in chapters:
            continue
        if path in locked:
            raise SourceError(f"{name} is locked by its seller (DRM): give an unlocked copy, or its text")
        chapter = _as_html(decode(parts[path], f"{name}, {path}"))
        aside = reference.get("linear") == "no" or "nav" in (item.get("properties") or "").split()
        chapters[path] = SpineItem(chapter, aside or path in guides or _is_front_matter(chapter))
    return list(chapters.values())


def _is_front_matter(chapter: str) -> bool:
    first = _FIRST_ELEMENTS.search(chapter)
    return bool(first and _FURNITURE_TYPES.search(first.group()))


def _locked(parts: dict[str, bytes], name: str) -> set[str]:
    if _ENCRYPTION not in parts:
        return set()
    references = parse_xml(parts[_ENCRYPTION], name, _ENCRYPTION).iterfind(".//{*}CipherReference")
    return {_path("", reference.get("URI")) for reference in references}


def _path(folder: str, href: str | None) -> str:
    """Resolve a reference of the package to a name inside the container."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(href or "").path)))


def _as_html(xhtml: str) -> str:
    return _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", xhtml)


def _metadata(package: _Element, field: str) -> str:
    found = package.findtext(f"{{*}}metadata/{{http://purl.org/dc/elements/1.1/}}{field}")
    return " ".join((found or "").split())
