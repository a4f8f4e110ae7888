"""Words in italics are stressed, unless they seem to be in italics for another reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_pages import parsed

from tts_interview.model import Ask
from tts_interview.script.file import Script, read_script, script_text

if TYPE_CHECKING:
    from tts_interview import Transcript

PAGE = "**Ada Moe:** Why did you stay on the island?\n\n**Kim Roe:** {answer}\n\n**Ada Moe:** And then?\n\n**Kim Roe:** I left."


def stressed(transcript: Transcript) -> list[str]:
    paragraphs = [paragraph for turn in transcript.turns for paragraph in turn.paragraphs]
    return [p.text[d.start : d.end] for p in paragraphs for d in p.directions if d.ask is Ask.STRESS]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("I did *not* say that I *wanted to*.", ["not", "wanted to"]),
        ("*I* asked, and <em>nobody</em> came; it was *so good.*", ["I", "nobody", "so good"]),
        ("It was *very\ncold*, and  we [laughs] *had* to [00:12] go.", ["very cold", "had"]),
    ],
)
def test_words_in_italics_are_stressed_at_their_place_in_what_is_said(answer: str, words: list[str]) -> None:
    assert stressed(parsed(PAGE.replace("{answer}", answer))) == words


@pytest.mark.parametrize(
    "answer",
    [
        "I read *The Harbour* and *Emma*.",
        "They drink *qahveh*, and the tool is called *gofmt*.",
        "We were tired *(very tired)* that day, and press *ctrl-2* twice.",
        "I thought, *what on earth are they doing here*, and went.",
        "**never** and ~~ever~~ again",
        "*never*",
        "It was *very [laughs] cold* there.",
    ],
)
def test_titles_unusual_words_asides_sentences_and_whole_paragraphs_are_not_stressed(answer: str) -> None:
    assert stressed(parsed(PAGE.replace("{answer}", answer))) == []


def test_only_english_words_are_known_well_enough() -> None:
    german = "**Ada Moe:** Warum sind Sie geblieben?\n\n**Kim Roe:** Das war so nicht *der* Plan, und es war kalt."
    assert stressed(parsed(german)) == []


def test_stressed_words_are_in_the_script_and_read_back() -> None:
    transcript = parsed(PAGE.replace("{answer}", "I did *not* say that."))
    text = script_text(Script(transcript))
    assert "Kim Roe: I did {stress: not} say that." in text
    assert stressed(read_script(text, "s.md").transcript) == ["not"]
