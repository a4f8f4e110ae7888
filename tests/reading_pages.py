"""Parse a text for tests, and return its turns, its people or its left-out text."""

from __future__ import annotations

from tts_interview import Reason, Role, Transcript
from tts_interview.documents import read_bytes
from tts_interview.parsing import parse


def parsed(text: str, suffix: str = ".md") -> Transcript:
    return parse(read_bytes(text.encode(), "page", suffix))


def turns(text: str, suffix: str = ".md") -> list[tuple[int, str, str]]:
    """Return line, speaker and words of all turns but the narrator's."""
    return [(t.line, t.speaker, t.text) for t in parsed(text, suffix).turns if t.role is not Role.NARRATOR]


def names(text: str, suffix: str = ".md") -> list[str]:
    return [s.name for s in parsed(text, suffix).speakers if s.role is not Role.NARRATOR]


def left_out(text: str, reason: Reason) -> list[str]:
    return [entry.text for entry in parsed(text).left_out if entry.reason is reason]
