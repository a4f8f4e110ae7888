"""Compose the announcements: an opening and the disclosure that the voices are synthetic."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.language.locales import long_date
from tts_interview.language.messages import (
    conversation,
    has_messages,
    letters,
    message,
    role_name,
    stop_of,
    usual_title,
    without_stop,
)
from tts_interview.model import Announcement, Ask, Role, Speaker
from tts_interview.settings.parts import Opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Paragraph, Transcript
    from tts_interview.settings.parts import AnnouncingSettings

_ENDS_SENTENCE = re.compile(r"[.!?…।。！？۔؟։][\"'”’»)\]]*$")


def announcements(transcript: Transcript, wanted: AnnouncingSettings, publication: str = "") -> tuple[Announcement, ...]:
    """Return the announcements in order. `publication` is the title of the show or paper, or empty."""
    said = [*_opening(transcript, wanted.opening, publication), disclosure(transcript, wanted) if wanted.discloses else ""]
    return tuple(Announcement(0, text) for text in said if text)


def disclosure(transcript: Transcript, wanted: AnnouncingSettings) -> str:
    """Return the disclosure, in the words of `wanted` or the usual ones; empty if everything is recorded.

    Raises OutputError if `wanted` has no words and the language has no catalogue.
    """
    paragraphs = [paragraph for turn in transcript.turns for paragraph in turn.paragraphs]
    if not any(_is_spoken(paragraph) for paragraph in paragraphs):
        return ""
    if wanted.disclosure:
        return _sentence(wanted.disclosure, transcript.language)
    if not has_messages(transcript.language):
        raise OutputError(
            f'the program cannot say in the language "{transcript.language}" that the voices are synthetic: give '
            '`announcing.disclosure` "WORDS" in that language; other words of the program are then left out or in English'
        )
    is_partly_recorded = any(direction.ask is Ask.AUDIO for paragraph in paragraphs for direction in paragraph.directions)
    return message(transcript.language, "disclosure-partly" if is_partly_recorded else "disclosure")


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
        yield _sentence(transcript.title, transcript.language)
    if wanted is Opening.FULL and has_messages(transcript.language):
        people = conversation(transcript.language, transcript.speakers)
        is_title = without_stop(people) == without_stop(transcript.title)
        texts = _published(transcript, publication), "" if is_title else people
        yield from filter(None, texts)


def _says_title(transcript: Transcript) -> bool:
    """Return whether a paragraph of the first turn begins with the title, perhaps below the name of a column."""
    title, first = transcript.title, transcript.turns[0].paragraphs if transcript.turns else ()
    return any(letters(paragraph.text[: 4 * len(title)]).startswith(letters(title)) for paragraph in first)


def _published(transcript: Transcript, publication: str) -> str:
    """Return where and when the interview appeared, as far as known."""
    # The message ends with a full stop, as dates do in some languages.
    language, date = transcript.language, without_stop(long_date(transcript.language, transcript.date))
    if publication and date:
        return message(language, "opening-published", publication=publication, date=date)
    if publication:
        return message(language, "opening-publication", publication=publication)
    return message(language, "opening-date", date=date) if date else ""


def _sentence(text: str, language: str) -> str:
    """Return a text with a final punctuation mark, so that engines read it as a sentence."""
    return text if _ENDS_SENTENCE.search(text) else text + stop_of(language)
