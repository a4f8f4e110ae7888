"""Read the feed of a news site, RSS or Atom: which pages it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tts_interview.documents.web import is_address
from tts_interview.documents.xml import local, named, parsed, words_of
from tts_interview.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_ROOTS = {"rss", "RDF", "feed"}


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item of a feed: what tells it apart from others, for good, and the http(s) address of its page."""

    key: str
    link: str


def items_of(data: bytes, address: str) -> list[FeedItem]:
    """Return the items of a feed that lead to a page, each once. Raises SourceError if it is not a feed."""
    root = parsed(data, address)
    if local(root) not in _ROOTS:
        raise SourceError(f"{address} is not a feed: expected RSS or Atom, but its root is <{local(root)[:40]}>")
    found = {item.key: item for element in named(root, "item", "entry") for item in _items(element, address)}
    return list(found.values())


def _items(element: _Element, address: str) -> Iterator[FeedItem]:
    texts = {local(child): words_of(child) for child in reversed(element)}
    links = [
        child.get("href", "") for child in element if local(child) == "link" and child.get("rel", "alternate") == "alternate"
    ]
    link = urljoin(address, next(filter(None, links), texts.get("link", "")).strip())
    if is_address(link) and link != address:
        yield FeedItem(texts.get("guid") or texts.get("id") or link, link)
