"""The cover: a given picture, or a drawn one with a headline that is legible in a thumbnail of 60 pixels, and the waveform.

The title is as large as fits. A title too long for legible letters is replaced by its first clause or the guest's name, and
repeated in full, in small letters, below.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.files.tags import image_kind
from tts_interview.language.messages import message
from tts_interview.model import Role
from tts_interview.publishing.colours import PAPER, SPEAKERS
from tts_interview.publishing.cover.lettering import draw_line, drawable, is_leftward, width, wrapped
from tts_interview.publishing.waveform import png_bytes, waveform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PIL.ImageDraw import ImageDraw

    from tts_interview.publishing.publication import Publication

_ENDINGS = {"png": ".cover.png", "jpeg": ".cover.jpg"}
SIDE_PX = 3000
# Letters of this size are 8 pixels high in a thumbnail of 60.
SMALLEST_PX, _LARGEST_PX, _STEP_PX = 400, 640, 20
_MARGIN_PX = 220
_WIDTH_PX = SIDE_PX - 2 * _MARGIN_PX
# The title, with anything below it, has the space between these heights.
_TOP_PX, _BOTTOM_PX = 480, 2200
_SMALL_PX, _MOST_SMALL_LINES = 120, 2
_LINE, _ASCENT = 1.12, 0.85
# No line holds more, even of the narrowest letters.
_MOST_CHARS = 200
_BARS, _BAR_PX, _SOUND_PX, _LARGE_SOUND_PX = 50, 30, 320, 1500
_CLAUSE_END = re.compile(r"\s*(?:[:|]\s|\s[–—-]\s|—|[?!.]\s).*")
_SOFT = 0.62


@dataclass(frozen=True, slots=True)
class _Style:
    """The size and colour of lines, and whether they are aligned to the right for a script written leftward."""

    size_px: int
    fill: str
    leftward: bool


def given_cover(publication: Publication) -> Path | None:
    """Return the file of the given cover or else of the show's; None if there is neither."""
    return publication.wanted.cover or publication.show.artwork


def cover_file(publication: Publication) -> Path:
    """Return the path of the cover, with its suffix. Raises OutputError if a given one is not a PNG or JPEG file."""
    given = given_cover(publication)
    return publication.file(_ENDINGS[image_kind(given) if given else "png"])


def cover_image(publication: Publication) -> bytes:
    """Return the content of the cover's file."""
    given = given_cover(publication)
    return given.read_bytes() if given else drawn_cover(publication)


def drawn_cover(publication: Publication) -> bytes:
    """Return a square PNG of 3000 pixels with the title as a text chunk; the same publication gives the same bytes."""
    from PIL import Image, ImageDraw

    ground = ground_of(publication)
    image = Image.new("RGB", (SIDE_PX, SIDE_PX), ground)
    draw = ImageDraw.Draw(image)
    soft = _blended(PAPER.light, ground)
    large = headline(publication)
    _draw_words(draw, publication, large, soft)
    _draw_sound(draw, publication, _SOUND_PX if large[2] else _LARGE_SOUND_PX, soft)
    return png_bytes(image, "Title", one_line(publication.episode.title), publication.episode.language)


def ground_of(publication: Publication) -> str:
    """Return the background colour, which depends on the show or, without a show, on the title."""
    named = publication.show.title or publication.episode.title
    digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()
    return SPEAKERS[digest[0] % len(SPEAKERS)].light


def headline(publication: Publication) -> tuple[str, int, list[str]]:
    """Return the large text, its size in pixels, and its lines; no lines if the title has letters that no font can draw."""
    candidates = list(_candidates(publication))
    for text in candidates:
        fitting = _fitted(text, _room(is_whole=text == candidates[0]))
        if fitting:
            return text, *fitting
    return (candidates[0], SMALLEST_PX, _cut(candidates[0])) if candidates else ("", 0, [])


def _candidates(publication: Publication) -> Iterator[str]:
    title = drawable(one_line(publication.episode.title))
    if not title:
        return
    yield title
    yield _CLAUSE_END.sub("", title) or title
    guests = [person.name for person in publication.episode.people if person.role is Role.GUEST]
    if len(guests) == 1 and drawable(one_line(guests[0])):
        yield drawable(one_line(guests[0]))


def _room(*, is_whole: bool) -> float:
    """Return the height for the large lines, which is less if the whole title follows them."""
    return _BOTTOM_PX - _TOP_PX - (0 if is_whole else _SMALL_PX * (_MOST_SMALL_LINES * _LINE + 1))


