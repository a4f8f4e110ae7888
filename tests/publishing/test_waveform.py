"""The waveform: who is heard when and how loud, the chapters, and a description in words."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pytest
from lxml import etree
from pages import contrast
from PIL import Image
from published import GUEST, HOST, RATE_HZ, READER, TALK, publication

from tts_interview.model import Samples
from tts_interview.publishing.colours import INK, NARRATOR, PAPER, SPEAKERS, colour, numbers_of_speakers
from tts_interview.publishing.waveform import BARS, waveform, waveform_png, waveform_svg

if TYPE_CHECKING:
    from tts_interview.publishing.colours import Colour

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("ink", [INK, NARRATOR, *SPEAKERS])
def test_every_colour_is_legible_as_text_on_light_and_dark_paper(ink: Colour) -> None:
    assert contrast(ink.light, PAPER.light) >= 4.5
    assert contrast(ink.dark, PAPER.dark) >= 4.5


def test_the_narrator_is_grey_and_the_others_have_colours_in_the_order_they_are_heard() -> None:
    assert numbers_of_speakers(publication().episode) == {READER: 0, HOST: 1, GUEST: 2}


def test_a_seventh_speaker_has_the_colour_of_the_first() -> None:
    talk = [(f"Guest {n}", [["Yes."]]) for n in range(7)]
    assert list(numbers_of_speakers(publication(talk).episode).values()) == [1, 2, 3, 4, 5, 6, 1]


def test_each_bar_has_the_level_of_its_part_and_the_colour_of_its_speaker() -> None:
    made = publication()
    bars = waveform(made).bars
    assert len(bars) == BARS
    for number, passage in enumerate(made.episode.passages, start=1):
        middle = (passage.start + passage.end) / 2 / RATE_HZ / made.episode.seconds
        bar = bars[int(middle * BARS)]
        assert bar.level == pytest.approx(number / len(TALK), abs=1e-3)
        assert bar.colour == numbers_of_speakers(made.episode)[passage.speaker]
    assert bars[-1].level == 0


@pytest.mark.parametrize("length", [1, 7, 4096, 10**9])
def test_the_levels_do_not_depend_on_the_size_of_blocks(length: int) -> None:
    made = publication(TALK[:2])
    assert made.samples
    whole = b"".join(made.samples.blocks())
    cut = Samples(lambda: (whole[n : n + 4 * length] for n in range(0, len(whole), 4 * length)), RATE_HZ)
    levels = [bar.level for bar in waveform(replace(made, samples=cut)).bars]
    assert levels == pytest.approx([bar.level for bar in waveform(made).bars], abs=1e-4)


def test_a_sound_longer_or_shorter_than_stated_still_gives_a_picture() -> None:
    made = publication(TALK[:2])
    assert made.samples
    blocks = list(made.samples.blocks())
    for other in ([], blocks[:3], blocks * 3):
        picture = waveform(replace(made, samples=Samples(lambda other=other: other, RATE_HZ)))  # type: ignore[misc]
        assert all(0 <= bar.level <= 1 for bar in picture.bars)


def test_the_sound_is_never_in_memory_as_a_whole() -> None:
    block = np.full(1 << 16, 0.25, dtype="<f4").tobytes()
    long = Samples(lambda: chain.from_iterable([block] for _ in range(100)), RATE_HZ)
    episode = replace(publication().episode, seconds=100 * (1 << 16) / RATE_HZ)
    import tracemalloc

    tracemalloc.start()
    waveform(replace(publication(), episode=episode, samples=long))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * len(block) / 10


def test_without_sound_there_is_a_line_in_colours() -> None:
    bars = waveform(replace(publication(), samples=None)).bars
    assert {bar.level for bar in bars} == {0.0}
    assert {bar.colour for bar in bars} == {0, 1, 2}


def test_the_svg_has_a_bar_for_each_part_a_mark_for_each_later_chapter_and_a_description() -> None:
    root = etree.fromstring(waveform_svg(publication()))
    paths = root.findall(f"{SVG}path")
    bars = [p for p in paths if p.get("class") != "chapter"]
    assert sum(p.get("d", "").count("M") for p in bars) == BARS
    marks = [p.findtext(f"{SVG}title") for p in paths if p.get("class") == "chapter"]
    assert marks == ["Who lights the lamp now? Is it you?", "Why?"]
    title = root.findtext(f"{SVG}title") or ""
    assert title == root.get("aria-label")
    assert HOST in title
    assert "%" in title


def test_the_svg_is_described_in_the_language_of_the_interview() -> None:
    for language, marked, word in (("de-AT", "de", "Kapitel"), ("ar", "ar", "الفصول"), ("af", "en", "chapters")):
        root = etree.fromstring(waveform_svg(publication(language=language)))
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == marked
        assert word in (root.findtext(f"{SVG}title") or "")


def test_hostile_names_and_titles_stay_text() -> None:
    evil = '"/><script>alert(1)</script>\x00\x1b]]>\u202e&amp;'
    root = etree.fromstring(waveform_svg(publication([(evil, [["Yes."]]), (HOST, [[evil]]), (evil, [[evil]])])))
    assert not root.findall(f".//{SVG}script")
    assert '"/><script>alert(1)</script>]]>&amp;' in (root.findtext(f"{SVG}title") or "")


def test_the_png_has_each_colour_and_the_description() -> None:
    image = Image.open(io.BytesIO(waveform_png(publication())))
    image.load()
    assert image.size == (2400, 240)
    shown = {pixel for _, pixel in image.getcolors(maxcolors=1 << 20) or []}
    wanted = [PAPER.light, INK.light, *(colour(n).light for n in range(3))]
    assert {tuple(bytes.fromhex(rgb[1:])) for rgb in wanted} == shown
    assert HOST in str(image.text["Description"])  # type: ignore[attr-defined]


def test_the_same_episode_gives_the_same_bytes() -> None:
    assert waveform_svg(publication()) == waveform_svg(publication())
    assert waveform_png(publication()) == waveform_png(publication())
