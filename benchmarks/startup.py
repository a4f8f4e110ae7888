#!/usr/bin/env python3
"""Time from a command to the first thing that it gives: `--help`, and the first sound of `listen`.

Usage: python benchmarks/startup.py [PAGE] [--runs N]     (examples/ferry-town.txt and 5 runs unless given)

Every run is a process of its own. A first one, which is not counted, prepares the voice model and compiles the program, so
that the others start warm. The first sound is a tenth of a second of it, after the silence that an episode opens with, on a
pipe. Printed: the medians, the quickest and the slowest, and how much else the machine had to do.
"""

from __future__ import annotations

import argparse
import array
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ferry-town.txt"
PROGRAM = Path(sys.executable).with_name("tts-interview")
HEADER_BYTES = 44
CHUNK_BYTES = 480  # 10 ms
SOUND_BYTES = 4800
SILENCE = 100  # of 32,767


def help_s() -> float:
    """Seconds that --help takes."""
    start = time.perf_counter()
    subprocess.run([PROGRAM, "--help"], check=True, capture_output=True)
    return time.perf_counter() - start


def first_sound_s(page: Path, cache: Path) -> float:
    """Seconds until a listener has the first tenth of a second of sound."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [PROGRAM, "listen", page, "-o", "-", "-q", "--engine", "kokoro", "--cache", cache]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as running:
        assert running.stdout  # noqa: S101 - it was asked to be a pipe
        running.stdout.read(HEADER_BYTES)
        loudest = 0
        while loudest < SILENCE:
            chunk = running.stdout.read(CHUNK_BYTES)
            if len(chunk) < CHUNK_BYTES:
                raise SystemExit("it ended before there was any sound")
            loudest = max(map(abs, array.array("h", chunk)))
        running.stdout.read(SOUND_BYTES - CHUNK_BYTES)
        taken_s = time.perf_counter() - start
        running.terminate()
    return taken_s


def first_sound_anew_s(page: Path, cache: Path) -> float:
    """The same with nothing spoken before."""
    shutil.rmtree(cache / "clips", ignore_errors=True)
    return first_sound_s(page, cache)


def row(what: str, runs: int, measure: Callable[[], float]) -> None:
    """Print the median of several runs."""
    found = [measure() for _ in range(runs)]
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{what:44} {statistics.median(found):6.2f} s   ({min(found):.2f} to {max(found):.2f})   {load}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path, nargs="?", default=EXAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    page = arguments.page.resolve()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {arguments.runs} runs each")
    row("--help", arguments.runs, help_s)
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        command = [PROGRAM, "render", page, "-q", "--engine", "kokoro", "--cache", cache, "-o", Path(folder) / "e.wav"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        row("listen, all spoken before: first sound", arguments.runs, lambda: first_sound_s(page, cache))
        row("listen, nothing spoken before: first sound", arguments.runs, lambda: first_sound_anew_s(page, cache))


if __name__ == "__main__":
    main()
