"""A feed as it lies there: which bytes are whose, so that what is changed is changed alone and all else stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from tts_interview.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LARGEST_BYTES = 50_000_000
# What ends a start tag in a well-formed document: quoted values may hold anything.
_START_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_CHANNEL = ["rss", "channel"]


@dataclass(slots=True)
class XmlNode:
    """An element, from byte `start` to `end`, its end tag from `inner_end` on; a namespace is before its name and a space."""

    name: str
    attributes: Mapping[str, str]
    start: int
    inner_end: int = 0
    end: int = 0
    text: str = ""
    children: list[XmlNode] = field(default_factory=list)

    def child(self, name: str) -> XmlNode | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def text_of(self, name: str) -> str:
        """The text of the first child of that name, without white space around it; empty where there is none."""
        found = self.child(name)
        return found.text.strip() if found else ""

    def attribute(self, name: str, key: str) -> str:
        """An attribute of the first child of that name; empty where there is none."""
        found = self.child(name)
        return found.attributes.get(key, "") if found else ""


@dataclass(frozen=True, slots=True)
class FeedText:
    """The bytes of a feed, its channel, and the namespaces that the whole of it knows by prefixes."""

    data: bytes
    channel: XmlNode
    prefixes: Mapping[str, str]

    @property
    def items(self) -> list[XmlNode]:
        """The episodes, as they stand."""
        return [child for child in self.channel.children if child.name == "item"]


def read_feed(path: Path) -> FeedText:
    """The feed in a file. Raises OutputError, with the line, if it is none."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}; name another file under [feed]") from error
    if len(data) > _LARGEST_BYTES:
        raise OutputError(f"{path} is larger than any feed: name another file under [feed]")
    return feed_of(data, str(path))


def feed_of(data: bytes, name: str) -> FeedText:
    """The feed of these bytes; `name` is what errors call it. Raises OutputError as `read_feed` does."""
    reading = _Reading(data)
    try:
        reading.parser.Parse(data, True)  # noqa: FBT003 - it takes no name
    except expat.ExpatError as error:
        why = expat.errors.messages[error.code] if error.code in expat.errors.messages else str(error)
        raise OutputError(f"{name}, line {error.lineno}: this is no feed ({why}): mend it, or move it away") from error
    except _RefusedError as error:
        raise OutputError(f"{name}, line {reading.parser.CurrentLineNumber}: {error}: mend it, or move it away") from error
    if reading.channel is None:
        raise OutputError(f"{name} is no feed, for it has no channel: mend it, or move it away")
    return FeedText(data, reading.channel, reading.prefixes)


class _RefusedError(ValueError):
    """What no feed holds."""


class _Reading:
    """Notes where elements begin and end while expat reads them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.channel: XmlNode | None = None
        self.prefixes: dict[str, str] = {}
        self._open: list[XmlNode] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartNamespaceDeclHandler = self._named
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.casefold() not in {"utf-8", "us-ascii"}:
            raise _RefusedError(f"it is in {encoding}, and must be in UTF-8")

    def _refuse_doctype(self, *_: object) -> None:
        raise _RefusedError("a feed has no document type")

    def _named(self, prefix: str | None, address: str) -> None:
        if not self._open and prefix:
            self.prefixes[prefix] = address

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        piece = XmlNode(name, attributes, self.parser.CurrentByteIndex)
        if self._open:
            self._open[-1].children.append(piece)
        self._open.append(piece)
        if self.channel is None and [p.name for p in self._open] == _CHANNEL:
            self.channel = piece

    def _end(self, _name: str) -> None:
        piece = self._open.pop()
        tag = _START_TAG.match(self.data, piece.start)
        if tag and tag[0].endswith(b"/>"):
            piece.inner_end = piece.end = tag.end()
        else:
            piece.inner_end = self.parser.CurrentByteIndex
            piece.end = self.data.index(b">", piece.inner_end) + 1

    def _say(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


@dataclass(frozen=True, slots=True)
class Edit:
    """Other bytes for those from `start` to `end`."""

    start: int
    end: int
    data: bytes


def changed(data: bytes, changes: list[Edit]) -> bytes:
    """The bytes with all changes, of which no two overlap; those at one place come in their order."""
    parts, done = [], 0
    for change in sorted(changes, key=lambda c: c.start):
        parts += [data[done : change.start], change.data]
        done = change.end
    return b"".join([*parts, data[done:]])
