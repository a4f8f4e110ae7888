"""The queue of jobs: who may do what, when a job comes back, and what is said of a file that cannot be used."""

from __future__ import annotations

import pickle
import sqlite3
import threading
import time
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from workers import working

from tts_interview.errors import QueueError
from tts_interview.files import workspace
from tts_interview.jobs import Job, JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> Queue:
    return Queue(tmp_path / "new" / "jobs.db", clock)


def claimed(queue: Queue, kind: str = "speak") -> Job:
    job = queue.claim([kind])
    assert job
    return job


# -- the life of a job -----------------------------------------------------------------------------------------------


def test_a_job_waits_is_claimed_reports_and_is_done(queue: Queue, clock: Clock) -> None:
    job = queue.add("speak", "one", {"turns": [3, 4], "ä": None})
    assert (job.state, job.payload, job.added, job.started) == (JobState.WAITING, {"turns": [3, 4], "ä": None}, 1000, None)
    clock.now_s += 5
    mine = claimed(queue)
    assert (mine.id, mine.state, mine.attempts, mine.worker, mine.started) == (job.id, "running", 1, workspace.owner(), 1005)
    assert queue.progress(mine, 12.5, "12 s are spoken")
    assert (queue.get(job.id).seconds, queue.get(job.id).sentence) == (12.5, "12 s are spoken")
    clock.now_s += 5
    assert queue.finish(mine, {"files": ["a.mp3"]})
    done = queue.get(job.id)
    assert (done.state, done.result, done.ended) == (JobState.DONE, {"files": ["a.mp3"]}, 1010)
    assert queue.claim(["speak"]) is None


def test_a_key_that_waits_or_runs_is_not_added_again(queue: Queue) -> None:
    first = queue.add("speak", "one", 1)
    assert queue.add("speak", "one", 2) == first
    assert queue.add("render", "one").id != first.id
    mine = claimed(queue)
    assert queue.add("speak", "one", 2) == mine
    queue.finish(mine)
    assert queue.add("speak", "one", 2).payload == 2


def test_jobs_are_claimed_by_kind_in_the_order_in_which_they_were_added(queue: Queue) -> None:
    for key in "abc":
        queue.add("speak", key)
        queue.add("render", key)
    assert [claimed(queue, "render").key for _ in "abc"] == ["a", "b", "c"]
    assert queue.claim([]) is None
    assert queue.claim(["other", "speak"]) == queue.jobs([JobState.RUNNING], "speak")[0]
    assert queue.status() == {"waiting": 2, "running": 4, "done": 0, "failed": 0, "cancelled": 0}
    assert [job.key for job in queue.jobs([JobState.WAITING])] == ["b", "c"]


def test_a_job_fails_after_its_attempts_with_the_last_error(queue: Queue) -> None:
    job = queue.add("speak", "one", attempts=2)
    assert queue.fail(claimed(queue), ValueError("no sound"))
    again = queue.get(job.id)
    assert (again.state, again.error, again.error_text) == (JobState.WAITING, "ValueError", "no sound")
    assert queue.fail(claimed(queue), TypeError("nothing"))
    failed = queue.get(job.id)
    assert (failed.state, failed.attempts, failed.error_text) == (JobState.FAILED, 2, "nothing")
    assert queue.claim(["speak"]) is None


def test_an_error_of_an_earlier_attempt_is_gone_when_the_job_is_done(queue: Queue) -> None:
    job = queue.add("speak", "one")
    queue.fail(claimed(queue), ValueError("no sound"))
    queue.finish(claimed(queue))
    assert (queue.get(job.id).error, queue.get(job.id).error_text) == ("", "")


def test_a_job_that_waits_is_cancelled_at_once_and_one_that_runs_when_it_reports(queue: Queue) -> None:
    waits = queue.add("render", "one")
    assert queue.cancel(waits.id).state is JobState.CANCELLED
    queue.add("speak", "one")
    mine = claimed(queue)
    assert queue.cancel(mine.id).is_cancelling
    assert not queue.progress(mine, 1, "")
    assert queue.fail(mine, ValueError("cancelled"))
    assert queue.get(mine.id).state is JobState.CANCELLED
    assert queue.cancel(mine.id).state is JobState.CANCELLED
    with pytest.raises(KeyError):
        queue.cancel(99)


