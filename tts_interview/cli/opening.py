"""Opening files with the system's default program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def opening_command(path: Path) -> list[str]:
    """Return the command that opens a file on this system; empty if there is none."""
    if sys.platform == "darwin":
        return ["open", str(path)]
    if os.name == "nt":
        return ["cmd", "/c", "start", "", str(path)]
    program = next(filter(None, map(shutil.which, ("xdg-open", "gio", "wslview"))), "")
    if not program:
        return []
    return [program, "open", str(path)] if program.endswith("gio") else [program, str(path)]


def hint(path: Path) -> str:
    """Return the shell command that opens a file on this system; empty if there is none."""
    if sys.platform == "darwin":
        return f'open "{path}"'
    if os.name == "nt":
        return f'start "" "{path}"'
    return f'xdg-open "{path}"' if opening_command(path) else ""


def open_file(path: Path) -> None:
    """Open a file with the system's program. Raises OutputError if there is no such program or it fails to start."""
    command = opening_command(path)
    if not command:
        raise OutputError(f"no program here opens files (xdg-open is missing): open {path} yourself")
    try:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError as error:
        raise OutputError(f"{path} cannot be opened: {error.strerror or error}") from error
