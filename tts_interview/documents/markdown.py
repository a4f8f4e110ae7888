"""Read Markdown with markdown-it-py."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tts_interview.documents.front_matter import authors_of, date_of, description_of, people_of
from tts_interview.documents.html import read_fragment
from tts_interview.model import Block, Document, Emphasis, Kind
from tts_interview.settings.front_matter import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it.token import Token

# CommonMark leaves `**Q:**What` alone, because no space follows the mark, but people write it.
_LITERAL_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,500}?)(?<=\S)\1")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_BREAKING_TAGS = frozenset({"br", "p", "div", "li"})
_BOLD_TAGS = frozenset({"strong", "b"})
_ITALIC_TAGS = frozenset({"em", "i"})
_STRUCK_TAGS = frozenset({"s", "del", "strike"})
_SETTING = {
    **dict.fromkeys(_BOLD_TAGS, "bold"),
    **dict.fromkeys(_ITALIC_TAGS, "italic"),
    **dict.fromkeys(_STRUCK_TAGS, "struck"),
    "strong_open": "bold",
    "strong_close": "bold",
    "em_open": "italic",
    "em_close": "italic",
}
# Hundreds of open brackets make markdown-it slow without bound, and quotations and lists nested as deeply make it drop text.
# Nobody writes either; such a paragraph is shown as it stands.
_MOST_OPEN = 100
_BRACKET = re.compile(r"[\[\]]")
_DEEP = re.compile(r"^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){50}", re.M)
_PARAGRAPH_END = re.compile(r"(\n[ \t]*(?=\n))")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Far deeper than people nest: markdown-it drops what is deeper.
_MAX_NESTING = 200
# Separators between the links of a menu.
_PARTS_LINKS = " \t\n\xa0|·•»›"
_SENTENCE_ENDS = (".", "?", "!", "…")


def read_markdown(text: str) -> Document:
    """Read blocks with their kinds, emphasis and lines; raw HTML is read as HTML."""
    from markdown_it import MarkdownIt

    fields, body = split_front_matter(text)
    # Indented lines of an interview are not code: "     Q    Thank you for coming".
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).disable("code")
    walk = _Walk()
    for token in parser.parse(_without_traps(body)):
        walk.take(token)
    title = fields.get("title")
    return Document(
        tuple(walk.blocks),
        title=title.strip() if isinstance(title, str) else "",
        date=date_of(fields.get("date")),
        language=str(fields.get("language") or fields.get("lang") or ""),
        people=people_of(fields),
        authors=authors_of(fields),
        description=description_of(fields),
        front_matter=fields,
    )


def _without_traps(body: str) -> str:
    """Escape the marks of every paragraph that would keep the parser busy for hours."""
    if body.count("[") <= _MOST_OPEN and not _DEEP.search(body):
        return body
    return "".join(_PUNCTUATION.sub(r"\\\1", p) if _is_trap(p) else p for p in _PARAGRAPH_END.split(body))


def _is_trap(paragraph: str) -> bool:
    if _DEEP.search(paragraph):
        return True
    depth = 0
    for bracket in _BRACKET.findall(paragraph):
        depth = max(depth + (1 if bracket == "[" else -1), 0)
        if depth > _MOST_OPEN:
            return True
    return False


@dataclass
class _Walk:
    """Collects blocks from the flat list of tokens."""

    blocks: list[Block] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)
    level: int = 0

    def take(self, token: Token) -> None:
        if token.type == "inline":
            self.blocks += _inline_blocks(token, self._kind(), self.level)
        elif token.type in ("fence", "code_block"):
            self._add_lines(token)
        elif token.type == "html_block":
            self._add_html(token)
        elif token.type == "hr":
            self.blocks.append(Block("", ((token.map or [0])[0] + 1,), Kind.RULE))
        elif token.nesting == 1:
            self.containers.append(token.type)
            self.level = int(token.tag[1]) if token.type == "heading_open" else 0
        elif token.nesting == -1:
            self.containers.pop()
            self.level = 0

    def _kind(self) -> Kind:
        if "heading_open" in self.containers:
            return Kind.HEADING
        if "blockquote_open" in self.containers:
            return Kind.QUOTATION
        return Kind.LIST_ITEM if "list_item_open" in self.containers else Kind.PARAGRAPH

    def _add_lines(self, token: Token) -> None:
        first = (token.map or [0])[0] + (2 if token.type == "fence" else 1)
        lines = token.content.rstrip("\n").split("\n")
        if token.content.strip():
            self.blocks.append(Block("\n".join(lines), tuple(range(first, first + len(lines))), self._kind()))

    def _add_html(self, token: Token) -> None:
        first = (token.map or [0])[0]
        for block in read_fragment(token.content):
            lines = tuple(line + first for line in block.lines)
            self.blocks.append(Block(block.text, lines, block.kind, block.emphasis, block.level, block.furniture))


def _inline_blocks(token: Token, kind: Kind, level: int) -> Iterable[Block]:
    """Make a block of a paragraph's text, and one of each image description in it."""
    first = (token.map or [0])[0] + 1
    builder = _Text()
    images: list[Block] = []
    for child in token.children or []:
        if child.type == "image":
            if child.content.strip():
                images.append(Block(child.content, (first + builder.newlines,), Kind.IMAGE))
        else:
            builder.take(child)
    if builder.text.strip():
        text, emphasis = _without_literal_marks(builder.text, _outermost(builder.emphasis))
        lines = tuple(range(first, first + text.count("\n") + 1))
        yield Block(text, lines, kind, tuple(emphasis), level, furniture=_is_menu(token.children or []))
    yield from images


