"""Write EPUB 3 with media overlays: reading systems highlight each sentence while it is heard.

https://www.w3.org/TR/epub-33/ and https://www.w3.org/TR/epub-a11y-11/. The same episode gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from tts_interview.files.ffmpeg import FORMATS, decoded, write_sound
from tts_interview.files.media_types import media_type
from tts_interview.files.workspace import scratch
from tts_interview.model import Samples
from tts_interview.publishing.audio_tags import audio_tags, sign_sound
from tts_interview.publishing.epub.contents import chapter_page, navigation, title_page
from tts_interview.publishing.epub.package import CONTAINER, Book, package
from tts_interview.publishing.epub.sections import overlay, sections_of
from tts_interview.settings.parts import BookSound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

# The main files that a book may hold, by the sound that is wanted in it.
_SOUNDS = {BookSound.SMALL: {".m4a", ".m4b"}, BookSound.MAIN: {".mp3", ".m4a", ".m4b", ".opus"}}
# Speech at this rate has the DNSMOS of the MP3 that it is made from. At 32 kbit/s it loses 0.075.
_SMALL = FORMATS[".m4a"].asked(sample_rate_hz=32_000, bitrate_kbps=40)
_STYLE = """\
body { margin: 5%; line-height: 1.5; }
h1 { line-height: 1.2; }
.speaker { font-weight: bold; margin: 1.5em 0 0; }
.interviewer p { font-style: italic; }
.interviewer .speaker { font-style: normal; }
.note { font-size: 0.9em; }
.-epub-media-overlay-active { background-color: #ffe28a; color: #000; }
"""
# The earliest date that a ZIP archive can hold.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def epub_bytes(publication: Publication) -> bytes:
    """Return the whole book."""
    buffer = io.BytesIO()
    write_epub(publication, buffer)
    return buffer.getvalue()


def write_epub(publication: Publication, target: Path | BinaryIO) -> None:
    """Write the book to `target`, with the main audio file in it, or AAC at a low rate that is made from that file.

    Raises EncodingError if the AAC cannot be made.
    """
    with scratch() as folder:
        sound = _sound(publication, folder)
        cover = next((path for path in publication.written if _is_cover(path)), None)
        sections = sections_of(publication.episode, publication.chapters)
        book = Book(publication, sections, f"audio/episode{sound.suffix}", f"cover{cover.suffix}" if cover else "")
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in _texts(book):
                _add(archive, name, data)
            for name, path in ((book.sound, sound), (book.cover, cover)):
                if path:
                    _add_file(archive, f"EPUB/{name}", publication.files.now(path))


def _texts(book: Book) -> Iterator[tuple[str, bytes]]:
    yield "mimetype", media_type(".epub").encode()  # must come first, uncompressed
    yield "META-INF/container.xml", CONTAINER
    yield "EPUB/package.opf", package(book)
    yield "EPUB/nav.xhtml", navigation(book)
    yield "EPUB/style.css", _STYLE.encode()
    yield "EPUB/title.xhtml", title_page(book)
    for section in book.sections:
        yield f"EPUB/{section.page}", chapter_page(section, book)
        yield f"EPUB/{section.overlay}", overlay(section, book.sound)


def _sound(publication: Publication, folder: Path) -> Path:
    main, made, rate_hz = publication.audio, folder / "episode.m4a", _SMALL.sample_rate_hz
    if main.suffix.lower() in _SOUNDS[publication.wanted.book_sound]:
        return main
    sound = Samples(lambda: decoded(publication.files.now(main), rate_hz, "f32le"), rate_hz)
    write_sound(sound, made, _SMALL, tags=audio_tags(publication, made.suffix))
    sign_sound(publication, made, made.name)
    return made


def _is_cover(path: Path) -> bool:
    return path.name.lower().endswith((".cover.png", ".cover.jpg", ".cover.jpeg"))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = 0o644 << 16
    return entry


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    archive.writestr(_entry(name), data, kind)


def _add_file(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    """Add a file that is compressed already, block by block."""
    entry = _entry(name)
    entry.file_size = path.stat().st_size
    with archive.open(entry, "w") as inside, path.open("rb") as file:
        while block := file.read(1 << 20):
            inside.write(block)