def test_a_job_that_failed_or_was_cancelled_is_tried_again_with_all_attempts(queue: Queue) -> None:
    job = queue.add("speak", "one", attempts=1)
    queue.fail(claimed(queue), ValueError("no sound"))
    again = queue.retry(job.id)
    assert (again.state, again.attempts, again.error, again.ended) == (JobState.WAITING, 0, "", None)
    queue.cancel(job.id)
    assert queue.retry(job.id).state is JobState.WAITING
    queue.finish(claimed(queue), 7)
    assert queue.retry(job.id).result == 7, "what is done stays done"


def test_a_retry_gives_way_to_a_job_of_the_same_key_that_was_added_meanwhile(queue: Queue) -> None:
    first = queue.add("speak", "one")
    queue.cancel(first.id)
    second = queue.add("speak", "one")
    assert queue.retry(first.id) == second
    assert queue.get(first.id).state is JobState.CANCELLED


def test_what_is_forgotten_leaves_no_job_but_one_that_runs(queue: Queue) -> None:
    for kind, key in (("make", "a"), ("speak", "a"), ("make", "b")):
        queue.add(kind, key)
    running = queue.claim(["speak"])
    assert running
    queue.forget("a")
    assert [(job.kind, job.key) for job in queue.jobs()] == [("speak", "a"), ("make", "b")]
    assert queue.finish(running)
    queue.forget("a")
    assert [(job.kind, job.key) for job in queue.jobs()] == [("make", "b")]


def test_a_job_that_is_released_has_lost_no_attempt(queue: Queue) -> None:
    queue.add("speak", "one", attempts=1)
    assert queue.release(claimed(queue))
    mine = claimed(queue)
    assert (mine.attempts, mine.claim) == (1, 2)
    queue.cancel(mine.id)
    assert queue.release(mine)
    assert queue.get(mine.id).state is JobState.CANCELLED


# -- workers that die ------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process be one of another machine while it claims."""
    with monkeypatch.context() as patched:
        patched.setattr("tts_interview.jobs.owner", lambda: "0badcafe-1")
        yield


@pytest.mark.usefixtures("elsewhere")
def test_the_job_of_another_machine_comes_back_when_it_has_shown_no_life_for_a_lease(queue: Queue, clock: Clock) -> None:
    queue.add("speak", "one")
    mine = claimed(queue)
    other = Queue(queue.path, clock, lease_s=120)
    assert other.claim(["speak"]) is None
    clock.now_s += 119
    assert queue.live(mine)
    assert other.claim(["speak"]) is None
    clock.now_s += 119
    assert other.claim(["speak"]) is None
    clock.now_s += 1
    theirs = claimed(other)
    assert (theirs.id, theirs.attempts) == (mine.id, 2)
    assert not queue.live(mine)
    assert not queue.progress(mine, 1, "")
    assert not queue.finish(mine)
    assert other.finish(theirs)


@pytest.mark.usefixtures("elsewhere")
def test_a_clock_that_is_an_hour_ahead_takes_no_job_away(queue: Queue) -> None:
    queue.add("speak", "one")
    claimed(queue)
    ahead = Clock()
    ahead.now_s += 3600
    assert Queue(queue.path, ahead).claim(["speak"]) is None


@pytest.mark.usefixtures("elsewhere")
def test_a_worker_that_was_given_up_cannot_end_the_job_even_after_a_retry(queue: Queue, clock: Clock) -> None:
    queue.add("speak", "one", attempts=1)
    mine = claimed(queue)
    other = Queue(queue.path, clock)
    assert other.claim(["speak"]) is None
    clock.now_s += 120
    assert other.claim(["speak"]) is None
    lost = queue.get(mine.id)
    assert (lost.state, lost.error, lost.error_text) == ("failed", "WorkerLost", "its worker ended before it was done")
    queue.retry(mine.id)
    theirs = claimed(other)
    assert theirs.attempts == mine.attempts
    assert not queue.finish(mine, "mine")
    assert other.finish(theirs, "theirs")
    assert queue.get(mine.id).result == "theirs"


