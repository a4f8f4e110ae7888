"""Write the package document of a book: its metadata, its files and their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.files.media_types import media_type
from tts_interview.language.locales import direction, is_right_to_left
from tts_interview.language.messages import language_of, message
from tts_interview.model import Role
from tts_interview.publishing.epub.sections import clock
from tts_interview.publishing.markup import Maker, document, language_tag, xml_line, xml_text
from tts_interview.publishing.provenance import identifier
from tts_interview.publishing.times import rfc_3339

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.epub.sections import Section
    from tts_interview.publishing.markup import Element
    from tts_interview.publishing.publication import Publication

CONTAINER = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_OPF = "http://www.idpf.org/2007/opf"
_make = Maker(_OPF, {None: _OPF, "dc": "http://purl.org/dc/elements/1.1/"})
# A claim of conformance needs the name of the person or body that checked the book.
_CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_FEATURES = ("synchronizedAudioText", "tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability")
# The relators of interviewers and interviewees (https://id.loc.gov/vocabulary/relators).
_RELATORS = {Role.INTERVIEWER: "ivr", Role.GUEST: "ive"}
_NO_TIME = "1970-01-01T00:00:00Z"
_ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Book:
    """A book: its pages, and the paths of its audio file and its cover; the cover may be empty."""

    publication: Publication
    sections: tuple[Section, ...]
    sound: str
    cover: str = ""


def package(book: Book) -> bytes:
    """Return the package document."""
    language = language_tag(book.publication.episode.language)
    metadata = _make("metadata", *_description(book), *_people(book), *_accessibility(book), *_sound(book))
    about = {"version": "3.0", "unique-identifier": "id", "xml:lang": language, "dir": direction(language)}
    progression = {"page-progression-direction": "rtl"} if is_right_to_left(language) else {}
    spine = [_make("itemref", {"idref": name}) for name in ("title", *(s.name for s in book.sections))]
    return document(_make("package", about, metadata, _make("manifest", *_items(book)), _make("spine", progression, *spine)))


def _description(book: Book) -> Iterator[Element]:
    publication, episode = book.publication, book.publication.episode
    date = found[0] if (found := _ISO_DATE.match(episode.date)) else ""
    optional = {
        "dc:description": publication.description.strip(),
        "dc:date": date,
        "dc:source": publication.link,
        "dc:rights": publication.rights,
        "dc:publisher": xml_line(publication.show.author or publication.show.title),
    }
    yield _make("dc:identifier", {"id": "id"}, f"urn:uuid:{identifier(publication)}")
    yield _make("dc:title", xml_line(episode.title) or "…")
    yield _make("dc:language", language_tag(episode.language))
    yield from (_make(name, text) for name, text in optional.items() if xml_text(text))
    # The interview's date, if it was not corrected, so that the same interview gives the same bytes.
    yield _meta("dcterms:modified", rfc_3339(publication.modified) or rfc_3339(date) or _NO_TIME)
    if series := xml_line(publication.show.title):
        yield _meta("belongs-to-collection", series, id="show")
        yield _meta("collection-type", "series", refines="#show")
        if publication.number:
            yield _meta("group-position", str(publication.number), refines="#show")


def _people(book: Book) -> Iterator[Element]:
    """Yield the speakers with their roles."""
    people = [s for s in book.publication.episode.people if s.role is not Role.NARRATOR and xml_line(s.name)]
    for number, speaker in enumerate(people, start=1):
        yield _make("dc:creator", {"id": f"person-{number}"}, xml_line(speaker.name))
        if relator := _RELATORS.get(speaker.role):
            yield _meta("role", relator, refines=f"#person-{number}", scheme="marc:relators")


def _accessibility(book: Book) -> Iterator[Element]:
    language = book.publication.episode.language
    summary = f"{message(language, 'accessibility-summary')} {book.publication.disclosure}"
    modes = [_meta("schema:accessMode", mode) for mode in ("textual", "auditory")]
    features = [_meta("schema:accessibilityFeature", feature) for feature in _FEATURES]
    yield from (*modes, _meta("schema:accessModeSufficient", "textual"), *features)
    yield _meta("schema:accessibilityHazard", "none")
    yield _meta("schema:accessibilitySummary", xml_line(summary), **{"xml:lang": language_of(language)})
    if certifier := xml_line(book.publication.show.certifier):
        yield _meta("dcterms:conformsTo", _CONFORMS, id="conforms")
        yield _meta("a11y:certifiedBy", certifier, refines="#conforms")


def _sound(book: Book) -> Iterator[Element]:
    """Yield the durations, the narrators, and the class of the sentence that is heard."""
    yield _meta("media:duration", clock(sum(section.duration_ms for section in book.sections)))
    for section in book.sections:
        yield _meta("media:duration", clock(section.duration_ms), refines=f"#{section.name}-overlay")
    episode = book.publication.episode
    for name in sorted(episode.recorded):
        yield _meta("media:narrator", xml_line(name))
    for name, voice in episode.voices.voices.items():
        if name not in episode.recorded or name in episode.synthetic:
            narrator = message(episode.language, "voice-speaks-for", voice=voice.full_name, name=name)
            yield _meta("media:narrator", xml_line(narrator), **{"xml:lang": language_of(episode.language)})
    yield _meta("media:active-class", "-epub-media-overlay-active")


def _items(book: Book) -> Iterator[Element]:
    yield _item("nav", "nav.xhtml", properties="nav")
    yield _item("style", "style.css")
    yield _item("sound", book.sound)
    if book.cover:
        yield _item("cover", book.cover, properties="cover-image")
    yield _item("title", "title.xhtml")
    for section in book.sections:
        overlay = f"{section.name}-overlay"
        yield _item(section.name, section.page, **{"media-overlay": overlay})
        yield _item(overlay, section.overlay)


def _item(name: str, href: str, **attributes: str) -> Element:
    return _make("item", {"id": name, "href": href, "media-type": media_type(href), **attributes})


def _meta(key: str, value: str, **attributes: str) -> Element:
    return _make("meta", {"property": key, **attributes}, value)
