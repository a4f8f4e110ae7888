"""Mastering with real encoders: target loudness, peaks below the ceiling, equally loud voices, joins without clicks, stems."""

from __future__ import annotations

import itertools
import json
import math
import re
import tempfile
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metering import ANN, BEN, RATE_HZ, heard, lufs_of, murmur, pcm, samples_of, spoken

import tts_interview
from tts_interview import AnnouncingSettings, Casting, Clip, Cue, Pause, Settings, Transcript, Turn, Utterance
from tts_interview.errors import EncodingError, OutputError
from tts_interview.files import ffmpeg
from tts_interview.files.atomic import Transaction
from tts_interview.files.ffmpeg import FORMATS, decode_pcm, decoded, run_ffmpeg
from tts_interview.model import Episode, Loudness, Mark, Outcome, Paragraph, Passage, Role, Rundown, Speaker, Speech
from tts_interview.settings.parts import CastingSettings, Kit, PublishingSettings, SpeechSettings
from tts_interview.settings.sound import TARGETS_LUFS, SoundSettings, target_lufs
from tts_interview.sound.jingles import Jingles, closing, opening
from tts_interview.sound.mastering.finishing import finish, loudness_tags
from tts_interview.sound.mastering.levels import levelled
from tts_interview.sound.mix import Bed, Mix
from tts_interview.sound.stems import label_track, region_list, stem_paths, write_stems
from tts_interview.sound.stitching import stitch

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run
    from numpy.typing import NDArray

    Tts = Callable[..., Run]
    Sound = NDArray[np.float64]

PAGE = "A talk\n\nAnn Lee: How is it going up there today?\n\nBen Ray: It is good, and it will be better.\n\nAnn Lee: Fine.\n"
# Files are within 0.2, and the meter reports tenths.
ALLOWED_LU = 0.3


@pytest.fixture(scope="module")
def mix(tmp_path_factory: pytest.TempPathFactory) -> Mix:
    return spoken(tmp_path_factory.mktemp("mix"))


# -- loudness and peaks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level_db", [-40, -23, -10])
def test_the_meter_reads_a_sine_as_the_standard_specifies(level_db: int) -> None:
    # ITU-R BS.1770: 997 Hz at 0 dBFS in one channel reads -3.01 LKFS; from two speakers twice that power.
    sine = 10 ** (level_db / 20) * np.sin(2 * np.pi * 997 * np.arange(4 * 48_000) / 48_000)
    assert lufs_of(sine, 48_000) == pytest.approx(level_db, abs=0.1)


@pytest.mark.parametrize("target", TARGETS_LUFS.values(), ids=TARGETS_LUFS)
@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - {".m4b"}))
def test_the_encoded_file_has_the_target_loudness_and_no_peak_above_the_ceiling(
    suffix: str, target: float, mix: Mix, tmp_path: Path
) -> None:
    audio = tmp_path / f"e{suffix}"
    reached = finish(levelled(mix, target), audio, FORMATS[suffix], {}, target).loudness
    sound = heard(audio)
    assert sound.lufs == pytest.approx(target, abs=ALLOWED_LU)
    assert sound.peak_dbtp <= -1.0
    assert reached.lufs == pytest.approx(sound.lufs, abs=0.11)
    assert reached.peak_dbtp == pytest.approx(sound.peak_dbtp, abs=0.11)


def test_an_encoder_that_deviates_from_its_measured_loss_is_corrected(mix: Mix, tmp_path: Path) -> None:
    strange = replace(FORMATS[".mp3"], loss_db=1.5, overshoot_db=0.0)
    finish(levelled(mix, -14.0), tmp_path / "e.mp3", strange, {}, -14.0)
    sound = heard(tmp_path / "e.mp3")
    assert sound.lufs == pytest.approx(-14, abs=ALLOWED_LU)
    assert sound.peak_dbtp <= -1.0


def test_encodes_on_a_busy_machine_are_all_measured_and_have_the_same_bytes(mix: Mix, tmp_path: Path) -> None:
    def encoded(number: int) -> tuple[bytes, Loudness]:
        audio = tmp_path / f"{number}.mp3"
        loudness = finish(mix, audio, FORMATS[".mp3"], {}, -14.0).loudness
        return audio.read_bytes(), loudness

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(encoded, range(12)))
    assert [math.isfinite(loudness.lufs) and math.isfinite(loudness.peak_dbtp) for _, loudness in found] == [True]


