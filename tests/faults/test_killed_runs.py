"""A run that is killed at any moment: the same command goes on, and ends with the bytes of a run that was not."""

from __future__ import annotations

import contextlib
import os
import random
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from killing import CASES, differences, files_in, leavings, runner
from processes import started

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
_BY_NAME = {case.name: case for case in CASES}
# Some of the some hundred points; `benchmarks/faults.py` kills at each.
_SAMPLE = {"show": 4, "corrected batch": 3, "single, system": 1}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="runs are watched as Linux allows it")
@pytest.mark.parametrize("name", list(_SAMPLE))
def test_after_a_kill_at_a_rename_or_sync_the_same_command_ends_with_the_same_files(name: str, tmp_path: Path) -> None:
    case = _BY_NAME[name]
    with runner(tmp_path) as runs:
        runs.prepare(case)
        run = runs.run(case)
        assert run.code == 0, run.err
        expected = files_in(runs.folder)
        for at in random.Random(name).sample(range(1, run.points + 1), _SAMPLE[name]):  # noqa: S311 - which are tried
            runs.again()
            assert runs.run(case, at).code < 0
            again = runs.run(case)
            assert again.code == 0, (at, again.err)
            assert differences(expected, files_in(runs.folder)) == [], at
            assert leavings(runs.folder) == [], at


def test_several_runs_of_one_show_at_once_get_a_number_each(tmp_path: Path) -> None:
    talks = [replace(_BY_NAME["show"], talks=((name, "It is so."),)) for name in ("one", "two", "three", "four")]
    for talk in talks:
        talk.write(tmp_path, 0)
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(tmp_path / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    commands = [[sys.executable, "-m", "tts_interview", *talk.arguments()] for talk in talks]
    with contextlib.ExitStack() as until:
        running = [until.enter_context(started(command, cwd=tmp_path, env=environment)) for command in commands]
        assert [run.wait(timeout=120) for run in running] == [0] * len(talks)
    feed = (tmp_path / "output" / "feed.xml").read_text()
    numbers = [feed.count(f"<itunes:episode>{number}</itunes:episode>") for number in range(1, len(talks) + 1)]
    assert numbers == [1] * len(talks)
