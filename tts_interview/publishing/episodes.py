"""Write a page that lists the episodes in the folder of a show, newest first, and searches them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from tts_interview.errors import OutputError
from tts_interview.files.cleaning import cleaned, one_line
from tts_interview.files.opening import content
from tts_interview.language.locales import direction, long_date, minutes
from tts_interview.language.messages import has_messages, language_of, message
from tts_interview.publishing.colours import colours_css
from tts_interview.publishing.markup import language_tag
from tts_interview.publishing.page.templates import element, filled, language_and_direction, markup, page_policy, source
from tts_interview.publishing.provenance import note_of, noted
from tts_interview.publishing.publication import Draft
from tts_interview.publishing.records import episodes_below
from tts_interview.settings.parts import Layout

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from tts_interview.model import Podcast
    from tts_interview.publishing.feed.place import FeedPlace
    from tts_interview.publishing.provenance import Note
    from tts_interview.publishing.publication import Publication

_D = TypeVar("_D", bound=Draft)
NAME = "episodes.html"
# Marks a page that this program wrote.
_OURS = b'<meta name="generator" content="tts-interview">'


def list_file(shelf: Path) -> Path:
    """Return the path of the page for a folder of episodes."""
    return shelf / NAME


def check_list(shelf: Path) -> None:
    """Raise OutputError if the page would replace a file that this program did not write."""
    path = list_file(shelf)
    if path.exists() and _OURS not in content(path)[:4000]:
        raise OutputError(f"{path} exists and tts-interview did not write it: move it away, or give `publishing.force`")


def episodes_html(publication: Publication) -> bytes:
    """Return the page in UTF-8; it loads nothing but pictures beside it and the sound that is played."""
    shelf = publication.shelf or publication.audio.parent
    language = publication.show.language or publication.episode.language
    return listing_page(replace(publication.show, language=language), publication.feed, shelf, publication)


def listing_page(
    show: Podcast, feed: FeedPlace | None, shelf: Path, made: Draft | None = None, only: Container[Path] | None = None
) -> bytes:
    """Return the page of the recorded episodes of a show below a folder, and of one that is being `made`.

    `only` are the main files of the episodes to list; None means all. The page is in the language of the show.
    """
    language = show.language
    own = {"lang": language_of(language), "dir": direction(language_of(language))}
    script = f'(() => {{\n"use strict";\n{source("episodes.js")}}})();\n'
    words = ("search", "search-nothing")
    texts = {
        **language_and_direction(language),
        **{key.replace("-", "_"): message(language, key) for key in words},
        "search_place": message(language, "search-place", place="{place}", total="{total}"),
        "lang": language_tag(language),
        "title": show.title or message(language, "episodes"),
        "about": one_line(show.description) or message(language, "disclosure-of-show"),
        "disclosure": message(language, "disclosure-of-show"),
        "policy": page_policy(script),
    }
    about = {"type": "application/rss+xml", "href": feed.url} if feed else {}
    subscribe = element("p", {"class": "subscribe", **own}, element("a", about, message(language, "subscribe")))
    parts = {
        "links": markup(element("link", {"rel": "alternate", "title": show.title, **about})) if feed else "",
        "heading": markup(element("h1", {"id": "title", **({} if show.title else own)}, texts["title"])),
        "description": markup(element("p", {}, show.description)) if show.description else "",
        "subscribe": markup(subscribe) if feed else "",
        "episodes": markup(
            *(_item(*one, shelf, language) for one in _episodes(shelf, show, made) if only is None or one[0] in only)
        ),
        "style": colours_css() + source("episodes.css"),
        "script": script,
    }
    return filled("episodes.html", texts, parts).encode()


def show_cover_file(publication: Publication) -> Path | None:
    """Return where podcast servers look for the artwork of a show; None if it is there already, or there is none."""
    artwork, shelf = publication.show.artwork, publication.shelf
    if not (artwork and shelf) or publication.wanted.layout is not Layout.AUDIOBOOKSHELF:
        return None
    path = shelf / f"cover{artwork.suffix.lower()}"
    return None if path.exists() and path.samefile(artwork) else path


def numbered(draft: _D, last: int = 0) -> _D:
    """Number an episode of a show: it keeps its number, or gets the next one after `last` and all others.

    Number and record belong together, so hold the lock of the show's folder meanwhile.
    """
    episodes = _notes(draft.shelf, draft.show) if draft.shelf and not draft.number else []
    own = [note.number for audio, note in episodes if _is_own(audio, note, draft)]
    number = draft.number or max([0, *own]) or 1 + max([last, *_numbers(episodes)])
    return replace(draft, number=number)


def last_on_shelf(shelf: Path, show: Podcast) -> int:
    """Return the highest number of the recorded episodes of a show below a folder; 0 if there is none."""
    return max([0, *_numbers(_notes(shelf, show))])


def _numbers(episodes: list[tuple[Path, Note]]) -> list[int]:
    return [note.number for _, note in episodes]


def _is_own(audio: Path, note: Note, draft: Draft) -> bool:
    return audio == draft.audio or note.source == draft.source != ""


def _notes(shelf: Path, show: Podcast) -> list[tuple[Path, Note]]:
    return [(audio, note) for audio, note in episodes_below(shelf) if note.show == show.title]


def _episodes(shelf: Path, show: Podcast, made: Draft | None) -> list[tuple[Path, Note]]:
    """Find the episodes of the show below a folder, newest first; of a renamed one, the latest files."""
    found: dict[str, tuple[Path, Note]] = {}
    present = [(audio, note) for audio, note in _notes(shelf, show) if audio.is_file()]
    for audio, recorded in sorted(present, key=lambda pair: (pair[0].stat().st_mtime_ns, pair[0])):
        # The record of this episode is complete only after the list.
        note = noted(note_of(made)) if made and _is_own(audio, recorded, made) else recorded
        found[note.source or str(audio)] = audio, cleaned(note)
    return sorted(found.values(), key=lambda e: (e[1].date, e[1].number, e[0].name), reverse=True)


def _item(audio: Path, note: Note, shelf: Path, language: str) -> ET.Element:
    page, picture = audio.with_suffix(".html"), _picture(audio)
    size = {"alt": "", "width": "136", "height": "136", "loading": "lazy"}
    cover = [element("img", {"src": _address(picture, shelf), **size})] if picture else []
    number = message(language, "episode-number", number=note.number) if has_messages(language) else f"{note.number}."
    about = number if note.number else "", long_date(language, note.date)
    own = {"lang": language_tag(note.language), "dir": "auto"}
    address = {"href": _address(page if page.is_file() else audio, shelf)}
    box = element(
        "div",
        {},
        element("p", {"class": "about"}, " · ".join(filter(None, about))),
        element("h2", own, element("a", address, note.title or audio.stem)),
        *([element("p", {"class": "summary", **own}, note.summary)] if note.summary else []),
        *_players(_address(audio, shelf), note.seconds, language),
    )
    return element("li", {} if picture else {"class": "plain"}, *cover, box)


def _players(address: str, seconds: float, language: str) -> Iterator[ET.Element]:
    """Yield the browser's player, and the button that the script shows in its place."""
    listen, ui = message(language, "listen"), language_of(language)
    icon = element("svg", {"viewBox": "0 0 24 24", "aria-hidden": "true"}, element("path", {"d": "M7 4v16l13-8z"}))
    about = {"type": "button", "lang": ui, "dir": direction(ui), "hidden": "hidden"}
    yield element("button", about, icon, f"{listen} · {minutes(ui, max(1, round(seconds / 60)))}")
    yield element("audio", {"controls": "controls", "preload": "none", "src": address, "aria-label": listen, "lang": ui})


def _picture(audio: Path) -> Path | None:
    """Return the cover beside the audio; None if there is none."""
    covers = (audio.with_name(f"{audio.stem}.cover{suffix}") for suffix in (".png", ".jpg"))
    return next((path for path in covers if path.is_file()), None)


def _address(path: Path, shelf: Path) -> str:
    return "./" + "/".join(quote(part, safe="") for part in path.relative_to(shelf).parts)
