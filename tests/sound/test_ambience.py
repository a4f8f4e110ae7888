"""Room tone fills the silence of an episode, softly, and changes nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from metering import RATE_HZ, heard, spoken

import tts_interview
from tts_interview.files.ffmpeg import FORMATS
from tts_interview.model import Passage
from tts_interview.settings import CastingSettings, Settings, SoundSettings, SpeechSettings
from tts_interview.settings.sound import Ambience
from tts_interview.sound.ambience import RoomTone, room_tone
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mastering.levels import levelled

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from tts_interview.sound.mix import Mix

    Floats = NDArray[np.float32]

LEVEL_DB = -65.0


def tone_of(room: RoomTone, frames: int, block_frames: int = 7_919) -> Floats:
    """Return the room tone of an episode, made in blocks of an odd length."""
    sound = np.zeros(frames, np.float32)
    for start in range(0, frames, block_frames):
        room.add_to(sound[start : start + block_frames], start)
    return sound


def rms_db(sound: Floats) -> float:
    return 20 * math.log10(float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))))


@pytest.fixture(scope="module")
def tone() -> Floats:
    """Thirty seconds, which is longer than the loop."""
    return tone_of(RoomTone(0, 30 * RATE_HZ, LEVEL_DB, RATE_HZ), 30 * RATE_HZ)


def test_room_tone_has_its_level_and_no_peaks(tone: Floats) -> None:
    for second in range(2, 28):
        assert rms_db(tone[second * RATE_HZ : (second + 1) * RATE_HZ]) == pytest.approx(LEVEL_DB, abs=2)
    assert 20 * math.log10(float(np.abs(tone).max())) < LEVEL_DB + 18


def test_room_tone_falls_gently_without_rumble_and_hiss(tone: Floats) -> None:
    power = np.abs(np.fft.rfft(tone)) ** 2
    hz = np.fft.rfftfreq(len(tone), 1 / RATE_HZ)
    octaves = {
        low: 10 * math.log10(float(power[(hz >= low) & (hz < 2 * low)].mean())) for low in (20, 125, 250, 500, 1000, 2000, 4000)
    }
    steps = [octaves[low] - octaves[2 * low] for low in (250, 500)]
    assert all(4.5 < step < 7.5 for step in steps)
    assert octaves[20] < octaves[125]
    assert octaves[2000] - octaves[4000] > 9


def test_room_tone_does_not_depend_on_the_blocks(tone: Floats) -> None:
    room = RoomTone(0, 30 * RATE_HZ, LEVEL_DB, RATE_HZ)
    assert np.array_equal(tone_of(room, 30 * RATE_HZ, 100_003), tone)


def test_room_tone_fades_at_both_ends_and_has_no_step(tone: Floats) -> None:
    assert tone[0] == tone[-1] == 0
    assert rms_db(tone[: RATE_HZ // 10]) < LEVEL_DB - 15
    assert float(np.abs(np.diff(tone)).max()) < 10 ** ((LEVEL_DB + 10) / 20)


def test_room_tone_is_around_the_voices_and_not_under_music_alone() -> None:
    passages = (Passage("Ann", 8 * RATE_HZ, 9 * RATE_HZ), Passage("Bo", 11 * RATE_HZ, 12 * RATE_HZ))
    sound = tone_of(room_tone(passages, 20 * RATE_HZ, RATE_HZ, -16.0), 20 * RATE_HZ)
    assert not sound[: 7 * RATE_HZ].any()
    assert not sound[13 * RATE_HZ :].any()
    assert rms_db(sound[8 * RATE_HZ : 12 * RATE_HZ]) == pytest.approx(LEVEL_DB, abs=1)


@pytest.mark.parametrize("lufs", [-16.0, -23.0])
def test_the_room_is_as_soft_as_its_voices(lufs: float) -> None:
    assert room_tone((Passage("Ann", 0, RATE_HZ),), RATE_HZ, RATE_HZ, lufs).level_dbfs == lufs - 49


def test_room_tone_changes_neither_loudness_nor_peak(tmp_path: Path) -> None:
    dry: Mix = levelled(spoken(tmp_path), -16.0)
    wet = replace(dry, beds=(room_tone(dry.passages, dry.frames, RATE_HZ, dry.voices_lufs),))
    reached = [finish(mix, tmp_path / f"{n}.wav", FORMATS[".wav"], {}).loudness for n, mix in enumerate((dry, wet))]
    assert reached[1].lufs == pytest.approx(reached[0].lufs, abs=0.05)
    assert reached[1].peak_dbtp == pytest.approx(reached[0].peak_dbtp, abs=0.05)
    assert reached[1].peak_dbtp <= -1


def test_voices_that_keep_their_levels_have_a_room_of_their_median(tmp_path: Path) -> None:
    mix = spoken(tmp_path)
    kept = levelled(mix, -16.0, match=False)
    assert kept.lufs is None
    assert math.isfinite(kept.voices_lufs)
    assert levelled(mix, -16.0).voices_lufs == -16


@pytest.mark.parametrize("ambience", Ambience)
def test_pauses_of_an_episode_have_room_tone_unless_none_is_wanted(ambience: Ambience, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "Ann Lee: How is it going up there today?\n\nBen Ray: It is good, and it will be better.\n"
    )
    settings = Settings(
        casting=CastingSettings(narrator="none"),
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        sound=SoundSettings(ambience=ambience),
    )
    made = [tts_interview.render(tmp_path / "page.txt", tmp_path / f"{n}.wav", settings).files[0] for n in range(2)]
    assert made[0].read_bytes() == made[1].read_bytes()
    samples = np.frombuffer(made[0].read_bytes()[-2 * 44_100 * 3 :], "<i2")
    longest = max(len(run) for run in "".join("0" if s == 0 else "1" for s in samples).split("1"))
    assert (longest > 2_000) is (ambience is Ambience.NONE)
    assert heard(made[0]).lufs == pytest.approx(-16, abs=0.3)
