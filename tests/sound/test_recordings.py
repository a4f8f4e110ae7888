"""Recordings that a script names: where they are found, what they replace, how loud they are, and how they are marked."""

from __future__ import annotations

import io
import json
import os
import wave
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_force import Turns

import tts_interview
from tts_interview import AnnouncingSettings, Casting, Episode, Listening, Settings, SourceError
from tts_interview.errors import EncodingError
from tts_interview.files.ffmpeg import FORMATS, decode_pcm, decoded, duration_s, encode, measure_lufs
from tts_interview.model import Passage, Samples
from tts_interview.settings.parts import PublishingSettings, SpeechSettings
from tts_interview.sound.recordings import faded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Run
    from numpy.typing import NDArray

    Tts = Callable[..., Run]

RATE_HZ = 24_000
HEAD = "---\ntitle: A talk\nlanguage: en\ncast:\n- name: Ann Lee\n  role: interviewer\n- name: Ben Ray\n  role: guest\n---\n\n"
PLACES = {
    "a paragraph": ("{audio clip.wav: It is good. I think so.}", ["It is good.", "I think so."]),
    "words": ("Well. {audio clip.wav: It is good.} And so on.", ["It is good."]),
    "a place": ("Well. {audio clip.wav} And so on.", ["[recording]"]),
    "a turn": ("{audio clip.wav}", ["[recording]"]),
    "words at another pace": ("{rate 0.9: Well. {audio clip.wav: It is good.} So.}", ["It is good."]),
}


def noise(seconds: float, level: float = 0.02) -> NDArray[np.float32]:
    return np.random.default_rng(7).normal(0, level, int(seconds * RATE_HZ)).astype(np.float32)


def likeness(heard: NDArray[Any], original: NDArray[Any]) -> float:
    """The largest normalised cross-correlation of two sounds, from 0 to 1."""
    size = 2 * max(len(heard), len(original))
    across = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(original, size)))
    return float(np.abs(across).max() / np.linalg.norm(heard) / np.linalg.norm(original))


def heard_lufs(sound: bytes, segment: dict[str, Any]) -> float:
    """The loudness of a segment, repeated three times because it may be shorter than the measurement window."""
    start, end = (int(segment[key] * RATE_HZ) * 2 for key in ("startTime", "endTime"))
    return measure_lufs(Samples(lambda: [sound[start:end]] * 3, RATE_HZ, "s16le"))


def write_clip(path: Path, seconds: float = 2.0, level: float = 0.02) -> Path:
    sound = noise(seconds, level).tobytes()
    encode(Samples(lambda: [sound], RATE_HZ), path, FORMATS[path.suffix], "anull", {})
    return path


def script(folder: Path, answer: str) -> Path:
    path = folder / "talk.md"
    path.write_text(f"{HEAD}Ann Lee: How is it?\n\nBen Ray: {answer}\n\nAnn Lee: Thank you.\n", encoding="utf-8")
    return path


