"""Draw letters on a picture: choose a font for each character, measure words, break lines.

The fonts are subsets of the Noto fonts, made by @fontsource, under the SIL Open Font License (fonts/OFL.txt).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

# Widths are measured at this size and scaled.
_MEASURED_PX = 1000


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and the characters to take from it, as the inside of a regular expression's set.

    A script that `is_shaped` cannot be drawn letter by letter; one that `is_leftward` is written from right to left.
    """

    name: str
    characters: str
    is_shaped: bool = False
    is_leftward: bool = False

    def has(self, character: str) -> bool:
        """Return whether the character is taken from this font."""
        return bool(re.match(f"[{self.characters}]", character))


# The first face that has a character draws it.
FACES = (
    Face(
        "noto-serif-latin",
        "\u0020-\u007e\u00a0-\u00ff\u0131\u0152\u0153\u2000-\u200b\u2010-\u2027\u2030-\u205e\u20ac\u2122\u2212",
    ),
    Face("noto-serif-latin-ext", "\u0100-\u02ba\u1e00-\u1e9f\u1ef2-\u1eff\u20a0-\u20ab\u20ad-\u20c0"),
    Face("noto-serif-vietnamese", "\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef1"),
    Face("noto-serif-greek", "\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff"),
    Face("noto-serif-cyrillic", "\u0400-\u045f\u0490\u0491\u04b0\u04b1\u2116"),
    Face("noto-serif-devanagari-devanagari", "\u0900-\u097f\u1cd0-\u1cf9\u200c\u200d\u20b9\ua8e0-\ua8ff", is_shaped=True),
    Face("noto-serif-hebrew-hebrew", "\u0590-\u05ff\u20aa\ufb1d-\ufb4f", is_shaped=True, is_leftward=True),
    Face("noto-naskh-arabic-arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc", is_shaped=True, is_leftward=True),
)
# Selectors of a variant of the character before them.
_VARIATIONS = "".join(map(chr, range(0xFE00, 0xFE10)))
_JOINERS = "\u200c\u200d"


def drawable(text: str) -> str:
    """Remove symbols that no font has; return "" if the text has letters that no font can draw on this machine."""
    kept = []
    for character in unicodedata.normalize("NFC", " ".join(text.split())):
        if _face(character):
            kept.append(character)
        elif unicodedata.category(character)[0] in "LMN" and character not in _VARIATIONS:
            return ""
    return " ".join("".join(kept).split())


def wrapped(text: str, size_px: float, width_px: float) -> list[str] | None:
    """Break a text into lines of at most that width; return None if one of its words is wider."""
    lines = [""]
    for word in text.split():
        if width(word, size_px) > width_px:
            return None
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size_px) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def width(line: str, size_px: float) -> float:
    """Return the width of a line in pixels."""
    space = _font("noto-serif-latin", _MEASURED_PX).getlength(" ")
    words = line.split()
    return (sum(map(_measured, words)) + space * (len(words) - 1)) * size_px / _MEASURED_PX


def draw_line(draw: ImageDraw, place: tuple[float, float], line: str, size_px: int, fill: str) -> None:
    """Draw a line in visual order, from the left end of its baseline."""
    x, y = place
    space = width("a b", size_px) - width("ab", size_px)
    for number, word in enumerate(_as_seen(line)):
        x += space if number else 0
        pieces = list(_pieces(word))
        for face, text in reversed(pieces) if is_leftward(word) else pieces:
            font = _font(face.name, size_px)
            draw.text((round(x), y), text, fill, font, anchor="ls", direction=_direction(face))
            x += font.getlength(text, direction=_direction(face))


def is_leftward(text: str) -> bool:
    """Return whether the first letter with a direction is written from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


def _as_seen(line: str) -> list[str]:
    """Return the words in visual order, from left to right."""
    runs = [(leftward, list(words)) for leftward, words in groupby(line.split(), key=is_leftward)]
    ordered = reversed(runs) if is_leftward(line) else runs
    return [word for leftward, words in ordered for word in (reversed(words) if leftward else words)]


@cache
def _measured(word: str) -> float:
    pieces = ((_font(face.name, _MEASURED_PX), face, text) for face, text in _pieces(word))
    return float(sum(font.getlength(text, direction=_direction(face)) for font, face, text in pieces))


def _pieces(word: str) -> Iterator[tuple[Face, str]]:
    """Split a word where the font changes; marks and joiners stay with the letter before them."""
    faces: list[Face] = []
    for character in word:
        joins = faces and (character in _JOINERS or unicodedata.combining(character))
        faces.append(faces[-1] if joins else _face(character) or FACES[0])
    start = 0
    for face, run in groupby(faces):
        length = len(list(run))
        yield face, word[start : start + length]
        start += length


@cache
def _face(character: str) -> Face | None:
    return next((face for face in FACES if face.has(character) and (not face.is_shaped or _can_shape())), None)


def _direction(face: Face) -> str | None:
    return "rtl" if face.is_leftward else None


@cache
def _can_shape() -> bool:
    """Return whether Pillow has Raqm, which joins letters and orders them; some builds lack it."""
    from PIL import features

    return bool(features.check("raqm"))


@cache
def _font(name: str, size_px: int) -> FreeTypeFont:
    from io import BytesIO

    from PIL import ImageFont

    data = files(__package__).joinpath("fonts", f"{name}-700-normal.woff").read_bytes()
    return ImageFont.truetype(BytesIO(data), size_px)
