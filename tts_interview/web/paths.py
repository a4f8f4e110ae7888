"""Read a request: the file that its path names, never outside the folder, and the part that its Range header asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from pathlib import Path

# Some systems read these as the end of a name, a drive, or a stream of a file.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\:]|[. ]\Z|\A\.")
# Windows reserves these names for devices, with any suffix.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)
_ONE_RANGE = re.compile(r"bytes=\s*(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))\s*", re.I | re.ASCII)


class UnsatisfiableError(ValueError):
    """The range lies outside the file."""


def names_in(target: str) -> list[str] | None:
    """Return the decoded names between the slashes of a request's target; the last one is empty for a folder.

    Return None if a name is hidden or could lead elsewhere on any system.
    """
    path = re.split("[?#]", target, maxsplit=1)[0]
    names = [unquote_to_bytes(name).decode("utf-8", "surrogateescape") for name in path.split("/")]
    if not names or names.pop(0):
        return None
    if not names or any(not _is_safe(name) for name in names[:-1]) or (names[-1] and not _is_safe(names[-1])):
        return None
    return names


def inside(folder: Path, names: list[str]) -> Path | None:
    """Return the file or folder of these names in `folder`, following links; None if it is absent or outside."""
    root = folder.resolve()
    try:
        found = root.joinpath(*names).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # absent, a link to itself, or an invalid name
        return None
    if not found.is_relative_to(root) or any(part.startswith(".") for part in found.relative_to(root).parts):
        return None
    return found if found.is_file() or found.is_dir() else None


def part_of(header: str | None, size: int) -> range | None:
    """Return the bytes that a Range header asks for in a file of `size` bytes (RFC 9110, section 14); None means all.

    Multiple ranges, other units and malformed headers give None, as the standard allows. Raises UnsatisfiableError if the file
    has no byte of the range.
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


def _is_safe(name: str) -> bool:
    return bool(name) and "/" not in name and not _FORBIDDEN.search(name) and not _DEVICES.fullmatch(name)
