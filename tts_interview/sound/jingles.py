"""Prepare the user's opening and closing sounds: level them, and fade them under the voices."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import decoded, measure_lufs
from tts_interview.model import Pause, Rundown, Samples
from tts_interview.sound.mix import Bed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.settings.sound import SoundSettings

_BYTES_PER_SAMPLE = 4
# An opening plays alone, then under the voices; a closing the other way round.
_OPENING_ALONE_S, _OPENING_UNDER_S = 8.0, 6.0
_CLOSING_UNDER_S, _CLOSING_ALONE_S = 4.0, 20.0
# A closing shorter than this is a signal rather than music, and starts after the voices.
_SIGNAL_S = 8.0
_BREATH_S = 0.3
_DIP_S = 1.0
_OUT_S = 3.0
_EDGE_S = 0.005
# Music sounds as loud as speech when it measures less; under a voice it must not mask the words.
_BELOW_SPEECH_DB = 4.0
_UNDER_VOICES = 0.2
_MOST_DB = 30.0
_SHORTEST_S = 1.0


@dataclass(frozen=True, slots=True)
class Jingle:
    """Mono sound, 32-bit float, little-endian, with its fades and final level.

    `alone_s` seconds play without voices, before or after them; `shift_s` is the start of a closing, relative to the end of
    the voices.
    """

    name: str
    samples: bytes = field(repr=False)
    alone_s: float
    shift_s: float = 0.0

    def bed(self, voices_end: int, sample_rate_hz: int) -> Bed:
        """Place the sound in an episode whose voices end at sample `voices_end`; pass 0 for an opening."""
        return Bed(self.name, max(0, voices_end + round(self.shift_s * sample_rate_hz)), self.samples)


def opening(path: Path, sample_rate_hz: int, lufs: float) -> Jingle:
    """Prepare the sound that introduces voices of the loudness `lufs`. Raises EncodingError if the file cannot be decoded."""
    sound = _read(path, sample_rate_hz, _OPENING_ALONE_S + _OPENING_UNDER_S)
    end_s = len(sound) / sample_rate_hz
    alone_s = min(_OPENING_ALONE_S, max(end_s - _DIP_S, end_s / 2))
    under_s = min(alone_s + _DIP_S, (alone_s + end_s) / 2)
    faded = _faded(sound, sample_rate_hz, (0, _EDGE_S, alone_s, under_s, end_s), (0, 1, 1, _UNDER_VOICES, 0))
    return Jingle("Opening sound", _matched(faded, sample_rate_hz, lufs), alone_s)


def closing(path: Path, sample_rate_hz: int, lufs: float) -> Jingle:
    """Prepare the sound that follows voices of the loudness `lufs`; a long one starts under their last words.

    Raises EncodingError if the file cannot be decoded.
    """
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
    """The sounds around the voices of an episode, or None."""

    opening: Jingle | None = None
    closing: Jingle | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sounds."""
        return tuple(jingle.name for jingle in (self.opening, self.closing) if jingle)

    @property
    def alone_s(self) -> float:
        """The seconds that they add to an episode."""
        return sum(jingle.alone_s for jingle in (self.opening, self.closing) if jingle)

    def around(self, rundown: Rundown) -> Rundown:
        """Return the rundown with pauses for the sounds."""
        before = (Pause(_ms(self.opening.alone_s), "opening sound"),) if self.opening else ()
        after = (Pause(_ms(self.closing.alone_s), "closing sound"),) if self.closing else ()
        return Rundown((*before, *rundown.items, *after))

    def beds(self, voices_end: int, sample_rate_hz: int) -> tuple[Bed, ...]:
        """Place both sounds in an episode whose voices end at sample `voices_end`."""
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
    """Read up to `most_s` seconds from the start of a sound file, mono, in [-1, 1]."""
    import numpy as np

    wanted = int(most_s * sample_rate_hz) * _BYTES_PER_SAMPLE
    found = bytearray()
    for block in decoded(path, sample_rate_hz, "f32le"):
        found += block
        if len(found) >= wanted:
            break
    whole = len(found) - len(found) % _BYTES_PER_SAMPLE
    samples = np.frombuffer(bytes(found[: min(wanted, whole)]), dtype="<f4")
    # A floating-point file may contain NaN or infinity.
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
    measured = measure_lufs(Samples(lambda: [data] * times, sample_rate_hz))
    if not math.isfinite(measured):
        return data
    gain_db = max(-_MOST_DB, min(_MOST_DB, lufs - _BELOW_SPEECH_DB - measured))
    return (sound * math.pow(10, gain_db / 20)).astype("<f4").tobytes()
