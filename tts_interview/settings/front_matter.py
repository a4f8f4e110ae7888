"""Read front matter at the head of a text.

It is YAML between `---` lines, TOML between `+++` lines, JSON, a title block of pandoc (`% title`), or lines `Key: value` as in
Pelican and MultiMarkdown.
"""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tts_interview.settings.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tts_interview.settings.options.row import Option

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<body>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TOML = re.compile(r"(?:\+\+\+|(?P<dashes>---toml))[ \t]*\n(?P<body>.*?\n)(?(dashes)---|\+\+\+)[ \t]*(?:\n|\Z)", re.S)
# The first closing brace at the beginning of a line ends the object.
_JSON = re.compile(r"(?:---json[ \t]*\n)?(?P<body>\{[ \t]*\n.*?\n\}[ \t]*)(?:\n---[ \t]*)?(?:\n|\Z)", re.S)
_CONTINUED = r"[^\n]*\n(?:[ \t]+\S[^\n]*\n)*"
_PANDOC = re.compile(rf"(?P<body>(?:%{_CONTINUED}){{1,3}})(?:[ \t]*\n|\Z)")
_KEY_LINES = re.compile(rf"(?P<body>(?:[A-Za-z][\w-]{{0,30}}:{_CONTINUED})+)(?:[ \t]*\n|\Z)")
_KEY_LINE = re.compile(r"^([A-Za-z][\w-]*):", re.M)
# Any other key may be the label of a turn, such as "Host" or "Ann".
_KEYS = frozenset(
    """
    abstract author authors canonical category categories copyright created cover date description excerpt image keywords lang
    language layout license licence modified permalink published publisher save_as series slug status subtitle summary tag tags
    template title translation updated url
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields of the front matter, and the text with those lines emptied, so that line numbers stay true.

    Front matter that is not a valid mapping stays in the text, so that nothing is lost.
    """
    head = next(((found, read) for pattern, read in _HEADS if (found := pattern.match(text))), None)
    if not head:
        return {}, text
    found, read = head
    try:
        fields = _value_of(read, found["body"] or "")
    except (ValueError, RecursionError):  # the latter for TOML and JSON that nest too deeply
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return dict(fields), "\n" * text.count("\n", 0, found.end()) + text[found.end() :]


@lru_cache(maxsize=2)
def _value_of(read: Callable[[str], Any], text: str) -> Any:  # noqa: ANN401 - as below
    """Return what front matter says; several readers look at the same one."""
    return read(text)


def _read_yaml(text: str) -> Any:  # noqa: ANN401 - what a document holds is anything
    from tts_interview.settings.yaml_text import read_yaml

    return read_yaml(text)


def _read_pandoc(text: str) -> dict[str, Any]:
    """Return title, authors and date of a title block (https://pandoc.org/MANUAL.html#extension-pandoc_title_block)."""
    title, authors, date_line, *_ = [*(part.strip() for part in re.split(r"^%", text, flags=re.M)[1:]), "", ""]
    names = [name.strip() for name in re.split(r"[;\n]", authors) if name.strip()]
    return {"title": " ".join(title.split()), "author": names, "date": date_line}


def _read_key_lines(text: str) -> dict[str, Any]:
    """Return the fields of lines `Key: value`. Raises ValueError if they can be turns of an interview."""
    _, *parts = _KEY_LINE.split(text)
    keys = [key.casefold() for key in parts[::2]]
    if "title" not in keys or len(set(keys)) < len(keys) or not _KEYS.issuperset(keys):
        raise ValueError("some of these keys are not those of metadata")
    return dict(zip(keys, (" ".join(value.split()) for value in parts[1::2]), strict=True))


def _as_strings(value: object) -> object:
    """Return the value with strings for everything but lists and mappings, as `read_yaml` does."""
    if isinstance(value, dict):
        return {str(key): _as_strings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_strings(item) for item in value]
    return "" if value is None else str(value)


_HEADS = (
    (_FRONT_MATTER, _read_yaml),
    (_TOML, lambda text: _as_strings(tomllib.loads(text))),
    (_JSON, lambda text: _as_strings(json.loads(text))),
    (_PANDOC, _read_pandoc),
    (_KEY_LINES, _read_key_lines),
)


def front_matter_of(text: str) -> str:
    """Return the lines between `---` lines at the head of a text, valid or not; empty if there are none."""
    found = _FRONT_MATTER.match(text)
    return (found["body"] or "") if found else ""


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
