"""HTML -> Document, through lxml, which knows the line of every element.

Nothing is dropped here: what the page's structure shows to be no part of the article is marked as furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.errors import SourceError
from tts_interview.front_matter import date_of
from tts_interview.model import Block, Document, Emphasis, Kind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INVISIBLE = frozenset(
    """
    script style template noscript head svg math iframe object canvas audio video
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike
    strong sub sup time tt u var wbr img br picture source nobr
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "cite"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.I)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)\b", re.I)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

_FURNITURE_TAGS = frozenset(
    """
    nav footer aside form button select dialog menu fieldset textarea
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
_FURNITURE_ROLES = frozenset(
    """
    navigation banner contentinfo complementary search dialog form menu
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
# Whole words of a class or id that publishers give to what stands around an article.
_FURNITURE_WORDS = frozenset(
    """
    ad ads advert advertisement sponsored promo newsletter subscribe subscription signup share sharing social related
    recommended recommendations recirc trending popular comments comment disqus breadcrumb breadcrumbs nav navigation
    navbar menu footer sidebar cookie cookies consent paywall tags taglist skip modal popup toolbar
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
_WORD = re.compile(r"[a-z]+")
_SPACE = re.compile(r"[ \t\r\f\v\n\xa0]+")
_HEADING = re.compile(r"h([1-6])")
_CLASSES_OF_CAPTIONS = frozenset({"caption", "credit", "figcaption", "photocredit"})


def read_html(text: str) -> Document:
    """All visible text of a page: headings, paragraphs, captions, image descriptions, bold and italic, and lines.

    Raises SourceError if the page is nested so deeply that the parser drops text.
    """
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:  # nothing in it, or comments alone
        return Document(())
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise SourceError("the page nests its elements so deeply that text would be lost: save it as text and give that")
    walk = _Walk()
    walk.through(root)
    return Document(
        _marked_outside_article(tuple(walk.blocks), walk.in_article),
        title=_meta(root, "og:title") or _title(root),
        date=date_of(_meta(root, "article:published_time") or _meta(root, "date")),
        language=(root.get("lang") or "").strip(),
    )


def _marked_outside_article(blocks: tuple[Block, ...], in_article: list[bool]) -> tuple[Block, ...]:
    """Where a page has an article, all that stands outside it is furniture."""
    if not any(inside and not b.furniture for b, inside in zip(blocks, in_article, strict=True)):
        return blocks
    return tuple(
        b if inside else Block(b.text, b.lines, b.kind, b.emphasis, b.level, furniture=True)
        for b, inside in zip(blocks, in_article, strict=True)
    )


def _meta(root: HtmlElement, name: str) -> str:
    for element in root.iter("meta"):
        if name in (element.get("property"), element.get("name")):
            return _SPACE.sub(" ", element.get("content") or "").strip()
    return ""


def _title(root: HtmlElement) -> str:
    title = root.find(".//head/title")
    return _SPACE.sub(" ", title.text or "").strip() if title is not None else ""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a piece of text say about it."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    bold: bool = False
    italic: bool = False
    furniture: bool = False
    article: bool = False

    def inside(self, element: HtmlElement) -> _Context:
        tag, style = element.tag, element.get("style") or ""
        heading = _HEADING.fullmatch(tag)
        return _Context(
            kind=_kind_of(element, self.kind),
            level=int(heading.group(1)) if heading else self.level,
            bold=self.bold or tag in _BOLD or bool(_BOLD_STYLE.search(style)),
            italic=self.italic or tag in _ITALIC or bool(_ITALIC_STYLE.search(style)),
            furniture=self.furniture or _is_furniture(element, in_article=self.article),
            article=self.article or tag in ("article", "main") or element.get("role") in ("article", "main"),
        )


def _kind_of(element: HtmlElement, outer: Kind) -> Kind:
    tag = element.tag
    if _HEADING.fullmatch(tag):
        return Kind.HEADING
    if tag == "figcaption" or outer is Kind.CAPTION or _class_words(element) & _CLASSES_OF_CAPTIONS:
        return Kind.CAPTION
    if tag == "blockquote":
        return Kind.QUOTATION
    return Kind.LIST_ITEM if tag == "li" else outer


def _class_words(element: HtmlElement) -> frozenset[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return frozenset(_WORD.findall(names))


def _is_furniture(element: HtmlElement, *, in_article: bool) -> bool:
    if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
        return True
    if element.tag == "header" and not in_article:
        return True
    if element.tag in ("body", "html", "article", "main") or element.tag in _INLINE:
        return False
    return bool(_class_words(element) & _FURNITURE_WORDS)


def _is_invisible(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _INVISIBLE:
        return True
    # Not aria-hidden: it says nothing about the eye, and a page saved with an open dialogue has it on the article.
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


@dataclass
class _Walk:
    """Goes through the tree without recursion, however deep it is, and collects blocks."""

    blocks: list[Block] = field(default_factory=list)
    in_article: list[bool] = field(default_factory=list)
    runs: list[tuple[str, int, _Context]] = field(default_factory=list)

    def through(self, root: HtmlElement) -> None:
        from lxml import etree

        contexts = [_Context()]
        events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in events:
            if event in ("comment", "pi"):
                self._take(element.tail, element, contexts[-1])
            elif event == "start":
                contexts.append(contexts[-1].inside(element) if not _is_invisible(element) else contexts[-1])
                if _is_invisible(element):
                    events.skip_subtree()
                else:
                    self._open(element, contexts[-1])
            else:
                context = contexts.pop()
                if element.tag not in _INLINE:
                    self._flush()
                self._take(element.tail, element, contexts[-1] if contexts else context)
        self._flush()

    def _open(self, element: HtmlElement, context: _Context) -> None:
        if element.tag not in _INLINE:
            self._flush()
        if element.tag == "br":
            self.runs.append(("\n", element.sourceline or 1, context))
        elif element.tag == "img":
            self._add_image(element, context)
        self._take(element.text, element, context)

    def _take(self, text: str | None, element: HtmlElement, context: _Context) -> None:
        if text:
            self.runs.append((_SPACE.sub(" ", text), element.sourceline or 1, context))

    def _add_image(self, element: HtmlElement, context: _Context) -> None:
        description = _SPACE.sub(" ", element.get("alt") or "").strip()
        if description:
            block = Block(description, (element.sourceline or 1,), Kind.IMAGE, furniture=context.furniture)
            self.blocks.append(block)
            self.in_article.append(context.article)

    def _flush(self) -> None:
        """Make a block of the runs of text since the last one."""
        runs, self.runs = self.runs, []
        if not any(text.strip() for text, _, _ in runs):
            return
        joined = _Joined()
        for text, line, context in runs:
            joined.add(text, line, context)
        first = next(context for text, _, context in runs if text.strip())
        self.blocks.append(joined.block(first))
        self.in_article.append(first.article)


class _Joined:
    """Runs of text put together as a browser shows them: one space where there were several."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._ends_in_space = True
        self._lines: list[int] = []
        self._emphasis: list[Emphasis] = []

    def add(self, text: str, line: int, context: _Context) -> None:
        if text == "\n":
            self._put("\n")
            self._ends_in_space = True
            self._lines.append(line)
            return
        if self._ends_in_space:
            text = text.lstrip(" ")
        if not text:
            return
        if not self._lines:
            self._lines.append(line)
        start = self._length
        self._put(text)
        self._ends_in_space = text.endswith(" ")
        if (context.bold or context.italic) and text.strip():
            self._emphasise(start, context)

    def block(self, context: _Context) -> Block:
        text = "".join(self._parts).rstrip()
        emphasis = tuple(Emphasis(e.start, min(e.end, len(text)), e.bold, e.italic) for e in self._emphasis)
        lines = tuple((self._lines or [1])[: text.count("\n") + 1])
        return Block(text, lines, context.kind, emphasis, context.level, furniture=context.furniture)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _emphasise(self, start: int, context: _Context) -> None:
        last = self._emphasis[-1] if self._emphasis else None
        if last and last.end == start and (last.bold, last.italic) == (context.bold, context.italic):
            start = self._emphasis.pop().start
        self._emphasis.append(Emphasis(start, self._length, context.bold, context.italic))
