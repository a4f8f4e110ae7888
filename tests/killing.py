"""Runs that are killed: at a chosen rename or sync, or after some time; and a check that what was written is on the disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from shows import SHOW, TALK

# Runs the program, and kills it right before the rename or sync whose number is given; 0 counts them without killing. At the
# end it names the files whose content, or whose name, was never synced after it was last changed.
_WATCHED = """
import os, signal, stat, sys

at, count = int(sys.argv[1]), 0
contents, names = {}, set()

def key(found):
    return found.st_dev, found.st_ino

def counted():
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)

def replace(source, target, *rest, real=os.replace, **more):
    counted()
    real(source, target, *rest, **more)
    names.add(os.path.abspath(target))

def fsync(opened, real=os.fsync):
    counted()
    real(opened)
    found = os.fstat(opened)
    if stat.S_ISDIR(found.st_mode):
        synced = [name for name in names if key(os.stat(os.path.dirname(name))) == key(found)]
        names.difference_update(synced)
    else:
        contents[key(found)] = found.st_size, found.st_mtime_ns

os.replace, os.fsync = replace, fsync
sys.argv = ["tts-interview", *sys.argv[2:]]
from tts_interview.cli import main
try:
    main()
finally:
    print("POINTS", count)
    for folder, _, files in os.walk("output"):
        for path in (os.path.abspath(os.path.join(folder, name)) for name in files):
            found = os.stat(path)
            if contents.get(key(found)) != (found.st_size, found.st_mtime_ns) or path in names:
                print("UNSYNCED", path)
"""
_SMALL_KIT = [option for name in ("text", "script", "page", "episodes", "feed", "manifest") for option in ("--format", name)]
_TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Case:
    """What is made: `talks` by name, with what is said first and, if the episode is corrected, what is said then."""

    name: str
    options: tuple[str, ...]
    talks: tuple[tuple[str, ...], ...]

    def prepare(self, folder: Path) -> None:
        """Make a folder anew, with the sources and with the episodes that are corrected later.

        An episode depends on the path of its source, so runs that are compared must be in the same folder.
        """
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "show.toml").write_text(SHOW)
        Image.new("RGB", (1400, 1400)).save(folder / "a.png")
        os.utime(folder / "a.png", (0, 0))  # its time is part of what an episode is made of
        if self._write(folder, 0):
            self.run(folder)
            self._write(folder, 1)

    def _write(self, folder: Path, edition: int) -> bool:
        """Write the talks as they are said in an edition; return whether any is corrected later."""
        for name, *said in self.talks:
            (folder / f"{name}.md").write_text(TALK.format(title=name.title(), answer=said[min(edition, len(said) - 1)]))
        return any(len(said) > 1 for _, *said in self.talks)

    def arguments(self) -> list[str]:
        """Return the arguments of the program."""
        return ["render", *(f"{name}.md" for name, *_ in self.talks), "--engine", "tone", "-q", *self.options]

    def run(self, folder: Path, at: int = 0) -> subprocess.CompletedProcess[str]:
        """Run the program, killed at this point if it is not 0."""
        return self._ended(folder, self._started(folder, at))

    def run_for(self, folder: Path, seconds: float) -> subprocess.CompletedProcess[str]:
        """Run the program and kill it with all that it started after some time."""
        running = self._started(folder, 0)
        time.sleep(seconds)
        os.killpg(running.pid, signal.SIGKILL)
        return self._ended(folder, running)

    def _started(self, folder: Path, at: int) -> subprocess.Popen[str]:
        (folder / "tmp").mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "TTS_INTERVIEW_CACHE": str(folder / "cache"),
            "TMPDIR": str(folder / "tmp"),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", _WATCHED, str(at), *self.arguments()]
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @staticmethod
    def _ended(folder: Path, running: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
        del folder
        try:
            out, err = running.communicate(timeout=_TIMEOUT_S)
        finally:
            running.kill()
        return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def points(run: subprocess.CompletedProcess[str]) -> int:
    """Return how many renames and syncs a run made."""
    return int(run.stdout.rpartition("POINTS ")[2].split()[0])


def unsynced(run: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the names of the files that a power cut right after a run might take away."""
    return [Path(line.partition(" ")[2]).name for line in run.stdout.splitlines() if line.startswith("UNSYNCED")]


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what was made, with hidden files; the index of episodes, which holds times, apart."""
    paths = (path for path in (folder / "output").rglob("*") if path.is_file() and path.name != ".episodes.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def differences(expected: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    """Return the names of files that are missing, too many, or have other bytes."""
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))


def leavings(folder: Path) -> list[str]:
    """Return what killed runs left behind."""
    left = [*(folder / "output").rglob("*.part"), *(folder / "cache" / "work").glob("*"), *(folder / "tmp").glob("*")]
    return [str(path.relative_to(folder)) for path in left]


CASES = (
    Case("single", ("--format", "text"), (("one", "It is so."),)),
    Case("show", ("--show", "show.toml", *_SMALL_KIT), (("one", "It is so."),)),
    Case("kit", ("--show", "show.toml", "--publish"), (("one", "It is so."),)),
    Case("corrected kit", ("--show", "show.toml", "--publish"), (("one", "It is so.", "It was so."),)),
    Case("batch", ("--show", "show.toml", *_SMALL_KIT), (("one", "It is so."), ("two", "It is not."), ("three", "It may be."))),
    Case("corrected batch", ("--show", "show.toml", *_SMALL_KIT), (("one", "It is so.", "It was so."), ("two", "It is not."))),
)
