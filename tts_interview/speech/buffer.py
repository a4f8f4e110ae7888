"""Synthesise ahead of playback, so that the sound plays without a gap once it has started.

Synthesis runs in the calling thread, which some engines require; playback runs in another.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError, TtsInterviewError
from tts_interview.model import Item, Progress, Recording, Speech, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
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
_BYTES_PER_FRAME = 2


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


@dataclass
class Buffer:
    """The sound of items between synthesis and playback, kept in the file `spool` because it may hold hours.

    `expected` are the utterances to come. `items` are those whose sound is there, `starts` the frame at which each starts, and
    `frames` the length of all. `place` is the frame to be played next, and `rate` the speed of playback, 1 being normal.
    """

    expected: Sequence[Expected]
    speed: SpeedEstimate
    spool: Path
    sample_rate_hz: int
    on_progress: OnProgress = no_progress
    items: list[Item] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    frames: int = 0
    place: int = 0
    rate: float = 1.0
    is_dismissed: bool = False
    _made: int = 0
    _since: int = 0
    _heard_until_s: float = 0.0
    _is_held_back: bool = True
    _is_complete: bool = False
    _is_told: bool = False
    _is_left: bool = False
    _failure: BaseException | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def run(self, heard: Iterable[tuple[Item, bytes]], listen: Callable[[], object]) -> None:
        """Buffer the sound of all items in this thread while `listen` plays it in another. Raises what either raises.

        If a text cannot be spoken, the sound before it is played first. Any other error stops at once. If `listen` returns
        early, the rest is not synthesised.
        """
        self.spool.write_bytes(b"")
        listener = threading.Thread(target=self._listen, args=(listen,), name="listening", daemon=True)
        listener.start()
        try:
            try:
                self._fill(heard)
            except TtsInterviewError:
                self._wait_for(listener)
                raise
            self._wait_for(listener)
        finally:
            self.is_dismissed = True
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

    # -- synthesis --

    def _fill(self, heard: Iterable[tuple[Item, bytes]]) -> None:
        since_s = time.monotonic()
        for item, pcm in heard:
            if isinstance(item, Speech):
                self._observe(time.monotonic() - since_s, len(pcm))
            self._put(item, pcm)
            self._wait_for_room()
            if self._is_left:
                return
            since_s = time.monotonic()

    def _observe(self, work_s: float, size_bytes: int) -> None:
        if self.expected[self._made].is_new:
            self.speed.observe(work_s, self._seconds(size_bytes // _BYTES_PER_FRAME))
        self._made += 1

    def _put(self, item: Item, pcm: bytes) -> None:
        try:
            with self.spool.open("ab") as file:
                file.write(pcm)
        except OSError as error:
            raise OutputError(f"the sound cannot be written to {self.spool}: {error.strerror}; free some space") from error
        with self._changed:
            if not (isinstance(item, Recording) and self.items and self.items[-1] is item):  # it comes in blocks
                self.items.append(item)
                self.starts.append(self.frames)
            self.frames += len(pcm) // _BYTES_PER_FRAME
            self._report()
            self._changed.notify_all()

    def _wait_for_room(self) -> None:
        with self._changed:
            while not (self._is_left or self._is_held_back) and self._ahead_s() > self._goal_s() + _MOST_AHEAD_S:
                self._changed.wait(_POLL_S)
        if self._failure:
            raise self._failure

    def _seconds(self, frames: int) -> float:
        return frames / self.sample_rate_hz

    def _ahead_s(self) -> float:
        return self._seconds(self.frames - self.place)

    def _goal_s(self) -> float:
        coming = (self.expected[number] for number in range(self._made, len(self.expected)))
        return needed_s(coming, self.rate * self.speed.cautious, self.speed.workers, self.rate * self.speed.loading_s)

    def _report(self) -> None:
        """Start playback once enough is buffered; while a slow engine delays it, report how long that will take."""
        if not self._is_held_back:
            return
        goal_s, ahead_s = self._goal_s(), self._ahead_s()
        self._is_held_back = ahead_s < goal_s
        self._is_told |= self.rate * self.speed.cautious > 1
        if self._is_told:
            # A missing second of sound is about a second of waiting: the buffer grows while the goal shrinks.
            self.on_progress(Progress(STEP, min(ahead_s, goal_s), goal_s, max(0.0, goal_s - ahead_s)))

    # -- playback --

    def _listen(self, listen: Callable[[], object]) -> None:
        try:
            listen()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that synthesises
            self._failure = error
        self._is_left = True

    @property
    def pending_s(self) -> float:
        """Seconds of sound that the player has accepted and, as far as one knows, not yet played."""
        # For a player that accepts all at once and plays none of it, this is too long, harmlessly.
        return max(0.0, self._heard_until_s - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether no more sound is to come."""
        return self.is_dismissed or (self._is_complete and self.place >= self.frames)

    @property
    def heard(self) -> int:
        """The frame that is heard now."""
        return max(self._since, self.place - round(self.pending_s * self.rate * self.sample_rate_hz))

    def is_ready(self) -> bool:
        """Return whether the next sound may be played; after a gap, only once enough of it is buffered."""
        with self._changed:
            is_there = self.place < self.frames
            if self._is_complete:
                return is_there
            if not (is_there or self._is_held_back or self.pending_s):
                self._is_held_back, self._is_told = True, False
            return is_there and not self._is_held_back

    def wait(self, seconds: float) -> None:
        """Wait for more sound, at most so long."""
        with self._changed:
            self._changed.wait(seconds)

    def sound(self, frames: int) -> bytes:
        """Return the next sound of the item that is heard, at most so many frames, as raw PCM."""
        end = next(iter(self.starts[self.number_at(self.place) + 1 :]), self.frames)
        # Closed at once: playback may end at any time, and Windows cannot delete an open file.
        with self.spool.open("rb") as file:
            file.seek(self.place * _BYTES_PER_FRAME)
            return file.read(min(frames, end - self.place) * _BYTES_PER_FRAME)

    def advance(self, frames: int, heard_s: float) -> None:
        """Go on after so much sound, which the player is to play in that many seconds."""
        self.place += frames
        self._heard_until_s = max(time.monotonic(), self._heard_until_s) + heard_s

    def jump(self, frame: int) -> None:
        """Go on at another place, which must be there. The player has dropped what it had not played."""
        self.place, self._since, self._heard_until_s = frame, frame, 0.0

    def number_at(self, frame: int) -> int:
        """Return the number, among `items`, of the one that is heard at a frame."""
        return max(0, bisect_right(self.starts, frame) - 1)
