"""Publication -> a cover, where none is given: words that can still be read where it is 60 pixels wide, and the sound below.

The title is set as large as it fits. One that fits only in letters too small for a thumbnail gives way to what stands for it:
its first clause, or the name of the guest; it is then set whole, and small, below.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import message
from tts_interview.model import Role
from tts_interview.publishing.colours import PAPER, SPEAKERS
from tts_interview.publishing.cover.lettering import draw_line, drawable, is_leftward, width, wrapped
from tts_interview.publishing.waveform import waveform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.ImageDraw import ImageDraw

    from tts_interview.publishing.publication import Publication

SIDE_PX = 3000
# At 60 pixels letters of this size are 8 high.
SMALLEST_PX, _LARGEST_PX, _STEP_PX = 400, 640, 20
_MARGIN_PX = 220
_WIDTH_PX = SIDE_PX - 2 * _MARGIN_PX
# The title has the place between what stands above it and the sound; what stands below it takes from that.
_TOP_PX, _BOTTOM_PX = 480, 2200
_SMALL_PX, _MOST_SMALL_LINES = 120, 2
_LINE, _ASCENT = 1.12, 0.85
# No line has more, not even of the narrowest letters.
_MOST_CHARS = 200
_BARS, _BAR_PX, _SOUND_PX, _LARGE_SOUND_PX = 50, 30, 320, 1500
_CLAUSE_END = re.compile(r"\s*(?:[:|]\s|\s[–—-]\s|—|[?!.]\s).*")
_SOFT = 0.62


@dataclass(frozen=True, slots=True)
class _Style:
    """How lines are set: their size, their colour, and whether they end at the right or begin at the left."""

    size_px: int
    fill: str
    leftward: bool


def drawn_cover(publication: Publication) -> bytes:
    """A square PNG of 3000 pixels, which carries its words also as text; the same publication gives the same bytes."""
    from PIL import Image, ImageDraw, PngImagePlugin

    ground = ground_of(publication)
    image = Image.new("RGB", (SIDE_PX, SIDE_PX), ground)
    draw = ImageDraw.Draw(image)
    soft = _blended(PAPER.light, ground)
    _draw_words(draw, publication, soft)
    _draw_sound(draw, publication, soft)
    words = PngImagePlugin.PngInfo()
    words.add_itxt("Title", one_line(publication.episode.title), lang=publication.episode.language)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, pnginfo=words)
    return file.getvalue()


def ground_of(publication: Publication) -> str:
    """The colour of the cover: one for all episodes of a show, else for the title."""
    named = publication.show.title or publication.episode.title
    digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()
    return SPEAKERS[digest[0] % len(SPEAKERS)].light


def headline(publication: Publication) -> tuple[str, int, list[str]]:
    """What is set large, the size in pixels, and its lines; no lines where the title has letters that cannot be drawn."""
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
    """The height that there is for the large lines: less where the whole title follows them."""
    return _BOTTOM_PX - _TOP_PX - (0 if is_whole else _SMALL_PX * (_MOST_SMALL_LINES * _LINE + 1))


def _fitted(text: str, height_px: float) -> tuple[int, list[str]] | None:
    for size_px in range(_LARGEST_PX, SMALLEST_PX - 1, -_STEP_PX):
        lines = wrapped(text, size_px, _WIDTH_PX)
        if lines and len(lines) * size_px * _LINE <= height_px:
            return size_px, lines
    return None


def _cut(text: str) -> list[str]:
    """As many lines of the smallest size as there is room for; words that are too wide are cut."""
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
    """What of a text fits on one line: whole words if it can be."""
    length = next(n for n in range(min(len(text), _MOST_CHARS), 0, -1) if n == 1 or width(text[:n], size_px) <= _WIDTH_PX)
    end = text.rfind(" ", 0, length + 1) if length < len(text) else length
    return text[: end if end > 0 else length]


def _shortened(line: str, size_px: int) -> str:
    """A line that ends in an ellipsis, without as many letters before it as are too many."""
    while width(line, size_px) > _WIDTH_PX and len(line) > 1:
        line = line[:-2].rstrip() + "…"
    return line


def _draw_words(draw: ImageDraw, publication: Publication, soft: str) -> None:
    """The show above, the title, and whole below it where something stands for it, and that the voices are synthetic."""
    text, size_px, lines = headline(publication)
    small = _Style(_SMALL_PX, soft, is_leftward(text))
    _draw_lines(draw, _small(publication.show.title, 1), _MARGIN_PX + _SMALL_PX, small)
    _draw_lines(draw, lines, _TOP_PX + round(size_px * _ASCENT), replace(small, size_px=size_px, fill=PAPER.light))
    title = drawable(one_line(publication.episode.title))
    if " ".join(lines) != title:
        below = _TOP_PX + round(len(lines) * size_px * _LINE) + _SMALL_PX
        _draw_lines(draw, _small(title, _MOST_SMALL_LINES), below, replace(small, fill=PAPER.light))
    truth = message(publication.episode.language, "synthetic-voices")
    _draw_lines(draw, _small(truth, 1), SIDE_PX - _MARGIN_PX, small)


def _small(text: str, most: int) -> list[str]:
    """Lines of small letters, the last of them cut if there are more than that."""
    rest, lines = drawable(one_line(text)), list[str]()
    while rest and len(lines) < most:
        lines.append(_first_line(rest, _SMALL_PX).rstrip())
        rest = rest[len(lines[-1]) :].lstrip()
    return [*lines[:-1], _shortened(lines[-1] + "…", _SMALL_PX)] if rest and lines else lines


def _draw_lines(draw: ImageDraw, lines: Sequence[str], y: int, style: _Style) -> None:
    for number, line in enumerate(lines):
        x = SIDE_PX - _MARGIN_PX - width(line, style.size_px) if style.leftward else _MARGIN_PX
        draw_line(draw, (x, y + number * style.size_px * _LINE), line, style.size_px, style.fill)


def _draw_sound(draw: ImageDraw, publication: Publication, soft: str) -> None:
    """The sound of the episode, those who ask softer than those who answer; it has all the room where there are no words."""
    bars = waveform(publication).bars
    height = _SOUND_PX if headline(publication)[2] else _LARGE_SOUND_PX
    middle = SIDE_PX - _MARGIN_PX - 2 * _SMALL_PX - height / 2
    step, each = (_WIDTH_PX - _BAR_PX) / (_BARS - 1), len(bars) // _BARS
    for number in range(_BARS):
        part = bars[number * each : (number + 1) * each]
        half = max(_BAR_PX, max(bar.level for bar in part) * height) / 2
        x = _MARGIN_PX + number * step
        fill = soft if part[each // 2].colour < 2 else PAPER.light  # noqa: PLR2004 - the narrator and who speaks first
        draw.rounded_rectangle([x, middle - half, x + _BAR_PX, middle + half], _BAR_PX / 2, fill)


def _blended(colour: str, ground: str) -> str:
    """A colour that lies between two."""
    parts = [(int(colour[n : n + 2], 16), int(ground[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(_SOFT * one + (1 - _SOFT) * other):02x}" for one, other in parts)
