"""Transcript + wishes -> announcements: what the tool itself says, in the narrator's voice and the interview's language."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from tts_interview.language.messages import conversation, letters, long_date, message, role_name, usual_title
from tts_interview.model import Announcement, Ask, Role, Speaker
from tts_interview.settings.parts import Opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Paragraph, Transcript
    from tts_interview.settings.parts import AnnouncingSettings

# Full stops of scripts that have one of their own.
_STOPS = {"[\u0900-\u097f]": "।", "[\u3040-\u30ff\u4e00-\u9fff]": "。"}
_ENDS_SENTENCE = re.compile(r"[.!?…।。！？][\"'”’»)\]]*$")


def announcements(transcript: Transcript, wanted: AnnouncingSettings, publication: str = "") -> tuple[Announcement, ...]:
    """What is said, in order. `publication` is the name of the show or paper, empty if unknown."""
    said = [*_opening(transcript, wanted.opening, publication), disclosure(transcript, wanted) if wanted.discloses else ""]
    return tuple(Announcement(0, text) for text in said if text)


def disclosure(transcript: Transcript, wanted: AnnouncingSettings) -> str:
    """The truth about the voices: the words wanted, else the usual ones; empty where all that is heard are recordings."""
    paragraphs = [paragraph for turn in transcript.turns for paragraph in turn.paragraphs]
    if not any(_is_spoken(paragraph) for paragraph in paragraphs):
        return ""
    is_partly_recorded = any(direction.ask is Ask.AUDIO for paragraph in paragraphs for direction in paragraph.directions)
    key = "disclosure-partly" if is_partly_recorded else "disclosure"
    return _sentence(wanted.disclosure) if wanted.disclosure else message(transcript.language, key)


def titled(transcript: Transcript) -> Transcript:
    """The transcript with a title, which whatever is published has."""
    return replace(transcript, title=transcript.title or usual_title(transcript.language, transcript.speakers))


def with_narrator(transcript: Transcript) -> Transcript:
    """The transcript with a narrator among its speakers, who may be needed for announcements alone."""
    if any(speaker.role is Role.NARRATOR for speaker in transcript.speakers):
        return transcript
    taken = {speaker.name for speaker in transcript.speakers}
    name = role_name(transcript.language, Role.NARRATOR)
    free = next(free for free in chain([name], (f"{name} {number}" for number in count(2))) if free not in taken)
    return replace(transcript, speakers=(*transcript.speakers, Speaker(free, Role.NARRATOR)))


def _is_spoken(paragraph: Paragraph) -> bool:
    """Whether a voice says words of it: those in whose place no recording is heard."""
    kept = list(paragraph.text)
    for direction in paragraph.directions:
        if direction.ask is Ask.AUDIO:
            kept[direction.start : direction.end] = " " * (direction.end - direction.start)
    return any(map(str.isalnum, kept))


def _opening(transcript: Transcript, wanted: Opening, publication: str) -> Iterator[str]:
    if wanted is Opening.NONE:
        return
    if transcript.title and not _says_title(transcript):
        yield _sentence(transcript.title)
    if wanted is Opening.FULL:
        people = conversation(transcript.language, transcript.speakers)
        told = _published(transcript, publication), people if people != _sentence(transcript.title) else ""
        yield from (text for text in told if text)


def _says_title(transcript: Transcript) -> bool:
    """Whether the first turn says the title anyhow: a paragraph of it begins so, be it below the name of a column."""
    title, first = transcript.title, transcript.turns[0].paragraphs if transcript.turns else ()
    return any(letters(paragraph.text[: 4 * len(title)]).startswith(letters(title)) for paragraph in first)


def _published(transcript: Transcript, publication: str) -> str:
    """Where and when, as far as it is known."""
    language, date = transcript.language, long_date(transcript.language, transcript.date)
    if publication and date:
        return message(language, "opening-published", publication=publication, date=date)
    if publication:
        return message(language, "opening-publication", publication=publication)
    return message(language, "opening-date", date=date) if date else ""


def _sentence(title: str) -> str:
    """A title with an end, so that it is heard as a sentence of its own."""
    if _ENDS_SENTENCE.search(title):
        return title
    return title + next((stop for script, stop in _STOPS.items() if re.search(script, title)), ".")
