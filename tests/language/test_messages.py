"""The messages of the program: every catalogue has every message, translated, and nothing is said in another language."""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from pathlib import Path

import pytest

import tts_interview
from tts_interview.language.locales import is_right_to_left
from tts_interview.language.messages import (
    LANGUAGES,
    conversation,
    has_messages,
    language_of,
    language_of_name,
    listed,
    message,
    role_name,
    stop_of,
    usual_title,
)
from tts_interview.model import Gender, Role, Speaker

FOLDER = Path(tts_interview.__file__).parent / "language" / "messages"
CATALOGUES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


_PLACE = re.compile(r"\{\w+\}")
# The keys of words that are spelled in a language as in English.
SAME_WORDS = {
    "da": "interviewer interviewer-female pause position",
    "de": "interviewer pause position",
    "fr": "collections image introduction pause position volume",
    "id": "episode-number",
    "it": "volume",
    "lb": "interviewer",
    "nb": "episode-number pause",
    "nl": "interviewer transcript volume",
    "pl": "narrator",
    "pt": "volume",
    "sv": "position",
}

# The quotation marks of languages other than “these”.
QUOTES = {
    "„“": "bg cs de et is ka lb lt sk",
    "„”": "hr hu lv pl ro sr",
    "””": "fi he sv",
    "«»": "ar ca el es eu fa fr hy it kk nb ru uk ur",
    "»«": "da sl",
    "「」": "ja",
    "《》": "zh",
}


def texts(language: str) -> dict[str, str]:
    return {key: text for key, text in CATALOGUES[language].items() if isinstance(text, str)}


def outline(language: str) -> list[str]:
    """Return the lines of a catalogue without their values."""
    lines = (FOLDER / f"{language}.toml").read_text(encoding="utf-8").splitlines()
    return [line if line.startswith("#") else line.partition(" = ")[0] for line in lines]


