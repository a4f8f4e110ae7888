"""How an interview is paced: how fast it is spoken, and how long the silences between its words are, by their reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.settings.presets import CONVERSATION, PRESETS, PauseFor, Preset

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONVERSATION", "LONGEST_PAUSE_MS", "PRESETS", "Pacing", "PauseFor", "Preset", "pause_ms_of"]

LONGEST_PAUSE_MS = 60_000
_UNITS_MS = {"ms": 1, "s": 1000}


@dataclass(frozen=True, slots=True)
class Pacing:
    """The pace of an interview.

    `preset` is one of `PRESETS`. `pauses` are milliseconds by reason, in place of those of the preset. `rate` is the pace of
    speaking, 1 being the voice's own, and `rates` that of single speakers, by name; what the preset, all and one have is
    multiplied. Pauses vary a little, the same way for the same words and the same `seed`.
    """

    preset: str = CONVERSATION
    pauses: Mapping[str, int] = field(default_factory=dict)
    rate: float = 1.0
    rates: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0

    def pause_ms(self, reason: PauseFor) -> int:
        """How long a pause of that reason usually is."""
        return self.pauses.get(reason, PRESETS[self.preset].pauses[reason])

    def rate_of(self, speaker: str) -> float:
        """How many times as fast as the voice's own pace somebody speaks."""
        return PRESETS[self.preset].rate * self.rate * self.rates.get(speaker, 1.0)


def pause_ms_of(value: str) -> int:
    """The milliseconds of `600ms`, `0.6s` or `600`. ValueError, saying what is wrong, if it is none from 0 to 60 s."""
    text = value.strip().casefold()
    unit = next((unit for unit in _UNITS_MS if text.endswith(unit)), "ms")
    try:
        found = float(text.removesuffix(unit)) * _UNITS_MS[unit]
    except ValueError:
        found = -1
    if not 0 <= found <= LONGEST_PAUSE_MS:  # nor what is no number
        raise ValueError(f'"{value}" is no pause of up to {LONGEST_PAUSE_MS // 1000} s, such as 600ms or 0.6s')
    return round(found)
