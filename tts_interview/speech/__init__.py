"""Synthesise the clips of a rundown: from the cache or from the engine, in parallel, and in order."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import EngineError
from tts_interview.model import Clip, Progress, Utterance, no_progress
from tts_interview.speech.engines import fingerprints, stand_in_for

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from tts_interview.model import OnProgress
    from tts_interview.speech.cache import ClipCache
    from tts_interview.speech.engines import Engine

STEP = "speaking"
# Utterances queued for each worker: enough to keep it busy, few enough to stop quickly and to use little memory.
_AHEAD = 3
_WARM_UP_CLIPS = 3


def speak(
    utterances: Sequence[Utterance],
    engine: Engine,
    cache: ClipCache,
    on_progress: OnProgress = no_progress,
    *,
    at_once: bool = False,
) -> Generator[Clip, None, None]:
    """Yield the clips of the utterances in order, each as soon as it is ready, and cache new ones.

    With `at_once`, the stand-in of an engine speaks until the engine is prepared, if there is one.
    Raises EngineError if the engine cannot speak a text. Closing the iterator waits for the utterances in progress;
    KeyboardInterrupt does not.
    """
    work = _Synthesis(engine, cache, fingerprints(engine, utterances), at_once)
    progress = _Estimate(utterances, [work.is_cached(u) for u in utterances], on_progress)
    if engine.workers == 1:
        for utterance in utterances:
            clip = work.clip(utterance)
            progress.advance(utterance)
            yield clip
        return
    pool = ThreadPoolExecutor(engine.workers, thread_name_prefix="speaking")
    is_patient = True
    try:
        waiting: deque[tuple[Utterance, Future[Clip]]] = deque()
        coming = iter(utterances)
        while True:
            while len(waiting) < engine.workers * _AHEAD and (following := next(coming, None)):
                waiting.append((following, pool.submit(work.clip, following)))
            if not waiting:
                return
            utterance, future = waiting.popleft()
            clip = future.result()
            progress.advance(utterance)
            yield clip
    except KeyboardInterrupt:
        is_patient = False
        raise
    finally:
        pool.shutdown(wait=is_patient, cancel_futures=True)


@contextlib.contextmanager
def closing(clips: Generator[Clip, None, None]) -> Iterator[Generator[Clip, None, None]]:
    """Close the iterator on leaving, so that no thread keeps speaking; after KeyboardInterrupt without waiting."""
    try:
        yield clips
    except KeyboardInterrupt as interruption:
        with contextlib.suppress(KeyboardInterrupt):
            clips.throw(interruption)
        raise
    finally:
        clips.close()


@dataclass(frozen=True, slots=True)
class _Synthesis:
    engine: Engine
    cache: ClipCache
    fingerprints: Mapping[str, str]
    at_once: bool = False

    def is_cached(self, utterance: Utterance) -> bool:
        return self.cache.has(utterance, self.fingerprints[utterance.voice])

    def clip(self, utterance: Utterance) -> Clip:
        known = self.cache.get(utterance, self.fingerprints[utterance.voice])
        if known:
            return known
        if utterance.made_by:
            raise EngineError(f'the locked sound of "{utterance.text}" is gone or damaged: unlock that turn, or lock it again')
        stand_in = stand_in_for(self.engine) if self.at_once else None
        if stand_in:
            return _Synthesis(stand_in, self.cache, fingerprints(stand_in, [utterance])).clip(utterance)
        clip = self.engine.speak(utterance)
        self.cache.put(utterance, self.fingerprints[utterance.voice], clip)
        return clip


class _Estimate:
    """Reports how many characters were spoken, and how long the rest will take at the measured speed."""

    def __init__(self, utterances: Sequence[Utterance], cached: Sequence[bool], on_progress: OnProgress) -> None:
        self._new = {u for u, known in zip(utterances, cached, strict=True) if not known}
        self._total = sum(len(u.text) for u in utterances)
        self._left_new = sum(len(u.text) for u in self._new)
        self._spoken = self._spoken_new = self._new_count = 0
        self._measured_from = (time.monotonic(), 0)
        self._report = on_progress
        on_progress(Progress(STEP, 0, self._total, None if self._new else 0.0))

    def advance(self, utterance: Utterance) -> None:
        self._spoken += len(utterance.text)
        if utterance in self._new:
            self._new.remove(utterance)
            self._spoken_new += len(utterance.text)
            self._new_count += 1
            self._left_new -= len(utterance.text)
        self._report(Progress(STEP, self._spoken, self._total, self._left_s()))

    def _left_s(self) -> float | None:
        if not self._left_new:
            return 0.0
        # The first clips include the loading of the model, so they do not predict the rest.
        if self._new_count <= _WARM_UP_CLIPS:
            self._measured_from = (time.monotonic(), self._spoken_new)
            return None
        since_s, already = self._measured_from
        return (time.monotonic() - since_s) * self._left_new / max(1, self._spoken_new - already)
