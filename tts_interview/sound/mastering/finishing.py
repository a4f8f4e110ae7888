"""Encode a mix at the target loudness: one gain, then a true-peak limiter.

Unlike ffmpeg's loudnorm, one gain and a limiter preserve the dynamics of speech.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import Attached, AudioFormat, encode, measure_lufs
from tts_interview.settings.sound import TARGET_LUFS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tts_interview.model import Loudness
    from tts_interview.sound.mix import Mix

CEILING_DBTP = -1.0
# An episode is this much softer than its levelled voices, because of the pauses and the limiter.
_PAUSES_LU = 0.1
# Apple allows 1 LU; ffmpeg reports tenths.
_TOLERANCE_LU = 0.2
# A correction this small needs no further measurement: the limiter hardly reduces more after it.
_SETTLED_LU = 0.3
_PEAK_MARGIN_DB = 0.2
_MOST_GAIN_DB = 40.0
_MOST_ATTEMPTS = 4
# True peaks lie between samples, so the limiter runs at four times the sample rate (ITU-R BS.1770, annex 2).
_OVERSAMPLING = 4
_REPLAYGAIN_LUFS = -18.0
_R128_LUFS = -23.0


@dataclass(frozen=True, slots=True)
class Finished:
    """Loudness measured on the encoded file, and the gain in dB that was applied to the mix."""

    loudness: Loudness
    gain_db: float


@dataclass(frozen=True, slots=True)
class _Setting:
    """A gain, and the ceiling of the limiter after it."""

    gain_db: float
    ceiling_db: float

    def filters(self, sample_rate_hz: int) -> str:
        return f"volume={self.gain_db:.2f}dB,aresample={_OVERSAMPLING * sample_rate_hz},{limiter(self.ceiling_db)}"


def finish(  # noqa: PLR0913, PLR0917 - few callers give the last two
    mix: Mix,
    target: Path,
    kind: AudioFormat,
    tags: Mapping[str, str],
    lufs: float = TARGET_LUFS,
    attached: Attached | None = None,
) -> Finished:
    """Encode a mix to `target` at `lufs` (-70 to 0, as heard from two speakers), with no true peak above the ceiling.

    Loudness and peak are measured on the encoded file, which is encoded again if they are off.
    """
    expected_lufs = measure_lufs(mix.samples) if mix.lufs is None else mix.lufs - _PAUSES_LU
    setting = _Setting(_gain(lufs - expected_lufs) + kind.loss_db, CEILING_DBTP - kind.overshoot_db)
    if not kind.is_lossless:
        setting = _settled(mix, setting, lufs + kind.loss_db)
    tags = _with_loudness(tags, loudness_tags(kind, lufs))
    for _attempt in range(_MOST_ATTEMPTS):
        reached = encode(mix.samples, target, kind, setting.filters(mix.sample_rate_hz), tags, attached)
        better = _better(setting, reached, lufs)
        if better == setting:
            break
        setting = better
    return Finished(reached, setting.gain_db - kind.loss_db)


def limiter(ceiling_db: float) -> str:
    """Return the ffmpeg filter that limits peaks to `ceiling_db`, in dBFS."""
    # level=false, or alimiter turns everything up again; latency=true, or it shifts the sound by its look-ahead.
    return f"alimiter=limit={10 ** (ceiling_db / 20):.5f}:level=false:attack=5:release=80:latency=true"


def loudness_tags(kind: AudioFormat, lufs: float) -> dict[str, str]:
    """Return the tags that tell players how loud a file is.

    These are ReplayGain 2.0 tags for MP3 and FLAC, R128 gain for Opus (RFC 7845), and a comment for other formats.
    """
    if kind.name == "Opus":
        return {"R128_TRACK_GAIN": str(round(256 * (_R128_LUFS - lufs)))}
    if kind.name in {"MP3", "FLAC"}:
        reference = {"REPLAYGAIN_REFERENCE_LOUDNESS": f"{_REPLAYGAIN_LUFS:.2f} LUFS"}
        return {"REPLAYGAIN_TRACK_GAIN": f"{_REPLAYGAIN_LUFS - lufs:.2f} dB", **reference}
    return {"comment": f"Loudness {lufs:g} LUFS"}


def _with_loudness(tags: Mapping[str, str], loudness: Mapping[str, str]) -> dict[str, str]:
    """Merge both sets of tags; two comments are joined."""
    comment = " ".join(part for part in (tags.get("comment", ""), loudness.get("comment", "")) if part)
    return {**tags, **loudness, **({"comment": comment} if comment else {})}


def _settled(mix: Mix, setting: _Setting, lufs: float) -> _Setting:
    """Find the gain at which the limiter's output has the loudness `lufs`, before a slow encoder runs."""
    for _attempt in range(_MOST_ATTEMPTS):
        off = _gain(lufs - measure_lufs(mix.samples, filters=setting.filters(mix.sample_rate_hz)))
        setting = _Setting(setting.gain_db + off, setting.ceiling_db)
        if abs(off) <= _SETTLED_LU:
            break
    return setting


def _better(setting: _Setting, reached: Loudness, lufs: float) -> _Setting:
    """Return the setting for the next attempt, or an equal one if loudness and peak are within tolerance."""
    off, excess_db = _gain(lufs - reached.lufs), reached.peak_dbtp - CEILING_DBTP
    return _Setting(
        setting.gain_db + (off if abs(off) > _TOLERANCE_LU else 0.0),
        setting.ceiling_db - (excess_db + _PEAK_MARGIN_DB if excess_db > 0 else 0.0),
    )


def _gain(wanted_db: float) -> float:
    """Limit a gain to a sane range; silence gets none."""
    return max(-_MOST_GAIN_DB, min(_MOST_GAIN_DB, wanted_db)) if math.isfinite(wanted_db) else 0.0
