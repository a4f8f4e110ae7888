"""The last step of the sound: one gain to the loudness asked for, and a limiter for true peaks.

One gain and a limiter leave the dynamics of speech alone, which ffmpeg's loudnorm does not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import Attached, AudioFormat, Loudness, encode, measure_loudness
from tts_interview.settings.sound import TARGET_LUFS
from tts_interview.sound.mastering.limiting import CEILING_DBTP, limiter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tts_interview.sound.mix import Mix

# Voices of one loudness make, with the pauses between them and what the limiter takes, an episode softer by so much.
_PAUSES_LU = 0.1
# Apple allows 1 LU; ffmpeg tells tenths.
_TOLERANCE_LU = 0.2
# An error of the gain that is so small is made good without another look: what the limiter takes grows slowly.
_SETTLED_LU = 0.3
_PEAK_MARGIN_DB = 0.2
_MOST_GAIN_DB = 40.0
_MOST_ATTEMPTS = 4
# True peaks lie between samples: the limiter works at four times the rate (ITU-R BS.1770, annex 2).
_OVERSAMPLING = 4
_REPLAYGAIN_LUFS = -18.0
_R128_LUFS = -23.0


@dataclass(frozen=True, slots=True)
class Finished:
    """What was reached, as measured on the encoded file, and the gain in dB that the mix was given for it."""

    loudness: Loudness
    gain_db: float


@dataclass(frozen=True, slots=True)
class _Setting:
    """A gain, and what the limiter lets through."""

    gain_db: float
    ceiling_db: float

    def filters(self, sample_rate_hz: int) -> str:
        return f"volume={self.gain_db:.2f}dB,aresample={_OVERSAMPLING * sample_rate_hz},{limiter(self.ceiling_db)}"


def finish(  # noqa: PLR0913, PLR0917 - what is attached is a choice that few make
    mix: Mix,
    target: Path,
    kind: AudioFormat,
    tags: Mapping[str, str],
    lufs: float = TARGET_LUFS,
    attached: Attached | None = None,
) -> Finished:
    """Encode a mix to `target` at `lufs` (as heard, -70 to 0), with no true peak above the ceiling.

    Both are measured on the encoded file, which is made again where it is off.
    """
    expected_lufs = measure_loudness(mix.samples).lufs if mix.lufs is None else mix.lufs - _PAUSES_LU
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


def loudness_tags(kind: AudioFormat, lufs: float) -> dict[str, str]:
    """How loud a file is, for players: by ReplayGain 2.0, in Opus by R128 (RFC 7845), in words where there is neither."""
    if kind.name == "Opus":
        return {"R128_TRACK_GAIN": str(round(256 * (_R128_LUFS - lufs)))}
    if kind.name in {"MP3", "FLAC"}:
        reference = {"REPLAYGAIN_REFERENCE_LOUDNESS": f"{_REPLAYGAIN_LUFS:.2f} LUFS"}
        return {"REPLAYGAIN_TRACK_GAIN": f"{_REPLAYGAIN_LUFS - lufs:.2f} dB", **reference}
    return {"comment": f"Loudness {lufs:g} LUFS"}


def _with_loudness(tags: Mapping[str, str], loudness: Mapping[str, str]) -> dict[str, str]:
    """Both; where both have a comment, it is said after the other."""
    said = " ".join(part for part in (tags.get("comment", ""), loudness.get("comment", "")) if part)
    return {**tags, **loudness, **({"comment": said} if said else {})}


def _settled(mix: Mix, setting: _Setting, lufs: float) -> _Setting:
    """The gain with which the sound leaves the limiter at `lufs`: found before a slow encoder is asked."""
    for _attempt in range(_MOST_ATTEMPTS):
        off = _gain(lufs - measure_loudness(mix.samples, filters=setting.filters(mix.sample_rate_hz)).lufs)
        setting = _Setting(setting.gain_db + off, setting.ceiling_db)
        if abs(off) <= _SETTLED_LU:
            break
    return setting


def _better(setting: _Setting, reached: Loudness, lufs: float) -> _Setting:
    """The setting for another attempt, or the same where nothing is off."""
    off, excess_db = _gain(lufs - reached.lufs), reached.peak_dbtp - CEILING_DBTP
    return _Setting(
        setting.gain_db + (off if abs(off) > _TOLERANCE_LU else 0.0),
        setting.ceiling_db - (excess_db + _PEAK_MARGIN_DB if excess_db > 0 else 0.0),
    )


def _gain(wanted_db: float) -> float:
    """Silence is not made louder, and nothing by more than a sane amount."""
    return max(-_MOST_GAIN_DB, min(_MOST_GAIN_DB, wanted_db)) if math.isfinite(wanted_db) else 0.0
