"""Texts from outside, made fit for any file: without what no format can hold, and what changes the text around it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

# Control characters but for tab and ends of lines, halves of surrogate pairs, and what Unicode keeps for no character.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings and overrides of the direction of writing, which reach beyond a name or a title that does not close them.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Of these a reader would see a space.
_SPACES = "\r\v\f\x85"
# The fields of the model that are titles and names.
_ONE_LINE = {"title", "name", "speaker", "author"}


def fit(text: str) -> str:
    """A text that any file can hold: no control characters but tab and newline, and U+FFFD for half a surrogate pair."""
    return _UNFIT.sub(_stand_in, text)


def one_line(text: str) -> str:
    """A title or a name: the same on one line, and without what changes the direction of the text around it."""
    return " ".join(_OVERRIDES.sub("", fit(text)).split())


def cleaned(value: _T) -> _T:
    """The same with every text in it fit, however deep in data classes, tuples and mappings; names and titles on one line."""
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


def _cleaned_fields(value: Any) -> object:  # noqa: ANN401 - of any data class
    """A data class with its fields cleaned; the same object where all are clean."""
    found = {f.name: getattr(value, f.name) for f in fields(value)}
    cleaned = {name: _cleaned(old, one_line if name in _ONE_LINE else fit) for name, old in found.items()}
    changed = {name: new for name, new in cleaned.items() if new != found[name]}
    return replace(value, **changed) if changed else value
