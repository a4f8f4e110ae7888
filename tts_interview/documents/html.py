"""HTML -> Document, through lxml, which knows the line of every element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.documents.article import mark_outside_articles, mark_with_trafilatura
from tts_interview.documents.markup import SPACE, placed_blocks
from tts_interview.errors import SourceError
from tts_interview.front_matter import date_of
from tts_interview.model import Block, Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGE = re.compile(r"<(?:html|body|article|main)\b", re.I)


def read_html(text: str) -> Document:
    """All visible text of a page: headings, paragraphs, captions, image descriptions, bold and italic, and lines.

    Raises SourceError if the page is nested so deeply that the parser drops text.
    """
    root = _tree(text)
    if root is None:
        return Document(())
    placed = mark_outside_articles(placed_blocks(root, text))
    title = _meta(root, "og:title") or _title(root)
    if _PAGE.search(text):
        placed = mark_with_trafilatura(root, placed, title)
    return Document(
        tuple(p.block for p in placed),
        title=title,
        date=date_of(_meta(root, "article:published_time") or _meta(root, "date")),
        language=(root.get("lang") or "").strip(),
    )


def read_fragment(text: str) -> tuple[Block, ...]:
    """The blocks of a piece of HTML that is no page, such as one inside Markdown: all of it belongs to the text.

    Raises SourceError as `read_html` does.
    """
    root = _tree(text)
    return tuple(p.block for p in placed_blocks(root, text)) if root is not None else ()


def _tree(text: str) -> HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:  # nothing in it, or comments alone
        return None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise SourceError("the page nests its elements so deeply that text would be lost: save it as text and give that")
    return root


def _meta(root: HtmlElement, name: str) -> str:
    for element in root.iter("meta"):
        if name in (element.get("property"), element.get("name")):
            return SPACE.sub(" ", element.get("content") or "").strip()
    return ""


def _title(root: HtmlElement) -> str:
    title = root.find(".//head/title")
    return SPACE.sub(" ", title.text or "").strip() if title is not None else ""
