"""The page in Chromium, checked by axe and the Nu checker."""

from __future__ import annotations

import bisect
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from pages import EVIL
from published import GUEST, HOST, READER, TALK, publication
from validating import nu, seen

from tts_interview.files.ffmpeg import FORMATS, encode
from tts_interview.publishing import WRITERS
from tts_interview.publishing.page import page_html
from tts_interview.settings.parts import PublishingSettings

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

pytestmark = pytest.mark.validators
LANGUAGES_TRIED = ("en", "ar", "hi", "pl")


def written(made: Publication, name: str = "page") -> Path:
    """Write a file of the publication with its sound beside it."""
    assert made.samples
    encode(made.samples, made.audio, FORMATS[made.audio.suffix], "anull", {})
    path = made.file(WRITERS[name].suffix)
    path.write_bytes(WRITERS[name].make(made))
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(publication(audio=tmp_path_factory.mktemp("page") / "The lamp & the clock.mp3"))


def test_axe_finds_nothing_in_light_and_dark_narrow_and_wide(page: Path) -> None:
    assert seen("axe", page) == []


def test_axe_finds_nothing_in_a_page_from_right_to_left(tmp_path: Path) -> None:
    talk = [
        (READER, [["مصباح فوق الميناء."]]),
        ("ليلى حداد", [["من يضيء المصباح الآن؟"]]),
        (GUEST, [["The end.", "ساعة NATO."]]),
    ]
    assert seen("axe", written(publication(talk, "المصباح والساعة", "ar", tmp_path / "a.mp3"))) == []


def test_axe_finds_what_is_wrong(page: Path) -> None:
    broken = page.with_name("broken.html")
    broken.write_text(page.read_text(encoding="utf-8").replace('<html lang="en"', "<html"), encoding="utf-8")
    assert {found[2] for found in seen("axe", broken)} == {"html-has-lang"}


def test_the_nu_checker_finds_nothing_in_any_language(tmp_path: Path) -> None:
    paths = []
    for language in LANGUAGES_TRIED:
        made = publication(language=language, title=EVIL, audio=tmp_path / f"{language}.mp3")
        paths.append(made.file(".html"))
        paths[-1].write_bytes(page_html(made))
    assert nu(*paths) == []


def test_the_nu_checker_finds_what_is_wrong(page: Path) -> None:
    broken = page.with_name("broken.html")
    broken.write_text(page.read_text(encoding="utf-8").replace("<h1", "<h1 align=left"), encoding="utf-8")
    assert any("align" in message for message in nu(broken))


def test_the_browser_requests_only_the_page_and_its_sound(page: Path) -> None:
    found = seen("requests", page)
    names = [unquote(address.rpartition("/")[2]) for address in found["asked"]]
    assert names == ["The lamp & the clock.html", "The lamp & the clock.mp3"]
    assert found["errors"] == []
    assert found["escaped"] is False


