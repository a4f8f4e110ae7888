"""The fragment to embed in other pages: sound and transcript, no script, and no text that becomes markup."""

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
from tts_interview.publishing.page.embedding import embed_html
from tts_interview.settings.parts import Kit, PublishingSettings

if TYPE_CHECKING:
    from tts_interview.publishing.publication import Publication


def fragment(made: Publication) -> html.HtmlElement:
    return html.fragment_fromstring(embed_html(made).decode())


def test_every_word_is_present_under_the_name_of_its_speaker() -> None:
    details = one(fragment(publication()), "//template//details")
    found = [text_of(p) for p in details.iter("p")]
    expected = []
    for name, paragraphs in TALK:
        expected += [name, *(" ".join(paragraph) for paragraph in paragraphs)]
    assert [words.rpartition(" ")[0] if words[-3] == ":" else words for words in found] == expected


def test_the_fragment_is_one_element_without_scripts_ids_or_headings() -> None:
    root = fragment(publication())
    assert root.tag == "div"
    assert not root.xpath("//script|//link|//iframe|//h1|//h2|//h3|//@id|//@style")
    assert one(root, "./template").get("shadowrootmode") == "open"


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
    assert text_of(one(root, "//summary")) == message(language, "transcript")


@pytest.mark.parametrize(("language", "directions"), [("ar", ("rtl", "rtl")), ("ckb", ("rtl", "ltr")), ("af", ("ltr", "ltr"))])
def test_the_words_of_the_program_have_their_own_language_and_direction(language: str, directions: tuple[str, str]) -> None:
    root = fragment(publication(language=language))
    expected = (language if language == "ar" else "en", directions[1])
    assert (root.get("lang"), root.get("dir")) == (language, directions[0])
    for path in ("//summary", "//p[@class='truth']/strong", "./p/a"):
        assert (one(root, path).get("lang"), one(root, path).get("dir")) == expected
    assert not root.xpath("//p[@class='truth' or @class='byline']/@lang")


def test_hostile_titles_names_and_words_stay_text() -> None:
    made = replace(publication([(EVIL, [[EVIL]]), (HOST, [[EVIL]])], title=EVIL), disclosure=EVIL)
    root = fragment(made)
    assert not root.xpath("//script")
    assert text_of(root.xpath("//template//p[@class='title']")[0]) == SEEN
    assert text_of(one(root, "//template//p[@class='truth']")).endswith(SEEN)
    assert text_of(root.xpath("//template//details/p")[1]) == SEEN


def test_turns_from_a_recording_are_marked() -> None:
    made = publication()
    recorded = tuple(replace(m, is_recording=m.speaker == HOST) for m in made.episode.sentences)
    root = fragment(replace(made, episode=replace(made.episode, sentences=recorded)))
    marked = [text_of(p) for p in root.xpath("//p[@class='who']") if "recording" in text_of(p)]
    assert marked == [f"{HOST} 0:03 · recording", f"{HOST} 0:17 · recording"]


def test_the_fragment_is_part_of_the_kit_for_newspapers() -> None:
    assert "embed" in KITS[Kit.NEWSPAPER]
    assert WRITERS["embed"].make(publication()) == embed_html(publication())
