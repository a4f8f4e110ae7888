"""Playback while an episode is spoken: its sound, its start, its players, and its end."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from conftest import EXAMPLES, Run
from hypothesis import given
from hypothesis import strategies as st
from processes import started

import tts_interview
from tts_interview import AnnouncingSettings, EngineError, Listening, PlayerError, Progress, Settings, Speech, Utterance
from tts_interview.cli.display import TurnLine
from tts_interview.files.installation import install_extra
from tts_interview.settings.parts import ReadingSettings, SpeechSettings
from tts_interview.sound.players import amplified, open_player, wav_header, without_player
from tts_interview.speech.buffer import Buffer, Expected, SpeedEstimate, needed_s

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Tts = Callable[..., Run]

PAGE = (
    "---\ngender: {Ann: female, Ben: male}\n---\nA short page\n\n"
    "Ann: How are you today?\n\nBen: I am fine, thank you.\n\nAnn: Really?\n\nBen: Yes.\n"
)
RATE_HZ = 24_000
HEADER_BYTES = 44


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def deaf(tmp_path: Path) -> dict[str, str]:
    """Return an environment without any player."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    (tmp_path / "bin").mkdir()
    return {"PYTHONPATH": str(tmp_path / "modules"), "PATH": str(tmp_path / "bin")}


def program(name: str, code: str, folder: Path) -> None:
    """Write a player program in Python."""
    path = folder / "bin" / name
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{textwrap.dedent(code)}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def stream_of(page: Path | str, *, turns: frozenset[int] | None = None, folder: Path) -> bytes:
    """Return the WAV stream of an episode, made in this process."""
    stream = io.BytesIO()
    speech = SpeechSettings(engine="tone", cache_folder=folder / "cache")
    settings = Settings(reading=ReadingSettings(turns=turns), speech=speech)
    tts_interview.listen(page, settings, Listening(stream))
    return stream.getvalue()


def sound_of(stream: bytes) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    assert stream[:HEADER_BYTES] == wav_header(RATE_HZ)
    return np.frombuffer(stream[HEADER_BYTES:], dtype="<i2")


def one_line(run: Run) -> str:
    lines = run.err.strip().splitlines()
    assert len(lines) == 1, run.err
    assert lines[0].startswith("Error: ")
    return lines[0]


# -- the sound -------------------------------------------------------------------------------------------------------


def test_listening_plays_the_samples_of_the_episode_at_another_loudness(tmp_path: Path) -> None:
    source = EXAMPLES / "ferry-town.txt"
    unsaid = AnnouncingSettings(discloses=False)
    settings = Settings(announcing=unsaid, speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))
    rendering = tts_interview.render(source, tmp_path / "e.wav", settings)
    heard = sound_of(stream_of(source, folder=tmp_path))
    assert len(heard) / RATE_HZ == pytest.approx(rendering.seconds, abs=1e-3)
    loud = np.abs(heard.astype(int))
    segments = json.loads((tmp_path / "e.transcript.json").read_text())["segments"]
    for segment in segments:
        start, end = (int(segment[key] * RATE_HZ) for key in ("startTime", "endTime"))
        assert loud[start : start + 600].max() > 1000
        assert loud[end - 600 : end].max() > 1000
    silent = np.ones(len(heard), dtype=bool)
    for segment in segments:
        silent[int(segment["startTime"] * RATE_HZ) - 50 : int(segment["endTime"] * RATE_HZ) + 50] = False
    assert silent.sum() > RATE_HZ * len(segments) * 0.3
    assert loud[silent].max() == 0


def test_a_decoder_reads_the_stream_to_its_end(page: Path, tmp_path: Path) -> None:
    stream = stream_of(page, folder=tmp_path)
    with av.open(io.BytesIO(stream), "r") as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    assert np.array_equal(np.concatenate(frames, axis=1)[0], sound_of(stream))


