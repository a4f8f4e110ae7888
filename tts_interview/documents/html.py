"""Read HTML with lxml, which knows the line of every element."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.documents.article import mark_outside_articles, mark_with_trafilatura
from tts_interview.documents.markup import placed_blocks
from tts_interview.documents.metadata import metadata_of
from tts_interview.documents.truncation import refuse_cut_page
from tts_interview.errors import SourceError
from tts_interview.model import Block, Document, Kind
from tts_interview.settings.selectors import NO_SELECTORS, Selectors, fitting

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from tts_interview.documents.markup import Placed

_PAGE = re.compile(r"<(?:html|body|article|main)\b", re.I)


def read_html(text: str, selectors: Selectors = NO_SELECTORS) -> Document:
    """Read the visible text of a page: headings, paragraphs, captions, image descriptions, emphasis and lines.

    CSS selectors can name the article and other parts of the page. Raises SourceError if the page is so deeply nested that
    the parser drops text, if the page shows that it is cut, or if a selector is invalid.
    """
    root = _tree(text)
    if root is None:
        return Document(())
    metadata = metadata_of(root)
    chosen = fitting(root, selectors.article) if selectors.article else set()
    placed = mark_outside_articles(placed_blocks(root, text, frozenset(chosen)))
    if _PAGE.search(text):
        # A selector for the article makes a guess unnecessary.
        placed = placed if chosen else mark_with_trafilatura(root, placed, metadata.title)
        refuse_cut_page(root, placed, metadata)
    placed = _with_selectors(root, placed, selectors)
    return Document(
        tuple(_title_kept(p.block, metadata.title) for p in placed),
        title=metadata.title,
        date=metadata.date,
        language=metadata.language,
        authors=metadata.authors,
        description=metadata.description,
    )


def _with_selectors(root: HtmlElement, placed: list[Placed], selectors: Selectors) -> list[Placed]:
    """Give each block the selectors that match its element or one around it."""
    for selector in dict.fromkeys((*selectors.parts, selectors.article)):
        elements = fitting(root, selector) if selector else ()
        inside = {inner for element in elements for inner in element.iter()} if elements else ()
        placed = [_named(p, selector) if p.element in inside else p for p in placed]
    return placed


def _named(placed: Placed, selector: str) -> Placed:
    return replace(placed, block=replace(placed.block, selectors=placed.block.selectors | {selector}))


def _title_kept(block: Block, title: str) -> Block:
    """Keep a main heading that equals the title as text, even in a header outside the article."""
    is_title = block.furniture and block.kind is Kind.HEADING and block.level == 1 and " ".join(block.text.split()) == title
    return replace(block, furniture=False) if is_title else block


def read_fragment(text: str) -> tuple[Block, ...]:
    """Read a piece of HTML, such as one inside Markdown: unlike a page, all of it belongs to the text.

    Raises SourceError as `read_html` does.
    """
    root = _tree(text)
    return tuple(p.block for p in placed_blocks(root, text)) if root is not None else ()


def _tree(text: str) -> HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:  # it is empty, or has only comments
        return None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise SourceError("the page nests its elements so deeply that text would be lost: save it as text and give that")
    return root
