"""The state of an archive: a row for each source, in one SQLite file that only the client writes, never a worker."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tts_interview.errors import LibraryError
from tts_interview.files.atomic import make_folder, sole_use

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

NAME = "archive.db"
EPISODES = "episodes"
_LOCK = "archive.lock"
_NUMBERED = "numbered"
# The version of this schema, which is the file's `user_version`.
_VERSION = 1
_BUSY_S = 30
# No limit, for SQLite.
_ALL = -1
_TYPES = {int: "INTEGER", bool: "INTEGER", float: "REAL"}


class Standing(StrEnum):
    """Where a source of an archive is on its way to an episode."""

    WAITING = "waiting for review"
    ASIDE = "set aside"
    ACCEPTED = "accepted"
    MADE = "made"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A source of an archive, as it was when it was read from the library.

    path: the absolute path, or the http(s) address.
    hash, size, mtime_ns: the SHA-256 of the bytes when they were planned, and what tells whether they changed since.
    kind: `INTERVIEW`, the kind of page that it seems to be, or why it cannot be read.
    sure: the probability, 0 to 1, that it is an interview and read right; `signs` are the doubts and errors, a line each.
    title, language, cast: what was read; the cast with roles.
    heard: of each person, under the name that the source gives them, the gender, the voice, and the share of turns that ask.
    sound_s, work_s, disk_bytes: estimates of the length, of the seconds of work for two cores, and of the space; once it is
        made, the length and the size of the episode.
    number, stem: the number of the episode and the stem of its files. It keeps both; until it is first accepted, the number is
        0, and the stem is a proposal.
    wishes: the settings that a person asks for, by the names of options without the dashes.
    ruled: what rules asked for when it was read last; `wishes` have of it what fits.
    noted: what a plan noted by itself in `wishes`, such as who asks; it gives way to persons and rules.
    standing: see `Standing`; `by_hand` says that a person accepted it.
    fingerprint: that of the settings with which the episode was made; empty if it was not made.
    attempts: how often its making was begun since it was planned or retried; `worker` has it in hand if `in_hand`.
    seconds, worker: how long making it took, and who did it.
    audio, digest: the main file, as a path from the library, and its SHA-256.
    error, error_text: the class and the text of the last failure; empty if there was none.
    """

    id: int = 0
    path: str = ""
    hash: str = ""
    size: int = -1
    mtime_ns: int = 0
    kind: str = ""
    sure: float = 0.0
    signs: str = ""
    title: str = ""
    language: str = ""
    cast: str = ""
    heard: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    sound_s: float = 0.0
    work_s: float = 0.0
    disk_bytes: int = 0
    number: int = 0
    stem: str = ""
    wishes: Mapping[str, str] = field(default_factory=dict)
    ruled: Mapping[str, str] = field(default_factory=dict)
    noted: Mapping[str, str] = field(default_factory=dict)
    standing: Standing = Standing.WAITING
    by_hand: bool = False
    fingerprint: str = ""
    attempts: int = 0
    in_hand: bool = False
    seconds: float = 0.0
    worker: str = ""
    audio: str = ""
    digest: str = ""
    error: str = ""
    error_text: str = ""

    def may_note(self, name: str) -> bool:
        """Return whether neither a person nor a rule says anything about a wish."""
        return self.wishes.get(name) == self.noted.get(name) and name not in self.ruled

    def noting(self, name: str, words: str) -> LibraryEntry:
        """Return the entry with a wish that a plan notes by itself."""
        return replace(self, wishes={**self.wishes, name: words}, noted={**self.noted, name: words})