def _is_menu(children: Sequence[Token]) -> bool:
    """Return whether a paragraph is only links and separators, as at the foot of a page, and not a linked sentence."""
    links: list[str] = []
    between, depth = "", 0
    for child in children:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "link_open":
            links.append("")
        elif depth:
            links[-1] += child.content
        else:
            between += child.content
    return len(links) > 1 and not between.strip(_PARTS_LINKS) and not any(link.endswith(_SENTENCE_ENDS) for link in links)


class _Text:
    """The visible text of one paragraph and its emphasis."""

    def __init__(self) -> None:
        self.newlines = 0
        self.emphasis: list[Emphasis] = []
        self._parts: list[str] = []
        self._length = 0
        self._open: dict[str, list[int]] = {setting: [] for setting in _SETTING.values()}

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def take(self, child: Token) -> None:
        if child.type in ("softbreak", "hardbreak"):
            self._append("\n")
        elif child.type in ("text", "code_inline", "text_special"):
            self._append(child.content)
        elif child.type == "html_inline":
            self._take_tag(child.content)
        elif child.type in ("strong_open", "em_open"):
            self._open[_SETTING[child.type]].append(self._length)
        elif child.type in ("strong_close", "em_close"):
            self._close(_SETTING[child.type])

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self.newlines += text.count("\n")

    def _take_tag(self, markup: str) -> None:
        tag = _TAG.match(markup)
        name = tag.group(2).lower() if tag else ""
        if name in _BREAKING_TAGS:
            self._append(" ")
        elif name in _SETTING:
            if tag and tag.group(1):
                self._close(_SETTING[name])
            else:
                self._open[_SETTING[name]].append(self._length)

    def _close(self, setting: str) -> None:
        if self._open[setting]:
            start = self._open[setting].pop()
            self.emphasis.append(Emphasis(start, self._length, **{setting: True}))


def _outermost(emphasis: list[Emphasis]) -> list[Emphasis]:
    """Drop emphasis inside emphasis of the same kind, since tags may be nested as deeply as a page is long."""
    if len(emphasis) < 2:  # noqa: PLR2004 - a single one is outermost
        return emphasis
    reached: dict[tuple[bool, bool, bool], int] = {}
    kept = set()
    for index in sorted(range(len(emphasis)), key=lambda i: (emphasis[i].start, -emphasis[i].end)):
        e = emphasis[index]
        kind = (e.bold, e.italic, e.struck)
        if e.end > reached.get(kind, -1):
            reached[kind] = e.end
            kept.add(index)
    return [e for index, e in enumerate(emphasis) if index in kept]


def _without_literal_marks(text: str, emphasis: list[Emphasis]) -> tuple[str, list[Emphasis]]:
    """Turn `**marks**` that CommonMark left in the text into bold."""
    if "**" not in text and "__" not in text:
        return text, emphasis
    parts: list[str] = []
    marks: list[int] = []
    bold: list[Emphasis] = []
    taken = length = 0
    for found in _LITERAL_STRONG.finditer(text):
        before, inside = text[taken : found.start()], found.group(2)
        parts += [before, inside]
        bold.append(Emphasis(length + len(before), length + len(before) + len(inside), bold=True))
        marks += [found.start(), found.end() - 2]
        length += len(before) + len(inside)
        taken = found.end()
    if not bold:
        return text, emphasis

    def moved(offset: int) -> int:
        return offset - 2 * bisect_left(marks, offset)

    kept = [replace(e, start=moved(e.start), end=moved(e.end)) for e in emphasis]
    return "".join([*parts, text[taken:]]), sorted(kept + bold, key=lambda e: e.start)
