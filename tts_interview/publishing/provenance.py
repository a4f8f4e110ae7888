"""Record which source an episode was made from, so that later runs know whose files these are and whether they are current."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.files.opening import opened
from tts_interview.publishing.chapters import shortened
from tts_interview.publishing.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Draft

_NAMESPACE = uuid.UUID("5b0f1c0e-52b7-5d0c-9f0e-6a3d6a1e7c55")
# A note is at the start of its file.
_LONGEST_CHARS = 20_000
_LONGEST_SUMMARY_CHARS = 300
_KEY = '"generator": '


@dataclass(frozen=True, slots=True)
class Note:
    """What a transcript records about its episode; unknown values keep their defaults.

    `source` identifies the source, `fingerprint` everything the episode was made from; `audio` is the name of the main file.
    `published` is the time of publication, if it is not the date. `seconds` is the duration, `lufs` and `peak_dbtp` are the
    loudness and true peak of that file. `summary` is the start of the description.
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
    published: str = ""
    summary: str = ""


_KINDS = {f.name: (int, float) if isinstance(f.default, float) else type(f.default) for f in fields(Note)}


def identifier(draft: Draft) -> uuid.UUID:
    """Return the identifier of an episode: it depends on the fetched address, or the source, or the date and the title.

    Corrections of the text keep it. An address that a page declares is not proof enough: another page may declare the same.
    """
    known_by = draft.address or draft.source or f"{draft.date} {draft.title}"
    return uuid.uuid5(_NAMESPACE, known_by.encode("utf-8", "replace").decode())


def note_of(draft: Draft) -> dict[str, Any]:
    """Return the note of an episode for JSON, without unknown values; the sound of a mere draft is unknown."""
    spoken = draft if isinstance(draft, Publication) else None
    loudness = spoken.loudness if spoken else None
    note = Note(
        draft.title,
        draft.source,
        draft.date,
        draft.transcript.language,
        draft.show.title,
        draft.number,
        draft.audio.name,
        round(spoken.episode.seconds, 3) if spoken else 0.0,
        round(loudness.lufs, 2) if loudness else -math.inf,
        round(loudness.peak_dbtp, 2) if loudness else -math.inf,
        draft.fingerprint,
        draft.published,
        shortened(spoken.summary, _LONGEST_SUMMARY_CHARS) if spoken else "",
    )
    values = {f.name: getattr(note, f.name) for f in fields(note)}
    known = {name: value for name, value in values.items() if name in {"title", "source"} or value not in ("", 0, -math.inf)}
    return {"name": "tts-interview", **known}


def noted_in(path: Path) -> Note | None:
    """Read the note in a transcript or manifest; return None if tts-interview did not write the file."""
    try:
        with io.TextIOWrapper(opened(path), encoding="utf-8") as file:
            start = file.read(_LONGEST_CHARS)
        values, _ = json.JSONDecoder().raw_decode(start, start.index(_KEY) + len(_KEY))
    except (OSError, ValueError, RecursionError):
        return None
    return noted(values) if isinstance(values, dict) and values.get("name") == "tts-interview" else None


def fingerprint(*parts: object) -> str:
    """Return a hash of the values that an episode is made from; a path among them counts with the file's size and time."""
    found = hashlib.sha256()
    for part in parts:
        found.update(repr(part).encode("utf-8", "backslashreplace"))
        for path in _files(part):
            state = path.stat()
            found.update(f"{path} {state.st_size} {state.st_mtime_ns}".encode("utf-8", "backslashreplace"))
    return found.hexdigest()[:32]


def content_key(*parts: object) -> str:
    """Return a hash of values that is the same on every machine: a file among them counts with its content alone."""
    return hashlib.sha256(repr(_without_places(parts)).encode("utf-8", "backslashreplace")).hexdigest()


def _without_places(value: object) -> object:
    if isinstance(value, Path):
        with contextlib.suppress(OSError), opened(value) as file:
            return hashlib.sha256(file.read()).hexdigest()
        return ""
    if is_dataclass(value):
        return type(value).__name__, [_without_places(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return sorted((repr(key), _without_places(one)) for key, one in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, value))
    return [_without_places(one) for one in value] if isinstance(value, (tuple, list)) else value


def noted(values: object) -> Note:
    """Return a note of the values that have the right type; an empty one if there are no values by name."""
    given = values if isinstance(values, dict) else {}
    return Note(**{name: given[name] for name, kind in _KINDS.items() if isinstance(given.get(name), kind)})


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
