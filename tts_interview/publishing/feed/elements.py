"""Build the elements of a feed: RSS 2.0 with Apple's tags and those of Podcasting 2.0.

https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification and
https://github.com/Podcastindex-org/podcast-namespace
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from tts_interview.files.media_types import media_type
from tts_interview.language.messages import stands_for_role
from tts_interview.model import Role
from tts_interview.publishing.description import description_html
from tts_interview.publishing.markup import Html, Maker, language_tag, xml_line, xml_text
from tts_interview.publishing.provenance import identifier
from tts_interview.publishing.rights import licence_of
from tts_interview.publishing.times import rfc_2822, rfc_3339

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tts_interview.model import Podcast
    from tts_interview.publishing.feed.place import FeedPlace
    from tts_interview.publishing.markup import Element
    from tts_interview.publishing.publication import Draft, Publication
    from tts_interview.settings.showfile.tables import Feed

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
PREFIXES: dict[str | None, str] = {"atom": ATOM, "content": CONTENT, "itunes": ITUNES, "podcast": PODCAST}
LONGEST_DESCRIPTION_BYTES = 4000
# The longest text of several elements of Podcasting 2.0, in characters.
LONGEST_WORDS = 128
# The namespace in which PSP-1 derives a feed's guid from its address.
_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_TRANSCRIPTS = (".vtt", ".srt", ".transcript.json")
_CHAPTERS = ".chapters.json"
_PERSON_ROLES = {Role.INTERVIEWER: "host", Role.GUEST: "guest"}
# The attributes that distinguish several elements of one name.
_DISTINGUISHING = {f"{ATOM} link": "rel", f"{PODCAST} txt": "purpose", f"{PODCAST} image": "purpose"}
# The elements that this program writes into an item; any others are kept.
ITEM_KEYS = frozenset(
    {"title", "link", "description", "guid", "pubDate", "enclosure", f"{CONTENT} encoded"}
    | {f"{ITUNES} {name}" for name in ("duration", "episode", "episodeType", "explicit", "image", "season")}
    | {f"{PODCAST} {name}" for name in ("transcript", "chapters", "person", "alternateEnclosure", "license", "season")}
    | {f"{PODCAST} txt ai-content", f"{PODCAST} image artwork", f"{ATOM} updated"}
)
_make = Maker("", PREFIXES)


def key_of(name: str, attributes: Mapping[str, str]) -> str:
    """Return the key of an element among its siblings: its name, and an attribute if the name may occur several times."""
    attribute = _DISTINGUISHING.get(name, "")
    return f"{name} {attributes.get(attribute, '')}" if attribute else name


def channel_elements(show: Podcast, place: FeedPlace, artwork: Path, language: str) -> Iterator[Element]:
    """Yield the elements that the show file sets."""
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
    yield _picture(place.address(artwork), show.title)
    category, _, within = (xml_line(part) for part in show.category.partition(">"))
    yield _make("itunes:category", {"text": category}, *([_make("itunes:category", {"text": within})] if within else []))
    yield _make("itunes:explicit", _truth(show.explicit))
    yield _make("podcast:txt", {"purpose": "ai-content"}, "true")
    yield from _choices(place.about)


def _choices(feed: Feed) -> Iterator[Element]:
    """Yield the elements that the table [feed] of the show file sets."""
    if feed.type:
        yield _make("itunes:type", feed.type)
    if feed.copyright:
        yield _make("copyright", xml_line(feed.copyright))
    yield from _license(feed.license)
    if feed.funding:
        yield _make("podcast:funding", {"url": feed.funding[0]}, xml_line(feed.funding[1]))
    if feed.update_frequency:
        yield _make("podcast:updateFrequency", {"rrule": feed.update_frequency[0]}, xml_line(feed.update_frequency[1]))


def first_elements(show: Podcast, place: FeedPlace) -> Iterator[Element]:
    """Yield further elements of a new feed, which later runs keep."""
    yield _make("podcast:guid", str(feed_guid(place.url)))
    yield _make("podcast:medium", "podcast")
    if show.email:
        yield _make("podcast:locked", {"owner": show.email}, "yes")
    yield _make("generator", "tts-interview")


def item_elements(publication: Publication, place: FeedPlace) -> Iterator[Element]:
    """Yield the elements of an episode, with the files that are written so far."""
    episode, audio = publication.episode, publication.audio
    yield _make("title", xml_line(episode.title) or "…")
    if link := publication.link or _page(publication, place):
        yield _make("link", link)
    if publication.description.strip():
        text = xml_text(publication.description.strip())
        yield _make("description", Html(html_within(text, LONGEST_DESCRIPTION_BYTES)))
        yield _make("content:encoded", Html(description_html(text)))
    yield _make("guid", {"isPermaLink": "false"}, publication.guid or item_guid(publication))
    if date := rfc_2822(publication.published or episode.date):
        yield _make("pubDate", date)
    if modified := rfc_3339(publication.modified):
        yield _make("atom:updated", modified)
    size = str(publication.files.now(audio).stat().st_size)
    yield _make("enclosure", {"url": place.address(audio), "length": size, "type": media_type(audio.name)})
    yield _make("itunes:duration", str(max(1, round(episode.seconds))))
    if publication.number:
        yield _make("itunes:episode", str(publication.number))
    if publication.season:
        yield _make("itunes:season", str(publication.season))
        yield _make("podcast:season", str(publication.season))
    yield _make("itunes:episodeType", "full")
    yield _make("itunes:explicit", _truth(publication.show.explicit))
    yield from _files(publication, place)
    yield from _people(publication)
    yield from _license(publication.license)


def _files(publication: Publication, place: FeedPlace) -> Iterator[Element]:
    language = language_tag(publication.episode.language)
    for path in publication.written:
        what = {"url": place.address(path), "type": media_type(path.name)}
        if path.name.endswith((".cover.png", ".cover.jpg")):
            yield _make("itunes:image", {"href": what["url"]})
            yield _picture(what["url"], publication.title)
        elif path.name.endswith(_TRANSCRIPTS):
            yield _make("podcast:transcript", {**what, "language": language})
        elif path.name.endswith(_CHAPTERS):
            yield _make("podcast:chapters", what)
        elif what["type"].startswith("audio/") and path != publication.audio:
            yield _alternate(publication, path, what)


def _alternate(publication: Publication, path: Path, what: Mapping[str, str]) -> Element:
    """Make the element of a further audio file, with its size in bytes and its average rate in bits per second."""
    size, seconds = publication.files.now(path).stat().st_size, max(1.0, publication.episode.seconds)
    about = {"type": what["type"], "length": str(size), "bitrate": str(round(8 * size / seconds))}
    return _make("podcast:alternateEnclosure", about, _make("podcast:source", {"uri": what["url"]}))


def _picture(address: str, title: str) -> Element:
    return _make("podcast:image", {"href": address, "alt": xml_line(title), "purpose": "artwork"})


def _license(text: str) -> Iterator[Element]:
    """Yield the element of a licence that has an SPDX identifier or an address."""
    licence = licence_of(text)
    if licence and (licence.spdx or licence.address):
        address = {"url": licence.address} if licence.address else {}
        yield _make("podcast:license", address, licence.spdx.lower() or xml_line(licence.name)[:LONGEST_WORDS])


def _people(publication: Publication) -> Iterator[Element]:
    """Yield the interviewers and guests who have names, and whether any voice is synthetic."""
    for speaker in publication.episode.people:
        if speaker.role in _PERSON_ROLES and not stands_for_role(speaker.name, publication.episode.language):
            yield _make("podcast:person", {"role": _PERSON_ROLES[speaker.role]}, xml_line(speaker.name))
    passages = publication.episode.passages
    is_recorded = bool(passages) and all(passage.recording for passage in passages)
    yield _make("podcast:txt", {"purpose": "ai-content"}, _truth(not is_recorded))


def feed_guid(url: str) -> uuid.UUID:
    """Return the permanent guid of a feed, made from its first address without the scheme and trailing slashes."""
    return uuid.uuid5(_GUIDS, url.partition("://")[2].rstrip("/"))


def item_guid(draft: Draft) -> str:
    """Return the guid of an episode."""
    return f"urn:uuid:{identifier(draft)}"


def shortened(text: str, most_bytes: int) -> str:
    """Shorten a text to whole lines, or at least whole characters, within a number of bytes."""
    if len(text.encode()) <= most_bytes:
        return text
    cut = text.encode()[: most_bytes - len("…".encode())].decode(errors="ignore")
    return (cut.rpartition("\n")[0] or cut).rstrip() + "…"


def html_within(text: str, most_bytes: int) -> str:
    """Return a description in HTML of at most that many bytes, shortened by whole lines where there are several."""
    while len((html := description_html(text)).encode()) > most_bytes:
        size = len(text.encode())
        text = shortened(text, min(size - 1, size * most_bytes // len(html.encode())))
    return html


def _page(publication: Publication, place: FeedPlace) -> str:
    return next((place.address(path) for path in publication.written if path == publication.file(".html")), "")


def _truth(value: bool) -> str:  # noqa: FBT001 - the value itself
    return "true" if value else "false"
