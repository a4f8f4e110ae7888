"""Sound of one sample rate at another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Silence around the sound, so that its end does not ring at its beginning: the transform takes both for neighbours.
_MARGIN_S = 0.02


def resample(samples: NDArray[np.float32], from_hz: int, to_hz: int) -> NDArray[np.float32]:
    """Mono samples at another rate: all frequencies that both rates have, exactly, and no others."""
    import numpy as np

    if from_hz == to_hz or not len(samples):
        return samples
    # So many samples of silence are added that the length is a whole number of samples at both rates.
    step = from_hz // math.gcd(from_hz, to_hz)
    margin = -(-int(_MARGIN_S * from_hz) // step) * step
    padded = np.pad(samples, (margin, margin + -len(samples) % step))
    length = len(padded) * to_hz // from_hz
    spectrum = np.fft.rfft(padded)[: length // 2 + 1]
    resampled = np.fft.irfft(spectrum, length) * (to_hz / from_hz)
    start = margin * to_hz // from_hz
    return resampled[start : start + -(-len(samples) * to_hz // from_hz)].astype(np.float32)
