"""The queue: what is to be made, by whom, how often tried. It is one SQLite file that several processes share.

A job waits, runs, and ends as done, failed or cancelled. One worker at a time has it. If that worker dies, the job waits again,
and nothing that a former worker says of it has an effect. A process of this machine is known to be dead at once. One of another
machine or container is taken for dead if it gives no sign of life for a while, by the clock of the process that waits for one.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tts_interview.errors import QueueError
from tts_interview.files.atomic import lock_folder, make_folder
from tts_interview.files.workspace import is_gone, owner

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

# The version of this schema, which is the file's `user_version`.
_VERSION = 1
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT, key TEXT, payload TEXT, state TEXT DEFAULT 'waiting',
  attempts INTEGER DEFAULT 0, most_attempts INTEGER, worker TEXT DEFAULT '', claim INTEGER DEFAULT 0, signs INTEGER DEFAULT 0,
  is_cancelling INTEGER DEFAULT 0, seconds REAL DEFAULT 0, sentence TEXT DEFAULT '', result TEXT DEFAULT 'null',
  error TEXT DEFAULT '', error_text TEXT DEFAULT '', added REAL, started REAL, ended REAL
);
CREATE INDEX jobs_by_key ON jobs (key, kind);
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE TABLE changes (count INTEGER);
INSERT INTO changes VALUES (0);
CREATE TRIGGER job_added AFTER INSERT ON jobs BEGIN UPDATE changes SET count = count + 1; END;
CREATE TRIGGER job_changed AFTER UPDATE OF state, is_cancelling, seconds, sentence ON jobs
BEGIN UPDATE changes SET count = count + 1; END;
PRAGMA user_version = 1;
COMMIT;
"""
_OPEN = "kind = ? AND key = ? AND state IN ('waiting', 'running')"
_BUSY_S = 30
_POLL_S = 0.1


class JobState(StrEnum):
    """Where a job is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it was when it was read.

    kind: what the work is; key: what it is about. Of the jobs that wait or run, no two have both alike.
    payload, result: any JSON; `result` is None until the job is done.
    attempts, most_attempts: how often it was begun, and how often it may be.
    worker: the process that has it, or had it last, by machine, start of the machine, and number.
    claim, signs: how often it was claimed in all, and the signs of life of who did so last.
    is_cancelling: its worker is to give it up.
    seconds, sentence: its progress: how many seconds of sound are done, and the same in words.
    error, error_text: the class and the text of the last failure; empty if there was none.
    added, started, ended: seconds of the queue's clock; None if that has not happened.
    """

    id: int
    kind: str
    key: str
    payload: Any
    state: JobState
    attempts: int
    most_attempts: int
    worker: str
    claim: int
    signs: int
    is_cancelling: bool
    seconds: float
    sentence: str
    result: Any
    error: str
    error_text: str
    added: float
    started: float | None
    ended: float | None


