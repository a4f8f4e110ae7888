"""The workers of an archive: processes of this machine, or a cluster of dask.distributed that is there already."""

from __future__ import annotations

import contextlib
import logging
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ClusterError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A loaded machine takes its time to start a worker, and so does a busy scheduler to answer.
_START_S = 180
_ANSWER_S = 30
_POLL_S = 1.0
# Workers come and go; they are counted this often.
_COUNT_EVERY_S = 5.0
# An attempt that ends with its worker is counted by the archive, which gives up on its own terms.
_DASK = {
    "distributed.scheduler.allowed-failures": 1_000_000,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.worker.daemon": False,  # encoders are children of a worker
    "distributed.comm.timeouts.connect": f"{_ANSWER_S}s",
    "distributed.diagnostics.nvml": False,
    # dask samples its workers a hundred times a second, which costs a tenth of a core.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
_ON_THIS_MACHINE = "127.0.0.1"
# Above all levels.
_SILENT = logging.CRITICAL + 1
SHARE = "share the folder under this name with all workers"


class Crew:
    """The workers at hand: they take tasks, tell when they begin one, and answer."""

    def __init__(self, client: Any, name: str) -> None:  # noqa: ANN401 - dask has no types
        self._client, self._name, self._topic = client, name, f"tts-interview-{client.id}"
        self._futures: dict[Any, int] = {}
        self._begun: SimpleQueue[tuple[int, str]] = SimpleQueue()
        self._count, self._count_again_s = 0, 0.0
        client.subscribe_topic(self._topic, lambda event: self._begun.put(tuple(event[1])))

    @property
    def size(self) -> int:
        """The number of tasks that are done at once."""
        if time.monotonic() >= self._count_again_s:
            self._count_again_s = time.monotonic() + _COUNT_EVERY_S
            with self._answering():
                self._count = sum(self._client.nthreads().values())
        return self._count

    @property
    def in_hand(self) -> int:
        """The number of tasks that were given and are not answered yet."""
        return len(self._futures)

    def give(self, task_id: int, work: Callable[[Any], object], task: object) -> None:
        """Let a worker do a task, which has a number."""
        with self._answering():
            future = self._client.submit(_tell_and_do, self._topic, task_id, work, task, pure=False)
        self._futures[future] = task_id

    def give_up(self, task_id: int) -> None:
        """Give up a task that no worker survives."""
        for future in [future for future, number in self._futures.items() if number == task_id]:
            del self._futures[future]
            future.cancel(force=True)

    def restart(self, worker: str) -> None:
        """End a worker that hangs; its supervisor starts another, if it has one."""
        with contextlib.suppress(Exception):  # it may be gone by now
            self._client.restart_workers([worker], timeout=_ANSWER_S, raise_for_error=False)

    def begun(self) -> Iterator[tuple[int, str]]:
        """Yield the tasks that were begun since the last call, each with the address of its worker."""
        with contextlib.suppress(Empty):
            while True:
                yield self._begun.get_nowait()

    def answers(self) -> Iterator[tuple[int, Any]]:
        """Wait a moment, and yield the tasks that are done, with the answer or an error. Raises ClusterError."""
        from distributed import TimeoutError as LateError
        from distributed import wait

        with contextlib.suppress(LateError), self._answering():
            wait(list(self._futures), timeout=_POLL_S, return_when="FIRST_COMPLETED")
        if self._client.status != "running":
            raise self._gone()
        for future in [future for future in self._futures if future.status != "pending"]:
            number = self._futures.pop(future)
            if future.status not in {"finished", "error"}:
                raise self._gone()
            with self._answering():
                yield number, future.result() if future.status == "finished" else future.exception()

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        from concurrent.futures import CancelledError

        from distributed import TimeoutError as LateError

        try:
            yield
        except LateError:
            raise
        except (OSError, CancelledError, RuntimeError) as error:
            raise self._gone() from error

    def _gone(self) -> ClusterError:
        return ClusterError(
            f"{self._name} does not answer any more: start it, and run the same command again; what is made stays"
        )


def _tell_and_do(topic: str, task_id: int, work: Callable[[Any], object], task: object) -> object:
    """Do a task on a worker, and tell that it is begun."""
    from distributed import get_worker

    worker = get_worker()
    worker.log_event(topic, [task_id, worker.address])
    return work(task)


@contextlib.contextmanager
def crew_of(address: str, workers: int, check: Callable[[str], bool], folder: str) -> Iterator[Crew]:
    """Hold workers: those of the cluster at an address, or, if it is empty, so many processes of this machine.

    Raises ClusterError if there are none, or if `check` of the folder is false for one of them; MissingExtraError without dask.
    """
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise MissingExtraError("an archive is made by dask: install it with pip install 'tts-interview[archive]'") from error
    _be_quiet()
    name = f"the cluster at {address}" if address else "the scheduler of this machine"
    with dask.config.set(_DASK), contextlib.ExitStack() as stack:
        with _starting(name):
            client = stack.enter_context(_client(Client, address, workers, stack))
            client.wait_for_workers(1, timeout=_ANSWER_S if address else _START_S)
        with _starting(f"a worker of {name}"):
            blind = [worker for worker, is_there in client.run(check, folder).items() if not is_there]
        if blind:
            raise ClusterError(f"the worker {blind[0]} does not see {folder}: {SHARE}")
        yield Crew(client, name)


def _client(make: Any, address: str, workers: int, stack: contextlib.ExitStack) -> Any:  # noqa: ANN401 - dask has no types
    if address:
        return make(address, timeout=_ANSWER_S)
    from distributed import LocalCluster, Security

    local = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host=_ON_THIS_MACHINE,
        dashboard_address=f"{_ON_THIS_MACHINE}:0",
        security=Security.temporary(),  # other users of this machine could give the workers any program to run
        silence_logs=_SILENT,
    )
    return make(stack.enter_context(local), timeout=_START_S)


@contextlib.contextmanager
def _starting(name: str) -> Iterator[None]:
    """Translate what dask raises until a worker is there: errors of the network, of processes, and of the other side."""
    try:
        yield
    except ClusterError:
        raise
    except OSError as error:
        advice = "check the address, and start workers with: dask worker ADDRESS --nthreads 1"
        raise ClusterError(f"{name} does not answer, or has no workers: {advice}") from error
    except Exception as error:
        advice = "the machine has room for more processes, and all workers have this version of the program"
        raise ClusterError(f"{name} cannot be used: {' '.join(str(error).split())[:200]}; check that {advice}") from error


def _be_quiet() -> None:
    """Let errors be told by this program alone: dask logs the death of each worker with its traceback."""
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(_SILENT)
