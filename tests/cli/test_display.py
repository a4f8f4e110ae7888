"""The output of the command line on a terminal, in a pipe, and for a screen reader."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from tts_interview import Progress
from tts_interview.cli.display import ProgressLine, duration, is_plain, shortened, table

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "asked", "plain"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"ACCESSIBLE": "1"}, False, True),
        ({"ACCESSIBLE": "0"}, False, False),
        ({"NO_COLOR": "1"}, False, True),
        ({"NO_COLOR": ""}, False, False),
        ({"TERM": "dumb"}, False, True),
    ],
)
def test_plain_output_can_be_chosen_in_several_ways(environment: dict[str, str], *, asked: bool, plain: bool) -> None:
    assert is_plain(Terminal(), environment, asked=asked) is plain
    assert is_plain(io.StringIO(), environment, asked=asked) is True


def steps(line: ProgressLine, count: int = 10) -> None:
    for done in range(count + 1):
        line(Progress("speaking", done, count, float(count - done)))


def test_a_plain_step_prints_a_line_at_the_start_and_one_at_the_end() -> None:
    stream = io.StringIO()
    steps(ProgressLine(stream, plain=True))
    assert stream.getvalue() == "Speaking: 0% done, about 10 s left\nSpeaking: done in 0 s\n"


def test_a_long_plain_step_prints_its_progress_every_thirty_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(0, 2000, 20))
    monkeypatch.setattr("time.monotonic", lambda: float(next(now)))
    stream = io.StringIO()
    steps(ProgressLine(stream, plain=True))
    lines = stream.getvalue().splitlines()
    assert lines == [
        *(f"Speaking: {n * 10}% done, about {10 - n} s left" for n in (0, 2, 4, 6, 8)),
        "Speaking: done in 3 min 20 s",
    ]


def test_on_a_terminal_one_line_is_redrawn_and_removed_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(100))
    monkeypatch.setattr("time.monotonic", lambda: float(next(now)))
    stream = Terminal()
    steps(ProgressLine(stream, plain=False))
    drawn = stream.getvalue().split("\r")
    assert any("[############............]  50%, about 5 s left" in part for part in drawn)
    assert stream.getvalue().count("\n") == 1
    assert drawn[-1] == "Speaking: done in 10 s\n"
    longest = max(len(part) for part in drawn)
    assert drawn[-2] == " " * len(drawn[-2])
    assert longest < 79


def test_a_step_that_finishes_at_once_is_not_shown() -> None:
    stream = io.StringIO()
    ProgressLine(stream, plain=True)(Progress("speaking", 0, 0))
    assert stream.getvalue() == ""


def test_a_table_has_columns_or_plain_lines() -> None:
    rows = [("Ann", "host"), ("Ben", "")]
    assert table(rows, ("name", "role"), plain=False) == "name  role\n----  ----\nAnn   host\nBen"
    assert table(rows, ("name", "role"), plain=True) == "name: Ann\nrole: host\n\nname: Ben"


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (65, "1 min 5 s"), (3900, "1 h 5 min")])
def test_durations_are_written_as_people_write_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_long_text_is_shortened_to_one_line() -> None:
    assert shortened("one\ntwo  three", 40) == "one two three"
    assert shortened("one two three", 8) == "one two…"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_on_a_real_terminal_the_program_redraws_and_prints_columns(tmp_path: Path) -> None:
    import pty

    (tmp_path / "page.txt").write_text("A page\n\nAnn: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: Yes.\n")
    shown = bytearray()

    def keep(descriptor: int) -> bytes:
        data = os.read(descriptor, 1024)
        shown.extend(data)
        return data

    environment = {"TERM": "xterm", "TTS_INTERVIEW_CACHE": str(tmp_path / "cache"), "NO_COLOR": "", "ACCESSIBLE": ""}
    program = [sys.executable, "-m", "tts_interview"]
    saved = dict(os.environ)
    os.environ.update(environment)
    try:
        pty.spawn([*program, "parse", str(tmp_path / "page.txt")], keep)
        pty.spawn([*program, "render", str(tmp_path / "page.txt"), "-o", str(tmp_path / "e.wav"), "--engine", "tone"], keep)
    finally:
        os.environ.clear()
        os.environ.update(saved)
    text = shown.decode()
    assert "speaker   role" in text
    assert "\rSpeaking" in text
    assert (tmp_path / "e.wav").exists()
