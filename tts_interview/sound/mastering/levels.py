"""Make all voices equally loud: measure the loudness of each source in an episode and derive its gain."""

from __future__ import annotations

import math
import statistics
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import measure_lufs
from tts_interview.model import Samples
from tts_interview.sound.mastering.finishing import CEILING_DBTP, limiter
from tts_interview.sound.mix import Source, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tts_interview.model import Passage
    from tts_interview.sound.mix import Mix

_BYTES_PER_FRAME = 2
_FULL_SCALE = 32_768
_BLOCK_BYTES = 1 << 20
# BS.1770 measures blocks of 0.4 s, so sound shorter than a second is repeated until it fills one.
_SHORTEST_S = 1.0
# A single word may be loud or soft on purpose: the gain of such a source deviates from the median by no more than this.
_SHORT_DEVIATION_DB = 6.0
_MOST_DB = 30.0
# Headroom below the ceiling for the overshoot of encoders; the limiter works there.
_ENCODERS_DB = 0.8
_MOST_MADE_UP_DB = 4.0
_SETTLED_LU = 0.3
_MOST_ATTEMPTS = 3
# Five minutes of a voice, sampled across the episode, are as loud as all of it.
_ENOUGH_S = 300.0
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Level:
    """Gated loudness of a source (ITU-R BS.1770) in LUFS, -inf for silence, and the seconds that it was measured over.

    `peak_db` is the level of the largest sample, in dBFS.
    """

    lufs: float
    seconds: float
    peak_db: float


def levelled(mix: Mix, lufs: float, *, match: bool = True) -> Mix:
    """Return the mix with gains that bring every source to `lufs`.

    Without `match`, voices keep their levels, and recordings are brought to the level of the voice that they replace.
    """
    levels = measure_levels(mix)
    if match:
        return replace(mix, gains_db=_made_up(mix, levels, gains(levels, lufs)), lufs=lufs, voices_lufs=lufs)
    heard = [level.lufs for level in levels.values() if math.isfinite(level.lufs)]
    voices_lufs = statistics.median(heard) if heard else -math.inf
    return replace(mix, gains_db=gains_of_recordings(levels), voices_lufs=voices_lufs)


def _made_up(mix: Mix, levels: Mapping[Source, Level], wanted_db: Mapping[Source, float]) -> dict[Source, float]:
    """Raise the gains by the loudness that the limiter will cost voices with high peaks."""
    ceiling_db, found = CEILING_DBTP - _ENCODERS_DB, dict(wanted_db)
    hit = [source for source, db in found.items() if levels[source].peak_db + db > ceiling_db]
    for _attempt in range(_MOST_ATTEMPTS):
        chains = {source: f"volume={found[source]:.2f}dB,{limiter(ceiling_db)}" for source in hit}
        for source, level in _measured(mix, chains).items():
            taken = levels[source].lufs + wanted_db[source] - level.lufs
            found[source] = min(found[source] + taken, wanted_db[source] + _MOST_MADE_UP_DB)
            if taken < _SETTLED_LU:
                hit.remove(source)
    return found


def gains(levels: Mapping[Source, Level], lufs: float) -> dict[Source, float]:
    """Return the gain in dB that brings each source to `lufs`.

    Silence gets no gain. A source of less than a second gets a gain near the median of the others.
    """
    wanted = {source: lufs - level.lufs for source, level in levels.items() if math.isfinite(level.lufs)}
    settled = [db for source, db in wanted.items() if levels[source].seconds >= _SHORTEST_S]
    if settled:
        median = statistics.median(settled)
        for source, db in wanted.items():
            if levels[source].seconds < _SHORTEST_S:
                wanted[source] = _within(db, median - _SHORT_DEVIATION_DB, median + _SHORT_DEVIATION_DB)
    return {source: _within(db, -_MOST_DB, _MOST_DB) for source, db in wanted.items()}


def gains_of_recordings(levels: Mapping[Source, Level]) -> dict[Source, float]:
    """Return the gain in dB that makes each recording as loud as its speaker's voice, or else as the median voice."""
    voices = {source.speaker: level.lufs for source, level in levels.items() if not source.recording}
    heard = [lufs for lufs in voices.values() if math.isfinite(lufs)]
    found: dict[Source, float] = {}
    for source, level in levels.items():
        aim = voices.get(source.speaker, statistics.median(heard) if heard else level.lufs)
        if source.recording and math.isfinite(level.lufs) and math.isfinite(aim):
            found[source] = _within(aim - level.lufs, -_MOST_DB, _MOST_DB)
    return found


def measure_levels(mix: Mix) -> dict[Source, Level]:
    """Measure the level of each source over its passages."""
    return _measured(mix, {source_of(passage): "" for passage in mix.passages})


def _measured(mix: Mix, chains: Mapping[Source, str]) -> dict[Source, Level]:
    """Measure sources in parallel, each through its chain of ffmpeg filters."""
    everything: dict[Source, list[Passage]] = {source: [] for source in chains}
    for passage in mix.passages:
        if source_of(passage) in everything:
            everything[source_of(passage)].append(passage)
    passages = {source: _enough(found, mix.sample_rate_hz) for source, found in everything.items()}
    stopped = threading.Event()
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="measuring") as pool:
        try:
            measured = pool.map(lambda source: _level(mix, passages[source], chains[source], stopped), passages)
            return dict(zip(passages, measured, strict=True))
        except BaseException:
            stopped.set()
            raise


def _enough(passages: Sequence[Passage], sample_rate_hz: int) -> Sequence[Passage]:
    """Return every nth passage, so that enough sound remains to measure."""
    seconds = sum(p.end - p.start for p in passages) / sample_rate_hz
    return passages[:: max(1, int(seconds / _ENOUGH_S))]


def _level(mix: Mix, passages: Sequence[Passage], chain: str, stopped: threading.Event) -> Level:
    import numpy as np

    peak = 0
    seconds = sum(p.end - p.start for p in passages) / mix.sample_rate_hz
    times = math.ceil(_SHORTEST_S / seconds) if seconds else 0

    def blocks() -> Iterator[bytes]:
        nonlocal peak
        for _ in range(times):
            for block in _raw(mix.sound, passages, stopped):
                samples = np.frombuffer(block, "<i2")
                peak = max(peak, int(samples.max()), -int(samples.min()))
                yield block

    lufs = measure_lufs(Samples(blocks, mix.sample_rate_hz, "s16le"), filters=chain)
    return Level(lufs, seconds, 20 * math.log10(peak / _FULL_SCALE) if peak else -math.inf)


def _raw(sound: Path, passages: Sequence[Passage], stopped: threading.Event) -> Iterator[bytes]:
    with sound.open("rb") as file:
        for passage in passages:
            file.seek(passage.start * _BYTES_PER_FRAME)
            left = (passage.end - passage.start) * _BYTES_PER_FRAME
            while left and not stopped.is_set():
                block = file.read(min(left, _BLOCK_BYTES))
                left -= len(block)
                yield block


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))
