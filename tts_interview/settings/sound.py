"""How the episode sounds: its loudness, the sounds around the voices, stems and recordings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# As heard. Apple: https://podcasters.apple.com/support/893-audio-requirements; Spotify plays at -14; AES TD1008 for speech;
# EBU R 128 for broadcasts.
TARGETS_LUFS = {"apple": -16.0, "spotify": -14.0, "aes": -18.0, "ebu": -23.0}
TARGET_LUFS = TARGETS_LUFS["apple"]
_SOFTEST_LUFS, _LOUDEST_LUFS = -40.0, -5.0


class Ambience(StrEnum):
    """What is heard under the voices: the tone of a quiet room, or nothing."""

    ROOM = "room"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """How the episode sounds.

    `target_lufs` is its loudness as heard, -40 to -5 LUFS; `match` makes all voices equally loud. `ambience` is heard under
    them. `opening_sound` and `closing_sound` are sound files before and after the voices. `stems` is a folder for a WAV file of
    each speaker. The recordings that a script names may also lie in the folder `recordings`. `sample_rate_hz`, `bit_depth` and
    `bitrate_kbps` are those of the main file; 0 means what is usual for its format.
    """

    target_lufs: float = TARGET_LUFS
    match: bool = True
    ambience: Ambience = Ambience.ROOM
    opening_sound: Path | None = None
    closing_sound: Path | None = None
    stems: Path | None = None
    recordings: Path | None = None
    sample_rate_hz: int = 0
    bit_depth: int = 0
    bitrate_kbps: int = 0


def target_lufs(wish: str | float) -> float:
    """Return the loudness that a number of LUFS or the name of a recommendation means.

    Raises ValueError if it is neither.
    """
    try:
        found = TARGETS_LUFS[wish.strip().casefold()] if isinstance(wish, str) and wish.strip()[:1].isalpha() else float(wish)
    except (KeyError, ValueError, OverflowError):
        found = math.nan
    if not _SOFTEST_LUFS <= found <= _LOUDEST_LUFS:
        names = ", ".join(TARGETS_LUFS)
        raise ValueError(
            f'invalid loudness "{str(wish)[:20]}": expected {names}, or LUFS from {_SOFTEST_LUFS:g} to {_LOUDEST_LUFS:g}'
        )
    return found
