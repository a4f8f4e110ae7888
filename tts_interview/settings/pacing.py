"""How fast an interview is spoken, and how long its pauses are.

What the presets rest on:

* Between turns: in ten languages the gap is mostly 0 to 200 ms, 208 ms on average, and answers come sooner than other turns
  (Stivers et al. 2009, PNAS 106:10587); a silence of 600 ms is heard as unwillingness (Roberts, Francis and Morgan 2006,
  Speech Communication 48:1079). A listener who cannot see needs slightly more than a speaker, so `conversation` keeps twice
  the average and stays below that. Yes and no come sooner than an explanation (Hoogland et al. 2023, Languages 8:115).
* Within a turn: pauses of a quarter to half a second are usual in talk (Lundholm Fors 2015); in read English, 0.6 s at a full
  stop was judged the most natural (Liu et al. 2022, Frontiers in Psychology 13:778018).
* Speed: radio news is read at 160 to 180 words a minute (Rodero 2012, Text & Talk 32:391), and the voices speak so by
  themselves. Pauses between clauses help understanding more than slow words do (Reich 1980, Journal of Psycholinguistic
  Research 9:379), so `slow` lengthens them most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The rates at which a voice can be asked to speak; 1 is its own.
SLOWEST, FASTEST = 0.5, 2.0
CONVERSATION = "conversation"
LONGEST_PAUSE_MS = 60_000
LARGEST_SEED = 2**31
_UNITS_MS = {"ms": 1, "s": 1000}


class PauseFor(StrEnum):
    """The reason for a pause: what ends before it (clause to paragraph), or what comes after it."""

    OPENING = "opening"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    ANSWER = "answer"
    QUESTION = "question"
    SPEAKER = "speaker"
    INTERRUPTION = "interruption"
    NARRATOR = "narrator"
    NAME = "name"
    CHAPTER = "chapter"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Preset:
    """The milliseconds of each pause, and the rate of speech, 1 being the voice's own."""

    rate: float
    pauses: Mapping[PauseFor, int]


def _preset(rate: float, *pauses_ms: int) -> Preset:
    return Preset(rate, dict(zip(PauseFor, pauses_ms, strict=True)))


# In the order of the reasons:
#                opening clause sentence paragraph answer question speaker interruption narrator name chapter closing
PRESETS: Mapping[str, Preset] = {
    CONVERSATION: _preset(1.0, 300, 140, 420, 650, 400, 520, 460, 160, 900, 280, 1500, 600),
    "news": _preset(1.05, 300, 120, 380, 550, 280, 380, 340, 140, 700, 220, 1200, 500),
    "slow": _preset(0.85, 500, 300, 750, 1100, 750, 950, 900, 350, 1500, 450, 2200, 1000),
    "fast": _preset(1.6, 150, 60, 160, 240, 140, 190, 180, 90, 300, 110, 500, 300),
}


@dataclass(frozen=True, slots=True)
class PacingSettings:
    """The pace of an interview.

    `preset` is one of `PRESETS`. `pauses` are milliseconds by reason, in place of the preset's. `rate` is the rate of speech,
    1 being the voice's own, and `rates` holds the rates of single speakers, by name; the rates of the preset, of everybody
    and of a speaker are multiplied. Pauses vary slightly, always the same way for the same words and the same `seed`. With
    `melody`, engines that can let questions rise, paragraphs decline, words stand out and quotations be set off.
    """

    preset: str = CONVERSATION
    pauses: Mapping[str, int] = field(default_factory=dict)
    rate: float = 1.0
    rates: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0
    melody: bool = True

    def pause_ms(self, reason: PauseFor) -> int:
        """Return the usual length of a pause for that reason, in milliseconds."""
        return self.pauses.get(reason, PRESETS[self.preset].pauses[reason])

    def rate_of(self, speaker: str) -> float:
        """Return how many times as fast as the voice's own pace a speaker talks."""
        return PRESETS[self.preset].rate * self.rate * self.rates.get(speaker, 1.0)


def pause_ms_of(value: str) -> int:
    """Return the milliseconds of `600ms`, `0.6s` or `600`.

    Raises ValueError, with a message that says what was expected, outside 0 to 60 s.
    """
    text = value.strip().casefold()
    unit = next((unit for unit in _UNITS_MS if text.endswith(unit)), "ms")
    try:
        found = float(text.removesuffix(unit)) * _UNITS_MS[unit]
    except ValueError:
        found = -1
    if not 0 <= found <= LONGEST_PAUSE_MS:  # nan is outside, too
        raise ValueError(f'invalid pause "{value}": expected up to {LONGEST_PAUSE_MS // 1000} s, such as 600ms or 0.6s')
    return round(found)
