"""Make what is accepted in an archive, on the workers of a cluster; whatever is killed meanwhile, the next run goes on."""

from __future__ import annotations

import json
import math
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tts_interview.archive.cluster import crew_of
from tts_interview.archive.library import INTERVIEW, LibraryEntry, Standing
from tts_interview.archive.roster import Roster
from tts_interview.archive.unit import Assignment, make, sees
from tts_interview.errors import ClusterError
from tts_interview.files.store import open_store
from tts_interview.model import Outcome, Progress
from tts_interview.pipeline.edition import fingerprint_of
from tts_interview.pipeline.shows import check_show, write_show

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from tts_interview.archive.cluster import Crew
    from tts_interview.archive.library import Library
    from tts_interview.model import Observer
    from tts_interview.settings import Settings

ATTEMPTS = 3
# The same source fails in the same way, so that another attempt is in vain.
_FINAL = {
    *("SourceError", "NotAnInterviewError", "CastingError", "LexiconError", "ShowError", "LibraryError", "MissingExtraError"),
    "EditError",
}
# So many failures in a row for each worker, and at least so many, are no fault of the interviews.
_IN_A_ROW, _LEAST_IN_A_ROW = 4, 12
# So many tasks for each worker are on their way, that none waits for the next one.
_WINDOW = 2
# The limit of time for an interview, if the user sets none: a start, and a multiple of the estimate.
_LEAST_S, _TIMES = 1200.0, 20.0
# A unit ends itself at its limit; one that hangs so much longer is ended with its worker.
_HANGS = 2
# Noted of the library: the settings with which feed and list were written last.
_LISTED = "listed"
# A name that no store has.
_CHECKED = "tts-interview.check"


@dataclass(frozen=True, slots=True)
class RunOrder:
    """How an archive is to be made.

    cluster: the address of a scheduler; empty for `workers` processes of this machine.
    seconds: after this time, no interview is begun.
    only: the ids of entries; None for all that are accepted, and those made with other settings.
    preview: speak only the first turns, into a folder of their own.
    store: the address of a store of finished episodes that machines share, and of clips if it `shares_clips`.
    """

    cluster: str = ""
    workers: int = 1
    seconds: float = math.inf
    only: Collection[int] | None = None
    preview: bool = False
    store: str = ""
    shares_clips: bool = False


@dataclass(slots=True)
class Tally:
    """What a run did so far: numbers of episodes made, of those that the store had, of failures, and of what is left.

    `files` are those of the show.
    """

    made: int = 0
    taken: int = 0
    failed: int = 0
    left: int = 0
    files: list[str] = field(default_factory=list)


def run_archive(library: Library, settings: Settings, order: RunOrder, observer: Observer) -> Tally:
    """Make the episodes of a library, and in the end, once, the files of the show; return what was done.

    Raises LibraryError if another client is at it, ClusterError, ShowError, StoreError and OutputError. What is made stays.
    """
    with library.in_use():
        library.recover()
        check_show(settings)
        if order.store:
            _check_store(order.store, observer)
        fingerprint, roster = fingerprint_of(settings), Roster.read(library.folder)
        wanted = _wanted(library, settings, order, lambda heard: fingerprint + roster.stamp(heard))
        tally = Tally(left=len(wanted))
        if wanted:
            _Run(library, settings, order, observer, tally, deque(wanted), fingerprint, roster).go()
        if order.store:
            observer.notice(f"Taken from the store: {tally.taken:,}")
        if not order.preview and (tally.made or library.about(_LISTED) != fingerprint):
            tally.files = list(map(str, write_show(settings)))
            library.note(_LISTED, fingerprint)
    return tally


def _check_store(address: str, observer: Observer) -> None:
    """Raise StoreError before any work if a store cannot be used, and MissingExtraError."""
    store = open_store(address, observer.notice)
    try:
        store.read(_CHECKED)
    finally:
        store.close()


def _wanted(library: Library, settings: Settings, order: RunOrder, fingerprint: Callable[[str], str]) -> Sequence[int]:
    """Return the ids of what is to be made."""
    if order.only is None:
        return library.to_make(fingerprint, again=settings.publishing.force)
    entries = library.chosen(order.only)
    if order.preview:
        return [entry.id for entry in entries]
    ready = {Standing.ACCEPTED, Standing.MADE}
    return [entry.id for entry in entries if entry.standing in ready]


