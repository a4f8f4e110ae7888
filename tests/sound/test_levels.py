"""Voices that are equally loud: what is measured, the gains, and what the limiter costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from metering import ANN, BEN, CLEO, LEVELS, RATE_HZ, lufs_of, murmur, pcm, samples_of, spoken

from tts_interview.files.ffmpeg import FORMATS, decode_pcm, measure_lufs
from tts_interview.model import Passage, Samples
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mastering.levels import Level, gains, gains_of_recordings, levelled, measure_levels
from tts_interview.sound.mix import Mix, Source
from tts_interview.speech.engines.samples import to_pcm

if TYPE_CHECKING:
    from pathlib import Path


def level(lufs: float, seconds: float = 60) -> Level:
    return Level(lufs, seconds, -math.inf)


@pytest.fixture(scope="module")
def mix(tmp_path_factory: pytest.TempPathFactory) -> Mix:
    return spoken(tmp_path_factory.mktemp("mix"))


def test_a_long_voice_is_measured_by_parts_from_across_the_episode(tmp_path: Path) -> None:
    rate_hz, count = 8_000, 120
    random = np.random.default_rng(3)
    second = random.normal(0, 0.05, rate_hz)
    # The voice grows louder, so its beginning does not represent the whole.
    parts = [second * (0.5 + n / count) for n in range(count) for _ in range(10)]
    (tmp_path / "raw.pcm").write_bytes(b"".join(to_pcm(part.astype(np.float32)) for part in parts))
    passages = tuple(Passage("A", 10 * n * rate_hz, 10 * (n + 1) * rate_hz) for n in range(count))
    found = measure_levels(Mix(tmp_path / "raw.pcm", rate_hz, passages))[Source("A")]
    whole_lufs = measure_lufs(Samples(lambda: [(tmp_path / "raw.pcm").read_bytes()], rate_hz, "s16le"))
    assert 300 <= found.seconds < 400
    assert found.lufs == pytest.approx(whole_lufs, abs=0.21)


def test_voices_are_equally_loud_in_the_encoded_file(mix: Mix, tmp_path: Path) -> None:
    raw = [one.lufs for one in measure_levels(mix).values()]
    assert max(raw) - min(raw) > 10
    finish(levelled(mix, -16.0), tmp_path / "e.mp3", FORMATS[".mp3"], {}, -16.0)
    sound = samples_of(decode_pcm(tmp_path / "e.mp3", RATE_HZ))
    own = {name: [sound[p.start : p.end] for p in mix.passages if p.speaker == name] for name in LEVELS}
    loud = [lufs_of(np.concatenate(parts)) for parts in own.values()]
    assert max(loud) - min(loud) <= 0.7


@pytest.mark.parametrize("target", [-16.0, -14.0])
def test_a_voice_with_high_peaks_loses_no_loudness_to_the_limiter(target: float, tmp_path: Path) -> None:
    smooth, peaky = murmur(6, 0.1, 1), murmur(6, 0.025, 2)
    peaky *= np.where(np.arange(len(peaky)) % 9600 < 960, 5, 1)
    (tmp_path / "raw.pcm").write_bytes(pcm(np.concatenate([smooth, np.zeros(RATE_HZ), peaky])))
    passages = (Passage(ANN, 0, len(smooth)), Passage(BEN, len(smooth) + RATE_HZ, 2 * len(smooth) + RATE_HZ))
    even = levelled(Mix(tmp_path / "raw.pcm", RATE_HZ, passages), target)
    finish(even, tmp_path / "e.wav", FORMATS[".wav"], {}, target)
    sound = samples_of(decode_pcm(tmp_path / "e.wav", RATE_HZ))
    loud = [lufs_of(sound[passage.start : passage.end]) for passage in passages]
    assert abs(loud[0] - loud[1]) <= 0.5


def peaky(folder: Path) -> tuple[Mix, Level]:
    """Return a voice with bursts, and its level."""
    sound = murmur(3, 0.025, 2)
    sound *= np.where(np.arange(len(sound)) % 9600 < 960, 5, 1)
    (folder / "raw.pcm").write_bytes(pcm(sound))
    mix = Mix(folder / "raw.pcm", RATE_HZ, (Passage(ANN, 0, len(sound)),))
    return mix, measure_levels(mix)[Source(ANN)]


def test_only_a_voice_whose_peaks_reach_the_limiter_is_raised(tmp_path: Path) -> None:
    mix, found = peaky(tmp_path)
    below_db, above_db = (peak_dbfs - found.peak_db for peak_dbfs in (-2.3, -1.3))
    assert levelled(mix, found.lufs + below_db).gains_db[Source(ANN)] == pytest.approx(below_db)
    assert levelled(mix, found.lufs + above_db).gains_db[Source(ANN)] > above_db + 0.01


@pytest.mark.parametrize(("peak_dbfs", "raised_db"), [(0, 0.6), (2, 1.6), (5, 4.0), (25, 4.0)])
def test_a_voice_is_raised_by_what_the_limiter_takes_and_by_at_most_4_db(
    peak_dbfs: float, raised_db: float, tmp_path: Path
) -> None:
    mix, found = peaky(tmp_path)
    wanted_db = peak_dbfs - found.peak_db
    gain_db = levelled(mix, found.lufs + wanted_db).gains_db[Source(ANN)]
    assert gain_db - wanted_db == pytest.approx(raised_db, abs=0.15)


def test_without_matching_voices_keep_their_levels(mix: Mix) -> None:
    plain = levelled(mix, -16.0, match=False)
    assert plain.gains_db == {}
    mixed = np.concatenate([np.frombuffer(block, "<f4") for block in plain.samples.blocks()])
    assert np.array_equal(mixed, samples_of(mix.sound.read_bytes()).astype(np.float32))


def test_a_speaker_of_one_word_gets_a_gain_near_that_of_the_others() -> None:
    levels = {Source(ANN): level(-20), Source(BEN): level(-24), Source(CLEO): level(-45, 0.4)}
    found = gains(levels, -16)
    assert (found[Source(ANN)], found[Source(BEN)]) == (4, 8)
    assert found[Source(CLEO)] == 6 + 6
    assert gains({**levels, Source(CLEO): level(-1, 0.99)}, -16)[Source(CLEO)] == 6 - 6
    assert gains({**levels, Source(CLEO): level(-40, 1.0)}, -16)[Source(CLEO)] == 24


def test_silence_gets_no_gain() -> None:
    assert gains({Source(ANN): level(-math.inf)}, -16) == {}
    assert gains_of_recordings({Source(ANN, "a.wav"): level(-math.inf), Source(ANN): level(-20)}) == {}


def test_without_matching_a_recording_is_as_loud_as_the_voice_that_it_replaces() -> None:
    levels = {Source(ANN): level(-20), Source(BEN): level(-30), Source(BEN, "b.wav"): level(-12)}
    assert gains_of_recordings(levels) == {Source(BEN, "b.wav"): -18}
    others = {**levels, Source(CLEO, "c.wav"): level(-22), Source(ANN, "a.wav"): level(-60)}
    assert gains_of_recordings(others) == {Source(BEN, "b.wav"): -18, Source(CLEO, "c.wav"): -3, Source(ANN, "a.wav"): 30}
    assert gains_of_recordings({Source(CLEO, "c.wav"): level(-22)}) == {Source(CLEO, "c.wav"): 0}


@pytest.mark.parametrize(("lufs", "gain_db"), [(-70, 30), (-46, 30), (-45.5, 29.5), (13.5, -29.5), (20, -30)])
def test_gains_are_limited_to_30_db(lufs: float, gain_db: float) -> None:
    assert gains({Source(ANN): level(lufs)}, -16) == {Source(ANN): gain_db}


@pytest.mark.parametrize(("sample", "peak_dbfs"), [(16_384, -6.0206), (-16_384, -6.0206), (-32_768, 0)])
def test_the_peak_of_a_voice_is_its_largest_sample_above_or_below_zero(sample: int, peak_dbfs: float, tmp_path: Path) -> None:
    sound = np.frombuffer(pcm(murmur(1, 0.02)), "<i2").copy()
    sound[5000] = sample
    (tmp_path / "raw.pcm").write_bytes(sound.tobytes())
    found = measure_levels(Mix(tmp_path / "raw.pcm", RATE_HZ, (Passage(ANN, 0, RATE_HZ),)))[Source(ANN)]
    assert (found.seconds, round(found.peak_db, 4)) == (1.0, peak_dbfs)


def test_silence_has_neither_loudness_nor_peak(tmp_path: Path) -> None:
    (tmp_path / "raw.pcm").write_bytes(bytes(4 * RATE_HZ))
    found = measure_levels(Mix(tmp_path / "raw.pcm", RATE_HZ, (Passage(ANN, 0, 2 * RATE_HZ),)))
    assert found == {Source(ANN): Level(-math.inf, 2.0, -math.inf)}


def test_a_speaker_with_less_than_a_second_is_measured_as_if_the_words_went_on(tmp_path: Path) -> None:
    sound = murmur(0.35)
    (tmp_path / "raw.pcm").write_bytes(pcm(sound))
    short = Mix(tmp_path / "raw.pcm", RATE_HZ, (Passage(ANN, 0, len(sound)),))
    assert measure_levels(short)[Source(ANN)].lufs == lufs_of(np.tile(sound, 3))
