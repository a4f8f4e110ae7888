"""Recognise and parse XML transcripts, and cut their text into blocks by a table of what the elements mean."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from tts_interview.documents.containers import parse_xml
from tts_interview.documents.paragraphs import is_long
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.model import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from tts_interview.model import Document
    from tts_interview.settings.parts import Limits

_KINDS = "OHMS, TEI and Akoma Ntoso"
# What stands before the root: a declaration, comments, and a document type with or without declarations of its own.
_PROLOG = r"\ufeff?(?:\s++|<\?[^<>]*+>|<!--[^-]*+(?:-(?!->)[^-]*+)*-->|<!DOCTYPE\b[^<>\[]*+(?:\[[^\]]*+\]\s*+)?>)*"
_ROOT = re.compile(rf"{_PROLOG}<(?:[\w.-]+:)?([\w.-]+)", re.I | re.S)
_LOOK = re.compile(r"\ufeff?\s*+(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)[\w:.-]+|<[\w:.-]+\s[^<>]{0,2000}?\bxmlns\b)", re.I)
# No prolog is longer.
_LOOK_WITHIN = 65_536
_BRACKETED = re.compile(r"[\[(].*[\])]", re.S)
_DEEPEST_HEADING = 6


def is_xml(text: str) -> bool:
    """Return whether a text begins like XML that is not HTML."""
    return bool(_LOOK.match(text[:_LOOK_WITHIN]))


def root_of(text: str) -> str:
    """Return the local name of the root element; empty if the text does not begin like XML."""
    found = _ROOT.match(text[:_LOOK_WITHIN])
    return found[1] if found else ""


def refuse_xml(data: bytes, name: str, _limits: Limits) -> Document:
    """Raise SourceError, which names the kinds of XML that are read."""
    root = root_of(decode(data, name))
    what = f"XML of an unknown kind (<{root[:40]}>)" if root else "not XML, although its name says so"
    raise SourceError(f"{name} is {what}: expected XML of the kinds {_KINDS}; save its text as .txt and give that")


def parsed(data: bytes, name: str) -> _Element:
    """Parse a file within the limits of `parse_xml`; its bytes may be in any encoding that `decode` knows."""
    return parse_xml(decode(data, name).removeprefix("\ufeff").encode(), name, encoding="utf-8")


def local(element: _Element) -> str:
    """Return the name of an element without its namespace; empty for an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def line_of(element: _Element, otherwise: int = 1) -> int:
    """Return the line on which the tag of an element ends, or `otherwise` if it is unknown."""
    return element.sourceline if isinstance(element.sourceline, int) else otherwise


def named(root: _Element, *names: str) -> Iterator[_Element]:
    """Yield the elements of these local names, in the order of the document."""
    return root.iter(*(f"{{*}}{name}" for name in names))


def words_of(element: _Element | None) -> str:
    """Return all text inside an element on one line."""
    return "" if element is None else " ".join(text_of(element).split())


def text_of(element: _Element) -> str:
    """Return all text inside an element, with entities that a document type may define."""
    return "".join(text if isinstance(text, str) else text.decode() for text in element.itertext())


def lines_before_words(text: str) -> int:
    """Return the number of line breaks before the first word of a text."""
    return text.count("\n", 0, len(text) - len(text.lstrip()))


def first_words(root: _Element, *paths: str) -> str:
    """Return the words of the first element with any at one of the paths, whose steps are local names."""
    found = (words_of(element) for path in paths for element in root.iterfind(_qualified(path)))
    return next(filter(None, found), "")


def first_value(root: _Element, attribute: str, *paths: str) -> str:
    """Return the first value of an attribute at one of the paths, as `first_words` does."""
    found = (element.get(attribute, "").strip() for path in paths for element in root.iterfind(_qualified(path)))
    return next(filter(None, found), "")


def _qualified(path: str) -> str:
    return ".//" + "/".join(f"{{*}}{step}" for step in path.split("/"))


class Meaning(Enum):
    """The meaning of an element for a reader; elements without one are part of the text around them."""

    SPEECH = auto()  # what one person says
    BLOCK = auto()
    DIVISION = auto()  # holds a heading and blocks
    PHRASE = auto()  # a piece of a speech
    HEADING = auto()
    EVENT = auto()  # heard or seen, but not said
    ASIDE = auto()  # visible, but not part of the talk
    WITHHELD = auto()  # not to be heard or read by everybody
    HIDDEN = auto()


