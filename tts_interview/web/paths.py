"""Find the file that the path of a request names, never outside the folder."""

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


def names_in(target: str) -> list[str] | None:
    """Return the decoded names between the slashes of a request's path; the last one is empty for a folder.

    Return None if a name is hidden or could lead elsewhere on any system.
    """
    first, *names = (unquote_to_bytes(name).decode("utf-8", "surrogateescape") for name in target.split("/"))
    if first or not names or not all(map(_is_safe, names[:-1])):
        return None
    return names if not names[-1] or _is_safe(names[-1]) else None


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


def _is_safe(name: str) -> bool:
    return bool(name) and "/" not in name and not _FORBIDDEN.search(name) and not _DEVICES.fullmatch(name)
