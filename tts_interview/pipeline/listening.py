"""Plan -> sound at once: what is spoken is played, ahead of which as much waits as the engine needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from tts_interview.errors import TtsInterviewError
from tts_interview.model import Cue, Pause, Recording, Rundown, Speech, Transcript
from tts_interview.pipeline.edition import employed, room
from tts_interview.pipeline.planning import estimated_s
from tts_interview.sound.players import amplified, open_player
from tts_interview.sound.recordings import level_recordings
from tts_interview.sound.stitching import stream_sound
from tts_interview.sound.stretching import stretch_clips
from tts_interview.speech import closing, speak
from tts_interview.speech.buffer import Buffer, Expected, SpeedEstimate
from tts_interview.speech.engines import fingerprints, stand_in_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from tts_interview.model import Clip, Observer
    from tts_interview.pipeline.planning import Plan
    from tts_interview.sound.players import Player

    Heard = tuple[Speech | Recording | Pause | Cue, bytes]


@dataclass(frozen=True, slots=True)
class Listening:
    """How an interview is heard: on the sound card or through a player, or as a WAV stream that is written to `stream`."""

    stream: BinaryIO | None = None


def play(planned: Plan, listening: Listening, observer: Observer) -> None:
    """Speak and play; returns when all was heard. Raises EngineError and PlayerError."""
    engine, rate_hz = planned.engine, planned.engine.sample_rate_hz
    with (
        room(planned.settings.speech) as folder,
        employed(engine),
        open_player(rate_hz, listening.stream) as player,
    ):
        work_per_second = (stand_in_for(engine) or engine).work_per_second * _most_stretched(planned.rundown)
        speed = SpeedEstimate(work_per_second, engine.workers)
        buffer = Buffer(_expected(planned), speed, folder / "ahead.pcm", observer.progress)
        with closing(speak(planned.utterances, engine, planned.cache, at_once=True)) as clips:
            heard = stream_sound(level_recordings(planned.rundown, rate_hz), buffer.clips(), rate_hz)
            buffer.run(stretch_clips(clips, planned.rundown), partial(_play, heard, player, planned.transcript, observer))


class PlaysAlong:
    """Plays an episode while it is made, in a thread of its own, as fast as a listener hears it."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._clips: SimpleQueue[Clip | None] = SimpleQueue()
        self._stopped = Event()
        self._thread: Thread | None = None

    def tapped(self, plan: Plan, clips: Iterable[Clip]) -> Iterator[Clip]:
        """Yield the clips as they come, and play each."""
        self._thread = Thread(target=self._run, args=(plan,), name="listening", daemon=True)
        self._thread.start()
        for clip in clips:
            self._clips.put(clip)
            yield clip
        self._clips.put(None)

    def wait(self) -> None:
        """Return when all was heard."""
        if self._thread:
            self._thread.join()

    def stop(self) -> None:
        """End what is played."""
        self._stopped.set()
        self._clips.put(None)

    def _run(self, plan: Plan) -> None:
        rate_hz = plan.engine.sample_rate_hz
        coming = iter(self._clips.get, None)
        try:
            heard = stream_sound(level_recordings(plan.rundown, rate_hz), stretch_clips(coming, plan.rundown), rate_hz)
            with open_player(rate_hz) as player:
                _play(takewhile(lambda _item: not self._stopped.is_set(), heard), player, plan.transcript, self._observer)
        except TtsInterviewError as error:
            self._observer.notice(f"Not played: {error}")
        except (RuntimeError, StopIteration):  # the episode failed before its last clip
            return


def _play(heard: Iterator[Heard], player: Player, transcript: Transcript, observer: Observer) -> None:
    announced: Cue | None = None
    for item, pcm in heard:
        if isinstance(item, Cue):
            announced = None if item.announces else item
        elif announced and isinstance(item, (Speech, Recording)):
            # Only now: the turn may have had to be waited for.
            observer.turn(announced.turn + 1, announced.speaker, transcript.turns[announced.turn].text)
            announced = None
        if pcm:
            player.write(amplified(pcm))


def _most_stretched(rundown: Rundown) -> float:
    """How much longer than heard a clip is at most."""
    return max((speech.stretch for speech in rundown.speeches), default=1.0)


def _expected(planned: Plan) -> list[Expected]:
    cache, by_voice = planned.cache, fingerprints(planned.engine, planned.utterances)
    found: list[Expected] = []
    for item in planned.rundown.items:
        if isinstance(item, Speech):
            sound_s = estimated_s(item) / item.stretch
            found.append(Expected(sound_s, 0.0, is_new=not cache.has(item.utterance, by_voice[item.utterance.voice])))
        elif isinstance(item, (Pause, Recording)) and found:
            length_s = item.pause_ms / 1000 if isinstance(item, Pause) else item.seconds
            found[-1] = replace(found[-1], pause_s=found[-1].pause_s + length_s)
    return found
