"""The last step of the sound: one gain to the loudness asked for, and a limiter for true peaks.

One gain and a limiter leave the dynamics of speech alone, which ffmpeg's loudnorm does not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.encoding import Format, Loudness, RawSound, encode, measure_loudness

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# As heard. Apple: https://podcasters.apple.com/support/893-audio-requirements; Spotify plays at -14; AES TD1008 for speech;
# EBU R 128 for broadcasts.
TARGETS_LUFS = {"apple": -16.0, "spotify": -14.0, "aes": -18.0, "ebu": -23.0}
TARGET_LUFS = TARGETS_LUFS["apple"]
_SOFTEST_LUFS, _LOUDEST_LUFS = -40.0, -5.0
CEILING_DBTP = -1.0
# Apple allows 1 LU; a second encoding takes as long as the first.
_TOLERANCE_LU = 0.45
_PEAK_MARGIN_DB = 0.2
_MOST_GAIN_DB = 40.0
_MOST_ATTEMPTS = 3
# True peaks lie between samples: the limiter works at four times the rate (ITU-R BS.1770, annex 2).
_OVERSAMPLING = 4


@dataclass(frozen=True, slots=True)
class Mastering:
    """How loud an episode is, as heard, -40 to -5 LUFS."""

    target_lufs: float = TARGET_LUFS


def target_lufs(wish: str | float) -> float:
    """The loudness that is meant by a number of LUFS or by the name of whoever recommends it. Raises ValueError for another."""
    try:
        found = TARGETS_LUFS[wish.strip().casefold()] if isinstance(wish, str) and wish.strip()[:1].isalpha() else float(wish)
    except (KeyError, ValueError, OverflowError):
        found = math.nan
    if not _SOFTEST_LUFS <= found <= _LOUDEST_LUFS:
        names = ", ".join(TARGETS_LUFS)
        raise ValueError(
            f'"{str(wish)[:20]}" is no loudness: give {names}, or LUFS from {_SOFTEST_LUFS:g} to {_LOUDEST_LUFS:g}'
        )
    return found


def master(sound: RawSound, target: Path, kind: Format, tags: Mapping[str, str], lufs: float = TARGET_LUFS) -> Loudness:
    """Encode `sound` to `target` at `lufs` (as heard, -70 to 0), with no true peak above the ceiling.

    Both are measured on the encoded file, which is made again where it is off. The loudness reached is given back.
    """
    gain_db = _gain(lufs - measure_loudness(sound).lufs) + kind.loss_db
    ceiling_db = CEILING_DBTP - kind.overshoot_db
    for _attempt in range(_MOST_ATTEMPTS):
        encode(sound, target, kind, _filters(gain_db, ceiling_db, sound.sample_rate_hz), tags)
        result = measure_loudness(target, peak=True)
        excess_db = result.peak_dbtp - CEILING_DBTP
        is_off = math.isfinite(result.lufs) and abs(lufs - result.lufs) > _TOLERANCE_LU
        if not is_off and excess_db <= 0:
            break
        gain_db += _gain(lufs - result.lufs) if is_off else 0.0
        ceiling_db -= excess_db + _PEAK_MARGIN_DB if excess_db > 0 else 0.0
    return result


def _gain(wanted_db: float) -> float:
    """Silence is not made louder, and nothing by more than a sane amount."""
    return max(-_MOST_GAIN_DB, min(_MOST_GAIN_DB, wanted_db)) if math.isfinite(wanted_db) else 0.0


def _filters(gain_db: float, ceiling_db: float, sample_rate_hz: int) -> str:
    # level=false, or alimiter turns everything up again; latency=true, or it shifts the sound by its look-ahead.
    limiter = f"alimiter=limit={10 ** (ceiling_db / 20):.5f}:level=false:attack=5:release=80:latency=true"
    return f"volume={gain_db:.2f}dB,aresample={_OVERSAMPLING * sample_rate_hz},{limiter}"
