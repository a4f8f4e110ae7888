#!/usr/bin/env python3
"""Kill runs at every rename and sync, and at random moments, and run the same command again.

Usage: python benchmarks/faults.py [--kills N] [--only CASE ...]     (with the test extra installed)
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from killing import CASES, Case, differences, files_in, leavings, points, unsynced  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import CompletedProcess

_COLUMNS = ("runs", "killed", "refused", "other bytes", "leavings", "not on the disk")


def kills(case: Case, folder: Path, count: int) -> Iterator[Counter[str]]:
    """Kill a run at each of its points, then `count` times at random; yield what came of each."""
    case.prepare(folder)
    start = time.monotonic()
    unbroken = case.run(folder)
    seconds = time.monotonic() - start
    expected = files_in(folder)
    yield Counter({"not on the disk": len(unsynced(unbroken)), "refused": unbroken.returncode != 0})
    for at in range(1, points(unbroken) + 1):
        yield outcome(case, folder, expected, at)
    moments = random.Random(case.name)  # noqa: S311 - which are tried
    for _ in range(count):
        yield outcome(case, folder, expected, moments.uniform(0, seconds))


def outcome(case: Case, folder: Path, expected: dict[str, bytes], moment: float) -> Counter[str]:
    """Kill a run, at a point or after some seconds, and run it again."""
    case.prepare(folder)
    killed = case.run(folder, moment) if isinstance(moment, int) else case.run_for(folder, moment)
    again: CompletedProcess[str] = case.run(folder)
    wrong = differences(expected, files_in(folder))
    found = Counter(
        {
            "runs": 1,
            "killed": killed.returncode < 0,
            "refused": again.returncode != 0,
            "other bytes": bool(wrong),
            "leavings": bool(leavings(folder)),
        }
    )
    if again.returncode or wrong or leavings(folder):
        print(f"    {case.name}, {moment}: {again.stderr.strip()[-200:]} {wrong[:4]} {leavings(folder)[:4]}", flush=True)
    return found


def main() -> None:
    """Print a table with a row for each case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="random kills of each case, beside those at every point")
    parser.add_argument("--only", nargs="+", choices=[case.name for case in CASES], default=[case.name for case in CASES])
    given = parser.parse_args()
    print(f"{'':18}" + "".join(f"{name:>17}" for name in _COLUMNS))
    for case in (case for case in CASES if case.name in given.only):
        with tempfile.TemporaryDirectory() as folder:
            found = sum(kills(case, Path(folder) / "run", given.kills), Counter[str]())
        print(f"{case.name:18}" + "".join(f"{found[name]:17}" for name in _COLUMNS), flush=True)


if __name__ == "__main__":
    main()
