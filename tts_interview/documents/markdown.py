"""Read Markdown with markdown-it-py."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.documents.front_matter import with_front_matter
from tts_interview.documents.html import read_fragment
from tts_interview.documents.styles import is_element
from tts_interview.model import Block, Document, Emphasis, Kind
from tts_interview.settings.front_matter import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

# The definition of a link, from its start up to the address.
_ADDRESS = re.compile(
    r"\[(?:\\.|[^\[\]\\]){1,999}\]:\s*(?:<|[#/.?]|mailto:|www\.|\S+?[/@#]|\S+\.[a-z]{2,5}(?![\w.]))", re.I | re.S
)
# A container that looked like an item of a list.
_NO_ITEM = "number"
# CommonMark leaves `**Q:**What` alone, because no space follows the mark, but people write it.
_LITERAL_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,500}?)(?<=\S)\1")
# The address of a link as generators of sites fill it in: "![Ann]({{ site.baseurl }}/ann.png)".
_TEMPLATE = re.compile(r"(?<=\]\()[^()<>\s{}]{0,200}+\{([{%])[^{}<>\n]{0,200}[%}]\}[^()<>\s{}]{0,200}(?=\)|\s+[\"'])")
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
# The characters that mean something within a paragraph; at all others, the library would try each of its rules.
_SIGNS = re.compile(r"[\n!&*<\[\\\]_`]")
# Separators between the links of a menu.
_PARTS_LINKS = " \t\n\xa0|·•»›"
_SENTENCE_ENDS = (".", "?", "!", "…")


def read_markdown(text: str) -> Document:
    """Read blocks with their kinds, emphasis and lines; raw HTML is read as HTML."""
    fields, body = split_front_matter(text)
    walk = _Walk()
    for token in _parser().parse(_TEMPLATE.sub(r"<\g<0>>", _without_traps(body))):
        walk.take(token)
    return with_front_matter(Document(tuple(walk.blocks), markup=tuple(walk.markup)), fields)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Indented lines of an interview are not code: "     Q    Thank you for coming".
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).disable("code")
    parser.block.ruler.at("reference", _definition)
    parser.inline.terminator_re = _SIGNS
    return parser


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


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """Take the definition of a link as the library does, but leave a token behind, and leave "[Ann]: Yes." in the text."""
    from markdown_it.rules_block import reference

    is_address = _ADDRESS.match(state.src, state.bMarks[start] + state.tShift[start])
    if not is_address or not reference(state, start, end, silent):
        return False
    if not silent:
        token = state.push("definition", "", 0)
        token.map = [start, state.line]
        token.content = " ".join(state.getLines(start, state.line, 0, keepLastLF=False).split())
    return True


def _first_line(token: Token) -> int:
    return (token.map or [0])[0] + 1


@dataclass
class _Walk:
    """Collects blocks from the flat list of tokens, and the words that Markdown takes for markup.

    `counts` holds the last number of the numbered lists at each depth, `numbers` those of each open list with their lines, and
    `pending` the number of an item that belongs to no list, until its words come.
    """

    blocks: list[Block] = field(default_factory=list)
    markup: list[tuple[int, str]] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)
    level: int = 0
    counts: dict[int, int] = field(default_factory=dict)
    numbers: list[list[tuple[int, str]]] = field(default_factory=list)
    pending: tuple[int, str] | None = None

    def take(self, token: Token) -> None:
        if token.type == "inline":
            number = self._pending_number() if self.containers[-1] == "paragraph_open" else ""
            self.blocks += _inline_blocks(token, self._kind(), self.level, number)
        elif token.type in _LEAVES:
            self._end_number()
            _LEAVES[token.type](self, token)
        elif token.nesting == 1:
            self._open(token)
        elif token.nesting == -1:
            self._close(token)

    def _open(self, token: Token) -> None:
        name = token.type
        if name != "paragraph_open":
            self._end_number()
        if name == "ordered_list_open":
            self.numbers.append([])
        elif name == "list_item_open" and token.info:
            name = self._numbered(token)
        self.containers.append(name)
        self.level = int(token.tag[1]) if name == "heading_open" else 0

    def _close(self, token: Token) -> None:
        if token.type == "list_item_close":
            self._end_number()
        self.containers.pop()
        self.level = 0
        if token.type == "ordered_list_close" and (numbers := self.numbers.pop()):
            self.markup.append((numbers[0][0], " ".join(written for _, written in numbers)))

    def _numbered(self, token: Token) -> str:
        """Take the number of an item: it is markup if it counts up from the one before, and a word of the text if not."""
        number, depth, written = int(token.info), len(self.numbers), (_first_line(token), token.info + token.markup)
        if number > 1 and number != self.counts.get(depth, 0) + 1:
            self.pending = written
            return _NO_ITEM
        self.counts[depth] = number
        self.numbers[-1].append(written)
        return token.type

    def _pending_number(self) -> str:
        number, self.pending = self.pending, None
        return f"{number[1]} " if number else ""

    def _end_number(self) -> None:
        """Make a block of a number that has no words after it."""
        if self.pending:
            self.blocks.append(Block(self.pending[1], (self.pending[0],), self._kind()))
            self.pending = None

    def _kind(self) -> Kind:
        if "heading_open" in self.containers:
            return Kind.HEADING
        if "blockquote_open" in self.containers:
            return Kind.QUOTATION
        return Kind.LIST_ITEM if "list_item_open" in self.containers else Kind.PARAGRAPH

    def add_rule(self, token: Token) -> None:
        """Add a horizontal rule."""
        self.blocks.append(Block("", (_first_line(token),), Kind.RULE))

    def add_definition(self, token: Token) -> None:
        """Add the definition of a link."""
        self.markup.append((_first_line(token), token.content))

    def add_lines(self, token: Token) -> None:
        """Add the lines of a code block."""
        if token.info.strip():
            self.markup.append((_first_line(token), token.info.strip()))
        first = (token.map or [0])[0] + (2 if token.type == "fence" else 1)
        lines = token.content.rstrip("\n").split("\n")
        if token.content.strip():
            self.blocks.append(Block("\n".join(lines), tuple(range(first, first + len(lines))), self._kind()))

    def add_html(self, token: Token) -> None:
        """Add the blocks of raw HTML."""
        first = (token.map or [0])[0]
        for block in read_fragment(token.content):
            lines = tuple(line + first for line in block.lines)
            self.blocks.append(Block(block.text, lines, block.kind, block.emphasis, block.level, block.furniture))


_LEAVES: dict[str, Callable[[_Walk, Token], None]] = {
    "fence": _Walk.add_lines,
    "code_block": _Walk.add_lines,
    "html_block": _Walk.add_html,
    "hr": _Walk.add_rule,
    "definition": _Walk.add_definition,
}


def _inline_blocks(token: Token, kind: Kind, level: int, number: str) -> Iterable[Block]:
    """Make a block of a paragraph's text, with the number before it, and one of each image description in it."""
    first = _first_line(token)
    builder = _Text(number, _closed_tags(token.children or []))
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


def _closed_tags(children: Sequence[Token]) -> frozenset[str]:
    tags = (_TAG.match(child.content) for child in children if child.type == "html_inline")
    return frozenset(tag[2].lower() for tag in tags if tag and tag[1])


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

    def __init__(self, start: str, closed_tags: frozenset[str]) -> None:
        self.newlines = 0
        self.emphasis: list[Emphasis] = []
        self._parts: list[str] = [start]
        self._length = len(start)
        self._closed_tags = closed_tags
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
        elif name and name not in self._closed_tags and not is_element(name):
            self._append(markup)  # "<laughs>"

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