LOGS = {
    "two meters in one line": "Summary:\n    I:         -16.0 LUFSPeak level dB: -7.920316\n    LRA high: -12.1 LUFS\n",
    "no loudness": "Summary:\n    LRA high: -12.1 LUFS\n",
    "cut": "Summary:\n    I:         -16.0 LU",
    "loudness but no peak on standard output": "Summary:\n    I:         -16.0 LUFS\n",
}


@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS)
@pytest.mark.parametrize("failures", [1, 2, 3])
def test_a_log_without_a_figure_is_measured_again_and_at_last_an_error(
    log: str, failures: int, mix: Mix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = [log] * failures
    real = run_ffmpeg
    monkeypatch.setattr(ffmpeg, "run_ffmpeg", lambda *args, **kept: logs.pop() if logs else real(*args, **kept))
    encode = partial(ffmpeg.encode, mix.samples, tmp_path / "e.mp3", FORMATS[".mp3"], "", {})
    if failures < 3:
        assert encode() == encode()
        assert encode().peak_dbtp > -20
    else:
        with pytest.raises(EncodingError, match="did not print the loudness or the true peak: run the same command again"):
            encode()
    assert logs == []


def test_only_digital_silence_has_no_true_peak(tmp_path: Path) -> None:
    for name, level in (("silence", 0), ("soft", 1)):
        (tmp_path / f"{name}.pcm").write_bytes(np.full(2 * RATE_HZ, level, "<i2").tobytes())
    silence, soft = (
        ffmpeg.encode(Mix(tmp_path / f"{name}.pcm", RATE_HZ).samples, tmp_path / f"{name}.wav", FORMATS[".wav"], "", {})
        for name in ("silence", "soft")
    )
    assert silence == Loudness(-math.inf, -math.inf)
    assert soft.lufs == -math.inf
    assert -100 < soft.peak_dbtp < -80


@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - {".m4b"}))
def test_the_same_mix_gives_the_same_bytes(suffix: str, mix: Mix, tmp_path: Path) -> None:
    for name in ("one", "two"):
        finish(levelled(mix, -16.0), tmp_path / f"{name}{suffix}", FORMATS[suffix], {"title": "T"})
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_m4b_is_encoded_like_m4a() -> None:
    assert FORMATS[".m4b"] == FORMATS[".m4a"]


@pytest.mark.parametrize(
    ("suffix", "asked", "coded"),
    [
        (".mp3", {}, "mp3float"),
        (".mp3", {"sample_rate_hz": 48_000, "bitrate_kbps": 128}, "mp3float"),
        (".m4a", {"sample_rate_hz": 48_000, "bitrate_kbps": 96}, "aac"),
        (".opus", {"bitrate_kbps": 64}, "opus"),
        (".flac", {}, "flac 16"),
        (".flac", {"sample_rate_hz": 96_000, "bit_depth": 24}, "flac 24"),
        (".wav", {}, "pcm_s16le"),
        (".wav", {"sample_rate_hz": 24_000, "bit_depth": 24}, "pcm_s24le"),
        (".wav", {"bit_depth": 32}, "pcm_f32le"),
    ],
)
def test_a_file_has_the_rate_depth_and_bitrate_that_are_asked_for(
    suffix: str, asked: dict[str, int], coded: str, mix: Mix, tmp_path: Path
) -> None:
    kind = FORMATS[suffix].asked(**asked)
    reached = finish(levelled(mix, -16.0), tmp_path / f"e{suffix}", kind, {}).loudness
    assert reached.lufs == pytest.approx(-16, abs=ALLOWED_LU)
    assert reached.peak_dbtp <= -1
    with av.open(str(tmp_path / f"e{suffix}")) as opened:
        stream = opened.streams.audio[0]
        codec, _, depth = coded.partition(" ")
        assert (stream.codec_context.name, stream.rate) == (codec, asked.get("sample_rate_hz", FORMATS[suffix].sample_rate_hz))
        if suffix == ".mp3":
            assert stream.codec_context.bit_rate == 1000 * kind.bitrate_kbps
    if suffix == ".flac":  # the bits per sample of STREAMINFO, RFC 9639 section 8.2
        first, second = (tmp_path / "e.flac").read_bytes()[20:22]
        assert (first % 2 << 4 | second >> 4) + 1 == int(depth)


