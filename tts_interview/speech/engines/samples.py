"""Operations on the samples that engines produce: trim silence, resample, convert to PCM."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRAME_S = 0.005
# Speech lies above this fraction of the clip's loudest frame (-46 dB); below it are noise and reverberation.
_FLOOR = 0.005
# Consonants begin and end below the floor, so this much is kept on both sides.
_KEEP_BEFORE_S = 0.015
_KEEP_AFTER_S = 0.045
# Padding for the Fourier transform, which treats the signal as periodic: the end must not ring at the start.
_MARGIN_S = 0.02


def trim(samples: NDArray[np.float32], sample_rate_hz: int) -> NDArray[np.float32]:
    """Trim the silence at both ends of mono samples, so that only the rundown sets pauses; keep all if all is silent."""
    return samples[sounding(samples, sample_rate_hz)]


def sounding(samples: NDArray[np.float32], sample_rate_hz: int) -> slice:
    """Return the range of mono samples without the silence at both ends; the whole range if all is silent."""
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


def resample(samples: NDArray[np.float32], from_hz: int, to_hz: int) -> NDArray[np.float32]:
    """Resample mono samples: preserve all frequencies that both rates can represent, and no others."""
    import numpy as np

    if from_hz == to_hz or not len(samples):
        return samples
    # Padded to a length that is a whole number of samples at both rates.
    step = from_hz // math.gcd(from_hz, to_hz)
    margin = -(-int(_MARGIN_S * from_hz) // step) * step
    padded = np.pad(samples, (margin, margin + -len(samples) % step))
    length = len(padded) * to_hz // from_hz
    spectrum = np.fft.rfft(padded)[: length // 2 + 1]
    resampled = np.fft.irfft(spectrum, length) * (to_hz / from_hz)
    start = margin * to_hz // from_hz
    return resampled[start : start + -(-len(samples) * to_hz // from_hz)].astype(np.float32)


def to_pcm(samples: NDArray[np.float32]) -> bytes:
    """Convert samples from -1 to 1 to 16-bit signed, little-endian PCM; louder ones are clipped."""
    import numpy as np

    return (np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()
