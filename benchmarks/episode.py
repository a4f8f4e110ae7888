#!/usr/bin/env python3
"""Time the whole program on one page: the first run, the second, the system voices, and `--help`.

Usage: python benchmarks/episode.py [PAGE]

Every run is a process of its own with a cache of its own; `--help` is the median of nine. The table names the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ferry-town.txt"
HELP_RUNS = 9


def seconds_of(folder: Path, *arguments: str | Path) -> float:
    """How long one run takes; it must succeed."""
    program = Path(sys.executable).with_name("tts-interview")
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(folder / "cache")}
    start = time.perf_counter()
    subprocess.run([program, *arguments], check=True, env=environment, cwd=folder, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", nargs="?", type=Path, default=EXAMPLE)
    page = parser.parse_args().page.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        helps = [seconds_of(folder, "--help") for _ in range(HELP_RUNS)]
        rows = [("--help, median", statistics.median(helps))]
        for engine in ("system", "kokoro"):
            render = ("render", page, "-o", f"{engine}.mp3", "--engine", engine, "-q")
            rows.append((f"{engine}, first run", seconds_of(folder, *render)))
            rows.append((f"{engine}, second run", seconds_of(folder, *render)))
    print(f"{page.name} on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    for name, seconds in rows:
        print(f"{name:22} {seconds:8.2f} s")


if __name__ == "__main__":
    main()
