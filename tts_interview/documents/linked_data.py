"""Read what a page says of itself in the vocabulary of schema.org, as JSON-LD and as microdata."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"\w*Article|Interview|BlogPosting|Report|PodcastEpisode|Review|WebPage", re.I)
_TYPE = re.compile(r"\w{1,60}")
_SCHEMA = re.compile(r"(?:https?://)?(?:www\.)?schema\.org/", re.I)
_SPACE = re.compile(r"\s+")
_MOST_TYPES = 50
# Of a page's many elements with properties, its article has a few.
_MOST_PROPERTIES = 20
_LONGEST_TEXT = 10_000
_PARTS = ("mainEntity", "hasPart")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The JSON-LD of a page.

    article: the item of the article, or that of the page if it describes no article.
    items: all items, of which `by_id` holds those with an identifier.
    """

    article: dict[str, Any]
    items: tuple[dict[str, Any], ...]
    by_id: dict[str, dict[str, Any]]

    def all(self, field: str) -> list[Any]:
        """Return the values of a field of the article as a list; references to other items are resolved."""
        value = self.article.get(field)
        return [self._resolved(one) for one in (value if isinstance(value, list) else [value])]

    def name(self, field: str) -> str:
        """Return the first text of a field of the article, or the name of the first item in it."""
        return next(filter(None, (text_of(v.get("name") if isinstance(v, dict) else v) for v in self.all(field))), "")

    def _resolved(self, value: object) -> object:
        identifier = value.get("@id") if isinstance(value, dict) else None
        return self.by_id.get(identifier, value) if isinstance(identifier, str) else value


def linked_data(root: HtmlElement) -> LinkedData:
    """Read the JSON-LD of a page."""
    items = tuple(chain.from_iterable(map(_linked, root.iter("script"))))
    articles = [item for item in items if any(map(_ARTICLE.fullmatch, types_in(item)))]
    # The entry of a page has less than that of its article.
    article = min(articles, key=lambda item: "WebPage" in types_in(item), default={})
    by_id: dict[str, dict[str, Any]] = {}
    for item in items:
        if isinstance(identifier := item.get("@id"), str):
            by_id.setdefault(identifier, item)
    return LinkedData(article, items, by_id)


def _linked(script: HtmlElement) -> Iterator[dict[str, Any]]:
    if (script.get("type") or "").strip().lower() != "application/ld+json":
        return
    try:
        data = json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):  # invalid JSON does not make the page unreadable
        return
    for item in items_in(data):
        yield item
        yield from items_in(item.get("@graph"))


def items_in(value: object) -> list[dict[str, Any]]:
    """Return the items in a value of JSON-LD, which is one or a list."""
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def types_in(item: dict[str, Any]) -> list[str]:
    """Return the bare types of an item, such as "NewsArticle"."""
    kinds = item.get("@type")
    names = (_bare(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str))
    return list(filter(None, names))


def _bare(kind: str) -> str:
    name = re.split(r"[/#:]", kind.strip())[-1]
    return name if _TYPE.fullmatch(name) else ""


def text_of(value: object) -> str:
    """Return a text in one line; empty for anything else. Many pages escape the characters of metadata twice."""
    return _SPACE.sub(" ", unescape(value[: 2 * _LONGEST_TEXT])).strip()[:_LONGEST_TEXT] if isinstance(value, str) else ""


def page_types(root: HtmlElement) -> tuple[str, ...]:
    """Return what a page says that it is: the types of its items, and that of Open Graph as "og:article"."""
    found = (kind for element in root.iter("*") for kind in _types_at(element))
    return tuple(islice(dict.fromkeys(found), _MOST_TYPES))


def _types_at(element: HtmlElement) -> Iterator[str]:
    if element.tag == "script":
        for item in _linked(element):
            yield from types_in(item)
            yield from (kind for part in _PARTS for inner in items_in(item.get(part)) for kind in types_in(inner))
    elif element.tag == "meta" and (element.get("property") or element.get("name") or "").lower() == "og:type":
        kind = text_of(element.get("content")).lower().removeprefix("og:")
        yield from ([f"og:{kind}"] if re.fullmatch(r"[\w.:]{1,60}", kind) else [])
    elif element.get("itemtype") and (element.get("itemprop") or _PARTS[0]) in _PARTS:
        schema = (kind for kind in element.get("itemtype").split() if _SCHEMA.match(kind))
        yield from filter(None, map(_bare, schema))


def microdata(root: HtmlElement, wanted: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of some properties of the article, or else of the page, by name."""
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for element in islice((e for e in _properties(_main_item(root)) if e.get("itemprop") in found), _MOST_PROPERTIES):
        found[element.get("itemprop")].append(_value(element))
    return found


def _main_item(root: HtmlElement) -> HtmlElement:
    items = (e for e in root.iter("*") if e.get("itemtype") and not e.get("itemprop"))
    return next((e for e in items if any(_ARTICLE.fullmatch(_bare(kind)) for kind in e.get("itemtype").split())), root)


def _properties(item: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that hold properties of an item, and none of the items inside it."""
    waiting = list(reversed(item))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):  # a comment
            continue
        if element.get("itemprop"):
            yield element
        if element.get("itemscope") is None:
            waiting += reversed(element)


def _value(element: HtmlElement) -> str:
    """Return the value of a property; for an item inside, such as a person, that is its name."""
    names = [e for e in _properties(element) if e.get("itemprop") == "name"] if element.get("itemscope") is not None else []
    values = (e.get("content") or e.get("datetime") or e.text_content() for e in (*names[:1], element))
    return next(filter(None, map(text_of, values)), "")
