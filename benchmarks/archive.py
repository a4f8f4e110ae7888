#!/usr/bin/env python3
"""Make an archive of small interviews while workers, scheduler and client are killed at random, and look at what came of it.

Usage: python benchmarks/archive.py [--jobs N] [--workers N] [--worker-kills N] [--scheduler-kills N] [--client-kills N]
                                    [--sample N] [--seed N] [--keep FOLDER]     (with the extras archive and test, on Linux)
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from shows import SHOW  # noqa: E402

from tts_interview.archive.library import Library, Standing  # noqa: E402
from tts_interview.publishing.feed.document import read_feed  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROGRAM = [sys.executable, "-m", "tts_interview", "archive"]
_LISTS = ("--engine", "tone", "--narrator", "none", "--format", "feed", "--format", "episodes", "--quiet")
_SUBJECTS = ("tides", "bells", "rope", "salt", "lamps", "ferries", "bees", "glass", "trains", "rain")
_POLL_S = 0.05


def talk(number: int, chosen: random.Random, questions: int = 0) -> str:
    """Return an interview with so many questions, by default one to three; no other number has the same."""
    subject = chosen.choice(_SUBJECTS)
    lines = ["---", f"title: {subject.title()} in year {number}", "date: 2026-03-04", "---"]
    for year in range(questions or chosen.randint(1, 3)):
        other = chosen.choice(_SUBJECTS)
        lines += [f"**Mara Holt:** What did year {number + year} teach you about {subject}?\n"]
        lines += [f"**Jonas Reed:** That {subject} want patience, and {other} want {chosen.randint(2, 99)} times as much.\n"]
    return "\n".join(lines)


@dataclass(slots=True)
class Trial:
    """A library with its processes: what was started, and what was killed."""

    folder: Path
    workers: int
    port: int
    kills: Counter[str] = field(default_factory=Counter)
    running: dict[str, subprocess.Popen[Any]] = field(default_factory=dict)
    memory: dict[str, list[int]] = field(default_factory=dict)
    clients: int = 0

    @property
    def library(self) -> Path:
        """The folder of the library."""
        return self.folder / "library"

    def start(self, name: str) -> None:
        """Start the scheduler, a group of workers, or the client, unless it runs."""
        if name in self.running and self.running[name].poll() is None:
            return
        address = f"tcp://127.0.0.1:{self.port}"
        dask = [sys.executable, "-m", "dask"]
        commands = {
            "scheduler": [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"],
            "workers": [*dask, "worker", address, "--nworkers", str(self.workers), "--nthreads", "1", "--no-dashboard"],
            "client": [*_PROGRAM, "run", str(self.library), "--cluster", address, *_LISTS],
        }
        self.clients += name == "client"
        self.running[name] = self.process(commands[name])

    def process(self, command: Sequence[str]) -> subprocess.Popen[Any]:
        """Start a process in the folder of the trial, with a cache of its own."""
        return subprocess.Popen(command, cwd=self.folder, env=environment(self.folder), stdout=-3, stderr=-3)

    def kill(self, name: str, chosen: random.Random) -> None:
        """Kill the scheduler, the client, or one worker, which its supervisor replaces."""
        victim = psutil.Process(self.running["workers" if name == "worker" else name].pid)
        with contextlib.suppress(psutil.Error):
            children = [child for child in victim.children() if "spawn_main" in " ".join(child.cmdline())]
            (chosen.choice(children) if name == "worker" and children else victim).kill()
            self.kills[name] += 1

    def go(self, moments: list[tuple[int, str]], chosen: random.Random) -> None:
        """Let clients work until one ends well; at each moment, which is a number of episodes, kill something."""
        rows = Library(self.library)
        coming = sorted(moments)
        while True:
            for name in ("scheduler", "workers", "client"):
                if name == "client" and name in self.running and self.running[name].poll() == 0:
                    return
                self.start(name)
            made = sum(count for _, standing, count, *_ in rows.totals() if standing is Standing.MADE)
            self.measure(made)
            while coming and made >= coming[0][0]:
                self.kill(coming.pop(0)[1], chosen)
            threading.Event().wait(_POLL_S)

    def measure(self, made: int) -> None:
        """Note the memory of client and scheduler in MB."""
        for name in ("client", "scheduler"):
            with contextlib.suppress(psutil.Error, KeyError):
                size = psutil.Process(self.running[name].pid).memory_info().rss // 1_000_000
                if made and size:  # a process that has ended has none
                    self.memory.setdefault(name, []).append(size)

    def end(self) -> None:
        """End what still runs."""
        for name in ("client", "workers", "scheduler"):
            if name in self.running:
                self.running[name].terminate()
                self.running[name].wait()


def environment(folder: Path) -> dict[str, str]:
    """Return the variables of a process: a cache of its own, and what the guide says of dask."""
    more = {"TTS_INTERVIEW_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    more |= {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1000000"}
    return {**os.environ, **more}


def planned(folder: Path, jobs: int, seed: int) -> Path:
    """Write the interviews and the show, and plan them."""
    chosen = random.Random(seed)  # noqa: S311 - texts, no secrets
    sources = folder / "sources"
    sources.mkdir(parents=True)
    for number in range(1, jobs + 1):
        (sources / f"{number:06}.md").write_text(talk(number, chosen))
    (folder / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(folder / "a.png")
    options = ("-o", "library", "--show", "show.toml", "--engine", "tone", "--quiet", "--sure", "0.5")
    subprocess.run([*_PROGRAM, "plan", "sources", *options], cwd=folder, env=environment(folder), check=True, stdout=-3)
    return folder / "library"


def digests(library: Path) -> dict[int, str]:
    """Return the digest of each episode by its number."""
    rows = Library(library)
    return {entry.number: entry.digest for entry in rows.entries([Standing.MADE])}


def count_begins(library: Path) -> sqlite3.Connection:
    """Let the library count how often the making of an interview is begun."""
    rows = sqlite3.connect(library / "archive.db", isolation_level=None)
    rows.execute("CREATE TABLE begun (entry INTEGER)")
    rows.execute(
        "CREATE TRIGGER begins AFTER UPDATE OF attempts ON entries WHEN new.attempts > old.attempts "
        "BEGIN INSERT INTO begun VALUES (new.id); END"
    )
    return rows


def begun(begins: sqlite3.Connection) -> tuple[int, int]:
    """Return how often the making of an interview was begun again, and how often it was then found made.

    What was found made took less time than any interview that was begun once.
    """
    query = "SELECT e.seconds, count(*) FROM entries e JOIN begun b ON b.entry = e.id GROUP BY e.id"
    times = begins.execute(query).fetchall()
    quickest_s = min((seconds for seconds, count in times if count == 1), default=0.0)
    found = sum(count > 1 and seconds < quickest_s for seconds, count in times)
    return sum(count - 1 for _, count in times), found


def main() -> None:
    """Make the archive, broken and unbroken, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    defaults = {
        "jobs": 2000,
        "workers": 2,
        "worker-kills": 40,
        "scheduler-kills": 5,
        "client-kills": 5,
        "sample": 200,
        "seed": 1,
    }
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--keep", type=Path, help="work in this folder, and leave it")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp())
    try:
        report(asked, folder.absolute())
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


