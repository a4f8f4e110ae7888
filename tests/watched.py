"""A process that has the program imported and forks runs of it, which are watched and may be killed at a chosen rename or sync.

It only imports, so each run begins as in a process of its own. `killing.runner` starts it, writes a line of JSON for each run,
and reads the number of its process and then its exit code.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import pickle
import signal
import sys
from pathlib import Path
from typing import Any

# Folders whose content no later run needs.
_FLEETING = ("tmp", "cache/work")


class Watch:
    """Counts renames and syncs, and records in order what a run changes in its folder, what it syncs and what it reports.

    A file that another program writes shows when it is synced or renamed.
    """

    def __init__(self, at: int) -> None:
        self.at, self.points, self.events = at, 0, list[tuple[Any, ...]]()
        self.folder, self.fsync = Path.cwd().resolve(), os.fsync
        sys.addaudithook(self.audit)
        os.fsync = self.sync  # type: ignore[assignment]  # Python does not report it

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Record a change right before it is made."""
        if event == "open" and isinstance(arguments[0], str) and arguments[2] & (os.O_CREAT | os.O_TRUNC):
            self.note("write", arguments[0], bool(arguments[2] & os.O_TRUNC))
        elif event == "os.rename":
            self.point()
            self.note("rename", arguments[1], self.name(arguments[0]), Path(arguments[0]).read_bytes())
        elif event in {"os.mkdir", "os.remove", "os.rmdir"}:
            self.note(event.removeprefix("os."), arguments[0])
        elif event in {"os.link", "os.symlink", "os.truncate"}:
            raise NotImplementedError(event)

    def sync(self, opened: int) -> None:
        """Sync a file or a folder, and record what it held."""
        self.point()
        self.fsync(opened)
        place = Path(f"/proc/self/fd/{opened}").readlink()
        if place.is_dir():
            self.note("sync_names", place)
        else:
            self.note("sync", place, place.read_bytes())

    def point(self) -> None:
        """Count a rename or a sync, and end here if it is the chosen one."""
        self.points += 1
        if self.points == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def note(self, event: str, path: str | Path, *about: object) -> None:
        """Record an event at a path in the folder."""
        name = self.name(path)
        if name is not None and not name.startswith(_FLEETING):
            self.events.append((event, name, *about))

    def name(self, path: str | Path) -> str | None:
        """Return a path as it is called in the folder; "" is the folder itself, None is elsewhere."""
        place = Path(path).absolute()
        place = place.parent.resolve() / place.name
        return place.relative_to(self.folder).as_posix().strip(".") if place.is_relative_to(self.folder) else None


class _Reports(io.TextIOWrapper):
    """Standard output; each text is recorded."""

    watch: Watch

    def write(self, text: str) -> int:
        self.watch.events.append(("report", text))
        return super().write(text)


def _run(folder: Path, at: int, arguments: list[str]) -> int:
    """Go on as a process that runs the program; what it prints and what it did goes into files beside its folder."""
    os.setsid()
    os.chdir(folder)
    os.environ.update(TTS_INTERVIEW_CACHE=str(folder / "cache"), TMPDIR=str(folder / "tmp"))
    for number, name in enumerate((os.devnull, "../out", "../err")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    watch = Watch(at)
    with open(1, "wb") as out, _Reports(out, "utf-8") as sys.stdout, open(2, "w", encoding="utf-8") as sys.stderr:
        sys.stdout.watch = watch
        from tts_interview.cli import run

        code = run(arguments)
    os.fsync = watch.fsync
    Path("../watched").write_bytes(pickle.dumps((watch.points, watch.events, [*sys.modules])))
    return code


def _serve(folder: Path) -> None:
    """Fork a run for each line."""
    for line in sys.stdin:
        (folder.parent / "watched").unlink(missing_ok=True)
        process = os.fork()
        if not process:
            code = 70
            try:
                code = _run(folder, *json.loads(line))
            finally:
                os._exit(code)
        os.write(1, f"{process}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        with contextlib.suppress(FileNotFoundError):
            _import(pickle.loads((folder.parent / "watched").read_bytes())[2])  # noqa: S301 - its own
        os.write(1, f"{code}\n".encode())


def _import(names: list[str]) -> None:
    """Import what a run imported, so that the next one has it."""
    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
