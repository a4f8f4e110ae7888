"""The feeds of a site: the newest items of a list, and archived feeds with all that came before, after RFC 5005.

https://www.rfc-editor.org/rfc/rfc5005
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tts_interview.archive.site.content import quoted
from tts_interview.publishing.feed.elements import PREFIXES, channel_elements, first_elements
from tts_interview.publishing.feed.place import FeedPlace
from tts_interview.publishing.markup import Maker, fragment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tts_interview.archive.site.pages import Look
    from tts_interview.settings.showfile.tables import Feed

# A feed has the newest items, so many, and so has each archived one.
ITEMS = 300
NAME = "feed.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HISTORY = "http://purl.org/syndication/history/1.0"
_PREFIXES = {**PREFIXES, "fh": _HISTORY}
_make = Maker("", _PREFIXES)


@dataclass(frozen=True, slots=True)
class Channel:
    """What the feeds of a site share: the look, the settings of the feed, its picture, and the folder of both."""

    look: Look
    about: Feed
    public: Path
    artwork: Path


def archived(name: str, number: int) -> str:
    """Return the name of an archived part of a feed, of which the first has the oldest items."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem or suffix}-{number + 1}{dot if stem else ''}{suffix if stem else ''}"


def name_of(about: Feed, folder: str) -> str:
    """Return the file name of the feed of a list: that of the whole show is the one in its address."""
    return (not folder and PurePosixPath(urlsplit(about.url).path).name) or NAME


@dataclass(frozen=True, slots=True)
class List:
    """A list with a feed: the folder of the list (empty for the whole show), the title, and the path of the feed."""

    channel: Channel
    folder: str
    title: str
    file: str


def feed_document(of: List, items: Sequence[str], *, archive: int | None, before: int) -> bytes:
    """Return the feed of a list, or an archived part of it.

    archive: the number of the archived part; None for the newest items.
    before: how many archived parts have older items.
    """
    channel, look = of.channel, of.channel.look
    here = look.address + quoted(of.file)
    show = replace(look.show, link=urljoin(here, "index.html"), title=of.title) if of.folder else look.show
    place = FeedPlace(channel.public / NAME, look.address + NAME, channel.about)
    elements = [*channel_elements(show, place, channel.artwork, look.language)]
    elements += first_elements(show, replace(place, url=here))
    own = here if archive is None else urljoin(here, archived(PurePosixPath(of.file).name, archive))
    for link in elements:
        if link.get("rel") == "self":
            link.set("href", own)
    if archive is not None:
        elements += [_make("fh:archive"), _make("atom:link", {"rel": "current", "href": here})]
    if before:
        older = look.address + quoted(archived(of.file, before - 1))
        elements.append(_make("atom:link", {"rel": "prev-archive", "href": older}))
    lines = [fragment(element, _PREFIXES).decode() for element in elements]
    names = " ".join(f'xmlns:{prefix}="{escape(address)}"' for prefix, address in _PREFIXES.items())
    body = "".join(f"\n    {line}" for line in (*lines, *items))
    return f'{_DECLARATION}<rss version="2.0" {names}>\n  <channel>{body}\n  </channel>\n</rss>\n'.encode()


def feed_title(look: Look, name: str) -> str:
    """Return the title of the feed of a list."""
    return f"{look.title}: {name}" if name else look.title


def at_home(item: str, feed_url: str, address: str) -> str:
    """Return an item with the addresses of today's feed."""
    return item.replace(escape(urljoin(feed_url, ".")), escape(address)) if item else ""
