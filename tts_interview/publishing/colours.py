"""Colours of speakers and of the page, the same on the page, in the waveform and on the cover.

Each speaker's colour is legible as text (contrast at least 7:1, level AAA) on the paper of its scheme, light or dark.
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
NARRATOR = Colour("#53555c", "#a8abb3")
# Neighbours also differ in lightness, for readers with colour blindness.
SPEAKERS = (
    Colour("#1d4f7c", "#8fbbe3"),
    Colour("#8f3513", "#eda983"),
    Colour("#2c5f3a", "#90c69d"),
    Colour("#6c3468", "#d3a2ce"),
    Colour("#6a5208", "#d8be74"),
    Colour("#0f5a5c", "#80c6c5"),
)
# The other colours of the page.
PALETTE = {
    "soft": Colour("#53555c", "#b9bac0"),
    "rule": Colour("#cfcac0", "#3d4047"),
    "edge": Colour("#85827b", "#7d8088"),  # borders of controls
    "tint": Colour("#f2ead6", "#2b2a24"),
    "mark": Colour("#ffdf85", "#51420f"),
    "focus": Colour("#0b57d0", "#8ab4f8"),
}


def numbers_of_speakers(episode: Episode) -> Mapping[str, int]:
    """Return the number of each speaker's colour: 0 for the narrator, the others from 1 in the order they are heard."""
    narrators = {person.name for person in episode.people if person.role is Role.NARRATOR}
    heard = dict.fromkeys(mark.speaker for mark in episode.turns if mark.speaker not in narrators)
    return {**dict.fromkeys(narrators, 0), **{name: 1 + place % len(SPEAKERS) for place, name in enumerate(heard)}}


def colour(number: int) -> Colour:
    """Return the colour with that number."""
    return SPEAKERS[number - 1] if number else NARRATOR


def colours_css() -> str:
    """Return all colours as custom properties, light or dark, and the classes `v0` on, which set a speaker's `--voice`.

    They hold for a page, and for a shadow tree, which has the colour scheme of the page around it.
    """
    named = {"paper": PAPER, "ink": INK, **PALETTE, **{f"v{n}": c for n, c in enumerate((NARRATOR, *SPEAKERS))}}
    colours = "".join(f"--{name}:light-dark({colour.light},{colour.dark});" for name, colour in named.items())
    voices = "".join(f".v{n}{{--voice:var(--v{n})}}" for n in range(len(SPEAKERS) + 1))
    return f":root,:host{{{colours}}}\n{voices}\n"
