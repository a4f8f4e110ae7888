"""Read front matter: YAML between `---` lines, TOML between `+++` lines, or JSON, at the head of a text."""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from tts_interview.settings.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tts_interview.settings.options.row import Option

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|\Z)", re.S)
# The first closing brace at the beginning of a line ends the object.
_JSON = re.compile(r"(?:---json[ \t]*\n)?(\{[ \t]*\n.*?\n\}[ \t]*)(?:\n---[ \t]*)?(?:\n|\Z)", re.S)
# YAML aliases (&, *) repeat a value. Nested, a few lines of them expand beyond any memory.
_MOST_REPEATED_CHARS = 1_000_000


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields of the front matter, and the text with those lines emptied, so that line numbers stay true.

    Front matter that is not a valid mapping stays in the text, so that nothing is lost.
    """
    head = next(((found, read) for pattern, read in _HEADS if (found := pattern.match(text))), None)
    if not head:
        return {}, text
    found, read = head
    try:
        fields = read(found.group(1) or "")
    except (yaml.YAMLError, ValueError, RecursionError):  # the last for brackets that nest too deeply
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return fields, "\n" * text.count("\n", 0, found.end()) + text[found.end() :]


def read_yaml(text: str) -> Any:  # noqa: ANN401 - what a document holds is anything
    """Return the value of a YAML text as strings, lists and mappings.

    Raises yaml.YAMLError if the text is not valid YAML or its aliases expand far beyond any hand-written text, and
    RecursionError if brackets nest too deeply.
    """
    # BaseLoader makes a string of every scalar, never a date, number or object of the document's choosing.
    found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - safer than safe_load
    if _expanded_chars(found, {}) > max(_MOST_REPEATED_CHARS, len(text)):
        raise yaml.YAMLError("aliases (*) repeat its values too often")
    return found


def _expanded_chars(value: object, known: dict[int, int]) -> int:
    """Return the number of characters in a value with its aliases expanded, plus one for each value in it."""
    if isinstance(value, str):
        return 1 + len(value)
    if id(value) not in known:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        known[id(value)] = 1 + sum(_expanded_chars(one, known) for one in inner)
    return known[id(value)]


def _read_toml(text: str) -> Any:  # noqa: ANN401 - as above
    return _as_strings(tomllib.loads(text))


def _read_json(text: str) -> Any:  # noqa: ANN401 - as above
    return _as_strings(json.loads(text))


def _as_strings(value: object) -> object:
    """Return the value with strings for everything but lists and mappings, as `read_yaml` does."""
    if isinstance(value, dict):
        return {str(key): _as_strings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_strings(item) for item in value]
    return "" if value is None else str(value)


_HEADS = ((_FRONT_MATTER, read_yaml), (_TOML, _read_toml), (_JSON, _read_json))


def front_matter_of(text: str) -> str:
    """Return the lines between `---` lines at the head of a text, valid or not; empty if there are none."""
    found = _FRONT_MATTER.match(text)
    return (found.group(1) or "") if found else ""


def is_day(text: str) -> bool:
    """Return whether a text is an existing day in the form YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def said_in(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that front matter chooses, by dotted field; invalid values are ignored."""
    found: dict[str, Any] = {}
    for option in OPTIONS:
        raw = next((fields[key] for key in option.front_matter if fields.get(key)), None)
        values = list(_values(option, raw))
        if values:
            found |= option.fields_of(values)
    return found


def _values(option: Option, raw: object) -> Iterator[Any]:
    """Yield the values of a field: a string, several, or a mapping from names to values."""
    texts = list(_texts(raw))
    for text in texts if option.repeatable else texts[:1]:
        with contextlib.suppress(ValueError):
            yield option.kind.read(text)


def _texts(raw: object) -> Iterator[str]:
    if isinstance(raw, dict):
        yield from (f"{name}={value}" for name, value in raw.items() if isinstance(value, str))
    else:
        values = raw if isinstance(raw, list) else [raw]
        yield from (value.strip() for value in values if isinstance(value, str) and value.strip())
