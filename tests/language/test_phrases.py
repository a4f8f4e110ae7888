"""Phrases find what their patterns find, though letters alone rule most texts out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.phrases import Phrases, needed_by
from tts_interview.parsing.vocabulary import words_of

KEYS = ("appeals", "about_itself", "host_phrases", "guest_phrases", "introducing")
PATTERNS = [pattern for key in KEYS for pattern in words_of(key)]


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("sign up", {"sign up"}),
        ("learn(?:ing)? more", {"learn"}),
        ("(?:this|our) (?:interview|article)", {"interview", "article"}),
        (r"(?i:As an? (?:[\w-]+ ){0,2}Miller)", {"miller"}),
        ("(?:very )?(?:miller|)", set()),
        (r"\bapps?\b", {"app"}),
        ("ab*", {"a"}),
        ("(?:ab)+", {"ab"}),
        ("(?!miller)[a-z]+", set()),
        (r"\d+|miller", set()),
    ],
)
def test_the_letters_are_those_without_which_a_pattern_finds_nothing(pattern: str, letters: set[str]) -> None:
    assert needed_by(pattern) == letters


@given(st.data())
def test_what_a_pattern_of_any_language_finds_is_found(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(pattern)).lower()
    assert Phrases(PATTERNS).are_in(text) or not re.search(pattern, text)


def test_letters_alone_are_no_phrase() -> None:
    phrases = Phrases([r"\bapps?\b", r"(?i:I am an? (?:miller|baker))"])
    assert not phrases.are_in("it happens at the miller's")
    assert phrases.are_in("get the app")
    assert phrases.are_in("i am a baker")


def test_phrases_are_counted_as_one_pattern_finds_them() -> None:
    assert Phrases(["welcome back", "welcome", r"\d+"]).count_in("welcome back, and welcome to 2 mills") == 3
    assert Phrases(["welcome back"]).count_in("you are back") == 0
