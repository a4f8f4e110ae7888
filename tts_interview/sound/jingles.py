"""A sound of the user's before the voices and one after them: brought to its loudness, and faded under the voices."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import Samples, decoded, measure_loudness
from tts_interview.model import Pause, Rundown
from tts_interview.sound.mix import Bed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.settings.sound import SoundSettings

_BYTES_PER_SAMPLE = 4
# An opening is heard alone for so long, then under the voices; a closing the other way round.
_OPENING_ALONE_S, _OPENING_UNDER_S = 8.0, 6.0
_CLOSING_UNDER_S, _CLOSING_ALONE_S = 4.0, 20.0
# What is shorter than this is a signal more than music, and waits until the voices have ended.
_SIGNAL_S = 8.0
_BREATH_S = 0.3
_DIP_S = 1.0
_OUT_S = 3.0
_EDGE_S = 0.005
# Music seems as loud as speech when it measures less; under a voice it must leave the words alone.
_BELOW_SPEECH_DB = 4.0
_UNDER_VOICES = 0.2
_MOST_DB = 30.0
_SHORTEST_S = 1.0


@dataclass(frozen=True, slots=True)
class Jingle:
    """Mono sound, 32-bit float little-endian, faded and as loud as it is heard.

    `alone_s` seconds of it are heard without the voices, before them or after them; `shift_s` is where a closing begins,
    from the end of the voices on.
    """

    name: str
    samples: bytes = field(repr=False)
    alone_s: float
    shift_s: float = 0.0

    def bed(self, voices_end: int, sample_rate_hz: int) -> Bed:
        """The sound at its place in an episode; an opening is given 0 for the sample at which the voices end."""
        return Bed(self.name, max(0, voices_end + round(self.shift_s * sample_rate_hz)), self.samples)


def opening(path: Path, sample_rate_hz: int, lufs: float) -> Jingle:
    """The sound before voices of the loudness `lufs`; after it they begin. Raises EncodingError if it is no sound."""
    sound = _read(path, sample_rate_hz, _OPENING_ALONE_S + _OPENING_UNDER_S)
    end_s = len(sound) / sample_rate_hz
    alone_s = min(_OPENING_ALONE_S, max(end_s - _DIP_S, end_s / 2))
    under_s = min(alone_s + _DIP_S, (alone_s + end_s) / 2)
    faded = _faded(sound, sample_rate_hz, (0, _EDGE_S, alone_s, under_s, end_s), (0, 1, 1, _UNDER_VOICES, 0))
    return Jingle("Opening sound", _matched(faded, sample_rate_hz, lufs), alone_s)


def closing(path: Path, sample_rate_hz: int, lufs: float) -> Jingle:
    """The sound after voices of the loudness `lufs`; a long one begins under their last words. Raises as `opening` does."""
    sound = _read(path, sample_rate_hz, _CLOSING_UNDER_S + _CLOSING_ALONE_S)
    end_s = len(sound) / sample_rate_hz
    out_s = max(end_s - _OUT_S, end_s / 2)
    if end_s < _SIGNAL_S:
        faded = _faded(sound, sample_rate_hz, (0, _EDGE_S, max(_EDGE_S, out_s), end_s), (0, 1, 1, 0))
        return Jingle("Closing sound", _matched(faded, sample_rate_hz, lufs), end_s + _BREATH_S, _BREATH_S)
    rising = (0, _CLOSING_UNDER_S - _DIP_S, _CLOSING_UNDER_S + _BREATH_S)
    faded = _faded(sound, sample_rate_hz, (*rising, max(out_s, rising[-1]), end_s), (0, _UNDER_VOICES, 1, 1, 0))
    return Jingle("Closing sound", _matched(faded, sample_rate_hz, lufs), end_s - _CLOSING_UNDER_S, -_CLOSING_UNDER_S)


@dataclass(frozen=True, slots=True)
class Jingles:
    """What is heard around the voices of an episode; None for silence."""

    opening: Jingle | None = None
    closing: Jingle | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What the sounds are called."""
        return tuple(jingle.name for jingle in (self.opening, self.closing) if jingle)

    @property
    def alone_s(self) -> float:
        """How much longer they make an episode, in seconds."""
        return sum(jingle.alone_s for jingle in (self.opening, self.closing) if jingle)

    def around(self, rundown: Rundown) -> Rundown:
        """The rundown with room for them."""
        before = (Pause(_ms(self.opening.alone_s), "opening sound"),) if self.opening else ()
        after = (Pause(_ms(self.closing.alone_s), "closing sound"),) if self.closing else ()
        return Rundown((*before, *rundown.items, *after))

    def beds(self, voices_end: int, sample_rate_hz: int) -> tuple[Bed, ...]:
        """Both at their places in an episode whose voices end at that sample."""
        places = ((self.opening, 0), (self.closing, voices_end))
        return tuple(jingle.bed(place, sample_rate_hz) for jingle, place in places if jingle)


def jingles_of(wanted: SoundSettings, turns: frozenset[int] | None, count: int, sample_rate_hz: int) -> Jingles:
    """Return the sounds wanted around the voices, if the first and the last of `count` turns are among those spoken."""
    first, last = wanted.opening_sound, wanted.closing_sound
    return Jingles(
        opening(first, sample_rate_hz, wanted.target_lufs) if first and (turns is None or 1 in turns) else None,
        closing(last, sample_rate_hz, wanted.target_lufs) if last and (turns is None or count in turns) else None,
    )


def _ms(seconds: float) -> int:
    return math.ceil(seconds * 1000)


def _read(path: Path, sample_rate_hz: int, most_s: float) -> NDArray[np.float32]:
    """The beginning of a sound file, mono, in [-1, 1]."""
    import numpy as np

    wanted = int(most_s * sample_rate_hz) * _BYTES_PER_SAMPLE
    found = bytearray()
    for block in decoded(path, sample_rate_hz, "f32le"):
        found += block
        if len(found) >= wanted:
            break
    whole = len(found) - len(found) % _BYTES_PER_SAMPLE
    samples = np.frombuffer(bytes(found[: min(wanted, whole)]), dtype="<f4")
    # A file of floating point numbers may hold what is none.
    clipped: NDArray[np.float32] = np.clip(np.nan_to_num(samples), -1.0, 1.0)
    return clipped


def _faded(
    sound: NDArray[np.float32], sample_rate_hz: int, times_s: Sequence[float], factors: Sequence[float]
) -> NDArray[np.float32]:
    import numpy as np

    factor = np.interp(np.arange(len(sound)) / sample_rate_hz, times_s, factors)
    return np.multiply(sound, factor, dtype=np.float32)


def _matched(sound: NDArray[np.float32], sample_rate_hz: int, lufs: float) -> bytes:
    data = sound.astype("<f4").tobytes()
    times = math.ceil(_SHORTEST_S * sample_rate_hz / len(sound))
    measured = measure_loudness(Samples(lambda: [data] * times, sample_rate_hz)).lufs
    if not math.isfinite(measured):
        return data
    gain_db = max(-_MOST_DB, min(_MOST_DB, lufs - _BELOW_SPEECH_DB - measured))
    return (sound * math.pow(10, gain_db / 20)).astype("<f4").tobytes()