def test_listening_starts_at_the_chosen_turn(page: Path, tmp_path: Path) -> None:
    whole, end = (sound_of(stream_of(page, turns=turns, folder=tmp_path)) for turns in (None, frozenset(range(4, 100))))
    opening = int(0.3 * RATE_HZ)
    assert RATE_HZ < len(end) < len(whole) / 2
    assert np.array_equal(whole[-len(end) + opening :], end[opening:])


def test_a_single_turn_can_be_played(page: Path, tmp_path: Path) -> None:
    third = sound_of(stream_of(page, turns=frozenset({3}), folder=tmp_path))
    spoken_s = len("I am fine, thank you.") / 16
    assert len(third) / RATE_HZ == pytest.approx(0.3 + spoken_s + 0.6, abs=0.01)


def test_a_turn_that_does_not_exist_is_an_error(tts: Tts, page: Path) -> None:
    run = tts("listen", page, "--engine", "tone", "-o", "-", "--turn", "6")
    assert run.code == 1
    assert "turns 1 to 5" in one_line(run)


def test_clips_of_listening_are_cached_for_rendering(tts: Tts, page: Path, tmp_path: Path) -> None:
    stream_of(page, folder=tmp_path)
    clips = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*.wav")}
    assert len(clips) == 5
    assert tts("render", page, "--engine", "tone", "-o", "e.wav", "-q", "--no-spoken-disclosure").code == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*.wav")} == clips


def test_nothing_is_left_in_the_workspace(page: Path, tmp_path: Path) -> None:
    stream_of(page, folder=tmp_path)
    assert list((tmp_path / "cache" / "work").iterdir()) == []


def test_listening_takes_the_speaker_options_of_rendering(tts: Tts, page: Path) -> None:
    # The stream is not text; only standard error matters here.
    run = tts("listen", page, "--engine", "tone", "--voice", "Ben=nobody", "--narrator", "none")
    assert 'unknown voice "nobody"' in one_line(run)


# -- loudness --------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=50))
def test_the_limiter_keeps_the_ceiling_the_signs_and_the_order_of_samples(samples: list[int]) -> None:
    before = np.array(samples, dtype="<i2")
    after = np.frombuffer(amplified(before.tobytes()), dtype="<i2").astype(int)
    assert np.abs(after).max() <= 32_767 * 10 ** (-1 / 20) + 1
    assert (np.sign(after) == np.sign(before)).all()
    assert (np.diff(after[np.argsort(before, kind="stable")]) >= 0).all()


def test_quiet_sound_gets_the_gain_and_nothing_else() -> None:
    before = np.array([0, 100, -100, 10_000, -10_000], dtype="<i2")
    after = np.frombuffer(amplified(before.tobytes()), dtype="<i2")
    assert after == pytest.approx(before * 10 ** (3 / 20), abs=1)


# -- the start -------------------------------------------------------------------------------------------------------


def utterances(*sound_s: float, new: bool = True) -> list[Expected]:
    return [Expected(seconds, 0.0, is_new=new) for seconds in sound_s]


def test_a_slow_engine_needs_as_much_lead_as_it_falls_behind() -> None:
    # The last second of ten must be there nine seconds after the start, and takes twenty to come.
    assert needed_s(utterances(*[1.0] * 10), 2.0) == pytest.approx(11)


def test_a_quick_engine_needs_the_time_of_the_next_utterance() -> None:
    assert needed_s(utterances(4.0, 5.0, 6.0), 0.5) == pytest.approx(2)


def test_cached_clips_need_no_time_and_provide_some() -> None:
    assert needed_s(utterances(5.0, 5.0, new=False), 2.0) == 0
    assert needed_s([*utterances(5.0, new=False), *utterances(4.0)], 2.0) == pytest.approx(3)
    assert needed_s([*utterances(4.0), *utterances(500.0, new=False)], 2.0) == pytest.approx(8)


def test_a_pause_gives_time_to_synthesise() -> None:
    assert needed_s([Expected(1.0, 3.0, is_new=True), *utterances(1.0)], 2.0) == pytest.approx(2)


