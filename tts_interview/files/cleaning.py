"""Clean untrusted text of characters that file formats cannot hold or that disturb the text around it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

# Control characters except tab and newline, lone surrogates, and noncharacters.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Bidirectional embeddings and overrides: if not closed, they affect the text after a name or title.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Replaced by a space, as readers would see them.
_SPACES = "\r\v\f\x85"
# Fields of the model with titles and names.
_ONE_LINE = {"title", "name", "speaker", "author"}


def fit(text: str) -> str:
    """Remove control characters except tab and newline, and replace lone surrogates with U+FFFD."""
    return _UNFIT.sub(_stand_in, text)


def one_line(text: str) -> str:
    """Clean a title or a name: also put it on one line and remove bidirectional overrides."""
    return " ".join(_OVERRIDES.sub("", fit(text)).split())


def cleaned(value: _T) -> _T:
    """Return the value with all text in its dataclasses, tuples and dicts cleaned; names and titles on one line."""
    return _cleaned(value, fit)  # type: ignore[return-value]


def _stand_in(found: re.Match[str]) -> str:
    if "\ud800" <= found[0] <= "\udfff":
        return "\ufffd"
    return " " if found[0] in _SPACES else ""


def _cleaned(value: object, of_text: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return of_text(value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_cleaned(item, of_text) for item in value)
    if isinstance(value, dict):
        return {_cleaned(key, one_line): _cleaned(item, of_text) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _cleaned_fields(value)
    return value


def _cleaned_fields(value: Any) -> object:  # noqa: ANN401 - any dataclass
    """Clean the fields of a dataclass; return the same object if all are clean."""
    found = {f.name: getattr(value, f.name) for f in fields(value)}
    cleaned = {name: _cleaned(old, one_line if name in _ONE_LINE else fit) for name, old in found.items()}
    changed = {name: new for name, new in cleaned.items() if new != found[name]}
    return replace(value, **changed) if changed else value
