"""The last step of the sound: one gain to the loudness asked for, and a limiter for true peaks.

One gain and a limiter leave the dynamics of speech alone, which ffmpeg's loudnorm does not.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tts_interview.encoding import Format, Loudness, RawSound, encode, measure_loudness

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Apple's recommendation for podcasts, as heard: https://podcasters.apple.com/support/893-audio-requirements
TARGET_LUFS = -16.0
CEILING_DBTP = -1.0
# Encoders overshoot a little after the limiter.
_HEADROOM_DB = 0.8
_TOLERANCE_LU = 0.2
_MOST_GAIN_DB = 40.0
# True peaks lie between samples: the limiter works at a multiple of the rate (ITU-R BS.1770, annex 2).
_LIMITER_RATE_HZ = 176_400


def master(sound: RawSound, target: Path, kind: Format, tags: Mapping[str, str], lufs: float = TARGET_LUFS) -> Loudness:
    """Encode `sound` to `target` at `lufs` (as heard, -70 to 0); measured on the encoded file, whose loudness is given back.

    The encoded file is made once more if it is off by more than the tolerance.
    """
    measured = measure_loudness(sound)
    gain_db = _gain(lufs - measured.lufs) + kind.loss_db
    encode(sound, target, kind, _filters(gain_db), tags)
    result = measure_loudness(target, peak=True)
    if math.isfinite(result.lufs) and abs(lufs - result.lufs) > _TOLERANCE_LU:
        gain_db += _gain(lufs - result.lufs)
        encode(sound, target, kind, _filters(gain_db), tags)
        result = measure_loudness(target, peak=True)
    return result


def _gain(wanted_db: float) -> float:
    """Silence is not made louder, and nothing by more than a sane amount."""
    return max(-_MOST_GAIN_DB, min(_MOST_GAIN_DB, wanted_db)) if math.isfinite(wanted_db) else 0.0


def _filters(gain_db: float) -> str:
    limit = 10 ** ((CEILING_DBTP - _HEADROOM_DB) / 20)
    # level=false, or alimiter turns everything up again; latency=true, or it shifts the sound by its look-ahead.
    limiter = f"alimiter=limit={limit:.5f}:level=false:attack=2:release=40:latency=true"
    return f"volume={gain_db:.2f}dB,aresample={_LIMITER_RATE_HZ},{limiter}"
