"""The words that the program itself adds to sound and files, from a catalogue for each language.

In a language without a catalogue, files have these words in English, marked as English where the format can; the sound has
none of them. The catalogues are TOML files beside this module, all with the same keys. Values are inserted into messages
unchanged, so writers of HTML and XML escape the finished message.
"""

from __future__ import annotations

import re
from functools import cache, reduce
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.files.packaged import shipped_table
from tts_interview.model import Gender, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tts_interview.model import Speaker

FALLBACK = "en"
LANGUAGES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.toml")))

# Other codes of these languages, and Nynorsk, whose readers also read Bokmål.
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "cmn": "zh", "kmr": "ku"}
# "And" changes before some names: Spanish "Ana e Inés", "Luis e Hilda", but "Ana y Hierro"; Italian "Ada ed Elena", but
# "Ada e Edda", which already has a d; Welsh "ac" before vowels; Luxembourgish "a" before most consonants; in Arabic and Hebrew
# it is a prefix, which a name in other letters cannot take.
_CHANGES_AND = {
    "es": re.compile(r"h?[ií](?![aeouáéóú])|y(?![aeiouáéíóú])", re.I),
    "it": re.compile(r"[eèé](?!d)", re.I),
    "cy": re.compile(r"[aeiouwyâêîôûŵŷ]", re.I),
    "lb": re.compile(r"[bcfgjklmpqrsvwx]", re.I),
    "ar": re.compile(r"[^\u0600-\u06ff]"),
    "he": re.compile(r"[^\u05d0-\u05ea]"),
}
_NO_LETTER = re.compile(r"\W+|\d+")
# The full stops of all scripts.
_STOPS = ".।。۔։"
_UNTITLED = "…"


def language_of(language: str) -> str:
    """Return the language of the messages for a BCP 47 tag, without its region: English if its own has no catalogue."""
    return _primary(language) if has_messages(language) else FALLBACK


def has_messages(language: str) -> bool:
    """Return whether a language (a BCP 47 tag) has a catalogue."""
    return _primary(language) in LANGUAGES


def _primary(language: str) -> str:
    primary = re.split("[-_]", language, maxsplit=1)[0].casefold()
    return _ALIASES.get(primary, primary)


def message(language: str, key: str, /, **values: object) -> str:
    """Return the message `key` in a language (a BCP 47 tag), with `values` inserted.

    Raises KeyError for an unknown key or a missing value.
    """
    return str(shipped_table(__file__, f"{language_of(language)}.toml")[key]).format_map(values)


def role_name(language: str, role: Role, gender: Gender = Gender.UNKNOWN) -> str:
    """Return the name for an unnamed person of a role, such as "Guest" or "Invitada"."""
    return message(language, f"{role}-female" if gender is Gender.FEMALE else str(role))


def listed(language: str, names: Sequence[str]) -> str:
    """Join names, as in "Ann, Ben and Cleo", without an "and" if the language has no catalogue; empty if there are none."""
    if len(names) < 2 or not has_messages(language):  # noqa: PLR2004 - a list begins with two
        return ", ".join(names)
    first, last = reduce(lambda before, name: message(language, "list", first=before, last=name), names[:-1]), names[-1]
    changes = _CHANGES_AND.get(language_of(language))
    return message(language, "and-before-its-sound" if changes and changes.match(last) else "and", first=first, last=last)


def conversation(language: str, speakers: Iterable[Speaker]) -> str:
    """Write the sentence that says who talks with whom; empty if no guest has a name.

    It leaves out speakers who are known only by their role. In a language without a catalogue it is a list of the names.
    """
    everybody = tuple(speakers)
    interviewers, guests = (listed(language, _named(language, everybody, role)) for role in (Role.INTERVIEWER, Role.GUEST))
    if not has_messages(language):
        return ", ".join(filter(None, (interviewers, guests))) if guests else ""
    if interviewers and guests:
        return message(language, "opening-conversation", interviewer=interviewers, guest=guests)
    return message(language, "opening-guest", guest=guests) if guests else ""


def without_stop(sentence: str) -> str:
    """Remove the full stop of a sentence, for use in a title."""
    return sentence.rstrip(_STOPS)


def stop_of(language: str) -> str:
    """Return the full stop of a language, as its disclosure has it; empty for Thai, which has none."""
    sentence = message(language, "disclosure")
    return sentence[len(without_stop(sentence)) :]


def usual_title(language: str, speakers: Iterable[Speaker]) -> str:
    """Return the title of an untitled interview: its speakers, if they are known."""
    untitled = message(language, "untitled") if has_messages(language) else _UNTITLED
    return without_stop(conversation(language, speakers)) or untitled


def language_of_name(language: str, name: str) -> str:
    """Return "en" for a name that is only that of a role, in English because the language has no catalogue; else ""."""
    return FALLBACK if not has_messages(language) and stands_for_role(name, FALLBACK) else ""


def _named(language: str, speakers: Iterable[Speaker], role: Role) -> list[str]:
    names = (" ".join(speaker.name.split()) for speaker in speakers if speaker.role is role)
    return [name for name in names if not stands_for_role(name, language)]


def stands_for_role(name: str, language: str) -> bool:
    """Return whether a name is only that of a role, in English or another language, such as "Guest 2"."""
    return letters(name) in _letters_of_roles(language_of(language))


@cache
def _letters_of_roles(language: str) -> frozenset[str]:
    return frozenset(["", *(letters(role_name(*kind)) for kind in product((FALLBACK, language), Role, Gender))])


def letters(name: str) -> str:
    """Return the letters of a name or title in lower case, for comparison."""
    return _NO_LETTER.sub("", name).casefold()
