"""List the files of an episode on its page, each with its size and what it is good for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.files.media_types import media_type
from tts_interview.language.locales import file_size
from tts_interview.language.messages import language_of, message
from tts_interview.publishing.page.templates import element

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from tts_interview.publishing.publication import Publication

# What files are good for, as the key of a message, with the suffixes of such files. Files for programs are not listed.
_PURPOSES = (
    ("for-any-device", (".mp3", ".m4a", ".opus", ".flac", ".wav")),
    ("for-audiobooks", (".m4b",)),
    ("for-reading-along", (".epub",)),
    ("for-braille", (".txt", ".md")),
    ("for-subtitles", (".vtt", ".srt")),
)
_NAMES = {".md": "Markdown", ".vtt": "WebVTT", ".opus": "Opus"}


def file_list(publication: Publication) -> ET.Element:
    """Build the list: an item for each purpose, with links to its files, and one to the feed."""
    language, found = publication.episode.language, element("ul", {"class": "files"})
    for key, suffixes in _PURPOSES:
        if links := [_link(publication, path) for path in _files(publication) if path.suffix.lower() in suffixes]:
            found.append(_item(message(language, key), links))
    if publication.feed:
        feed = element("a", {"href": publication.feed.url, "type": "application/rss+xml"}, "RSS")
        found.append(_item(message(language, "subscribe"), [feed]))
    return found


def _files(publication: Publication) -> Iterator[Path]:
    """Yield the files of the episode that bear its own name alone, the audio first, without a sound that the page holds."""
    for path in dict.fromkeys((publication.audio, *publication.written)):
        is_own = path == publication.file(path.suffix)
        if is_own and not (publication.wanted.embed_audio and path == publication.audio):
            yield path


def _link(publication: Publication, path: Path) -> ET.Element:
    name, present = _NAMES.get(path.suffix.lower(), path.suffix[1:].upper()), publication.files.now(path)
    if present.is_file():
        name += f" ({file_size(language_of(publication.episode.language), present.stat().st_size)})"
    return element("a", {"href": quote(path.name), "download": path.name, "type": media_type(path.name)}, name)


def _item(purpose: str, links: list[ET.Element]) -> ET.Element:
    spaced = (part for link in links for part in (link, " "))
    return element("li", {}, element("span", {}, purpose), element("span", {"class": "links"}, *spaced))
