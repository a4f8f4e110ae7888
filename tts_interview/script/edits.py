"""Keep operations as plain data: a log of edits that can be stored, applied and undone."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tts_interview.errors import EditError
from tts_interview.model import Ask, Direction, Gender, Role, Speaker
from tts_interview.script import operations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tts_interview.model import Transcript

_OPERATIONS: dict[str, Callable[..., Transcript]] = {name: getattr(operations, name) for name in operations.__all__}
# The types of plain data by the name of the argument, and what is made of them. A speaker may also be a new one.
_TYPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("turn", "paragraph", "offset", "start", "end", "entry"), int),
    **dict.fromkeys(("label", "name", "text", "title", "value", "role", "gender", "ask"), str),
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


@dataclass(frozen=True, slots=True)
class Edit:
    """An operation as plain data: its name, and its arguments by name. A log of edits is all that undo and redo need.

    A new speaker is a dictionary of name and role, perhaps with gender and title; a direction one of ask, start, end and value.
    """

    operation: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the edit as one dictionary, ready for JSON; `from_dict` takes it back."""
        return {"operation": self.operation, **self.arguments}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Edit:
        """Return the edit that `to_dict` made `data` of. `apply` checks whether it is valid."""
        return cls(str(data.get("operation", "")), {name: value for name, value in data.items() if name != "operation"})


def apply(transcript: Transcript, edits: Iterable[Edit]) -> Transcript:
    """Apply edits in order. To undo the last of them, apply those before it to the first transcript."""
    for number, edit in enumerate(edits, start=1):
        try:
            transcript = _applied(transcript, edit)
        except EditError as error:
            raise EditError(f"edit {number}, {edit.operation}: {error}") from error
    return transcript


def _applied(transcript: Transcript, edit: Edit) -> Transcript:
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
