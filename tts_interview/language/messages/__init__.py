"""The words that the tool itself puts into sound and files: a catalogue a language, English where there is none.

The catalogues are TOML files beside this module, all with the same keys. Values of a message are put in as they are: who
writes HTML or XML escapes the finished message.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.model import Gender

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Role

FALLBACK = "en"
LANGUAGES = ("de", "en", "es", "fr", "hi", "it", "pt")

# A date in ISO 8601 as far as it is known: a year, a month of it, a day of that.
_ISO_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?=T|$)", re.ASCII)
# English has the day before the month but in the United States, and where nothing is known of the place.
_DAY_FIRST = re.compile(r"en[-_](?!us\b)", re.I)
# "And" gives way before its own sound, for the ear's sake: Spanish "Ana e Inés", "Luis e Hilda", but "Ana y Hierro"; Italian
# "Ada ed Elena", but "Ada e Edda", whose own d would stammer.
_SOUND_OF_AND = {
    "es": re.compile(r"h?[ií](?![aeouáéóú])|y(?![aeiouáéíóú])", re.I),
    "it": re.compile(r"[eèé](?!d)", re.I),
}


def language_of(language: str) -> str:
    """The language, of two letters, in which messages for a BCP 47 tag come: its own, or English where it has no catalogue."""
    primary = re.split("[-_]", language, maxsplit=1)[0].casefold()
    return primary if primary in LANGUAGES else FALLBACK


def message(language: str, key: str, /, **values: object) -> str:
    """What the catalogue of that language (a BCP 47 tag) says for `key`, with `values` in their places.

    Raises KeyError for a key that there is none of, or a place without its value.
    """
    return _catalogue(language_of(language))[key].format_map(values)


def role_name(language: str, role: Role, gender: Gender = Gender.UNKNOWN) -> str:
    """What somebody of that role is called where there is no name: "Guest", "Invitada"."""
    return message(language, f"{role}-female" if gender is Gender.FEMALE else str(role))


def listed(language: str, names: Sequence[str]) -> str:
    """The names as one: "Ann, Ben and Cleo"; empty where there are none."""
    if len(names) < 2:  # noqa: PLR2004 - a list begins with two
        return "".join(names)
    first, last = ", ".join(names[:-1]), names[-1]
    sound = _SOUND_OF_AND.get(language_of(language))
    return message(language, "and-before-its-sound" if sound and sound.match(last) else "and", first=first, last=last)


def long_date(language: str, iso: str) -> str:
    """A date of ISO 8601 in words, as far as it is known: "March 3, 2026", in Britain "3 March 2026"; else as it is."""
    found = _ISO_DATE.match(iso)
    if not found:
        return iso
    year, month, day = found.group("year", "month", "day")
    if not month:
        return year
    name = message(language, "months").split()[int(month) - 1]
    if not day:
        return message(language, "month-of-year", month=name, year=year)
    key = "day-before-month" if _DAY_FIRST.match(language) else "first-of-month" if day == "01" else "day-of-month"
    return message(language, key, day=int(day), month=name, year=year)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    import tomllib
    from importlib.resources import files

    text = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    catalogue: dict[str, str] = tomllib.loads(text)
    return catalogue
