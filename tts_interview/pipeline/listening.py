"""Plan -> sound at once: what is spoken is played, ahead of which as much waits as the engine needs."""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from tts_interview.errors import TtsInterviewError
from tts_interview.model import Cue, Recording, Rundown, Speech
from tts_interview.pipeline.bookmarks import Bookmark
from tts_interview.pipeline.edition import employed, room
from tts_interview.pipeline.playback import Controls, Playback, expected_s
from tts_interview.sound.players import amplified, open_player
from tts_interview.sound.recordings import level_recordings
from tts_interview.sound.stitching import stream_sound
from tts_interview.sound.stretching import stretch_clips
from tts_interview.speech import closing, speak
from tts_interview.speech.buffer import Buffer, Expected, SpeedEstimate
from tts_interview.speech.engines import engine_class, fingerprints, stand_in_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from tts_interview.model import Clip, Item, Observer, OnProgress, Progress, Transcript
    from tts_interview.pipeline.planning import Plan
    from tts_interview.sound.players import Player


# A shorter wait for a slow engine is not worth another voice.
_LONG_WAIT_S = 10.0
_AT_ONCE = "system"


@dataclass(frozen=True, slots=True)
class Listening:
    """How an interview is heard: on the sound card or through a player, or as a WAV stream that is written to `stream`.

    `controls` take the commands of a listener. With `resumes`, a player starts with the sentence at which the whole interview
    was stopped the last time.
    """

    stream: BinaryIO | None = None
    controls: Controls | None = None
    resumes: bool = False


def play(planned: Plan, listening: Listening, observer: Observer) -> None:
    """Speak and play; returns when all was heard. Raises EngineError and PlayerError."""
    engine, rate_hz = planned.engine, planned.engine.sample_rate_hz
    rundown = level_recordings(planned.rundown, rate_hz)
    work_per_second = (stand_in_for(engine) or engine).work_per_second * _most_stretched(rundown)
    speed = SpeedEstimate(work_per_second, engine.workers)
    bookmark = None if listening.stream or planned.settings.reading.turns else Bookmark(planned)
    with (
        room(planned.settings.speech) as folder,
        employed(engine),
        open_player(rate_hz, listening.stream) as player,
        _kept(bookmark, observer, playback := Playback(rundown.items, player, observer, listening.controls)),
    ):
        first: int | None = bookmark.number(observer) if bookmark and listening.resumes else 0
        while first is not None:
            items = rundown.items[first:]
            expected = _expected(planned, items)
            buffer = Buffer(expected, speed, folder / "ahead.pcm", rate_hz, _offering(planned, observer))
            rest, said = Rundown(items), planned.utterances[-len(expected) :] if expected else []
            with closing(speak(said, engine, planned.cache, at_once=True)) as clips:
                sound = stream_sound(rest, stretch_clips(clips, rest), rate_hz)
                heard = playback.heard(first, buffer)
                buffer.run(sound, partial(_play, heard, player, planned.transcript, observer))
            first = playback.goes_to


@contextlib.contextmanager
def _kept(bookmark: Bookmark | None, observer: Observer, playback: Playback) -> Iterator[None]:
    """Remember in the end where playback ended; nothing if it is at its end."""
    try:
        yield
    except BaseException:
        if bookmark:
            bookmark.keep(playback.number, observer)
        raise
    if bookmark:
        bookmark.forget()


def _offering(planned: Plan, observer: Observer) -> OnProgress:
    """Return where progress goes; the first of a long wait brings the offer of an engine that need not wait."""
    told = False

    def on_progress(progress: Progress) -> None:
        nonlocal told
        if not told and planned.engine.name != _AT_ONCE and (progress.left_s or 0.0) > _LONG_WAIT_S:
            told = True
            if not engine_class(_AT_ONCE).missing():
                observer.notice(
                    f"This machine speaks more slowly than people, so playback waits: `speech.engine` {_AT_ONCE} starts at once"
                )
        observer.progress(progress)

    return on_progress


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


def _play(heard: Iterator[tuple[Item, bytes]], player: Player, transcript: Transcript, observer: Observer) -> None:
    tell = _Teller(transcript, observer)
    for item, pcm in heard:
        tell(item)
        if pcm:
            player.write(amplified(pcm))


class _Teller:
    """Tells the observer which chapter and which turn begins."""

    def __init__(self, transcript: Transcript, observer: Observer) -> None:
        self._transcript, self._observer = transcript, observer
        paragraphs = ((t, p, one) for t, turn in enumerate(transcript.turns) for p, one in enumerate(turn.paragraphs))
        self._headings = [((turn, number), p.heading) for turn, number, p in paragraphs if p.heading.strip()]
        self._chapter = 0
        self._cue: Cue | None = None

    def __call__(self, item: Item) -> None:
        if isinstance(item, Cue):
            self._cue = None if item.announces else item
        elif isinstance(item, (Speech, Recording)):
            # Only now: the turn may have had to be waited for.
            self._tell(bisect_right(self._headings, (item.turn, item.paragraph), key=lambda heading: heading[0]))

    def _tell(self, chapter: int) -> None:
        if chapter and chapter != self._chapter:
            self._observer.notice(f"Chapter: {self._headings[chapter - 1][1]}")
        self._chapter = chapter
        if self._cue:
            turn = self._transcript.turns[self._cue.turn]
            self._observer.turn(self._cue.turn + 1, self._cue.speaker, turn.text)
            self._cue = None


def _most_stretched(rundown: Rundown) -> float:
    """How much longer than heard a clip is at most."""
    return max((speech.stretch for speech in rundown.speeches), default=1.0)


def _expected(planned: Plan, items: Sequence[Item]) -> list[Expected]:
    cache, by_voice = planned.cache, fingerprints(planned.engine, planned.utterances)
    found: list[Expected] = []
    for item in items:
        if isinstance(item, Speech):
            is_new = not cache.has(item.utterance, by_voice[item.utterance.voice])
            found.append(Expected(expected_s(item), 0.0, is_new=is_new))
        elif found:
            found[-1] = replace(found[-1], pause_s=found[-1].pause_s + expected_s(item))
    return found