def _fitted(text: str, height_px: float) -> tuple[int, list[str]] | None:
    em_width = width(text, 1)
    for size_px in range(_LARGEST_PX, SMALLEST_PX - 1, -_STEP_PX):
        most_lines = height_px / (size_px * _LINE)
        if em_width * size_px > 2 * most_lines * _WIDTH_PX:  # far too long, even without the spaces at the ends of lines
            continue
        lines = wrapped(text, size_px, _WIDTH_PX)
        if lines and len(lines) <= most_lines:
            return size_px, lines
    return None


def _cut(text: str) -> list[str]:
    """Return as many lines of the smallest size as fit, cutting words that are too wide."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < int(_room(is_whole=False) / (SMALLEST_PX * _LINE)):
        line = _first_line(rest, SMALLEST_PX)
        rest = rest[len(line) :].lstrip()
        lines.append(line.rstrip())
    if rest:
        lines[-1] = _shortened(lines[-1] + "…", SMALLEST_PX)
    return lines


def _first_line(text: str, size_px: int) -> str:
    """Return the start of a text that fits on one line, in whole words if possible."""
    length = next(n for n in range(min(len(text), _MOST_CHARS), 0, -1) if n == 1 or width(text[:n], size_px) <= _WIDTH_PX)
    end = text.rfind(" ", 0, length + 1) if length < len(text) else length
    return text[: end if end > 0 else length]


def _shortened(line: str, size_px: int) -> str:
    """Remove letters before the ellipsis of a line until it fits."""
    while width(line, size_px) > _WIDTH_PX and len(line) > 1:
        line = line[:-2].rstrip() + "…"
    return line


def _draw_words(draw: ImageDraw, publication: Publication, large: tuple[str, int, list[str]], soft: str) -> None:
    """Draw the show, the headline, the whole title if the headline is not it, and the disclosure."""
    text, size_px, lines = large
    small = _Style(_SMALL_PX, soft, is_leftward(text))
    _draw_lines(draw, _small(publication.show.title, 1), _MARGIN_PX + _SMALL_PX, small)
    _draw_lines(draw, lines, _TOP_PX + round(size_px * _ASCENT), replace(small, size_px=size_px, fill=PAPER.light))
    title = drawable(one_line(publication.episode.title))
    if " ".join(lines) != title:
        below = _TOP_PX + round(len(lines) * size_px * _LINE) + _SMALL_PX
        _draw_lines(draw, _small(title, _MOST_SMALL_LINES), below, replace(small, fill=PAPER.light))
    disclosure = message(publication.episode.language, "synthetic-voices")
    _draw_lines(draw, _small(disclosure, 1), SIDE_PX - _MARGIN_PX, small)


def _small(text: str, most: int) -> list[str]:
    """Return at most that many lines of small letters, the last one cut if necessary."""
    rest, lines = drawable(one_line(text)), list[str]()
    while rest and len(lines) < most:
        lines.append(_first_line(rest, _SMALL_PX).rstrip())
        rest = rest[len(lines[-1]) :].lstrip()
    return [*lines[:-1], _shortened(lines[-1] + "…", _SMALL_PX)] if rest and lines else lines


def _draw_lines(draw: ImageDraw, lines: Sequence[str], y: int, style: _Style) -> None:
    for number, line in enumerate(lines):
        x = SIDE_PX - _MARGIN_PX - width(line, style.size_px) if style.leftward else _MARGIN_PX
        draw_line(draw, (x, y + number * style.size_px * _LINE), line, style.size_px, style.fill)


def _draw_sound(draw: ImageDraw, publication: Publication, height_px: float, soft: str) -> None:
    """Draw the waveform, with the narrator and the first speaker in a softer colour."""
    bars = waveform(publication).bars
    middle = SIDE_PX - _MARGIN_PX - 2 * _SMALL_PX - height_px / 2
    step, each = (_WIDTH_PX - _BAR_PX) / (_BARS - 1), len(bars) // _BARS
    for number in range(_BARS):
        part = bars[number * each : (number + 1) * each]
        half = max(_BAR_PX, max(bar.level for bar in part) * height_px) / 2
        x = _MARGIN_PX + number * step
        fill = soft if part[each // 2].colour < 2 else PAPER.light  # noqa: PLR2004 - the narrator and the first speaker
        draw.rounded_rectangle([x, middle - half, x + _BAR_PX, middle + half], _BAR_PX / 2, fill)


def _blended(colour: str, ground: str) -> str:
    """Mix two colours."""
    parts = [(int(colour[n : n + 2], 16), int(ground[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(_SOFT * one + (1 - _SOFT) * other):02x}" for one, other in parts)
