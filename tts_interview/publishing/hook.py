"""The user's command that runs after each episode, with the path of its manifest."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

from tts_interview.errors import HandingOverError

if TYPE_CHECKING:
    from pathlib import Path

# Its file descriptor; standard output is reserved for the program's own results.
_STANDARD_ERROR = 2


def command_of(text: str) -> list[str]:
    """Split a command into program and arguments like a shell, but without running one.

    Raises HandingOverError if a quotation mark is not closed or the program does not exist.
    """
    try:
        words = shlex.split(text, posix=os.name != "nt")
    except ValueError as error:
        raise HandingOverError(f"`publishing.after`: invalid command ({error}): close every quotation mark") from error
    program = shutil.which(words[0]) if words else None
    if not program:
        raise HandingOverError(f'`publishing.after`: unknown program "{words[0] if words else text}": give its path')
    return [program, *(word.strip('"') if os.name == "nt" else word for word in words[1:])]


def hand_over(command: list[str], manifest: Path) -> None:
    """Run the command with the path of the manifest as its last argument; its output goes to standard error.

    Raises HandingOverError if it cannot run or its exit code is not 0; the files stay.
    """
    repeated = shlex.join([*command, str(manifest.resolve())])
    try:
        code = subprocess.run([*command, str(manifest.resolve())], stdout=_STANDARD_ERROR, check=False).returncode
    except OSError as error:
        raise HandingOverError(
            f"`publishing.after`: {command[0]} cannot run: {error.strerror or error}; the files are written"
        ) from error
    if code:
        raise HandingOverError(
            f"`publishing.after`: the command ended with code {code}; the files are written; run it again: {repeated}"
        )
