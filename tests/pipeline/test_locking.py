"""Locked turns keep their sound when voices, rates or the lexicon change; a doubt reports a sound that is missing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tts_interview import EditError, EngineError, Settings, plan, render, write_project
from tts_interview.model import Edit, Observer, Pause, Speech
from tts_interview.pipeline.editing import EditingSession
from tts_interview.pipeline.hearing import clip_of, missing, pieces_of
from tts_interview.pipeline.locking import is_locked, locks
from tts_interview.settings import PacingSettings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.pipeline import Plan

TALK = "# Bees\n\n" + "".join(
    f"Ann Lee: Why do you count {n} of them?\n\nRosa Lind: I have {n}. I stand still.\n\n" for n in ("two", "three", "four")
)


class Heard(Observer):
    def __init__(self) -> None:
        self.doubts: list[str] = []

    def doubt(self, line: str) -> None:
        self.doubts.append(line)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(), speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))


@pytest.fixture
def session(tmp_path: Path) -> EditingSession:
    write_project(TALK, tmp_path / "bees")
    opened = EditingSession(tmp_path / "bees")
    opened.do(*(Edit("set_gender", {"speaker": name, "gender": "female"}) for name in ("Ann Lee", "Rosa Lind")))
    return opened


@pytest.fixture
def locked(session: EditingSession, settings: Settings) -> Plan:
    """A plan of which turn 2 is locked."""
    first = plan(session.path, settings)
    for speech in missing(first):
        clip_of(first, speech)
    session.do(*locks(first, 2))
    return first


def sounds(planned: Plan, turn: int) -> list[bytes]:
    return [clip_of(planned, piece.speech).pcm for piece in pieces_of(planned, turn)]


def other(settings: Settings, **values: float) -> Settings:
    return replace(settings, pacing=PacingSettings(rate=values.get("rate", 0.8)))


def test_a_locked_turn_keeps_its_sound_at_another_rate_and_no_other_turn_does(
    session: EditingSession, settings: Settings, locked: Plan
) -> None:
    heard = Heard()
    now = plan(session.path, other(settings), heard)
    assert [sounds(now, turn) == sounds(locked, turn) for turn in range(1, 7)] == [False, True, False, False, False, False]
    kept, before = (
        [item for item in one.rundown.items if isinstance(item, Speech) and item.turn == 2] for one in (now, locked)
    )
    assert [(s.written, s.sentence, s.words, s.stretch) for s in kept] == [
        (s.written, s.sentence, s.words, s.stretch) for s in before
    ]
    assert heard.doubts == [] == list(now.doubts)


def test_a_locked_turn_survives_another_engine_and_an_empty_cache(
    session: EditingSession, settings: Settings, locked: Plan, tmp_path: Path
) -> None:
    class Newer(ToneEngine):
        def fingerprint(self, voice: str) -> str:
            return f"newer {super().fingerprint(voice)}"

    was = sounds(locked, 2)
    shutil.rmtree(tmp_path / "cache")
    newer = replace(settings, speech=replace(settings.speech, engine=Newer(EngineSetup(tmp_path))))
    now = plan(session.path, newer)
    assert {speech.turn for speech in missing(now)} >= {1, 3}
    assert 2 not in {speech.turn for speech in missing(now)}
    assert sounds(now, 2) == was


def test_the_pauses_inside_a_locked_turn_stay_too(session: EditingSession, settings: Settings, locked: Plan) -> None:
    def inside(planned: Plan) -> list[int]:
        items = planned.rundown.items
        at = [n for n, item in enumerate(items) if isinstance(item, Speech) and item.turn == 2]
        return [item.pause_ms for item in items[at[0] : at[-1]] if isinstance(item, Pause)]

    slow = plan(session.path, replace(settings, pacing=PacingSettings(preset="slow")))
    assert inside(slow) == inside(locked) != []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("two. I stand", "two. I sit"),
        ("I have two", "{stress: I} have two"),
        ("Rosa Lind: {lock", "Ann Lee: {lock"),
    ],
)
def test_a_lock_that_does_not_fit_its_words_any_more_is_told_and_the_turn_is_spoken_anew(
    session: EditingSession, settings: Settings, locked: Plan, was: str, now: str
) -> None:
    text = session.path.read_text(encoding="utf-8")
    assert was in text
    session.path.write_text(text.replace(was, now, 1), encoding="utf-8")
    heard = Heard()
    planned = plan(session.path, settings, heard)
    (line,) = heard.doubts
    assert line.startswith("turn 3 is spoken again although it is locked: it was changed after it was locked; lock it again")
    assert not any(speech.utterance.made_by for speech in planned.rundown.speeches)
    (doubt,) = planned.doubts
    session.do(*doubt.settled_by(doubt.answers[0]))
    assert plan(session.path, settings).doubts == []
    assert "{lock" not in session.path.read_text(encoding="utf-8")


def test_a_lock_whose_sound_is_lost_is_told(session: EditingSession, settings: Settings, locked: Plan) -> None:
    folder = session.folder / "locked"
    (record,) = folder.glob("*.json")
    for lose in (lambda: record.write_bytes(record.read_bytes() + b" "), lambda: shutil.rmtree(folder)):
        lose()
        heard = Heard()
        planned = plan(session.path, settings, heard)
        (line,) = heard.doubts
        assert "the sound that was kept is not beside the script" in line
        assert {*sounds(planned, 2)} == {*sounds(locked, 2)}, "it is spoken as the others are"


def test_a_clip_that_is_damaged_after_the_plan_is_an_error_and_not_another_sound(
    session: EditingSession, settings: Settings, locked: Plan
) -> None:
    planned = plan(session.path, other(settings))
    for clip in (session.folder / "locked").rglob("*.wav"):
        clip.write_bytes(b"RIFF")
    with pytest.raises(EngineError, match=r'the locked sound of "I have two\." is gone or damaged: unlock that turn'):
        sounds(planned, 2)


def test_a_script_that_says_lock_without_its_folder_is_rendered_with_a_doubt(
    session: EditingSession, settings: Settings, locked: Plan, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.script.md"
    alone.write_bytes(session.path.read_bytes())
    heard = Heard()
    made = render(alone, tmp_path / "alone.mp3", settings, heard)
    assert len(heard.doubts) == 1
    assert made.seconds > 1


def test_a_renamed_person_keeps_the_lock(session: EditingSession, settings: Settings, locked: Plan) -> None:
    session.do(Edit("rename", {"speaker": "Rosa Lind", "name": "Rosa Linde"}))
    now = plan(session.path, other(settings))
    assert sounds(now, 2) == sounds(locked, 2)
    assert now.doubts == []


def test_a_lock_is_a_step_that_undo_takes_back(session: EditingSession, locked: Plan) -> None:
    assert is_locked(session.transcript.turns[2])
    assert (session.undoes, session.redoes) == ("lock", "")
    session.undo()
    assert not is_locked(session.transcript.turns[2])
    session.redo()
    again = EditingSession(session.folder)
    assert is_locked(again.transcript.turns[2])


def test_a_turn_that_is_not_spoken_cannot_be_locked(session: EditingSession, settings: Settings) -> None:
    with pytest.raises(EditError, match="turn 2 is not spoken yet: play it, then lock what you have heard"):
        locks(plan(session.path, settings), 2)


def test_what_is_locked_can_be_locked_again_after_the_cache_is_gone(
    session: EditingSession, settings: Settings, locked: Plan, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "cache")
    before = session.path.read_bytes()
    session.do(*locks(plan(session.path, other(settings)), 2))
    assert session.path.read_bytes() == before
