"""The metadata in a page's front matter: date, people, authors and summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tts_interview.model import Role
from tts_interview.settings.front_matter import is_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Words between names. The additional words of the second list also occur inside Spanish and Portuguese names, so that list
# applies only to fields with commas.
_CAPITAL = r"(?=[^\W\d_a-zß-öø-ÿа-я])"
_JOINED = re.compile(rf"[,;\n]| (?:and|et|und|og|och) {_CAPITAL}")
_LISTED = re.compile(rf"[,;\n]| (?:and|et|und|og|och|y|e|и) {_CAPITAL}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Fields that name people, with the role of these people if it is certain.
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
    "participants": None,
    "panelists": None,
}
_AUTHOR_FIELDS = ("author", "authors", "postauthors", "by", "byline")
_DESCRIPTION_FIELDS = ("description", "summary", "excerpt", "subtitle", "preface", "lead", "teaser", "standfirst", "intro")


def date_of(text: object) -> str:
    """Return the valid ISO 8601 date in a field, or the empty string."""
    found = _DATE.search(text) if isinstance(text, str) else None
    return found.group() if found and is_day(found.group()) else ""


def people_of(fields: Mapping[str, Any]) -> tuple[tuple[str, Role | None], ...]:
    """Return the names of the speakers in the metadata, with their roles if the field determines them."""
    return tuple((name, role) for field, role in _PEOPLE_FIELDS.items() for name in _names_in(fields.get(field)))


def authors_of(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the page's authors in the metadata."""
    return tuple(dict.fromkeys(name for field in _AUTHOR_FIELDS for name in _names_in(fields.get(field))))


def description_of(fields: Mapping[str, Any]) -> str:
    """Return the summary of the page in one line."""
    texts = (fields.get(field) for field in _DESCRIPTION_FIELDS)
    return next((" ".join(text.split()) for text in texts if isinstance(text, str) and text.strip()), "")


def _names_in(value: object) -> Iterator[str]:
    """Yield the names in a field: a string with one or more names, a list, or entries with a field `name`."""
    if isinstance(value, list):
        for item in value:
            yield from _names_in(item)
    elif isinstance(value, dict):
        yield from _names_in(value.get("name"))
    elif isinstance(value, str):
        pattern = _LISTED if "," in value else _JOINED
        yield from (name.strip() for name in pattern.split(value) if name.strip())
