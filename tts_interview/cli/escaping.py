"""Escape what strangers wrote before a terminal sees it."""

from __future__ import annotations

import re

# What a terminal obeys and does not show: control characters except line breaks, and marks that turn the direction of text.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    r"""Return a text with unsafe characters as in Python's strings, such as `\x1b`."""
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)
