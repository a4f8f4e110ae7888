"""Words of the genre, read from one file per language; the rules that use them are in the other modules.

A file `words/<code>.toml` holds the words and patterns of a language, `any.toml` those of no language. They leave out the keys
for which a language has nothing. `words/keys.toml` says what each key holds, and of which kind its items are. To add a
language, write its file and name it in `LANGUAGES`.
"""

import re
from functools import cache
from typing import Any

from tts_interview.files.packaged import shipped_table
from tts_interview.language.phrases import Phrases
from tts_interview.model import Role

# The order of the words in every pattern.
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "ja", "ko", "hi", "any")
# Their text sets no spaces between words, or joins endings to them: a word may begin and end anywhere.
WITHOUT_SPACES = ("zh", "ja", "ko")


def read_words(language: str) -> dict[str, Any]:
    """Read the file of a language; a key in a table has the table's name before it, as in "page.months"."""
    keys: dict[str, Any] = {}
    for name, value in shipped_table(__file__, f"words/{language}.toml").items():
        keys.update({f"{name}.{key}": items for key, items in value.items()} if isinstance(value, dict) else {name: value})
    return keys


_FILES = {language: read_words(language) for language in LANGUAGES}
# The kind of each key.
KEYS: dict[str, str] = {key: kind for key, (kind, _) in read_words("keys").items()}


@cache
def words_of(key: str, *languages: str) -> tuple[str, ...]:
    """Return what the languages, or all of them, have under a key, each item once."""
    if key not in KEYS:
        raise KeyError(key)
    return tuple(dict.fromkeys(item for language in languages or LANGUAGES for item in _FILES[language].get(key, ())))


@cache
def any_of(key: str, *languages: str) -> str:
    """Return one regular expression that finds whatever an item under the key means, as the kind of the key says."""
    found = words_of(key, *languages)
    if KEYS[key] == "words":
        return "|".join(map(re.escape, found))
    if KEYS[key] == "whole":
        spaced = words_of(key, *(language for language in LANGUAGES if language not in WITHOUT_SPACES))
        return "|".join([rf"\b(?:{'|'.join(spaced)})\b", *words_of(key, *WITHOUT_SPACES)])
    return "|".join(found)


@cache
def lower_case(key: str) -> Phrases:
    """Return the patterns under the key for texts in lower case, which is far quicker than to ignore case."""
    return Phrases(words_of(key))


# -- what several modules look up -------------------------------------------------------------------------------------

TITLES = frozenset(words_of("titles"))
LABEL_PARTICLES = frozenset(words_of("label_particles"))
PARTICLES = LABEL_PARTICLES.union(words_of("particles"))
NO_NAMES = frozenset(words_of("no_names"))
# What a label says of the role of whom it names.
ROLE_WORDS: dict[str, Role] = {
    **dict.fromkeys(words_of("interviewer_labels"), Role.INTERVIEWER),
    **dict.fromkeys(words_of("guest_labels"), Role.GUEST),
    **dict.fromkeys(words_of("narrator_labels"), Role.NARRATOR),
    **dict.fromkeys(words_of("audience_labels"), Role.AUDIENCE),
}
# Letters that stand for a question, and those for an answer too, with the role; the words for these letters, and other labels
# of the one who asks.
QUESTION_LETTERS = frozenset(words_of("question_letters"))
LETTERS = {**dict.fromkeys(words_of("answer_letters"), Role.GUEST), **dict.fromkeys(QUESTION_LETTERS, Role.INTERVIEWER)}
QUESTION_WORDS = frozenset(words_of("question_words"))
ANSWER_WORDS = frozenset(words_of("answer_words"))
ASKER_LABELS = QUESTION_WORDS | frozenset(words_of("asker_labels"))
STAGE_LABELS = frozenset(words_of("stage_labels"))
EVERYBODY = frozenset(words_of("everybody"))
NO_SPEAKERS = frozenset(words_of("no_speakers"))
ORGANISATIONS = frozenset(words_of("organisations"))
