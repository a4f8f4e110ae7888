"""A power cut at any moment: what was reported is there, no file is empty or cut, and the same command goes on."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pytest
from killing import CASES, differences, files_in, runner
from powercuts import Disk, contents, disk_after, restore, worst

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="runs are watched as Linux allows it"),
]
_BY_NAME = {case.name: case for case in CASES}
# Of how many random cuts the command goes on; `benchmarks/faults.py` tries more.
_SAMPLE = {"show": 2, "corrected batch": 2}


@pytest.mark.parametrize("name", list(_SAMPLE))
def test_after_a_power_cut_nothing_reported_is_missing_and_the_same_command_goes_on(name: str, tmp_path: Path) -> None:
    case, chosen = _BY_NAME[name], random.Random(name)  # noqa: S311 - which are tried
    with runner(tmp_path) as runs:
        runs.prepare(case)
        before, run = contents(runs.folder), runs.run(case)
        expected, disk = files_in(runs.folder), Disk(before)
        for event in run.events:
            disk.happen(event)
            assert [disk.faults(disk.cut(choose)) for choose in (worst, chosen.choice)] == [[], []], event[:2]
        made = {path for path in disk.cut(worst) if path.startswith("output")}
        assert made >= expected.keys()
        for end in chosen.sample(range(len(run.events)), _SAMPLE[name]):
            runs.again()
            restore(disk_after(before, run.events[:end]).cut(chosen.choice), runs.folder)
            again = runs.run(case)
            assert again.code == 0, (end, again.err)
            assert differences(expected, files_in(runs.folder)) == [], end
        # The check finds what a run without syncs would lose.
        unsynced = disk_after(before, [event for event in run.events if not event[0].startswith("sync")])
        assert unsynced.faults(unsynced.cut(worst)) != []


def test_content_and_names_that_were_not_synced_may_be_lost_each_alone() -> None:
    written = [("write", "a.part", True), ("rename", "a", "a.part", b"whole")]
    assert disk_after({}, [written[0], ("sync", "a.part", b"whole"), written[1]]).cut(worst) == {}
    name = disk_after({}, [*written, ("sync_names", "")])
    assert name.cut(worst) == {"a": b""}
    assert name.faults(name.cut(worst)) == ["a"]
    assert {name.cut(random.Random(seed).choice)["a"] for seed in range(20)} == {b"", b"wh", b"whole"}  # noqa: S311


def test_a_file_is_lost_with_its_folder_and_is_missed_if_it_was_reported() -> None:
    disk = disk_after(
        {},
        [
            ("mkdir", "f"),
            ("sync", "f/a", b"whole"),
            ("rename", "f/b", "f/a", b"whole"),
            ("sync_names", "f"),
            ("report", "f/b\n"),
        ],
    )
    assert disk.cut(worst) == {}
    assert disk.faults({}) == ["f/b"]
    disk.sync_names("")
    assert disk.cut(worst) == {"f": None, "f/b": b"whole"}
    assert disk.faults(disk.cut(worst)) == []


def test_a_replaced_file_is_the_old_one_or_the_new_one_until_its_folder_is_synced() -> None:
    disk = disk_after({"a": b"old"}, [("sync", "a.part", b"new"), ("rename", "a", "a.part", b"new")])
    assert {disk.cut(random.Random(seed).choice).get("a") for seed in range(20)} == {b"old", b"new"}  # noqa: S311
