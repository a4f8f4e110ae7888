#!/usr/bin/env python3
"""How busy an archive keeps the cores, what its layer costs beside the work, and how quick it is beside a loop over the files.

Usage: python benchmarks/throughput.py [--engine system] [--interviews 40] [--minutes 3] [--empty 20000] [--workers N]

Processor times are those of all processes that a command starts, as the kernel counts them. The layer (client, scheduler,
state, transport to the workers) is measured with empty jobs, which take every way of a real one and make nothing. Wall times
say something only on a machine that does nothing else; `others` is the share of the cores that other programs took meanwhile.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from archive import environment, talk  # noqa: E402

from tts_interview import Settings  # noqa: E402
from tts_interview.archive import running  # noqa: E402
from tts_interview.archive.library import Library, LibraryEntry, Standing  # noqa: E402
from tts_interview.model import Observer, Outcome  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.archive.unit import Assignment
    from tts_interview.model import Progress

_PROGRAM = [sys.executable, "-m", "tts_interview"]
_SECONDS_PER_QUESTION = 11  # with the answer, as `system` speaks them
_EMPTY_FLAG = "--empty-in"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: wall seconds, processor seconds of all its processes, and the share of the cores that others had."""

    wall_s: float
    cpu_s: float
    others: float

    @property
    def busy(self) -> float:
        """The share of the cores that it kept busy."""
        return self.cpu_s / (self.wall_s * (os.cpu_count() or 1))


def cost_of(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end."""
    start_s, before = time.monotonic(), psutil.cpu_times()
    process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=-3 if "--empty-in" not in command else None)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command[:6])} ended with {os.waitstatus_to_exitcode(status)}")
    wall_s, cpu_s, after = time.monotonic() - start_s, used.ru_utime + used.ru_stime, psutil.cpu_times()
    all_s = sum(after[:3]) - sum(before[:3])
    return Cost(wall_s, cpu_s, max(0.0, all_s - cpu_s) / (wall_s * (os.cpu_count() or 1)))


def empty(task: Assignment) -> dict[str, Any]:
    """Answer as `make` does, without any work."""
    facts = {"title": task.stem, "cast": "", "sound_s": 1.0, "disk_bytes": 0, "audio": "", "digest": "", "told": []}
    return {**facts, "outcome": str(Outcome.NEW), "error": "", "error_text": "", "seconds": 0.0}


class Memory(Observer):
    """Notes the memory of this process, which is client and scheduler, as the jobs are done."""

    def __init__(self) -> None:
        self.found: list[int] = []

    def progress(self, _progress: Progress) -> None:
        """Note the memory in MB."""
        self.found.append(psutil.Process().memory_info().rss // 1_000_000)


def run_empty(folder: Path, jobs: int, workers: int) -> None:
    """Run empty jobs in this process, and print the memory in MB at the beginning, at the end, and the most."""
    library, memory = Library(folder, create=True), Memory()
    wanted = (LibraryEntry(path=f"/{number}", stem=f"s{number}", standing=Standing.ACCEPTED) for number in range(jobs))
    library.put(wanted)
    running.make = empty
    settings = replace(Settings(), publishing=replace(Settings().publishing, output_folder=library.episodes))
    running.run_archive(library, settings, running.RunOrder(workers=workers), memory)
    settled = memory.found[len(memory.found) // 10 :]
    print(f"| memory of client and scheduler in MB: after a tenth, last, most | {settled[0]}, {settled[-1]}, {max(settled)} |")


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="system")
    parser.add_argument("--interviews", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=3.0, help="the length of each [default: 3]")
    parser.add_argument("--empty", type=int, default=20_000, help="empty jobs; 0 for none [default: 20000]")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--no-loop", action="store_true", help="leave out the loop over the files")
    parser.add_argument(_EMPTY_FLAG, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.empty_in:
        run_empty(asked.empty_in, asked.empty, asked.workers)
        return
    folder = Path(tempfile.mkdtemp())
    try:
        report(asked, folder)
    finally:
        shutil.rmtree(folder)


def report(asked: argparse.Namespace, folder: Path) -> None:
    """Measure in a folder, and print a row for each figure."""
    chosen, options = random.Random(1), ("--engine", asked.engine, "--publish", "--quiet")  # noqa: S311 - texts, no secrets
    (folder / "sources").mkdir()
    questions = max(1, round(60 * asked.minutes / _SECONDS_PER_QUESTION))
    paths = [folder / "sources" / f"{number:05}.md" for number in range(asked.interviews)]
    for number, path in enumerate(paths):
        path.write_text(talk(number, chosen, questions))
    plan = [*_PROGRAM, "archive", "plan", "sources", "-o", "library", *options, "--sure", "0.3"]
    planning = cost_of(plan, folder)
    archive = cost_of([*_PROGRAM, "archive", "run", "library", *options, "--workers", str(asked.workers)], folder)
    made = list(Library(folder / "library").entries([Standing.MADE]))
    if len(made) != asked.interviews:
        raise SystemExit(f"only {len(made)} of {asked.interviews} were made")
    each_s = archive.cpu_s / len(made)
    print("| | |\n| --- | --- |")
    print(
        f"| interviews, engine, mean length | {len(made)}, {asked.engine}, {sum(e.sound_s for e in made) / len(made):.0f} s |"
    )
    print(f"| planning an interview | {planning.cpu_s / len(made):.2f} processor seconds |")
    print(f"| archive | {archive.wall_s:.0f} s; {each_s:.2f} processor seconds an interview |")
    print(f"| cores busy with the archive; with others | {archive.busy:.2f}; {archive.others:.2f} |")
    if not asked.no_loop:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        loop = cost_of([*_PROGRAM, "render", *map(str, paths), *options, "-o", "loop/"], folder)
        print(f"| loop over the files | {loop.wall_s:.0f} s; {loop.cpu_s / len(made):.2f} processor seconds an interview |")
        print(f"| cores busy with the loop; with others | {loop.busy:.2f}; {loop.others:.2f} |")
        print(f"| times the throughput of the loop | {loop.wall_s / archive.wall_s:.2f} |")
    if asked.empty:
        own = [sys.executable, __file__, "--empty", str(asked.empty), "--workers", str(asked.workers), _EMPTY_FLAG]
        sys.stdout.flush()
        layer = cost_of([*own, str(folder / "empty")], folder)
        cpu_s = layer.cpu_s / asked.empty
        print(f"| {asked.empty:,} empty jobs | {layer.wall_s:.0f} s; {1000 * cpu_s:.1f} ms of processor time each |")
        print(f"| the layer beside the work | {cpu_s / each_s:.2%} |")


if __name__ == "__main__":
    main()