@pytest.mark.parametrize(
    ("suffix", "asked", "message"),
    [
        (
            ".mp3",
            {"bit_depth": 24},
            "a bit depth of 24 bits is not possible in MP3: MP3 has no bit depth; leave out `sound.bit_depth`",
        ),
        (".mp3", {"bitrate_kbps": 100}, "a bitrate of 100 kbit/s is not possible in MP3: expected 32, 40, 48"),
        (".mp3", {"sample_rate_hz": 96_000}, "a sample rate of 96000 Hz is not possible in MP3: expected 32000, 44100, 48000"),
        (".opus", {"sample_rate_hz": 44_100}, "not possible in Opus: expected 48000"),
        (".opus", {"bitrate_kbps": 6}, "not possible in Opus: expected 12 to 256"),
        (".wav", {"bitrate_kbps": 96}, "WAV has no bitrate; leave out `sound.bitrate_kbps`"),
        (".flac", {"bit_depth": 32}, "not possible in FLAC: expected 16, 24"),
    ],
)
def test_what_a_format_does_not_have_is_an_error_that_lists_what_it_has(
    suffix: str, asked: dict[str, int], message: str
) -> None:
    with pytest.raises(OutputError, match=re.escape(message)):
        FORMATS[suffix].asked(**asked)


def test_rate_and_bitrate_are_those_of_the_main_file_and_checked_before_anything_is_spoken(tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    common = ("render", "page.txt", "--engine", "tone", "--gender", f"{ANN}=f", "--gender", f"{BEN}=m")
    refused = tts(*common, "-o", "e.mp3", "--bit-depth", "24")
    assert (refused.code, refused.err.count("--bit-depth")) == (1, 1)
    assert not (tmp_path / "e.mp3").exists()
    assert tts(*common, "-o", "e.flac", "--format", "mp3", "--bit-depth", "24", "--sample-rate", "48000").code == 0
    rates = {}
    for suffix in ("flac", "mp3"):
        with av.open(str(tmp_path / f"e.{suffix}")) as opened:
            rates[suffix] = opened.streams.audio[0].rate
    assert rates == {"flac": 48_000, "mp3": 44_100}


@pytest.mark.parametrize("suffix", [".mp3", ".opus", ".wav"])
def test_sound_that_is_all_peaks_stays_below_the_ceiling(suffix: str, tmp_path: Path) -> None:
    clicks = murmur(6, 0.02)
    clicks[::4000] = 0.98
    # A sine at a quarter of the sample rate peaks between samples: at this phase, 3 dB above them.
    clicks[RATE_HZ : 2 * RATE_HZ] = 0.6 * np.sin(np.pi / 2 * np.arange(RATE_HZ) + np.pi / 4)
    (tmp_path / "raw.pcm").write_bytes(pcm(clicks))
    audio = tmp_path / f"e{suffix}"
    finish(Mix(tmp_path / "raw.pcm", RATE_HZ), audio, FORMATS[suffix], {}, -14.0)
    assert heard(audio).peak_dbtp <= -1.0


def test_the_dynamics_of_speech_are_preserved(mix: Mix, tmp_path: Path) -> None:
    even = levelled(mix, -23.0)
    finish(even, tmp_path / "e.wav", FORMATS[".wav"], {}, -23.0)
    before = np.concatenate([np.frombuffer(block, "<f4") for block in even.samples.blocks()])
    after = samples_of(decode_pcm(tmp_path / "e.wav", RATE_HZ))
    levels = [levels_db(sound) for sound in (before, after)]
    changes = (levels[1] - levels[0])[levels[0] > -50]
    assert len(changes) > 20
    assert changes.max() - changes.min() < 1


def levels_db(sound: Sound) -> Sound:
    """The level of each half second, in dB."""
    size = RATE_HZ // 2
    halves = sound[: len(sound) // size * size].reshape(-1, size)
    found: Sound = 10 * np.log10(np.mean(halves**2, axis=1) + 1e-9)
    return found


@pytest.mark.parametrize("wish", ["apple", " EBU ", "-16", -18, "-14.5"])
def test_a_loudness_is_a_name_or_a_number(wish: str | float) -> None:
    assert target_lufs(wish) in {-16.0, -23.0, -18.0, -14.5}


@pytest.mark.parametrize("wish", ["loud", "", "nan", "inf", "-41", "-4.9", "0", "1e400", "apple -16"])
def test_an_invalid_loudness_is_an_error_that_lists_the_valid_ones(wish: str) -> None:
    with pytest.raises(ValueError, match="apple, spotify, aes, ebu, or LUFS from -40 to -5"):
        target_lufs(wish)


@pytest.mark.parametrize(
    ("suffix", "tag", "value"),
    [
        (".mp3", "replaygain_track_gain", "5.00 dB"),
        (".flac", "replaygain_track_gain", "5.00 dB"),
        (".opus", "r128_track_gain", "0"),
        (".m4a", "comment", "Loudness -23 LUFS"),
        (".wav", "comment", "Loudness -23 LUFS"),
    ],
)
def test_the_tags_state_the_loudness_of_a_file(suffix: str, tag: str, value: str, mix: Mix, tmp_path: Path) -> None:
    finish(levelled(mix, -23.0), tmp_path / f"e{suffix}", FORMATS[suffix], {"title": "T"}, -23.0)
    with av.open(str(tmp_path / f"e{suffix}")) as container:
        tags = {k.lower(): v for k, v in {**container.metadata, **container.streams.audio[0].metadata}.items()}
    assert (tags["title"], tags[tag]) == ("T", value)


def test_players_that_apply_the_tags_play_all_targets_equally_loud() -> None:
    for lufs in TARGETS_LUFS.values():
        gain_db = float(loudness_tags(FORMATS[".mp3"], lufs)["REPLAYGAIN_TRACK_GAIN"].removesuffix(" dB"))
        assert lufs + gain_db == pytest.approx(-18)
        assert lufs + int(loudness_tags(FORMATS[".opus"], lufs)["R128_TRACK_GAIN"]) / 256 == pytest.approx(-23, abs=0.01)


# -- joins -----------------------------------------------------------------------------------------------------------


def stitched(clips: list[Sound], folder: Path, pause_ms: int = 40) -> tuple[Sound, list[int]]:
    """The stitched clips, and the samples at which they start and end."""
    items: list[Cue | Speech | Pause] = [Cue(0, ANN)]
    for number in range(len(clips)):
        items += [Speech(0, number, "So.", (), Utterance("So.", "alto", "en")), Pause(pause_ms, "sentence")]
    talk = Transcript("T", (Speaker(ANN, Role.GUEST),), (Turn(ANN, Role.GUEST, 1, (Paragraph("So.", 1),)),))
    spoken_clips = (Clip(pcm(clip), RATE_HZ) for clip in clips)
    episode = stitch(Rundown(tuple(items)), spoken_clips, talk, Casting({}), folder / "raw.pcm", RATE_HZ)
    edges = [round(t * RATE_HZ) for mark in episode.sentences for t in (mark.start_s, mark.end_s)]
    return samples_of(episode.sound.read_bytes()), edges


def test_no_join_clicks_whatever_the_edges_of_the_clips(tmp_path: Path) -> None:
    # The clips start and end mid-wave, with a DC offset.
    clips = [murmur(0.5, 0.1, seed) + 0.05 for seed in range(6)]
    sound, edges = stitched(clips, tmp_path)
    steps = np.abs(np.diff(sound, prepend=0.0, append=0.0))
    near = np.zeros(len(steps), dtype=bool)
    for edge in edges:
        near[max(0, edge - 24) : edge + 24] = True
    assert steps[near].max() < steps[~near].max() / 2
    unfaded = np.concatenate([np.append(clip, np.zeros(960)) for clip in clips])
    assert np.abs(np.diff(unfaded, prepend=0.0)).max() > steps.max()


def test_a_dc_offset_is_removed(tmp_path: Path) -> None:
    sound, _ = stitched([murmur(1.0, 0.1) + 0.2], tmp_path)
    assert abs(sound.mean()) < 0.002


@given(st.integers(0, 300))
def test_very_short_clips_are_faded_and_keep_their_length(frames: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sound, edges = stitched([np.full(frames, 0.5), np.full(frames, -0.5)], Path(folder))
    assert edges[1] - edges[0] == frames
    if frames:
        assert sound[edges[0]] == sound[edges[1] - 1] == 0


def test_gains_change_only_in_silence(mix: Mix) -> None:
    for before, after in itertools.pairwise(mix.passages):
        assert after.start > before.end
    even = np.concatenate([np.frombuffer(block, "<f4") for block in levelled(mix, -16.0).samples.blocks()])
    inside = np.zeros(len(even), dtype=bool)
    for passage in mix.passages:
        inside[passage.start : passage.end] = True
    assert not even[~inside].any()


# -- opening and closing sounds --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("music") / "music.flac"
    raw = path.with_suffix(".pcm")
    raw.write_bytes(pcm(0.2 * np.cos(2 * np.pi * 440 * np.arange(30 * RATE_HZ) / RATE_HZ)))
    finish(Mix(raw, RATE_HZ), path, FORMATS[".flac"], {}, -20.0)
    return path


def level_db(sound: Sound, from_s: float, to_s: float) -> float:
    part = sound[int(from_s * RATE_HZ) : int(to_s * RATE_HZ)]
    return 20 * math.log10(float(np.sqrt(np.mean(part**2))) + 1e-9)


def test_an_opening_plays_alone_then_softly_under_the_voices_then_ends(music: Path) -> None:
    jingle = opening(music, RATE_HZ, -16.0)
    sound = np.frombuffer(jingle.samples, "<f4").astype(float)
    assert jingle.alone_s == 8
    alone, under = level_db(sound, 2, 7.9), level_db(sound, jingle.alone_s + 1, jingle.alone_s + 2)
    assert under - alone < -12
    assert abs(sound[-1]) < 1e-3
    assert sound[0] == 0
    assert lufs_of(sound[: 8 * RATE_HZ]) == pytest.approx(-20, abs=0.5)


def test_a_closing_rises_under_the_last_words_and_fades_out(music: Path) -> None:
    jingle = closing(music, RATE_HZ, -16.0)
    sound = np.frombuffer(jingle.samples, "<f4").astype(float)
    bed = jingle.bed(100 * RATE_HZ, RATE_HZ)
    assert bed.start == 96 * RATE_HZ
    assert level_db(sound, 2, 3) - level_db(sound, 6, 12) < -12
    assert len(sound) / RATE_HZ == pytest.approx(4 + jingle.alone_s, abs=0.01)
    assert abs(sound[-1]) < 1e-3


def test_a_short_closing_waits_for_the_voices_to_end(tmp_path: Path, music: Path) -> None:
    (tmp_path / "raw.pcm").write_bytes(decode_pcm(music, RATE_HZ)[: 4 * RATE_HZ])
    finish(Mix(tmp_path / "raw.pcm", RATE_HZ), tmp_path / "signal.wav", FORMATS[".wav"], {})
    jingle = closing(tmp_path / "signal.wav", RATE_HZ, -16.0)
    assert jingle.bed(RATE_HZ, RATE_HZ).start > RATE_HZ
    assert Jingles(None, jingle).alone_s > 2


def test_the_fades_of_a_jingle_have_no_steps(music: Path) -> None:
    for jingle in (opening(music, RATE_HZ, -16.0), closing(music, RATE_HZ, -16.0)):
        sound = np.frombuffer(jingle.samples, "<f4").astype(float)
        # The largest step of a sine is its amplitude times its phase advance in one sample.
        assert np.abs(np.diff(sound, prepend=0, append=0)).max() < 1.1 * np.abs(sound).max() * 2 * np.pi * 440 / RATE_HZ


def test_voices_start_after_the_opening_has_played_alone(tts: Tts, music: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    speech = SpeechSettings(engine="tone", cache_folder=tmp_path / "cache")
    settings = Settings(casting=CastingSettings(narrator="none"), speech=speech)
    tts_interview.render(tmp_path / "page.txt", tmp_path / "plain.wav", settings)
    framed = tts(
        *("render", "page.txt", "-o", "e.mp3", "--engine", "tone", "--narrator", "none", "--stems", "stems"),
        *("--opening-sound", music, "--closing-sound", music),
    )
    assert framed.code == 0, framed.err
    first, last = (json.loads((tmp_path / f"{n}.transcript.json").read_text())["segments"] for n in ("plain", "e"))
    assert last[0]["startTime"] - first[0]["startTime"] == pytest.approx(8, abs=0.01)
    sound = heard(tmp_path / "e.mp3")
    assert sound.lufs == pytest.approx(-16, abs=ALLOWED_LU)
    assert sound.peak_dbtp <= -1
    assert {p.stem for p in (tmp_path / "stems").glob("*.wav")} == {
        *("Narrator", ANN, BEN, "Opening sound", "Closing sound", "Room tone")
    }


def test_a_jingle_that_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.mp3").write_text("no sound")
    with pytest.raises(EncodingError, match=r"x\.mp3 cannot be decoded"):
        opening(tmp_path / "x.mp3", RATE_HZ, -16.0)


# -- stems -----------------------------------------------------------------------------------------------------------


def test_stems_share_a_timeline_and_add_up_to_the_episode(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    chosen = Settings(
        casting=CastingSettings(narrator="none"),
        announcing=AnnouncingSettings(discloses=False),
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        sound=SoundSettings(-23.0, stems=tmp_path / "stems"),
    )
    rendering = tts_interview.render(tmp_path / "page.txt", tmp_path / "e.flac", chosen)
    stems = {p.stem: np.frombuffer(b"".join(decoded(p, RATE_HZ, "f32le")), "<f4") for p in (tmp_path / "stems").glob("*.wav")}
    assert set(stems) == {ANN, BEN, "Room tone"}
    assert {len(stem) for stem in stems.values()} == {round(rendering.seconds * RATE_HZ)}
    for path in (tmp_path / "stems").glob("*.wav"):
        with av.open(str(path)) as opened:
            assert (opened.streams.audio[0].rate, opened.streams.audio[0].codec_context.name) == (48_000, "pcm_s24le")
    segments = json.loads((tmp_path / "e.transcript.json").read_text())["segments"]
    for segment in segments:
        start, end = (int(segment[key] * RATE_HZ) for key in ("startTime", "endTime"))
        for name, stem in stems.items():
            assert bool(np.abs(stem[start:end]).max() > 0.01) is (name == segment["speaker"])
    whole = samples_of(decode_pcm(tmp_path / "e.flac", RATE_HZ))
    both = np.sum(list(stems.values()), axis=0)
    size = min(len(whole), len(both))
    assert np.abs(whole[:size] - both[:size]).max() < 0.01
    labels = [line.split("\t") for line in (tmp_path / "stems" / "labels.txt").read_text(encoding="utf-8").splitlines()]
    assert [text for _, _, text in labels] == [f"{segment['speaker']}: {segment['body']}" for segment in segments]
    times = [float(time) for start, end, _ in labels for time in (start, end)]
    assert times == pytest.approx([segment[key] for segment in segments for key in ("startTime", "endTime")], abs=0.001)
    regions = (tmp_path / "stems" / "regions.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in regions] == ["Name", f"1 {ANN}", f"2 {BEN}", f"3 {ANN}"]


def test_stems_louder_than_full_scale_are_all_softer_by_whole_decibels(tmp_path: Path) -> None:
    (tmp_path / "raw.pcm").write_bytes(pcm(0.5 * np.sin(2 * np.pi * 300 * np.arange(RATE_HZ) / RATE_HZ)))
    passages = (Passage(ANN, 0, RATE_HZ // 2), Passage(BEN, RATE_HZ // 2, RATE_HZ))
    mix = Mix(tmp_path / "raw.pcm", RATE_HZ, passages)
    episode = Episode("T", "", "en", mix.sound, RATE_HZ, 1.0, (), (), (), Casting({}))
    peaks = {}
    for gain_db in (0.0, 10.0):
        files, folder = Transaction(), tmp_path / f"stems {gain_db:g}"
        write_stems(episode, mix, gain_db, folder, files)
        files.commit()
        peaks[gain_db] = [np.abs(np.frombuffer(decode_pcm(folder / f"{who}.wav", RATE_HZ), "<i2")).max() for who in (ANN, BEN)]
    assert peaks[0.0] == pytest.approx([16_384, 16_384], rel=0.02)
    assert peaks[10.0] == pytest.approx([16_384 * 10 ** (5 / 20)] * 2, rel=0.02)


def test_a_stem_cannot_overwrite_the_episode(tmp_path: Path) -> None:
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"), sound=SoundSettings(stems=tmp_path / "sounds")
    )
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    with pytest.raises(OutputError, match="would be a file of the episode and a stem"):
        tts_interview.render(page, tmp_path / "sounds" / "x" / ".." / f"{ANN}.wav", settings)
    assert not (tmp_path / "sounds").exists()


def test_only_speakers_who_are_heard_get_stems(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    wanted = PublishingSettings(("manifest",), kits=tuple(Kit))
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        sound=SoundSettings(stems=tmp_path / "stems"),
        publishing=wanted,
    )
    settings = replace(
        settings, reading=replace(settings.reading, turns=frozenset({1})), announcing=AnnouncingSettings(discloses=False)
    )
    assert tts_interview.render(page, tmp_path / "e.wav", settings).outcome is Outcome.NEW
    assert {path.stem for path in (tmp_path / "stems").glob("*.wav")} == {"Narrator", "Room tone"}
    assert tts_interview.render(page, tmp_path / "e.wav", settings).outcome is Outcome.CURRENT


def test_labels_contain_no_lone_surrogates(tmp_path: Path) -> None:
    turns = tuple(Turn(name, Role.GUEST, 1, (Paragraph("Half \ud800 of one.", 1),)) for name in ("Ann \udc80", "Ben"))
    talk = Transcript("T", tuple(Speaker(turn.speaker, turn.role) for turn in turns), turns)
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"), sound=SoundSettings(stems=tmp_path / "stems")
    )
    tts_interview.render(talk, tmp_path / "e.wav", settings)
    assert "Half \ufffd of one." in (tmp_path / "stems" / "labels.txt").read_text(encoding="utf-8")


def test_names_of_stems_are_safe_and_unique(tmp_path: Path) -> None:
    paths = stem_paths(["Ann", "ann", "../Ann", "CON", ""], tmp_path)
    assert len({p.name.casefold() for p in paths.values()}) == 5
    assert {p.parent for p in paths.values()} == {tmp_path}


def test_a_label_is_one_line_whatever_the_words() -> None:
    mark = Mark(0, 'Ann\t"A", B', "one\ntwo\tthree", 1.0, 2.5)
    assert label_track([mark]).count("\n") == 1
    assert label_track([mark]).rstrip("\n").count("\t") == 2
    assert region_list([mark]).count("\n") == 2


# -- memory ----------------------------------------------------------------------------------------------------------


def peak_bytes(work: Callable[[], object]) -> int:
    """The peak memory that Python allocated."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_turn_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    clip = Clip(pcm(murmur(6)), RATE_HZ)
    talk = Transcript("T", (Speaker(ANN, Role.GUEST),), (Turn(ANN, Role.GUEST, 1, (Paragraph("So.", 1),)),))

    def stitched_minutes(minutes: int) -> None:
        speeches = [Speech(0, number, "So.", (), Utterance("So.", "alto", "en")) for number in range(10 * minutes)]
        stitch(Rundown((Cue(0, ANN), *speeches)), itertools.repeat(clip), talk, Casting({}), tmp_path / "raw.pcm", RATE_HZ)

    stitched_minutes(1)
    short, long = (peak_bytes(partial(stitched_minutes, minutes)) for minutes in (3, 15))
    assert (tmp_path / "raw.pcm").stat().st_size == 15 * 60 * RATE_HZ * 2
    assert long < 1.2 * short < 20_000_000


def test_a_long_mix_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def mixed_minutes(minutes: int) -> None:
        path = tmp_path / f"{minutes}.pcm"
        with path.open("wb") as file:
            file.truncate(minutes * 60 * RATE_HZ * 2)
        long = Mix(path, RATE_HZ, (Passage(ANN, 0, minutes * 60 * RATE_HZ),), beds=(Bed("b", 5, bytes(4000)),))
        for _block in long.samples.blocks():
            pass

    mixed_minutes(1)
    short, long = (peak_bytes(partial(mixed_minutes, minutes)) for minutes in (1, 10))
    assert long < 1.1 * short < 20_000_000
