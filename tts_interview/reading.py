"""Source -> transcript and wishes: a page, the pages of one interview, an address, or a script with its page's changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts_interview import documents, parsing
from tts_interview.documents.web import fetch, is_address
from tts_interview.errors import SourceError
from tts_interview.merging import base_of, merge
from tts_interview.model import NARRATOR_NONE, Transcript
from tts_interview.scriptfile import ScriptFile, is_script, read_script

if TYPE_CHECKING:
    from collections.abc import Callable

    from tts_interview.model import Wishes
    from tts_interview.settings import Settings

    # A file, an http(s) address, or an open binary stream.
    Page = str | Path | BinaryIO
    Source = Page | list[Page] | tuple[Page, ...] | Transcript
    OnNotice = Callable[[str], None]


def read_source(source: Source, settings: Settings, on_notice: OnNotice) -> tuple[ScriptFile, Settings]:
    """The transcript with all wishes applied, and the settings with what the source itself wishes: flags count more.

    Raises SourceError if the source cannot be read, NotAnInterviewError if it has no turns.
    """
    found, narrator = (
        (ScriptFile(source, base=base_of(source)), "") if isinstance(source, Transcript) else _read(source, settings)
    )
    if settings.script:
        found = _merged(settings.script, found, on_notice)
    settings = replace(settings, voices={**found.wishes, **settings.voices}, narrator=settings.narrator or narrator)
    transcript = found.transcript
    if settings.language:
        transcript = replace(transcript, language=settings.language)
    if settings.narrator == NARRATOR_NONE:
        transcript = parsing.without_narrator(transcript)
    return replace(found, transcript=transcript), settings


def _read(source: Page | list[Page] | tuple[Page, ...], settings: Settings) -> tuple[ScriptFile, str]:
    """A script file as it is; or a page, or several of one interview, parsed; and the narrator that its metadata wishes."""
    pages = source if isinstance(source, (list, tuple)) else [source]
    raw = [_raw(page, settings) for page in pages]
    text = documents.text_of(*raw[0])
    if len(raw) == 1 and text is not None and is_script(text):
        return read_script(text, raw[0][1]), ""
    document = documents.joined([documents.read_bytes(*one, settings.limits) for one in raw])
    transcript = parsing.parse(document, _together(settings.wishes, document.wishes))
    return ScriptFile(transcript, base=base_of(transcript)), document.wishes.narrator


def _raw(page: Page, settings: Settings) -> tuple[bytes, str, str]:
    """The bytes of a page, what errors call it, and its suffix."""
    if isinstance(page, str) and is_address(page):
        fetched = fetch(page, settings.limits)
        return fetched.data, fetched.name, fetched.suffix
    return documents.bytes_of(Path(page) if isinstance(page, str) else page, settings.limits)


def _together(flags: Wishes, document: Wishes) -> Wishes:
    """Both wishes; where only one can be met, that of the flags."""
    return replace(
        flags,
        interviewers=flags.interviewers + document.interviewers,
        guests=flags.guests + document.guests,
        aliases={**document.aliases, **flags.aliases},
        leave_out=flags.leave_out + document.leave_out,
        keep=flags.keep + document.keep,
        first=flags.first or document.first,
        last=flags.last or document.last,
    )


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
    return ScriptFile(merged.transcript, {**page.wishes, **wishes}, base_of(page.transcript))
