"""A run that is killed at any moment: the same command goes on, and ends with the bytes of a run that was not."""

from __future__ import annotations

import contextlib
import os
import random
import sys
from typing import TYPE_CHECKING

import pytest
from killing import CASES, Case, differences, files_in, leavings, points, unsynced
from processes import started

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals"),
]
_BY_NAME = {case.name: case for case in CASES}
# Some of the some hundred points; `benchmarks/faults.py` kills at each.
_SAMPLE = {"show": 5, "corrected batch": 5}


@pytest.mark.parametrize("name", list(_SAMPLE))
def test_after_a_kill_at_a_rename_or_sync_the_same_command_ends_with_the_same_files(name: str, tmp_path: Path) -> None:
    case, folder = _BY_NAME[name], tmp_path / "run"
    case.prepare(folder)
    run = case.run(folder)
    assert run.returncode == 0, run.stderr
    assert unsynced(run) == []
    expected = files_in(folder)
    for at in random.Random(name).sample(range(1, points(run) + 1), _SAMPLE[name]):  # noqa: S311 - which are tried
        case.prepare(folder)
        assert case.run(folder, at).returncode < 0
        again = case.run(folder)
        assert again.returncode == 0, (at, again.stderr)
        assert differences(expected, files_in(folder)) == [], at
        assert leavings(folder) == [], at


def test_several_runs_of_one_show_at_once_get_a_number_each(tmp_path: Path) -> None:
    names = ("one", "two", "three", "four")
    Case("all", _BY_NAME["show"].options, tuple((name, "It is so.") for name in names)).prepare(tmp_path / "run")
    talks = [Case(name, _BY_NAME["show"].options, ((name, "It is so."),)) for name in names]
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(tmp_path / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    commands = [[sys.executable, "-m", "tts_interview", *talk.arguments()] for talk in talks]
    with contextlib.ExitStack() as until:
        running = [until.enter_context(started(command, cwd=tmp_path / "run", env=environment)) for command in commands]
        assert [run.wait(timeout=120) for run in running] == [0] * len(talks)
    feed = (tmp_path / "run" / "output" / "feed.xml").read_text()
    numbers = [feed.count(f"<itunes:episode>{number}</itunes:episode>") for number in range(1, len(talks) + 1)]
    assert numbers == [1] * len(talks)
