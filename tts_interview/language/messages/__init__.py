"""The words that the program itself adds to sound and files, from a catalogue for each language, or else in English.

The catalogues are TOML files beside this module, all with the same keys. Values are inserted into messages unchanged, so
writers of HTML and XML escape the finished message.
"""

from __future__ import annotations

import re
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING

from tts_interview.files.packaged import shipped_table
from tts_interview.model import Gender, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tts_interview.model import Speaker

FALLBACK = "en"
LANGUAGES = ("de", "en", "es", "fr", "hi", "it", "ja", "pt", "zh")

# A date in ISO 8601: a year, perhaps with a month, perhaps with a day.
_ISO_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?=T|$)", re.ASCII)
# English puts the day before the month, except in the United States and without a region.
_DAY_FIRST = re.compile(r"en[-_](?!us\b)", re.I)
# "And" changes before its own sound: Spanish "Ana e Inés", "Luis e Hilda", but "Ana y Hierro"; Italian "Ada ed Elena", but
# "Ada e Edda", which already has a d.
_SOUND_OF_AND = {
    "es": re.compile(r"h?[ií](?![aeouáéóú])|y(?![aeiouáéíóú])", re.I),
    "it": re.compile(r"[eèé](?!d)", re.I),
}
_NO_LETTER = re.compile(r"\W+|\d+")
_STOPS = ".।。"


def language_of(language: str) -> str:
    """Return the two-letter language of the messages for a BCP 47 tag: English if its own has no catalogue."""
    primary = re.split("[-_]", language, maxsplit=1)[0].casefold()
    return primary if primary in LANGUAGES else FALLBACK


def message(language: str, key: str, /, **values: object) -> str:
    """Return the message `key` in a language (a BCP 47 tag), with `values` inserted.

    Raises KeyError for an unknown key or a missing value.
    """
    return str(shipped_table(__file__, f"{language_of(language)}.toml")[key]).format_map(values)


def role_name(language: str, role: Role, gender: Gender = Gender.UNKNOWN) -> str:
    """Return the name for an unnamed person of a role, such as "Guest" or "Invitada"."""
    return message(language, f"{role}-female" if gender is Gender.FEMALE else str(role))


def listed(language: str, names: Sequence[str]) -> str:
    """Join names, as in "Ann, Ben and Cleo"; empty if there are none."""
    if len(names) < 2:  # noqa: PLR2004 - a list begins with two
        return "".join(names)
    first, last = reduce(lambda before, name: message(language, "list", first=before, last=name), names[:-1]), names[-1]
    sound = _SOUND_OF_AND.get(language_of(language))
    return message(language, "and-before-its-sound" if sound and sound.match(last) else "and", first=first, last=last)


def long_date(language: str, iso: str) -> str:
    """Write an ISO 8601 date in words, such as "March 3, 2026", in Britain "3 March 2026". Other texts stay as they are."""
    found = _ISO_DATE.match(iso)
    if not found:
        return iso
    year, month, day = found.group("year", "month", "day")
    if not month:
        return year
    name = month_names(language)[int(month) - 1]
    if not day:
        return message(language, "month-of-year", month=name, year=year)
    key = "day-before-month" if _DAY_FIRST.match(language) else "first-of-month" if day == "01" else "day-of-month"
    return message(language, key, day=int(day), month=name, year=year)


def month_names(language: str) -> list[str]:
    """Return the names of the months in a language (a BCP 47 tag), from January on."""
    return message(language, "months").split()


def conversation(language: str, speakers: Iterable[Speaker]) -> str:
    """Write the sentence that says who talks with whom; empty if no guest has a name.

    It leaves out speakers who are known only by their role.
    """
    everybody = tuple(speakers)
    interviewers, guests = (listed(language, _named(language, everybody, role)) for role in (Role.INTERVIEWER, Role.GUEST))
    if interviewers and guests:
        return message(language, "opening-conversation", interviewer=interviewers, guest=guests)
    return message(language, "opening-guest", guest=guests) if guests else ""


def without_stop(sentence: str) -> str:
    """Remove the full stop of a sentence, for use in a title."""
    return sentence.rstrip(_STOPS)


def usual_title(language: str, speakers: Iterable[Speaker]) -> str:
    """Return the title of an untitled interview: its speakers, if they are known."""
    return without_stop(conversation(language, speakers)) or message(language, "untitled")


def _named(language: str, speakers: Iterable[Speaker], role: Role) -> list[str]:
    names = (" ".join(speaker.name.split()) for speaker in speakers if speaker.role is role)
    return [name for name in names if not stands_for_role(name, language)]


def stands_for_role(name: str, language: str) -> bool:
    """Return whether a name is only that of a role, in English or another language, such as "Guest 2"."""
    return letters(name) in {"", *(letters(role_name(*kind)) for kind in product(("en", language), Role, Gender))}


def letters(name: str) -> str:
    """Return the letters of a name or title in lower case, for comparison."""
    return _NO_LETTER.sub("", name).casefold()
