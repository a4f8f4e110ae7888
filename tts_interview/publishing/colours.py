"""A quiet colour for everybody who speaks, the same on the page, in the waveform and on the cover.

Each is legible as text (a contrast of 4.5:1 and more) on the paper of its scheme, light or dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.model import Episode


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour on light paper and on dark, as `#rrggbb`."""

    light: str
    dark: str


PAPER = Colour("#fdfcf9", "#15171b")
INK = Colour("#1b1c1f", "#e9e7e2")
NARRATOR = Colour("#5a5c63", "#a8abb3")
# Beside each other they differ in lightness too, for who does not see colours.
SPEAKERS = (
    Colour("#1d4f7c", "#8fbbe3"),
    Colour("#9a3b16", "#eda983"),
    Colour("#2c5f3a", "#90c69d"),
    Colour("#6c3468", "#d3a2ce"),
    Colour("#6a5208", "#d8be74"),
    Colour("#0f5a5c", "#80c6c5"),
)


def numbers_of_speakers(episode: Episode) -> Mapping[str, int]:
    """The number of each speaker's colour, in the order in which they are heard: 0 is the narrator's, the others from 1 on."""
    narrators = {person.name for person in episode.people if person.role is Role.NARRATOR}
    heard = dict.fromkeys(mark.speaker for mark in episode.turns if mark.speaker not in narrators)
    return {**dict.fromkeys(narrators, 0), **{name: 1 + place % len(SPEAKERS) for place, name in enumerate(heard)}}


def colour(number: int) -> Colour:
    """The colour of that number."""
    return SPEAKERS[number - 1] if number else NARRATOR