def test_the_browser_reports_other_requests_and_a_missing_policy(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("Content-Security-Policy", "nothing")
    broken = page.with_name("broken.html")
    broken.write_text(text.replace("</main>", '<img alt="" src="https://example.org/pixel"></main>'), encoding="utf-8")
    found = seen("requests", broken)
    assert "https://example.org/pixel" in found["asked"]
    assert found["escaped"] is True


def test_a_page_with_embedded_sound_requests_nothing_else(tmp_path: Path) -> None:
    made = replace(publication(audio=tmp_path / "a.mp3"), wanted=PublishingSettings(embed_audio=True))
    path = written(made)
    made.audio.unlink()
    found = seen("requests", path)
    assert [address for address in found["asked"] if not address.startswith("data:")] == [path.as_uri()]
    assert found["errors"] == []


def test_hostile_titles_names_and_words_run_nothing(tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>\"'></script><script>alert(1)</script>"
    talk = [(evil, [[f"{evil} one two three four.", "the end is near and far."]]), (HOST, [[evil]])]
    found = seen("requests", written(publication(talk, title=evil, audio=tmp_path / "a.mp3")))
    assert found["errors"] == []
    assert len(found["asked"]) == 2


def test_without_javascript_the_text_is_complete_and_the_browser_plays(page: Path) -> None:
    found = seen("plain", page)
    text = " ".join(found["text"].split())
    for _, paragraphs in TALK:
        for sentence in (sentence for paragraph in paragraphs for sentence in paragraph):
            assert sentence in text
    assert (found["players"], found["controls"]) == (1, 0)


def test_search_buttons_share_a_line_and_print_has_text_only(page: Path) -> None:
    assert seen("layout", page) == {"tops": 1, "sizes": 1, "shown": 0}


def test_the_keyboard_alone_plays_pauses_seeks_searches_and_changes_the_speed(page: Path) -> None:
    found = seen("keyboard", page, "the")
    assert found["first"] == "#transcript"
    assert found["playing"] == [True, "Pause"]
    assert found["paused"] == [True, "Play"]
    third = publication().episode.sentences[2].start_s
    assert found["sentence"] == [pytest.approx(third, abs=0.01), f"{third:.3f}", 1]
    assert found["speed"] == [1.25, True]
    assert (found["found"], found["next"]) == ("1 of 6", "2 of 6")
    assert found["match"] == [True]


def test_the_focused_element_is_visible_and_has_a_ring(page: Path) -> None:
    assert seen("focus", page) == []


@pytest.mark.parametrize("rate", ["1", "2"])
def test_the_highlighted_word_is_within_100_ms_of_the_sound(page: Path, rate: str) -> None:
    marks = publication().episode.words
    starts = [mark.start_s for mark in marks]

    def heard(at_s: float) -> float | None:
        word = marks[max(0, bisect.bisect_right(starts, at_s) - 1)]
        return round(word.start_s, 3) if at_s < word.end_s else None

    frames = seen("timing", page, rate)
    assert len({shown for _, shown in frames}) > 3
    late = [
        (at_s, shown)
        for at_s, shown in frames
        if not any(heard(max(0, at_s + ms / 1000)) == (shown and round(shown, 3)) for ms in range(-100, 101, 5))
    ]
    assert late == []


def test_clicks_seek_moments_have_addresses_and_the_position_is_remembered(page: Path) -> None:
    found = seen("places", page, "12")
    clicked = float(found["clicked"][0])
    assert clicked == pytest.approx(publication().episode.words[12].start_s, abs=1e-3)
    assert found["clicked"][1] is True
    assert clicked <= found["after"] < clicked + 3
    assert found["shared"].endswith(f".html#t={found['after']:.1f}")
    assert found["moment"] == [pytest.approx(9.5, abs=0.05), True]
    assert found["remembered"] == [pytest.approx(8, abs=0.1), 4]


def test_the_page_plays_even_if_storage_is_forbidden(page: Path) -> None:
    assert seen("forbidden", page) == []


LOUD = "* { text-transform: uppercase !important } p { color: red !important }"
HOST_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>News</title>
<style>body {{ color: navy }} p {{ border: 9px solid; margin: 99px }} {more}</style></head>
<body><main><h1>News</h1><p id="own" class="who">Ours</p>{fragment}</main></body></html>"""


def in_a_page(tmp_path: Path, more: str = "") -> Path:
    """Embed the fragment in a page that styles every paragraph."""
    fragment = written(publication(audio=tmp_path / "a.mp3"), "embed").read_text(encoding="utf-8")
    path = tmp_path / "news.html"
    path.write_text(HOST_PAGE.format(more=more, fragment=fragment), encoding="utf-8")
    return path


def test_the_embedded_fragment_works_without_javascript_and_neither_side_styles_the_other(tmp_path: Path) -> None:
    found = seen("embed", in_a_page(tmp_path, LOUD))
    assert found["players"] == 1
    for sentence in publication().episode.sentences:
        assert sentence.text in " ".join(found["text"].split())
    assert found["inside"]["color"] == "rgb(0, 0, 128)"
    assert found["inside"]["borderTopWidth"] == "0px"
    assert found["inside"]["textTransform"] == "none"
    assert found["outside"]["color"] == "rgb(255, 0, 0)"
    assert found["outside"]["marginTop"] == "99px"


def test_axe_and_the_nu_checker_find_nothing_in_a_page_with_the_fragment(tmp_path: Path) -> None:
    page = in_a_page(tmp_path)
    assert nu(page) == []
    assert seen("axe", page, "as it is") == []
