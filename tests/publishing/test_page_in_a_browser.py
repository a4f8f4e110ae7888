"""The page in Chromium, checked by axe and the Nu checker."""

from __future__ import annotations

import bisect
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from pages import EVIL
from published import GUEST, HOST, READER, TALK, publication
from validating import nu, seen

from tts_interview.files.ffmpeg import FORMATS, encode
from tts_interview.model import Article, LexiconEntry, Podcast
from tts_interview.publishing import WRITERS
from tts_interview.publishing.episodes import episodes_html, list_file
from tts_interview.publishing.feed.place import FeedPlace
from tts_interview.publishing.page import page_html
from tts_interview.publishing.page.controls import CONTROLS
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
    assert (found["players"], found["controls"], found["files"]) == (1, 0, 1)


def test_search_buttons_share_a_line_and_print_has_text_only(page: Path) -> None:
    assert seen("layout", page) == {"tops": 1, "sizes": 1, "shown": 0}


# What the key of each control does to a page at 0:08.5: the time in seconds, the focus, and what is then true.
# Chapters begin at 0, 3.8 and 17.2 s, sentences at 0, 3.8, 6.4, 8.2 and 10 s.
KEYS = {
    "play": (8.5, "", ["plays", "follows"]),
    "back": (0, "", ["follows"]),
    "forward": (20, "", ["follows"]),
    "position": (8.5, "position", ["follows"]),
    "speed": (8.5, "speed", ["follows"]),
    "previous-chapter": (3.8, "", ["follows"]),
    "next-chapter": (17.2, "", ["follows"]),
    "previous-sentence": (6.4, "", ["follows"]),
    "repeat-sentence": (8.2, "", ["follows"]),
    "next-sentence": (10, "", ["follows"]),
    "mute": (8.5, "", ["muted", "follows"]),
    "volume": (8.5, "volume", ["follows"]),
    "sleep-timer": (8.5, "sleep-timer", ["follows"]),
    "share-moment": (8.5, "", ["follows", "shared"]),
    "search": (8.5, "search", ["follows", "shared"]),
    "follow": (8.5, "", ["shared"]),
    "keys": (8.5, "use-keys", ["shared", "listed"]),
}


def test_every_key_of_the_table_does_what_its_control_does(page: Path) -> None:
    found = seen("keys", page, json.dumps([(control.name, control.key) for control in CONTROLS]))
    expected = {name: [pytest.approx(at_s, abs=0.4), focus, true] for name, (at_s, focus, true) in KEYS.items()}
    assert found == expected


def test_keys_rest_in_fields_with_ctrl_and_when_switched_off_and_hold_on_every_keyboard(page: Path) -> None:
    assert seen("otherKeys", page) == [False, False, False, False, True]


def test_the_keyboard_alone_plays_pauses_seeks_searches_and_changes_speed_and_volume(page: Path) -> None:
    found = seen("keyboard", page, "the")
    assert found["first"] == "#transcript"
    assert found["labels"] == ["Pause", "Play"]
    assert found["position"] == [20, "0:20 / 0:20"]
    assert found["speed"] == [1.25, True]
    third = publication().episode.sentences[2].start_s
    assert found["sentence"] == [pytest.approx(third, abs=0.01), f"{third:.3f}", 1]
    assert found["chapter"] == "#c1"
    assert found["volume"] == [pytest.approx(0.9), False]
    assert found["louder"] == [pytest.approx(0.05), False]
    assert (found["found"], found["next"]) == ("1 of 6", "2 of 6")
    assert "the" in found["match"]
    assert found["remembered"] == [pytest.approx(0.05), 1.25]


def test_the_sleep_timer_stops_the_sound_after_its_minutes_or_with_the_chapter(page: Path) -> None:
    early, late, chapter = seen("sleep", page)
    assert early[:2] == [False, "5"]
    assert late[:2] == [True, ""]
    assert chapter == [True, "", pytest.approx(3.8, abs=0.4)]


def test_text_can_be_spaced_with_a_bookmarklet(page: Path) -> None:
    spacing, cut, sideways = seen("spacing", page)
    assert spacing != "normal"
    assert (cut, sideways) == ([], 0)