_SEPARATE = frozenset({Meaning.SPEECH, Meaning.BLOCK, Meaning.DIVISION, Meaning.HEADING, Meaning.WITHHELD})
_TAKEN_WHOLE = frozenset({Meaning.EVENT, Meaning.ASIDE, Meaning.HIDDEN, Meaning.WITHHELD})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The meanings of elements by local name, and the speaker of a SPEECH; empty if it names none.

    `alternatives` are children, as "parent/child", of which another child is read instead. `withheld` returns why the words of
    an element are withheld; None if they are not.
    """

    meanings: Mapping[str, Meaning]
    speaker: Callable[[_Element], str]
    alternatives: frozenset[str] = frozenset()
    withheld: Callable[[_Element], str | None] = lambda _element: None

    def meaning_of(self, element: _Element) -> Meaning | None:
        """Return the meaning of an element; None for one in the flow of text."""
        name, parent = local(element), element.getparent()
        if self.alternatives and parent is not None and f"{local(parent)}/{name}" in self.alternatives:
            return Meaning.HIDDEN
        meaning = self.meanings.get(name)
        return Meaning.WITHHELD if meaning is not Meaning.HIDDEN and self.withheld(element) is not None else meaning


def blocks_of(root: _Element, vocabulary: Vocabulary) -> tuple[Block, ...]:
    """Cut the text of a tree into blocks, in time linear in its size."""
    from lxml import etree

    cutter = _Cutter(vocabulary)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            cutter.close(element)
        elif cutter.open(element) in _TAKEN_WHOLE:
            walk.skip_subtree()
    cutter.flush()
    return tuple(cutter.blocks)


@dataclass(frozen=True, slots=True)
class _Place:
    """The properties that text has from the elements around it."""

    meaning: Meaning | None = None
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    divisions: int = 0
    speaker: str = ""


@dataclass
class _Cutter:
    """Collects blocks from the starts and ends of elements."""

    vocabulary: Vocabulary
    blocks: list[Block] = field(default_factory=list)
    asides: list[Block] = field(default_factory=list)
    places: list[_Place] = field(default_factory=lambda: [_Place()])
    parts: list[str] = field(default_factory=list)
    chars: int = 0
    line: int = 1
    first_line: int = 0

    def open(self, element: _Element) -> Meaning | None:
        """Take the start of an element and the text up to its first child; return its meaning."""
        self.line = line_of(element, self.line)
        meaning = self.vocabulary.meaning_of(element)
        if meaning in _SEPARATE:
            self.flush()
        self.places.append(self._inside(element, meaning))
        if meaning in _TAKEN_WHOLE:
            self._take_whole(element, meaning)
        elif not isinstance(element.tag, str):  # an entity
            self._take(html.unescape(element.text or ""))
        else:
            self._take(element.text)
        return meaning

    def close(self, element: _Element) -> None:
        """Take the end of an element and the text up to the next one."""
        meaning = self.places[-1].meaning
        if meaning in _SEPARATE or (meaning is Meaning.PHRASE and is_long(self.chars, self.parts[-1] if self.parts else "")):
            self.flush()
        elif meaning is Meaning.PHRASE:
            self._take(" ")
        self.places.pop()
        self._take(element.tail)

    def flush(self) -> None:
        """Make a block of the text since the last one, and of the asides in it."""
        text, place = " ".join("".join(self.parts).split()), self.places[-1]
        if text:
            self.blocks.append(Block(text, (self.first_line,), place.kind, level=place.level, speaker=place.speaker))
        self.blocks += self.asides
        self.parts, self.asides, self.chars, self.first_line = [], [], 0, 0

    def _inside(self, element: _Element, meaning: Meaning | None) -> _Place:
        outer = replace(self.places[-1], meaning=meaning)
        if meaning is Meaning.SPEECH:
            return replace(outer, speaker=self.vocabulary.speaker(element) or outer.speaker)
        if meaning is Meaning.DIVISION:
            return replace(outer, divisions=outer.divisions + 1)
        if meaning is Meaning.HEADING:
            return replace(outer, kind=Kind.HEADING, level=min(max(outer.divisions, 1), _DEEPEST_HEADING), speaker="")
        return outer

    def _take_whole(self, element: _Element, meaning: Meaning | None) -> None:
        text = text_of(element)
        words = " ".join(text.split())
        if meaning is Meaning.WITHHELD:
            place, reason = self.places[-1], self.vocabulary.withheld(element)
            self.blocks.append(Block(words, (self.line,), speaker=place.speaker, withheld=reason))
        elif words and meaning is Meaning.ASIDE:
            self.asides.append(Block(words, (self.line + lines_before_words(text),), furniture=True))
        elif words and meaning is Meaning.EVENT:
            self._take(f" {words} " if _BRACKETED.fullmatch(words) else f" [{words}] ")
        self.line += text.count("\n")

    def _take(self, text: str | None) -> None:
        if not text:
            return
        if not self.first_line and text.strip():
            self.first_line = self.line + lines_before_words(text)
        self.parts.append(text)
        self.chars += len(text)
        self.line += text.count("\n")