class Queue:
    """A queue of jobs in a file. Threads may share it; it pickles, but a process that is forked opens its own.

    Every method raises QueueError if the file cannot be read or written, or if a newer version of this program made it.
    """

    def __init__(self, path: Path, clock: Callable[[], float], lease_s: float = 120) -> None:
        """Open the queue, and create it if there is none.

        Args:
            path: the file; SQLite keeps two more beside it.
            clock: returns the time in seconds, such as `time.time`.
            lease_s: the seconds without a sign of life after which the job of an unknown process waits again.
        """
        self.path, self.clock, self.lease_s = path, clock, lease_s
        self._here = threading.local()
        # The claim and the signs of life of each running job, and when they were first seen.
        self._seen: dict[int, tuple[tuple[int, int], float]] = {}
        with self._translated(), lock_folder(path.parent):
            connection = self._connection()
            connection.execute("PRAGMA journal_mode = WAL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise QueueError(f"a newer version of this program made {path}: update it, or choose another folder")
            if not version:
                connection.executescript(_SCHEMA)

    def __reduce__(self) -> tuple[type[Queue], tuple[Path, Callable[[], float], float]]:
        return Queue, (self.path, self.clock, self.lease_s)

    # -- for those who want something made ---------------------------------------------------------------------------

    def add(self, kind: str, key: str, payload: object = None, attempts: int = 3) -> Job:
        """Add a job, which may be begun `attempts` times; return the one of this kind and key that waits or runs, if any."""
        with self._transaction() as connection:
            found = self._find(_OPEN, kind, key)
            if found:
                return found[0]
            values = (kind, key, json.dumps(payload), attempts, self.clock())
            added = connection.execute(
                "INSERT INTO jobs (kind, key, payload, most_attempts, added) VALUES (?, ?, ?, ?, ?)", values
            )
            return self._find("id = ?", added.lastrowid)[0]

    def cancel(self, job: int) -> Job:
        """Cancel a job: at once if it waits; if it runs, when its worker reports progress. Raises KeyError if there is none."""
        with self._transaction():
            state = self.get(job).state
            if state is JobState.WAITING:
                self._set(job, state=JobState.CANCELLED, ended=self.clock())
            elif state is JobState.RUNNING:
                self._set(job, is_cancelling=True)
            return self.get(job)

    def retry(self, job: int) -> Job:
        """Let a job that failed or was cancelled wait again, with all of its attempts. Raises KeyError if there is none.

        Returns it, or the job of the same kind and key that was added meanwhile.
        """
        with self._transaction():
            known = self.get(job)
            found = self._find(_OPEN, known.kind, known.key)
            if not found and known.state in (JobState.FAILED, JobState.CANCELLED):
                progress = {"seconds": 0, "sentence": "", "error": "", "error_text": ""}
                self._set(job, state=JobState.WAITING, attempts=0, is_cancelling=False, ended=None, **progress)
            return found[0] if found else self.get(job)

    def forget(self, key: str) -> None:
        """Remove the jobs about something, except one that runs."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM jobs WHERE key = ? AND state != 'running'", (key,))

    def get(self, job: int) -> Job:
        """Return a job by its number. Raises KeyError if there is none."""
        found = self._find("id = ?", job)
        if not found:
            raise KeyError(job)
        return found[0]

    def jobs(self, states: Collection[JobState] = tuple(JobState), kind: str = "") -> list[Job]:
        """Return the jobs in some states, and of a kind if one is given, in the order in which they were added."""
        return self._find("state IN (SELECT value FROM json_each(?)) AND ? IN (kind, '')", json.dumps(list(states)), kind)

    def status(self) -> dict[JobState, int]:
        """Return the number of jobs in each state."""
        with self._translated():
            counts = dict(self._connection().execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall())
        return {state: counts.get(state, 0) for state in JobState}

    def changes(self) -> int:
        """Return the number of changes so far, for `wait`."""
        with self._translated():
            return int(self._connection().execute("SELECT count FROM changes").fetchone()[0])

    def wait(self, since: int, timeout_s: float, stop: threading.Event | None = None) -> int:
        """Wait until any process has changed a job since `changes` returned `since`, or for some seconds, or for `stop`.

        Returns what `changes` would.
        """
        pause, left_s = stop or threading.Event(), timeout_s
        while (now := self.changes()) == since and left_s > 0 and not pause.wait(min(_POLL_S, left_s)):
            left_s -= _POLL_S
        return now

    # -- for those who make it ---------------------------------------------------------------------------------------

    def claim(self, kinds: Iterable[str]) -> Job | None:
        """Take the oldest job of some kinds that waits; None if there is none. Jobs of dead workers wait again first."""
        with self._transaction():
            self._recover()
            wanted = "state = 'waiting' AND kind IN (SELECT value FROM json_each(?))"
            found = self._find(wanted, json.dumps(list(kinds)), most=1)
            for job in found:
                begun = {"attempts": job.attempts + 1, "claim": job.claim + 1, "worker": owner(), "started": self.clock()}
                self._set(job.id, state=JobState.RUNNING, seconds=0, sentence="", ended=None, **begun)
            return self.get(found[0].id) if found else None

    def progress(self, job: Job, seconds: float, sentence: str) -> bool:
        """Report progress, which is a sign of life; return whether the worker is to go on with the job."""
        is_mine = self._change(job, lambda now: {"seconds": seconds, "sentence": sentence, "signs": now.signs + 1})
        return is_mine and not self.get(job.id).is_cancelling

    def live(self, job: Job) -> bool:
        """Give a sign of life; return whether the job is still the worker's own."""
        return self._change(job, lambda now: {"signs": now.signs + 1})

    def finish(self, job: Job, result: object = None) -> bool:
        """End a job as done, with any JSON as result; return whether it was still the worker's own."""
        values = {"state": JobState.DONE, "result": json.dumps(result), "error": "", "error_text": "", "ended": self.clock()}
        return self._change(job, lambda _: values)

    def fail(self, job: Job, error: Exception) -> bool:
        """End an attempt: the job waits again, or has failed if it was the last one; return whether it was the worker's own."""
        return self._change(job, lambda now: self._given_up(now, type(error).__name__, str(error)))

    def release(self, job: Job) -> bool:
        """Give a job back as if it had not been begun; return whether it was still the worker's own."""
        return self._change(job, lambda now: {**self._given_up(now, "", "", 1), "attempts": now.attempts - 1})

    def _change(self, job: Job, values: Callable[[Job], dict[str, object]]) -> bool:
        """Change a job if its worker still has it; nobody else has the same claim."""
        with self._transaction():
            for now in self._find("id = ? AND claim = ? AND state = 'running'", job.id, job.claim):
                self._set(now.id, **values(now))
                return True
        return False

    def _given_up(self, job: Job, error: str, text: str, more: int = 0) -> dict[str, object]:
        """Return what becomes of a job whose attempt has ended before it was done."""
        state = JobState.WAITING if job.attempts < job.most_attempts + more else JobState.FAILED
        state = JobState.CANCELLED if job.is_cancelling else state
        return {"state": state, "error": error, "error_text": text, "ended": self.clock()}

    def _recover(self) -> None:
        """Let jobs whose workers are dead wait again, unless that was their last attempt."""
        before, self._seen = self._seen, {}
        for job in self._find("state = 'running'"):
            signs, known = (job.claim, job.signs), before.get(job.id)
            self._seen[job.id] = known if known and known[0] == signs else (signs, self.clock())
            if is_gone(job.worker) or self.clock() - self._seen[job.id][1] >= self.lease_s:
                self._set(job.id, **self._given_up(job, "WorkerLost", "its worker ended before it was done"))

    # -- the file ----------------------------------------------------------------------------------------------------

    def _find(self, wanted: str, *values: object, most: int = -1) -> list[Job]:
        with self._translated():
            names = [f.name for f in fields(Job)]
            query = f"SELECT {', '.join(names)} FROM jobs WHERE {wanted} ORDER BY id LIMIT ?"  # noqa: S608 - values are bound
            rows = self._connection().execute(query, (*values, most)).fetchall()
        return [_job(dict(zip(names, row, strict=True))) for row in rows]

    def _set(self, job: int, **values: object) -> None:
        query = f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?"  # noqa: S608 - values are bound
        self._connection().execute(query, (*values.values(), job))

    def _connection(self) -> sqlite3.Connection:
        """Return the connection of this thread."""
        if not hasattr(self._here, "connection"):
            make_folder(self.path.parent)
            self._here.connection = sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None)
            self._here.connection.execute("PRAGMA synchronous = FULL")
        found: sqlite3.Connection = self._here.connection
        return found

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._translated():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise QueueError(_message(self.path, error)) from error


def _job(values: dict[str, Any]) -> Job:
    values |= {name: json.loads(values[name]) for name in ("payload", "result")}
    return Job(**{**values, "state": JobState(values["state"]), "is_cancelling": bool(values["is_cancelling"])})


def _message(path: Path, error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CANTOPEN) & 0xFF  # the rest says more of the same error
    if code == sqlite3.SQLITE_FULL:
        return f"the disk of {path} is full: free some space; no job is lost"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"{path} cannot be written: {error}; choose another folder"
    return f"{path} cannot be used: {error}; end the program that holds it, or move the file away if it is damaged"
