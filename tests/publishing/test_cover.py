"""The drawn cover: square, legible in a thumbnail, and safe with any title."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pages import contrast
from PIL import Image, features
from published import GUEST, HOST, publication

from tts_interview.model import Podcast
from tts_interview.publishing.colours import PAPER
from tts_interview.publishing.cover import SIDE_PX, SMALLEST_PX, cover_file, cover_image, drawn_cover, ground_of, headline
from tts_interview.publishing.cover.lettering import FACES, draw_line, drawable, is_leftward, width, wrapped
from tts_interview.settings.parts import PublishingSettings

if TYPE_CHECKING:
    from pathlib import Path

LONG = "What a harbour master learned from eleven winters without a single boat"
shaped = pytest.mark.skipif(not features.check("raqm"), reason="this Pillow lacks Raqm")


def picture(title: str) -> Image.Image:
    return Image.open(io.BytesIO(drawn_cover(publication(title=title))))


def test_the_cover_meets_the_rules_of_podcast_directories() -> None:
    image = picture("The lamp and the clock")
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (3000, 3000))
    assert len(drawn_cover(publication())) < 500_000


def test_the_picture_has_the_title_as_text() -> None:
    assert picture("The <lamp> & the\nclock").text["Title"] == "The <lamp> & the clock"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "title", ["The lamp and the clock", "“Sleep is a public service”", "Why?", LONG, "x" * 10_000, "a b " * 2500]
)
def test_the_headline_is_legible_at_60_pixels_and_inside_the_picture(title: str) -> None:
    text, size_px, lines = headline(publication(title=title))
    assert text
    assert size_px * 60 / SIDE_PX >= 8
    assert all(width(line, size_px) <= SIDE_PX - 2 * 200 for line in lines)
    assert len(lines) * size_px < 1900


def test_a_long_title_is_replaced_by_its_first_clause_or_else_by_the_guest() -> None:
    assert headline(publication(title="The ferry came back: how Ostrand saved its harbour at last"))[0] == "The ferry came back"
    assert headline(publication(title=LONG))[0] == GUEST


def test_with_several_guests_a_long_title_is_cut() -> None:
    talk = [(HOST, [["Well?"]]), (GUEST, [["Yes."]]), ("Ola Brandt", [["No."]])]
    text, size_px, lines = headline(publication(talk, title=LONG))
    assert (text, size_px) == (LONG, SMALLEST_PX)
    assert lines[0] == "What a"
    assert lines[-1].endswith("…")


def test_letters_without_a_font_leave_the_waveform_alone_and_symbols_are_dropped() -> None:
    assert headline(publication(title="日本語の題"))[2] == []
    assert picture("日本語の題").getcolors(maxcolors=1 << 20)
    assert drawable("Lamp 🕯️ & clock") == "Lamp & clock"
    assert drawable("🕯️") == ""


@pytest.mark.parametrize(
    "title", ["", "\u202e\x00", "\u0301\u0301", "<b>&amp;</b>]]>", "\u200d\u200c", "a\u0301" * 400, "שלום 🕯️ X"]
)
def test_hostile_titles_make_a_picture(title: str) -> None:
    assert picture(title).size == (3000, 3000)


@pytest.mark.parametrize(
    "text",
    ["Zażółć gęślą jaźń", "Ночной поезд", "Νυχτερινό τρένο", "Tàu đêm", "“¿Qué? – ¡Sí!”…", "5 € № ½"],
)
def test_every_letter_of_these_languages_can_be_drawn(text: str) -> None:
    assert drawable(text) == text


@shaped
@pytest.mark.parametrize("text", ["समुद्र के किनारे की रोशनी", "שלום עולם", "مرحبا بالعالم"])
def test_scripts_that_need_shaping_are_drawn_with_raqm(text: str) -> None:
    assert drawable(text) == text
    assert headline(publication(title=text))[2]


def test_without_raqm_letters_that_need_shaping_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    from tts_interview.publishing.cover import lettering

    lettering._face.cache_clear()
    monkeypatch.setattr(lettering, "_can_shape", lambda: False)
    try:
        assert drawable("مرحبا") == ""
        assert drawable("Hallo") == "Hallo"
    finally:
        lettering._face.cache_clear()


@shaped
def test_a_title_from_right_to_left_is_aligned_right_and_its_latin_words_keep_their_order() -> None:
    assert is_leftward("«שלום NATO»")
    assert not is_leftward("NATO שלום")
    from tts_interview.publishing.cover.lettering import _as_seen

    assert _as_seen("אחת שתיים NATO Summit סוף") == ["סוף", "NATO", "Summit", "שתיים", "אחת"]
    assert _as_seen("the אחת שתיים end") == ["the", "שתיים", "אחת", "end"]
    ink = picture("שלום").convert("L").crop((0, 500, 3000, 2000)).point(lambda v: 255 if v > 180 else 0).getbbox()
    assert ink
    assert ink[0] > 1200
    assert ink[2] > 2700


def test_lines_break_between_words_and_a_word_that_is_too_wide_does_not_fit() -> None:
    assert wrapped("one two three", 100, width("one two", 100) + 1) == ["one two", "three"]
    assert wrapped("incomprehensibilities", 100, 300) is None


def test_the_measured_width_is_the_drawn_width() -> None:
    from PIL import ImageDraw

    image = Image.new("L", (2000, 300))
    draw_line(ImageDraw.Draw(image), (0, 200), "Håndværk ĳ жж", 200, "#ffffff")
    box = image.getbbox()
    assert box
    assert box[2] == pytest.approx(width("Håndværk ĳ жж", 200), abs=20)


def test_every_font_is_present_with_the_licence() -> None:
    from importlib.resources import files

    fonts = files("tts_interview.publishing.cover").joinpath("fonts")
    assert {path.name for path in fonts.iterdir()} == {f"{face.name}-700-normal.woff" for face in FACES} | {"OFL.txt"}


def test_episodes_of_a_show_share_a_colour_on_which_text_is_legible() -> None:
    grounds = {ground_of(publication(title=f"Title {n}")) for n in range(30)}
    assert len(grounds) > 3
    assert all(contrast(PAPER.light, ground) >= 4.5 for ground in grounds)
    assert len({ground_of(replace(publication(title=f"Title {n}"), show=Podcast("The Lamp"))) for n in range(30)}) == 1


def test_the_same_episode_gives_the_same_cover() -> None:
    assert drawn_cover(publication()) == drawn_cover(publication())


def test_a_given_cover_replaces_the_drawn_one(tmp_path: Path) -> None:
    given = tmp_path / "art.jpg"
    Image.new("RGB", (1400, 1400)).save(given)
    made = publication(audio=tmp_path / "a.mp3")
    assert cover_file(made) == tmp_path / "a.cover.png"
    assert cover_image(made) == drawn_cover(made)
    asked = replace(made, wanted=PublishingSettings(cover=given))
    assert cover_file(asked) == tmp_path / "a.cover.jpg"
    assert cover_image(asked) == given.read_bytes()
