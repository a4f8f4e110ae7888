"""The files of words for spoken text have no table that nobody reads, and say nothing twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tts_interview.language.spoken_text import words
from tts_interview.language.spoken_text.words import any_word, each, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = sorted(path.stem for path in Path(words.__file__).parent.glob("*.toml"))
OPTIONAL = {"alphabet", "spelt", "three_letter_words", "before_numbers", "romans", "nouns"}
# The tables that only the rules of one language read.
OWN = {"de": {"weekdays", "ordinals"}, "hi": {"halves"}, "pt": {"portugal"}}


def tables(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield all tables in a table, itself included."""
    yield holder
    for value in holder.values():
        if isinstance(value, dict):
            yield from tables(value)


def repeated(table: Mapping[str, Any]) -> list[str]:
    """Return the ways of writing that a table has in several keys."""
    counts = Counter(way for ways in table for way in ways.split(" | "))
    return [way for way, count in counts.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_in_two_keys_of_a_table(language: str) -> None:
    assert not [way for table in tables(words_of(language)) for way in repeated(table)]


def test_a_way_of_writing_that_stands_in_two_keys_is_found() -> None:
    assert repeated({"km | km.": "kilometre", "m": "metre", "km.": "kilometres"}) == ["km."]


@pytest.mark.parametrize("language", ["de", "es", "fr", "hi", "it", "pt"])
def test_languages_that_share_rules_have_the_same_tables(language: str) -> None:
    required = set(words_of("es")) - OPTIONAL
    found = set(words_of(language))
    assert required <= found
    assert found - required - OPTIONAL == OWN.get(language, set())


def test_every_way_of_writing_leads_to_the_same_words() -> None:
    assert each({"l | L": "litre", "km": "kilometre"}, str.upper) == {"l": "LITRE", "L": "LITRE", "km": "KILOMETRE"}


def test_a_list_of_words_makes_one_pattern() -> None:
    assert any_word(" siglos?\n  tomo ") == "siglos?|tomo"
