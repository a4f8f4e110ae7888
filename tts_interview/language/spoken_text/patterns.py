"""Parts of patterns, and the text around a match."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Where a word begins and ends; the vowel signs of Devanagari belong to it.
WORD_BEGINS = r"(?<![^\W_])(?<![\u0900-\u0963])"
WORD_ENDS = r"(?![^\W_]|[\u0900-\u0963])"
_NEXT_WORD = re.compile(r"\s+(?:mil\s+)?([^\W\d_]+)")  # "2 mil pessoas" counts people
_WORD_BEFORE = re.compile(r"([^\W\d_]+)['’]?\s*\Z")
# The distance that a rule looks around is fixed, so that its time grows with the length of the text only.
_AROUND_CHARS = 40
_WORD_BEFORE_CHARS = 30
_CLOSING = "\"'”’)]» \t\n\u00a0\u202f"
# A number next to these is not heard as one word with them.
_SEPARATORS = frozenset("\"'“”‘’„«»‹›()[]{}¿¡.,;:!?…-–—/ \u00a0\u2009\u202f\n\t")


def any_of(written: Iterable[str]) -> str:
    """Return alternatives for literal texts, the longest first."""
    return "|".join(re.escape(text) for text in sorted(written, key=len, reverse=True))


def before(found: re.Match[str]) -> str:
    """Return the characters just before a match."""
    return found.string[max(0, found.start() - _AROUND_CHARS) : found.start()]


def after(found: re.Match[str]) -> str:
    """Return the characters just after a match."""
    return found.string[found.end() : found.end() + _AROUND_CHARS]


def word_before(found: re.Match[str]) -> str:
    """Return the word before a match, or an empty string."""
    preceding = _WORD_BEFORE.search(found.string, max(0, found.start() - _WORD_BEFORE_CHARS), found.start())
    return preceding[1] if preceding else ""


def next_word(found: re.Match[str]) -> str:
    """Return the word after a match, or an empty string."""
    following = _NEXT_WORD.match(found.string, found.end())
    return following[1] if following else ""


def final_stop(found: re.Match[str], closing: str = _CLOSING) -> str:
    """Return the full stop of an abbreviation that ends the text; only `closing` marks may follow."""
    return "." if found[0].endswith(".") and not after(found).strip(closing) else ""


def apart(words: str, found: re.Match[str]) -> str:
    """Return the words with spaces where the match touches letters, digits or signs."""
    text, (start, end) = found.string, found.span()
    left = " " if start and text[start - 1] not in _SEPARATORS else ""
    right = " " if end < len(text) and text[end] not in _SEPARATORS else ""
    return left + words + right


def spaced(words: str, found: re.Match[str]) -> str:
    """Return the words with spaces where the match touches letters or digits, or follows "%", "_" or "+"."""
    text, (start, end) = found.string, found.span()
    is_touched = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "%_+")
    return " " * is_touched + words + " " * text[end : end + 1].isalnum()
