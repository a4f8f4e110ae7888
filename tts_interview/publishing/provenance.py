"""What an episode's transcript notes of it, so that later runs know whose files these are, and whether they are up to date."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tts_interview.publishing.publication import Publication

# A note is at the start of its file.
_LONGEST_CHARS = 20_000
_KEY = '"generator": '


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted of an episode, as far as it is known.

    `source` tells one source from another, `fingerprint` all that it was made of; `audio` is the name of the main file.
    `seconds` is how long it sounds, `lufs` and `peak_dbtp` how loud its file is.
    """

    title: str = ""
    source: str = ""
    date: str = ""
    language: str = ""
    show: str = ""
    number: int = 0
    audio: str = ""
    seconds: float = 0.0
    lufs: float = -math.inf
    peak_dbtp: float = -math.inf
    fingerprint: str = ""


def note_of(publication: Publication) -> dict[str, Any]:
    """The note of an episode, without what is unknown."""
    episode, loudness = publication.episode, publication.loudness
    note = Note(
        episode.title,
        publication.source,
        episode.date,
        episode.language,
        publication.show.title,
        publication.number,
        publication.audio.name,
        round(episode.seconds, 3),
        round(loudness.lufs, 2) if loudness else -math.inf,
        round(loudness.peak_dbtp, 2) if loudness else -math.inf,
        publication.fingerprint,
    )
    said = {f.name: getattr(note, f.name) for f in fields(note)}
    known = {name: value for name, value in said.items() if name in {"title", "source"} or value not in ("", 0, -math.inf)}
    return {"name": "tts-interview", **known}


def noted_in(path: Path) -> Note | None:
    """What the transcript of an episode notes of it; None if the file is none of ours."""
    try:
        with path.open(encoding="utf-8") as file:
            start = file.read(_LONGEST_CHARS)
        said, _ = json.JSONDecoder().raw_decode(start, start.index(_KEY) + len(_KEY))
    except (OSError, ValueError, RecursionError):
        return None
    return _noted(said) if isinstance(said, dict) and said.get("name") == "tts-interview" else None


def fingerprint(*parts: object) -> str:
    """What tells all that an episode is made of from anything else: values, and the files among them as they are now."""
    found = hashlib.sha256()
    for part in parts:
        found.update(repr(part).encode("utf-8", "backslashreplace"))
        for path in _files(part):
            state = path.stat()
            found.update(f"{path} {state.st_size} {state.st_mtime_ns}".encode("utf-8", "backslashreplace"))
    return found.hexdigest()[:32]


def _noted(said: Mapping[str, Any]) -> Note:
    """The note with those values that are of the right kind."""
    empty = Note()
    kinds = {
        f.name: (int, float) if isinstance(getattr(empty, f.name), float) else type(getattr(empty, f.name))
        for f in fields(Note)
    }
    return Note(**{name: said[name] for name, kind in kinds.items() if isinstance(said.get(name), kind)})


def _files(value: object) -> Iterator[Path]:
    if isinstance(value, Path):
        if value.is_file():
            yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _files(item)
    elif is_dataclass(value):
        for f in fields(value):
            yield from _files(getattr(value, f.name))
