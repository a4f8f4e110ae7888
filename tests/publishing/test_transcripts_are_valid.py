"""The transcripts, checked by an independent validator."""

from __future__ import annotations

from pathlib import Path

import pytest
from validating import vtt

from tts_interview.model import Casting, Episode, Mark, Role, Speaker, Transcript
from tts_interview.publishing.publication import Draft, publication_of
from tts_interview.publishing.subtitles import webvtt

pytestmark = pytest.mark.validators
NAMES = ["Ann Lee", "A & B <Corp>", 'Zoë "Zed" O’Hara', "עדה כהן", "Q\u202ex", "a --> b", "\x00\n"]
WORDS = [
    "Well.",
    "A < B & C > D --> E",
    "«Quoted» \"words\" 'here'",
    "שלום עולם",
    "🎙️ emoji 👩‍🔬",
    "&amp; &lt;v&gt;",
    "-->",
    "x\x00y \ud800",
]
LONG = "and so on, and so forth, --> & <b>, " * 12


def written(names: list[str], words: list[str]) -> str:
    marks = tuple(
        Mark(turn, names[turn % len(names)], text, turn * 2.0, turn * 2.0 + 1.5) for turn, text in enumerate(words * len(names))
    )
    people = tuple(Speaker(name, Role.GUEST) for name in names)
    episode = Episode("T", "", "en", Path("none"), 24_000, 2.0 * len(marks), marks, marks, people, Casting({}))
    return webvtt(publication_of(Draft(transcript=Transcript("T", people, ()), audio=Path("e.mp3")), episode))


def errors(text: str, path: Path) -> list[list[object]]:
    path.write_text(text, encoding="utf-8")
    return vtt(path)


def test_webvtt_with_markup_quotes_other_directions_and_emoji_is_valid(tmp_path: Path) -> None:
    assert errors(written(NAMES, [*WORDS, LONG]), tmp_path / "a.vtt") == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    good = written(NAMES[:1], WORDS[:1])
    assert errors(good.replace("00:00:01.500", "00:00:00.000"), tmp_path / "a.vtt")
