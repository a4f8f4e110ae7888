"""The disclosure that voices are synthetic: spoken by default, in every language, and always written."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import tts_interview
from tts_interview import (
    AnnouncingSettings,
    Listening,
    Opening,
    OutputError,
    Paragraph,
    Role,
    Settings,
    Speaker,
    Transcript,
    Turn,
)
from tts_interview.language.messages import LANGUAGES, message
from tts_interview.model import Ask, Direction
from tts_interview.rundown.announcements import announcements, disclosure
from tts_interview.settings.parts import SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

TALK = "Ada Quill: What does it say?\n\nTorsten Venn: Much.\n"
TRANSCRIPT = Transcript(
    "Bridges",
    (Speaker("Ada Quill", Role.INTERVIEWER), Speaker("Torsten Venn", Role.GUEST)),
    (
        Turn("Ada Quill", Role.INTERVIEWER, 1, (Paragraph("What does it say?", 1),)),
        Turn("Torsten Venn", Role.GUEST, 3, (Paragraph("Much.", 3),)),
    ),
)
RENDER = ("render", "talk.txt", "--engine", "tone", "-o", "e.wav", "--force")


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def segments(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / "e.transcript.json").read_text(encoding="utf-8"))["segments"]
    return found


def test_an_episode_says_by_default_that_its_voices_are_synthetic(tts: Callable[..., Run], talk: Path) -> None:
    assert tts(*RENDER).code == 0
    first, second, third, *_ = segments(talk)
    assert (first["body"], first["announcement"]) == ("This interview is read by synthetic voices.", True)
    assert (second["body"], second["announcement"]) == ("The people who speak in it did not record it.", True)
    assert third["speaker"] == "Ada Quill"
    assert "announcement" not in third


def test_the_words_of_the_disclosure_can_be_set(tts: Callable[..., Run], talk: Path) -> None:
    (talk / "show.toml").write_text('[reading]\ndisclosure = "Machines read this"\n', encoding="utf-8")
    for option, said in (((), "Machines read this."), (("--disclosure", "No person reads this."), "No person reads this.")):
        assert tts(*RENDER, "--show", "show.toml", *option).code == 0
        assert segments(talk)[0]["body"] == said
        assert f"NOTE\n{said}\n" in (talk / "e.vtt").read_text(encoding="utf-8")


def test_a_flag_turns_off_only_the_spoken_disclosure(tts: Callable[..., Run], talk: Path) -> None:
    assert tts(*RENDER, "--no-spoken-disclosure", "--format", "description").code == 0
    assert not any("announcement" in segment for segment in segments(talk))
    for name in ("e.vtt", "e.description.txt", "e.transcript.json"):
        assert "read by synthetic voices" in (talk / name).read_text(encoding="utf-8")


def test_listening_plays_no_disclosure(tmp_path: Path) -> None:
    heard = io.BytesIO()
    settings = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path))
    tts_interview.listen(TRANSCRIPT, settings, Listening(stream=heard))
    said = [s for s in tts_interview.plan(TRANSCRIPT, settings).rundown.speeches if "synthetic" in s.utterance.text]
    assert said
    assert not [path for path in (tmp_path / "clips").rglob("*.wav") if path.stat().st_size > 40 * 1000 * 2]


def test_the_disclosure_follows_the_opening() -> None:
    said = [announcement.text for announcement in announcements(TRANSCRIPT, AnnouncingSettings(Opening.TITLE))]
    assert said == ["Bridges.", message("en", "disclosure")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_disclosure_is_in_the_language_of_the_interview(language: str) -> None:
    (said,) = announcements(replace(TRANSCRIPT, language=language), AnnouncingSettings())
    assert said.text == message(language, "disclosure")


def with_recording(text: str, start: int, end: int) -> Transcript:
    paragraph = Paragraph(text, 1, directions=(Direction(Ask.AUDIO, start, end, "clip.wav"),))
    return replace(TRANSCRIPT, turns=(Turn("Ada Quill", Role.GUEST, 1, (paragraph,)),))


def test_recordings_are_not_called_synthetic() -> None:
    assert disclosure(with_recording("All of it.", 0, 10), AnnouncingSettings()) == ""
    assert disclosure(with_recording("All of it.", 4, 10), AnnouncingSettings()) == message("en", "disclosure-partly")


def test_an_interview_without_words_is_an_error_despite_the_disclosure(tmp_path: Path) -> None:
    silent = replace(TRANSCRIPT, turns=(Turn("Ada Quill", Role.GUEST, 1, (Paragraph("[laughs]", 1),)),))
    with pytest.raises(OutputError, match="nothing to speak"):
        tts_interview.plan(silent, Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path)))
