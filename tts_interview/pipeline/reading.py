"""Source -> transcript and wishes: a page, the pages of one interview, an address, or a script with its page's changes."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts_interview import documents, parsing
from tts_interview.documents.web import fetch, is_address
from tts_interview.errors import SourceError
from tts_interview.model import NARRATOR_NONE, Gender, Selectors, Transcript, Wishes
from tts_interview.parsing.role_names import with_names_of_roles
from tts_interview.script.file import ScriptFile, is_script, read_script
from tts_interview.script.merge import base_of, merge
from tts_interview.settings import Origin
from tts_interview.settings.cast import aliases_layer, named_in, spoken_layer, with_cast, without_weaker_voices
from tts_interview.settings.front_matter import split_front_matter, spoken_as_of
from tts_interview.settings.layers import CHOICES, Layer, settled, show_layer
from tts_interview.settings.selectors import selector_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tts_interview.model import Document
    from tts_interview.settings import Settings

    # A file, an http(s) address, or an open binary stream.
    Page = str | Path | BinaryIO
    Source = Page | list[Page] | tuple[Page, ...] | Transcript
    OnNotice = Callable[[str], None]


def read_source(source: Source, settings: Settings, on_notice: OnNotice) -> tuple[ScriptFile, Settings]:
    """The transcript with all wishes applied, and the settings in force: those of the show, of the source itself and given.

    Raises SourceError if the source cannot be read, NotAnInterviewError if it has no turns.
    """
    layers = [show_layer(settings.show)] if settings.show else []
    if isinstance(source, Transcript):
        found = ScriptFile(source, base=base_of(source))
    else:
        found = _read(source, settings, layers, on_notice)
    if settings.script:
        found = _merged(settings.script, found, on_notice)
    transcript = found.transcript
    layers.append(Layer(Origin.SOURCE, {"voices": found.wishes}))
    if settings.show:
        layers.append(spoken_layer(settings.show.cast, transcript))
    settings = settled(settings, *without_weaker_voices(settings, layers, transcript))
    transcript = replace(transcript, language=settings.language or transcript.language, date=settings.date or transcript.date)
    if settings.narrator == NARRATOR_NONE:
        transcript = parsing.without_narrator(transcript)
    return replace(found, transcript=transcript), settings


def _read(
    source: Page | list[Page] | tuple[Page, ...], settings: Settings, layers: list[Layer], on_notice: OnNotice
) -> ScriptFile:
    """A script file as it is; or a page, or several of one interview, parsed. What they wish goes to `layers`."""
    pages = source if isinstance(source, (list, tuple)) else [source]
    raw = [_raw(page, settings) for page in pages]
    text = documents.text_of(*raw[0])
    layers.append(Layer(Origin.SOURCE, spoken_as_of(split_front_matter(text or "")[0])))
    if len(raw) == 1 and text is not None and is_script(text):
        script = read_script(text, raw[0][1])
        genders = {s.name: s.gender for s in script.transcript.speakers if s.gender is not Gender.UNKNOWN}
        layers.append(Layer(Origin.SOURCE, {"genders": genders}))
        return replace(script, path=_path_of(pages[0]))
    selectors = _selectors(settled(settings, *layers).wishes)
    document = documents.joined([documents.read_bytes(*one, settings.limits, selectors) for one in raw])
    if selectors.article and not any(selectors.article in block.selectors for block in document.blocks):
        on_notice(
            f'{document.name}: nothing on the page fits the article "{selectors.article}"; what the article is was guessed'
        )
    cast = named_in(document, settings.show.cast) if settings.show else []
    layers += [aliases_layer(cast), _page_layer(document)]
    settings = settled(settings, *layers)
    transcript = parsing.parse(with_cast(document, cast), settings.wishes)
    transcript = with_names_of_roles(transcript, settings.language or transcript.language)
    return ScriptFile(transcript, base=base_of(transcript))


def _path_of(page: Page) -> Path | None:
    """Where a page lies, if it is a file."""
    if isinstance(page, str):
        return None if is_address(page) else Path(page)
    return page if isinstance(page, Path) else None


def _selectors(wishes: Wishes) -> Selectors:
    """What of a page must be known by its selectors."""
    wished = [selector_in(rule.what) for rule in wishes.rules]
    return Selectors(wishes.article, tuple(dict.fromkeys(filter(None, wished))))


def _page_layer(document: Document) -> Layer:
    """What the author of a page asks of this program, and the language that the page says it is in."""
    said = {f"wishes.{f.name}": getattr(document.wishes, f.name) for f in fields(Wishes)} | {"language": document.language}
    return Layer(Origin.SOURCE, {name: value for name, value in said.items() if value and name in CHOICES})


def _raw(page: Page, settings: Settings) -> tuple[bytes, str, str]:
    """The bytes of a page, what errors call it, and its suffix."""
    if isinstance(page, str) and is_address(page):
        fetched = fetch(page, settings.limits)
        return fetched.data, fetched.name, fetched.suffix
    return documents.bytes_of(Path(page) if isinstance(page, str) else page, settings.limits)


def _merged(path: Path, page: ScriptFile, on_notice: OnNotice) -> ScriptFile:
    """An edited script with the changes of its page, each told."""
    data, name, suffix = documents.bytes_of(path)
    text = documents.text_of(data, name, suffix)
    if text is None or not is_script(text):
        raise SourceError(f'{name} is no script file: make one with "tts-interview parse --format script" and edit that')
    edited = read_script(text, name)
    merged = merge(edited.transcript, edited.base, page.transcript)
    for told in (*merged.changes, *merged.conflicts):
        on_notice(str(told))
    wishes = {merged.names[speaker]: voice for speaker, voice in edited.wishes.items() if speaker in merged.names}
    return ScriptFile(merged.transcript, {**page.wishes, **wishes}, base_of(page.transcript), path)
