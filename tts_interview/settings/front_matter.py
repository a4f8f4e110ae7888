"""The head of a text: YAML between `---` lines, TOML between `+++` lines, or JSON. It is never read aloud."""

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
# Its last brace is the first that stands alone at the beginning of a line.
_JSON = re.compile(r"(?:---json[ \t]*\n)?(\{[ \t]*\n.*?\n\}[ \t]*)(?:\n---[ \t]*)?(?:\n|\Z)", re.S)
# Aliases (&, *) say a value again without its being written again: nested, a few lines say more than any memory holds.
_MOST_REPEATED_CHARS = 1_000_000


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


def is_day(text: str) -> bool:
    """Whether there is such a day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def said_in(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page or script asks for in its front matter, by dotted fields; invalid values ask for nothing."""
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
