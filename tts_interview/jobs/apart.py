"""Do work on hostile input in child processes that stay, each within a limit of time and of memory for one item."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections import deque
from contextlib import suppress
from multiprocessing import connection
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tts_interview.errors import QueueError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

T = TypeVar("T")
# A child imports the program before its first item.
_START_S = 120.0
# So many items wait for an earlier one that takes long.
_AHEAD = 64
# A child searches for garbage after so many new objects: with Python's 700, it would spend a fifteenth of its time on that.
_NEW_OBJECTS = 10_000


class _Child(Generic[T]):
    """A process that does the work of one item after another."""

    def __init__(self, work: Callable[[Any], object], memory_bytes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, work, memory_bytes), daemon=True)
        self.process.start()
        other.close()
        self.number, self.ends_at_s = -1, 0.0
        self.is_new = True

    def begin(self, number: int, item: object, seconds: float) -> None:
        """Give it an item."""
        self.number, self.ends_at_s = number, time.monotonic() + seconds + (_START_S if self.is_new else 0)
        self.is_new = False
        with suppress(OSError):  # it has just died, which its pipe tells
            self.pipe.send(item)

    def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def each_apart(
    work: Callable[[Any], object], items: Iterable[tuple[T, Any]], workers: int, seconds: float, memory_bytes: int
) -> Generator[tuple[T, Any], None, None]:
    """Yield the token of each item with what `work` returns of the item, which is any JSON, in the order of the items.

    The work has to be a function of a module that raises nothing. If its process ends, or takes longer than `seconds`, or more
    than `memory_bytes` (Linux alone keeps that), the result is a QueueError, and a new process takes its place.
    """
    children, coming = list[_Child[T]](), enumerate(items)
    tokens, done, given = dict[int, T](), dict[int, Any](), 0
    idle = deque[_Child[T]]()
    try:
        while True:
            while len(children) - len(idle) < workers and len(tokens) < _AHEAD + workers:
                number, (token, item) = next(coming, (-1, (None, None)))
                if number < 0:
                    break
                if not idle:
                    children.append(_Child(work, memory_bytes))
                    idle.append(children[-1])
                tokens[number] = token  # type: ignore[assignment]
                idle.popleft().begin(number, item, seconds)
            busy = [child for child in children if child not in idle]
            if not busy:
                return
            for child, result in _finished(busy, seconds):
                done[child.number] = result
                if isinstance(result, QueueError):
                    child.end()
                    children.remove(child)
                else:
                    idle.append(child)
            while given in done:
                yield tokens.pop(given), done.pop(given)
                given += 1
    finally:
        for child in children:
            child.end()


def _finished(busy: list[_Child[T]], seconds: float) -> Iterator[tuple[_Child[T], Any]]:
    """Wait until children end their items, die, or have used up their time."""
    left_s = max(0.0, min(child.ends_at_s for child in busy) - time.monotonic())
    ready = connection.wait([child.pipe for child in busy], left_s)
    now_s = time.monotonic()
    for child in busy:
        if child.pipe in ready:
            try:
                yield child, json.loads(child.pipe.recv_bytes())
            except (EOFError, OSError):
                yield child, QueueError("its process ended before it was done, perhaps for lack of memory")
        elif now_s >= child.ends_at_s:
            yield child, QueueError(f"it was not done within {seconds:g} seconds, the limit")


def _serve(pipe: Any, work: Callable[[Any], object], memory_bytes: int) -> None:  # noqa: ANN401 - its class depends on the system
    """Do the work of a child until its parent ends. The answer is JSON, since the child has read what strangers wrote."""
    import gc
    import signal

    gc.set_threshold(_NEW_OBJECTS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which ends its children
    with suppress(ImportError):
        import resource

        with suppress(ValueError, OSError):  # a stricter limit is in force already
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(json.dumps(work(pipe.recv())).encode())
