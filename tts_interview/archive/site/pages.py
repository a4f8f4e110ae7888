"""The pages of a site: its start, its lists of episodes, and the indexes of these lists."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from tts_interview.archive.site.content import KINDS, LANGUAGES, PEOPLE, quoted
from tts_interview.files.cleaning import one_line
from tts_interview.language.locales import direction, language_name, long_date, minutes
from tts_interview.language.messages import has_messages, language_of, message
from tts_interview.model import Podcast
from tts_interview.publishing.colours import colours_css
from tts_interview.publishing.page.templates import source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from tts_interview.archive.site.content import ListedEpisode

_HERE = Path(__file__).parent / "templates"
ALL = "episodes"
_WORDS = ("search", "search-nothing", "subscribe", "newer", "older", "more-results", "disclosure-of-show", ALL, *KINDS)


@dataclass(frozen=True, slots=True)
class Look:
    """What all pages of a site share; its public address is empty if unknown, and `kinds` are those of its lists."""

    show: Podcast = field(default_factory=Podcast)
    language: str = "en"
    address: str = ""
    has_search: bool = True
    kinds: tuple[str, ...] = (ALL,)

    @property
    def title(self) -> str:
        """The name of the site."""
        return one_line(self.show.title) or message(self.language, ALL)

    @property
    def fingerprint(self) -> str:
        """What all pages depend on, their templates included."""
        from tts_interview import __version__

        texts = [path.read_text(encoding="utf-8") for path in sorted(_HERE.iterdir())]
        show = [str(value) for value in (self.show, self.language, self.address, self.has_search, self.kinds)]
        return hashlib.sha256("\0".join([__version__, *show, *texts, style()]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ListPart:
    """A part of a list of episodes: the list's kind and name, its folder, and the files of its neighbours, if it has any."""

    kind: str
    name: str
    folder: str
    newer: str = ""
    older: str = ""
    total: int = 0
    feed: str = ""


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["ld"] = _linked_data
    return made


def style() -> str:
    """Return the style sheet of all pages: colours and lists are those of the show's list of episodes."""
    return colours_css() + source("episodes.css") + (_HERE / "site.css").read_text(encoding="utf-8")


def script() -> str:
    """Return the script of the search."""
    return (_HERE / "site.js").read_text(encoding="utf-8")


def list_page(look: Look, part: ListPart, episodes: Sequence[ListedEpisode]) -> bytes:
    """Return a part of a list of episodes, the newest first."""
    title = {ALL: message(look.language, ALL)}.get(part.kind) or shown_name(look, part.kind, part.name)
    entries = [_entry(look, shown) for shown in episodes]
    about = {"@type": "Person", "name": part.name} if part.kind == PEOPLE else ""
    items = [{"@type": "ListItem", "position": n, "url": _address(look, e["page"])} for n, e in enumerate(entries, start=1)]
    data = {
        "@type": "CollectionPage",
        "name": title,
        "about": about,
        "mainEntity": {"@type": "ItemList", "numberOfItems": part.total, "itemListElement": items},
    }
    return _filled(look, "list.html", part.folder, title=title, data=data, part=part, episodes=entries)


def index_page(look: Look, part: ListPart, lists: Sequence[tuple[str, str, int]]) -> bytes:
    """Return a part of the index of the lists of one kind: the name, the slug and the number of episodes of each."""
    title = message(look.language, part.kind)
    links = [(shown_name(look, part.kind, name), f"{slug}/index.html", count) for name, slug, count in lists]
    parts = [
        {
            "@type": "Person" if part.kind == PEOPLE else "CollectionPage",
            "name": name,
            "url": _address(look, f"{part.kind}/{to}"),
        }
        for name, to, _ in links
    ]
    items = [{"@type": "ListItem", "position": n, "item": item} for n, item in enumerate(parts, start=1)]
    data = {"@type": "CollectionPage", "name": title, "mainEntity": {"@type": "ItemList", "itemListElement": items}}
    return _filled(look, "index.html", part.folder, title=title, data=data, part=part, links=links)


def start_page(look: Look, episodes: Sequence[ListedEpisode], counts: dict[str, int], feed: str) -> bytes:
    """Return the start page: the search, the number of lists of each kind, and the newest episodes."""
    description = one_line(look.show.description)
    data = {
        "@type": "WebSite",
        "name": look.title,
        "url": look.address,
        "description": description,
        "about": {"@type": "PodcastSeries", "name": look.title, "webFeed": feed and _address(look, feed)},
    }
    entries = [_entry(look, shown) for shown in episodes]
    more = {"description": description, "counts": counts, "feed": feed, "episodes": entries}
    return _filled(look, "start.html", "", title=look.title, data=data, **more)


def shown_name(look: Look, kind: str, name: str) -> str:
    """Return how a list is called: a language by its name in the language of the site."""
    return language_name(look.language, name) if kind == LANGUAGES else name


def _entry(look: Look, shown: ListedEpisode) -> dict[str, Any]:
    number = (
        message(look.language, "episode-number", number=shown.number) if has_messages(look.language) else f"{shown.number}."
    )
    length = minutes(language_of(look.language), max(1, round(shown.seconds / 60)))
    about = " · ".join(filter(None, (number if shown.number else "", _day(look.language, shown.date), length)))
    texts = {"title": shown.title, "language": shown.language, "summary": shown.summary, "about": about}
    return texts | {"page": quoted(shown.page), "cover": quoted(shown.cover)}


@lru_cache(maxsize=4096)
def _day(language: str, date: str) -> str:
    return long_date(language, date)


def _address(look: Look, path: str) -> str:
    return urljoin(look.address, path) if look.address else path


def _linked_data(data: dict[str, Any]) -> str:
    """Return linked data as JSON that is safe inside a script element."""
    from markupsafe import Markup

    known = {key: value for key, value in {"@context": "https://schema.org", **data}.items() if value}
    return Markup(json.dumps(known, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - "<" cannot end the script


def _filled(look: Look, template: str, folder: str, **values: object) -> bytes:
    ui = language_of(look.language)
    words = {key.replace("-", "_"): message(look.language, key) for key in _WORDS}
    root = "../" * len(Path(folder).parts) or "./"
    place = message(look.language, "search-place", place="{place}", total="{total}")
    shared = {
        "look": look,
        "ui": ui,
        "dir": direction(ui),
        "root": root,
        "words": words,
        "place": place,
    }
    return _templates().get_template(template).render(**shared, **values).encode()
