"""Long interviews for the benchmarks, made of the sentences of examples/, and what a run takes in time and memory.

Sentences come in a new order again and again, so that an interview of hours has only some minutes of different sentences to be
spoken by each voice; all that comes after speaking has the hours to do.
"""

from __future__ import annotations

import os
import platform
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tts_interview import Role, parse
from tts_interview.language.spoken_text import sentences

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PROGRAM = Path(sys.executable).with_name("tts-interview")
CHARS_PER_MINUTE = 860  # of English by Kokoro, pauses included
_POLL_S = 0.02


def english_sentences() -> list[str]:
    """Every sentence that a host or a guest of the English examples says, in their order."""
    found: list[str] = []
    for page in ("ferry-town.txt", "night-train.html", "library-panel.md", "beekeeper.md"):
        # What a narrator says, such as who speaks with whom, would be odd in the mouth of a guest.
        for turn in (turn for turn in parse(EXAMPLES / page).turns if turn.role is not Role.NARRATOR):
            for paragraph in turn.paragraphs:
                found += [paragraph.text[slice(*pair)] for pair in sentences(paragraph.text)]
    return list(dict.fromkeys(found))


def interview(minutes: float, *, sentences_s: int = 0, seed: int = 7) -> str:
    """The text of an interview of that length; `sentences_s` limits how many seconds of different sentences there are."""
    shuffled, known = random.Random(seed), english_sentences()  # noqa: S311 - an order, not a secret
    if sentences_s:
        known = known[: max(4, round(len(known) * sentences_s * 16 / sum(map(len, known))))]
    text, chars = "A long conversation\n\n", 0
    while chars < minutes * CHARS_PER_MINUTE:
        for speaker, most in (("Mara Quill", 2), ("Jonas Feld", 6)):
            said = " ".join(shuffled.choices(known, k=shuffled.randint(1, most)))
            text += f"{speaker}: {said}\n\n"
            chars += len(said)
    return text


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds, and the most memory that its processes held together, in bytes."""

    seconds: float
    peak_bytes: int


def run(*command: str | Path, cwd: Path) -> Run:
    """Run a command, which must succeed, and watch all its processes."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        peak = [0]
        watcher = threading.Thread(target=_watch, args=(process.pid, peak))
        watcher.start()
        _, messages = process.communicate()
        seconds = time.perf_counter() - start
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed: {messages.strip()}")
    return Run(seconds, peak[0])


def _watch(pid: int, peak: list[int]) -> None:
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            peak[0] = max(peak[0], sum(map(_held, [root, *root.children(recursive=True)])))
            time.sleep(_POLL_S)
    except psutil.NoSuchProcess:
        return


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def machine() -> str:
    """One line that names the machine, and how busy it was with other things."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}{load}"


def verdict(what: str, measured: float, most: float, unit: str) -> str:
    """A row of a table: what was measured, what is allowed, and whether that holds."""
    return f"{what:52} {measured:9.2f} {unit:4} (at most {most:g}) {'ok' if measured <= most else 'TOO MUCH'}"
