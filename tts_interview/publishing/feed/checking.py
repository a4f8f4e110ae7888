"""Check a feed by the rules of PSP-1, Apple, Spotify and Podcasting 2.0, and the files that it refers to."""

from __future__ import annotations

import re
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from tts_interview.files.packaged import shipped_table
from tts_interview.publishing.feed.document import read_feed
from tts_interview.publishing.feed.elements import (
    ATOM,
    CONTENT,
    ITUNES,
    LONGEST_DESCRIPTION_BYTES,
    LONGEST_WORDS,
    PODCAST,
    key_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.publishing.feed.document import XmlNode
    from tts_interview.publishing.feed.place import FeedPlace

_PREFIXES = {ITUNES: "itunes:", PODCAST: "podcast:", ATOM: "atom:", CONTENT: "content:"}
_BRIEF = ("person", "funding", "license", "updateFrequency", "season")
_LONGEST = {"podcast:txt": 4000, **{f"podcast:{name}": LONGEST_WORDS for name in _BRIEF}}
_VALUES = ("href", "text", "url")
_WEB = r"https?://\S+"
_PLAIN = re.compile(r"[A-Za-z0-9:/?&=.~_+,@;-]*")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_FEWEST_PIXELS, _MOST_PIXELS = 1400, 3000
_SUFFIXES = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg")}
# Pillow's names for colours that are, or map to, RGB.
_COLOURS = frozenset({"RGB", "RGBA", "L", "P"})


def problems(place: FeedPlace) -> list[str]:
    """Return the problems of a feed, one line each, with the remedy. Raises OutputError if the file is not a feed."""
    feed = read_feed(place.file)
    found = [f"{place.file}: {line}" for line in _of_channel(feed.channel, place)]
    is_serial = feed.channel.text_of(f"{ITUNES} type") == "serial"
    repeated = Counter(one for item in feed.items for one in _alone(item))
    for number, item in enumerate(feed.items, start=1):
        title = " ".join(item.text_of("title").split()) or f"episode {number} from the top"
        lines = [*_of_item(item, place, is_serial=is_serial), *_shared(item, repeated)]
        found += [f'{place.file}, "{title}": {line}' for line in lines]
    return found


def _of_channel(channel: XmlNode, place: FeedPlace) -> Iterator[str]:
    yield from _missing(channel, "channel")
    yield from _elements(channel, place)
    for found in (link.attributes.get("href", "") for link in channel.children if _called(link) == "atom:link self"):
        if found != place.url:
            yield f"its own address is {found}, but the show file says {place.url}: render an episode again"
    yield from _description(channel)
    yield from _category(channel)
    owner = channel.child(f"{ITUNES} owner")
    if owner and not _EMAIL.fullmatch(owner.text_of(f"{ITUNES} email")):
        yield "its owner has no e-mail address: write email under [show]"


def _category(channel: XmlNode) -> Iterator[str]:
    category = channel.child(f"{ITUNES} category")
    name = category.attributes.get("text", "") if category else ""
    categories = _rules()["categories"]
    if name and name not in categories:
        yield f'"{name}" is not a category of Apple\'s: write one of {", ".join(categories)}'
    within = category.attribute(f"{ITUNES} category", "text") if category else ""
    if within and within not in categories.get(name, [within]):
        others = ", ".join(sorted(categories[name])) or "none"
        yield f'"{within}" is not a subcategory of Apple\'s in {name}: the subcategories are {others}'


def _of_item(item: XmlNode, place: FeedPlace, *, is_serial: bool) -> Iterator[str]:
    yield from _missing(item, "serial" if is_serial else "item")
    yield from _elements(item, place)
    yield from _description(item)
    if item.text_of("pubDate") and not _is_date(item.text_of("pubDate")):
        yield f'invalid pubDate "{item.text_of("pubDate")}": render it again with --published or --date'
    guid = item.child("guid")
    if guid and guid.attributes.get("isPermaLink", "true") != "false" and not re.fullmatch(_WEB, guid.text.strip()):
        yield 'its guid is not a web address: add isPermaLink="false" to it'
    if item.child("enclosure") and not re.fullmatch(r"[1-9]\d{0,14}", item.attribute("enclosure", "length"), re.ASCII):
        yield "its enclosure has no length: render it again"


def _alone(item: XmlNode) -> Iterator[tuple[str, str]]:
    """Yield what only one episode of a feed may have, with its name."""
    yield "guid", item.text_of("guid")
    yield "sound", item.attribute("enclosure", "url")
    yield "pubDate", item.text_of("pubDate")


def _shared(item: XmlNode, repeated: Counter[tuple[str, str]]) -> Iterator[str]:
    for name, value in _alone(item):
        if value and repeated[name, value] > 1:
            remedy = "render one of them again with --published" if name == "pubDate" else "remove one of them"
            yield f"another episode has the same {name} {value}: {remedy}"


def _elements(piece: XmlNode, place: FeedPlace) -> Iterator[str]:
    """Check each element of the show or of an episode by itself, and that single ones occur once."""
    keys = Counter(map(_called, piece.children))
    single = _rules()["single"]["of"]
    yield from (f"it has {key} {count} times: leave one" for key, count in keys.items() if count > 1 and key in single)
    for child in piece.children:
        if child.name != "item":
            yield from _element(child, place)


def _element(child: XmlNode, place: FeedPlace) -> Iterator[str]:
    name, text = _usual(child.name), child.text.strip()
    yield from _misfits(child, name, text)
    if len(text) > _LONGEST.get(name, len(text)):
        yield f"{name} has {len(text)} characters: shorten it to {_LONGEST[name]}"
    if name == "podcast:funding" and not text:
        yield f"{name} has no words for its link: write text beside url in funding under [feed]"
    if name == "podcast:alternateEnclosure":
        if not child.child(f"{PODCAST} source"):
            yield f"{name} has no podcast:source: render it again"
        yield from (line for inner in child.children for line in _element(inner, place))
    for key in ("url", "href", "uri"):
        yield from _file(child, child.attributes.get(key, ""), place)


def _misfits(child: XmlNode, name: str, text: str) -> Iterator[str]:
    """Check the text and the attributes of an element by their forms."""
    for rule in _rules()["elements"]:
        if name in rule["of"] and not re.fullmatch(rule["form"], text, re.S):
            yield f'invalid {name} "{text}": expected {rule["expected"]}'
    for rule in _rules()["attributes"]:
        for key in (key for element, _, key in (one.partition(" ") for one in rule["of"]) if element == name):
            value = child.attributes.get(key, "")
            if (value or "optional" not in rule) and not re.fullmatch(rule["form"], value, re.I):
                yield f'invalid {key} "{value}" of {name}: expected {rule["expected"]}'


def _file(child: XmlNode, address: str, place: FeedPlace) -> Iterator[str]:
    """Check an address in the feed, and the file that it leads to."""
    if child.name.startswith(PODCAST) and address.startswith("http:"):
        yield f"{address} must begin with https: change url under [feed] and render it again"
    path = _local(address, place)
    if (path or child.name == "enclosure") and not _PLAIN.fullmatch(address):
        yield f"{address} has other characters than Apple allows (a-z, 0-9 and -): render it with --slug and such a folder"
    if path and not path.is_file() and address != place.url:
        yield f"{path} does not exist: render the episode again, or remove the element"
    elif path and child.name == "enclosure" and child.attributes.get("length") != str(path.stat().st_size):
        yield f"the size of {path} differs from the feed: render it again with --publish"
    elif path and child.name == f"{ITUNES} image":
        yield from _picture(path)


def _missing(piece: XmlNode, kind: str) -> Iterator[str]:
    needs, remedies = _rules()["needs"][kind], _rules()["remedies"]
    filled = [child for child in piece.children if child.text.strip() or any(map(child.attributes.get, _VALUES))]
    present = set(map(_called, filled))
    yield from (f"missing {need}{remedies.get(need, '')}" for need in needs if need not in present)


def _rules() -> dict[str, Any]:
    return shipped_table(__file__, "rules.toml")


def _called(child: XmlNode) -> str:
    """Return the key of an element among its siblings, with its name as a feed usually writes it."""
    return _usual(key_of(child.name, child.attributes))


def _usual(key: str) -> str:
    namespace, _, name = key.partition(" ")
    return f"{_PREFIXES[namespace]}{name}" if namespace in _PREFIXES else key


def _description(piece: XmlNode) -> Iterator[str]:
    if len(piece.text_of("description").encode()) > LONGEST_DESCRIPTION_BYTES:
        yield f"its description is longer than {LONGEST_DESCRIPTION_BYTES} bytes: shorten it"


def _picture(path: Path) -> Iterator[str]:
    """Check artwork by the rules of Apple and PSP-1."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            width, height, kind, colours = *picture.size, str(picture.format), picture.mode
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        yield f"cannot read {path} as a picture: name another artwork under [show]"
        return
    is_square = width == height and _FEWEST_PIXELS <= width <= _MOST_PIXELS
    if not is_square or colours not in _COLOURS or path.suffix.lower() not in _SUFFIXES.get(kind, ()):
        yield (
            f"{path} is {kind}, {width} × {height} pixels, {colours}: expected a square PNG or JPEG of {_FEWEST_PIXELS} to "
            f"{_MOST_PIXELS} pixels in RGB, with its suffix"
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