def test_the_controls_of_the_system_show_and_move_the_episode(tmp_path: Path) -> None:
    cover = tmp_path / "a.cover.png"
    cover.write_bytes(b"")
    made = publication(audio=tmp_path / "a.mp3")
    path = written(replace(made, show=Podcast(title="Lights"), written=(made.audio, cover)))
    found = seen("media", path)
    assert found["about"] == ["The lamp and the clock", "Mira Holt in conversation with Juno Abara", "Lights", cover.as_uri()]
    assert (found["seekto"], found["next"], found["back"]) == (3, pytest.approx(17.2), 0)


def test_the_focused_element_is_visible_and_has_a_ring(page: Path) -> None:
    assert seen("focus", page) == []


@pytest.mark.parametrize("rate", ["1", "2"])
def test_the_highlighted_word_is_within_60_ms_of_the_sound(page: Path, rate: str) -> None:
    marks, sentences = publication().episode.words, publication().episode.sentences
    starts = [mark.start_s for mark in marks]

    def word_at(place: list[int] | None) -> float | None:
        """Return the start of the word that begins at a letter of a sentence."""
        if place is None:
            return None
        sentence, letter = sentences[place[0]], place[1]
        number = len(sentence.text[:letter].split())
        own = [mark for mark in marks if (mark.turn, mark.sentence) == (sentence.turn, sentence.sentence)]
        return round(own[number].start_s, 3)

    def heard(at_s: float) -> float | None:
        word = marks[max(0, bisect.bisect_right(starts, at_s) - 1)]
        return round(word.start_s, 3) if at_s < word.end_s else None

    frames = [(at_s, word_at(place)) for at_s, place in seen("timing", page, rate)]
    assert len({shown for _, shown in frames}) > 3
    late = [
        (at_s, shown)
        for at_s, shown in frames
        if not any(heard(max(0, at_s + ms / 1000)) == (shown and round(shown, 3)) for ms in range(-60, 61, 5))
    ]
    assert len(late) <= 0.05 * len(frames), late  # a busy machine may stop between the highlight and the look at it


def test_clicks_seek_moments_have_addresses_and_the_position_is_remembered(page: Path) -> None:
    found = seen("places", page, "now?")
    clicked = publication().episode.words[12].start_s
    assert found["clicked"] == pytest.approx(clicked, abs=1e-3)
    assert found["after"] >= clicked
    assert found["shared"].endswith(f".html#t={found['after']:.1f}")
    assert found["moment"] == [pytest.approx(9.5, abs=0.05), True]
    assert found["remembered"] == [pytest.approx(8, abs=0.1), 4]


def test_the_page_plays_even_if_storage_is_forbidden(page: Path) -> None:
    assert seen("forbidden", page) == []


