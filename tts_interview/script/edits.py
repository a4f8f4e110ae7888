"""Keep operations as plain data: a log of edits that can be stored, applied and undone."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from tts_interview.errors import EditError
from tts_interview.model import Ask, Direction, Edit, Gender, Role, Speaker
from tts_interview.script import operations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tts_interview.model import Transcript

__all__ = ["Edit", "apply"]

_OPERATIONS: dict[str, Callable[..., Transcript]] = {name: getattr(operations, name) for name in operations.__all__}
# The types of plain data by the name of the argument, and what is made of them. A speaker may also be a new one.
_TYPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("turn", "paragraph", "offset", "start", "end", "entry"), int),
    **dict.fromkeys(("label", "name", "text", "title", "value", "role", "gender", "voice", "doubt", "ask"), str),
    "speaker": (str, dict),
    "direction": dict,
}
_MADE: dict[str, Callable[..., object]] = {
    "role": Role,
    "gender": Gender,
    "ask": Ask,
    "speaker": Speaker,
    "direction": Direction,
}


def apply(transcript: Transcript, edits: Iterable[Edit]) -> Transcript:
    """Apply edits in order. To undo the last of them, apply those before it to the first transcript."""
    for number, edit in enumerate(edits, start=1):
        try:
            transcript = applied(transcript, edit)
        except EditError as error:
            raise EditError(f"edit {number}, {edit.operation}: {error}") from error
    return transcript


def applied(transcript: Transcript, edit: Edit) -> Transcript:
    """Apply one edit. Raises EditError if it is not valid or does not fit."""
    if edit.operation not in _OPERATIONS:
        raise EditError(f"unknown operation: expected one of {', '.join(_OPERATIONS)}")
    operation = _OPERATIONS[edit.operation]
    try:
        arguments = _arguments({name: value for name, value in edit.arguments.items() if value is not None})
        bound = inspect.signature(operation).bind(transcript, **arguments)
    except (TypeError, ValueError, RecursionError) as error:
        raise EditError(f"invalid arguments: {error}") from error
    return operation(*bound.args, **bound.kwargs)


def _arguments(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments as operations take them. Raises TypeError or ValueError for data of another form."""
    found = {}
    for name, value in data.items():
        if not isinstance(value, _TYPES.get(name, ())):
            raise TypeError(f"unexpected {name} {value!r}")
        if isinstance(value, dict):
            found[name] = _MADE[name](**_arguments(value))
        else:
            found[name] = value if name == "speaker" or name not in _MADE else _MADE[name](value)
    return found
