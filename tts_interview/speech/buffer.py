"""Clips spoken ahead of what is heard, so that the sound, once begun, goes on to its end.

Speaking stays in the thread that asks for it, as engines may want; hearing has one of its own.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError, TtsInterviewError
from tts_interview.model import Clip, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tts_interview.model import OnProgress

STEP = "buffering"
# What an engine says of its own speed counts as much as so many seconds of sound that were measured.
_TRUST_S = 3.0
# The first clip comes with the loading of the model, which is not for it to answer for.
_LOADING_S = 3.0
# An engine may turn out to be so much slower than it was so far before the sound stops.
_MARGIN = 1.25
# Whoever stops listening early has had no more spoken than this beyond what was needed.
_MOST_AHEAD_S = 120.0
_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Expected:
    """An utterance before it is there: how long it and the pause after it will sound, and whether it must be spoken."""

    sound_s: float
    pause_s: float
    is_new: bool


def needed_s(coming: Iterable[Expected], work_per_second: float, workers: int = 1, loading_s: float = 0.0) -> float:
    """How many seconds of sound must be there for what is coming to be there in time, each utterance of it.

    `work_per_second` is how long a second of sound takes to speak, all workers busy. An engine faster than speech needs
    little more than the time of its next utterance; of a slower one, all that it is going to fall behind.
    """
    work_s, heard_s, needed = loading_s, 0.0, 0.0
    for utterance in coming:
        if utterance.is_new:
            own_work_s = work_per_second * utterance.sound_s
            work_s += own_work_s
            # One worker alone is by so much slower than all.
            needed = max(needed, work_s + (workers - 1) * own_work_s - heard_s)
        heard_s += utterance.sound_s + utterance.pause_s
    return needed


@dataclass
class Pace:
    """How long a second of sound takes to speak, all workers busy: what the engine says, corrected by what is seen."""

    declared: float
    workers: int = 1
    _work_s: float = 0.0
    _sound_s: float = 0.0

    @property
    def work_per_second(self) -> float:
        """The estimate so far."""
        return (self.declared * _TRUST_S + self._work_s) / (_TRUST_S + self._sound_s)

    @property
    def cautious(self) -> float:
        """The same as it may yet turn out to be."""
        return _MARGIN * self.work_per_second

    @property
    def loading_s(self) -> float:
        """What the first clip may take beside its own work."""
        return 0.0 if self._sound_s else _LOADING_S

    def see(self, work_s: float, sound_s: float) -> None:
        """Take what a new clip took."""
        self._work_s += max(self.declared * sound_s, work_s - self.loading_s) if self.loading_s else work_s
        self._sound_s += sound_s


@dataclass(frozen=True, slots=True)
class _Stored:
    """Where in the spool a clip is, and how long it and the pause after it sound."""

    start: int
    size_bytes: int
    sample_rate_hz: int
    seconds: float


@dataclass
class Buffer:
    """Clips between who speaks and who listens; the sound waits in the file `spool`, for it may be hours."""

    expected: Sequence[Expected]
    pace: Pace
    spool: Path
    on_progress: OnProgress = no_progress
    _waiting: deque[_Stored] = field(default_factory=deque)
    _made: int = 0
    _buffered_s: float = 0.0
    _heard_until_s: float = 0.0
    _is_held_back: bool = True
    _is_complete: bool = False
    _is_told: bool = False
    _failure: BaseException | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def run(self, clips: Iterator[Clip], listen: Callable[[], object]) -> None:
        """Take all clips in this thread, while `listen` hears those of `clips()` in another. Raises what either raises.

        If a text cannot be spoken, what comes before it is heard first. Any other end is at once.
        """
        self.spool.touch()
        listener = threading.Thread(target=self._listen, args=(listen,), name="listening", daemon=True)
        listener.start()
        try:
            try:
                self._fill(clips)
            except TtsInterviewError:
                self._wait_for(listener)
                raise
            self._wait_for(listener)
        finally:
            self._dismiss()
        if self._failure:
            raise self._failure

    def _wait_for(self, listener: threading.Thread) -> None:
        """Until all that is there was heard."""
        with self._changed:
            self._is_complete = True
            self._changed.notify_all()
        # With a limit, for elsewhere Ctrl-C does not end a wait on Windows.
        while listener.is_alive():
            listener.join(_POLL_S)

    def _dismiss(self) -> None:
        with self._changed:
            self._is_complete = True
            self._waiting.clear()
            self._changed.notify_all()

    # -- who speaks --

    def _fill(self, clips: Iterator[Clip]) -> None:
        for utterance in self.expected:
            since_s = time.monotonic()
            clip = next(clips)
            if utterance.is_new:
                self.pace.see(time.monotonic() - since_s, clip.seconds)
            self._put(clip, utterance.pause_s)
            self._wait_for_room()

    def _put(self, clip: Clip, pause_s: float) -> None:
        try:
            with self.spool.open("ab") as file:
                start = file.tell()
                file.write(clip.pcm)
        except OSError as error:
            raise OutputError(f"the sound cannot be kept in {self.spool}: {error.strerror}; free some space") from error
        with self._changed:
            self._made += 1
            self._waiting.append(_Stored(start, len(clip.pcm), clip.sample_rate_hz, clip.seconds + pause_s))
            self._buffered_s += clip.seconds + pause_s
            self._report()
            self._changed.notify_all()

    def _wait_for_room(self) -> None:
        with self._changed:
            while not (self._failure or self._is_held_back) and self._buffered_s > self._goal_s() + _MOST_AHEAD_S:
                self._changed.wait(_POLL_S)
        if self._failure:
            raise self._failure

    def _goal_s(self) -> float:
        coming = (self.expected[number] for number in range(self._made, len(self.expected)))
        return needed_s(coming, self.pace.cautious, self.pace.workers, self.pace.loading_s)

    def _report(self) -> None:
        """Let the listener go when there is enough; while a slow engine keeps it waiting, say for how long."""
        if not self._is_held_back:
            return
        goal_s = self._goal_s()
        self._is_held_back = self._buffered_s < goal_s
        self._is_told |= self.pace.cautious > 1
        if self._is_told:
            # A second of sound that must be there is nearly a second of waiting: it grows, and what is needed shrinks.
            self.on_progress(Progress(STEP, min(self._buffered_s, goal_s), goal_s, max(0.0, goal_s - self._buffered_s)))

    # -- who listens --

    def _listen(self, listen: Callable[[], object]) -> None:
        try:
            listen()
        except BaseException as error:  # noqa: BLE001 - raised again, in the thread that speaks
            self._failure = error

    def clips(self) -> Iterator[Clip]:
        """Each clip when its time has come; fewer than expected if there will be no more."""
        for _ in self.expected:
            with self._changed:
                if not self._has_next():
                    return
                stored = self._waiting.popleft()
                self._buffered_s -= stored.seconds
                # A player takes sound before it plays it; of one that takes all at once, this is too late, and no matter.
                self._heard_until_s = max(time.monotonic(), self._heard_until_s) + stored.seconds
                self._changed.notify_all()
            # Open no longer than needed: whoever listens may end between two clips, and Windows removes no open file.
            with self.spool.open("rb") as file:
                file.seek(stored.start)
                pcm = file.read(stored.size_bytes)
            yield Clip(pcm, stored.sample_rate_hz)

    def _has_next(self) -> bool:
        """Wait for the next clip, and for more than that after silence; whether there is one."""
        while not self._is_complete and (self._is_held_back or not self._waiting):
            left_s = self._heard_until_s - time.monotonic()
            if left_s <= 0 and not self._is_held_back:
                self._is_held_back, self._is_told = True, False
            self._changed.wait(min(_POLL_S, left_s) if left_s > 0 else _POLL_S)
        return bool(self._waiting)
