#!/usr/bin/env python3
"""How quick a plan of an archive is: files a second of processor time, its memory, and a second plan with nothing to do.

Usage: python benchmarks/planning.py [FOLDER ...] [--times N] [--workers N]     (../shared/corpora unless folders are given)
       python benchmarks/planning.py [FOLDER ...] --excerpts 100000
       python benchmarks/planning.py --known 100000

Each text is planned so many times, with another title line each time, so that no two are the same. `--excerpts` plans a tenth
of so many excerpts from the texts and then all of them, which shows whether memory grows with their number. `--known` plans so
many sources that a library knows already, and that have not changed.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.archive.library import Library, LibraryEntry, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORPORA = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"
SUFFIXES = {".html", ".markdown", ".md", ".txt", ".vtt"}
PLAIN = {".markdown", ".md", ".txt"}
KB_PER_MB = 1000
EXCERPT_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a plan took, with all its processes: seconds of processor time and of the clock, and the memory of the largest."""

    cpu_s: float
    wall_s: float
    most_mb: float


def plan(sources: Path, library: Path, workers: int) -> Taken:
    """Plan a folder; a plan speaks nothing, and loads no model."""
    command = [sys.executable, "-m", "tts_interview", "archive", "plan", sources, "-o", library]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*command, "--workers", str(workers), "--engine", "auto", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    after, wall_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(cpu_s, wall_s, after.ru_maxrss / KB_PER_MB)


def copied(folders: Iterable[Path], target: Path, times: int) -> tuple[int, int]:
    """Copy the texts, each so many times; return how many there are, and their bytes."""
    texts = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]
    count = size = 0
    for number in range(times):
        for path in texts:
            held = path.read_bytes().replace(b"\ntitle: ", f"\ntitle: {number} ".encode(), 1) if number else path.read_bytes()
            (target / f"{count}{path.suffix}").write_bytes(held)
            count, size = count + 1, size + len(held)
    return count, size


def excerpts(folders: Iterable[Path], target: Path, count: int) -> None:
    """Write so many runs of whole paragraphs, from places that a seed draws, each under a heading of its own."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in PLAIN]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    draw = random.Random(count)  # noqa: S311 - no secret
    for number in range(count):
        text = draw.choice(texts)
        start = text.find("\n\n", draw.randrange(max(1, len(text) - EXCERPT_CHARS)))
        excerpt = text[start : text.find("\n\n", start + EXCERPT_CHARS)].strip()
        (target / f"{number}.md").write_text(f"# Excerpt {number}\n\n{excerpt}\n", encoding="utf-8")


def known(sources: Path, count: int) -> Iterator[LibraryEntry]:
    """Write so many sources, and yield each as a library that planned it knows it."""
    for number in range(count):
        path = sources / f"{number % 1000:03}" / f"{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"**Q:** Why {number}?\n\n**A:** So.\n", encoding="utf-8")
        state = path.stat()
        yield LibraryEntry(path=str(path), size=state.st_size, mtime_ns=state.st_mtime_ns, standing=Standing.WAITING)


def main() -> None:
    """Print all of it, and how busy the machine is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[CORPORA])
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--excerpts", type=int, default=0, metavar="N", help="plan so many excerpts from the texts")
    parser.add_argument("--known", type=int, default=0, metavar="N", help="plan so many sources that have not changed")
    asked = parser.parse_args()
    if asked.known:
        report_known(asked.known)
        return
    if asked.excerpts:
        report_excerpts(asked.folders, asked.excerpts, asked.workers)
        return
    with tempfile.TemporaryDirectory() as folder:
        sources, library = Path(folder) / "sources", Path(folder) / "library"
        sources.mkdir()
        count, size = copied(asked.folders, sources, asked.times)
        if not count:
            parser.error(f"there are no texts in {', '.join(map(str, asked.folders))}")
        first, second = plan(sources, library, asked.workers), plan(sources, library, asked.workers)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{count} texts, {size / count / 1000:.0f} kB each on average")
    print(f"{count / first.cpu_s:.1f} a second of processor time; {first.wall_s:.0f} s in all with {asked.workers} workers")
    print(f"memory of the largest process: {first.most_mb:.0f} MB")
    print(f"again, with nothing to do: {second.wall_s:.1f} s")


def report_excerpts(folders: Iterable[Path], most: int, workers: int) -> None:
    """Print what a tenth of the excerpts take, and what all take."""
    for count in (most // 10, most):
        with tempfile.TemporaryDirectory() as folder:
            sources, library = Path(folder) / "sources", Path(folder) / "library"
            sources.mkdir()
            excerpts(folders, sources, count)
            taken = plan(sources, library, workers)
            planned = Counter(entry.standing.value for entry in Library(library).entries())
        pace = f"{count / taken.cpu_s:.1f} a second of processor time"
        print(f"{count:,} excerpts: {taken.wall_s:.0f} s, {pace}, {taken.most_mb:.0f} MB; {dict(planned)}", flush=True)


def report_known(count: int) -> None:
    """Print how long a plan takes that has nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        sources, library = Path(folder) / "sources", Path(folder) / "library"
        sources.mkdir()
        Library(library, create=True).put(known(sources, count))
        taken = plan(sources, library, 1)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{count:,} known sources: {taken.wall_s:.1f} s, {taken.cpu_s:.1f} s of processor time, {taken.most_mb:.0f} MB")


if __name__ == "__main__":
    main()