@pytest.mark.parametrize("at", ["claim", "progress", "finish"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_job_whose_worker_is_killed_at_a_change_comes_back_and_is_done(tmp_path: Path, at: str, when: str) -> None:
    queue, out = Queue(tmp_path / "jobs.db", time.time), tmp_path / "out"
    job = queue.add("write", "4", str(out))
    with working(queue, when, at) as worker:
        assert worker.wait() != 0
    is_done, is_claimed = (when, at) == ("after", "finish"), (when, at) != ("before", "claim")
    assert queue.get(job.id).state == ("done" if is_done else "running" if is_claimed else "waiting")
    mine = queue.claim(["write"])
    assert (mine is None) == is_done
    if mine:
        assert mine.attempts == 1 + is_claimed
        assert queue.finish(mine, 8)
    assert queue.get(job.id).result == 8


# -- several processes -----------------------------------------------------------------------------------------------


def test_several_processes_do_500_jobs_each_once(tmp_path: Path) -> None:
    queue, out, here = Queue(tmp_path / "jobs.db", time.time), tmp_path / "out", tmp_path / "here"
    here.mkdir()
    for key in range(3):
        queue.add("meet", str(key), str(here))
    for key in range(500):
        queue.add("write", str(key), str(out))
    with ExitStack() as stack:
        workers = [stack.enter_context(working(queue, "threads")) for _ in range(3)]
        assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert Counter(out.read_text().split()) == Counter(map(str, range(500)))
    done = queue.jobs([JobState.DONE])
    assert [job.result for job in done if job.kind == "write"] == [2 * key for key in range(500)]
    assert {job.attempts for job in done} == {1}
    assert len({job.worker for job in done}) == 3


def test_a_change_by_another_process_ends_a_wait(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "jobs.db", time.time)
    job = queue.add("write", "1", str(tmp_path / "out"))
    before = queue.changes()
    assert queue.wait(before, 0) == before
    assert queue.wait(before - 1, 60) == before
    with working(queue, "threads"):
        seen = {before}
        while queue.get(job.id).state is not JobState.DONE:
            seen.add(queue.wait(max(seen), 60))
    assert len(seen) > 1


def test_a_wait_ends_when_it_is_told_to(queue: Queue) -> None:
    stop = threading.Event()
    stop.set()
    assert queue.wait(queue.changes(), 3600, stop) == queue.changes()


def test_a_queue_pickles(queue: Queue) -> None:
    job = queue.add("speak", "one")
    assert pickle.loads(pickle.dumps(queue)).get(job.id) == job  # noqa: S301 - our own bytes


# -- files that cannot be used ---------------------------------------------------------------------------------------


def test_a_queue_of_a_newer_version_is_refused(queue: Queue, clock: Clock) -> None:
    with sqlite3.connect(queue.path) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(QueueError, match=r"a newer version of this program made .*jobs\.db: update it"):
        Queue(queue.path, clock)


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "jobs.db").write_text("Dear diary, " * 100)
    with pytest.raises(QueueError, match=r"jobs\.db cannot be used: file is not a database; .* move the file away"):
        Queue(tmp_path / "jobs.db", clock)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(QueueError, match=r"jobs\.db cannot be written: .*; choose another folder"):
        Queue(tmp_path / "file" / "jobs.db", clock)


def test_a_file_that_can_only_be_read_is_one_line(queue: Queue, clock: Clock) -> None:
    queue.add("speak", "one")
    reading = Queue(queue.path, clock)
    reading._connection().execute("PRAGMA query_only = 1")
    assert reading.jobs()[0].key == "one"
    with pytest.raises(QueueError, match=r"jobs\.db cannot be written: attempt to write a readonly database; choose"):
        reading.add("speak", "two")


def test_a_full_disk_is_one_line_and_loses_no_job(queue: Queue, clock: Clock) -> None:
    queue.add("speak", "one")
    full = Queue(queue.path, clock)
    full._connection().execute("PRAGMA max_page_count = 10")
    with pytest.raises(QueueError, match=r"the disk of .*jobs\.db is full: free some space"):
        full.add("speak", "two", "x" * 100_000)
    assert [job.key for job in queue.jobs()] == ["one"]
    assert full.add("speak", "two").id == 2
