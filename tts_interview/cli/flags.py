"""Flags of the command line for the fields of Settings that messages of the library name."""

from __future__ import annotations

import re

from tts_interview.settings.options import OPTIONS


def with_flags(message: str) -> str:
    """Return a message of the library with the flags of the command line for the fields of Settings that it names.

    The library sets these fields in backticks, so that the name of a file is never taken for one.
    """
    flags = {option.field: option.flag for option in OPTIONS}
    return re.sub(r"`([a-z_.]+)`", lambda name: flags.get(name[1], name[0]), message)
