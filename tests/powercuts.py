"""A disk that keeps what was synced and loses, wholly or in part, what was not: what a power cut may leave of a watched run.

POSIX promises that content is on the disk once the file is synced, and a name once its folder is. Before that, each may be
there or not, in any order. Only a rename over another file is taken for whole, as it is on every file system in use: the name
leads to the old file or to the new one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_T = TypeVar("_T")


def worst(states: tuple[_T, ...]) -> _T:
    """Choose the state in which the least is on the disk."""
    return states[0]


@dataclass(eq=False, slots=True)
class _File:
    """A file: what it holds now, and what it held when it was last synced; None for a folder."""

    now: bytes | None = b""
    synced: bytes | None = b""

    def states(self) -> tuple[bytes | None, ...]:
        """Return what may be found after a power cut, the worst first."""
        if self.now is None or self.now == self.synced:
            return (self.now,)
        return tuple(dict.fromkeys((self.synced, self.now[: len(self.now) // 2], self.now)))


class Disk:
    """The files of a folder by path, now and as far as they were synced. Its methods are the events of `watched.Watch`."""

    def __init__(self, before: Mapping[str, bytes | None]) -> None:
        """Start with what is on the disk; folders hold None."""
        self._now = {path: _File(content, content) for path, content in before.items()}
        self._synced = dict(self._now)
        self._whole: dict[str, list[bytes | None]] = defaultdict(list, {path: [content] for path, content in before.items()})
        self._reported: dict[str, int] = {}

    def happen(self, event: tuple[Any, ...]) -> None:
        """Follow a recorded event."""
        getattr(self, event[0])(*event[1:])

    def write(self, path: str, truncates: bool) -> None:  # noqa: FBT001 - as recorded
        """Open a file to write it, unless it is a folder, in which a file without a name is made."""
        file = self._now.setdefault(path, _File()) if path and self._has_place(path) else _File()
        if truncates and file.now:
            file.now = b""

    def rename(self, path: str, source: str, content: bytes) -> None:
        """Give a file the name `path`; what it holds was perhaps written by another program."""
        self._now[path] = self._now.pop(source, _File())
        self._now[path].now = content
        self._whole[path].append(content)

    def remove(self, path: str) -> None:
        """Remove a file or a folder."""
        self._now.pop(path, None)

    rmdir = remove

    def mkdir(self, path: str) -> None:
        """Make a folder; this fails if it is there or has no place."""
        if self._has_place(path):
            self._now.setdefault(path, _File(None, None))

    def sync(self, path: str, content: bytes) -> None:
        """Put on the disk what a file holds."""
        file = self._now.setdefault(path, _File())
        file.now = file.synced = content

    def sync_names(self, folder: str) -> None:
        """Put on the disk which names a folder holds."""
        self._synced = {path: file for path, file in self._synced.items() if _parent(path) != folder}
        self._synced.update((path, file) for path, file in self._now.items() if _parent(path) == folder)

    def report(self, text: str) -> None:
        """Print text; each line that is a path reports a file as written."""
        self._reported.update((line, len(self._whole[line]) - 1) for line in text.splitlines() if line in self._now)

    def cut(self, choose: Callable[[tuple[Any, ...]], Any]) -> dict[str, bytes | None]:
        """Return what a power cut leaves, by path; `choose` takes one of several states, of which the first is the worst."""
        left: dict[str, bytes | None] = {}
        for path in sorted({*self._now, *self._synced}):  # folders before what is in them
            file = choose(tuple(dict.fromkeys((self._synced.get(path), self._now.get(path)))))
            if file and _parent(path) in {"", *left}:
                left[path] = choose(file.states())
        return left

    def faults(self, left: Mapping[str, bytes | None]) -> list[str]:
        """Return the files that are not as they must be after a power cut: those reported are there, and all are whole."""
        missing = [path for path, since in self._reported.items() if left.get(path) not in self._whole[path][since:]]
        files = [path for path, content in left.items() if content is not None and not path.endswith(".part")]
        return missing + [path for path in files if left[path] not in self._whole[path]]

    def _has_place(self, path: str) -> bool:
        return _parent(path) in {"", *self._now}


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def disk_after(before: Mapping[str, bytes | None], events: Iterable[tuple[Any, ...]]) -> Disk:
    """Return the disk on which these events happened."""
    disk = Disk(before)
    for event in events:
        disk.happen(event)
    return disk


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return what is in a folder, by path: files with their content, folders with None."""
    paths = [path for path in folder.rglob("*") if not path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in paths}


def restore(left: Mapping[str, bytes | None], folder: Path) -> None:
    """Make a folder hold what a power cut left; a file that is as it was keeps its time."""
    there = contents(folder)
    for name in sorted(there, reverse=True):  # files before the folders that they are in
        if there[name] is not None and left.get(name) != there[name]:
            (folder / name).unlink()
        elif name not in left:
            (folder / name).rmdir()
    for name, content in left.items():
        if content is None:
            (folder / name).mkdir(exist_ok=True)
        elif content != there.get(name):
            (folder / name).write_bytes(content)
