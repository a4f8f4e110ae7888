"""Write a page that lists the episodes in the folder of a show, newest first."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote
from xml.etree import ElementTree as ET

from tts_interview.errors import OutputError
from tts_interview.files.cleaning import cleaned
from tts_interview.files.opening import content
from tts_interview.language.locales import direction, long_date
from tts_interview.language.messages import has_messages, language_of, message
from tts_interview.publishing.colours import colours_css
from tts_interview.publishing.markup import language_tag
from tts_interview.publishing.page.transcript import clock
from tts_interview.publishing.publication import Draft
from tts_interview.publishing.records import episodes_below
from tts_interview.settings.parts import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.provenance import Note
    from tts_interview.publishing.publication import Publication

_D = TypeVar("_D", bound=Draft)
NAME = "episodes.html"
# Marks a page that this program wrote.
_OURS = b'<meta name="generator" content="tts-interview">'
_STYLE = """\
body{margin:0 auto;max-width:42rem;padding:1.5rem clamp(1rem,5vw,2rem) 4rem;background:var(--paper);color:var(--ink);
font:1.125rem/1.5 Georgia,"Noto Serif",serif;overflow-wrap:break-word}
h1{margin:0;padding-block-end:.8rem;border-block-end:3px double var(--rule);
font-size:clamp(1.9rem,1.2rem + 4vw,2.8rem);line-height:1.1}
h2{margin:.1rem 0 .5rem;font-size:1.35rem;line-height:1.25}
p{margin:.8rem 0}.about,.note{color:var(--soft);font:.9rem/1.5 system-ui,sans-serif;margin:0}
ol{list-style:none;margin:0;padding:0}li{padding-block:1.3rem;border-block-end:1px solid var(--rule)}
a{color:inherit}audio{display:block;width:100%}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
"""


@dataclass(frozen=True, slots=True)
class _Listed:
    """An episode of the list: its note and its main file."""

    note: Note
    audio: Path


def list_file(shelf: Path) -> Path:
    """Return the path of the page for a folder of episodes."""
    return shelf / NAME


def check_list(shelf: Path) -> None:
    """Raise OutputError if the page would replace a file that this program did not write."""
    path = list_file(shelf)
    if path.exists() and _OURS not in content(path)[:4000]:
        raise OutputError(f"{path} exists and tts-interview did not write it: move it away, or give `publishing.force`")


def episodes_html(publication: Publication) -> bytes:
    """Return the page in UTF-8; it loads nothing but the sound that is played."""
    show, language = publication.show, publication.show.language or publication.episode.language
    shelf = publication.shelf or publication.audio.parent
    body = ET.Element("body")
    main = ET.SubElement(body, "main")
    own = {"lang": language_of(language), "dir": direction(language_of(language))}
    ET.SubElement(main, "h1", {"id": "title", **({} if show.title else own)}).text = show.title or message(language, "episodes")
    if show.description:
        ET.SubElement(main, "p").text = show.description
    ET.SubElement(main, "p", {"class": "note", **own}).text = message(language, "disclosure-of-show")
    episodes = ET.SubElement(main, "ol", {"aria-labelledby": "title"})
    for listed in _episodes(shelf, publication):
        episodes.append(_item(listed, shelf, language))
    about = {"lang": language_tag(language), "dir": direction(language)}
    page = ET.Element("html", about)
    page.extend((_head(show.title or message(language, "episodes")), body))
    return b"<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html").encode() + b"\n"


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
    episodes = _notes(draft.shelf, draft) if draft.shelf and not draft.number else []
    own = [note.number for audio, note in episodes if audio == draft.audio or note.source == draft.source != ""]
    number = draft.number or max([0, *own]) or 1 + max([last, *(note.number for _, note in episodes)])
    return replace(draft, number=number)


def _notes(shelf: Path, draft: Draft) -> list[tuple[Path, Note]]:
    return [(audio, note) for audio, note in episodes_below(shelf) if note.show == draft.show.title]


def _episodes(shelf: Path, draft: Draft) -> list[_Listed]:
    """Find the episodes of the show below a folder, newest first; of a renamed one, the latest files."""
    found: dict[str, _Listed] = {}
    present = [(audio, note) for audio, note in _notes(shelf, draft) if audio.is_file()]
    for audio, note in sorted(present, key=lambda pair: (pair[0].stat().st_mtime_ns, pair[0])):
        found[note.source or str(audio)] = _Listed(cleaned(note), audio)
    return sorted(found.values(), key=lambda e: (e.note.date, e.note.number, e.audio.name), reverse=True)


def _item(listed: _Listed, shelf: Path, language: str) -> ET.Element:
    note, page = listed.note, listed.audio.with_suffix(".html")
    item = ET.Element("li")
    number = message(language, "episode-number", number=note.number) if has_messages(language) else f"{note.number}."
    about = (number if note.number else "", long_date(language, note.date), clock(note.seconds))
    ET.SubElement(item, "p", {"class": "about"}).text = " · ".join(filter(None, about))
    heading = ET.SubElement(item, "h2", {"lang": language_tag(note.language), "dir": "auto"})
    link = ET.SubElement(heading, "a", {"href": _address(page if page.is_file() else listed.audio, shelf)})
    link.text = note.title or listed.audio.stem
    sound = {"controls": "controls", "preload": "none", "src": _address(listed.audio, shelf), "aria-label": link.text}
    ET.SubElement(item, "audio", sound)
    return item


def _address(path: Path, shelf: Path) -> str:
    return "./" + "/".join(quote(part, safe="") for part in path.relative_to(shelf).parts)


def _head(title: str) -> ET.Element:
    style = colours_css() + _STYLE
    allowed = base64.b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; media-src 'self' file:; base-uri 'none'; form-action 'none'"
    head = ET.Element("head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"name": "generator", "content": "tts-interview"})
    ET.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    ET.SubElement(head, "meta", {"name": "color-scheme", "content": "light dark"})
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "style").text = style
    return head
