"""Runs that are killed: at a chosen rename or sync, or after some time; forked from a process that has the program imported."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from processes import started
from shows import SHOW, TALK

if TYPE_CHECKING:
    from collections.abc import Iterator

_SMALL_KIT = [option for name in ("text", "script", "page", "episodes", "feed", "manifest") for option in ("--format", name)]


@dataclass(frozen=True, slots=True)
class Case:
    """What is made: `talks` by name, with what is said first and, if the episode is corrected, what is said then."""

    name: str
    options: tuple[str, ...]
    talks: tuple[tuple[str, ...], ...]
    engine: str = "tone"

    def arguments(self) -> list[str]:
        """Return the arguments of the program."""
        talks = (f"{name}.md" for name, *_ in self.talks)
        return ["render", *talks, "--engine", self.engine, "--narrator", "none", "-q", *self.options]

    def write(self, folder: Path, edition: int) -> bool:
        """Write the show and the talks as they are said in an edition; return whether any is corrected later."""
        (folder / "show.toml").write_text(SHOW)
        Image.new("RGB", (1400, 1400)).save(folder / "a.png")
        os.utime(folder / "a.png", (0, 0))  # its time is part of what an episode is made of
        for name, *said in self.talks:
            (folder / f"{name}.md").write_text(TALK.format(title=name.title(), answer=said[min(edition, len(said) - 1)]))
        return any(len(said) > 1 for _, *said in self.talks)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run left: its exit code (negative if it was killed), what it wrote, and its renames, syncs and reports."""

    code: int
    out: str
    err: str
    points: int = 0
    events: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs the program in one folder, because an episode depends on the path of its source."""

    server: subprocess.Popen[str]
    folder: Path

    def prepare(self, case: Case) -> None:
        """Make the folder, and what `again` puts there: the sources, and the episodes that are corrected later."""
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "tmp").mkdir(parents=True)
        (self.folder / "cache").mkdir()
        (self.folder.parent / "models").mkdir(exist_ok=True)
        (self.folder / "cache" / "models").symlink_to(self.folder.parent / "models")
        if case.write(self.folder, 0):
            assert self.run(case).code == 0
            case.write(self.folder, 1)
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self.folder, self._kept, symlinks=True)

    def again(self) -> None:
        """Put the folder back to what it was when it was prepared, with the times of its files."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder, symlinks=True)

    def run(self, case: Case, at: int = 0) -> Run:
        """Run the program, killed at this rename or sync if it is not 0."""
        self._start(case, at)
        return self._ended()

    def run_for(self, case: Case, seconds: float, *, with_children: bool) -> Run:
        """Run the program and kill it after some time, alone or with all that it started."""
        process = self._start(case, 0)
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):  # it has ended, or has not become a group yet
            (os.killpg if with_children else os.kill)(process, signal.SIGKILL)
        return self._ended()

    @property
    def _kept(self) -> Path:
        return self.folder.with_name("prepared")

    def _start(self, case: Case, at: int) -> int:
        assert self.server.stdin
        self.server.stdin.write(json.dumps([at, case.arguments()]) + "\n")
        self.server.stdin.flush()
        return self._number()

    def _number(self) -> int:
        assert self.server.stdout
        return int(self.server.stdout.readline())

    def _ended(self) -> Run:
        code, beside = self._number(), self.folder.parent
        watched = pickle.loads((beside / "watched").read_bytes())[:2] if (beside / "watched").exists() else ()  # noqa: S301
        return Run(code, (beside / "out").read_text(), (beside / "err").read_text(), *watched)


@contextlib.contextmanager
def runner(folder: Path) -> Iterator[Runner]:
    """Start a process that runs the program in a folder inside the given one, until the end of the block."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", Path(__file__).with_name("watched.py"), folder / "run"]
    with started(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield Runner(server, folder / "run")


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what was made, with hidden files; the index of episodes, which holds times, apart."""
    paths = (path for path in (folder / "output").rglob("*") if path.is_file() and path.name != ".episodes.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def differences(expected: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    """Return the names of files that are missing, too many, or have other bytes."""
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))


def leavings(folder: Path) -> list[str]:
    """Return what killed runs left behind."""
    drafts = [path for name in ("output", "cache") for path in (folder / name).rglob("*.part")]
    left = [*drafts, *(folder / "cache" / "work").glob("*"), *(folder / "tmp").glob("*")]
    return [str(path.relative_to(folder)) for path in left]


_WITH_TONE = (
    Case("single", ("--format", "text"), (("one", "It is so."),)),
    Case("show", ("--show", "show.toml", *_SMALL_KIT), (("one", "It is so."),)),
    Case("kit", ("--show", "show.toml", "--publish"), (("one", "It is so."),)),
    Case("corrected kit", ("--show", "show.toml", "--publish"), (("one", "It is so.", "It was so."),)),
    Case("batch", ("--show", "show.toml", *_SMALL_KIT), (("one", "It is so."), ("two", "It is not."))),
    Case("corrected batch", ("--show", "show.toml", *_SMALL_KIT), (("one", "It is so.", "It was so."), ("two", "It is not."))),
)
CASES = (
    *_WITH_TONE,
    *(replace(case, name=f"{case.name}, system", engine="system") for case in _WITH_TONE),
    replace(_WITH_TONE[0], name="single, kokoro", engine="kokoro"),
)
