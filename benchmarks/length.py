#!/usr/bin/env python3
"""Make episodes of growing length with the tone engine: how time and memory grow, of all that is not speaking itself.

Usage: python benchmarks/length.py [HOURS ...] [--format mp3]

Every run is a process of its own with a cache of its own. Memory is the peak of the program and of ffmpeg together, in resident
pages, looked at twenty times a second (Linux). Time is of the wall and of all processors, first run, then again from the cache.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HOURS = (1.0, 2.0, 5.0, 10.0)
MOST_MB = 400
# What the tone engine and its pauses make of a turn of so many sentences.
SENTENCE = "The boats came in before the light, and nobody had thought of counting them until number {number} was moored. "
SENTENCES_A_TURN = 6
SECONDS_A_TURN = 45.3
POLL_S = 0.05


@dataclass(frozen=True)
class Run:
    """What a run took: seconds of the wall and of processors, and the peak of memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def interview(hours: float) -> str:
    """An interview that is heard for about so long."""
    turns = []
    for turn in range(round(hours * 3600 / SECONDS_A_TURN)):
        sentences = (SENTENCE.format(number=turn * SENTENCES_A_TURN + n) for n in range(SENTENCES_A_TURN))
        turns.append(f"{('Ann Lee', 'Ben Ray')[turn % 2]}: {''.join(sentences).strip()}")
    return "A long talk\n\n" + "\n\n".join(turns) + "\n"


def run(folder: Path, *arguments: str | Path) -> Run:
    """Run the program once; it must succeed."""
    program = Path(sys.executable).with_name("tts-interview")
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(folder / "cache")}
    before, start, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), 0
    process = subprocess.Popen([program, *arguments], env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, resident_bytes(process.pid))
        time.sleep(POLL_S)
    if process.returncode:
        raise SystemExit(f"tts-interview ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - start, cpu_s, peak / 1e6)


def resident_bytes(process: int) -> int:
    """The memory of a process and all that it started, now."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (OSError, IndexError):  # it ended since
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(map(resident_bytes, children))


def main() -> None:
    """Run every length and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hours", nargs="*", type=float, default=HOURS)
    parser.add_argument("--format", default="mp3")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; to {chosen.format}")
    print(f"{'hours':>6} {'wall s':>8} {'cpu s':>8} {'cpu s/h':>8} {'again, cpu s/h':>15} {'peak MB':>8}")
    fits = True
    for hours in chosen.hours:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            (folder / "talk.txt").write_text(interview(hours))
            render = ("render", "talk.txt", "-o", f"e.{chosen.format}", "--engine", "tone", "-q", "--cache-limit", "0")
            first, again = run(folder, *render), run(folder, *render)
        peak_mb = max(first.peak_mb, again.peak_mb)
        fits = fits and peak_mb <= MOST_MB
        spent = f"{first.wall_s:8.1f} {first.cpu_s:8.1f} {first.cpu_s / hours:8.1f} {again.cpu_s / hours:15.1f}"
        print(f"{hours:6g} {spent} {peak_mb:8.0f}", flush=True)
    print(f"peak of memory at most {MOST_MB} MB: {'yes' if fits else 'NO'}")


if __name__ == "__main__":
    main()