def places(text: str) -> set[str]:
    """Return the names of the values that a message takes."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_language_of_a_voice_and_of_the_european_union_has_a_catalogue() -> None:
    kokoro = "en es fr hi it ja pt zh"
    piper = (
        "ar bg bn ca cs cy da de el en es et eu fa fi fr he hi hu hy id is it ja ka kk ko ku lb lt lv ml mr ne nl no pl pt "
        "ro ru sk sl sq sr sv sw te th tr uk ur vi zh"
    )
    union = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    assert [tag for tag in f"{kokoro} {piper} {union}".split() if not has_messages(tag)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_every_message_with_the_same_places(language: str) -> None:
    assert {key: places(text) for key, text in texts(language).items()} == {
        key: places(text) for key, text in texts("en").items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_keys_and_comments_of_the_english_one_in_its_order(language: str) -> None:
    assert outline(language) == outline("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_says_in_its_head_whether_a_person_has_checked_it(language: str) -> None:
    lines = (FOLDER / f"{language}.toml").read_text(encoding="utf-8").splitlines()
    assert lines[1] in ("checked = true", "checked = false")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_without_spaces_around_them(language: str) -> None:
    assert all(text and text == " ".join(text.split(" ")).strip() and "  " not in text for text in texts(language).values())


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_no_message_is_english(language: str) -> None:
    same = {key for key, text in texts(language).items() if text == texts("en")[key] and re.search(r"\w", _PLACE.sub("", text))}
    assert same - {"first-day"} == set(SAME_WORDS.get(language, "").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_brackets_are_balanced_and_titles_have_the_quotation_marks_of_the_language(language: str) -> None:
    quotes = next((pair for pair, languages in QUOTES.items() if language in languages.split()), "“”")
    for key, text in texts(language).items():
        assert not re.search("[\"']", text), key
        assert [text.count(sign) for sign in "(（["] == [text.count(sign) for sign in ")）]"], key
        assert "".join(re.findall("[«»„“”「」《》]", text)) == ("{title}" in text) * quotes, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_written_in_the_direction_of_their_language(language: str) -> None:
    """Direction marks would hide in names and addresses; pages isolate names with elements."""
    strong = {"rtl": {"R", "AL"}, "ltr": {"L"}}["rtl" if is_right_to_left(language) else "ltr"]
    for key, text in texts(language).items():
        found = {unicodedata.bidirectional(character) for character in _PLACE.sub("", text)}
        assert found & {"L", "R", "AL"} <= strong, key
        assert not found & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_spoken_sentences_end_with_the_full_stop_of_the_language(language: str) -> None:
    spoken = [text for key, text in texts(language).items() if key.startswith(("disclosure", "opening", "accessibility"))]
    assert all(text.endswith(stop_of(language)) for text in spoken)
    assert stop_of(language) or language == "th"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("es-419", "es"),
        ("pt-BR", "pt"),
        ("de_AT", "de"),
        ("HI", "hi"),
        ("no-NO", "nb"),
        ("nn", "nb"),
        ("xx", "en"),
        ("", "en"),
        ("../es", "en"),
        ("e", "en"),
    ],
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


def test_in_a_language_without_a_catalogue_titles_and_lists_are_names_alone() -> None:
    people = (Speaker("Ann Lee", Role.INTERVIEWER), Speaker("Ben Ray", Role.GUEST), Speaker("Guest 2", Role.GUEST))
    assert conversation("xx", people) == usual_title("xx", people) == "Ann Lee, Ben Ray"
    assert usual_title("xx", ()) == "…"


@pytest.mark.parametrize(
    ("language", "name", "marked"),
    [("xx", "Guest 2", "en"), ("xx", "Interviewer", "en"), ("xx", "Ann Guest", ""), ("en", "Guest", ""), ("de", "Gast", "")],
)
def test_names_of_roles_are_english_only_without_a_catalogue(language: str, name: str, marked: str) -> None:
    assert language_of_name(language, name) == marked


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
        ("cy", ["Mair", "Elin"], "Mair ac Elin"),
        ("cy", ["Elin", "Mair"], "Elin a Mair"),
        ("lb", ["Jos", "Anne"], "Jos an Anne"),
        ("lb", ["Anne", "Michel"], "Anne a Michel"),
        ("he", ["נועה", "דן"], "נועה ודן"),
        ("he", ["נועה", "Dan"], "נועה ו־Dan"),
        ("ar", ["ليلى", "سامي", "هدى"], "ليلى، سامي وهدى"),
        ("ar", ["ليلى", "Ann"], "ليلى و Ann"),
        ("xx", ["Ann", "Ben", "Cleo"], "Ann, Ben, Cleo"),
    ],
)
def test_names_are_listed_by_the_rules_of_the_language(language: str, names: list[str], said: str) -> None:
    assert listed(language, names) == said


@pytest.mark.parametrize(
    ("language", "changing"),
    [
        *(("fr", "de|que|à"), ("it", "a|di|da|in"), ("es", "a|de"), ("pt", "a|de"), ("en", "an?"), ("ca", "a|de")),
        *(("ga", "ó|do|de|le"), ("cy", "i|o|gan|am|ar")),
    ],
)
def test_no_name_follows_a_word_that_would_change_before_it(language: str, changing: str) -> None:
    """French "de" changes before vowels and articles ("d'Ann", "du Monde"), and others merge ("do Globo", "del País")."""
    before_a_name = re.compile(rf"\b(?:{changing}) \{{(?:name|guest|interviewer|publication|people|voice)\}}")
    assert not [text for text in texts(language).values() if before_a_name.search(text)]


def test_french_names_the_speaker_before_the_verb() -> None:
    assert message("fr", "name-asks", name="Ann Lee") == "Ann Lee demande\u00a0:"
    assert message("fr", "name-answers", name="Le Monde") == "Le Monde répond\u00a0:"


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
