#!/usr/bin/env python3
"""Kill runs at every rename and sync, and at random moments; cut the power at random; run the same command again.

Usage: python benchmarks/faults.py [--kills N] [--cuts N] [--only CASE ...]     (with the test extra installed, on Linux)
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from killing import CASES, Case, differences, files_in, leavings, runner  # noqa: E402
from powercuts import Disk, contents, disk_after, restore, worst  # noqa: E402

from tts_interview.speech.engines.kokoro import KokoroEngine  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from killing import Run, Runner

_COLUMNS = ("points", "kills", "cuts", "states", "lost", "refused", "other bytes", "leavings")


@dataclass(frozen=True, slots=True)
class Trials:
    """What is tried of a case, with an unbroken run: what was there before it, its record, its files and how long it took."""

    case: Case
    runs: Runner
    before: dict[str, bytes | None]
    unbroken: Run
    expected: dict[str, bytes]
    seconds: float
    chosen: random.Random

    @classmethod
    def of(cls, case: Case, runs: Runner) -> Trials:
        """Run the case twice, which must give the same files."""
        runs.prepare(case)
        before, unbroken = contents(runs.folder), runs.run(case)
        expected = files_in(runs.folder)
        runs.again()
        start = time.monotonic()
        again = runs.run(case)
        seconds = time.monotonic() - start
        if again.code or differences(expected, files_in(runs.folder)):
            sys.exit(f"{case.name} cannot be tried: {again.err or 'two runs differ'}")
        return cls(case, runs, before, unbroken, expected, seconds, random.Random(case.name))  # noqa: S311 - which are tried

    def at_every_point(self) -> Iterator[Counter[str]]:
        """Kill a run at each rename and sync."""
        for at in range(1, self.unbroken.points + 1):
            self.runs.again()
            killed = self.runs.run(self.case, at)
            yield Counter(points=1, kills=killed.code < 0) + self.outcome(f"point {at}")

    def at_random(self) -> Counter[str]:
        """Kill a run at a random moment, alone or with the encoders that it started."""
        moment, with_children = self.chosen.uniform(0, self.seconds), self.chosen.choice((True, False))
        self.runs.again()
        killed = self.runs.run_for(self.case, moment, with_children=with_children)
        return Counter(kills=killed.code < 0) + self.outcome(f"{moment:.2f} s, with children: {with_children}")

    def worst_cuts(self) -> Iterator[Counter[str]]:
        """Cut the power after each event, with all lost that may be."""
        disk = Disk(self.before)
        for event in self.unbroken.events:
            disk.happen(event)
            yield Counter(states=1, lost=bool(disk.faults(disk.cut(worst))))

    def cut_at_random(self) -> Counter[str]:
        """Cut the power after some event, with some of that lost which may be."""
        events = self.chosen.randint(0, len(self.unbroken.events))
        disk = disk_after(self.before, self.unbroken.events[:events])
        left = disk.cut(self.chosen.choice)
        self.runs.again()
        restore(left, self.runs.folder)
        return Counter(cuts=1, lost=bool(disk.faults(left))) + self.outcome(f"cut after {events} events")

    def outcome(self, what: str) -> Counter[str]:
        """Run the same command again and return what is wrong with its end."""
        again = self.runs.run(self.case)
        wrong, left = differences(self.expected, files_in(self.runs.folder)), leavings(self.runs.folder)
        if again.code or wrong or left:
            print(f"    {self.case.name}, {what}: {again.err.strip()[-200:]} {wrong[:4]} {left[:4]}", flush=True)
        return Counter({"refused": again.code != 0, "other bytes": bool(wrong), "leavings": bool(left)})


def found(trials: Trials, kills: int, cuts: int) -> Counter[str]:
    """Try everything, `kills` and `cuts` times at random, and return how often what was wrong."""
    often = [trials.at_random() for _ in range(kills)] + [trials.cut_at_random() for _ in range(cuts)]
    return sum((*trials.at_every_point(), *trials.worst_cuts(), *often), Counter[str]())


def main() -> None:
    """Print a table with a row for each case."""
    here = [case.name for case in CASES if case.engine != "kokoro" or not KokoroEngine.missing()]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20, help="random kills of each case, beside those at every point")
    parser.add_argument("--cuts", type=int, default=25, help="random power cuts of each case")
    parser.add_argument("--only", nargs="+", choices=here, default=here)
    given = parser.parse_args()
    print(f"{'':24}" + "".join(f"{name:>13}" for name in _COLUMNS))
    for case in (case for case in CASES if case.name in given.only):
        with tempfile.TemporaryDirectory() as folder, runner(Path(folder)) as runs:
            counts = found(Trials.of(case, runs), given.kills, given.cuts)
        print(f"{case.name:24}" + "".join(f"{counts[name]:13}" for name in _COLUMNS), flush=True)


if __name__ == "__main__":
    main()
