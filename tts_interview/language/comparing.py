"""Compare texts by their letters and digits, as readers do: without case, punctuation and spaces."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[\W_]+")


def letters_and_digits(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return _OTHER.sub("", text).casefold()
