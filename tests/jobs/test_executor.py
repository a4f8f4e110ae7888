"""The executor does jobs in threads or processes, survives bugs and dead workers, and stops cleanly."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from workers import WORK

from tts_interview.errors import CancelledError, QueueError
from tts_interview.jobs import Job, JobState, Queue
from tts_interview.jobs.executor import Report, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEVER = threading.Event().is_set


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path / "jobs.db", time.time, lease_s=600)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@contextmanager
def running(queue: Queue, workers: int = 1) -> Iterator[threading.Event]:
    """Run the executor in a thread until the end of the block, or until the event is set."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(queue, WORK, stop.is_set, workers))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()


def until(queue: Queue, job: int, state: JobState) -> Job:
    """Wait until a job is in a state."""
    seen = 0
    while (found := queue.get(job)).state is not state:
        seen = queue.wait(seen, 60)
    return found


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_do_all_jobs_and_end_when_none_is_left(queue: Queue, out: Path, workers: int) -> None:
    for key in range(9):
        queue.add("write", str(key), str(out))
    queue.add("other", "0")
    run(queue, WORK, NEVER, workers, drain=True)
    assert sorted(out.read_text().split()) == list("012345678")
    assert queue.status() == {"waiting": 1, "running": 0, "done": 9, "failed": 0, "cancelled": 0}
    assert queue.jobs()[3].sentence == "half"


def test_a_bug_in_the_work_fails_its_job_after_its_attempts_and_no_other(queue: Queue, out: Path) -> None:
    poisoned = queue.add("burst", "0", attempts=2)
    queue.add("write", "1", str(out))
    run(queue, WORK, NEVER, drain=True)
    failed = queue.get(poisoned.id)
    assert (failed.state, failed.attempts, failed.error, failed.error_text) == ("failed", 2, "ValueError", "no sound\nin here")
    assert queue.status()[JobState.DONE] == 1


def test_a_result_that_is_no_json_fails_the_job(queue: Queue) -> None:
    job = queue.add("odd", "0", attempts=1)
    run(queue, {"odd": lambda *_: object()}, NEVER, drain=True)
    assert (queue.get(job.id).state, queue.get(job.id).error) == ("failed", "TypeError")


def test_a_running_job_is_cancelled_where_it_reports(queue: Queue, out: Path) -> None:
    job = queue.add("hang", "0", str(out))
    with running(queue):
        until(queue, job.id, JobState.RUNNING)
        queue.cancel(job.id)
        cancelled = until(queue, job.id, JobState.CANCELLED)
    assert cancelled.error_text == "the job was cancelled"


def test_an_executor_that_stops_gives_its_jobs_back(queue: Queue, out: Path) -> None:
    job = queue.add("hang", "0", str(out))
    with running(queue) as stop:
        until(queue, job.id, JobState.RUNNING)
        stop.set()
    assert (queue.get(job.id).state, queue.get(job.id).attempts) == (JobState.WAITING, 0)


def test_work_that_gives_up_by_itself_has_failed(queue: Queue) -> None:
    def give_up(_: Job, __: Report) -> None:
        raise CancelledError("I give up")

    job = queue.add("odd", "0")
    run(queue, {"odd": give_up}, NEVER, drain=True)
    assert (queue.get(job.id).state, queue.get(job.id).attempts) == (JobState.FAILED, 3)


def test_a_queue_that_cannot_be_written_ends_the_executor_with_its_error(queue: Queue) -> None:
    def fill(job: Job, _: Report) -> str:
        queue._connection().execute("PRAGMA max_page_count = 10")
        return job.key * 100_000

    queue.add("odd", "0")
    with pytest.raises(QueueError, match="is full"):
        run(queue, {"odd": fill}, NEVER, 2)


def test_work_is_found_dead_by_the_lease_while_its_executor_gives_signs_of_life_for_others(tmp_path: Path, out: Path) -> None:
    queue = Queue(tmp_path / "jobs.db", time.time, lease_s=0.4)
    lost = queue.add("write", "1", str(out))
    queue.claim(["write"])  # and nobody does it
    alive = queue.add("hang", "0", str(out))
    with running(queue, 2):
        until(queue, lost.id, JobState.DONE)
        assert queue.get(alive.id).attempts == 1
    assert queue.get(lost.id).attempts == 2
