"""What stands around the words that a rule has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

# How far a rule looks around: the same for any text, so that the time it takes grows with the text's length only.
_CHARS = 40
_CLOSING = "\"'”’)]»"


def before(found: re.Match[str]) -> str:
    """The characters just before."""
    return found.string[max(0, found.start() - _CHARS) : found.start()]


def after(found: re.Match[str]) -> str:
    """The characters just after."""
    return found.string[found.end() : found.end() + _CHARS]


def full_stop(found: re.Match[str]) -> str:
    """The full stop of an abbreviation that ends the text, and so the sentence as well; else nothing."""
    return "." if found[0].endswith(".") and not after(found).strip().strip(_CLOSING) else ""


def apart(said: str, found: re.Match[str]) -> str:
    """What is said, with spaces where it would touch letters, digits or a sign of percent."""
    text, (start, end) = found.string, found.span()
    is_touched = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "%_+")
    return " " * is_touched + said + " " * text[end : end + 1].isalnum()