def test_each_of_several_workers_needs_its_time() -> None:
    assert needed_s(utterances(4.0, 5.0), 0.5, workers=2) == pytest.approx(4)


def test_faster_playback_waits_for_more_sound(tmp_path: Path) -> None:
    def is_held_back(rate: float) -> bool:
        buffer = Buffer(utterances(*[1.0] * 20), SpeedEstimate(0.8), tmp_path / "ahead.pcm", SLOW_HZ, rate=rate)
        filled = threading.Event()

        def spoken() -> Iterator[Sounding]:
            yield from (sounding(1.0) for _ in range(4))
            filled.set()

        buffer.run(spoken(), lambda: filled.wait(10))
        return buffer._is_held_back

    assert not is_held_back(1.0)
    assert is_held_back(3.0)


def test_nothing_left_to_speak_needs_no_lead() -> None:
    assert needed_s([], 5.0) == 0


def test_the_pace_is_what_the_engine_claims_until_it_is_measured() -> None:
    speed = SpeedEstimate(0.5)
    assert speed.work_per_second == 0.5
    speed.observe(5.0, 5.0)  # with the loading of a model
    assert speed.work_per_second == pytest.approx(0.5)
    for _ in range(30):
        speed.observe(10.0, 5.0)
    assert speed.work_per_second == pytest.approx(2, abs=0.1)


def test_a_first_clip_that_takes_far_longer_than_loading_counts() -> None:
    speed = SpeedEstimate(0.3)
    speed.observe(20.0, 5.0)
    assert speed.work_per_second > 2


SLOW_HZ = 1000
Sounding = tuple[Speech, bytes]


def sounding(seconds: float) -> Sounding:
    return Speech(0, 0, "Yes.", (), Utterance("Yes.", "a", "en")), bytes(2 * int(seconds * SLOW_HZ))


