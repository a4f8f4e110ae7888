"""The colours of the page beside those of who speaks, as custom properties of its style."""

from __future__ import annotations

from tts_interview.publishing.colours import INK, NARRATOR, PAPER, SPEAKERS, Colour

PALETTE = {
    "soft": Colour("#55575e", "#b9bac0"),
    "rule": Colour("#cfcac0", "#3d4047"),
    "edge": Colour("#85827b", "#7d8088"),  # of what can be operated
    "tint": Colour("#f2ead6", "#2b2a24"),
    "mark": Colour("#ffdf85", "#51420f"),
    "focus": Colour("#0b57d0", "#8ab4f8"),
}


def colours_css() -> str:
    """All colours, light and dark, and the classes `v0` on, which give who speaks a colour as `--voice`."""
    named = {"paper": PAPER, "ink": INK, **PALETTE, **{f"v{n}": c for n, c in enumerate((NARRATOR, *SPEAKERS))}}
    light = "".join(f"--{name}:{colour.light};" for name, colour in named.items())
    dark = "".join(f"--{name}:{colour.dark};" for name, colour in named.items())
    voices = "".join(f".v{n}{{--voice:var(--v{n})}}" for n in range(len(SPEAKERS) + 1))
    return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{voices}\n"
