"""Parse a feed with the byte range of each element, so that edits leave all other bytes as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from tts_interview.errors import OutputError
from tts_interview.files.opening import opened
from tts_interview.publishing.feed.elements import ITUNES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

_LARGEST_BYTES = 200_000_000
# A start tag in a well-formed document; quoted values may contain ">".
START_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_CHANNEL = ["rss", "channel"]
# The elements by which episodes are told apart.
_TOLD_BY = frozenset({"guid", "pubDate", "enclosure", f"{ITUNES} episode", f"{ITUNES} season"})


@dataclass(slots=True)
class XmlNode:
    """An element in the bytes from `start` to `end`; its end tag begins at `inner_end`.

    `name` is "NAMESPACE NAME", or the bare name without a namespace.
    """

    name: str
    attributes: Mapping[str, str]
    start: int
    inner_end: int = 0
    end: int = 0
    text: str = ""
    children: list[XmlNode] = field(default_factory=list)

    def child(self, name: str) -> XmlNode | None:
        """Return the first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def text_of(self, name: str) -> str:
        """Return the stripped text of the first child of that name, or ""."""
        found = self.child(name)
        return found.text.strip() if found else ""

    def attribute(self, name: str, key: str) -> str:
        """Return an attribute of the first child of that name, or ""."""
        found = self.child(name)
        return found.attributes.get(key, "") if found else ""


@dataclass(slots=True)
class _SkimmedItem(XmlNode):
    """An item without children: `told` has the texts of those that are wanted, and their attributes by "NAME KEY"."""

    told: dict[str, str] = field(default_factory=dict)

    def text_of(self, name: str) -> str:
        return self.told.get(name, "").strip()

    def attribute(self, name: str, key: str) -> str:
        return self.told.get(f"{name} {key}", "")


@dataclass(frozen=True, slots=True)
class FeedText:
    """The bytes of a feed, its name in errors, its channel, and the prefixes of namespaces that its root declares."""

    data: bytes
    name: str
    channel: XmlNode
    prefixes: Mapping[str, str]

    @property
    def items(self) -> list[XmlNode]:
        """The episodes, in document order."""
        return [child for child in self.channel.children if child.name == "item"]

    def with_only(self, own: XmlNode | None, changes: Iterable[Replacement] = ()) -> FeedText:
        """Read the feed again with these changes and no other item than `own`. Raises OutputError as `read_feed` does."""
        others = (Replacement(item.start, item.end, b"") for item in self.items if item is not own)
        return feed_of(changed(self.data, [*changes, *others]), self.name)


# A render asks for its feed several times, and a long one takes a second to parse.
_last_skimmed: dict[Path, FeedText] = {}


def skimmed_feed(path: Path) -> FeedText:
    """Read a feed as `read_feed` does, but of each item only guid, date, numbers and enclosure."""
    data, last = _content(path), _last_skimmed.get(path)
    if not last or last.data != data:
        last = feed_of(data, str(path), _TOLD_BY)
        _last_skimmed.clear()
        _last_skimmed[path] = last
    return last


def read_feed(path: Path) -> FeedText:
    """Read a feed from a file. Raises OutputError, with the line, if it is not a feed."""
    return feed_of(_content(path), str(path))


def _content(path: Path) -> bytes:
    try:
        with opened(path) as file:
            data = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror or error}; name another file under [feed]") from error
    if len(data) > _LARGEST_BYTES:
        raise OutputError(f"{path} is too large for a feed: name another file under [feed]")
    return data


def feed_of(data: bytes, name: str, wanted: Container[str] | None = None) -> FeedText:
    """Parse a feed; errors call it `name`. Raises OutputError as `read_feed` does.

    `wanted` names the elements to read in each item; None reads all of them.
    """
    reading = _Reading(data, wanted)
    try:
        reading.parser.Parse(data, True)  # noqa: FBT003 - it takes no name
    except expat.ExpatError as error:
        why = expat.errors.messages[error.code] if error.code in expat.errors.messages else str(error)
        raise OutputError(f"{name}, line {error.lineno}: not a valid feed ({why}): repair it, or move it away") from error
    except _RefusedError as error:
        raise OutputError(f"{name}, line {reading.parser.CurrentLineNumber}: {error}: repair it, or move it away") from error
    if reading.channel is None:
        raise OutputError(f"{name} is not a feed, because it has no channel: repair it, or move it away")
    return FeedText(data, name, reading.channel, reading.prefixes)


class _RefusedError(ValueError):
    """The document has something that a feed must not have."""


class _Reading:
    """Records where elements begin and end while expat parses them."""

    def __init__(self, data: bytes, wanted: Container[str] | None) -> None:
        self.data = data
        self.channel: XmlNode | None = None
        self.prefixes: dict[str, str] = {}
        self._wanted = wanted
        self._open: list[XmlNode] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._check_encoding
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartNamespaceDeclHandler = self._add_prefix
        self._listen()

    def _listen(self) -> None:
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add_text

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.casefold() not in {"utf-8", "us-ascii"}:
            raise _RefusedError(f"the encoding is {encoding}, expected UTF-8")

    def _refuse_doctype(self, *_: object) -> None:
        raise _RefusedError("a feed must not have a document type")

    def _add_prefix(self, prefix: str | None, address: str) -> None:
        if not self._open and prefix:
            self.prefixes[prefix] = address

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        is_skimmed = self._wanted and name == "item" and self._open and self._open[-1] is self.channel
        piece = (_SkimmedItem if is_skimmed else XmlNode)(name, attributes, self.parser.CurrentByteIndex)
        if self._open:
            self._open[-1].children.append(piece)
        self._open.append(piece)
        if self.channel is None and [p.name for p in self._open] == _CHANNEL:
            self.channel = piece
        if isinstance(piece, _SkimmedItem) and self._wanted:
            self._skim(piece.told, self._wanted)

    def _skim(self, told: dict[str, str], wanted: Container[str]) -> None:
        """Until the item ends, note only the attributes and the texts of wanted elements, the first of each name."""
        parser, depth, heard = self.parser, 0, ""

        def begin(name: str, attributes: Mapping[str, str]) -> None:
            nonlocal depth, heard
            depth += 1
            if depth == 1 and name in wanted and name not in told:
                told[name] = ""
                for key, value in attributes.items():
                    told[f"{name} {key}"] = value
                heard, parser.CharacterDataHandler = name, add_text

        def add_text(text: str) -> None:
            if depth == 1:
                told[heard] += text

        def end(name: str) -> None:
            nonlocal depth, heard
            depth -= 1
            if heard and not depth:
                heard, parser.CharacterDataHandler = "", None
            if depth < 0:
                self._listen()
                self._end(name)

        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, None

    def _end(self, _name: str) -> None:
        piece = self._open.pop()
        tag = START_TAG.match(self.data, piece.start)
        if tag and tag[0].endswith(b"/>"):
            piece.inner_end = piece.end = tag.end()
        else:
            piece.inner_end = self.parser.CurrentByteIndex
            piece.end = self.data.index(b">", piece.inner_end) + 1

    def _add_text(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


@dataclass(frozen=True, slots=True)
class Replacement:
    """A replacement for the bytes from `start` to `end`."""

    start: int
    end: int
    data: bytes


def changed(data: bytes, changes: list[Replacement]) -> bytes:
    """Apply changes, which must not overlap; changes at the same place keep their order."""
    parts, done = [], 0
    for change in sorted(changes, key=lambda c: c.start):
        parts += [data[done : change.start], change.data]
        done = change.end
    return b"".join([*parts, data[done:]])
