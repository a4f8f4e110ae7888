"""Check a feed by the rules of PSP-1 and Apple, and the files that it refers to."""

from __future__ import annotations

import re
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from tts_interview.publishing.feed.document import read_feed
from tts_interview.publishing.feed.elements import ATOM, ITUNES, LONGEST_DESCRIPTION_BYTES, PODCAST, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.publishing.feed.document import XmlNode
    from tts_interview.publishing.feed.place import FeedPlace

# https://podcasters.apple.com/support/1691-apple-podcasts-categories
CATEGORIES = (
    *("Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness", "History", "Kids & Family"),
    *("Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture", "Sports", "TV & Film"),
    *("Technology", "True Crime"),
)
_CHANNEL_NEEDS = (
    *("title", "description", "link", "language"),
    *(f"{ITUNES} category", f"{ITUNES} explicit", f"{ITUNES} image", f"{ATOM} link self"),
)
_ITEM_NEEDS = ("title", "enclosure", "guid", "pubDate", f"{ITUNES} duration")
_PREFIXES = {ITUNES: "itunes:", PODCAST: "podcast:", ATOM: "atom:"}
_REMEDIES = {"pubDate": ': write "date: 2026-03-04" into the front matter of its source, or add --date, and render it again'}
_VALUES = ("href", "text", "url")
_FEWEST_PIXELS, _MOST_PIXELS = 1400, 3000


def problems(place: FeedPlace) -> list[str]:
    """Return the problems of a feed, one line each, with the remedy. Raises OutputError if the file is not a feed."""
    feed = read_feed(place.file)
    guids = Counter(item.text_of("guid") for item in feed.items)
    found = [f"{place.file}: {line}" for line in _of_channel(feed.channel, place)]
    for number, item in enumerate(feed.items, start=1):
        title = " ".join(item.text_of("title").split()) or f"episode {number} from the top"
        found += [f'{place.file}, "{title}": {line}' for line in _of_item(item, place, guids)]
    return found


def _of_channel(channel: XmlNode, place: FeedPlace) -> Iterator[str]:
    yield from _missing(channel, _CHANNEL_NEEDS)
    links = (p for p in channel.children if key_of(p.name, p.attributes) == f"{ATOM} link self")
    for found in (link.attributes.get("href", "") for link in links):
        if found != place.url:
            yield f"its own address is {found}, but the show file says {place.url}: render an episode again"
    yield from _description(channel)
    category = channel.attribute(f"{ITUNES} category", "text")
    if category and category not in CATEGORIES:
        yield f'"{category}" is not a category of Apple\'s: write one of {", ".join(CATEGORIES)}'
    yield from _explicit(channel)
    image = channel.attribute(f"{ITUNES} image", "href")
    if path := _local(image, place):
        yield from _picture(path)


def _of_item(item: XmlNode, place: FeedPlace, guids: Counter[str]) -> Iterator[str]:
    yield from _missing(item, _ITEM_NEEDS)
    guid = item.text_of("guid")
    if guids[guid] > 1 and guid:
        yield f"another episode has the same guid {guid}: remove one of them"
    yield from _description(item)
    yield from _explicit(item)
    if item.text_of("pubDate") and not _is_date(item.text_of("pubDate")):
        remedy = "render it again with date: in its front matter, or with --date"
        yield f'invalid pubDate "{item.text_of("pubDate")}": {remedy}'
    length = item.attribute("enclosure", "length")
    if not re.fullmatch(r"[1-9]\d{0,14}", length, re.ASCII) or not item.attribute("enclosure", "type"):
        yield "its enclosure has no length or no type: render it again"
    for child in item.children:
        for key in ("url", "href"):
            yield from _file(child, child.attributes.get(key, ""), place)


def _file(child: XmlNode, address: str, place: FeedPlace) -> Iterator[str]:
    """Check a file that an episode refers to."""
    if child.name.startswith(PODCAST) and address.startswith("http:"):
        yield f"{address} must begin with https: change url under [feed] and render it again"
    path = _local(address, place)
    if path and not path.is_file():
        yield f"{path} does not exist: render the episode again, or remove the element"
    elif path and child.name == "enclosure" and child.attributes.get("length") != str(path.stat().st_size):
        yield f"the size of {path} differs from the feed: render it again with --publish"


def _missing(piece: XmlNode, needs: tuple[str, ...]) -> Iterator[str]:
    filled = [child for child in piece.children if child.text.strip() or any(map(child.attributes.get, _VALUES))]
    present = {key_of(child.name, child.attributes) for child in filled}
    for need in needs:
        if need not in present:
            namespace, _, name = need.rpartition(" ") if need.count(" ") == 1 else ("", "", need)
            yield f"missing {_PREFIXES.get(namespace, '')}{name.replace(f'{ATOM} ', 'atom:')}{_REMEDIES.get(need, '')}"


def _description(piece: XmlNode) -> Iterator[str]:
    if len(piece.text_of("description").encode()) > LONGEST_DESCRIPTION_BYTES:
        yield f"its description is longer than {LONGEST_DESCRIPTION_BYTES} bytes: shorten it"


def _explicit(piece: XmlNode) -> Iterator[str]:
    found = piece.child(f"{ITUNES} explicit")
    if found and found.text.strip() not in {"true", "false"}:
        yield f'invalid itunes:explicit "{found.text.strip()}": write true or false'


def _picture(path: Path) -> Iterator[str]:
    """Check the artwork of a show by Apple's rules."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            width, height, kind = *picture.size, picture.format
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        yield f"cannot read {path} as a picture: name another artwork under [show]"
        return
    if width != height or not _FEWEST_PIXELS <= width <= _MOST_PIXELS or kind not in {"PNG", "JPEG"}:
        yield (
            f"{path} is {kind}, {width} × {height} pixels: expected a square PNG or JPEG of {_FEWEST_PIXELS} to "
            f"{_MOST_PIXELS} pixels"
        )


def _is_date(text: str) -> bool:
    try:
        parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return False
    return True


def _local(address: str, place: FeedPlace) -> Path | None:
    """Return the file of an address below the feed's; None if it is elsewhere on the web."""
    beside = urljoin(place.url, ".")
    if not address.startswith(beside):
        return None
    path = place.file.parent / unquote(urlsplit(address[len(beside) :]).path)
    return path if path.resolve().is_relative_to(place.file.parent.resolve()) else None
