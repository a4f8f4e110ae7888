"""The base of a merge: digests of the page that a script was made from, which show what has changed since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.model import Speaker

if TYPE_CHECKING:
    from tts_interview.model import Transcript

# The fields whose digests a base holds, in this order.
ABOUT = ("title", "date", "language")
FACTS = ("name", "role", "labels", "gender", "title")


@dataclass(frozen=True, slots=True)
class BaseParagraph:
    """The digest of a paragraph, the number of its speaker in the cast from 0, and whether it begins a turn."""

    digest: str
    speaker: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Base:
    """A transcript as it was parsed, in digests of title, date and language, of each speaker's facts, and of the words."""

    about: tuple[str, ...]
    cast: tuple[tuple[str, ...], ...]
    paragraphs: tuple[BaseParagraph, ...]


def base_of(transcript: Transcript) -> Base:
    """Return the base of a transcript, for a later merge."""
    cast = cast_of(transcript)
    numbers = {speaker.name: number for number, speaker in enumerate(cast)}
    return Base(
        about_of(transcript),
        tuple(facts_of(speaker) for speaker in cast),
        tuple(
            BaseParagraph(digest_of(paragraph.text), numbers[turn.speaker], number == 0)
            for turn in transcript.turns
            for number, paragraph in enumerate(turn.paragraphs)
        ),
    )


def cast_of(transcript: Transcript) -> list[Speaker]:
    """Return the speakers, each name once, including those who occur only in a turn."""
    people = {speaker.name: speaker for speaker in transcript.speakers}
    for turn in transcript.turns:
        people.setdefault(turn.speaker, Speaker(turn.speaker, turn.role))
    return list(people.values())


def about_of(transcript: Transcript) -> tuple[str, ...]:
    """Return the digests of title, date and language."""
    return tuple(digest_of(getattr(transcript, key)) for key in ABOUT)


def facts_of(speaker: Speaker) -> tuple[str, ...]:
    """Return the digests of the facts about a speaker."""
    facts = [getattr(speaker, key) for key in FACTS]
    return tuple(digest_of(fact if isinstance(fact, str) else "\0".join(fact)) for fact in facts)


def digest_of(text: str) -> str:
    """Return eight hexadecimal digits of the SHA-256 hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
