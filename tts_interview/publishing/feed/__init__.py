"""Write the feed of a show: the first episode creates it, later ones extend and correct it.

A feed that is missing is made again from the records of the episodes. In one that is there, only elements that this program
wrote, or that the show file sets, change; every other byte stays. An episode is recognised by its guid or by the address of
its sound.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin

from tts_interview.errors import OutputError, ShowError
from tts_interview.files.atomic import drafted
from tts_interview.publishing.feed.document import FeedText, Replacement, XmlNode, changed, feed_of, skimmed_feed
from tts_interview.publishing.feed.elements import (
    ITEM_KEYS,
    ITUNES,
    PREFIXES,
    channel_elements,
    first_elements,
    item_elements,
    item_guid,
    key_of,
)
from tts_interview.publishing.feed.place import FeedPlace, feed_place
from tts_interview.publishing.markup import fragment
from tts_interview.publishing.publication import Draft
from tts_interview.publishing.records import episodes_below, record_of
from tts_interview.publishing.times import rfc_2822

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tts_interview.model import Podcast
    from tts_interview.publishing.markup import Element
    from tts_interview.publishing.publication import Publication

__all__ = [
    "FeedPlace",
    "apart",
    "check_feed",
    "feed_bytes",
    "feed_place",
    "last_in_feed",
    "listing_feed",
    "placed",
    "public_artwork",
    "recorded_item",
    "untimely",
    "write_feed",
]

_EMPTY = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {" ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES.items())}>
  <channel>%s
  </channel>
</rss>
"""
_D = TypeVar("_D", bound=Draft)
_INDENT = b"\n    "
_NONE: frozenset[str] = frozenset()
# Directories list no show that lacks one of these.
_NEEDED = ("title", "link", "description", "category", "artwork")


def check_feed(place: FeedPlace, show: Podcast) -> None:
    """Check, before any work, that a feed can be made. Raises ShowError or OutputError."""
    missing = [key for key in _NEEDED if not getattr(show, key)]
    if missing:
        raise ShowError(f"the feed needs more about the show: add {', '.join(missing)} under [show] in the show file")
    if place.file.exists():
        skimmed_feed(place.file)


def placed(draft: _D, place: FeedPlace) -> tuple[_D, int]:
    """Add the place in the feed to a publication, with the public address of its folder, and its guid and numbers there.

    The second value is the highest number of the other episodes of the feed, and at least how many there are.
    """
    feed = _present(place, draft)
    own = _own_item(feed, draft, place)
    base_url, number = place.address(draft.audio.parent, is_folder=True), draft.number or (_number(own) if own else 0)
    season = (_number(own, "season") if own else 0) or place.about.season
    guid = own.text_of("guid") if own else ""
    draft = replace(draft, feed=place, number=number, season=season, base_url=base_url, guid=guid)
    return draft, _last_number(feed, own)


def last_in_feed(place: FeedPlace) -> int:
    """Return the highest episode number in a feed, or its number of episodes if that is higher; 0 without a feed."""
    return _last_number(skimmed_feed(place.file)) if place.file.exists() else 0


def _last_number(feed: FeedText, own: XmlNode | None = None) -> int:
    return max([len(feed.items) - bool(own), *map(_number, feed.items)])


def apart(draft: _D, place: FeedPlace) -> _D:
    """Add the place in a feed that is not read now to a publication, with the public address of its folder."""
    base_url = place.address(draft.audio.parent, is_folder=True)
    return replace(draft, feed=place, season=place.about.season, base_url=base_url)


def untimely(draft: Draft, place: FeedPlace) -> Iterator[str]:
    """Yield a sentence if the feed cannot say when an episode was published, or which of two is newer."""
    moment = rfc_2822(draft.published or draft.date)
    if not moment:
        yield "the feed cannot say when this episode was published: give `publishing.published` or `reading.date`"
        return
    feed = _present(place, draft)
    own = _own_item(feed, draft, place)
    same = next((item for item in feed.items if item is not own and item.text_of("pubDate") == moment), None)
    if same:
        title = " ".join(feed.with_only(same).items[0].text_of("title").split())
        yield f'"{title}" has the same time of publication in the feed, so neither is newer: give `publishing.published`'


def feed_bytes(publication: Publication) -> bytes:
    """Return the whole feed with the episode in it. Raises OutputError if the publication has no place in a feed."""
    place = publication.feed
    if not place:
        raise OutputError('the feed has no address: write url = "https://..." under [feed] in the show file')
    feed = _present(place, publication)
    own = _own_item(feed, publication, place)
    about = publication.show, publication.episode.language
    changes = [*_channel_changes(feed, *about, place), _item_change(feed, own, publication, place)]
    feed.with_only(own, changes)  # what is new is well-formed
    return changed(feed.data, changes)


def write_feed(publication: Publication, target: Path) -> None:
    """Write the feed to `target`, and copy the show's artwork beside the feed if it is not below the feed's folder."""
    data = feed_bytes(publication)
    if publication.feed:
        copy_artwork(publication.feed, publication.show)
    target.write_bytes(data)


def copy_artwork(place: FeedPlace, show: Podcast) -> None:
    """Copy the artwork of a show beside its feed if it is not below the feed's folder."""
    artwork = show.artwork
    if artwork and (public := public_artwork(place, artwork)) != artwork:
        with drafted(public) as draft:
            draft.write_bytes(artwork.read_bytes())


