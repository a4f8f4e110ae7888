"""Check a feed by the rules of PSP-1, Apple, Spotify and Podcasting 2.0, and the files that it refers to."""

from __future__ import annotations

import re
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

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

# https://podcasters.apple.com/support/1691-apple-podcasts-categories: the categories with their subcategories.
CATEGORIES = {
    category: frozenset(filter(None, within.split(", ")))
    for category, _, within in (
        line.partition(": ")
        for line in """\
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
History
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, Tennis, \
Volleyball, Wilderness, Wrestling
Technology
True Crime
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
""".splitlines()
    )
}
_CHANNEL_NEEDS = (
    *("title", "description", "link", "language", f"{PODCAST} guid"),
    *(f"{ITUNES} category", f"{ITUNES} explicit", f"{ITUNES} image", f"{ITUNES} author", f"{ATOM} link self"),
)
_ITEM_NEEDS = ("title", "enclosure", "guid", "pubDate", f"{ITUNES} duration")
_PREFIXES = {ITUNES: "itunes:", PODCAST: "podcast:", ATOM: "atom:", CONTENT: "content:"}
_REMEDIES = {
    "pubDate": ": give --published or --date, or write them into the front matter of its source, and render it again",
    f"{PODCAST} guid": ": render an episode again",
    f"{ITUNES} author": ": write author under [show] and render an episode again",
}
_VALUES = ("href", "text", "url")
_TRUTHS, _YES_OR_NO, _WEB = "true|false", "yes|no", r"https?://\S+"
_NUMBER = r"[1-9]\d{0,8}"
# What an element holds: a pattern, and the words for it.
_FORMS = {
    "link": (_WEB, "a web address"),
    "language": (r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", 'a tag such as "en" or "pt-BR"'),
    f"{ITUNES} explicit": (_TRUTHS, "true or false"),
    f"{ITUNES} type": ("episodic|serial", "episodic or serial"),
    f"{ITUNES} episodeType": ("full|trailer|bonus", "full, trailer or bonus"),
    f"{ITUNES} duration": (r"\d{1,6}|(\d{1,3}:)?[0-5]?\d:[0-5]\d", "seconds, or hours, minutes and seconds as in 1:02:03"),
    f"{ITUNES} episode": (_NUMBER, "a whole number from 1"),
    f"{ITUNES} season": (_NUMBER, "a whole number from 1"),
    f"{ITUNES} block": ("Yes", "Yes"),
    f"{ITUNES} complete": ("Yes", "Yes"),
    f"{ITUNES} new-feed-url": (_WEB, "a web address"),
    f"{PODCAST} guid": (r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a UUID"),
    f"{PODCAST} locked": (_YES_OR_NO, "yes or no"),
    f"{PODCAST} medium": (
        r"(podcast|music|video|film|audiobook|newsletter|blog|publisher|course)L?|mixed",
        "a medium such as podcast",
    ),
    f"{PODCAST} season": (_NUMBER, "a whole number from 1"),
    f"{PODCAST} episode": (r"\d{1,9}(\.\d{1,9})?", "a number"),
    f"{PODCAST} person": (r".+", "a name"),
}
# What an attribute of an element holds; the element must have it.
_ATTRIBUTES = {
    (f"{ITUNES} image", "href"): (_WEB, "a web address"),
    (f"{PODCAST} image", "href"): (_WEB, "a web address"),
    (f"{PODCAST} funding", "url"): (_WEB, "a web address"),
    (f"{PODCAST} transcript", "url"): (_WEB, "a web address"),
    (f"{PODCAST} transcript", "type"): (
        r"text/(vtt|html|plain|srt)|application/(srt|x-subrip|json)",
        "text/vtt, application/x-subrip, application/json or text/html",
    ),
    (f"{PODCAST} chapters", "url"): (_WEB, "a web address"),
    (f"{PODCAST} chapters", "type"): (r"application/json(\+chapters)?", "application/json+chapters"),
    (f"{PODCAST} alternateEnclosure", "type"): (r"[a-z]+/\S+", "a media type"),
    (f"{PODCAST} source", "uri"): (r"[a-z]+:\S+", "an address"),
    ("enclosure", "url"): (
        r"https?://\S+\.(mp3|m4a|mp4|m4v|mov|pdf)(\?\S*)?",
        "the address of an MP3 or M4A file, with its suffix",
    ),
    ("enclosure", "type"): (
        r"audio/(mpeg|mp3|mp4|x-m4a|aac)|video/(mp4|x-m4v|quicktime)|application/pdf",
        "audio/mpeg or audio/mp4",
    ),
}
# What an attribute holds if the element has it.
_OPTIONAL = {
    (f"{PODCAST} updateFrequency", "rrule"): (r"FREQ=[A-Z]+(;[A-Z]+=[A-Za-z0-9,:.+-]+)*", "a rule such as FREQ=WEEKLY")
}
_LONGEST = {f"{PODCAST} {name}": LONGEST_WORDS for name in ("person", "funding", "license", "updateFrequency", "season")}
_LONGEST |= {f"{PODCAST} txt": 4000}
_SINGLE = frozenset(
    {"title", "link", "description", "language", "copyright", "enclosure", "guid", "pubDate", f"{CONTENT} encoded"}
    | {key for key in _FORMS if key != f"{PODCAST} person"}
    | {f"{ITUNES} author", f"{ITUNES} owner", f"{ITUNES} image", f"{ATOM} link self"}
    | {f"{PODCAST} chapters", f"{PODCAST} license", f"{PODCAST} updateFrequency"}
)
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
    repeated = _repeated(feed.items)
    for number, item in enumerate(feed.items, start=1):
        title = " ".join(item.text_of("title").split()) or f"episode {number} from the top"
        lines = [*_of_item(item, place, is_serial=is_serial), *_shared(item, repeated)]
        found += [f'{place.file}, "{title}": {line}' for line in lines]
    return found


def _of_channel(channel: XmlNode, place: FeedPlace) -> Iterator[str]:
    yield from _missing(channel, _CHANNEL_NEEDS)
    yield from _elements(channel, place)
    links = (p for p in channel.children if key_of(p.name, p.attributes) == f"{ATOM} link self")
    for found in (link.attributes.get("href", "") for link in links):
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
    if name and name not in CATEGORIES:
        yield f'"{name}" is not a category of Apple\'s: write one of {", ".join(CATEGORIES)}'
    within = category.attribute(f"{ITUNES} category", "text") if category else ""
    if within and within not in CATEGORIES.get(name, {within}):
        others = ", ".join(sorted(CATEGORIES[name])) or "none"
        yield f'"{within}" is not a subcategory of Apple\'s in {name}: the subcategories are {others}'


def _of_item(item: XmlNode, place: FeedPlace, *, is_serial: bool) -> Iterator[str]:
    yield from _missing(item, (*_ITEM_NEEDS, f"{ITUNES} episode") if is_serial else _ITEM_NEEDS)
    yield from _elements(item, place)
    yield from _description(item)
    if item.text_of("pubDate") and not _is_date(item.text_of("pubDate")):
        yield f'invalid pubDate "{item.text_of("pubDate")}": render it again with --published or --date'
    guid = item.child("guid")
    if guid and guid.attributes.get("isPermaLink", "true") != "false" and not re.fullmatch(_WEB, guid.text.strip()):
        yield 'its guid is not a web address: add isPermaLink="false" to it'
    if item.child("enclosure") and not re.fullmatch(r"[1-9]\d{0,14}", item.attribute("enclosure", "length"), re.ASCII):
        yield "its enclosure has no length: render it again"


def _repeated(items: list[XmlNode]) -> dict[str, Counter[str]]:
    """Count what only one episode of a feed may have."""
    return {
        "guid": Counter(item.text_of("guid") for item in items),
        "enclosure": Counter(item.attribute("enclosure", "url") for item in items),
        "pubDate": Counter(item.text_of("pubDate") for item in items),
    }


def _shared(item: XmlNode, repeated: dict[str, Counter[str]]) -> Iterator[str]:
    guid, address, moment = item.text_of("guid"), item.attribute("enclosure", "url"), item.text_of("pubDate")
    if guid and repeated["guid"][guid] > 1:
        yield f"another episode has the same guid {guid}: remove one of them"
    if address and repeated["enclosure"][address] > 1:
        yield f"another episode has the same sound {address}: remove one of them"
    if moment and repeated["pubDate"][moment] > 1:
        yield f"another episode has the same pubDate {moment}: render one of them again with --published"


def _elements(piece: XmlNode, place: FeedPlace) -> Iterator[str]:
    """Check each element of the show or of an episode by itself, and that single ones occur once."""
    keys = Counter(key_of(child.name, child.attributes) for child in piece.children)
    yield from (
        f"it has {_called(key)} {count} times: leave one" for key, count in keys.items() if count > 1 and key in _SINGLE
    )
    for child in piece.children:
        if child.name != "item":
            yield from _element(child, place)


def _element(child: XmlNode, place: FeedPlace) -> Iterator[str]:
    name, text = _called(child.name), child.text.strip()
    form, expected = _FORMS.get(child.name, ("", ""))
    if form and not re.fullmatch(form, text, re.S):
        yield f'invalid {name} "{text}": expected {expected}'
    for (element, key), (form, expected) in (*_ATTRIBUTES.items(), *_OPTIONAL.items()):
        value = child.attributes.get(key, "")
        if child.name == element and (value or (element, key) in _ATTRIBUTES) and not re.fullmatch(form, value, re.I):
            yield f'invalid {key} "{value}" of {name}: expected {expected}'
    if len(text) > _LONGEST.get(child.name, len(text)):
        yield f"{name} has {len(text)} characters: shorten it to {_LONGEST[child.name]}"
    if child.name == f"{PODCAST} funding" and not text:
        yield f"{name} has no words for its link: write text beside url in funding under [feed]"
    if child.name == f"{PODCAST} alternateEnclosure":
        if not child.child(f"{PODCAST} source"):
            yield f"{name} has no podcast:source: render it again"
        yield from (line for inner in child.children for line in _element(inner, place))
    for key in ("url", "href", "uri"):
        yield from _file(child, child.attributes.get(key, ""), place)


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


def _missing(piece: XmlNode, needs: tuple[str, ...]) -> Iterator[str]:
    filled = [child for child in piece.children if child.text.strip() or any(map(child.attributes.get, _VALUES))]
    present = {key_of(child.name, child.attributes) for child in filled}
    yield from (f"missing {_called(need)}{_REMEDIES.get(need, '')}" for need in needs if need not in present)


def _called(key: str) -> str:
    """Return the name of an element as a feed usually writes it."""
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
