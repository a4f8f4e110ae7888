"""Compose the announcements: an opening and the disclosure that the voices are synthetic."""

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

# The full stops of scripts that do not use ".".
_STOPS = {"[\u0900-\u097f]": "।", "[\u3040-\u30ff\u4e00-\u9fff]": "。"}
_ENDS_SENTENCE = re.compile(r"[.!?…।。！？][\"'”’»)\]]*$")


def announcements(transcript: Transcript, wanted: AnnouncingSettings, publication: str = "") -> tuple[Announcement, ...]:
    """Return the announcements in order. `publication` is the title of the show or paper, or empty."""
    said = [*_opening(transcript, wanted.opening, publication), disclosure(transcript, wanted) if wanted.discloses else ""]
    return tuple(Announcement(0, text) for text in said if text)


def disclosure(transcript: Transcript, wanted: AnnouncingSettings) -> str:
    """Return the disclosure, in the words of `wanted` or the usual ones; empty if everything is recorded."""
    paragraphs = [paragraph for turn in transcript.turns for paragraph in turn.paragraphs]
    if not any(_is_spoken(paragraph) for paragraph in paragraphs):
        return ""
    is_partly_recorded = any(direction.ask is Ask.AUDIO for paragraph in paragraphs for direction in paragraph.directions)
    key = "disclosure-partly" if is_partly_recorded else "disclosure"
    return _sentence(wanted.disclosure) if wanted.disclosure else message(transcript.language, key)


def titled(transcript: Transcript) -> Transcript:
    """Return the transcript with a title: its own, or one made of the names of its speakers."""
    return replace(transcript, title=transcript.title or usual_title(transcript.language, transcript.speakers))


def with_narrator(transcript: Transcript) -> Transcript:
    """Return the transcript with a narrator among its speakers, who may be needed only for announcements."""
    if any(speaker.role is Role.NARRATOR for speaker in transcript.speakers):
        return transcript
    taken = {speaker.name for speaker in transcript.speakers}
    name = role_name(transcript.language, Role.NARRATOR)
    free = next(free for free in chain([name], (f"{name} {number}" for number in count(2))) if free not in taken)
    return replace(transcript, speakers=(*transcript.speakers, Speaker(free, Role.NARRATOR)))


def _is_spoken(paragraph: Paragraph) -> bool:
    """Return whether a voice says any words of a paragraph, as opposed to recordings."""
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
        texts = _published(transcript, publication), people if people != _sentence(transcript.title) else ""
        yield from filter(None, texts)


def _says_title(transcript: Transcript) -> bool:
    """Return whether a paragraph of the first turn begins with the title, perhaps below the name of a column."""
    title, first = transcript.title, transcript.turns[0].paragraphs if transcript.turns else ()
    return any(letters(paragraph.text[: 4 * len(title)]).startswith(letters(title)) for paragraph in first)


def _published(transcript: Transcript, publication: str) -> str:
    """Return where and when the interview appeared, as far as known."""
    language, date = transcript.language, long_date(transcript.language, transcript.date)
    if publication and date:
        return message(language, "opening-published", publication=publication, date=date)
    if publication:
        return message(language, "opening-publication", publication=publication)
    return message(language, "opening-date", date=date) if date else ""


def _sentence(title: str) -> str:
    """Return a title with a final punctuation mark, so that engines read it as a sentence."""
    if _ENDS_SENTENCE.search(title):
        return title
    return title + next((stop for script, stop in _STOPS.items() if re.search(script, title)), ".")