def segments(audio: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(audio.with_suffix(".transcript.json").read_text(encoding="utf-8"))["segments"]
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    # Other tests cover announcements.
    return Settings(
        announcing=AnnouncingSettings(discloses=False), speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache")
    )


# -- playback --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_a_recording_replaces_the_words_that_it_encloses(place: str, settings: Settings, tmp_path: Path) -> None:
    answer, written = PLACES[place]
    write_clip(tmp_path / "clip.wav")
    tts_interview.render(script(tmp_path, answer), tmp_path / "e.wav", settings)
    recorded = [segment for segment in segments(tmp_path / "e.wav") if segment.get("recording")]
    assert [segment["body"] for segment in recorded] == written
    assert {segment["speaker"] for segment in recorded} == {"Ben Ray"}
    length_s = recorded[-1]["endTime"] - recorded[0]["startTime"]
    assert length_s == pytest.approx(2, abs=0.02)
    sound = np.frombuffer(decode_pcm(tmp_path / "e.wav", RATE_HZ), dtype="<i2").astype(float)
    start = int(recorded[0]["startTime"] * RATE_HZ)
    assert likeness(sound[start:][: int(length_s * RATE_HZ)], noise(2)) > 0.9
    words = [segment["body"] for segment in segments(tmp_path / "e.wav") if not segment.get("recording")]
    assert words == ["How is it?", *(part for part in ("Well.", "And so on.", "So.") if part in answer), "Thank you."]


def test_without_a_recording_no_segment_is_marked_as_one(settings: Settings, tmp_path: Path) -> None:
    tts_interview.render(script(tmp_path, "It is good."), tmp_path / "e.wav", settings)
    assert not [segment for segment in segments(tmp_path / "e.wav") if "recording" in segment]


def test_readable_transcripts_say_who_was_recorded(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav")
    settings = replace(settings, publishing=PublishingSettings(("text", "markdown")))
    tts_interview.render(script(tmp_path, "{audio clip.wav: It is good.}"), tmp_path / "e.wav", settings)
    assert "Ann Lee:\nHow is it?\n\nBen Ray (recording):\nIt is good." in (tmp_path / "e.txt").read_text(encoding="utf-8")
    assert "**Ben Ray (recording):** It is good." in (tmp_path / "e.md").read_text(encoding="utf-8")
    again = tts_interview.parse(tmp_path / "e.txt")
    assert [turn.speaker for turn in again.turns if turn.speaker != "Narrator"] == ["Ann Lee", "Ben Ray", "Ann Lee"]


def test_a_dry_run_lists_the_recordings_and_their_lengths(tts: Tts, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav")
    path = script(tmp_path, "{audio clip.wav: It is good.} And so on.")
    assert "Recordings: clip.wav (2 s)" in tts("render", str(path), "--dry-run", "--engine", "tone").out
    assert "Recordings" not in tts("render", str(script(tmp_path, "It is good.")), "--dry-run", "--engine", "tone").out


def test_the_words_of_a_recording_share_its_time_in_order(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav")
    tts_interview.render(script(tmp_path, "{audio clip.wav: It is good. I think so.}"), tmp_path / "e.wav", settings)
    recorded = [segment for segment in segments(tmp_path / "e.wav") if segment.get("recording")]
    words = [word for segment in recorded for word in segment["words"]]
    assert [word["body"] for word in words] == ["It", "is", "good.", "I", "think", "so."]
    times = [time for word in words for time in (word["startTime"], word["endTime"])]
    assert times == sorted(times)
    assert recorded[0]["endTime"] == recorded[1]["startTime"]


def test_an_interview_of_only_recordings_is_an_episode(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "a.flac", 1.0)
    write_clip(tmp_path / "b.mp3", 1.5)
    (tmp_path / "talk.md").write_text(f"{HEAD}Ann Lee: {{audio a.flac: Why?}}\n\nBen Ray: {{audio b.mp3: So.}}\n")
    rendering = tts_interview.render(tmp_path / "talk.md", tmp_path / "e.wav", settings)
    assert [segment["recording"] for segment in segments(tmp_path / "e.wav")] == [True, True]
    assert rendering.seconds > 2.5


@pytest.mark.parametrize("level", [0.004, 0.3])
def test_a_recording_is_as_loud_as_the_voices(level: float, settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav", 3.0, level)
    answer = "It is, as it is. {audio clip.wav: It is good.} And so we went on and on and on."
    tts_interview.render(script(tmp_path, answer), tmp_path / "e.wav", settings)
    sound = decode_pcm(tmp_path / "e.wav", RATE_HZ)
    _, before, recorded, after, _ = (heard_lufs(sound, segment) for segment in segments(tmp_path / "e.wav"))
    assert recorded == pytest.approx(before, abs=0.7)
    assert after == pytest.approx(before, abs=0.1)


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_any_format_is_read_whatever_its_suffix(suffix: str, settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / f"clip{suffix}").rename(tmp_path / "clip.sound")
    tts_interview.render(script(tmp_path, "{audio clip.sound: It is good.}"), tmp_path / "e.wav", settings)
    (recorded,) = (segment for segment in segments(tmp_path / "e.wav") if segment.get("recording"))
    assert recorded["endTime"] - recorded["startTime"] == pytest.approx(2, abs=0.06)


def test_an_mp4_file_with_its_index_at_the_end_is_read(tmp_path: Path) -> None:
    sound = noise(2.0).tobytes()
    unordered = replace(FORMATS[".m4a"], arguments=("-c:a", "aac", "-f", "ipod"))
    encode(Samples(lambda: [sound], RATE_HZ), tmp_path / "clip.m4a", unordered, "anull", {})
    assert duration_s(tmp_path / "clip.m4a") == pytest.approx(2, abs=0.06)
    assert len(decode_pcm(tmp_path / "clip.m4a", RATE_HZ)) / 2 / RATE_HZ == pytest.approx(2, abs=0.06)


def test_a_changed_recording_is_used_and_no_clip_is_synthesised_again(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav", 1.0)
    talk = script(tmp_path, "{audio clip.wav: It is good.}")
    first = tts_interview.render(talk, tmp_path / "e.wav", settings)
    again = tts_interview.render(talk, tmp_path / "again.wav", settings)
    assert again.files[0].read_bytes() == first.files[0].read_bytes()
    write_clip(tmp_path / "clip.wav", 2.5)
    assert tts_interview.plan(talk, settings).spoken_before == 1
    longer = tts_interview.render(talk, tmp_path / "e.wav", settings)
    assert longer.seconds - first.seconds == pytest.approx(1.5, abs=0.01)


def test_the_plan_includes_the_length_of_recordings(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.mp3", 10.0)
    talk = script(tmp_path, "{audio clip.mp3: It is good.}")
    assert tts_interview.plan(talk, settings).sound_s == pytest.approx(
        tts_interview.render(talk, tmp_path / "e.wav", settings).seconds, abs=1
    )


def test_listening_plays_a_recording_in_its_place(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav", 3.0)
    turns: list[tuple[int, str, str]] = []
    stream = io.BytesIO()
    talk = script(tmp_path, "{audio clip.wav: It is good.}")
    tts_interview.listen(talk, settings, Listening(stream), Turns(turns))
    rendered = tts_interview.render(talk, tmp_path / "e.wav", settings)
    assert len(stream.getvalue()) / 2 / RATE_HZ == pytest.approx(rendered.seconds, abs=0.05)
    assert [number for number, _, _ in turns] == [1, 2, 3]


@pytest.mark.parametrize("level", [0.005, 0.3])
def test_while_listening_a_recording_is_about_as_loud_as_the_voices(level: float, settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav", 3.0, level)
    stream = io.BytesIO()
    talk = script(tmp_path, "{audio clip.wav}")
    second = replace(settings, reading=replace(settings.reading, turns=frozenset({2})))
    tts_interview.listen(talk, second, Listening(stream))
    sound = stream.getvalue()
    heard = Samples(lambda: [sound[44 : 44 + len(sound) // 2 * 2]], RATE_HZ, "s16le")
    assert measure_lufs(heard) == pytest.approx(-16, abs=1)


def test_subtitles_mark_recordings_with_a_class(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav")
    tts_interview.render(script(tmp_path, "{audio clip.wav: It is good.}"), tmp_path / "e.wav", settings)
    voices = [line[: line.index(">") + 1] for line in (tmp_path / "e.vtt").read_text().splitlines() if line.startswith("<v")]
    assert voices == ["<v Ann Lee>", "<v.recording Ben Ray>", "<v Ann Lee>"]
    again = tts_interview.parse(tmp_path / "e.vtt")
    assert [turn.speaker for turn in again.turns] == ["Ann Lee", "Ben Ray", "Ann Lee"]


def test_an_episode_knows_who_speaks_with_a_synthetic_voice(tmp_path: Path) -> None:
    passages = (Passage("Ann", 0, 9), Passage("Ben", 9, 12, "a.wav"), Passage("Cleo", 12, 15, "b.wav"), Passage("Cleo", 15, 19))
    made = Episode("T", "", "en", tmp_path / "e.pcm", RATE_HZ, 1.0, (), (), (), Casting({}), passages=passages)
    assert made.synthetic == frozenset({"Ann", "Cleo"})
    assert made.recorded == frozenset({"Ben", "Cleo"})


def test_a_recording_is_in_the_stem_of_its_speaker(settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav")
    with_stems = replace(settings, sound=replace(settings.sound, stems=tmp_path / "stems"))
    tts_interview.render(script(tmp_path, "{audio clip.wav}"), tmp_path / "e.wav", with_stems)
    (recorded,) = (segment for segment in segments(tmp_path / "e.wav") if segment.get("recording"))
    start, end = (int(recorded[key] * RATE_HZ) for key in ("startTime", "endTime"))
    sound = {p.stem: np.frombuffer(decode_pcm(p, RATE_HZ), "<i2")[start:end] for p in (tmp_path / "stems").glob("*.wav")}
    assert np.abs(sound["Ben Ray"]).max() > 1000
    assert not sound["Ann Lee"].any()


# -- location --------------------------------------------------------------------------------------------------------


def refused(talk: Path, settings: Settings) -> str:
    with pytest.raises(SourceError) as raised:
        tts_interview.plan(talk, settings)
    message = str(raised.value)
    assert message.startswith(f"{talk}, line 13: ")
    assert "\n" not in message
    return message


def test_a_missing_recording_is_reported_with_its_line_before_synthesis(settings: Settings, tmp_path: Path, tts: Tts) -> None:
    talk = script(tmp_path, "Well. {audio clip.wav: It is good.}")
    assert "the recording clip.wav is not a file in" in refused(talk, settings)
    run = tts("render", talk, "--engine", "tone")
    assert (run.code, run.err.count("the recording clip.wav is not a file")) == (1, 1)
    assert not (tmp_path / "cache" / "clips").exists()


def test_a_file_without_sound_is_reported_with_its_line(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "clip.wav").write_bytes(b"RIFF, but no more than that")
    assert "clip.wav cannot be decoded" in refused(script(tmp_path, "{audio clip.wav}"), settings)
    with wave.open(str(tmp_path / "clip.wav"), "wb") as empty:
        empty.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
    assert "clip.wav cannot be decoded (it contains no sound): give a sound file" in refused(
        script(tmp_path, "{audio clip.wav}"), settings
    )


@pytest.mark.parametrize(
    "file", ["../secret.wav", "sub/../../secret.wav", "{folder}/secret.wav", "link.wav", "linked/secret.wav"]
)
def test_no_path_leads_out_of_the_script_folder(file: str, settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "secret.wav")
    own = tmp_path / "own"
    (own / "sub").mkdir(parents=True)
    try:
        (own / "link.wav").symlink_to(tmp_path / "secret.wav")
        (own / "linked").symlink_to(tmp_path)
    except OSError:
        pytest.skip("this system lets nobody make links")
    talk = script(own, f'{{audio "{file.format(folder=tmp_path)}"}}')
    assert "outside" in refused(talk, settings)
    allowed = replace(settings, sound=replace(settings.sound, recordings=tmp_path))
    assert tts_interview.plan(talk, allowed).rundown.recordings[0].seconds == pytest.approx(2)


@pytest.mark.parametrize("file", ["a\\{U+0000}b", "x" * 5000, "concat:clip.wav", "http://127.0.0.1/clip.wav", "-", ".", "sub"])
def test_an_odd_name_is_not_taken_for_a_file(file: str, settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav")
    (tmp_path / "sub").mkdir()
    with pytest.raises(SourceError, match=r"line 13.* (not a file|outside|no character|invalid direction)"):
        tts_interview.plan(script(tmp_path, f'{{audio "{file}"}}'), settings)


@pytest.mark.parametrize(
    "playlist",
    [
        "ffconcat version 1.0\nfile secret.wav\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsecret.wav\n#EXT-X-ENDLIST\n",
    ],
)
def test_a_playlist_cannot_include_other_files(playlist: str, settings: Settings, tmp_path: Path) -> None:
    write_clip(tmp_path / "secret.wav")
    (tmp_path / "clip.wav").write_text(playlist)
    assert "clip.wav cannot be decoded" in refused(script(tmp_path, "{audio clip.wav}"), settings)


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders there")
def test_a_named_pipe_is_refused_without_waiting(settings: Settings, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "clip.wav")
    assert "is not a file" in refused(script(tmp_path, "{audio clip.wav}"), settings)


def test_the_folder_of_recordings_can_be_given_on_the_command_line(tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    write_clip(tmp_path / "clips" / "clip.wav")
    talk = script(tmp_path, "{audio clip.wav}")
    assert tts("render", talk, "-o", "e.wav", "--engine", "tone").code == 1
    assert tts("render", talk, "-o", "e.wav", "--engine", "tone", "--recordings", "clips").code == 0
    assert tts("render", talk, "-o", "e.wav", "--engine", "tone", "--recordings", "nowhere").code == 2


def test_a_script_from_standard_input_needs_a_folder_for_recordings(tts: Tts, tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.wav")
    text = script(tmp_path, "{audio clip.wav}").read_bytes()
    refusal = tts("render", "-", "-o", "e.wav", "--engine", "tone", stdin=text)
    assert (refusal.code, "--recordings" in refusal.err) == (1, True)
    assert tts("render", "-", "-o", "e.wav", "--engine", "tone", "--recordings", ".", stdin=text).code == 0


def test_an_edited_script_finds_its_recordings_beside_it(tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("A talk\n\nAnn: How is it?\n\nBen: It is good.\n\nAnn: Thank you.\n\nBen: Yes.\n")
    (tmp_path / "edits").mkdir()
    write_clip(tmp_path / "edits" / "clip.wav")
    text = tts("parse", "page.txt", "--format", "script").out.replace("It is good.", "{audio clip.wav: It is good.}")
    (tmp_path / "edits" / "talk.md").write_text(text)
    run = tts("render", "page.txt", "--script", "edits/talk.md", "-o", "e.wav", "--engine", "tone")
    assert run.code == 0, run.err
    assert [segment["body"] for segment in segments(tmp_path / "e.wav") if segment.get("recording")] == ["It is good."]


# -- decoding --------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 600).map(lambda frames: frames * 2), max_size=6))
def test_fades_change_only_the_edges(sizes: list[int]) -> None:
    blocks = [np.full(size // 2, 10_000, "<i2").tobytes() for size in sizes]
    found = np.frombuffer(b"".join(faded(blocks, RATE_HZ)), "<i2")
    edge = 96
    assert len(found) == sum(sizes) // 2
    if len(found) > 2 * edge and sizes[0] >= 2 * edge:
        assert (found[0], found[-1]) == (0, 0)
        assert (found[edge:-edge] == 10_000).all()
        assert np.abs(np.diff(found.astype(int))).max() <= 10_000 // edge + 1


def test_a_long_recording_is_read_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    largest: list[int] = []

    def watched(path: Path, sample_rate_hz: int) -> Iterator[bytes]:
        for block in decoded(path, sample_rate_hz):
            largest.append(len(block))
            yield block

    monkeypatch.setattr("tts_interview.sound.recordings.decoded", watched)
    write_clip(tmp_path / "clip.flac", 120.0)
    tts_interview.render(script(tmp_path, "{audio clip.flac}"), tmp_path / "e.wav", settings)
    assert max(largest) <= 1 << 20
    assert len(largest) > 4


def test_the_length_of_a_file_without_one_in_its_header_is_counted(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.wav", 1.5)
    header = bytearray(clip.read_bytes())
    place = header.index(b"data") + 4
    header[place : place + 4] = header[4:8] = b"\xff\xff\xff\xff"
    clip.write_bytes(bytes(header))
    assert duration_s(clip) == pytest.approx(1.5, abs=0.01)
    with pytest.raises(EncodingError, match="is not a file"):
        duration_s(tmp_path)
