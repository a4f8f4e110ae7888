"""A small publication for tests of published files: generated sound, and marks that fit it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tts_interview.model import (
    Casting,
    Chapter,
    Episode,
    Gender,
    Mark,
    Paragraph,
    Passage,
    Role,
    Samples,
    Speaker,
    Transcript,
    Turn,
    Voice,
)
from tts_interview.publishing.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE_HZ = 8_000
WORD_S, GAP_S = 0.4, 0.6
HOST, GUEST, READER = "Mira Holt", "Juno Abara", "Narrator"
Said = tuple[str, Sequence[Sequence[str]]]
TALK: tuple[Said, ...] = (
    (READER, [["The lamp room is on the top floor."]]),
    (HOST, [["Who lights the lamp now?", "Is it you?"]]),
    (GUEST, [["A clock does.", "It is “kinder” to my knees & costs < 2 crowns."], ["I still climb up."]]),
    (HOST, [["Why?"]]),
    (GUEST, [["For the view."]]),
)


def publication(
    talk: Sequence[Said] = TALK, title: str = "The lamp and the clock", language: str = "en", audio: Path = Path("lamp.mp3")
) -> Publication:
    """Make a publication: each word takes 0.4 s, 0.6 s of silence follow each sentence, each question begins a chapter."""
    roles = {READER: Role.NARRATOR, HOST: Role.INTERVIEWER}
    people = tuple(Speaker(name, roles.get(name, Role.GUEST)) for name in dict.fromkeys(name for name, _ in talk))
    voices = Casting({p.name: Voice("tone", f"voice{n}", "en-gb", Gender.UNKNOWN) for n, p in enumerate(people)})
    turns, sentences, words, passages = _marks(talk)
    seconds = sentences[-1].end_s + GAP_S
    episode = Episode(
        title, "2026-03-04", language, Path("none.pcm"), RATE_HZ, seconds, turns, sentences, people, voices, words, passages
    )
    written = [
        Turn(name, roles.get(name, Role.GUEST), number, tuple(Paragraph(" ".join(p), number) for p in paragraphs))
        for number, (name, paragraphs) in enumerate(talk, start=1)
    ]
    return Publication(
        episode=episode,
        transcript=Transcript(title, people, tuple(written), date=episode.date, language=language),
        audio=audio,
        disclosure="Synthetic voices read this.",
        description="Of a lamp, and who lights it.",
        chapters=tuple(_chapters(turns, seconds)),
        samples=Samples(lambda: _sound(passages, seconds), RATE_HZ),
    )


def _marks(talk: Sequence[Said]) -> tuple[tuple[Mark, ...], tuple[Mark, ...], tuple[Mark, ...], tuple[Passage, ...]]:
    turns: list[Mark] = []
    sentences: list[Mark] = []
    words: list[Mark] = []
    passages: list[Passage] = []
    now_s = 0.0
    for turn, (name, paragraphs) in enumerate(talk):
        start_s = now_s
        for number, (paragraph, sentence) in enumerate((p, s) for p, said in enumerate(paragraphs) for s in said):
            split = sentence.split()
            for place, word in enumerate(split):
                words.append(Mark(turn, name, word, now_s + place * WORD_S, now_s + (place + 1) * WORD_S, number, paragraph))
            sentences.append(Mark(turn, name, sentence, now_s, now_s + len(split) * WORD_S, number, paragraph))
            now_s = sentences[-1].end_s + GAP_S
        turns.append(Mark(turn, name, " ".join(s for p in paragraphs for s in p), start_s, sentences[-1].end_s))
        passages.append(Passage(name, round(start_s * RATE_HZ), round(sentences[-1].end_s * RATE_HZ)))
    return tuple(turns), tuple(sentences), tuple(words), tuple(passages)


def _chapters(turns: Sequence[Mark], seconds: float) -> Iterator[Chapter]:
    openers = [mark for mark in turns if not mark.turn or mark.speaker == HOST]
    ends = [mark.start_s for mark in openers[1:]] + [seconds]
    for mark, end_s in zip(openers, ends, strict=True):
        yield Chapter(mark.text, mark.start_s, end_s, mark.turn)


def _sound(passages: Sequence[Passage], seconds: float) -> Iterator[bytes]:
    """Yield sound in blocks of an odd length: each passage is louder than the one before, with silence between."""
    sound = np.zeros(round(seconds * RATE_HZ), dtype="<f4")
    for number, passage in enumerate(passages, start=1):
        sound[passage.start : passage.end] = 0.5 * number / len(passages)
    for start in range(0, len(sound), 1009):
        yield sound[start : start + 1009].tobytes()
