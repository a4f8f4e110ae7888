#!/usr/bin/env python3
"""Mutate files of every format, and let the program read them in processes of their own, each within 5 s and 1 GB.

Usage: python benchmarks/fuzzing.py [--inputs N] [--seed N] [--only FORMAT ...]     (on Linux, with the test extra installed)

A fault is named by format, seed and number: `--seed 1 --only DOCX --first 118 --inputs 1` tries DOCX 1/118 again.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import resource
import signal
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain, product
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fuzzing import FAULTS, FINE, FORMATS, Format, mutant, outcome, seeds_of  # noqa: E402

_MOST_SECONDS, _MOST_BYTES = 5, 1_000_000_000
_MOST_WAIT_S = 120  # of the clock, for an input that waits
_TOO_LATE = {signal.SIGXCPU, signal.SIGALRM}
_MOST_DETAILS = 2_000  # characters
_PLANNED_EACH = 5
_AT_ONCE = 42  # files of a child; to make a process takes longer than to read a file
_COLUMNS = (*FINE, *FAULTS, "slow", "memory")
_NAMES = [kind.name for kind in FORMATS]


class Task(NamedTuple):
    """The number and format of an input."""

    number: int
    name: str


class Result(NamedTuple):
    """What became of an input: its number and format, a column of the table, details, and the processor time in seconds."""

    number: int
    name: str
    found: str
    details: str
    seconds: float


def tried(tasks: Sequence[Task], seed: int, keep: Path) -> list[Result]:
    """Mutate files and let child processes read them. Keep the mutated files with which the program is at fault.

    A child reads one file after the other; if one ends it, another child goes on with the next.
    """
    results: list[Result] = []
    while len(results) < len(tasks):
        results += _read_apart(tasks[len(results) :], seed)
    for number, name, found, *_ in results:
        if found not in FINE:
            keep.mkdir(parents=True, exist_ok=True)
            kind = _kind(name)
            (keep / f"{name}-{seed}-{number}{kind.suffix}".replace(" ", "-")).write_bytes(mutant(kind, f"{seed}/{number}"))
    return results


def _read_apart(tasks: Sequence[Task], seed: int) -> list[Result]:
    """Return what became of files in a child process, up to the one that ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            with os.fdopen(writing, "w") as pipe:
                for task in tasks:
                    print(json.dumps(_read_here(task, seed)), file=pipe, flush=True)
            os._exit(0)
        finally:
            os._exit(1)  # whatever went wrong, a child must not go on as a worker
    os.close(writing)
    with os.fdopen(reading) as pipe:
        results = [Result(*json.loads(line)) for line in pipe]
    _, status, used = os.wait4(child, 0)
    if len(results) < len(tasks):
        seconds = used.ru_utime + used.ru_stime - sum(result.seconds for result in results)
        results.append(Result(*tasks[len(results)], *_ended(status), seconds))
    return results


def _ended(status: int) -> tuple[str, str]:
    """Return the column and details of a file that ended its process."""
    if not os.WIFSIGNALED(status):
        return "crash", f"exit code {os.WEXITSTATUS(status)}"
    number = signal.Signals(os.WTERMSIG(status))
    return "slow" if number in _TOO_LATE else "crash", number.name


def _read_here(task: Task, seed: int) -> Result:
    kind = _kind(task.name)
    data = mutant(kind, f"{seed}/{task.number}")
    start_s = _processor_s()
    _limit_this_process(start_s)
    with tempfile.TemporaryDirectory() as folder:
        try:
            found, details = outcome(kind, data, Path(folder), planned=task.number % _PLANNED_EACH == 0)
        except MemoryError:
            found, details = "memory", f"more than {_MOST_BYTES:,} bytes"
    seconds = _processor_s() - start_s
    return Result(*task, "slow" if seconds > _MOST_SECONDS else found, details[-_MOST_DETAILS:], seconds)


def _processor_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _kind(name: str) -> Format:
    return FORMATS[_NAMES.index(name)]


def _limit_this_process(used_s: float) -> None:
    """Bound what the next file may use beside what this process has used already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most_bytes = pages * resource.getpagesize() + _MOST_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(used_s) + _MOST_SECONDS + 2, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(_MOST_WAIT_S)


def warm_up() -> None:
    """Load what reading needs, so that no child has to; check that the program reads the seeds."""
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        for kind in FORMATS:
            for data, path in zip(seeds_of(kind), kind.files, strict=True):
                found, details = outcome(kind, data, Path(folder), planned=True)
                if found != "read":
                    raise SystemExit(f"{path}, which is not mutated: {found}: {details}")
    gc.freeze()


def main() -> None:
    """Print each fault, and then a table with a row for each format; Ctrl-C ends the run early."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2_000 * len(FORMATS), help="mutated files of all formats together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first file of each format")
    parser.add_argument("--only", nargs="+", choices=_NAMES, default=_NAMES, metavar="FORMAT", help=", ".join(_NAMES))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path("output/found"), help="folder for the files that show a fault")
    given = parser.parse_args()
    warm_up()
    each = -(-given.inputs // len(given.only))
    tasks = [Task(*found) for found in product(range(given.first, given.first + each), given.only)]
    chunks = [tasks[start : start + _AT_ONCE] for start in range(0, len(tasks), _AT_ONCE)]
    counts = {name: Counter[str]() for name in given.only}
    slowest = dict.fromkeys(given.only, 0.0)
    workers = ProcessPoolExecutor(given.workers, get_context("fork"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        for result in chain.from_iterable(workers.map(partial(tried, seed=given.seed, keep=given.keep), chunks)):
            counts[result.name][result.found] += 1
            slowest[result.name] = max(slowest[result.name], result.seconds)
            if result.found not in FINE:
                print(f"{result.name} {given.seed}/{result.number}: {result.found}: {result.details}", flush=True)
    workers.shutdown(cancel_futures=True)
    print_table(counts, slowest)


def print_table(counts: dict[str, Counter[str]], slowest: dict[str, float]) -> None:
    """Print how often each outcome was seen, by format, and the most processor time of an input, in Markdown."""
    print("| format | inputs | " + " | ".join(_COLUMNS) + " | slowest, s |")
    print("| --- |" + " --- |" * (len(_COLUMNS) + 2))
    rows = [(name, counts[name], slowest[name]) for name in counts]
    for name, found, most_s in (*rows, ("all", sum(counts.values(), Counter[str]()), max(slowest.values()))):
        cells = (f"{found[column]:,}" for column in _COLUMNS)
        print(f"| {name} | {found.total():,} | " + " | ".join(cells) + f" | {most_s:.1f} |")


if __name__ == "__main__":
    main()