def played(buffer: Buffer) -> Iterator[bytes]:
    """Take all sound of a buffer as a player does, a piece at most half a second long each time."""
    while not buffer.is_over:
        if buffer.is_ready():
            pcm = buffer.sound(SLOW_HZ // 2)
            buffer.advance(len(pcm) // 2, len(pcm) / 2 / SLOW_HZ)
            yield pcm
        else:
            buffer.wait(0.001)


def held_back(
    seconds: Sequence[float], work_per_second: float, folder: Path, *, declared: float | None = None
) -> tuple[list[bool], int, list[Progress]]:
    """Return whether playback waited when each clip was ready, how often it stopped for one, and the notices.

    The player takes all there is. The clock is a number, which only the engine moves on.
    """
    now_s, stops, waits, reports = 0.0, 0, list[bool](), list[Progress]()
    speed = SpeedEstimate(declared or work_per_second)
    buffer = Buffer(utterances(*seconds), speed, folder / "ahead.pcm", SLOW_HZ, reports.append)

    def settle() -> None:
        """Let the player take all there is, and notice if it has nothing left."""
        while not buffer._is_held_back and (buffer.place < buffer.frames or buffer._heard_until_s <= now_s):
            with buffer._changed:
                buffer._changed.notify_all()
                buffer._changed.wait(0.001)

    def spoken() -> Iterator[Sounding]:
        nonlocal now_s, stops
        for sound_s in seconds:
            settle()
            plays = not buffer._is_held_back
            now_s += sound_s * work_per_second
            settle()
            waits.append(buffer._is_held_back)
            stops += plays and waits[-1]
            yield sounding(sound_s)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tts_interview.speech.buffer.time.monotonic", lambda: now_s)
        buffer.run(spoken(), lambda: list(played(buffer)))
    return waits, stops, reports


def test_playback_waits_once_for_an_engine_slower_than_speech_and_says_so(tmp_path: Path) -> None:
    waits, stops, reports = held_back([0.1] * 12, 2.0, tmp_path)
    assert (waits, stops) == ([True] * 8 + [False] * 4, 0)
    assert {report.step for report in reports} == {"buffering"}
    assert reports[0].done < reports[0].total
    assert reports[-1].done == reports[-1].total
    shares = [report.done / report.total for report in reports]
    assert shares == sorted(shares)


def test_a_quick_engine_plays_from_its_first_clip_without_a_notice(tmp_path: Path) -> None:
    assert held_back([0.1] * 12, 0.1, tmp_path) == ([True, *[False] * 11], 0, [])


def test_after_a_gap_playback_waits_for_more_than_the_next_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_interview.speech.buffer._LOADING_S", 0.0)
    monkeypatch.setattr("tts_interview.speech.buffer._TRUST_S", 0.5)
    # The engine claims to be quick, and is not.
    _, stops, reports = held_back([0.2] * 15, 1.6, tmp_path, declared=0.1)
    assert 1 <= stops <= 4, "it would stop before each of fifteen if it went on with the next clip alone"
    assert reports[-1].done == reports[-1].total


def test_the_first_clip_plays_while_the_second_is_spoken(tmp_path: Path) -> None:
    first_heard = threading.Event()

    def two_clips() -> Iterator[Sounding]:
        yield sounding(1.0)
        assert first_heard.wait(10)
        yield sounding(1.0)

    def listen() -> None:
        for _ in played(buffer):
            first_heard.set()

    buffer = Buffer(utterances(1.0, 1.0), SpeedEstimate(0.01), tmp_path / "ahead.pcm", SLOW_HZ)
    buffer.run(two_clips(), listen)
    assert buffer.place == 2 * SLOW_HZ


def test_speaking_runs_ahead_only_within_a_limit(tmp_path: Path) -> None:
    made = 0
    go_on = threading.Event()

    def many_clips() -> Iterator[Sounding]:
        nonlocal made
        for made in range(100):  # noqa: B007 - it is looked at from outside
            yield sounding(10.0)

    def listen() -> None:
        coming = played(buffer)
        next(coming)
        go_on.wait(10)
        assert sum(map(len, coming)) == 2 * SLOW_HZ * 1000 - SLOW_HZ

    def look() -> None:
        time.sleep(0.5)
        seen.append(made)
        go_on.set()

    seen: list[int] = []
    threading.Thread(target=look).start()
    buffer = Buffer(utterances(*[10.0] * 100), SpeedEstimate(0.01), tmp_path / "ahead.pcm", SLOW_HZ)
    buffer.run(many_clips(), listen)
    assert 12 <= seen[0] <= 15
    assert made == 99


def test_a_listener_who_leaves_ends_the_speaking(tmp_path: Path) -> None:
    made: list[int] = []

    def many_clips() -> Iterator[Sounding]:
        for number in range(1000):
            made.append(number)
            yield sounding(10.0)

    buffer = Buffer(utterances(*[10.0] * 1000), SpeedEstimate(0.01), tmp_path / "ahead.pcm", SLOW_HZ)
    buffer.run(many_clips(), lambda: next(played(buffer)))
    assert len(made) < 20


def test_clips_before_a_text_that_cannot_be_spoken_are_played_first(tmp_path: Path) -> None:
    def failing() -> Iterator[Sounding]:
        yield from (sounding(0.1) for _ in range(3))
        raise EngineError("cannot speak")

    heard: list[bytes] = []
    buffer = Buffer(utterances(*[0.1] * 9), SpeedEstimate(0.01), tmp_path / "ahead.pcm", SLOW_HZ)
    with pytest.raises(EngineError, match="cannot speak"):
        buffer.run(failing(), lambda: heard.extend(played(buffer)))
    assert sum(map(len, heard)) == 2 * 3 * SLOW_HZ // 10


def test_a_player_that_fails_ends_the_speaking(tmp_path: Path) -> None:
    made: list[int] = []

    def endless() -> Iterator[Sounding]:
        for number in range(100):
            made.append(number)
            time.sleep(0.02)
            yield sounding(0.1)

    def fail() -> None:
        raise PlayerError("no sound")

    with pytest.raises(PlayerError):
        Buffer(utterances(*[0.1] * 100), SpeedEstimate(0.01), tmp_path / "ahead.pcm", SLOW_HZ).run(endless(), fail)
    assert len(made) < 50


WATCHED = """
import sys, threading
start = threading.Thread.start
def watched(thread):
    if thread.name == "listening":
        print(*{"numpy", "pydub"} & set(sys.modules), file=sys.stderr)
    start(thread)
threading.Thread.start = watched
from tts_interview.cli import main
main()
"""


def test_libraries_are_imported_before_two_threads_can_import_them_at_once(page: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WATCHED, "listen", str(page), "--engine", "tone", "-o", "-", "-q"]
    done = subprocess.run([*command, "--cache", str(tmp_path / "c")], capture_output=True, check=True)
    assert set(done.stderr.decode().split()) == {"numpy", "pydub"}


# -- players ---------------------------------------------------------------------------------------------------------

unix_only = pytest.mark.skipif(os.name == "nt", reason="Windows does not run a script as a program")


@unix_only
@pytest.mark.parametrize("name", ["paplay", "aplay", "pw-play", "ffplay"])
def test_a_player_program_gets_every_byte(name: str, tts: Tts, page: Path, deaf: dict[str, str], tmp_path: Path) -> None:
    code = """
    open("played", "wb").write(sys.stdin.buffer.read())
    open("arguments", "w").write(" ".join(sys.argv[1:]))
    """
    program(name, code, tmp_path)
    run = tts("listen", page, "--engine", "tone", "-q", env=deaf)
    assert (run.code, run.out, run.err) == (0, "", "")
    whole = stream_of(page, folder=tmp_path)
    assert (tmp_path / "played").read_bytes() == (whole if name == "ffplay" else whole[HEADER_BYTES:])
    arguments = (tmp_path / "arguments").read_text()
    assert name == "ffplay" or (str(RATE_HZ) in arguments and "1" in arguments)


@unix_only
def test_the_doctor_names_the_player(tts: Tts, deaf: dict[str, str], tmp_path: Path) -> None:
    assert "listen: not possible: nothing here can play sound" in tts("doctor", env=deaf).out
    program("aplay", "", tmp_path)
    program("ffplay", "", tmp_path)
    assert "listen: through aplay, or ffplay\n" in tts("doctor", env=deaf).out


@unix_only
@pytest.mark.parametrize("code", ["sys.exit('no such device')", "sys.stdin.buffer.read(5000); sys.exit('no such device')"])
def test_a_player_program_that_dies_early_is_one_line(code: str, tts: Tts, deaf: dict[str, str], tmp_path: Path) -> None:
    program("aplay", code, tmp_path)
    run = tts("listen", EXAMPLES / "ferry-town.txt", "--engine", "tone", "-q", env=deaf)
    assert run.code == 1
    assert "aplay stopped playing: no such device; try another player" in one_line(run)


@unix_only
def test_a_player_program_that_gives_up_at_once_is_replaced_by_the_next(
    tts: Tts, page: Path, deaf: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "bin" / "paplay").write_text("#!/bin/sh\necho connection refused >&2\nexit 1\n")
    (tmp_path / "bin" / "paplay").chmod(0o755)
    assert "paplay stopped playing: connection refused;" in one_line(tts("listen", page, "--engine", "tone", env=deaf))
    program("aplay", "sys.stdin.buffer.read(); open('played', 'w')", tmp_path)
    assert tts("listen", page, "--engine", "tone", "-q", env=deaf).code == 0
    assert (tmp_path / "played").exists()


@unix_only
def test_a_player_program_that_fails_at_the_end_is_an_error(tts: Tts, page: Path, deaf: dict[str, str], tmp_path: Path) -> None:
    program("aplay", "sys.stdin.buffer.read(); sys.exit(3)", tmp_path)
    run = tts("listen", page, "--engine", "tone", "-q", env=deaf)
    assert run.code == 1
    assert "aplay stopped playing; try another player" in one_line(run)


@unix_only
def test_a_player_program_that_prints_a_lot_does_not_stop_the_sound(
    tts: Tts, page: Path, deaf: dict[str, str], tmp_path: Path
) -> None:
    program("aplay", "sys.stderr.write('x' * 1_000_000); sys.stderr.flush(); sys.stdin.buffer.read()", tmp_path)
    assert tts("listen", page, "--engine", "tone", "-q", env=deaf).code == 0


def test_without_a_player_one_line_says_what_to_do(tts: Tts, page: Path, deaf: dict[str, str], tmp_path: Path) -> None:
    run = tts("listen", page, "--engine", "tone", env=deaf)
    assert run.code == 1
    assert "get PortAudio, as in: apt install libportaudio2" in one_line(run)
    assert "-o - |" in one_line(run)
    assert not list((tmp_path / "cache").rglob("*.wav"))


def test_without_sounddevice_the_error_has_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_interview.sound.players.find_spec", lambda _name: None)
    assert f"get sounddevice with: {install_extra('listen')}" in without_player()


SOUND_CARD = """
def note(line):
    with open("card", "a") as file:
        print(line, file=file)
class PortAudioError(Exception): pass
class RawOutputStream:
    def __init__(self, **options):
        note(sorted(options.items()))
        if {broken}: raise PortAudioError("no device")
    def start(self): pass
    def write(self, data):
        with open("heard", "ab") as file:
            file.write(data)
        assert len(data) <= 4800
    def stop(self): note("played to the end")
    def close(self): note("closed")
"""


def test_the_sound_card_comes_first(tts: Tts, page: Path, deaf: dict[str, str], tmp_path: Path) -> None:
    program("aplay", "sys.exit('not me')", tmp_path)
    (tmp_path / "modules" / "sounddevice.py").write_text(SOUND_CARD.format(broken=False))
    run = tts("listen", page, "--engine", "tone", "-q", env=deaf)
    assert (run.code, run.err) == (0, "")
    assert (tmp_path / "heard").read_bytes() == stream_of(page, folder=tmp_path)[HEADER_BYTES:]
    lines = (tmp_path / "card").read_text().splitlines()
    assert "('channels', 1), ('dtype', 'int16')" in lines[0]
    assert lines[1:] == ["played to the end", "closed"]


@unix_only
def test_without_a_sound_card_a_program_is_looked_for(tts: Tts, page: Path, deaf: dict[str, str], tmp_path: Path) -> None:
    program("aplay", "sys.stdin.buffer.read(); open('played', 'w')", tmp_path)
    (tmp_path / "modules" / "sounddevice.py").write_text(SOUND_CARD.format(broken=True))
    assert tts("listen", page, "--engine", "tone", "-q", env=deaf).code == 0
    assert (tmp_path / "played").exists()


@unix_only
def test_a_program_that_drops_sound_is_started_again_with_the_header(
    deaf: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = """
    while sound := sys.stdin.buffer.read1(100):
        open(f"{os.getpid()}.heard", "ab").write(sound)
    """
    program("ffplay", code, tmp_path)
    monkeypatch.setenv("PATH", deaf["PATH"])
    monkeypatch.setattr("tts_interview.sound.players._sounddevice", lambda: None)
    monkeypatch.chdir(tmp_path)
    with open_player(RATE_HZ) as player:
        player.write(b"\1\0")
        player.drop()
        player.write(b"\2\0")
    header = wav_header(RATE_HZ)
    heard = {path.read_bytes() for path in tmp_path.glob("*.heard")}
    assert header + b"\2\0" in heard
    assert all((header + b"\1\0").startswith(dropped) for dropped in heard - {header + b"\2\0"}), "it may end at any byte"


@unix_only
def test_nothing_plays_once_a_program_was_stopped(
    deaf: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("aplay", "open('started', 'a').write('x'); sys.stdin.buffer.read()", tmp_path)
    monkeypatch.setenv("PATH", deaf["PATH"])
    monkeypatch.setattr("tts_interview.sound.players._sounddevice", lambda: None)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KeyboardInterrupt), open_player(RATE_HZ) as player:
        raise KeyboardInterrupt
    with pytest.raises((PlayerError, ValueError)):
        player.write(b"\1\0")
    assert len((tmp_path / "started").read_text()) <= 1


# -- where it goes on --------------------------------------------------------------------------------------------------


@unix_only
def test_a_player_goes_on_with_the_sentence_at_which_it_ended(
    deaf: dict[str, str], page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", deaf["PATH"])
    monkeypatch.setattr("tts_interview.sound.players._sounddevice", lambda: None)
    monkeypatch.setattr(Buffer, "pending_s", 0.0)  # this player needs no time to play
    monkeypatch.chdir(tmp_path)
    whole = stream_of(page, folder=tmp_path)[HEADER_BYTES:]
    plays = "open('played', 'wb').write(sys.stdin.buffer.read())"
    ends = f"sys.stdin.buffer.read({3 * 2 * RATE_HZ}); sys.exit('gone')"

    def heard(code: str, source: Path = page, *, resumes: bool = True, engine: str = "tone") -> bytes:
        program("aplay", code, tmp_path)
        settings = Settings(speech=SpeechSettings(engine=engine, cache_folder=tmp_path / "cache"))
        tts_interview.listen(source, settings, Listening(resumes=resumes))
        return (tmp_path / "played").read_bytes()

    with pytest.raises(PlayerError, match="gone"):
        heard(ends)
    rest = heard(plays)
    assert RATE_HZ < len(rest) < len(whole) - RATE_HZ
    assert whole.endswith(rest)
    assert heard(plays) == whole  # it was heard to its end
    with pytest.raises(PlayerError):
        heard(ends)
    assert heard(plays, resumes=False) == whole
    with pytest.raises(PlayerError):
        heard(ends)
    other = page.with_name("other.txt")
    other.write_text(PAGE.replace("Really", "Truly"), encoding="utf-8")
    assert len(heard(plays, other)) > len(rest)
    next((tmp_path / "cache" / "bookmarks").iterdir()).write_text("[7, ")
    assert heard(plays) == whole  # a damaged bookmark is none


def test_old_bookmarks_are_forgotten_with_the_clips_and_all_on_request(tts: Tts, page: Path, tmp_path: Path) -> None:
    places = tmp_path / "cache" / "bookmarks"
    places.mkdir(parents=True)
    for number in range(1003):
        path = places / f"{number:032x}.json"
        path.write_text("[1, 0]")
        os.utime(path, (number, number))
    (places / "mine.json").write_text("not of the program")
    stream_of(page, folder=tmp_path)
    assert min(path.name for path in places.iterdir()) == f"{3:032x}.json"
    assert tts("cache", "clear", "--yes").code == 0
    assert len(list(places.iterdir())) == 1001
    assert tts("cache", "clear", "--all", "--yes").code == 0
    assert [path.name for path in places.iterdir()] == ["mine.json"]


def test_chapters_are_named_when_they_begin(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A page\n\n## The sea\n\n**Ann:** Deep?\n\n**Ben:** Yes.\n\n## The land\n\n**Ann:** Flat?\n\n**Ben:** No.\n"
    )
    told: list[str] = []

    class Told(tts_interview.Observer):
        def notice(self, line: str) -> None:
            told.append(line)

        def turn(self, number: int, speaker: str, words: str) -> None:
            told.append(f"{number} {speaker}: {words}")

    settings = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))
    tts_interview.listen(page, settings, Listening(io.BytesIO()), Told())
    title, *rest = told
    assert title == "1 Narrator: A page"
    assert rest == ["Chapter: The sea", "2 Ann: Deep?", "3 Ben: Yes.", "Chapter: The land", "4 Ann: Flat?", "5 Ben: No."]


# -- the end ---------------------------------------------------------------------------------------------------------


@unix_only
def test_a_reader_that_stops_early_is_not_an_error(page: Path, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m tts_interview listen "{page}" --engine tone -o - --cache "{tmp_path}/c" | head -c 1000'
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=60)  # noqa: S607 - any shell
    assert len(done.stdout) == 1000
    assert b"Traceback" not in done.stderr
    assert b"Error" not in done.stderr


# Two workers, one of which is in the middle of a very long sentence.
SLOW_ENGINE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from tts_interview.speech.engines.tone import ToneEngine
init, speak = ToneEngine.__init__, ToneEngine.speak
def with_workers(self, setup):
    init(self, setup)
    self.workers = 2
def slowly(self, utterance):
    if "Yes" in utterance.text:
        time.sleep(60)
    return speak(self, utterance)
ToneEngine.__init__, ToneEngine.speak = with_workers, slowly
from tts_interview.cli import main
main()
"""


@unix_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_listening_at_once_and_leaves_no_player(
    number: int, page: Path, deaf: dict[str, str], tmp_path: Path
) -> None:
    code = """
    open("player", "w").write(str(os.getpid()))
    while sys.stdin.buffer.read(1000):
        time.sleep(0.01)
    """
    program("aplay", code, tmp_path)
    environment = {**os.environ, **deaf, "TTS_INTERVIEW_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-c", SLOW_ENGINE, "listen", str(page), "--engine", "tone"]
    with started(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as running:
        assert running.stderr
        while running.stderr.readline() and not (tmp_path / "player").exists():
            pass
        time.sleep(0.3)
        running.send_signal(number)
        _, err = running.communicate(timeout=30)  # half as long as the sentence
    assert running.returncode == 130
    assert b"Interrupted" in err
    assert b"Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "player").read_text()), 0)
    assert list((tmp_path / "cache" / "work").iterdir()) == []
    assert len(list((tmp_path / "cache" / "clips").rglob("*.wav"))) == 4


def test_an_error_while_a_player_is_open_is_reported_and_the_written_sound_stays() -> None:
    stream = io.BytesIO()

    def fail() -> None:
        with open_player(RATE_HZ, stream) as player:
            player.write(b"\1\0")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert stream.getvalue() == wav_header(RATE_HZ) + b"\1\0"


# -- the console -----------------------------------------------------------------------------------------------------


def test_without_a_terminal_each_turn_is_a_line(page: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tts_interview", "listen", str(page), "--engine", "tone", "-o", "-", "--turn", "2"]
    done = subprocess.run([*command, "--cache", str(tmp_path / "c")], capture_output=True, check=True)
    assert done.stderr.decode().splitlines() == [
        "2 Ann: How are you today?",
        "3 Ben: I am fine, thank you.",
        "4 Ann: Really?",
        "5 Ben: Yes.",
    ]


def test_on_a_terminal_one_turn_line_is_redrawn_and_removed_at_the_end() -> None:
    stream = io.StringIO()
    line = TurnLine(stream, plain=False, width=30)
    line(2, "Ann", "How are you today, and how were you yesterday?")
    line(3, "Ben", "Fine.")
    line.clear()
    shown = stream.getvalue().split("\r")
    assert shown[1] == "2 Ann: How are you today, an…"
    assert shown[2].rstrip() == "3 Ben: Fine."
    assert len(shown[2]) == len(shown[1])
    assert shown[3].strip() == shown[4] == ""


@unix_only
def test_sound_is_not_written_to_a_terminal(page: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "tts_interview", "listen", str(page), "-o", "-", "--cache", str(tmp_path / "c")]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert b"standard output is a terminal" in done.stderr


@pytest.mark.parametrize("arguments", [["--turn", "0"], ["-o", "e.wav"], ["--turn", "x"]])
def test_a_wrong_command_line_is_exit_code_2(arguments: list[str], tts: Tts, page: Path) -> None:
    assert tts("listen", page, *arguments).code == 2
