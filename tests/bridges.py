"""A small episode for tests of books and feeds: one second of silence before each sentence of two seconds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tts_interview.model import Casting, Chapter, Episode, Gender, Mark, Role, Speaker, Transcript, Voice
from tts_interview.publishing.publication import Draft, Publication, publication_of
from tts_interview.settings.parts import BookSound, PublishingSettings

PEOPLE = (Speaker("Ada Quill", Role.INTERVIEWER), Speaker("Torsten <Venn>", Role.GUEST))
SAID = (
    (0, 0, "What's up?"),
    (1, 0, "1 < 2 & more."),
    (1, 0, "So it is."),
    (1, 1, "Well."),
    (0, 0, "And then?"),
    (1, 0, "Then."),
)
HOSTILE = [
    "<script>alert(1)</script>",
    "a]]>b",
    "\x00\x07\ud800x",
    "\u202egnal\u202c",
    "שלום",
    "../../etc/passwd",
    "🎙️ & \ufffe",
    "q" * 10_000,
]


def episode(said: tuple[tuple[int, int, str], ...] = SAID, people: tuple[Speaker, ...] = PEOPLE, **changes: Any) -> Episode:  # noqa: ANN401 - of any field
    turn, last, marks = -1, -1, []
    for number, (who, paragraph, text) in enumerate(said):
        turn, last = (turn + 1, who) if who != last else (turn, last)
        marks.append(Mark(turn, people[who].name, text, number * 3 + 1.0, number * 3 + 3.0, number, paragraph))
    turns = {mark.turn: mark for mark in marks}
    voices = Casting({s.name: Voice("tone", f"v{n}", "", Gender.MALE) for n, s in enumerate(people)})
    made = Episode(
        "Bridges & <hums>",
        "2026-03-04",
        "en",
        Path("none"),
        24_000,
        3.0 * len(said),
        tuple(turns.values()),
        tuple(marks),
        people,
        voices,
    )
    return replace(made, **changes)


def publication(folder: Path, made: Episode | None = None, **changes: Any) -> Publication:  # noqa: ANN401 - of any field
    made = made or episode()
    audio = folder / "e.mp3"
    if not audio.exists():
        audio.write_bytes(b"sound")
    chapters = (Chapter("What's up?", 0.0, 12.0, 0), Chapter("And then?", 12.0, made.seconds, 2))
    transcript = Transcript(made.title, made.people, ())
    draft = Draft(
        transcript=transcript,
        audio=audio,
        disclosure="Read by synthetic voices.",
        wanted=PublishingSettings(book_sound=BookSound.MAIN),  # the sound is none that could be converted
    )
    whole = replace(publication_of(draft, made), chapters=chapters, written=(audio,))
    return replace(whole, **changes)
