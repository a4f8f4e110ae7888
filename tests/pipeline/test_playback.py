"""Commands of a listener: what is heard after each, where playback goes on, and where it goes on the next time."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tts_interview.model import Cue, Item, Observer, Pause, Progress, Speech, Utterance
from tts_interview.pipeline.listening import _offering
from tts_interview.pipeline.playback import FASTEST, SLOWEST, Command, Controls, Playback
from tts_interview.speech.buffer import Buffer, Expected, SpeedEstimate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Hear = Callable[..., "Heard"]

RATE_HZ = 1000
PIECE_S = 0.25


def words(turn: int, sentence: int, seconds: float) -> Speech:
    return Speech(turn, sentence, "Yes.", (), Utterance("x" * round(16 * seconds), "a", "en"))


# Turns of 10, 30 and 5 seconds, a second apart.
ITEMS: tuple[Item, ...] = (
    Cue(0, "Ann"),
    words(0, 0, 10),
    Pause(1000, "turn"),
    Cue(1, "Ben"),
    words(1, 0, 20),
    words(1, 1, 10),
    Pause(1000, "break"),
    Cue(2, "Ann"),
    words(2, 0, 5),
)


def seconds_of(item: Item) -> float:
    return len(item.utterance.text) / 16 if isinstance(item, Speech) else 1.0 if isinstance(item, Pause) else 0.0


@dataclass
class Stage:
    """A player whose clock is the sound that it plays, and an observer. It has nothing waiting unless it is `greedy`."""

    greedy: bool = False
    now_s: float = 0.0
    dropped: int = 0
    said: list[str] = field(default_factory=list)

    def write(self, pcm: bytes) -> None:
        self.now_s += 0 if self.greedy else len(pcm) / 2 / RATE_HZ

    def drop(self) -> None:
        self.dropped += 1

    def finish(self) -> None: ...

    def stop(self) -> None: ...


class Hearing(Observer):
    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def playback(self, line: str) -> None:
        self.stage.said.append(line)

    def notice(self, line: str) -> None:
        self.stage.said.append(line)


@dataclass
class Heard:
    """What was heard: each item by its number and the second of it at which a piece begins, and the cues before."""

    playback: Playback
    stage: Stage
    pieces: list[tuple[int, float]] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)

    @property
    def order(self) -> list[int]:
        """The items without repetition."""
        numbers = [number for number, _ in self.pieces]
        return [number for place, number in enumerate(numbers) if not place or numbers[place - 1] != number]


@pytest.fixture
def hear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hear:
    """Return a function that plays the items from `first`, and gives each command when the clock has that time."""

    def played(
        script: Mapping[float, Command],
        first: int = 0,
        *,
        there: int = len(ITEMS),
        greedy: bool = False,
        playback: Playback | None = None,
    ) -> Heard:
        stage, controls, waiting = Stage(greedy), Controls(), dict(script)
        monkeypatch.setattr("tts_interview.speech.buffer.time.monotonic", lambda: stage.now_s)
        items = ITEMS[first : first + there]
        left = threading.Event()
        buffer = Buffer([Expected(1, 0, is_new=False)] * len(items), SpeedEstimate(0.01), tmp_path / "ahead.pcm", RATE_HZ)
        playback = playback or Playback(ITEMS, stage, Hearing(stage), controls)
        playback._player, playback._observer, playback._controls = stage, Hearing(stage), controls
        heard = Heard(playback, stage)

        def wait(seconds: float) -> None:
            stage.now_s += seconds if buffer._is_complete else 0.0
            give()

        def give() -> None:
            for due_s in [due_s for due_s in waiting if due_s <= stage.now_s]:
                controls.give(waiting.pop(due_s))

        def listen() -> None:
            while not (buffer._is_complete or len(buffer.items) == there):
                threading.Event().wait(0.001)
            buffer.wait = wait  # type: ignore[method-assign]
            for item, pcm in playback.heard(first, buffer):
                if isinstance(item, Cue):
                    heard.cues.append(item.turn)
                    continue
                number = ITEMS.index(item)
                heard.pieces.append((number, np.frombuffer(pcm, "<i2")[0] / 100))
                stage.write(pcm)
                give()
            left.set()

        def spoken() -> Iterator[tuple[Item, bytes]]:
            yield from ((item, sound_of(item)) for item in items)
            assert len(items) < there or there == len(ITEMS) or left.wait(10)

        buffer.run(spoken(), listen)
        return heard

    return played


def sound_of(item: Item) -> bytes:
    """Return samples that tell the time since the start of the item, in hundredths of a second."""
    return (np.arange(round(seconds_of(item) * RATE_HZ)) // 10).astype("<i2").tobytes()


def second_of(heard: Heard, after: int) -> tuple[int, float]:
    """Return the piece that follows the first `after` pieces: its item, and the second of it."""
    return heard.pieces[after]


def test_without_a_command_every_item_is_heard_once_in_order(hear: Hear) -> None:
    heard = hear({})
    assert heard.order == [1, 2, 4, 5, 6, 8]
    assert heard.cues == [0, 1, 2]
    assert len(heard.pieces) == 47 / PIECE_S
    assert heard.stage.dropped == 0


def test_a_pause_holds_the_sound_and_goes_on_with_the_same_sample(hear: Hear) -> None:
    heard = hear({3.0: Command.PAUSE, 9.0: Command.PAUSE})
    assert [second for number, second in heard.pieces if number == 1] == [n * PIECE_S for n in range(40)]
    assert heard.stage.said == ["Paused"]
    assert heard.stage.now_s == pytest.approx(47 + 6, abs=0.2)


def test_what_a_player_had_accepted_and_not_played_is_heard_after_a_pause(hear: Hear) -> None:
    heard = hear({0.0: Command.PAUSE, 2.0: Command.PAUSE}, greedy=True)
    # It accepted a piece and played none of it: the clock stands still while it writes.
    assert heard.pieces[:2] == [(1, 0.0), (1, 0.0)]


def test_back_and_on_move_by_15_seconds(hear: Hear) -> None:
    heard = hear({20.0: Command.BACK})
    place = 20.0 / PIECE_S
    assert second_of(heard, int(place)) == (1, 5.0)
    heard = hear({2.0: Command.ON})
    assert second_of(heard, int(2.0 / PIECE_S)) == (4, 6.0)


def test_back_stops_at_the_start(hear: Hear) -> None:
    assert second_of(hear({4.0: Command.BACK}), 16) == (1, 0.0)


def test_back_at_the_end_is_still_obeyed_while_the_player_plays(hear: Hear) -> None:
    heard = hear({0.0: Command.PAUSE, 0.5: Command.PAUSE, 45.0: Command.BACK}, greedy=True)
    assert heard.stage.dropped == 3
    assert heard.pieces[-1][0] == 8
    assert heard.order.count(8) == 2


def test_next_and_previous_move_between_the_starts_of_turns(hear: Hear) -> None:
    heard = hear({2.0: Command.NEXT, 4.0: Command.NEXT})
    assert second_of(heard, 8) == (4, 0.0)
    assert second_of(heard, 16) == (8, 0.0)
    assert heard.cues == [0, 1, 2]
    heard = hear({16.0: Command.PREVIOUS, 17.0: Command.PREVIOUS})
    assert second_of(heard, 64) == (4, 0.0)
    assert second_of(heard, 68) == (1, 0.0)
    assert heard.cues[:4] == [0, 1, 1, 0]


def test_after_the_last_turn_there_is_none(hear: Hear) -> None:
    heard = hear({44.0: Command.NEXT})
    assert heard.stage.said == ["This is the last turn"]
    assert heard.order == [1, 2, 4, 5, 6, 8]


def test_another_speed_plays_all_of_it_in_less_time(hear: Hear) -> None:
    heard = hear({0.25: Command.FASTER})
    assert heard.stage.said == ["Speed 1.1"]
    assert heard.order == [1, 2, 4, 5, 6, 8]
    assert heard.stage.now_s == pytest.approx(47 / 1.1, rel=0.02)


def test_the_speed_stays_within_its_limits_and_for_the_whole_interview(hear: Hear) -> None:
    heard = hear({n / 100: Command.SLOWER for n in range(9)})
    assert heard.playback.rate == SLOWEST
    heard = hear({n / 100: Command.FASTER for n in range(40)})
    assert heard.playback.rate == FASTEST
    again = hear({}, playback=heard.playback)
    assert again.stage.now_s == pytest.approx(47 / FASTEST, rel=0.1)


def test_what_lies_before_the_buffer_is_asked_for(hear: Hear) -> None:
    heard = hear({2.0: Command.BACK}, first=5)
    assert heard.playback.goes_to == 4
    assert heard.stage.said == ["One moment"]
    assert hear({8.0: Command.BACK}, first=4).playback.goes_to == 1  # a second of pause, and six of the turn
    assert hear({2.0: Command.PREVIOUS}, first=5).playback.goes_to == 3
    assert hear({1.0: Command.PREVIOUS}, first=3).playback.goes_to == 0


def test_what_is_not_spoken_yet_is_asked_for(hear: Hear) -> None:
    heard = hear({1.0: Command.ON}, there=3)
    assert heard.playback.goes_to == 4  # five seconds of it
    assert heard.stage.said == ["Not spoken yet: one moment"]
    assert hear({1.0: Command.NEXT}, there=2).playback.goes_to == 3
    assert hear({1.0: Command.NEXT}, first=4, there=1).playback.goes_to == 7


def test_the_turn_is_told_where_playback_begins_in_its_middle(hear: Hear) -> None:
    assert hear({}, first=5).cues == [1, 2]


def test_the_item_that_is_heard_is_known(hear: Hear) -> None:
    heard = hear({15.0: Command.PAUSE, 16.0: Command.PAUSE, 17.0: Command.PREVIOUS, 17.25: Command.PREVIOUS}, first=3)
    assert heard.playback.goes_to == 0
    assert heard.playback.number == 4


@pytest.mark.parametrize(("left_s", "engine", "count"), [(60.0, "kokoro", 1), (5.0, "kokoro", 0), (60.0, "system", 0)])
def test_a_long_wait_for_a_slow_engine_brings_one_offer(left_s: float, engine: str, count: int) -> None:
    stage = Stage()
    planned = type("Planned", (), {"engine": type("Engine", (), {"name": engine})})
    on_progress = _offering(planned, Hearing(stage))  # type: ignore[arg-type]
    for _ in range(3):
        on_progress(Progress("buffering", 0, 100, left_s))
    assert len(stage.said) == count
    assert all("`speech.engine` system starts at once" in line for line in stage.said)
