"""Write the feed of a show: the first episode creates it, later ones extend and correct it.

Only elements that this program wrote, or that the show file sets, change; every other byte stays. An episode is recognised by
its guid or by the address of its sound.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tts_interview.errors import OutputError, ShowError
from tts_interview.files.atomic import drafted
from tts_interview.publishing.feed.document import FeedText, Replacement, XmlNode, changed, feed_of, read_feed
from tts_interview.publishing.feed.elements import (
    ATOM,
    ITEM_KEYS,
    ITUNES,
    PODCAST,
    channel_elements,
    first_elements,
    item_elements,
    item_guid,
    key_of,
)
from tts_interview.publishing.feed.place import FeedPlace, feed_place
from tts_interview.publishing.markup import fragment
from tts_interview.publishing.publication import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.model import Podcast
    from tts_interview.publishing.markup import Element
    from tts_interview.publishing.publication import Publication

__all__ = ["FeedPlace", "check_feed", "feed_bytes", "feed_place", "last_number", "placed", "write_feed"]

_EMPTY = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="{ATOM}" xmlns:itunes="{ITUNES}" xmlns:podcast="{PODCAST}">
  <channel>
  </channel>
</rss>
"""
_D = TypeVar("_D", bound=Draft)
_INDENT = b"\n    "
# Directories list no show that lacks one of these.
_NEEDED = ("title", "link", "description", "category", "artwork")


def check_feed(place: FeedPlace, show: Podcast) -> None:
    """Check, before any work, that a feed can be made. Raises ShowError or OutputError."""
    missing = [key for key in _NEEDED if not getattr(show, key)]
    if missing:
        raise ShowError(f"the feed needs more about the show: add {', '.join(missing)} under [show] in the show file")
    if place.file.exists():
        read_feed(place.file)


def placed(draft: _D, place: FeedPlace) -> _D:
    """Add the place in the feed to a publication, with the public address of its folder, and the number that it has there."""
    own = _own_item(_present(place), draft, place)
    base_url = place.address(draft.audio.parent, is_folder=True)
    return replace(draft, feed=place, number=draft.number or (_number(own) if own else 0), base_url=base_url)


def last_number(draft: Draft, place: FeedPlace) -> int:
    """Return the highest number of the other episodes of a feed, and at least how many there are."""
    feed = _present(place)
    return max([len(feed.items) - bool(_own_item(feed, draft, place)), *map(_number, feed.items)])


def feed_bytes(publication: Publication) -> bytes:
    """Return the whole feed with the episode in it. Raises OutputError if the publication has no place in a feed."""
    place = publication.feed
    if not place:
        raise OutputError('the feed has no address: write url = "https://..." under [feed] in the show file')
    feed = _present(place)
    data = changed(feed.data, [*_channel_changes(feed, publication, place), _item_change(feed, publication, place)])
    feed_of(data, str(place.file))
    return data


def write_feed(publication: Publication, target: Path) -> None:
    """Write the feed to `target`, and copy the show's artwork beside the feed if it is not below the feed's folder."""
    data = feed_bytes(publication)
    artwork = publication.show.artwork
    if publication.feed and artwork:
        public = _public_artwork(publication.feed, artwork)
        if public != artwork:
            with drafted(public) as draft:
                draft.write_bytes(artwork.read_bytes())
    target.write_bytes(data)


def _present(place: FeedPlace) -> FeedText:
    return read_feed(place.file) if place.file.exists() else feed_of(_EMPTY.encode(), str(place.file))


def _public_artwork(place: FeedPlace, artwork: Path) -> Path:
    """Return the path of the artwork itself if it is below the feed's folder, or of a copy beside the feed."""
    is_there = artwork.resolve().is_relative_to(place.file.parent.resolve())
    return artwork if is_there else place.file.with_name(f"{place.file.stem}.artwork{artwork.suffix.lower()}")


def _channel_changes(feed: FeedText, publication: Publication, place: FeedPlace) -> Iterator[Replacement]:
    show = publication.show
    if not show.artwork:
        raise ShowError("the feed needs the show's artwork: add artwork under [show] in the show file")
    artwork = _public_artwork(place, show.artwork)
    present = {key_of(p.name, p.attributes): p for p in reversed(feed.channel.children)}
    added = []
    for element in channel_elements(show, place, artwork, publication.episode.language):
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


def _item_change(feed: FeedText, publication: Publication, place: FeedPlace) -> Replacement:
    """Replace the episode's item, keeping elements that others added, or insert a new item before all others."""
    own = _own_item(feed, publication, place)
    guid = (own.text_of("guid") if own else "") or item_guid(publication)
    lines = [fragment(element, feed.prefixes) for element in item_elements(publication, place, guid)]
    if own:
        others = [child for child in own.children if key_of(child.name, child.attributes) not in ITEM_KEYS]
        lines += [feed.data[child.start : child.end] for child in others]
    item = b"<item>" + b"".join(_INDENT + b"  " + line for line in lines) + _INDENT + b"</item>"
    if own:
        return Replacement(own.start, own.end, item)
    if feed.items:
        return Replacement(feed.items[0].start, feed.items[0].start, item + _INDENT)
    where = _end_of_head(feed)
    return Replacement(where, where, _INDENT + item)


def _own_item(feed: FeedText, draft: Draft, place: FeedPlace) -> XmlNode | None:
    guid, address = item_guid(draft), place.address(draft.audio)
    by_guid = (item for item in feed.items if item.text_of("guid") == guid)
    by_address = (item for item in feed.items if item.attribute("enclosure", "url") == address)
    return next(by_guid, None) or next(by_address, None)


def _number(item: XmlNode) -> int:
    text = item.text_of(f"{ITUNES} episode")
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


def _key(element: Element) -> str:
    name = str(element.tag)
    return key_of(
        name[1:].replace("}", " ") if name.startswith("{") else name, {str(k): str(v) for k, v in element.attrib.items()}
    )
