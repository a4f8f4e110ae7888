#!/usr/bin/env python3
"""Make the site of an archive of many episodes, with its feeds and its search, and then the next one.

Usage: python benchmarks/site.py [--episodes N] [--words N] [--workers N] [--keep FOLDER]     (with the extras site and test)
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from finished import ADDRESS, Finished, finish  # noqa: E402
from shows import SHOW  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("Ada", "Bram", "Cleo", "Dov", "Esi", "Finn", "Gul", "Hana", "Ivo", "Juno", "Kofi", "Lena", "Mara", "Nils", "Olga")
_SURNAMES = ("Abara", "Brandt", "Costa", "Dahl", "Eide", "Falk", "Grau", "Holt", "Ivory", "Janik", "Keller", "Lind", "Moe")
# Words are as frequent as in a language: the second is half as frequent as the first.
_VOCABULARY = 20_000


def talks(first: int, count: int, words: int) -> Iterator[Finished]:
    """Yield episodes of 50 years, in which a few people ask and many answer."""
    chosen = random.Random(first)  # noqa: S311 - texts, no secrets
    known = ["".join(chosen.choices("abcdefghijklmnoprstuvw", k=chosen.randint(2, 9))) for _ in range(_VOCABULARY)]
    weights = [1 / rank for rank in range(1, _VOCABULARY + 1)]
    for number in range(first, first + count):
        guest = f"{chosen.choice(_NAMES)} {chosen.choice(_SURNAMES)} {chosen.choice(_SURNAMES)}"
        yield Finished(
            stem=f"talk-{number}",
            title=f"Talk {number}",
            words=" ".join(chosen.choices(known, weights, k=words)),
            guest=guest,
            host=f"{_NAMES[number % 7]} {_SURNAMES[number % 11]}",
            date=f"{1976 + number * 50 // (first + count)}-{1 + number % 12:02}-{1 + number % 28:02}",
            language=("en", "en", "en", "de", "fr")[number % 5],
            collection=f"Collection {number % 40}",
        )


def made(library: Path, public: Path, workers: int) -> tuple[float, int]:
    """Make the site in a process of its own; return the seconds, and its memory in MB."""
    command = [sys.executable, "-m", "tts_interview", "archive", "site", str(library), "-o", str(public)]
    before, start_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    told = subprocess.run([*command, "--workers", str(workers)], capture_output=True, text=True, cwd=ROOT, check=False)
    if told.returncode:
        raise SystemExit(told.stderr)
    seconds, after = time.monotonic() - start_s, resource.getrusage(resource.RUSAGE_CHILDREN)
    used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{told.stderr.splitlines()[-1]}: {seconds:.1f} s, {used_s:.1f} s of processor time", file=sys.stderr)
    return seconds, after.ru_maxrss // 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--episodes", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=300, help="of each episode")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="work in this folder, and leave it")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp())
    try:
        report(folder.absolute(), asked.episodes, asked.words, asked.workers)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


def report(folder: Path, episodes: int, words: int, workers: int) -> None:
    """Make the library and its site, and print how long that takes."""
    folder.mkdir(exist_ok=True)
    (folder / "show.toml").write_text(SHOW.replace("https://example.org/feed.xml", f"{ADDRESS}feed.xml"))
    Image.new("RGB", (1400, 1400)).save(folder / "a.png")
    library = finish(folder / "library", talks(1, episodes, words))
    library.note("show", str(folder / "show.toml"))
    public = folder / "public"
    whole_s, memory = made(folder / "library", public, workers)
    nothing_s, _ = made(folder / "library", public, workers)
    nexts = []
    for number in range(episodes + 1, episodes + 4):
        finish(folder / "library", talks(number, 1, words), first=number)
        nexts.append(made(folder / "library", public, workers)[0])
    pages = sum(1 for _ in public.rglob("*.html"))
    for name, value in {
        "episodes, words of each": f"{episodes:,}, {words:,}",
        "HTML pages, parts of the search": f"{pages:,}, {sum(1 for _ in (public / 'search').iterdir()) - 1}",
        "the whole site, in seconds": f"{whole_s:.0f}",
        "nothing to do": f"{nothing_s:.1f}",
        "the next episode, three times": ", ".join(f"{seconds:.1f}" for seconds in nexts),
        "most memory of one process in MB": memory,
    }.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
