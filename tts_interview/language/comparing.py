"""Compare texts by their letters and digits, as readers do: without case, punctuation and spaces."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w+")


def letters_and_digits(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return _OTHER.sub("", text).casefold()


def runs_of_words(text: str, length: int) -> list[tuple[str, ...]]:
    """Return all runs of so many words in a row, in lower case: what a quotation has in common with what it was taken from."""
    words = _WORD.findall(text.casefold())
    return list(zip(*(words[start:] for start in range(length)), strict=False))
