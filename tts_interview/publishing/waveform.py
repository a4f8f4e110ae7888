"""Draw the waveform of an episode: each bar in the colour of its speaker, with the chapters marked.

The SVG follows the light or dark scheme of the page around it; the PNG is for places that reject SVG.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tts_interview.files.cleaning import one_line
from tts_interview.files.xmp import ALGORITHMIC, PNG_KEY, packet
from tts_interview.language.locales import percent
from tts_interview.language.messages import language_of, listed, message
from tts_interview.publishing.colours import INK, PAPER, colour, numbers_of_speakers

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from tts_interview.model import Chapter, Passage, Samples
    from tts_interview.publishing.publication import Publication

BARS = 300
# In units of the SVG: a bar is 3 wide, a gap 1.
_STEP, _BAR, _HEIGHT = 4, 3, 120
_WIDTH = BARS * _STEP
_SMALLEST = 2
# Chapter marks reach this far above and below the bars.
_MARGIN = 14
_PNG_SCALE = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the `BARS` parts of equal length.

    `level` is its RMS level relative to the loudest part, from 0 to 1; `colour` is the number (see `numbers_of_speakers`) of
    the speaker who has most of it.
    """

    level: float
    colour: int


@dataclass(frozen=True, slots=True)
class Waveform:
    """The bars, and the title of each later chapter with its place, from 0 to 1."""

    bars: tuple[Bar, ...]
    chapters: tuple[tuple[float, str], ...]
    description: str


def waveform(publication: Publication) -> Waveform:
    """Measure an episode, reading its sound in blocks."""
    episode = publication.episode
    frames = max(1, round(episode.seconds * episode.sample_rate_hz))
    levels = _levels(publication.samples, frames) if publication.samples else [0.0] * BARS
    numbers = numbers_of_speakers(episode)
    colours = [numbers.get(name, 0) for name in _loudest_speakers(episode.passages, frames)]
    bars = tuple(Bar(level, number) for level, number in zip(levels, colours, strict=True))
    return Waveform(bars, tuple(_places(publication.chapters, episode.seconds)), _description(publication))


def waveform_svg(publication: Publication) -> bytes:
    """Return the waveform as an SVG file, with a description in words."""
    drawn = waveform(publication)
    root = svg_element(drawn)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("xml:lang", language_of(publication.episode.language))
    for mark, (_, words) in zip(root.iterfind("path[@class='chapter']"), drawn.chapters, strict=True):
        ET.SubElement(mark, "title").text = words
    title, style = ET.Element("title"), ET.Element("style")
    title.text, style.text = drawn.description, _style()
    root[:0] = title, style, ET.Element("metadata")
    drawn_svg: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn_svg.replace(b"<metadata />", f"<metadata>{packet(ALGORITHMIC)}</metadata>".encode()) + b"\n"


def svg_element(drawn: Waveform) -> ET.Element:
    """Return the waveform as an element with the classes `v0` on and `chapter`, for the style sheet around it."""
    root = ET.Element("svg", {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "role": "img", "preserveAspectRatio": "none"})
    root.set("aria-label", drawn.description)
    for number in sorted({bar.colour for bar in drawn.bars}):
        ET.SubElement(root, "path", {"class": f"v{number}", "d": _path(drawn, number)})
    for place, _title in drawn.chapters:
        mark = ET.SubElement(root, "path", {"class": "chapter", "d": f"M{place * _WIDTH:.1f} 0V{_HEIGHT}"})
        mark.set("vector-effect", "non-scaling-stroke")
    return root


def waveform_png(publication: Publication) -> bytes:
    """Return the waveform as a PNG of 2400 by 240 pixels on light paper, with a description in words."""
    from PIL import Image, ImageDraw

    drawn = waveform(publication)
    image = Image.new("RGB", (_WIDTH * _PNG_SCALE, _HEIGHT * _PNG_SCALE), PAPER.light)
    draw = ImageDraw.Draw(image)
    for place, _title in drawn.chapters:
        draw.line(_scaled(place * _WIDTH, 0, place * _WIDTH, _HEIGHT), fill=INK.light, width=_PNG_SCALE)
    for place, bar in enumerate(drawn.bars):
        top, bottom = _span(bar)
        draw.rectangle(_scaled(place * _STEP, top, place * _STEP + _BAR, bottom), fill=colour(bar.colour).light)
    return png_bytes(image, "Description", drawn.description, language_of(publication.episode.language))


