"""Find bursts of noise in speech and in pauses, and silence where words should be, by the level of sound."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_SAMPLE_RATE_HZ = 16_000
_FRAME, _HOP = 256, 128
_HOP_S = _HOP / _SAMPLE_RATE_HZ
# Vowels are strong below, hissing sounds above; only noise is strong in all of these bands at once.
_EDGES_HZ = (200, 1_000, 2_500, 4_500, 7_600)
_FLOOR = 1e-12
# All levels are relative to the mean power of the voice. In clean episodes, the weakest band of the loudest frame had -3 dB,
# the loudest frame of the softest word -10 dB, and that of the loudest pause -42 dB.
_BURST_DB, _WORD_DB, _PAUSE_DB = 0.0, -35.0, -25.0
_SHORTEST_WORD_S = 0.09
_LONGEST_PAUSE_S = 0.8


class Levels:
    """The levels of a piece of sound at 16 kHz, frame by frame, in dB relative to `reference`, the power of a voice."""

    def __init__(self, samples: Samples, reference: float) -> None:
        import numpy as np

        powers = _powers(samples)
        self._levels = 10 * np.log10(powers.mean(axis=1) / reference + _FLOOR)
        hz = np.fft.rfftfreq(_FRAME, 1 / _SAMPLE_RATE_HZ)
        bands = [powers[:, (hz >= low) & (hz < high)].mean(axis=1) for low, high in pairwise(_EDGES_HZ)]
        self._weakest = 10 * np.log10(np.min(bands, axis=0) / reference + _FLOOR)

    def burst(self) -> tuple[float, float, float] | None:
        """Return the start and end, in seconds, and the level of a burst of noise."""
        return _range(self._weakest > _BURST_DB, self._weakest)

    def sound(self) -> tuple[float, float, float] | None:
        """Return the start and end, in seconds, and the level of what is heard, in a pause."""
        return _range(self._levels > _PAUSE_DB, self._levels)

    def silence(self, words: Sequence[tuple[float, float]] = ()) -> tuple[float, float] | None:
        """Return the start and end, in seconds, of what is silent: of words, or of more than a pause in a sentence."""
        quiet = self._levels < _WORD_DB
        long = [run for run in _runs(quiet) if run[1] - run[0] > _LONGEST_PAUSE_S]
        lost = [word for word in words if word[1] - word[0] >= _SHORTEST_WORD_S and self._is_silent(*word)]
        silent = [*long, *lost]
        return (min(silent)[0], max(end for _, end in silent)) if silent else None

    def _is_silent(self, start_s: float, end_s: float) -> bool:
        heard = self._levels[int(start_s / _HOP_S) : int(end_s / _HOP_S)]
        return len(heard) > 0 and float(heard.max()) < _WORD_DB


def power_of(samples: Samples) -> float:
    """Return the mean power of samples, as `Levels` measures it."""
    return float(_powers(samples).mean())


def _powers(samples: Samples) -> NDArray[np.float64]:
    """Return the power spectrum of each frame; there is at least one."""
    import numpy as np

    padded = np.pad(samples, (0, max(0, _FRAME - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP]
    powers: NDArray[np.float64] = np.abs(np.fft.rfft(frames * np.hanning(_FRAME))) ** 2
    return powers


def _range(wanted: NDArray[np.bool_], levels: NDArray[np.float64]) -> tuple[float, float, float] | None:
    runs = list(_runs(wanted))
    return (runs[0][0], runs[-1][1], float(levels.max())) if runs else None


def _runs(wanted: NDArray[np.bool_]) -> Iterator[tuple[float, float]]:
    """Yield the start and end, in seconds, of the frames in a row that are wanted."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], wanted, [False])).astype(np.int8)))
    yield from ((start * _HOP_S, end * _HOP_S) for start, end in edges.reshape(-1, 2).tolist())
