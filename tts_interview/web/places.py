"""Address -> file: what a request asks for, and nothing that lies outside of the folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from pathlib import Path

# What no name in an address may hold: other systems take it for the end of a name, a drive, or a stream of a file.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\:]|[. ]\Z|\A\.")
# Names of devices on Windows, with any suffix.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)


def names_in(target: str) -> list[str] | None:
    """The names between the slashes of a request's target, decoded once; the last is empty for a folder.

    None where one of them is hidden or might lead elsewhere on some system.
    """
    path = re.split("[?#]", target, maxsplit=1)[0]
    names = [unquote_to_bytes(name).decode("utf-8", "surrogateescape") for name in path.split("/")]
    if not names or names.pop(0):
        return None
    if not names or any(not _may_be(name) for name in names[:-1]) or (names[-1] and not _may_be(names[-1])):
        return None
    return names


def inside(folder: Path, names: list[str]) -> Path | None:
    """The file or folder of these names in `folder`, links followed; None if there is none, or it lies outside."""
    root = folder.resolve()
    try:
        found = root.joinpath(*names).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # absent, a link to itself, a name that no system takes
        return None
    if not found.is_relative_to(root) or any(part.startswith(".") for part in found.relative_to(root).parts):
        return None
    return found if found.is_file() or found.is_dir() else None


def _may_be(name: str) -> bool:
    return bool(name) and "/" not in name and not _FORBIDDEN.search(name) and not _DEVICES.fullmatch(name)
