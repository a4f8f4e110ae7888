"""Words that a page sets in another language get a direction for its rules."""

from __future__ import annotations

from tts_interview import parse
from tts_interview.documents.html import read_html
from tts_interview.model import Ask

PAGE = """<html lang="en-GB"><body><article><h1>A talk with Ada Moe</h1>
<p><b>Kim Roe:</b> What did you study?</p>
<p><b>Ada Moe:</b> I took my <i lang="de">Diplom</i> at the <span lang="de-AT">Technische
Hochschule</span>; one could <i lang="de">die</i> of it. They die.</p>
<p><b>Kim Roe:</b> Did you <i lang="en-US">really</i> like it?</p>
<p><b>Ada Moe:</b> Yes, Diplomats <i lang="xx">did</i> <b lang="fr"><i>oui</i></b>.</p></article></body></html>"""


def test_a_page_tells_the_passages_of_another_language() -> None:
    assert read_html(PAGE).passages == (("Diplom", "de"), ("Technische Hochschule", "de-AT"), ("die", "de"))


def test_passages_get_directions_unless_their_words_occur_elsewhere_too() -> None:
    paragraphs = [paragraph for turn in parse(PAGE).turns for paragraph in turn.paragraphs]
    found = [(p.text[d.start : d.end], d) for p in paragraphs for d in p.directions]
    assert [(words, direction.ask, direction.value) for words, direction in found] == [
        ("Diplom", Ask.LANGUAGE, "de"),
        ("Technische Hochschule", Ask.LANGUAGE, "de-AT"),
        ("really", Ask.STRESS, ""),
        ("did", Ask.STRESS, ""),
    ]


def test_words_of_another_language_are_not_stressed_even_if_they_look_english() -> None:
    page = PAGE.replace('<i lang="de">die</i> of it', '<i>very <span lang="fr">point</span> much</i>')
    paragraphs = [paragraph for turn in parse(page).turns for paragraph in turn.paragraphs]
    assert [p.text[d.start : d.end] for p in paragraphs for d in p.directions if d.ask is Ask.STRESS] == ["really", "did"]


def test_a_long_passage_is_no_word_of_another_language() -> None:
    assert read_html(PAGE.replace("Diplom<", f"{'Wort ' * 30}<")).passages[0] == ("Technische Hochschule", "de-AT")
