#!/usr/bin/env python3
"""Mutate files of every format, and let the program read each in a process of its own, within 5 s and 1 GB.

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
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fuzzing import FAULTS, FINE, FORMATS, Format, mutant, outcome, seeds_of  # noqa: E402

_MOST_SECONDS, _MOST_BYTES = 5, 1_000_000_000
_MOST_WAIT_S = 120  # of the clock, for an input that waits
_TOO_LATE = {signal.SIGXCPU, signal.SIGALRM}
_MOST_DETAILS = 2_000  # fewer characters than a pipe holds
_PLANNED_EACH = 5
_COLUMNS = (*FINE, *FAULTS, "slow", "memory")
_NAMES = [kind.name for kind in FORMATS]


class Result(NamedTuple):
    """What became of an input: its format and number, a column of the table, details, and the processor time in seconds."""

    name: str
    number: int
    found: str
    details: str
    seconds: float


def tried(task: tuple[int, str], seed: int, keep: Path) -> Result:
    """Mutate a file and let a child process read it. Keep the mutated file if the program is at fault."""
    number, name = task
    kind = FORMATS[_NAMES.index(name)]
    data = mutant(kind, f"{seed}/{number}")
    found, details, seconds = _apart(kind, data, planned=number % _PLANNED_EACH == 0)
    if found not in FINE:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{name}-{seed}-{number}{kind.suffix}".replace(" ", "-")).write_bytes(data)
    return Result(name, number, found, details, seconds)


def _apart(kind: Format, data: bytes, *, planned: bool) -> tuple[str, str, float]:
    """Return what became of a file in a child process, with details and its processor time in seconds."""
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            _limit_this_process()
            os.write(writing, json.dumps(_outcome(kind, data, Path(folder), planned=planned)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        _, status, used = os.wait4(child, 0)
    seconds = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        number = signal.Signals(os.WTERMSIG(status))
        return "slow" if number in _TOO_LATE else "crash", number.name, seconds
    found, details = json.loads(said) if said else ("crash", f"exit code {os.WEXITSTATUS(status)}")
    return ("slow" if seconds > _MOST_SECONDS else found), details, seconds


def _outcome(kind: Format, data: bytes, folder: Path, *, planned: bool) -> tuple[str, str]:
    try:
        found, details = outcome(kind, data, folder, planned=planned)
    except MemoryError:
        return "memory", f"more than {_MOST_BYTES:,} bytes"
    return found, details[-_MOST_DETAILS:]


def _limit_this_process() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most_bytes = pages * resource.getpagesize() + _MOST_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS + 1, _MOST_SECONDS + 9))
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
    tasks = list(product(range(given.first, given.first + each), given.only))
    counts = {name: Counter[str]() for name in given.only}
    slowest = dict.fromkeys(given.only, 0.0)
    workers = ProcessPoolExecutor(given.workers, get_context("fork"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        for result in workers.map(partial(tried, seed=given.seed, keep=given.keep), tasks, chunksize=20):
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
