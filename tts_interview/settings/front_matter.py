"""The head of a text -> metadata: YAML between `---` lines, TOML between `+++` lines, or JSON. It is never read aloud."""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from tts_interview.model import FASTEST, SLOWEST, Gender, Opening, Role, SayNames, Wishes
from tts_interview.settings.pacing import PRESETS, PauseFor, pause_ms_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|\Z)", re.S)
# Its last brace is the first that stands alone at the beginning of a line.
_JSON = re.compile(r"(?:---json[ \t]*\n)?(\{[ \t]*\n.*?\n\}[ \t]*)(?:\n---[ \t]*)?(?:\n|\Z)", re.S)
# Words between names; those of the second list also stand inside Spanish and Portuguese names, unless there are commas.
_CAPITAL = r"(?=[^\W\d_a-zß-öø-ÿа-я])"
_JOINED = re.compile(rf"[,;\n]| (?:and|et|und|og|och) {_CAPITAL}")
_LISTED = re.compile(rf"[,;\n]| (?:and|et|und|og|och|y|e|и) {_CAPITAL}")
_GENDERS = {word: gender for gender in (Gender.FEMALE, Gender.MALE) for word in (gender.value, gender.value[0])}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Aliases (&, *) say a value again without its being written again: nested, a few lines say more than any memory holds.
_MOST_REPEATED_CHARS = 1_000_000

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
    "participants": None,
    "panelists": None,
}
_AUTHOR_FIELDS = ("author", "authors", "postauthors", "by", "byline")
_DESCRIPTION_FIELDS = ("description", "summary", "excerpt", "subtitle", "preface", "lead", "teaser", "standfirst", "intro")


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The metadata and the text with the metadata's lines emptied, so that line numbers stay true.

    Front matter that is no YAML mapping stays in the text: nothing is lost.
    """
    head = next(((found, read) for pattern, read in _HEADS if (found := pattern.match(text))), None)
    if not head:
        return {}, text
    found, read = head
    try:
        fields = read(found.group(1) or "")
    except (yaml.YAMLError, ValueError, RecursionError):  # the last for brackets nested without end
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return fields, "\n" * text.count("\n", 0, found.end()) + text[found.end() :]


def read_yaml(text: str) -> Any:  # noqa: ANN401 - what a document holds is anything
    """What a text in YAML holds, in strings, lists and mappings.

    Raises yaml.YAMLError if it is none, or makes far more of itself by aliases than anybody would write, and RecursionError
    for brackets nested without end.
    """
    # BaseLoader makes strings of everything: no date, number or object of the document's choosing.
    found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - safer than safe_load
    if _said_chars(found, {}) > max(_MOST_REPEATED_CHARS, len(text)):
        raise yaml.YAMLError("they repeat themselves too often through aliases (*)")
    return found


def _said_chars(value: object, known: dict[int, int]) -> int:
    """How many characters a value has, and one more for each value in it, as often as aliases repeat them."""
    if isinstance(value, str):
        return 1 + len(value)
    if id(value) not in known:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        known[id(value)] = 1 + sum(_said_chars(one, known) for one in inner)
    return known[id(value)]


def _read_toml(text: str) -> Any:  # noqa: ANN401 - as above
    return _as_strings(tomllib.loads(text))


def _read_json(text: str) -> Any:  # noqa: ANN401 - as above
    return _as_strings(json.loads(text))


def _as_strings(value: object) -> object:
    """The value with strings for all that is no list or mapping, as YAML is read here."""
    if isinstance(value, dict):
        return {str(key): _as_strings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_strings(item) for item in value]
    return "" if value is None else str(value)


_HEADS = ((_FRONT_MATTER, read_yaml), (_TOML, _read_toml), (_JSON, _read_json))


def front_matter_of(text: str) -> str:
    """The lines between `---` lines at the head of a text, whatever they are; empty where there are none."""
    found = _FRONT_MATTER.match(text)
    return (found.group(1) or "") if found else ""


def date_of(text: object) -> str:
    """The day of the calendar that a field names as ISO 8601 does, or the empty string."""
    found = _DATE.search(text) if isinstance(text, str) else None
    return found.group() if found and is_day(found.group()) else ""


def is_day(text: str) -> bool:
    """Whether there is such a day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def people_of(fields: dict[str, Any]) -> tuple[tuple[str, Role | None], ...]:
    """Names that the metadata gives for who speaks, with their role where the field says it."""
    return tuple((name, role) for field, role in _PEOPLE_FIELDS.items() for name in _names_in(fields.get(field)))


