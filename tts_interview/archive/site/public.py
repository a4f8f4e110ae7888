"""A public folder, and a state in it that says which files are this program's, and what each was made of.

A path is claimed before its file is put in place, and noted as made after it: whatever is killed in between, the next run
makes the file again. A file that was never claimed is somebody else's and is not touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.atomic import lock_folder, make_folder, synced, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

OURS = ".tts-interview-site"
STATE = "state.db"
_DRAFTS = "drafts"
_VERSION = 1
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE files (path TEXT PRIMARY KEY, owner TEXT, made TEXT);
CREATE INDEX files_by_owner ON files (owner);
CREATE TABLE episodes (
  id INTEGER PRIMARY KEY, place INTEGER UNIQUE, state TEXT, date TEXT, number INTEGER, page TEXT, facts TEXT, item TEXT
);
CREATE TABLE lists (kind TEXT, name TEXT, slug TEXT, PRIMARY KEY (kind, name), UNIQUE (kind, slug));
CREATE TABLE members (kind TEXT, name TEXT, id INTEGER, gone INTEGER, PRIMARY KEY (kind, name, id)) WITHOUT ROWID;
CREATE INDEX members_by_id ON members (id);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
# So many files are put in place together.
_BATCH = 400


class PublicFolder:
    """The files of a site below a folder, each with its owner: an episode, a list, or a part of the search."""

    def __init__(self, folder: Path, rows: sqlite3.Connection) -> None:
        self.folder, self.rows = folder, rows
        self.written = self._drafted = 0
        self._waiting: list[tuple[str, str, str, Path]] = []
        self._known: set[Path] = set()

    def keep(self, owner: str, wanted: Mapping[str, tuple[str, Callable[[Path], None]]]) -> None:
        """Let an owner have exactly these files: what each is made of, and what writes its draft.

        Files whose fingerprint is as before are not written; those that are no longer wanted are removed.
        Raises OutputError if a file of somebody else is in the way.
        """
        known = dict(self.rows.execute("SELECT path, made FROM files WHERE owner = ?", (owner,)))
        for path, (made_of, write) in wanted.items():
            if known.get(path) != made_of:
                draft = self._draft(path, is_ours=path in known)
                with writing(draft):
                    write(draft)
                self._waiting.append((path, owner, made_of, draft))
        if len(self._waiting) >= _BATCH:
            self.flush()
        gone = known.keys() - wanted.keys()
        if gone:
            self.flush()  # what replaces them is there before they go, and so is its folder
            self._remove(gone)

    def flush(self) -> None:
        """Put all drafts in place."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with self.rows:
            claim = "INSERT INTO files VALUES (?, ?, '') ON CONFLICT DO UPDATE SET owner = excluded.owner, made = ''"
            self.rows.executemany(claim, [(path, owner) for path, owner, *_ in waiting])
        _sync([draft for *_, draft in waiting])
        for path, *_, draft in waiting:
            with writing(self.folder / path):
                draft.replace(self.folder / path)
                draft.unlink(missing_ok=True)  # it stays where both names are links of one file
        with self.rows:
            made = [(made_of, path) for path, _, made_of, _ in waiting]
            self.rows.executemany("UPDATE files SET made = ? WHERE path = ?", made)
        self.written += len(waiting)

    def forget(self, owners: Iterable[str]) -> None:
        """Remove all files of owners that are gone."""
        for owner in owners:
            self._remove([path for (path,) in self.rows.execute("SELECT path FROM files WHERE owner = ?", (owner,))])

    def owners(self, kind: str) -> list[str]:
        """Return the owners whose name begins with a kind and a space."""
        query = "SELECT DISTINCT owner FROM files WHERE owner >= ? AND owner < ?"
        return [owner for (owner,) in self.rows.execute(query, (f"{kind} ", f"{kind}!"))]

    def about(self, name: str) -> str:
        """Return what is noted of the whole site under a name; empty if nothing is."""
        found = self.rows.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def note(self, name: str, value: str) -> None:
        """Note something of the whole site."""
        with self.rows:
            self.rows.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def _draft(self, path: str, *, is_ours: bool) -> Path:
        target = self.folder / path
        with writing(target):
            if target.parent not in self._known:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._known.add(target.parent)
            if not is_ours and os.path.lexists(target) and not self._is_claimed(path):
                raise OutputError(f"{target} exists and tts-interview did not write it: move it away, or choose another -o")
        self._drafted += 1
        return self.folder / OURS / _DRAFTS / str(self._drafted)

    def _is_claimed(self, path: str) -> bool:
        return self.rows.execute("SELECT 1 FROM files WHERE path = ?", (path,)).fetchone() is not None

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            target = self.folder / path
            with writing(target):
                target.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                target.parent.rmdir()
                self._known.discard(target.parent)
        with self.rows:
            self.rows.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in paths])


@contextlib.contextmanager
def public_folder(folder: Path) -> Iterator[PublicFolder]:
    """Open a public folder, in which no other run works meanwhile. Raises OutputError if its state cannot be used."""
    ours = folder / OURS
    with writing(folder):
        make_folder(ours)
    with lock_folder(ours):
        shutil.rmtree(ours / _DRAFTS, ignore_errors=True)  # of a killed run
        with writing(ours):
            (ours / _DRAFTS).mkdir()
        rows = sqlite3.connect(ours / STATE, isolation_level=None)
        try:
            (version,) = rows.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise OutputError(f"a newer version of this program made {ours}: update it")
            if not version:
                rows.executescript(_SCHEMA)
            rows.isolation_level = "IMMEDIATE"
            yield PublicFolder(folder, rows)
        except sqlite3.Error as error:
            raise OutputError(
                f"{ours} cannot be used: {error}; free some space, or make the site in an empty folder"
            ) from error
        finally:
            rows.close()
            shutil.rmtree(ours / _DRAFTS, ignore_errors=True)


def put(draft: Path, data: bytes) -> None:
    """Write a draft."""
    draft.write_bytes(data)


def linked(source: Path) -> Callable[[Path], None]:
    """Return what makes a draft of a file as a hard link, or as a copy where the system has none."""

    def write(draft: Path) -> None:
        try:
            os.link(source, draft)
        except OSError:
            shutil.copyfile(source, draft)

    return write


def _sync(drafts: list[Path]) -> None:
    """Wait until drafts are on the disk: all at once where the system can."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for draft in drafts:
        with writing(draft):
            synced(draft)
