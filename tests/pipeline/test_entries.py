"""The ways in for Python: streams in memory, sound piece by piece, batches, observers, cancelling, and the log."""

from __future__ import annotations

import io
import logging
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import INTERVIEWS

import tts_interview
from tts_interview import CancelledError, Observer, PublishingSettings, Settings, SpeechSettings, pipeline
from tts_interview.pipeline.entries import survey
from tts_interview.pipeline.listening import PlaysAlong
from tts_interview.settings.layers import with_values
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview import Progress

pytestmark = pytest.mark.usefixtures("encoded_once")

TALK = "Ann: How are you today?\n\nBen: Well. And you?\n\nAnn: Well.\n\nBen: Good.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))


class Keeper(Observer):
    """Keeps the steps and the notices that it hears."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.notices: list[str] = []

    def progress(self, progress: Progress) -> None:
        self.steps.append(progress.step)

    def notice(self, line: str) -> None:
        self.notices.append(line)


def test_all_public_names_are_listed_and_can_be_had() -> None:
    assert set(tts_interview.__all__) <= set(dir(tts_interview))
    assert all(callable(getattr(tts_interview, name)) for name in ("parse", "plan", "render", "listen", "segments", "batch"))
    assert not [name for name in tts_interview.__all__ if type(getattr(tts_interview, name)).__name__ == "module"]


@pytest.mark.parametrize(("formats", "magic"), [((), b"ID3"), (("flac",), b"fLaC")])
def test_an_episode_goes_into_a_stream_and_nowhere_else(
    formats: tuple[str, ...], magic: bytes, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sound = io.BytesIO()
    wanted = Settings(speech=settings.speech, publishing=PublishingSettings(formats))
    rendering = tts_interview.render(TALK, sound, wanted)
    assert sound.getvalue().startswith(magic)
    assert rendering.seconds > 3
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_segments_are_the_sound_of_the_episode_with_its_times(settings: Settings) -> None:
    found = list(tts_interview.segments(TALK, settings))
    assert [(s.turn, s.speaker, s.text) for s in found if not s.announces][:3] == [
        (1, "Ann", "How are you today?"),
        (2, "Ben", "Well."),
        (2, "Ben", "And you?"),
    ]
    for one in found:
        assert one.samples.dtype == np.float32
        assert len(one.samples) / one.sample_rate_hz == pytest.approx(one.end_s - one.start_s)
        assert 0 < np.abs(one.samples).max() <= 1
    assert all(before.end_s <= after.start_s for before, after in pairwise(found))


def test_closing_the_segments_ends_the_work(settings: Settings) -> None:
    with closing(tts_interview.segments(TALK, settings)) as coming:
        next(coming)
    assert list(coming) == []


def test_an_engine_object_speaks_without_being_installed(settings: Settings, tmp_path: Path) -> None:
    class Hum(ToneEngine):
        name = "hum"

    engine = Hum(EngineSetup(tmp_path / "cache"))
    wanted = Settings(speech=SpeechSettings(engine=engine, cache_folder=tmp_path / "cache"))
    assert tts_interview.render(TALK, tmp_path / "e.wav", wanted).engine == "hum"


def test_an_observer_hears_the_steps_and_so_does_the_log(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = Keeper()
    with caplog.at_level(logging.DEBUG, "tts_interview"):
        tts_interview.render(TALK, tmp_path / "e.wav", settings, keeper)
    assert list(dict.fromkeys(keeper.steps)) == ["speaking", "mastering"]
    assert {record.name for record in caplog.records} == {"tts_interview"}
    assert any("mastering" in record.getMessage() for record in caplog.records)


def test_an_observer_that_raises_ends_the_run_and_leaves_no_file(settings: Settings, tmp_path: Path) -> None:
    class Impatient(Observer):
        def progress(self, progress: Progress) -> None:
            if progress.done:
                raise CancelledError("enough")

    with pytest.raises(CancelledError, match="enough"):
        tts_interview.render(TALK, tmp_path / "out" / "e.wav", settings, Impatient())
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "cache" / "clips").rglob("*.wav"))


def test_one_bad_source_of_a_batch_keeps_no_other_from_being_made(settings: Settings, tmp_path: Path) -> None:
    made = list(tts_interview.batch([TALK, "nothing\nin it\n", TALK], f"{tmp_path}/out/", settings))
    assert [result.rendering is not None for result in made] == [True, False, True]
    assert "no turns" in str(made[1].error) or "interview" in str(made[1].error)
    files = [result.rendering.files[0] for result in made if result.rendering]
    assert len(set(files)) == 2


def test_a_source_of_a_batch_that_takes_too_long_is_given_up_and_the_next_is_made(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = iter([0.0, 0.0, 2.0])
    monkeypatch.setattr("tts_interview.pipeline.observing.time.monotonic", lambda: 3600 * next(hours, 3.0))
    limits = replace(settings.reading.limits, episode_seconds=3600)
    limited = replace(settings, reading=replace(settings.reading, limits=limits))
    given_up, made = tts_interview.batch([TALK, f"{TALK}\n\nAnn: So."], f"{tmp_path}/out/", limited)
    assert isinstance(given_up.error, CancelledError)
    assert "within 3600 seconds" in str(given_up.error)
    assert made.rendering
    assert [path.parent for path in (tmp_path / "out").rglob("*.mp3")] == [made.rendering.files[0].parent]


def test_an_episode_is_played_while_it_is_made(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played = io.BytesIO()
    from tts_interview.sound.players import open_player

    monkeypatch.setattr("tts_interview.pipeline.listening.open_player", lambda rate_hz: open_player(rate_hz, played))
    along = PlaysAlong(Observer())
    rendering = tts_interview.render(TALK, tmp_path / "e.wav", settings, along=along)
    along.wait()
    assert len(played.getvalue()) / 2 / 24_000 == pytest.approx(rendering.seconds, abs=0.1)


def test_a_survey_tells_what_a_plan_would_say_but_for_the_words(tmp_path: Path) -> None:
    settings = with_values(Settings(), {"speech.engine": "tone", "speech.cache_folder": tmp_path / "cache"})
    for path in (path for path in INTERVIEWS if path.suffix in {".md", ".html"}):
        found, plan = survey(path, settings), pipeline.plan(path, settings)
        assert found.script == plan.script
        assert {doubt.key for doubt in found.doubts} <= {doubt.key for doubt in plan.doubts}
        assert found.sound_s == pytest.approx(plan.sound_s, rel=0.25)
        assert found.work_s == pytest.approx(plan.work_s, rel=0.3)
        assert found.disk_bytes == pytest.approx(plan.disk_bytes, rel=0.5)


def test_a_plan_can_be_rendered(tmp_path: Path) -> None:
    plan = pipeline.plan(INTERVIEWS[0], with_values(Settings(), {"speech.engine": "tone", "speech.cache_folder": tmp_path}))
    made = pipeline.render(plan, tmp_path / "episode.mp3")
    assert made.files[0].stat().st_size > 1000
    assert made.transcript == plan.transcript
