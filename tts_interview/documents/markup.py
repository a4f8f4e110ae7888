"""Split the tree of a page into blocks, each with its lines and the element that holds it.

No text is dropped: the parts that the structure places outside the article are marked as furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from tts_interview.documents.styles import asks, class_styles, is_bold, is_italic, unclosed_tag, written_tags
from tts_interview.model import Block, Emphasis, Kind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INVISIBLE = frozenset(
    """
    script style template noscript head svg math iframe object canvas audio video
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike
    strong sub sup time tt u var wbr img br picture source nobr
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
# Elements that set part of a text, and hold no text of their own.
_NO_HOLDERS = INLINE | frozenset({"p", "ul", "ol", "li", "dl", "blockquote"})
_STRUCK = frozenset({"s", "del", "strike"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

_FURNITURE_TAGS = frozenset(
    """
    nav footer aside form button select dialog menu fieldset textarea
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_FURNITURE_ROLES = frozenset(
    """
    navigation banner contentinfo complementary search dialog form menu
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
# Words in classes and ids that publishers give to the parts around an article.
_FURNITURE_WORDS = frozenset(
    """
    ad ads advert advertisement sponsored promo newsletter subscribe subscription signup share sharing social related
    recommended recommendations recirc trending popular comments comment disqus breadcrumb breadcrumbs nav navigation
    navbar menu footer sidebar cookie cookies consent paywall tags taglist skip modal popup toolbar contact bio
    kicker eyebrow overline dachzeile
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_WORD = re.compile(r"[a-z]+")
_SPACE = re.compile(r"[ \t\r\f\v\n\xa0]+")
_HEADING = re.compile(r"h([1-6])")
_CLASSES_OF_CAPTIONS = frozenset({"caption", "credit", "figcaption", "photocredit"})
# On a page with fewer paragraphs, most of them may be in a box.
_LEAST_PARAGRAPHS_OF_A_PAGE = 4
_LONGEST_SIGN_UP_CHARS = 400
# libxml2 stops counting lines here.
_LAST_KNOWN_LINE = 65_534


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, the element that holds it, and whether that element is in an article.

    `links` counts the links of a block that consists only of links; it is 0 for any other block.
    """

    block: Block
    element: HtmlElement
    in_article: bool
    links: int


def placed_blocks(root: HtmlElement, source: str, articles: frozenset[HtmlElement] = frozenset()) -> list[Placed]:
    """Return all blocks of a tree in reading order; `source` is the text that it was parsed from.

    `articles` are the elements known to be the article; if it is empty, the structure of the page decides.
    """
    holders = _holders(root)
    walk = _Walk(_Page(class_styles(root), written_tags(root, source), holders, _frames(root, holders), articles))
    walk.through(root)
    return _with_holders(root, walk.placed)


def _with_holders(root: HtmlElement, placed: list[Placed]) -> list[Placed]:
    """Number the innermost elements around the blocks that hold at least two of them, such as a column or a box."""
    held = Counter(p.element for p in placed)
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is not None and element in held:
            held[parent] += held[element]
    numbers: dict[HtmlElement, int] = {}
    found: dict[HtmlElement, HtmlElement] = {}
    for element in root.iter():  # from the outside inwards: each looks at its parent only
        parent = element.getparent()
        holds = held.get(element, 0) > 1 and element.tag not in _NO_HOLDERS
        found[element] = element if holds or parent is None else found[parent]
    return [replace(p, block=replace(p.block, holder=numbers.setdefault(found[p.element], len(numbers) + 1))) for p in placed]


@dataclass(frozen=True, slots=True)
class _Page:
    """Facts about a whole page: styles by class, words in angle brackets, holders, frames (see `_frames`), and articles.

    `holders` are the elements around most paragraphs.
    """

    styles: dict[str, str]
    written: frozenset[str]
    holders: frozenset[HtmlElement]
    frames: frozenset[HtmlElement]
    articles: frozenset[HtmlElement] = frozenset()

    def is_article(self, element: HtmlElement) -> bool:
        if self.articles:
            return element in self.articles
        return element.tag in ("article", "main") or element.get("role") in ("article", "main")

    def style_of(self, element: HtmlElement) -> str:
        classes = (element.get("class") or "").split()
        return "; ".join([*(self.styles[name] for name in classes if name in self.styles), element.get("style") or ""])

    def is_inline(self, element: HtmlElement) -> bool:
        return element.tag in INLINE or element.tag in self.written


def _holders(root: HtmlElement) -> frozenset[HtmlElement]:
    """Find the elements around most paragraphs; none on a page with few."""
    paragraphs = dict.fromkeys(root.iter("p"), 1)
    return frozenset(chain_of_holders(root, paragraphs, 1 / 2) if len(paragraphs) >= _LEAST_PARAGRAPHS_OF_A_PAGE else ())


def _frames(root: HtmlElement, holders: frozenset[HtmlElement]) -> frozenset[HtmlElement]:
    """Find the elements around the title or most paragraphs: whatever their class, they are not boxes on the page."""
    frames = set(holders)
    for element in root.iter("h1", "main"):
        for ancestor in element.iterancestors():
            if ancestor in frames:
                break
            frames.add(ancestor)
    return frozenset(frames)


def chain_of_holders(root: HtmlElement, weights: dict[HtmlElement, int], share: float) -> list[HtmlElement]:
    """Find, from the root inwards, the elements that hold more than `share` (0 to 1) of all weights."""
    held = dict(weights)
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is not None and element in held:
            held[parent] = held.get(parent, 0) + held[element]
    chain, least = [root], share * held.get(root, 0)
    while True:
        heavy = next((child for child in chain[-1] if held.get(child, 0) > least), None)
        if heavy is None:
            return chain
        chain.append(heavy)


@dataclass(frozen=True, slots=True)
class _Context:
    """The properties that a piece of text has from the elements around it."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    bold: bool = False
    italic: bool = False
    struck: bool = False
    furniture: bool = False
    article: bool = False
    link: HtmlElement | None = None

    def inside(self, element: HtmlElement, page: _Page) -> _Context:
        tag, style = element.tag, page.style_of(element)
        heading = _HEADING.fullmatch(tag)
        return _Context(
            kind=_kind_of(element, self.kind),
            level=int(heading.group(1)) if heading else self.level,
            bold=is_bold(element, style, outer=self.bold) or (not self.bold and asks(element)),
            italic=is_italic(element, style, outer=self.italic),
            struck=self.struck or tag in _STRUCK,
            furniture=element not in page.articles
            and (self.furniture or _is_furniture(element, page, in_article=self.article)),
            article=self.article or page.is_article(element),
            link=element if tag == "a" else self.link,
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


def _is_furniture(element: HtmlElement, page: _Page, *, in_article: bool) -> bool:
    if element.tag == "form":  # old servers wrap the whole page in one
        return element not in page.frames
    if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
        return True
    if element.tag == "header" and not in_article and element not in page.holders:
        return True
    if element.tag in ("body", "html", "article", "main") or element.tag in INLINE:
        return False
    return bool(_class_words(element) & _FURNITURE_WORDS or _is_sign_up_box(element)) and element not in page.frames


def _is_sign_up_box(element: HtmlElement) -> bool:
    """Return whether an element is a form with only a few words around it."""
    if element.find("form") is None:
        return False
    lengths = accumulate(map(len, element.itertext()))
    return all(length <= _LONGEST_SIGN_UP_CHARS for length in lengths)


def _is_invisible(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _INVISIBLE:
        return True
    # aria-hidden is ignored: such text is visible, and a page saved with an open dialogue has it on the article.
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


@dataclass(frozen=True, slots=True)
class _Run:
    """Text between two tags, or a line break; `line` is that of its first visible character."""

    text: str
    line: int
    context: _Context

    @property
    def visible(self) -> bool:
        return bool(self.text.strip())


@dataclass
class _Walk:
    """Walks through the tree without recursion, since it may be deep, and collects blocks."""

    page: _Page
    placed: list[Placed] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    line: int = 1

    def through(self, root: HtmlElement) -> None:
        from lxml import etree

        # etree.iterwalk would take quadratic time with comments among its events.
        levels = [(root, _Context(), iter((root,)))]
        while levels:
            holder, context, children = levels[-1]
            element = next(children, None)
            if element is None:
                levels.pop()
                if levels:
                    self._close(holder, levels[-1][1])
            elif element.tag in (etree.Comment, etree.ProcessingInstruction):
                self.line += (element.text or "").count("\n")
                self._take(element.tail, context)
            elif _is_invisible(element):
                self._skip(element)
                self._close(element, context)
            else:
                inner = context.inside(element, self.page)
                self._open(element, inner)
                levels.append((element, inner, iter(element)))
        self._flush(root)

    def _skip(self, element: HtmlElement) -> None:
        """Count the lines of an invisible element."""
        self._go_to(element)
        self.line += sum(text.count("\n") for text in element.itertext())

    def _open(self, element: HtmlElement, context: _Context) -> None:
        self._go_to(element)
        if not self.page.is_inline(element):
            self._flush(element.getparent())
        if element.tag == "br":
            self._break(element, context)
        elif element.tag == "hr":
            rule = Block("", (self.line,), Kind.RULE, furniture=context.furniture)
            self.placed.append(Placed(rule, element, context.article, links=0))
        elif element.tag == "img":
            self._add_image(element, context)
        elif element.tag in self.page.written:
            self.runs.append(_Run(unclosed_tag(element), self.line, context))
        self._take(element.text, context)

    def _close(self, element: HtmlElement, context: _Context) -> None:
        if not self.page.is_inline(element):
            self._flush(element)
        self._take(element.tail, context)

    def _go_to(self, element: HtmlElement) -> None:
        line = element.sourceline
        if line and line <= _LAST_KNOWN_LINE:
            self.line = line

    def _take(self, text: str | None, context: _Context) -> None:
        if text:
            before = len(text) - len(text.lstrip())
            self.runs.append(_Run(_SPACE.sub(" ", text), self.line + text.count("\n", 0, before), context))
            self.line += text.count("\n")

    def _break(self, element: HtmlElement, context: _Context) -> None:
        """End the line, or the paragraph at a second break: old pages separate paragraphs in this way."""
        last = next((run for run in reversed(self.runs) if run.visible or run.text == "\n"), None)
        if last is None:
            self.runs.clear()
        elif last.text == "\n":
            self._flush(element.getparent())
        else:
            self.runs.append(_Run("\n", self.line, context))

    def _add_image(self, element: HtmlElement, context: _Context) -> None:
        description = _SPACE.sub(" ", element.get("alt") or "").strip()
        if description:
            block = Block(description, (self.line,), Kind.IMAGE, furniture=context.furniture)
            self.placed.append(Placed(block, element, context.article, links=0))

    def _flush(self, element: HtmlElement) -> None:
        """Make a block of the text runs since the last block; `element` holds it."""
        runs, self.runs = self.runs, []
        visible = [run.context for run in runs if run.visible]
        if visible:
            block = replace(_joined(runs).block(visible[0]), linked=_linked(runs))
            links = {context.link for context in visible}
            self.placed.append(Placed(block, element, visible[0].article, 0 if None in links else len(links)))


def _linked(runs: list[_Run]) -> float:
    """Return the share of the letters that are links."""
    letters = sum(len(run.text.strip()) for run in runs)
    return sum(len(run.text.strip()) for run in runs if run.context.link is not None) / letters if letters else 0.0


def _joined(runs: list[_Run]) -> _Joined:
    joined = _Joined()
    for run in runs:
        joined.add(run)
    return joined


class _Joined:
    """Text runs joined as a browser shows them, with single spaces."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._ends_in_space = True
        self._lines: list[int] = []
        self._emphasis: list[Emphasis] = []
        self._starts_line = True

    def add(self, run: _Run) -> None:
        if run.text == "\n":
            self._put("\n")
            self._ends_in_space = self._starts_line = True
            return
        text = run.text.lstrip(" ") if self._ends_in_space else run.text
        if not text:
            return
        if self._starts_line:
            self._lines.append(run.line)
            self._starts_line = False
        start = self._length
        self._put(text)
        self._ends_in_space = text.endswith(" ")
        if (run.context.bold or run.context.italic or run.context.struck) and text.strip():
            self._emphasise(start, run.context)

    def block(self, context: _Context) -> Block:
        text = "".join(self._parts).rstrip()
        emphasis = tuple(replace(e, end=min(e.end, len(text))) for e in self._emphasis)
        return Block(text, tuple(self._lines), context.kind, emphasis, context.level, furniture=context.furniture)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _emphasise(self, start: int, context: _Context) -> None:
        new = Emphasis(start, self._length, context.bold, context.italic, context.struck)
        last = self._emphasis[-1] if self._emphasis else None
        if last and replace(last, end=new.end) == replace(new, start=last.start) and last.end == start:
            new = replace(self._emphasis.pop(), end=new.end)
        self._emphasis.append(new)