def authors_of(fields: dict[str, Any]) -> tuple[str, ...]:
    """Names that the metadata gives for who wrote the page."""
    return tuple(dict.fromkeys(name for field in _AUTHOR_FIELDS for name in _names_in(fields.get(field))))


def description_of(fields: dict[str, Any]) -> str:
    """The summary of the page, in one line."""
    texts = (fields.get(field) for field in _DESCRIPTION_FIELDS)
    return next((" ".join(text.split()) for text in texts if isinstance(text, str) and text.strip()), "")


def wishes_of(fields: dict[str, Any]) -> Wishes:
    """What the author of a text asks of this program: the command line's wishes, under the same names."""
    return Wishes(
        aliases=dict(_pairs(fields.get("alias") or fields.get("aliases"))),
        leave_out=_strings(fields.get("leave-out")),
        keep=_strings(fields.get("keep")),
        first="".join(_strings(fields.get("from"))[:1]),
        last="".join(_strings(fields.get("to"))[:1]),
        narrator="".join(_strings(fields.get("narrator"))[:1]),
    )


def spoken_as_of(fields: dict[str, Any]) -> dict[str, Any]:
    """How the author of a text asks that it be spoken, under the names of the settings; what cannot be wishes nothing."""
    genders = {name: _GENDERS.get(gender.casefold()) for name, gender in _pairs(fields.get("gender"))}
    said = {
        "voices": dict(_pairs(fields.get("voice") or fields.get("voices"))),
        "genders": {name: gender for name, gender in genders.items() if gender},
        "narrator": wishes_of(fields).narrator,
        "language": "".join(_strings(fields.get("language") or fields.get("lang"))[:1]),
        "announcing.opening": _one_of(Opening, fields.get("opening")),
        "announcing.say_names": _one_of(SayNames, fields.get("say-names")),
        "pacing.preset": _preset(fields.get("pace")),
        "pacing.pauses": _pauses(fields.get("pause") or fields.get("pauses")),
        "announcing.disclosure": "".join(_strings(fields.get("disclosure"))[:1]),
        "pacing.rate": _rate(fields.get("rate")),
        "pacing.rates": {name: rate for name, said in _pairs(fields.get("rate")) if (rate := _rate(said))},
    }
    return {name: value for name, value in said.items() if value}


def _one_of(choices: type[StrEnum], value: object) -> StrEnum | None:
    said = "".join(_strings(value)[:1]).casefold()
    return choices(said) if said in list(choices) else None


def _preset(value: object) -> str | None:
    said = "".join(_strings(value)[:1]).casefold()
    return said if said in PRESETS else None


def _pauses(value: object) -> dict[str, int]:
    found = {}
    for reason, length in _pairs(value):
        with contextlib.suppress(ValueError):
            found[PauseFor(reason.casefold()).value] = pause_ms_of(length)
    return found


def _rate(value: object) -> float | None:
    try:
        rate = float("".join(_strings(value)[:1]))
    except ValueError:
        return None
    return rate if SLOWEST <= rate <= FASTEST else None


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    """Labels and names: a mapping, or strings "AP=Arvind Parekh"; what is neither wishes nothing."""
    if isinstance(value, dict):
        yield from ((str(label), name) for label, name in value.items() if isinstance(name, str))
    for item in _strings(value):
        label, equals, name = item.partition("=")
        if equals and label.strip() and name.strip():
            yield label.strip(), name.strip()


def _strings(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(item.strip() for item in values if isinstance(item, str) and item.strip())


def _names_in(value: object) -> Iterator[str]:
    """The names in a field: a string, several strings apart by commas, or entries with a field `name`."""
    if isinstance(value, list):
        for item in value:
            yield from _names_in(item)
    elif isinstance(value, dict):
        yield from _names_in(value.get("name"))
    elif isinstance(value, str):
        pattern = _LISTED if "," in value else _JOINED
        yield from (name.strip() for name in pattern.split(value) if name.strip())