LOUD = """* { text-transform: uppercase !important } p { color: red !important }
div { width: 50px !important; display: none !important }"""
HOST_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>News</title>
<style>body {{ font-family: monospace }} p {{ border: 9px solid; margin: 99px }} {more}</style></head>
<body><main><h1>News</h1><p id="own" class="who">Ours</p><figure>{fragment}</figure></main>
<script>globalThis.markup = {markup};</script></body></html>"""


def in_a_page(tmp_path: Path, more: str = "") -> Path:
    """Embed the fragment in a page that styles every paragraph, and knows the fragment as a string, too."""
    fragment = written(publication(audio=tmp_path / "a.mp3"), "embed").read_text(encoding="utf-8")
    path = tmp_path / "news.html"
    markup = json.dumps(fragment).replace("</", "<\\/")
    path.write_text(HOST_PAGE.format(more=more, fragment=fragment, markup=markup), encoding="utf-8")
    return path


def test_the_embedded_fragment_works_without_javascript_and_neither_side_styles_the_other(tmp_path: Path) -> None:
    found = seen("embed", in_a_page(tmp_path, LOUD))
    assert found["players"] == 1
    assert 44 <= found["height"] <= 120
    for sentence in publication().episode.sentences:
        assert sentence.text in " ".join(found["text"].split())
    assert found["inside"]["fontFamily"] == "monospace"
    assert found["inside"]["borderTopWidth"] == "0px"
    assert found["inside"]["textTransform"] == "none"
    assert float(found["host"]["width"].removesuffix("px")) > 200
    assert found["outside"]["color"] == "rgb(255, 0, 0)"
    assert found["outside"]["marginTop"] == "99px"


@pytest.mark.parametrize("how", ["wide", "narrow", "inserted"])
def test_the_embedded_player_works_at_once_or_inserted_wide_or_narrow(tmp_path: Path, how: str) -> None:
    found = seen("embedded", in_a_page(tmp_path), how)
    assert found["errors"] == []
    assert max(found["heights"]) <= 120
    assert re.fullmatch(r"Listen · 0:0\d / 0:20", found["label"])
    assert found["muted"] is False
    assert found["chapter"] == pytest.approx(3.8, abs=0.1)
    assert found["turn"] == pytest.approx(8.2)
    assert found["paper"] == ("rgb(21, 23, 27)" if how == "narrow" else "rgb(253, 252, 249)")
    assert found["sideways"] == 0


@pytest.mark.parametrize("how", ["as it is", "open"])
def test_axe_finds_nothing_in_a_page_with_the_fragment(tmp_path: Path, how: str) -> None:
    assert seen("axe", in_a_page(tmp_path), how) == []


def test_the_nu_checker_finds_nothing_in_a_page_with_the_fragment(tmp_path: Path) -> None:
    assert nu(in_a_page(tmp_path)) == []


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the list of a show with two episodes, one with a cover."""
    folder = tmp_path_factory.mktemp("shelf")
    made = publication(audio=folder / "second.mp3")
    for number, (stem, title, summary) in enumerate(
        [("first", "Zoë’s clock", "Of an old clock."), ("second", "The lamp", "Of a lamp, and who lights it.")], start=1
    ):
        episode = replace(made.episode, title=title)
        show = Podcast(title="Lights & Bells", description="Talks by the sea.")
        made = replace(made, episode=episode, transcript=replace(made.transcript, title=title), summary=summary, show=show)
        made = replace(made, audio=folder / f"{stem}.mp3", source=stem, number=number, shelf=folder)
        written(made, "json")
        made.file(".html").write_text("")
    (folder / "second.cover.png").write_bytes(WRITERS["cover"].make(made))
    made = replace(made, feed=FeedPlace(folder / "feed.xml", "https://x.example/feed.xml"))
    list_file(folder).write_bytes(episodes_html(made))
    return list_file(folder)


def test_the_list_of_episodes_is_searched_and_plays_one_at_a_time(shelf: Path) -> None:
    found = seen("list", shelf, json.dumps(["clock", "ZOE", "lamp lights", "clock lamp", "q"]))
    assert found["plain"] == [2, 2, 0]
    assert found["found"] == {
        "clock": [1, "1 of 2"],
        "ZOE": [1, "1 of 2"],
        "lamp lights": [1, "1 of 2"],
        "clock lamp": [0, "Nothing found"],
        "q": [0, "Nothing found"],
    }
    assert (found["pictures"], found["players"], found["focus"]) == (1, 1, "audio")


def test_axe_and_the_nu_checker_find_nothing_in_the_list_and_in_a_page_of_a_show(shelf: Path, tmp_path: Path) -> None:
    made = publication(audio=tmp_path / "a.mp3")
    show = Podcast(title="Lights & Bells", link="https://x.example/", email="a@x.example")
    article = Article("https://x.example/lamp", canonical="https://x.example/lamp")
    feed = FeedPlace(tmp_path / "feed.xml", "https://x.example/feed.xml")
    said = (LexiconEntry("clock", "KLOK", "klɑk"),)
    path = written(replace(made, show=show, article=article, feed=feed, said=said, written=(made.audio, made.file(".html"))))
    assert nu(path, shelf) == []
    assert seen("axe", path) == []
    assert seen("axe", shelf, "as it is") == []
