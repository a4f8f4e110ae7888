"""A finished episode -> a command of the user's, which is told where the list of its files is."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

from tts_interview.errors import HandingOverError

if TYPE_CHECKING:
    from pathlib import Path

# Its number; standard output is for results of our own.
_STANDARD_ERROR = 2


def command_of(text: str) -> list[str]:
    """The program and its arguments, as a shell would take them apart; no shell is asked.

    Raises HandingOverError if a quotation mark is left open, or there is no such program.
    """
    try:
        words = shlex.split(text, posix=os.name != "nt")
    except ValueError as error:
        raise HandingOverError(f"--after: the command cannot be taken apart ({error}): close every quotation mark") from error
    program = shutil.which(words[0]) if words else None
    if not program:
        raise HandingOverError(f'--after: unknown program "{words[0] if words else text}": give its path')
    return [program, *(word.strip('"') if os.name == "nt" else word for word in words[1:])]


def hand_over(command: list[str], manifest: Path) -> None:
    """Run the command with the path of the manifest as its last argument; what it prints goes to standard error.

    Raises HandingOverError if it cannot be run or ends with another code than 0; the files stay.
    """
    told = shlex.join([*command, str(manifest.resolve())])
    try:
        code = subprocess.run([*command, str(manifest.resolve())], stdout=_STANDARD_ERROR, check=False).returncode
    except OSError as error:
        raise HandingOverError(
            f"--after: {command[0]} cannot be run: {error.strerror or error}; the files are written"
        ) from error
    if code:
        raise HandingOverError(f"--after: the command ended with code {code}; the files are written; run it again: {told}")
