"""The messages of the program: every catalogue has every message, and English replaces missing catalogues."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import tts_interview
from tts_interview.language.messages import (
    LANGUAGES,
    conversation,
    language_of,
    listed,
    long_date,
    message,
    role_name,
    usual_title,
)
from tts_interview.model import Gender, Role, Speaker

FOLDER = Path(tts_interview.__file__).parent / "language" / "messages"
CATALOGUES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def places(text: str) -> set[str]:
    """Return the names of the values that a message takes."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_offered_language_has_a_catalogue() -> None:
    assert tuple(CATALOGUES) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_message_with_the_same_places(language: str) -> None:
    english = {key: places(text) for key, text in CATALOGUES["en"].items()}
    assert {key: places(text) for key, text in CATALOGUES[language].items()} == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_without_spaces_around_them(language: str) -> None:
    assert all(text and text == text.strip() for text in CATALOGUES[language].values())


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_a_catalogue_is_translated(language: str) -> None:
    sentences = {"disclosure", "accessibility-summary", "voice-speaks-for", "opening-guest", "skip-to-transcript", "months"}
    assert not [key for key in sentences if CATALOGUES[language][key] == CATALOGUES["en"][key]]


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es-419", "es"), ("pt-BR", "pt"), ("de_AT", "de"), ("HI", "hi"), ("pl", "en"), ("", "en"), ("../es", "en"), ("e", "en")],
)
def test_the_language_of_messages_follows_the_tag(tag: str, language: str) -> None:
    assert language_of(tag) == language
    assert message(tag, "caption") == CATALOGUES[language]["caption"]


def test_values_are_inserted_unchanged() -> None:
    said = message("fr", "voice-speaks-for", voice="siwis", name="{Zoé} & <fils>")
    assert said == "La voix de synthèse siwis parle pour {Zoé} & <fils>"


def test_a_missing_value_and_an_unknown_key_raise_a_key_error() -> None:
    with pytest.raises(KeyError, match="name"):
        message("fr", "voice-speaks-for", voice="siwis")
    with pytest.raises(KeyError, match="no-such-message"):
        message("fr", "no-such-message")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("gender", Gender)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_a_name(language: str, role: Role, gender: Gender) -> None:
    assert role_name(language, role, gender)


def test_a_role_has_a_name_for_each_gender_if_the_language_does() -> None:
    assert role_name("es", Role.GUEST, Gender.FEMALE) == "Invitada"
    assert role_name("es", Role.GUEST) == "Invitado"
    assert role_name("de", Role.GUEST, Gender.FEMALE) == "Gast"


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("en", [], ""),
        ("en", ["Ann"], "Ann"),
        ("en", ["Ann", "Ben", "Cleo"], "Ann, Ben and Cleo"),
        ("es", ["Ana", "Inés"], "Ana e Inés"),
        ("es", ["Ana", "Hilda"], "Ana e Hilda"),
        ("es", ["Ana", "Iago"], "Ana y Iago"),
        ("es-MX", ["Ana", "Yves"], "Ana e Yves"),
        ("es", ["Ana", "Yolanda"], "Ana y Yolanda"),
        ("es", ["Ana", "Inés", "Luis"], "Ana, Inés y Luis"),
        ("it", ["Ada", "Elena"], "Ada ed Elena"),
        ("it", ["Ada", "Edda"], "Ada e Edda"),
        ("it", ["Ada", "Anna"], "Ada e Anna"),
        ("pt", ["Ana", "Eva"], "Ana e Eva"),
        ("fr", ["Anne", "Inès"], "Anne et Inès"),
        ("it", ["Ada", "Ivo"], "Ada e Ivo"),
        ("hi", ["आशा", "रवि"], "आशा और रवि"),
        ("zh", ["林岚", "陈舟", "苏禾"], "林岚、陈舟和苏禾"),
        ("ja", ["森", "原", "谷"], "森、原と谷"),
    ],
)
def test_names_are_listed_by_the_rules_of_the_language(language: str, names: list[str], said: str) -> None:
    assert listed(language, names) == said


@pytest.mark.parametrize(
    ("language", "iso", "said"),
    [
        ("en", "2026-03-03", "March 3, 2026"),
        ("en-US", "2026-03-03", "March 3, 2026"),
        ("en-GB", "2026-03-01", "1 March 2026"),
        ("en_au", "2026-03", "March 2026"),
        ("es", "2026-03-01", "1 de marzo de 2026"),
        ("fr", "2026-05-01", "1er mai 2026"),
        ("fr", "2026-05-02T10:00:00Z", "2 mai 2026"),
        ("it", "2026-05-01", "1º maggio 2026"),
        ("pt-BR", "2026-12-31", "31 de dezembro de 2026"),
        ("hi", "2026-01-26", "26 जनवरी 2026"),
        ("zh", "2026-01-26", "2026年1月26日"),
        ("ja", "2026-12-01", "2026年12月1日"),
        ("zh-TW", "2026-10", "2026年10月"),
        ("de", "2026-10", "Oktober 2026"),
        ("de", "2026", "2026"),
        ("de", "2026-13-01", "2026-13-01"),
        ("de", "im Frühling", "im Frühling"),
        ("de", "", ""),
    ],
)
def test_a_date_is_written_out_as_far_as_it_is_known(language: str, iso: str, said: str) -> None:
    assert long_date(language, iso) == said


@pytest.mark.parametrize(
    ("language", "changing"), [("fr", "de|que|à"), ("it", "a|di|da|in"), ("es", "a|de"), ("pt", "a|de"), ("en", "an?")]
)
def test_no_name_follows_a_word_that_would_change_before_it(language: str, changing: str) -> None:
    """French "de" changes before vowels and articles ("d'Ann", "du Monde"), and others merge ("do Globo", "del País")."""
    before_a_name = re.compile(rf"\b(?:{changing}) \{{(?:name|guest|interviewer|publication|people|voice)\}}")
    assert not [text for text in CATALOGUES[language].values() if before_a_name.search(text)]


def test_french_names_the_speaker_before_the_verb() -> None:
    assert message("fr", "name-asks", name="Ann Lee") == "Ann Lee demande :"
    assert message("fr", "name-answers", name="Le Monde") == "Le Monde répond :"


@pytest.mark.parametrize(
    ("hosts", "guests", "said"),
    [
        (["Interviewer"], ["Ben Ray"], "Ein Gespräch mit Ben Ray."),
        (["Interviewerin"], ["Ben Ray", "Gast 2"], "Ein Gespräch mit Ben Ray."),
        (["Ann Lee"], ["Gast"], ""),
        (["Interviewer"], ["Gast"], ""),
        (["Interviewer Lee"], ["Ben Ray"], "Interviewer Lee im Gespräch mit Ben Ray."),
    ],
)
def test_speakers_known_only_by_their_role_are_not_named(hosts: list[str], guests: list[str], said: str) -> None:
    people = [*(Speaker(n, Role.INTERVIEWER) for n in hosts), *(Speaker(n, Role.GUEST) for n in guests)]
    assert conversation("de", people) == said
    assert usual_title("de", people) == (said.rstrip(".") or "Ein Gespräch")