def report(asked: argparse.Namespace, folder: Path) -> None:
    """Run the trial and print its table."""
    chosen = random.Random(asked.seed)  # noqa: S311 - which is killed when
    library = planned(folder / "shared", asked.jobs, asked.seed)
    unbroken = folder / "unbroken"
    shutil.copytree(library, unbroken)
    begins = count_begins(library)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    trial = Trial(folder / "shared", asked.workers, port)
    names = ["worker"] * asked.worker_kills + ["scheduler"] * asked.scheduler_kills + ["client"] * asked.client_kills
    start_s = time.monotonic()
    try:
        trial.go([(chosen.randrange(1, asked.jobs), name) for name in names], chosen)
    finally:
        trial.end()
    seconds = time.monotonic() - start_s
    sample = sorted(chosen.sample(range(1, asked.jobs + 1), min(asked.sample, asked.jobs)))
    only = [option for number in sample for option in ("--only", str(number))]
    command = [*_PROGRAM, "run", str(unbroken), *_LISTS, *only, "--workers", str(asked.workers)]
    trial.process(command).wait()
    broken, whole = digests(library), digests(unbroken)
    episodes = library / "episodes"
    folders = [path for path in episodes.iterdir() if path.is_dir()]
    sounds = [item.attribute("enclosure", "url") for item in read_feed(episodes / "feed.xml").items]
    twice, found = begun(begins)
    for name, value in {
        "interviews": asked.jobs,
        "killed: workers, schedulers, clients": ", ".join(str(trial.kills[n]) for n in ("worker", "scheduler", "client")),
        "clients started": trial.clients,
        "episodes": len(folders),
        "numbers": f"{min(broken, default=0)} to {max(broken, default=0)}, {len(broken)} different",
        "items of the feed": f"{len(sounds)}, {len(set(sounds))} different",
        "begun again": f"{twice} ({twice / asked.jobs:.1%}), of which {found} were found made",
        "other sound than unbroken": f"{sum(broken.get(n) != digest for n, digest in whole.items())} of {len(whole)}",
        "drafts left": len(list(episodes.rglob("*.part"))),
        "memory in MB, first, last, most": "; ".join(
            f"{name} {sizes[0]}, {sizes[-1]}, {max(sizes)}" for name, sizes in trial.memory.items()
        ),
        "seconds": f"{seconds:.0f}",
    }.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
