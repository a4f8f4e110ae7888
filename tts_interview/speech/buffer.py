"""Synthesise clips ahead of playback, so that the sound plays without a gap once it has started.

Synthesis runs in the calling thread, which some engines require; playback runs in another.
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
# The declared speed of an engine weighs as much as this many seconds of measured sound.
_TRUST_S = 3.0
# Allowance for loading the model, which the time of the first clip includes.
_LOADING_S = 3.0
# How much slower than measured the engine may become before playback has a gap.
_MARGIN = 1.25
# Limits what is synthesised in vain if the listener stops early.
_MOST_AHEAD_S = 120.0
_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Expected:
    """An utterance to come: the estimated length of its clip and of the pause after it, and whether it is not cached."""

    sound_s: float
    pause_s: float
    is_new: bool


def needed_s(coming: Iterable[Expected], work_per_second: float, workers: int = 1, loading_s: float = 0.0) -> float:
    """Return how many seconds of sound must be buffered for each coming utterance to be ready in time.

    `work_per_second` is the time to synthesise a second of sound with all workers busy. An engine faster than real time needs
    little more than its next utterance; a slower one needs all that it will fall behind.
    """
    work_s, heard_s, needed = loading_s, 0.0, 0.0
    for utterance in coming:
        if utterance.is_new:
            own_work_s = work_per_second * utterance.sound_s
            work_s += own_work_s
            # An utterance occupies one worker, which takes longer than all of them together.
            needed = max(needed, work_s + (workers - 1) * own_work_s - heard_s)
        heard_s += utterance.sound_s + utterance.pause_s
    return needed


@dataclass
class SpeedEstimate:
    """The real-time factor of an engine with all workers busy: its declared value, corrected by measurements."""

    declared: float
    workers: int = 1
    _work_s: float = 0.0
    _sound_s: float = 0.0

    @property
    def work_per_second(self) -> float:
        """The current estimate, in seconds of work for a second of sound."""
        return (self.declared * _TRUST_S + self._work_s) / (_TRUST_S + self._sound_s)

    @property
    def cautious(self) -> float:
        """The estimate with a safety margin."""
        return _MARGIN * self.work_per_second

    @property
    def loading_s(self) -> float:
        """Seconds of loading to allow for before the first clip."""
        return 0.0 if self._sound_s else _LOADING_S

    def observe(self, work_s: float, sound_s: float) -> None:
        """Add the measurement of a new clip."""
        self._work_s += max(self.declared * sound_s, work_s - self.loading_s) if self.loading_s else work_s
        self._sound_s += sound_s


@dataclass(frozen=True, slots=True)
class _Stored:
    """A clip's place in the spool file, and its length with the pause after it."""

    start: int
    size_bytes: int
    sample_rate_hz: int
    seconds: float


@dataclass
class Buffer:
    """A queue of clips between synthesis and playback, kept in the file `spool` because it may hold hours."""

    expected: Sequence[Expected]
    speed: SpeedEstimate
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
        """Buffer all clips in this thread while `listen` plays those of `clips()` in another. Raises what either raises.

        If a text cannot be spoken, the clips before it are played first. Any other error stops at once.
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
        """Wait until everything buffered has been played."""
        with self._changed:
            self._is_complete = True
            self._changed.notify_all()
        # With a timeout: on Windows, Ctrl-C does not interrupt a wait without one.
        while listener.is_alive():
            listener.join(_POLL_S)

    def _dismiss(self) -> None:
        with self._changed:
            self._is_complete = True
            self._waiting.clear()
            self._changed.notify_all()

    # -- synthesis --

    def _fill(self, clips: Iterator[Clip]) -> None:
        for utterance in self.expected:
            since_s = time.monotonic()
            clip = next(clips)
            if utterance.is_new:
                self.speed.observe(time.monotonic() - since_s, clip.seconds)
            self._put(clip, utterance.pause_s)
            self._wait_for_room()

    def _put(self, clip: Clip, pause_s: float) -> None:
        try:
            with self.spool.open("ab") as file:
                start = file.tell()
                file.write(clip.pcm)
        except OSError as error:
            raise OutputError(f"the sound cannot be written to {self.spool}: {error.strerror}; free some space") from error
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
        return needed_s(coming, self.speed.cautious, self.speed.workers, self.speed.loading_s)

    def _report(self) -> None:
        """Start playback once enough is buffered; while a slow engine delays it, report how long that will take."""
        if not self._is_held_back:
            return
        goal_s = self._goal_s()
        self._is_held_back = self._buffered_s < goal_s
        self._is_told |= self.speed.cautious > 1
        if self._is_told:
            # A missing second of sound is about a second of waiting: the buffer grows while the goal shrinks.
            self.on_progress(Progress(STEP, min(self._buffered_s, goal_s), goal_s, max(0.0, goal_s - self._buffered_s)))

    # -- playback --

    def _listen(self, listen: Callable[[], object]) -> None:
        try:
            listen()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that synthesises
            self._failure = error

    def clips(self) -> Iterator[Clip]:
        """Yield each clip when enough is buffered; fewer than expected if synthesis ends early."""
        for _ in self.expected:
            with self._changed:
                if not self._has_next():
                    return
                stored = self._waiting.popleft()
                self._buffered_s -= stored.seconds
                # Players accept sound before they play it. For one that accepts all at once this is too late, harmlessly.
                self._heard_until_s = max(time.monotonic(), self._heard_until_s) + stored.seconds
                self._changed.notify_all()
            # Closed between clips: playback may end there, and Windows cannot delete an open file.
            with self.spool.open("rb") as file:
                file.seek(stored.start)
                pcm = file.read(stored.size_bytes)
            yield Clip(pcm, stored.sample_rate_hz)

    def _has_next(self) -> bool:
        """Wait for the next clip, and after a gap for enough of them. Return whether there is one."""
        while not self._is_complete and (self._is_held_back or not self._waiting):
            left_s = self._heard_until_s - time.monotonic()
            if left_s <= 0 and not self._is_held_back:
                self._is_held_back, self._is_told = True, False
            self._changed.wait(min(_POLL_S, left_s) if left_s > 0 else _POLL_S)
        return bool(self._waiting)
