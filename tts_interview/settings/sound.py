"""Mix -> one mastered file: `levels` makes voices equally loud, `finishing` does the rest; and what may be wished of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# As heard. Apple: https://podcasters.apple.com/support/893-audio-requirements; Spotify plays at -14; AES TD1008 for speech;
# EBU R 128 for broadcasts.
TARGETS_LUFS = {"apple": -16.0, "spotify": -14.0, "aes": -18.0, "ebu": -23.0}
TARGET_LUFS = TARGETS_LUFS["apple"]
_SOFTEST_LUFS, _LOUDEST_LUFS = -40.0, -5.0


@dataclass(frozen=True, slots=True)
class Mastering:
    """How loud an episode is, as heard, -40 to -5 LUFS; whether all voices are as loud; sound files before and after them."""

    target_lufs: float = TARGET_LUFS
    match: bool = True
    opening_sound: Path | None = None
    closing_sound: Path | None = None


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
