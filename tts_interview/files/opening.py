"""Open the files that users name: never a pipe or a device, which could keep the program waiting for ever."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_NO_FILE = "it is not a regular file, but a folder, a pipe or a device"


def opened(path: Path) -> BinaryIO:
    """Open a regular file for reading in binary mode.

    Raises OSError as `open` does, and for anything but a regular file.
    """
    # Opening a device can already have an effect, so look first.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, _NO_FILE, str(path))
    return path.open("rb") if os.name == "nt" else open(path, "rb", opener=_without_waiting)


def _without_waiting(path: str, flags: int) -> int:
    """Open a path so that neither opening nor reading waits, whatever has taken its place meanwhile."""
    return os.open(path, flags | os.O_NONBLOCK)


def content(path: Path) -> bytes:
    """Return the content of a regular file. Raises OSError as `opened` does."""
    with opened(path) as file:
        return file.read()
