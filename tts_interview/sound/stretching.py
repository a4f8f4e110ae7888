"""Time-stretch clips without changing their pitch (WSOLA).

W. Verhelst, M. Roelands: An overlap-add technique based on waveform similarity (WSOLA) for high quality time-scale modification
of speech, ICASSP 1993. Near its nominal position, each frame is taken where it best continues the frame before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.model import Clip, HeardWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.model import Rundown

    Floats = NDArray[np.float32]

# A frame holds two periods of the lowest voice; the search covers one in each direction.
_FRAME_S = 0.025
_SEARCH_S = 0.0075
# The search skips samples: speech changes little in between.
_STEP = 3
# Floor of the energy, below which silence would match any position.
_QUIET = 1e4


def stretch_clips(clips: Iterable[Clip], rundown: Rundown) -> Iterator[Clip]:
    """Stretch the clips of a rundown's utterances, in order, until either runs out."""
    for speech, clip in zip(rundown.speeches, clips, strict=False):
        yield stretched(clip, speech.stretch)


def stretched(clip: Clip, rate: float) -> Clip:
    """Return the clip, with the times of its words, `rate` times as fast (0.25 to 4); at 1 it is unchanged."""
    if rate == 1 or not clip.pcm:
        return clip
    import numpy as np

    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32)
    pcm = _pcm(_stretched(samples, rate, clip.sample_rate_hz, round(len(samples) / rate))[0])
    share = len(pcm) / len(clip.pcm)
    return Clip(pcm, clip.sample_rate_hz, tuple(_moved(word, share) for word in clip.words))


def stretched_sound(pcm: bytes, rate: float, sample_rate_hz: int) -> tuple[bytes, int]:
    """Return the beginning of a sound `rate` times as fast, and how many of its frames that plays.

    The sound after these frames continues it without a seam. Some hundredths of a second are left over, except from a sound
    that is not longer.
    """
    import numpy as np

    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    hop = round(_FRAME_S * sample_rate_hz / 2)
    whole = int((len(samples) - hop - round(_SEARCH_S * sample_rate_hz)) / (hop * rate))
    if whole < 1:
        return _pcm(_stretched(samples, rate, sample_rate_hz, round(len(samples) / rate))[0]), len(samples)
    found, used = _stretched(samples, rate, sample_rate_hz, whole * hop)
    return _pcm(found), used


def _pcm(samples: Floats) -> bytes:
    import numpy as np

    return bytes(np.clip(samples.round(), -32_768, 32_767).astype("<i2").tobytes())


def _moved(word: HeardWord, share: float) -> HeardWord:
    return replace(word, start_s=word.start_s * share, end_s=word.end_s * share)


def _stretched(samples: Floats, rate: float, sample_rate_hz: int, wanted: int) -> tuple[Floats, int]:
    """Return `wanted` samples, and the number of the sample of the original that continues them."""
    import numpy as np

    hop = round(_FRAME_S * sample_rate_hz / 2)
    reach = round(_SEARCH_S * sample_rate_hz)
    count = -(-wanted // hop) + 1
    # Silence before and after, for the frames at the ends and the search around them.
    padded = np.pad(samples, (hop + reach, round(count * hop * rate) - len(samples) + 3 * hop + 2 * reach))
    window = np.hanning(2 * hop + 1)[:-1].astype(np.float32)
    found = np.zeros((count + 1) * hop, np.float32)
    place = reach
    for number in range(count):
        if number:
            place = _best_match(padded, place + hop, reach + round(number * hop * rate), reach, 2 * hop)
        found[number * hop : (number + 2) * hop] += window * padded[place : place + 2 * hop]
    return found[hop : hop + wanted], place - reach


def _best_match(samples: Floats, natural: int, place: int, reach: int, length: int) -> int:
    """Return the position within `reach` of `place` whose `length` samples correlate best with those at `natural`."""
    import numpy as np

    model = samples[natural : natural + length : _STEP]
    around = samples[place - reach : place + reach + length : _STEP]
    products = np.correlate(around, model, "valid")
    squares = np.concatenate(([0.0], np.cumsum(around.astype(np.float64) ** 2)))
    energies = squares[len(model) :] - squares[: -len(model)]
    return place - reach + _STEP * int(np.argmax(products / np.sqrt(np.maximum(energies, _QUIET))))
