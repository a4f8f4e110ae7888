"""The part of a file that a request asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re

_ONE_RANGE = re.compile(r"bytes=\s*(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))\s*", re.I | re.ASCII)


class UnsatisfiableError(ValueError):
    """The range lies outside of the file."""


def part_of(header: str | None, size: int) -> range | None:
    """The bytes that a Range header asks for of a file of `size` bytes; None means all of them.

    Several ranges at once, other units and what is malformed are answered with the whole, as servers may.
    Raises UnsatisfiableError if no byte of the range is there.
    """
    found = _ONE_RANGE.fullmatch(header or "")
    if not found:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise UnsatisfiableError
    return range(start, end)
