"""Read HTML with lxml, which knows the line of every element."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.documents.article import mark_outside_articles, mark_with_trafilatura
from tts_interview.documents.datelines import dateline
from tts_interview.documents.markup import INLINE, placed_blocks
from tts_interview.documents.metadata import guessed_date, metadata_of
from tts_interview.documents.truncation import refuse_cut_page
from tts_interview.documents.word_html import is_word_html, tidy_word_html
from tts_interview.errors import SourceError
from tts_interview.language.comparing import letters_and_digits
from tts_interview.language.phonetics import is_known_language
from tts_interview.model import Block, Document, Kind
from tts_interview.settings.selectors import NO_SELECTORS, Selectors, fitting

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from tts_interview.documents.markup import Placed

# Pages with a line for every few blocks are written by hand or by a program that keeps its lines.
_LINES_SHARE = 0.25
_FEWEST_BLOCKS = 4
# The search for a date copies the page; this is far beyond any article.
_LONGEST_SEARCHED = 2_000_000
# Longer passages are quotations, which a voice of that language would have to speak.
_LONGEST_PASSAGE = 100
_PAGE = re.compile(r"<(?:html|body|article|main)\b", re.I)


def read_html(text: str, selectors: Selectors = NO_SELECTORS) -> Document:
    """Read the visible text of a page: headings, paragraphs, captions, image descriptions, emphasis and lines.

    If the page has hardly any line breaks, as minified ones, lines are numbers of blocks, so that they tell turns apart.
    CSS selectors can name the article and other parts of the page. Raises SourceError if the page is so deeply nested that
    the parser drops text, if the page shows that it is cut, or if a selector is invalid.
    """
    root = _tree(text)
    if root is None:
        return Document(())
    markup = tidy_word_html(root) if is_word_html(text) else ()
    metadata = metadata_of(root)
    chosen = fitting(root, selectors.article) if selectors.article else set()
    placed = mark_outside_articles(placed_blocks(root, text, frozenset(chosen)))
    if _PAGE.search(text):
        # A selector for the article makes a guess unnecessary.
        placed = placed if chosen else mark_with_trafilatura(root, placed, metadata.title)
        refuse_cut_page(root, placed, metadata)
    placed = _with_selectors(root, placed, selectors)
    blocks = tuple(_title_kept(p.block, metadata.title) for p in placed)
    date = metadata.date or dateline(blocks, metadata.language)
    if not date and _PAGE.search(text) and len(text) <= _LONGEST_SEARCHED:
        date = guessed_date(root)
    return _with_lines_that_tell(
        Document(
            blocks,
            markup=markup,
            passages=_passages(root, metadata.language),
            title=metadata.title,
            date=date,
            language=metadata.language,
            people=metadata.people,
            authors=metadata.authors,
            description=metadata.description,
            link=metadata.link,
            image=metadata.image,
            license=metadata.license,
            publisher=metadata.publisher,
            types=metadata.types,
        )
    )


def _passages(root: HtmlElement, language: str) -> tuple[tuple[str, str], ...]:
    """Find the words within lines whose language, by their attribute `lang`, differs from that of the page."""
    own = language.partition("-")[0].casefold()
    found = []
    for element in root.iterfind(".//*[@lang]"):
        words, tag = " ".join((element.text or "").split()), element.get("lang", "").strip()
        is_short = not len(element) and 0 < len(words) <= _LONGEST_PASSAGE
        if is_short and element.tag in INLINE and is_known_language(tag) and tag.partition("-")[0].casefold() != own:
            found.append((words, tag))
    return tuple(found)


def _with_lines_that_tell(document: Document) -> Document:
    """Number the blocks in place of the lines, if there are far fewer lines than blocks."""
    blocks = document.blocks
    if len(blocks) < _FEWEST_BLOCKS or len({block.line for block in blocks}) > _LINES_SHARE * len(blocks):
        return document
    numbered = (replace(block, lines=(number,) * len(block.lines)) for number, block in enumerate(blocks, start=1))
    firsts = [block.line for block in blocks]
    markup = tuple((max(bisect_right(firsts, line), 1), words) for line, words in document.markup)
    return replace(document, blocks=tuple(numbered), markup=markup, line_count=len(blocks))


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
    is_main = block.furniture and block.kind is Kind.HEADING and block.level == 1
    is_title = is_main and letters_and_digits(block.text) == letters_and_digits(title)
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
