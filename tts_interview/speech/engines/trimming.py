"""Silence off the ends of a clip, so that pauses are only those of the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRAME_S = 0.005
# Speech lies above this share of the clip's largest frame (-46 dB); what is below is noise or reverberation.
_FLOOR = 0.005
# Consonants begin and end below the floor: so much is kept around what lies above it.
_KEEP_BEFORE_S = 0.015
_KEEP_AFTER_S = 0.045


def trim(samples: NDArray[np.float32], sample_rate_hz: int) -> NDArray[np.float32]:
    """The sounding part of mono samples; the samples themselves if all is silence."""
    return samples[sounding(samples, sample_rate_hz)]


def sounding(samples: NDArray[np.float32], sample_rate_hz: int) -> slice:
    """Where mono samples sound; all of them if all is silence."""
    import numpy as np

    frame = max(1, int(_FRAME_S * sample_rate_hz))
    count = len(samples) // frame
    if not count:
        return slice(0, len(samples))
    energy = np.sqrt(np.mean(np.square(samples[: count * frame].reshape(count, frame)), axis=1))
    loud = np.flatnonzero(energy > _FLOOR * energy.max())
    if not len(loud):
        return slice(0, len(samples))
    first = int(loud[0]) * frame - int(_KEEP_BEFORE_S * sample_rate_hz)
    last = (int(loud[-1]) + 1) * frame + int(_KEEP_AFTER_S * sample_rate_hz)
    return slice(max(0, first), min(last, len(samples)))


def to_pcm(samples: NDArray[np.float32]) -> bytes:
    """Samples in -1 to 1 as 16-bit signed little-endian; what is louder is clipped."""
    import numpy as np

    return (np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()