# Columns that the first libraries do not have.
_NEWER = dict.fromkeys(("ruled", "noted"), "TEXT DEFAULT '{}'")
_COLUMNS = tuple(one.name for one in fields(LibraryEntry))
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE entries (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE,
  {", ".join(f'"{one.name}" {_TYPES.get(type(one.default), "TEXT")}' for one in fields(LibraryEntry)[2:])}
);
CREATE INDEX entries_by_standing ON entries (standing, id);
CREATE UNIQUE INDEX entries_by_stem ON entries (stem) WHERE number > 0;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
PRAGMA user_version = {_VERSION};
COMMIT;
"""


class Library:
    """The state of an archive in a folder. Every method raises LibraryError if the file cannot be read or written."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the library of a folder; with `create`, make one that is missing. Otherwise, LibraryError says how."""
        self.folder, self.file = folder.absolute(), folder.absolute() / NAME
        if not create and not self.file.exists():
            raise LibraryError(f'{folder} is not a library: make one with "tts-interview archive plan SOURCES... -o {folder}"')
        with self._translated():
            make_folder(self.folder)
            self._rows = sqlite3.connect(self.file, timeout=_BUSY_S, isolation_level=None)
            self._rows.execute("PRAGMA journal_mode = WAL")
            self._rows.execute("PRAGMA synchronous = NORMAL")
            (version,) = self._rows.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise LibraryError(f"a newer version of this program made {self.file}: update it")
            if not version:
                self._rows.executescript(_SCHEMA)
            known = {name for _, name, *_ in self._rows.execute("PRAGMA table_info(entries)")}
            for name in set(_NEWER) - known:
                self._rows.execute(f"ALTER TABLE entries ADD COLUMN {name} {_NEWER[name]}")

    @property
    def episodes(self) -> Path:
        """The folder of the episodes."""
        return self.folder / EPISODES

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep other clients from planning and making. Raises LibraryError if one is at it."""
        with self._translated(), sole_use(self.folder / _LOCK) as is_ours:
            if not is_ours:
                raise LibraryError(f"another program plans or makes {self.folder}: wait until it ends, or end it")
            yield

    # -- reading -----------------------------------------------------------------------------------------------------

    def entries(
        self, standings: Collection[Standing] = tuple(Standing), *, worst_first: bool = False, most: int = _ALL
    ) -> Iterator[LibraryEntry]:
        """Yield the entries in some standings, in the order of planning, or the least sure first; at most so many."""
        order = f"{'sure, id' if worst_first else 'id'} LIMIT {most}"
        yield from self._find("standing IN (SELECT value FROM json_each(?))", json.dumps(list(standings)), order=order)

    def next_after(self, entry_id: int, standing: Standing) -> LibraryEntry | None:
        """Return the entry in a standing that is the least sure one after another; after the last one, the first of all."""
        order = "NOT coalesce((sure, id) > (SELECT sure, id FROM entries WHERE id = ?), 0), sure, id LIMIT 1"
        return next(self._find("standing = ? AND id != ?", standing, entry_id, entry_id, order=order), None)

    def within(self, collection: str, prefixes: Collection[str] = ()) -> Iterator[LibraryEntry]:
        """Yield the entries of a collection or, if there are prefixes, those whose paths begin so."""
        wanted = "json_extract(wishes, '$.collection') = ?"
        if prefixes:
            wanted = "EXISTS (SELECT 1 FROM json_each(?) WHERE substr(entries.path, 1, length(value)) = value)"
        yield from self._find(wanted, json.dumps(list(prefixes)) if prefixes else collection)

    def count(self, standing: Standing) -> int:
        """Return how many entries are in a standing."""
        with self._translated():
            return int(self._rows.execute("SELECT count(*) FROM entries WHERE standing = ?", (standing,)).fetchone()[0])

    def to_make(self, fingerprint: Callable[[str], str], *, again: bool = False) -> list[int]:
        """Return the ids of accepted entries, and of those made with other settings; with `again`, of all that were made.

        `fingerprint` returns that of the settings now, for the people of an entry, as facts by name in JSON.
        """
        query = "SELECT id, standing, fingerprint, heard FROM entries WHERE standing IN ('accepted', 'made') ORDER BY id"
        with self._translated():
            rows = self._rows.execute(query)
            return [number for number, s, made, heard in rows if again or s == Standing.ACCEPTED or made != fingerprint(heard)]

    def chosen(self, ids: Collection[int]) -> list[LibraryEntry]:
        """Return the entries of these numbers. Raises LibraryError if there is none of one."""
        found = list(self._find("id IN (SELECT value FROM json_each(?))", json.dumps(sorted(ids))))
        missing = set(ids) - {entry.id for entry in found}
        if missing:
            raise LibraryError(f'{self.folder} has no source {min(missing)}: "archive export" lists them')
        return found

    def at(self, path: str) -> LibraryEntry | None:
        """Return the entry of a path; None if it is not in the library."""
        return next(self._find("path = ?", path), None)

    def totals(self) -> list[tuple[str, Standing, int, float, float, int]]:
        """Return number, seconds of sound, seconds of work and bytes of the entries of each kind and standing."""
        query = (
            "SELECT kind, standing, count(*), sum(sound_s), sum(work_s), sum(disk_bytes) FROM entries "
            "GROUP BY kind, standing ORDER BY count(*) DESC, kind, standing"
        )
        with self._translated():
            return [(kind, Standing(standing), *sums) for kind, standing, *sums in self._rows.execute(query)]

    def failures(self) -> list[tuple[str, int, str]]:
        """Return the number of failed entries by the class of their error, and the text of one."""
        query = "SELECT error, count(*), min(error_text) FROM entries WHERE standing = 'failed' GROUP BY error ORDER BY 2 DESC"
        with self._translated():
            return [(error, count, text) for error, count, text in self._rows.execute(query)]

    def about(self, name: str) -> str:
        """Return what is noted of the whole library under a name; empty if nothing is."""
        with self._translated():
            found = self._rows.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    @property
    def numbered(self) -> int:
        """The highest number that was taken before this library gave any, or by others since."""
        return int(self.about(_NUMBERED) or 0)

    # -- writing -----------------------------------------------------------------------------------------------------

    def note(self, name: str, value: str) -> None:
        """Note something of the whole library."""
        with self._translated():
            self._rows.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def keep_numbers(self, last: int) -> None:
        """Number new episodes from `last` + 1 on, or higher."""
        self.note(_NUMBERED, str(max(last, self.numbered)))

    def put(self, entries: Iterable[LibraryEntry]) -> list[LibraryEntry]:
        """Write entries, all or none; one without an id is added. An accepted one gets a number and a stem; return them all."""
        with self._transaction():
            return [self._put(entry) for entry in entries]

    def change(self, entry_id: int, **values: Any) -> LibraryEntry:  # noqa: ANN401 - values of any field
        """Change fields of an entry; return it as it then is."""
        with self._transaction():
            return self._put(replace(self.chosen([entry_id])[0], **values))

    def begin(self, entry_id: int, worker: str) -> int:
        """Note that a worker begins to make an entry; return how often it was begun."""
        with self._transaction():
            change = "UPDATE entries SET attempts = attempts + 1, in_hand = 1, worker = ? WHERE id = ? RETURNING attempts"
            return int(self._rows.execute(change, (worker, entry_id)).fetchone()[0])

    def recover(self) -> int:
        """Take back the attempts that were in hand when a client ended; return how many."""
        with self._transaction():
            change = "UPDATE entries SET attempts = max(attempts - 1, 0), in_hand = 0 WHERE in_hand"
            return self._rows.execute(change).rowcount

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the file for several changes, of tables beside that of the entries, too: all of them or none."""
        with self._transaction():
            yield self._rows

    def _put(self, entry: LibraryEntry) -> LibraryEntry:
        if entry.standing is Standing.ACCEPTED and not entry.number:
            (last,) = self._rows.execute("SELECT max(coalesce(max(number), 0), ?) FROM entries", (self.numbered,)).fetchone()
            entry = replace(entry, number=last + 1, stem=self._free_stem(entry.stem, last + 1))
        values = [_plain(getattr(entry, name)) for name in _COLUMNS]
        values[0] = entry.id or None
        names, places = ", ".join(f'"{name}"' for name in _COLUMNS), ", ".join("?" * len(_COLUMNS))
        update = ", ".join(f'"{name}" = excluded."{name}"' for name in _COLUMNS[1:])
        query = f"INSERT INTO entries ({names}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET {update}"  # noqa: S608
        added = self._rows.execute(query, values)
        return entry if entry.id else replace(entry, id=int(added.lastrowid or 0))

    def _free_stem(self, wished: str, number: int) -> str:
        taken = self._rows.execute("SELECT 1 FROM entries WHERE stem = ? AND number > 0", (wished,)).fetchone()
        return f"{wished}-{number}" if taken or not wished else wished

    def _find(self, wanted: str, *values: object, order: str = "id") -> Iterator[LibraryEntry]:
        names = ", ".join(f'"{name}"' for name in _COLUMNS)
        with self._translated():
            query = f"SELECT {names} FROM entries WHERE {wanted} ORDER BY {order}"  # noqa: S608 - values are bound
            for row in self._rows.execute(query, values):
                yield _entry(dict(zip(_COLUMNS, row, strict=True)))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._translated():
            if self._rows.in_transaction:  # its outermost part decides
                yield
                return
            self._rows.execute("BEGIN IMMEDIATE")
            with self._rows:
                yield

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            advice = "free some space, check your permissions, or move the file away if it is damaged"
            raise LibraryError(f"{self.file} cannot be used: {error}; {advice}") from error


def _entry(values: dict[str, Any]) -> LibraryEntry:
    values |= {name: json.loads(values[name]) for name in ("wishes", "ruled", "noted", "heard")} | {
        "standing": Standing(values["standing"])
    }
    return LibraryEntry(**values | {name: bool(values[name]) for name in ("by_hand", "in_hand")})


def _plain(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict) else value
