"""The YAML between `---` lines at the head of a text -> metadata. It is never read aloud."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tts_interview.model import Role

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

# Fields that name people, with the role of the people they name where that is sure.
_PEOPLE_FIELDS: dict[str, Role | None] = {
    "interviewer": Role.INTERVIEWER,
    "interviewers": Role.INTERVIEWER,
    "host": Role.INTERVIEWER,
    "hosts": Role.INTERVIEWER,
    "moderator": Role.INTERVIEWER,
    "guest": Role.GUEST,
    "guests": Role.GUEST,
    "interviewee": Role.GUEST,
    "speakers": None,
    "speaker": None,
    "people": None,
}


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The metadata and the text with the metadata's lines emptied, so that line numbers stay true.

    Front matter that is no YAML mapping stays in the text: nothing is lost.
    """
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    try:
        # BaseLoader makes strings of everything: no date, number or object of the document's choosing.
        fields = yaml.load(found.group(1) or "", Loader=yaml.BaseLoader)  # noqa: S506 - safer than safe_load
    except (yaml.YAMLError, RecursionError):  # the latter for brackets nested without end
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return fields, "\n" * text.count("\n", 0, found.end()) + text[found.end() :]


def front_matter_of(text: str) -> str:
    """The lines between `---` lines at the head of a text, whatever they are; empty where there are none."""
    found = _FRONT_MATTER.match(text)
    return (found.group(1) or "") if found else ""


def date_of(text: object) -> str:
    """The ISO date that a field begins with, or the empty string."""
    found = _DATE.search(text) if isinstance(text, str) else None
    return found.group() if found else ""


def people_of(fields: dict[str, Any]) -> tuple[tuple[str, Role | None], ...]:
    """Names that the metadata gives for who speaks, with their role where the field says it."""
    people: list[tuple[str, Role | None]] = []
    for field, role in _PEOPLE_FIELDS.items():
        value = fields.get(field)
        names = value if isinstance(value, list) else [value]
        people += [(name.strip(), role) for name in names if isinstance(name, str) and name.strip()]
    return tuple(people)
