"""Plan -> sound at once: what is spoken is played, ahead of which as much waits as the engine needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tts_interview.model import Cue, Pause, Recording, Rundown, Speech, Transcript
from tts_interview.pipeline.planning import employed, estimated_s, workspace_of
from tts_interview.sound.players import louder, opened_player
from tts_interview.sound.recordings import evened
from tts_interview.sound.stitching import sounds
from tts_interview.sound.stretching import as_heard
from tts_interview.speech import ending, speak
from tts_interview.speech.buffer import Buffer, Expected, Pace
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import fingerprints, stand_in_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from tts_interview.model import OnProgress
    from tts_interview.pipeline.planning import Plan
    from tts_interview.settings import Settings
    from tts_interview.sound.players import Player

    OnTurn = Callable[[int, str, str], None]
    Heard = tuple[Speech | Recording | Pause | Cue, bytes]


@dataclass(frozen=True, slots=True)
class Listening:
    """What of an interview is heard, and how: from the turn of that number on, counted from 1, or that turn only.

    With `stream`, a WAV stream is written to it; else the sound card plays, or a program that is found on the machine.
    `on_turn` is told the number of each turn, who speaks and the words, when it begins; in a thread of its own.
    """

    turn: int = 1
    only: bool = False
    stream: BinaryIO | None = None
    on_turn: OnTurn = lambda _number, _speaker, _words: None


def play(planned: Plan, settings: Settings, listening: Listening, on_progress: OnProgress) -> None:
    """Speak and play; returns when all was heard. Raises EngineError and PlayerError."""
    engine, rate_hz = planned.engine, planned.engine.sample_rate_hz
    with (
        workspace_of(settings) as folder,
        employed(engine),
        opened_player(rate_hz, listening.stream) as player,
    ):
        work_per_second = (stand_in_for(engine) or engine).work_per_second * _most_stretched(planned.rundown)
        pace = Pace(work_per_second, engine.workers)
        buffer = Buffer(_expected(planned, settings), pace, folder / "ahead.pcm", on_progress)
        utterances = [speech.utterance for speech in planned.rundown.speeches]
        with ending(speak(utterances, engine, ClipCache(settings.clips), at_once=True)) as clips:
            heard = sounds(evened(planned.rundown, rate_hz), buffer.clips(), rate_hz)
            buffer.run(as_heard(clips, planned.rundown), partial(_play, heard, player, planned.transcript, listening.on_turn))


def _play(heard: Iterator[Heard], player: Player, transcript: Transcript, on_turn: OnTurn) -> None:
    announced: Cue | None = None
    for item, pcm in heard:
        if isinstance(item, Cue):
            announced = None if item.announces else item
        elif announced and isinstance(item, (Speech, Recording)):
            # Only now: the turn may have had to be waited for.
            on_turn(announced.turn + 1, announced.speaker, transcript.turns[announced.turn].text)
            announced = None
        if pcm:
            player.write(louder(pcm))


def _most_stretched(rundown: Rundown) -> float:
    """How much longer than heard a clip is at most."""
    return max((speech.stretch for speech in rundown.speeches), default=1.0)


def _expected(planned: Plan, settings: Settings) -> list[Expected]:
    cache, by_voice = ClipCache(settings.clips), fingerprints(planned.engine, (s.utterance for s in planned.rundown.speeches))
    found: list[Expected] = []
    for item in planned.rundown.items:
        if isinstance(item, Speech):
            sound_s = estimated_s(item) / item.stretch
            found.append(Expected(sound_s, 0.0, is_new=not cache.has(item.utterance, by_voice[item.utterance.voice])))
        elif isinstance(item, (Pause, Recording)) and found:
            length_s = item.pause_ms / 1000 if isinstance(item, Pause) else item.seconds
            found[-1] = replace(found[-1], pause_s=found[-1].pause_s + length_s)
    return found
