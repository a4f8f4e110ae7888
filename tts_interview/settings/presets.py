"""The paces that there are by name, and the reasons for a pause.

What the figures rest on:

* Between turns: in ten languages the gap is mostly 0 to 200 ms, 208 ms on average, and answers come sooner than what is no
  answer (Stivers et al. 2009, PNAS 106:10587); a silence of 600 ms is heard as unwillingness (Roberts, Francis and Morgan 2006,
  Speech Communication 48:1079). Who listens without seeing needs a little more than who talks, so `conversation` keeps twice
  the average and stays below that. Yes and no come sooner than what must be told (Hoogland et al. 2023, Languages 8:115).
* Within a turn: pauses of a quarter to half a second are usual in talk (Lundholm Fors 2015); in read English, 0.6 s at a full
  stop was judged the most natural (Liu et al. 2022, Frontiers in Psychology 13:778018).
* Speed: radio news is read at 160 to 180 words a minute (Rodero 2012, Text & Talk 32:391), and the voices speak so by
  themselves. Pauses between clauses help understanding more than slow words do (Reich 1980, Journal of Psycholinguistic
  Research 9:379), so `slow` lengthens them most.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONVERSATION = "conversation"


class PauseFor(StrEnum):
    """Why nothing is heard: what ends before the pause (a clause to a paragraph), or what comes after it."""

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
    """The milliseconds of each pause, and the pace of speaking, 1 being the voice's own."""

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
