"""Where a text quotes what somebody said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.quotations import quoted


def parts(*sentences: str) -> list[list[str]]:
    return [[text[start:end] for start, end in ranges] for text, ranges in zip(sentences, quoted(sentences), strict=True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("She said, “I was never there,” and left.", "“I was never there,”"),
        ('He wrote: "Nobody came to us." Then he stopped.', '"Nobody came to us."'),
        ("Sie sagte: „Ich war niemals da“, und ging.", "„Ich war niemals da“"),
        ("Elle a dit : « je n’y étais pas » et puis rien.", "« je n’y étais pas »"),
        ("Er sagte: »Ich war niemals da«.", "»Ich war niemals da«"),
    ],
)
def test_words_between_marks_are_quoted_with_the_marks(text: str, said: str) -> None:
    assert parts(text) == [[said]]


@pytest.mark.parametrize(
    "text",
    [
        "They called it “the wheel” then.",
        'I read "Bees at Home" twice.',
        'The screen has 30" and the table that I wrote on has 20" of width.',
        "He began “and never came to the end of it.",
        "It ended” there, and nobody knows why.",
    ],
)
def test_titles_lengths_and_lone_marks_are_no_quotations(text: str) -> None:
    assert parts(text) == [[]]


def test_a_quotation_goes_on_over_sentences() -> None:
    found = parts("She said: “I waited.", "Nobody came.", "Then it snowed.” I left.")
    assert found == [["“I waited."], ["Nobody came."], ["Then it snowed.”"]]


@given(st.lists(st.text('ab “”"«»„\n.3', max_size=30), max_size=5))
def test_ranges_lie_in_their_sentences_in_order(sentences: list[str]) -> None:
    for text, ranges in zip(sentences, quoted(sentences), strict=True):
        places = [place for found in ranges for place in found]
        assert places == sorted(places)
        assert all(0 <= place <= len(text) for place in places)
        assert all(start < end for start, end in ranges)