def png_bytes(image: Image, about: str, words: str, language: str) -> bytes:
    """Return a PNG with words in a text chunk of that name, and with the statement that a program drew it."""
    from PIL.PngImagePlugin import PngInfo

    chunks, file = PngInfo(), io.BytesIO()
    chunks.add_itxt(about, words, lang=language)
    chunks.add_itxt(PNG_KEY, packet(ALGORITHMIC))
    image.save(file, "PNG", optimize=True, pnginfo=chunks)
    return file.getvalue()


def _levels(samples: Samples, frames: int) -> list[float]:
    """Return the RMS level of each part, relative to the highest."""
    import numpy as np

    edges = np.arange(BARS + 1) * frames // BARS
    squares, start = np.zeros(BARS), 0
    for raw in samples.blocks():
        block = np.frombuffer(raw, dtype="<f4")
        _add_squares(squares, edges, block, start)
        start += len(block)
    levels = np.sqrt(squares / np.maximum(np.diff(edges), 1))
    return [round(float(level), 4) for level in levels / max(levels.max(), 1e-9)]


def _add_squares(squares: NDArray[np.float64], edges: NDArray[np.int64], block: NDArray[np.float32], start: int) -> None:
    """Add the squares of a block, which begins at the sample `start`, to the sums of its parts."""
    import numpy as np

    first = max(0, int(np.searchsorted(edges, start, side="right")) - 1)
    last = min(len(squares), int(np.searchsorted(edges, start + len(block), side="left")))
    for part in range(first, last):
        piece = block[max(0, edges[part] - start) : max(0, edges[part + 1] - start)].astype(np.float64)
        squares[part] += np.dot(piece, piece)


def _loudest_speakers(passages: Iterable[Passage], frames: int) -> list[str]:
    """Return the speaker who has most of each part; in silence, the last one who spoke."""
    shares: list[dict[str, int]] = [{} for _ in range(BARS)]
    for passage in passages:
        for part in range(passage.start * BARS // frames, min(BARS - 1, passage.end * BARS // frames) + 1):
            overlap = min(passage.end, (part + 1) * frames // BARS) - max(passage.start, part * frames // BARS)
            shares[part][passage.speaker] = shares[part].get(passage.speaker, 0) + overlap
    names = [""]
    for share in shares:
        names.append(max(share, key=share.__getitem__) if share else names[-1])
    return names[1:]


def _places(chapters: tuple[Chapter, ...], seconds: float) -> Iterable[tuple[float, str]]:
    """Yield the places of chapters; the first one, at the start of the episode, needs no mark."""
    for before, chapter in pairwise(chapters):
        if before.start_s < chapter.start_s < seconds:
            yield chapter.start_s / seconds, one_line(chapter.title)


def _description(publication: Publication) -> str:
    episode = publication.episode
    spoken: dict[str, int] = {}
    for passage in episode.passages:
        spoken[passage.speaker] = spoken.get(passage.speaker, 0) + passage.end - passage.start
    whole = max(1, sum(spoken.values()))
    shares = [
        message(episode.language, "share", name=one_line(name), percent=percent(episode.language, frames / whole))
        for name, frames in spoken.items()
    ]
    return message(episode.language, "waveform", people=listed(episode.language, shares))


def _path(drawn: Waveform, number: int) -> str:
    spans = [(place, *_span(bar)) for place, bar in enumerate(drawn.bars) if bar.colour == number]
    return "".join(f"M{place * _STEP + _BAR / 2:g} {top:g}V{bottom:g}" for place, top, bottom in spans)


def _span(bar: Bar) -> tuple[float, float]:
    half = max(_SMALLEST, bar.level * (_HEIGHT / 2 - _MARGIN))
    return round(_HEIGHT / 2 - half, 1), round(_HEIGHT / 2 + half, 1)


def _scaled(*numbers: float) -> list[float]:
    return [round(number * _PNG_SCALE) for number in numbers]


def _style() -> str:
    numbers = range(7)
    light = "".join(f".v{n}{{stroke:{colour(n).light}}}" for n in numbers)
    dark = "".join(f".v{n}{{stroke:{colour(n).dark}}}" for n in numbers)
    marks = f"path{{stroke-width:{_BAR};fill:none}}.chapter{{stroke-width:1;stroke:{INK.light}}}"
    return f"{marks}{light}@media(prefers-color-scheme:dark){{.chapter{{stroke:{INK.dark}}}{dark}}}"
