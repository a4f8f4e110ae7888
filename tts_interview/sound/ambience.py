"""Make room tone: soft noise of a quiet room, so that pauses are not digital silence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.model import Passage

ROOM_TONE = "Room tone"
# -65 dBFS under voices at -16 LUFS; softer voices have a softer room.
_BELOW_VOICES_DB = 49.0
_FADE_S = 1.0
_SHARE_OF_SHORT = 0.25
# The noise repeats after 2 ** 19 samples, 22 s at 24 kHz, without a seam.
_LOOP_FRAMES = 1 << 19
_SEED = 65
# The spectrum of a furnished room at night: it falls by 6 dB an octave, without rumble and without hiss. DNSMOS rates speech
# with it as without; noise that fell by 4.5 dB up to 8 kHz cost 0.035 of the overall score.
_FALL = 1.0
_RUMBLE_HZ, _HISS_HZ = 80.0, 4_000.0


@dataclass(frozen=True, slots=True)
class RoomTone:
    """Room tone from sample `start` up to, but not including, `end`, at an RMS level in dBFS, faded at both ends."""

    start: int
    end: int
    level_dbfs: float
    sample_rate_hz: int
    name: str = ROOM_TONE

    def add_to(self, block: NDArray[np.float32], start: int) -> None:
        """Add the part that falls into the block starting at sample `start` of the episode."""
        import numpy as np

        first, last = max(start, self.start), min(start + len(block), self.end)
        if first >= last:
            return
        places = np.arange(first, last)
        sound = np.take(_noise(self.sample_rate_hz), places, mode="wrap") * np.float32(10 ** (self.level_dbfs / 20))
        fade = max(1.0, min(_FADE_S * self.sample_rate_hz, _SHARE_OF_SHORT * (self.end - self.start)))
        if first < self.start + fade or last > self.end - fade:
            sound *= np.clip(np.minimum(places - self.start, self.end - 1 - places) / fade, 0, 1, dtype=np.float32)
        block[first - start : last - start] += sound


def room_tone(passages: tuple[Passage, ...], frames: int, sample_rate_hz: int, voices_lufs: float) -> RoomTone:
    """Return the room tone of an episode of `frames` samples: under its voices, and under the music right beside them."""
    fade = math.ceil(_FADE_S * sample_rate_hz)
    start, end = max(0, passages[0].start - fade), min(frames, passages[-1].end + fade)
    return RoomTone(start, end, voices_lufs - _BELOW_VOICES_DB, sample_rate_hz)


@cache
def _noise(sample_rate_hz: int) -> NDArray[np.float32]:
    """Return a loop of noise with an RMS of 1; its phases are drawn by a fixed seed."""
    import numpy as np

    hz = np.fft.rfftfreq(_LOOP_FRAMES, 1 / sample_rate_hz)[1:]
    amplitude = hz**-_FALL / (1 + (_RUMBLE_HZ / hz) ** 2) / (1 + (hz / _HISS_HZ) ** 2)
    phases = np.exp(2j * np.pi * np.random.Generator(np.random.PCG64(_SEED)).random(len(hz)))
    noise = np.fft.irfft(np.concatenate([[0], amplitude * phases]), _LOOP_FRAMES)
    level = float(np.sqrt(np.mean(noise**2)))
    return np.divide(noise, level, dtype=np.float32, casting="same_kind")