def listing_feed(place: FeedPlace, show: Podcast, shelf: Path, language: str) -> bytes:
    """Return the whole feed with exactly the recorded episodes below a folder, and with items whose sound is elsewhere."""
    feed = skimmed_feed(place.file) if place.file.exists() else feed_of((_EMPTY % "").encode(), str(place.file))
    below = place.address(shelf, is_folder=True)
    own = [item for item in feed.items if item.attribute("enclosure", "url").startswith(below)]
    changes = [Replacement(before_space(feed.data, item.start), item.end, b"") for item in own]
    where = _end_of_head(feed)
    items = "".join(_INDENT.decode() + item for item in _recorded_items(place, shelf)).encode()
    made = changed(feed.data, [*_channel_changes(feed, show, language, place), Replacement(where, where, items), *changes])
    feed_of(made, str(place.file), _NONE)
    return made


def before_space(data: bytes, offset: int) -> int:
    """Return where the white space before an offset begins."""
    while data[offset - 1 : offset].isspace():
        offset -= 1
    return offset


def _present(place: FeedPlace, draft: Draft) -> FeedText:
    if place.file.exists():
        return skimmed_feed(place.file)
    items = _recorded_items(place, draft.shelf) if draft.shelf else []
    return feed_of((_EMPTY % "".join(f"\n    {item}" for item in items)).encode(), str(place.file))


def _recorded_items(place: FeedPlace, shelf: Path) -> list[str]:
    """Return the items of the episodes below a folder, the highest number first, with addresses of today's feed."""
    records = [record_of(audio) for audio, _ in episodes_below(shelf) if audio.exists()]
    listed = sorted((record for record in records if record and record.item), key=lambda record: -record.note.number)
    return [record.item.replace(escape(urljoin(record.feed_url, ".")), escape(urljoin(place.url, "."))) for record in listed]


def public_artwork(place: FeedPlace, artwork: Path) -> Path:
    """Return the path of the artwork itself if it is below the feed's folder, or of a copy beside the feed."""
    is_there = artwork.resolve().is_relative_to(place.file.parent.resolve())
    return artwork if is_there else place.file.with_name(f"{place.file.stem}.artwork{artwork.suffix.lower()}")


def _channel_changes(feed: FeedText, show: Podcast, language: str, place: FeedPlace) -> Iterator[Replacement]:
    if not show.artwork:
        raise ShowError("the feed needs the show's artwork: add artwork under [show] in the show file")
    artwork = public_artwork(place, show.artwork)
    present = {key_of(p.name, p.attributes): p for p in reversed(feed.channel.children)}
    added = []
    for element in channel_elements(show, place, artwork, language):
        piece = present.get(_key(element))
        if piece:
            yield Replacement(piece.start, piece.end, fragment(element, feed.prefixes))
        else:
            added.append(element)
    added += [element for element in first_elements(show, place) if _key(element) not in present]
    where = _end_of_head(feed)
    yield Replacement(where, where, b"".join(_INDENT + fragment(element, feed.prefixes) for element in added))


def _end_of_head(feed: FeedText) -> int:
    """Return the end of the elements about the show, before the first episode."""
    head = [child for child in feed.channel.children if child.name != "item"]
    if feed.items:
        head = [child for child in head if child.start < feed.items[0].start]
    return head[-1].end if head else feed.data.index(b">", feed.channel.start) + 1


def _item_change(feed: FeedText, own: XmlNode | None, publication: Publication, place: FeedPlace) -> Replacement:
    """Replace the episode's own item, keeping elements that others added, or insert a new item before all others."""
    alone = feed.with_only(own) if own else feed
    others = alone.items[0].children if own else []
    kept = [alone.data[o.start : o.end] for o in others if key_of(o.name, o.attributes) not in ITEM_KEYS]
    known = replace(publication, guid=own.text_of("guid")) if own else publication
    item = _item(known, place, feed.prefixes, kept)
    if own:
        return Replacement(own.start, own.end, item)
    if feed.items:
        return Replacement(feed.items[0].start, feed.items[0].start, item + _INDENT)
    where = _end_of_head(feed)
    return Replacement(where, where, _INDENT + item)


def recorded_item(publication: Publication) -> str:
    """Return the item of an episode for its record, from which a lost feed is made again; "" if it is in no feed."""
    place = publication.feed
    return _item(publication, place, PREFIXES).decode() if place else ""


def _item(publication: Publication, place: FeedPlace, prefixes: Mapping[Any, str], kept: Iterable[bytes] = ()) -> bytes:
    lines = [fragment(element, prefixes) for element in item_elements(publication, place)]
    return b"<item>" + b"".join(_INDENT + b"  " + line for line in (*lines, *kept)) + _INDENT + b"</item>"


def _own_item(feed: FeedText, draft: Draft, place: FeedPlace) -> XmlNode | None:
    guid, address = draft.guid or item_guid(draft), place.address(draft.audio)
    by_guid = (item for item in feed.items if item.text_of("guid") == guid)
    by_address = (item for item in feed.items if item.attribute("enclosure", "url") == address)
    return next(by_guid, None) or next(by_address, None)


def _number(item: XmlNode, of: str = "episode") -> int:
    text = item.text_of(f"{ITUNES} {of}")
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


def _key(element: Element) -> str:
    name = str(element.tag)
    return key_of(
        name[1:].replace("}", " ") if name.startswith("{") else name, {str(k): str(v) for k, v in element.attrib.items()}
    )
