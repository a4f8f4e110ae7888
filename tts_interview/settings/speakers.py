"""Find the speaker that somebody names: the resolver of every option and label that names a person."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from tts_interview.errors import CastingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Speaker


def find_speaker(name: str, speakers: Sequence[Speaker]) -> Speaker:
    """Return the speaker with that name or label, or with that part of a name.

    Raises CastingError if there is none, with the nearest name, or if there are several.
    """
    wanted = " ".join(name.split()).casefold()
    exact = [s for s in speakers if wanted in {s.name.casefold(), *map(str.casefold, s.labels)}]
    found = exact or [s for s in speakers if wanted and wanted in s.name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(s.name for s in speakers)
    if found:
        raise CastingError(f'"{name}" may mean any of {", ".join(s.name for s in found)}; give more of the name')
    near = nearest_name(name, speakers)
    hint = f'; did you mean "{near}"?' if near else ""
    raise CastingError(f'"{name}" is not one of the speakers: {names}{hint}')


def nearest_name(name: str, speakers: Sequence[Speaker]) -> str:
    """Return the name of the speaker whose name, surname or label is nearest; empty if none is near."""
    calls = {call.casefold(): s.name for s in speakers for call in (s.name.rpartition(" ")[2], *s.labels, s.name)}
    near = difflib.get_close_matches(" ".join(name.split()).casefold(), calls, n=1, cutoff=0.7)
    return calls[near[0]] if near else ""
