"""Bugs, which are exceptions that nobody expected: one line for the terminal, and a file with what to send."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
import tempfile
import traceback
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from tts_interview import __version__
from tts_interview.cli.console import escaped
from tts_interview.errors import TtsInterviewError
from tts_interview.files.atomic import write_whole

# Options whose values say what the program did, and nothing about the interview.
_TELLING = frozenset({"--device", "--engine", "--format", "--language", "--layout", "--opening", "--workers"})


def traceback_of(error: Exception) -> str:
    """Return where an exception was raised, as Python prints it."""
    return "".join(traceback.format_exception(error)).rstrip()


def reported(error: Exception) -> str:
    """Write a report about a bug, and return one line that names its file.

    The file is in the current folder, or else in that for temporary files. The same bug has the same file.
    """
    what = f"this is a bug of tts-interview ({type(error).__name__}: {error!s:.200})"
    text = escaped("\n\n".join([_versions(), f"Command: {_command(sys.argv[1:])}", traceback_of(error)])) + "\n"
    name = f"tts-interview-bug-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}.txt"
    for path in (Path(name), Path(tempfile.gettempdir(), name)):
        with suppress(TtsInterviewError, OSError):
            write_whole(path, text.encode(errors="backslashreplace"))
            return f"{what}: send {path} to the maintainers, after a look at what it says"
    return f"{what}: run the same command with -v, and send what it prints to the maintainers"


def _versions() -> str:
    """Return the versions of the program, Python, the system, and the installed packages among those that it can use."""
    found = [f"tts-interview {__version__}, Python {platform.python_version()} on {platform.platform()}"]
    with suppress(PackageNotFoundError):
        for name in sorted({re.split(r"[^\w.-]", needed, maxsplit=1)[0] for needed in requires("tts-interview") or ()}):
            with suppress(PackageNotFoundError):
                found.append(f"{name} {version(name)}")
    return ", ".join(found)


def _command(arguments: list[str]) -> str:
    """Return the options of a command line and the variables of the environment, almost all without their values."""
    found = arguments[:1] if arguments[:1] and re.fullmatch("[a-z]+", arguments[0]) else []
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        name, equals, value = argument.partition("=")
        if name.startswith("--"):
            found.append(f"{name} {value if equals else following}" if name in _TELLING else name)
        elif name.startswith("-") and len(name) > 1:
            found.append(name[:2])
    return " ".join([*found, *sorted(name for name in os.environ if name.startswith("TTS_INTERVIEW_"))])
