"""What a feed says of a show and of an episode: RSS 2.0 with Apple's tags and those of Podcasting 2.0.

https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification and
https://github.com/Podcastindex-org/podcast-namespace
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from tts_interview.files.media_types import media_type
from tts_interview.model import Role
from tts_interview.publishing.identity import identifier
from tts_interview.publishing.markup import Maker, language_tag, xml_line, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tts_interview.model import Podcast
    from tts_interview.publishing.feed.place import FeedPlace
    from tts_interview.publishing.markup import Element
    from tts_interview.publishing.publication import Draft, Publication

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
PREFIXES: dict[str | None, str] = {"atom": ATOM, "itunes": ITUNES, "podcast": PODCAST}
LONGEST_DESCRIPTION_BYTES = 4000
# PSP-1: a guid of a feed is made of its address in this namespace.
_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_TRANSCRIPTS = (".vtt", ".srt", ".transcript.json")
_CHAPTERS = ".chapters.json"
_PERSON_ROLES = {Role.INTERVIEWER: "host", Role.GUEST: "guest"}
# One of several elements of a name is told from the others by these attributes.
_TELLING = {f"{ATOM} link": "rel", f"{PODCAST} txt": "purpose"}
# What an item of ours holds; all else in it is somebody else's.
ITEM_KEYS = frozenset(
    {"title", "link", "description", "guid", "pubDate", "enclosure", f"{PODCAST} txt ai-content"}
    | {f"{ITUNES} {name}" for name in ("duration", "episode", "episodeType", "explicit", "image")}
    | {f"{PODCAST} {name}" for name in ("transcript", "chapters", "person")}
)
_make = Maker("", PREFIXES)


def key_of(name: str, attributes: Mapping[str, str]) -> str:
    """What tells an element from others beside it: its name, and an attribute where there may be several of the name."""
    telling = _TELLING.get(name, "")
    return f"{name} {attributes.get(telling, '')}" if telling else name


def channel_elements(show: Podcast, place: FeedPlace, artwork: Path, language: str) -> Iterator[Element]:
    """What the show file says of the show."""
    yield _make("title", xml_line(show.title))
    yield _make("link", show.link)
    yield _make("description", shortened(xml_text(show.description), LONGEST_DESCRIPTION_BYTES))
    yield _make("language", language_tag(show.language or language))
    yield _make("atom:link", {"href": place.url, "rel": "self", "type": "application/rss+xml"})
    if author := xml_line(show.author):
        yield _make("itunes:author", author)
    if show.email:
        yield _make("itunes:owner", _make("itunes:name", author or xml_line(show.title)), _make("itunes:email", show.email))
    yield _make("itunes:image", {"href": place.address(artwork)})
    category, _, within = (xml_line(part) for part in show.category.partition(">"))
    yield _make("itunes:category", {"text": category}, *([_make("itunes:category", {"text": within})] if within else []))
    yield _make("itunes:explicit", _truth(show.explicit))
    yield _make("podcast:txt", {"purpose": "ai-content"}, "true")


def first_elements(show: Podcast, place: FeedPlace) -> Iterator[Element]:
    """What a new feed says besides, and what then stays whatever it is."""
    yield _make("podcast:guid", str(feed_guid(place.url)))
    yield _make("podcast:medium", "podcast")
    if show.email:
        yield _make("podcast:locked", {"owner": show.email}, "yes")
    yield _make("generator", "tts-interview")


def item_elements(publication: Publication, place: FeedPlace, guid: str) -> Iterator[Element]:
    """What is said of an episode; its files are those that are written by now."""
    episode, audio = publication.episode, publication.audio
    yield _make("title", xml_line(episode.title) or "…")
    if link := publication.link or _page(publication, place):
        yield _make("link", link)
    if description := shortened(xml_text(publication.description.strip()), LONGEST_DESCRIPTION_BYTES):
        yield _make("description", description)
    yield _make("guid", {"isPermaLink": "false"}, guid)
    if date := _rfc_2822(episode.date):
        yield _make("pubDate", date)
    size = str(audio.stat().st_size)
    yield _make("enclosure", {"url": place.address(audio), "length": size, "type": media_type(audio.name)})
    yield _make("itunes:duration", str(max(1, round(episode.seconds))))
    if publication.number:
        yield _make("itunes:episode", str(publication.number))
    yield _make("itunes:episodeType", "full")
    yield _make("itunes:explicit", _truth(publication.show.explicit))
    yield from _files(publication, place)
    yield from _people(publication)


def _files(publication: Publication, place: FeedPlace) -> Iterator[Element]:
    language = language_tag(publication.episode.language)
    for path in publication.written:
        what = {"url": place.address(path), "type": media_type(path.name)}
        if path.name.endswith((".cover.png", ".cover.jpg")):
            yield _make("itunes:image", {"href": what["url"]})
        elif path.name.endswith(_TRANSCRIPTS):
            yield _make("podcast:transcript", {**what, "language": language})
        elif path.name.endswith(_CHAPTERS):
            yield _make("podcast:chapters", what)


def _people(publication: Publication) -> Iterator[Element]:
    """Who asks and who answers; and that the voices are made, unless all of them were recorded."""
    for speaker in publication.episode.people:
        if speaker.role in _PERSON_ROLES and xml_line(speaker.name):
            yield _make("podcast:person", {"role": _PERSON_ROLES[speaker.role]}, xml_line(speaker.name))
    passages = publication.episode.passages
    is_recorded = bool(passages) and all(passage.recording for passage in passages)
    yield _make("podcast:txt", {"purpose": "ai-content"}, _truth(not is_recorded))


def feed_guid(url: str) -> uuid.UUID:
    """What a feed is known by wherever it moves: of its first address, without scheme and slashes at the end."""
    return uuid.uuid5(_GUIDS, url.partition("://")[2].rstrip("/"))


def item_guid(draft: Draft) -> str:
    """What an episode is known by."""
    return f"urn:uuid:{identifier(draft)}"


def shortened(text: str, most_bytes: int) -> str:
    """As many whole lines, or at least characters, of a text as fit into that many bytes."""
    if len(text.encode()) <= most_bytes:
        return text
    cut = text.encode()[: most_bytes - len("…".encode())].decode(errors="ignore")
    return (cut.rpartition("\n")[0] or cut).rstrip() + "…"


def _page(publication: Publication, place: FeedPlace) -> str:
    return next((place.address(path) for path in publication.written if path == publication.file(".html")), "")


def _rfc_2822(date: str) -> str:
    """A date of ISO 8601, as far as it is known, as feeds write it; empty where it is none."""
    whole = date + "1970-01-01"[len(date) :] if len(date) in (4, 7) else date
    try:
        found = datetime.fromisoformat(whole)
    except ValueError:
        return ""
    return format_datetime(found if found.tzinfo else found.replace(tzinfo=UTC))


def _truth(value: bool) -> str:  # noqa: FBT001 - it is written, not chosen by
    return "true" if value else "false"
