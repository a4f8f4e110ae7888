"""The fragment to embed in other pages: a line that opens to controls and transcript, and no text that becomes markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html
from pages import EVIL, SEEN, one, text_of
from published import HOST, TALK, publication

from tts_interview.language.messages import LANGUAGES, message
from tts_interview.publishing import KITS, WRITERS
from tts_interview.publishing.page.controls import CONTROLS, OF_TEXT
from tts_interview.publishing.page.embedding import embed_html
from tts_interview.settings.parts import Kit, PublishingSettings

if TYPE_CHECKING:
    from tts_interview.publishing.publication import Publication


def fragment(made: Publication) -> html.HtmlElement:
    return html.fragment_fromstring(embed_html(made).decode())


def test_every_word_is_present_under_the_name_of_its_speaker() -> None:
    text = one(fragment(publication()), "//template//details[@class='transcript']/div")
    found = [text_of(p.find("bdi") if p.get("class") else p) for p in text.iter("p")]
    expected = []
    for name, paragraphs in TALK:
        expected += [name, *(" ".join(paragraph) for paragraph in paragraphs)]
    assert found == expected


def test_the_fragment_is_one_element_without_headings_and_ids_are_inside_its_tree() -> None:
    root = fragment(publication())
    assert root.tag == "div"
    assert not root.xpath("//link|//iframe|//h1|//h2|//h3|//@style")
    assert one(root, "./template").get("shadowrootmode") == "open"
    root.remove(one(root, "./template"))
    assert not root.xpath("//@id")


def test_closed_it_is_a_line_with_the_length_and_the_note_about_the_voices() -> None:
    summary = one(fragment(publication()), "//template//details/summary[.//span[@class='label']]")
    assert text_of(summary).startswith("Listen · 1 min")
    assert text_of(summary).endswith("Synthetic voices")


def test_it_has_the_controls_of_the_page_but_those_of_the_text() -> None:
    made = publication()
    shared = [control.name for control in CONTROLS if control.name not in OF_TEXT]
    assert fragment(made).xpath("//template//*[@aria-keyshortcuts]/@id") == shared


def test_its_title_and_times_lead_to_the_page() -> None:
    root = fragment(replace(publication(audio=Path("a b.mp3")), base_url="https://cdn.example/a/"))
    assert one(root, "//template//p[@class='title']/a").get("href") == "https://cdn.example/a/a%20b.html"
    assert root.xpath("//template//a[@class='time']/@href")[1] == "https://cdn.example/a/a%20b.html#t=3.800"


def test_no_rule_of_the_page_around_reaches_the_element_itself() -> None:
    assert ":host { all: initial !important;" in one(fragment(publication()), "//template/style").text


def test_a_browser_without_shadow_trees_shows_the_sound_the_disclosure_and_a_link() -> None:
    root = fragment(publication(audio=Path("a b.mp3")))
    assert one(root, "./audio").get("src") == "a%20b.mp3"
    assert one(root, "./p/a").get("href") == "a%20b.html"
    assert "Synthetic voices read this." in text_of(root.xpath("./p")[-1])


def test_the_sound_has_its_public_address_and_is_never_embedded() -> None:
    made = replace(publication(), base_url="https://cdn.example/a/", wanted=PublishingSettings(embed_audio=True))
    assert fragment(made).xpath("//audio/@src") == ["https://cdn.example/a/lamp.mp3"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fragment_uses_the_language_of_the_interview(language: str) -> None:
    root = fragment(publication(language=language))
    assert root.get("lang") == language
    assert text_of(one(root, "//details[@class='transcript']/summary")) == message(language, "transcript")
    assert message(language, "listen") in text_of(one(root, "//details[@class='inside']/summary"))


@pytest.mark.parametrize(("language", "directions"), [("ar", ("rtl", "rtl")), ("ckb", ("rtl", "ltr")), ("af", ("ltr", "ltr"))])
def test_the_words_of_the_program_have_their_own_language_and_direction(language: str, directions: tuple[str, str]) -> None:
    root = fragment(publication(language=language))
    expected = (language if language == "ar" else "en", directions[1])
    assert (root.get("lang"), root.get("dir")) == (language, directions[0])
    for path in ("//details[@class='transcript']/summary", "//details[@class='inside']/summary", "./p/a/span"):
        element = one(root, path)
        assert (element.xpath("ancestor-or-self::*[@lang][1]/@lang"), element.get("dir")) == ([expected[0]], expected[1])
    assert one(root, "//template/div").get("lang") == expected[0]
    for own in ("//p[@class='truth']", "//p[@class='title']", "//div[@class='text']"):
        assert one(root, own).get("lang") == language


def test_hostile_titles_names_and_words_stay_text() -> None:
    made = replace(publication([(EVIL, [[EVIL]]), (HOST, [[EVIL]])], title=EVIL), disclosure=EVIL)
    root = fragment(made)
    assert len(root.xpath("//script")) == 1
    assert text_of(root.xpath("//template//p[@class='title']")[0]) == SEEN
    assert text_of(one(root, "//template//p[@class='truth']")).endswith(SEEN)
    assert text_of(root.xpath("//template//details[@class='transcript']//p")[1]) == SEEN
    assert root.xpath("//@data-title") == [SEEN]


def test_turns_from_a_recording_are_marked() -> None:
    made = publication()
    recorded = tuple(replace(m, is_recording=m.speaker == HOST) for m in made.episode.sentences)
    root = fragment(replace(made, episode=replace(made.episode, sentences=recorded)))
    marked = root.xpath("//p[contains(@class, 'who')][span[@class='recorded']]")
    assert [text_of(p.find("bdi")) for p in marked] == [HOST, HOST]


def test_the_fragment_is_part_of_the_kit_for_newspapers() -> None:
    assert "embed" in KITS[Kit.NEWSPAPER]
    assert WRITERS["embed"].make(publication()) == embed_html(publication())
