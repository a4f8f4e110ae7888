"""The files of words: each has known keys only, words in lower case, patterns that compile, and nothing twice."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tts_interview.model import Role
from tts_interview.parsing import vocabulary
from tts_interview.parsing.vocabulary import KEYS, LANGUAGES, any_of, read_words, words_of
from tts_interview.speech.catalogue import catalogue

NATURAL = [language for language in LANGUAGES if language != "any"]
SPOKEN = sorted({voice["language"].partition("-")[0] for voice in catalogue()["voice"]})


def items_of(language: str, kind: str) -> list[str]:
    return [item for key, items in read_words(language).items() if KEYS[key] == kind for item in items]


def test_every_file_is_named_and_every_language_has_one() -> None:
    folder = files("tts_interview.parsing").joinpath("words")
    assert {path.name for path in folder.iterdir()} == {"keys.toml", *(f"{language}.toml" for language in LANGUAGES)}


def test_every_key_is_read_by_some_module() -> None:
    package = Path(vocabulary.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    # Of the keys for women and for men, the code has the second half alone.
    halves = {key: re.sub(r"^(?:gender\.(?:wo)?men_|(?:fe)?male_)", "", key) for key in KEYS}
    assert [key for key, half in halves.items() if not re.search(rf"""["'_]{re.escape(half)}["']""", code)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_known_keys_only_in_their_order(language: str) -> None:
    words = read_words(language)
    assert list(words) == [key for key in KEYS if key in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_words_are_in_lower_case_with_single_spaces(language: str) -> None:
    words = items_of(language, "words")
    assert [word for word in words if word != " ".join(word.casefold().split()) or not word] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_compile_and_capture_nothing(language: str) -> None:
    assert [
        pattern
        for pattern in [*items_of(language, "patterns"), *items_of(language, "whole")]
        if re.compile(pattern).groups or not pattern
    ] == []
    assert [pattern for pattern in items_of(language, "captures") if re.compile(pattern).groups != 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_that_look_for_lower_case_have_no_capitals(language: str) -> None:
    package = Path(vocabulary.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    keys = re.findall(r'lower_case\("(\w+)"\)', code)
    assert keys
    items = [item for key in keys for item in words_of(key, language)]
    assert [item for item in items if (plain := re.sub(r"\\.", "", item)) != plain.lower()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_has_an_item_twice(language: str) -> None:
    lists: dict[str, list[Any]] = read_words(language)
    assert {key: item for key, items in lists.items() for item in items if items.count(item) > 1} == {}


@pytest.mark.parametrize("language", NATURAL)
def test_a_file_begins_with_a_comment_that_names_its_language(language: str) -> None:
    first = files("tts_interview.parsing").joinpath("words", f"{language}.toml").read_text(encoding="utf-8").split("\n")[0]
    assert re.fullmatch(r"# Words of interviews in [A-Z][a-z]+, in lower case\. .+", first)


def test_every_language_that_has_a_voice_has_words() -> None:
    assert set(SPOKEN) <= set(NATURAL)


@pytest.mark.parametrize("language", NATURAL)
def test_a_language_knows_labels_of_roles_and_words_for_question_and_answer(language: str) -> None:
    words = read_words(language)
    assert {"interviewer_labels", "guest_labels", "question_words", "answer_words"} <= set(words)


@pytest.mark.parametrize("language", NATURAL)
def test_the_words_for_question_and_answer_are_never_labels_of_the_other_role(language: str) -> None:
    words = read_words(language)
    labels = vocabulary.ROLE_WORDS
    assert {labels.get(word, Role.INTERVIEWER) for word in words["question_words"]} == {Role.INTERVIEWER}
    assert {labels.get(word, Role.GUEST) for word in words["answer_words"]} == {Role.GUEST}


def test_no_word_is_a_label_of_two_roles() -> None:
    roles = ("interviewer_labels", "guest_labels", "narrator_labels", "audience_labels")
    owners: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for role in roles:
            for word in read_words(language).get(role, ()):
                owners.setdefault(word, set()).add(role)
    assert {word: found for word, found in owners.items() if len(found) > 1} == {}


def test_a_word_of_a_language_without_spaces_is_found_inside_a_text_and_another_only_alone() -> None:
    assert re.search(any_of("of_self"), "因为我在港口长大。")
    assert re.search(any_of("of_self"), "that is my boat")
    assert not re.search(any_of("of_self"), "myrtle and mystery")
