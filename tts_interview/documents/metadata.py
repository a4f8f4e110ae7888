"""Read the metadata of a page: meta elements and JSON-LD."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.documents.front_matter import date_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"\w*Article|Interview|BlogPosting|Report|PodcastEpisode|Review|WebPage", re.I)
_SPACE = re.compile(r"\s+")
_SITE_AFTER = re.compile(r"\s+[-–—|·:»]\s+")
_LONGEST_NAME_WORDS = 5
_MOST_AUTHORS = 10
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a page; fields that the page does not give are empty.

    `words` counts the words of the article, from its word count or its body. `closed` says that it is not free to read,
    `closed_parts` are the CSS selectors of the paid parts, and `tier` is the publisher's access level, such as "metered".
    """

    title: str = ""
    date: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    words: int = 0
    closed: bool = False
    closed_parts: tuple[str, ...] = ()
    tier: str = ""


def metadata_of(root: HtmlElement) -> Metadata:
    """Gather the metadata of the page's head and its JSON-LD."""
    meta = _meta(root)
    article = _article(root)
    headline = _text(article.get("headline")) or meta.get("og:title", "")
    published = article.get("datePublished") or meta.get("article:published_time") or meta.get("date")
    closed = _is_false(article.get("isAccessibleForFree"))
    parts = [part for part in _items(article.get("hasPart")) if _is_false(part.get("isAccessibleForFree"))]
    return Metadata(
        title=headline or _without_site(_page_title(root), root),
        date=date_of(_text(published)) or date_of(meta.get("dcterms.date")),
        language=(root.get("lang") or _text(article.get("inLanguage")) or meta.get("og:locale", "")).strip().replace("_", "-"),
        authors=_authors(article, meta),
        description=_text(article.get("description")) or meta.get("og:description") or meta.get("description", ""),
        words=_declared_words(article),
        closed=closed or bool(parts),
        closed_parts=tuple(filter(None, (_text(part.get("cssSelector")) for part in parts))),
        tier=(meta.get("article:content_tier") or meta.get("og:article:content_tier") or meta.get("content_tier", "")).lower(),
    )


def _meta(root: HtmlElement) -> dict[str, str]:
    """Return the contents of the meta elements by name, the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        found.setdefault(name, _text(element.get("content")))
    return found


def _article(root: HtmlElement) -> dict[str, Any]:
    """Find the JSON-LD of the article, or that of the page if it describes no article."""
    items = [item for script in root.iter("script") for item in _linked_data(script)]
    articles = [item for item in items if any(_ARTICLE.fullmatch(kind) for kind in _types(item))]
    # The entry of a page has less than that of its article.
    return min(articles, key=lambda item: "WebPage" in _types(item), default={})


def _linked_data(script: HtmlElement) -> Iterator[dict[str, Any]]:
    if (script.get("type") or "").strip().lower() != "application/ld+json":
        return
    try:
        data = json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):  # invalid JSON does not make the page unreadable
        return
    for item in _items(data):
        yield item
        yield from _items(item.get("@graph"))


def _items(value: object) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _text(value: object) -> str:
    return _SPACE.sub(" ", value).strip() if isinstance(value, str) else ""


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() in ("false", "no", "0"))


def _page_title(root: HtmlElement) -> str:
    title = root.find(".//head/title")
    return _text(title.text) if title is not None else ""


def _without_site(title: str, root: HtmlElement) -> str:
    """Remove the site's name after the title of the window, if a heading shows which part is the title."""
    headings = {_text(h.text_content()) for h in root.iter("h1")}
    fronts = [title[: gap.start()] for gap in _SITE_AFTER.finditer(title)]
    return next((front for front in fronts if front in headings), title)


def _authors(article: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    """Return the names of the people who wrote the page, without organisations and addresses of profiles."""
    given = article.get("author")
    values = given if isinstance(given, list) else [given]
    names = [_text(v.get("name")) for v in _items(values) if "Organization" not in _types(v)]
    names += [name for v in values for name in _AND.split(_text(v))]
    names = list(filter(_is_name, names)) or list(filter(_is_name, _AND.split(meta.get("author", ""))))
    return tuple(dict.fromkeys(names))[:_MOST_AUTHORS]


def _is_name(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= _LONGEST_NAME_WORDS and words[0][:1].isupper() and not re.search(r"[@/:\d]", text)


def _declared_words(article: dict[str, Any]) -> int:
    """Return the larger of the declared word count and that of the declared body."""
    count = article.get("wordCount")
    declared = int(count) if isinstance(count, int) or (isinstance(count, str) and re.fullmatch(r"\d{1,7}", count)) else 0
    return max(declared, len(_text(article.get("articleBody")).split()))
