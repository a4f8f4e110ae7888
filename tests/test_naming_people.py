"""Where a page tells who asks and who answers: its head, its prose, its by-lines. Each rule has its trap beside it."""

from __future__ import annotations

import pytest
from reading_pages import names, parsed

TALK = "Ines Calloway keeps bees.\n\n**Why bees?**\n\nThey were here.\n\n**And honey?**\n\nOn Sundays."


@pytest.mark.parametrize(
    "head",
    [
        '+++\ntitle = "Bees"\nauthors = ["Pia Sommer"]\ndate = 2026-05-03\n+++\n',
        '{\n   "title" : "Bees",\n   "authors" : [\n      "pia-sommer"\n   ],\n   "date" : "2026-05-03T04:55:00"\n}\n',
        '---json\n{\n\t"title": "Bees",\n\t"author": "Pia Sommer",\n\t"date": "2026-05-03"\n}\n---\n',
    ],
)
def test_the_head_of_a_page_may_be_toml_or_json(head: str) -> None:
    transcript = parsed(f"{head}\n{TALK}")
    assert [s.name for s in transcript.speakers] == ["Narrator", "Pia Sommer", "Ines Calloway"]
    assert (transcript.title, transcript.date) == ("Bees", "2026-05-03")
    assert transcript.turns[0].text == "Ines Calloway keeps bees."


def test_braces_and_plus_signs_that_are_no_head_stay_in_the_text() -> None:
    for line in ("{\nnot: json\n}", "+++\nno toml\n+++"):
        assert "no" in parsed(f"{line}\n\n{TALK}").turns[0].text


def test_a_word_that_opens_a_sentence_is_no_name_of_who_spoke() -> None:
    assert names(f"When I spoke with Ines Calloway, it rained.\n\n{TALK}")[0] == "Interviewer"
    assert names(f"Recently Pia Sommer spoke with Ines Calloway.\n\n{TALK}")[0] == "Pia Sommer"