@dataclass(slots=True)
class _Run:
    """A run: what is to come, and which task began when, and where."""

    library: Library
    settings: Settings
    order: RunOrder
    observer: Observer
    tally: Tally
    coming: deque[int]
    fingerprint: str
    roster: Roster
    started: dict[int, tuple[float, str]] = field(default_factory=dict)
    limits: dict[int, float] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    failures_in_a_row: int = 0
    last_failure: str = ""

    def go(self) -> None:
        """Make everything, or what there is time for."""
        ends_s, total = time.monotonic() + self.order.seconds, len(self.coming)
        if not self.order.preview:
            self.library.note(_LISTED, "")
        with crew_of(self.order.cluster, min(self.order.workers, total), sees, str(self.library.folder)) as crew:
            while crew.in_hand or (self.coming and time.monotonic() < ends_s):
                while self.coming and time.monotonic() < ends_s and crew.in_hand < _WINDOW * max(1, crew.size):
                    self._give(crew, self.coming.popleft())
                answers = list(crew.answers())
                for entry_id, worker in crew.begun():
                    self._begun(crew, entry_id, worker, {number for number, _ in answers})
                for entry_id, answer in answers:
                    self._answered(entry_id, answer)
                    self._check_sense(crew)
                self._end_hanging(crew)
                done = self.tally.made + self.tally.failed
                self.observer.progress(Progress("making", done, total))
                self.tally.left = total - done

    def _give(self, crew: Crew, entry_id: int) -> None:
        (entry,) = self.library.chosen([entry_id])
        limit_s = self.settings.reading.limits.episode_seconds
        self.limits[entry_id] = limit_s if math.isfinite(limit_s) else _LEAST_S + _TIMES * entry.work_s
        task = Assignment(
            id=entry.id,
            source=entry.path,
            settings=replace(self.settings, people=self.roster.heard(entry.heard)),
            folder=str(self.library.folder),
            number=entry.number,
            stem=entry.stem or str(entry.id),
            seconds=self.limits[entry_id],
            wishes=entry.wishes,
            preview=self.order.preview,
            hash=entry.hash if entry.kind == INTERVIEW else "",
            store="" if self.order.preview else self.order.store,
            shares_clips=self.order.shares_clips,
        )
        crew.give(entry_id, make, task)

    def _begun(self, crew: Crew, entry_id: int, worker: str, answered: Collection[int]) -> None:
        """Count an attempt; give up an interview that ended as many workers as it may have attempts."""
        if entry_id not in self.limits:
            return
        self.started[entry_id] = (time.monotonic(), worker)
        if self.order.preview:
            return
        attempts = self.library.begin(entry_id, worker)
        if attempts > ATTEMPTS and entry_id not in answered:
            crew.give_up(entry_id)
            self._failed(entry_id, "WorkerLost", f"its worker ended before it was done, {ATTEMPTS} times")

    def _answered(self, entry_id: int, answer: Any) -> None:  # noqa: ANN401 - what `make` returns, or an error of dask
        """Note what came of an interview; one that failed may be tried again."""
        if isinstance(answer, BaseException):
            answer = {"error": type(answer).__name__, "error_text": str(answer), "seconds": 0.0}
        error, text = answer["error"], answer["error_text"]
        self._tell(answer.pop("told", ()))
        (entry,) = self.library.chosen([entry_id])
        is_counted = self.order.preview or entry_id in self.started
        attempts = entry.attempts if is_counted else self.library.begin(entry_id, entry.worker)
        self.last_failure = text
        self.failures_in_a_row = self.failures_in_a_row + 1 if error and error not in _FINAL else 0
        if not error:
            self._made(entry, attempts, answer)
        elif self.order.preview or error in _FINAL or attempts >= ATTEMPTS:
            self._failed(entry_id, error, text)
        else:
            self.library.change(entry_id, error=error, error_text=text, in_hand=False)
            self.started.pop(entry_id, None)
            self.coming.append(entry_id)

    def _check_sense(self, crew: Crew) -> None:
        """Raise ClusterError if so many attempts failed in a row that the reason is a full disk or the like."""
        if self.failures_in_a_row >= max(_LEAST_IN_A_ROW, _IN_A_ROW * crew.size):
            raise ClusterError(
                f"{self.failures_in_a_row} attempts in a row failed, the last one with: {self.last_failure}; "
                "mend that, and run the same command again: what is made stays"
            )

    def _made(self, entry: LibraryEntry, attempts: int, answer: dict[str, Any]) -> None:
        self.tally.made += 1
        self.tally.taken += answer["outcome"] == Outcome.TAKEN
        self._forget(entry.id)
        if self.order.preview:
            self.tally.files.append(str(self.library.folder / answer["audio"]))
            return
        facts = {name: value for name, value in answer.items() if name != "outcome"}
        fingerprint = self.fingerprint + self.roster.stamp(json.dumps(dict(entry.heard)))
        done = {"standing": Standing.MADE, "fingerprint": fingerprint, "in_hand": False, "attempts": attempts}
        self.library.change(entry.id, **facts, **done)

    def _failed(self, entry_id: int, error: str, text: str) -> None:
        self.tally.failed += 1
        self._forget(entry_id)
        if self.order.preview:
            self.observer.notice(f"source {entry_id}: {text}")
            return
        self.library.change(entry_id, standing=Standing.FAILED, error=error, error_text=text, in_hand=False)

    def _tell(self, lines: Iterable[str]) -> None:
        """Tell what workers say of the store, each once."""
        for line in lines:
            if line not in self.told:
                self.told.add(line)
                self.observer.notice(line)

    def _forget(self, entry_id: int) -> None:
        self.started.pop(entry_id, None)
        self.limits.pop(entry_id, None)

    def _end_hanging(self, crew: Crew) -> None:
        """End the workers of interviews that take much longer than their limit, which they should have kept themselves."""
        for entry_id, (start_s, worker) in list(self.started.items()):
            if time.monotonic() > start_s + _HANGS * self.limits[entry_id]:
                self.started[entry_id] = (time.monotonic(), worker)
                crew.restart(worker)
