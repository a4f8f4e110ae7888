"""What a listener asks for while an interview is played: pause, seek, another turn, another speed."""

from __future__ import annotations

from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from tts_interview.model import Cue, Pause, Recording, Speech
from tts_interview.pipeline.planning import estimated_s
from tts_interview.sound.stretching import stretched_sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Item, Observer
    from tts_interview.sound.players import Player
    from tts_interview.speech.buffer import Buffer

# A key acts after at most this time; a sound is handed to the player in pieces of this length.
_POLL_S = 0.05
_PIECE_S = 0.25
_SKIP_S = 15.0
# Later than this in a turn, the turn before it is reached in two steps.
_IN_TURN_S = 3.0
SLOWEST, FASTEST, SPEED_STEP = 0.5, 3.0, 0.1


class Command(StrEnum):
    """What a listener can ask for."""

    PAUSE = "pause"
    BACK = "back"
    ON = "on"
    NEXT = "next"
    PREVIOUS = "previous"
    FASTER = "faster"
    SLOWER = "slower"


class Controls:
    """The commands of a listener, given from any thread while `listen` plays."""

    def __init__(self) -> None:
        self._given: SimpleQueue[Command] = SimpleQueue()

    def give(self, command: Command) -> None:
        """Ask for something."""
        self._given.put(command)

    def taken(self) -> Iterator[Command]:
        """Yield the commands that were given since."""
        while True:
            try:
                yield self._given.get_nowait()
            except Empty:
                return


class Playback:
    """Plays the items of a rundown from a buffer, in the order for which the listener asks.

    A buffer begins with the item number `first`. If the listener wants an item that it lacks, `goes_to` is its number.
    """

    def __init__(self, items: Sequence[Item], player: Player, observer: Observer, controls: Controls | None) -> None:
        self._items, self._player, self._observer, self._controls = items, player, observer, controls
        self._buffer: Buffer | None = None
        self.first = 0
        self.rate = 1.0
        self.goes_to: int | None = None
        self._is_paused = False
        self._told = -1

    def heard(self, first: int, buffer: Buffer) -> Iterator[tuple[Item, bytes]]:
        """Yield the sound to play, piece by piece with its item; before it the cue of its turn where that is new."""
        self.first, self.goes_to, self._told, self._buffer = first, None, -1, buffer
        buffer.rate = self.rate
        while self._goes_on(buffer):
            if self._is_paused or not buffer.is_ready():
                buffer.wait(_POLL_S)
                continue
            number = first + buffer.number_at(buffer.place)
            yield from ((cue, b"") for cue in self._cues_until(number))
            self._told = number
            yield self._items[number], self._piece(buffer)

    @property
    def number(self) -> int:
        """The number of the item that is heard now."""
        return self.first + (self._buffer.number_at(self._buffer.heard) if self._buffer else 0)

    def _goes_on(self, buffer: Buffer) -> bool:
        for command in self._controls.taken() if self._controls and buffer.items else ():
            self._obey(command, buffer)
            if self.goes_to is not None:  # further commands are for there
                return False
        is_over = buffer.is_over and not (self._controls and buffer.pending_s and not buffer.is_dismissed)
        return not is_over

    def _cues_until(self, number: int) -> list[Cue]:
        """Return the cues since the last item, or after a jump that of the turn."""
        start = self._told + 1 if self._told >= 0 else 0
        cues = [item for item in self._items[start : number + 1] if isinstance(item, Cue)]
        return cues if self._told >= 0 else cues[-1:]

    def _piece(self, buffer: Buffer) -> bytes:
        pcm = buffer.sound(round(_PIECE_S * self.rate * buffer.sample_rate_hz))
        used = len(pcm) // 2
        if self.rate != 1:
            pcm, used = stretched_sound(pcm, self.rate, buffer.sample_rate_hz)
        buffer.advance(used, len(pcm) / 2 / buffer.sample_rate_hz)
        return pcm

    # -- commands --

    def _obey(self, command: Command, buffer: Buffer) -> None:
        if command is Command.PAUSE:
            self._jump(buffer, buffer.heard)
            self._is_paused = not self._is_paused
            if self._is_paused:
                self._observer.playback("Paused")
        elif command in {Command.BACK, Command.ON}:
            self._skip(buffer, _SKIP_S if command is Command.ON else -_SKIP_S)
        elif command in {Command.NEXT, Command.PREVIOUS}:
            self._turn(buffer, is_next=command is Command.NEXT)
        else:
            self._speed(buffer, SPEED_STEP if command is Command.FASTER else -SPEED_STEP)

    def _jump(self, buffer: Buffer, frame: int) -> None:
        self._player.drop()
        buffer.jump(frame)
        self._told = -1

    def _skip(self, buffer: Buffer, seconds: float) -> None:
        frame = buffer.heard + round(seconds * buffer.sample_rate_hz)
        if frame < 0 < self.first:
            self._leave(self._number_beyond(self.first, frame / buffer.sample_rate_hz))
        elif frame < buffer.frames:
            self._jump(buffer, max(0, frame))
        else:
            end = self.first + len(buffer.items)
            self._leave(self._number_beyond(end, (frame - buffer.frames) / buffer.sample_rate_hz))

    def _number_beyond(self, number: int, seconds: float) -> int:
        """Return the number of the item that is probably heard so many seconds after the start of another, or before it."""
        while seconds < 0 < number:
            number -= 1
            seconds += expected_s(self._items[number])
        while seconds >= 0 and number < len(self._items) - 1 and seconds >= expected_s(self._items[number]):
            seconds -= expected_s(self._items[number])
            number += 1
        return number

    def _turn(self, buffer: Buffer, *, is_next: bool) -> None:
        cues = [number for number, item in enumerate(self._items) if isinstance(item, Cue) and not item.announces]
        # The silence of the opening belongs to the first words.
        words = (number for number, item in enumerate(self._items) if isinstance(item, (Speech, Recording)))
        here = max(self.number, next(words))
        after = [number for number in cues if number > here]
        before = [number for number in cues if number <= here] or [0]
        if is_next and not after:
            self._observer.playback("This is the last turn")
            return
        target = after[0] if is_next else before[-1]
        if not is_next and len(before) > 1 and self._has_just_begun(buffer, target):
            target = before[-2]
        inside = target - self.first
        if 0 <= inside < len(buffer.items):
            self._jump(buffer, buffer.starts[inside])
        else:
            self._leave(target)

    def _has_just_begun(self, buffer: Buffer, number: int) -> bool:
        inside = number - self.first
        return inside >= 0 and buffer.heard - buffer.starts[inside] < _IN_TURN_S * buffer.sample_rate_hz

    def _leave(self, number: int) -> None:
        self._player.drop()
        self.goes_to = min(number, len(self._items) - 1)
        self._observer.playback("Not spoken yet: one moment" if self.goes_to > self.first else "One moment")

    def _speed(self, buffer: Buffer, step: float) -> None:
        self._jump(buffer, buffer.heard)
        self.rate = buffer.rate = min(FASTEST, max(SLOWEST, round(self.rate + step, 1)))
        self._observer.playback(f"Speed {self.rate:g}")


def expected_s(item: Item) -> float:
    """Return the expected length of an item in seconds."""
    if isinstance(item, Pause):
        return item.pause_ms / 1000
    if isinstance(item, Recording):
        return item.seconds
    return estimated_s(item) / item.stretch if isinstance(item, Speech) else 0.0
