"""Do the jobs of a queue on this machine, in threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from tts_interview.errors import CancelledError, QueueError
from tts_interview.jobs import JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.jobs import Job

    # Takes a job and what it reports to, and returns its result, which is any JSON.
    Work = Callable[[Job, "Report"], object]
    # Returns whether the executor is to stop, as `is_set` of an event does.
    Stop = Callable[[], bool]

_POLL_S = 0.1
# Progress is written this often, and idle workers look this often for jobs of dead ones.
_REPORT_S = 0.5
_IDLE_S = 1.0


class Report:
    """Takes the progress of a job. Work has to call it often, because that is where it can be stopped."""

    def __init__(self, queue: Queue, job: Job, stop: Stop) -> None:
        self._queue, self._job, self._stop, self._next_s = queue, job, stop, 0.0

    def __call__(self, seconds: float, sentence: str = "") -> None:
        """Report how many seconds of sound are done, and the same in words.

        Raises CancelledError if the job was cancelled or has another worker by now, or if the executor is to stop.
        """
        if self._stop():
            raise CancelledError("the executor stops")
        if self._queue.clock() >= self._next_s:
            self._next_s = self._queue.clock() + _REPORT_S
            if not self._queue.progress(self._job, seconds, sentence):
                raise CancelledError("the job was cancelled")


def run(queue: Queue, work: Mapping[str, Work], stop: Stop, workers: int = 1, *, drain: bool = False) -> None:
    """Do the jobs whose kinds `work` has, in threads, until `stop` returns True; the jobs in hand then wait again.

    With `drain`, return also when none of them waits or runs. An exception of the work ends its job alone. Raises QueueError if
    the queue cannot be read or written.
    """
    ends, in_hand = threading.Event(), dict[int, "Job"]()
    with ThreadPoolExecutor(workers) as pool:
        try:
            serving = {pool.submit(_serve, queue, work, ends, in_hand, drain=drain) for _ in range(workers)}
            next_s = 0.0
            while serving and not stop():
                done, serving = wait(serving, _POLL_S)
                for ended in done:
                    ended.result()
                if queue.clock() >= next_s:
                    next_s = queue.clock() + queue.lease_s / 4
                    for job in list(in_hand.values()):
                        queue.live(job)
        finally:
            ends.set()


def _serve(queue: Queue, work: Mapping[str, Work], ends: threading.Event, in_hand: dict[int, Job], *, drain: bool) -> None:
    """Do one job after another."""
    while not ends.is_set():
        seen, job = queue.changes(), queue.claim(work)
        if job:
            in_hand[job.id] = job
            try:
                _do(queue, work[job.kind], job, ends)
            finally:
                del in_hand[job.id]
        elif drain and not any(job.kind in work for job in queue.jobs((JobState.WAITING, JobState.RUNNING))):
            return
        else:
            queue.wait(seen, _IDLE_S, ends)


def _do(queue: Queue, work: Work, job: Job, ends: threading.Event) -> None:
    try:
        queue.finish(job, work(job, Report(queue, job, ends.is_set)))
    except QueueError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug in the work ends its job, not the executor
        if ends.is_set() and isinstance(error, CancelledError):
            queue.release(job)
        else:
            queue.fail(job, error)
