"""Work that tests give to the executor, and processes that do it: `workers.py QUEUE HOW [METHOD]`."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes import started

from tts_interview.jobs import Job, Queue
from tts_interview.jobs.executor import Report, run

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def working(queue: Queue, how: str, at: str = "") -> AbstractContextManager[subprocess.Popen[Any]]:
    """Start a process that does the jobs of a queue, as `main` says; it ends with the block."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return started([sys.executable, __file__, queue.path, how, at], env=environment)


def write(job: Job, report: Report) -> int:
    """Append the job's number to the file that it names, and return twice the number."""
    report(0.5, "half")
    with Path(job.payload).open("a") as file:
        file.write(f"{job.key}\n")
    return 2 * int(job.key)


def hang(job: Job, report: Report) -> None:
    """Write that it began, and go on until it is told to stop."""
    Path(job.payload).write_text(str(os.getpid()))
    while True:
        report(1.0, "still here")
        threading.Event().wait(0.01)


def meet(job: Job, report: Report) -> None:
    """Wait until three processes do this at once: the job's payload is a folder in which each leaves a file."""
    folder = Path(job.payload)
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < 3:
        report(0.0, "waiting for the others")
        threading.Event().wait(0.01)


def burst(_: Job, __: Report) -> None:
    """Fail."""
    raise ValueError("no sound\nin here")


WORK: Mapping[str, Callable[[Job, Report], object]] = {
    "write": write,
    "hang": hang,
    "meet": meet,
    "burst": burst,
}


def main(path: str, how: str, at: str = "") -> None:
    """Do all jobs: in `threads`; with `before` or `after` and a method of the queue, die there."""
    queue = Queue(Path(path), time.time, lease_s=600)
    if how in ("before", "after"):
        method = getattr(queue, at)

        def deadly(*args: object) -> object:
            result = method(*args) if how == "after" else None
            if how == "before" or result:
                os.kill(os.getpid(), KILL)
            return result

        setattr(queue, at, deadly)
    run(queue, WORK, lambda: False, drain=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
