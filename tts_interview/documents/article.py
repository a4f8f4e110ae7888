"""Find the article of a page: blocks outside it are marked as furniture, and none is dropped."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.documents.markup import chain_of_holders
from tts_interview.documents.styles import is_called_question
from tts_interview.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from tts_interview.documents.markup import Placed

# Below this a page has too little text for statistics about it.
_LEAST_BLOCKS = 8
# trafilatura takes about a second for a million characters, and far longer for hostile pages. Pages beyond these limits have
# only the furniture that their own structure marks.
_LONGEST_TEXT_CHARS = 500_000
_MOST_ELEMENTS = 40_000
_DEEPEST = 150
_TEXT_KINDS = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM, Kind.QUOTATION})
_LINES_OF_TEXT = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "blockquote")

_SHINGLE_WORDS = 3
_LEAST_SHARE_OF_SHINGLES = 0.7
# The share of the article that trafilatura must keep to be trusted about the rest.
_LEAST_SHARE_KEPT = 0.9
_SHARE_OF_A_CONTAINER = 0.75
_SHORT_ANSWER_WORDS = 5
_WORD = re.compile(r"\w+")


def mark_outside_articles(placed: list[Placed]) -> list[Placed]:
    """Mark the blocks outside the article as furniture, if the page has an article."""
    if not any(p.in_article and not p.block.furniture for p in placed):
        return placed
    return [p if p.in_article else _as_furniture(p) for p in placed]


def mark_with_trafilatura(root: HtmlElement, placed: list[Placed], title: str) -> list[Placed]:
    """Mark as furniture what trafilatura leaves out, except what surely belongs to the article, and the title.

    If trafilatura leaves out more than a tenth of the article's words, it has misread the page, and only lists of links are
    marked.
    """
    texts = [p for p in placed if not p.block.furniture and p.block.kind in _TEXT_KINDS]
    if len(texts) < _LEAST_BLOCKS or not _is_ordinary(root):
        return placed
    kept = _Kept(_extracted(root))
    menus = {p for p in texts if _is_list_of_links(p) and p.links > 1}
    left_out = {p for p in texts if not kept.has(p.block.text)} | menus
    believed = left_out - _surely_article(root, texts, left_out) - _titles(texts, title)
    return [_as_furniture(p) if p in believed else p for p in placed]


def _is_ordinary(root: HtmlElement) -> bool:
    """Return whether the text, size and depth of a page are within the limits for trafilatura."""
    depths: dict[HtmlElement, int] = {}
    characters = 0
    for element in root.iter():
        parent = element.getparent()
        depths[element] = depths[parent] + 1 if parent is not None and parent in depths else 0
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            characters += len(element.text or "") + len(element.tail or "")
        if len(depths) > _MOST_ELEMENTS or depths[element] > _DEEPEST or characters > _LONGEST_TEXT_CHARS:
            return False
    return True


def _as_furniture(placed: Placed) -> Placed:
    return replace(placed, block=replace(placed.block, furniture=True))


def _extracted(root: HtmlElement) -> str:
    """Extract the article with trafilatura, one block on each line; empty if it finds none."""
    import logging

    import trafilatura

    # trafilatura logs a page without an article as an error, which Python would print.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura.extract(_simplified(root), include_comments=False, include_tables=True) or ""


def _simplified(root: HtmlElement) -> HtmlElement:
    """Copy the tree without what misleads trafilatura: it takes a question inside a link for navigation."""
    from lxml import etree

    copy = deepcopy(root)
    for element in copy.iter(*_LINES_OF_TEXT):
        etree.strip_tags(element, "a")
    for element in copy.iter("p", "div", "span", "h2", "h3", "h4"):
        if is_called_question(element):
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)
    return copy


class _Kept:
    """The words that trafilatura kept: its lines, and every three words in a row."""

    def __init__(self, text: str) -> None:
        self._lines = {tuple(_words(line)) for line in text.split("\n")}
        self._shingles = set(_shingles(_words(text)))

    def has(self, text: str) -> bool:
        words = _words(text)
        shingles = list(_shingles(words))
        if not shingles:
            return tuple(words) in self._lines
        return sum(s in self._shingles for s in shingles) >= _LEAST_SHARE_OF_SHINGLES * len(shingles)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False)


def _surely_article(root: HtmlElement, texts: Sequence[Placed], left_out: set[Placed]) -> set[Placed]:
    """Return the blocks beside kept ones; if trafilatura misread the page, all blocks except lists of links."""
    prose = [p for p in texts if not _is_list_of_links(p)]
    held = set(_container(root, prose).iter())
    inside = [p for p in prose if p.element in held]
    kept = [p for p in inside if p not in left_out]
    if _count(kept) < _LEAST_SHARE_KEPT * _count(inside):
        return set(inside)
    places = {_place(p) for p in kept} | {p.element for p in kept}
    beside = {p for p in inside if p.element in places or _place(p) in places}
    return beside | _short_between(inside, left_out)


def _titles(texts: Sequence[Placed], title: str) -> set[Placed]:
    """Return the first block that repeats the title of the metadata, and the main heading if there is only one."""
    words = _words(title)
    printed = [p for p in texts if words and _words(p.block.text) == words][:1]
    headings = [p for p in texts if p.block.level == 1]
    return {*printed, *(headings if len(headings) == 1 else ())}


def _is_list_of_links(placed: Placed) -> bool:
    return placed.links > 0 and placed.element.tag not in _LINES_OF_TEXT


def _container(root: HtmlElement, texts: Sequence[Placed]) -> HtmlElement:
    """Find the innermost element that holds three quarters of the text."""
    characters: dict[HtmlElement, int] = {}
    for placed in texts:
        characters[placed.element] = characters.get(placed.element, 0) + len(placed.block.text)
    return chain_of_holders(root, characters, _SHARE_OF_A_CONTAINER)[-1]


def _count(texts: Iterable[Placed]) -> int:
    return sum(len(_words(p.block.text)) for p in texts)


def _place(placed: Placed) -> tuple[str, str]:
    """Return the tag and the class of the element around a block."""
    parent = placed.element.getparent()
    return (parent.tag, parent.get("class") or "") if parent is not None else ("", "")


def _short_between(inside: Sequence[Placed], left_out: set[Placed]) -> set[Placed]:
    """Find short blocks between kept ones: a "Yes." inside the article is an answer."""
    kept = [index for index, p in enumerate(inside) if p not in left_out]
    between = inside[kept[0] : kept[-1]] if kept else ()
    return {p for p in between if len(p.block.text.split()) <= _SHORT_ANSWER_WORDS}
