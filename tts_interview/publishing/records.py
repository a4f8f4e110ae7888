"""The record of an episode: whose its files are, what they were made of, and whether all of them are in place.

It is written before the work begins, with the number of the episode, and again after the last file. A run that is killed in
between leaves a record that is not whole, so that the next run makes the episode again, under the same number.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.files.atomic import Transaction, write_whole
from tts_interview.files.opening import content as content_of
from tts_interview.model import Paragraph, Transcript, Turn
from tts_interview.publishing.corrections import Correction, corrections_in
from tts_interview.publishing.provenance import Note, note_of, noted, noted_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tts_interview.publishing.publication import Draft, Publication

_SUFFIX = ".episode.json"
_TRANSCRIPT = ".transcript.json"
_INDEX = ".episodes.json"
_NAME_SUFFIX = re.compile(r"\.\w+$")
_VERSION = 1
# Two changes of a folder within this time may leave it with the same time.
_COARSEST_TIME_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an episode; `sizes` has the size in bytes of each of its files, by its path from the record.

    `digests` has the SHA-256 of each of them.

    `item` is its item in the feed at `feed_url`; both are empty if it is in none. `corrections` are those since its
    publication, and `words` is the transcript that was published last, in plain types. `script` is the SHA-256 of the script of
    its source, which somebody may have edited since; empty if unknown.
    """

    note: Note
    is_whole: bool
    sizes: Mapping[str, int]
    item: str = ""
    feed_url: str = ""
    corrections: tuple[Correction, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)
    script: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def transcript(self) -> Transcript | None:
        """The transcript that was published last; None if the episode was not published, or a version before did it."""
        with contextlib.suppress(ValueError):
            return Transcript.from_dict(self.words)
        return None

    def is_of(self, title: str, source: str) -> bool:
        """Return whether the episode was made from this source, or from one with the same title."""
        return self.note.title == title or (bool(source) and self.note.source == source)

    def files(self, audio: Path) -> tuple[Path, ...] | None:
        """Return the files of the episode, the audio first; None if one of them is missing or is not as it was made."""
        paths = {audio.parent / name: size for name, size in self.sizes.items()}
        with contextlib.suppress(OSError):
            return tuple(paths) if all(path.stat().st_size == size for path, size in paths.items()) else None
        return None

    def has_script(self, path: Path) -> bool:
        """Return whether a file is the script that was made, which nobody has edited since."""
        return path.exists() and _sha256(path) == self.script


def record_of(audio: Path) -> Record | None:
    """Return the record of the episode with this main file.

    An episode that a version without records made has one that is not whole.
    """
    try:
        content = json.loads(content_of(_record_file(audio)))
        sizes = {str(file["name"]): int(file["size"]) for file in content["files"]}
        feed = str(content.get("item", "")), str(content.get("feed", ""))
        since, words, script = corrections_in(content.get("corrections")), content.get("transcript", {}), content.get("script")
        digests = {str(file["name"]): str(file.get("sha256", "")) for file in content["files"]}
        return Record(
            noted(content["generator"]), content["whole"] is True, sizes, *feed, since, words, str(script or ""), digests
        )
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        note = noted_in(audio.with_name(audio.stem + _TRANSCRIPT))
        return Record(note, is_whole=False, sizes={}) if note else None


def episodes_below(shelf: Path) -> Iterator[tuple[Path, Note]]:
    """Yield the main file and the note of each episode in a folder and in the folders in it.

    An index keeps the notes, so that only folders that changed are listed, and only records that are new or changed are read.
    """
    index = shelf / _INDEX
    known, settled_ns = _indexed(index)
    found = {}
    for name, time_ns in _folders(shelf):
        folder = known.get(name, {})
        if not folder.get("time") == time_ns < settled_ns:
            folder = {"time": time_ns, "episodes": _episodes(f"{shelf}/{name}", folder.get("episodes", {}))}
        if folder["episodes"]:
            found[name] = folder
    if found and found != known:
        write_whole(index, json.dumps(found).encode())
    for name, folder in found.items():
        for stem, episode in folder["episodes"].items():
            note = noted(episode["note"])
            # A noted name could be any path, so only its suffix is used.
            if suffix := _NAME_SUFFIX.search(note.audio):
                yield Path(f"{shelf}/{name}/{stem}{suffix[0]}"), note


def _folders(shelf: Path) -> Iterator[tuple[str, int]]:
    """Yield the time of change of a folder, with an empty name, and the name and the time of each folder in it."""
    if shelf.is_dir():
        yield "", shelf.stat().st_mtime_ns
        yield from sorted((entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(shelf) if entry.is_dir())


def _episodes(folder: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the note of each episode in a folder by its stem, with the time and size of its record or else its transcript."""
    states = {}
    with contextlib.suppress(OSError):
        entries = list(os.scandir(folder))
        for start, end in (("", _TRANSCRIPT), (".", _SUFFIX)):
            for entry in entries:
                if entry.name.startswith(start) and entry.name.endswith(end):
                    status = entry.stat()
                    states[entry.name[len(start) : -len(end)]] = [status.st_mtime_ns, status.st_size]
    return {stem: _episode(folder, stem, state, known.get(stem)) for stem, state in sorted(states.items())}


def _episode(folder: str, stem: str, state: list[int], known: dict[str, Any] | None) -> dict[str, Any]:
    if known and known["state"] == state:
        return known
    record = record_of(Path(f"{folder}/{stem}.mp3"))
    return {"state": state, "note": asdict(record.note) if record else {}}


def _indexed(index: Path) -> tuple[dict[str, Any], int]:
    """Return the folders of an index, and before which time those are settled; none if it is damaged or of another version."""
    try:
        content, written_ns = json.loads(content_of(index)), index.stat().st_mtime_ns
        entries = [episode for folder in content.values() for episode in folder["episodes"].values()]
        is_index = all(isinstance(entry, dict) and entry.keys() == {"state", "note"} for entry in entries)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}, 0
    return (content, written_ns - _COARSEST_TIME_NS) if is_index else ({}, 0)


@contextlib.contextmanager
def being_made(draft: Draft, files: Transaction) -> Iterator[None]:
    """Record that an episode is being made; if it fails before any of its files is in place, take that back."""
    path = _record_file(draft.audio)
    before = content_of(path) if path.exists() else None
    missing = [folder for folder in path.parents if not folder.exists()]
    known = record_of(draft.audio) or Record(Note(), is_whole=False, sizes={})
    _write(draft, replace(known, is_whole=False), [])
    try:
        yield
    except BaseException:
        if not files.is_committed:
            with contextlib.suppress(OSError):
                path.unlink() if before is None else write_whole(path, before)
                for folder in missing:
                    folder.rmdir()
        raise


def made(publication: Publication, paths: Iterable[Path], item: str = "") -> None:
    """Record that an episode is complete, with the size and the SHA-256 of each of its files, and its item in the feed."""
    words = _words(publication.transcript) if publication.is_published else {}
    script = hashlib.sha256(publication.script.encode()).hexdigest()
    since = publication.corrections
    record = Record(Note(), is_whole=True, sizes={}, item=item, corrections=since, words=words, script=script)
    _write(publication, record, paths)


def rewritten(audio: Path, paths: Iterable[Path]) -> None:
    """Note the new size and SHA-256 of files that the record of an episode lists; others are not added."""
    path = _record_file(audio)
    if not record_of(audio) or not path.exists():
        return
    known = json.loads(content_of(path))
    new = {os.path.relpath(each, audio.parent): each for each in paths}
    for file in known["files"]:
        if each := new.get(file["name"]):
            file |= {"size": each.stat().st_size, "sha256": _sha256(each)}
    write_whole(path, json.dumps(known).encode())


def _words(transcript: Transcript) -> dict[str, Any]:
    """Return the words of a transcript and who says them, in plain types."""
    turns = tuple(
        Turn(turn.speaker, turn.role, turn.line, tuple(Paragraph(p.text, p.line) for p in turn.paragraphs))
        for turn in transcript.turns
    )
    return replace(transcript, turns=turns, left_out=(), doubts=()).to_dict()


def _write(draft: Draft, record: Record, paths: Iterable[Path]) -> None:
    folder = draft.audio.parent
    files = [{"name": os.path.relpath(path, folder), "size": path.stat().st_size, "sha256": _sha256(path)} for path in paths]
    content = {"version": _VERSION, "whole": record.is_whole, "generator": note_of(draft), "files": files}
    if draft.feed:
        content |= {"feed": draft.feed.url, "item": record.item}
    corrections = [asdict(correction) for correction in record.corrections]
    since = {"corrections": corrections, "transcript": record.words, "script": record.script}
    content |= {key: value for key, value in since.items() if value}
    write_whole(_record_file(draft.audio), json.dumps(content).encode())


def record_name(stem: str) -> str:
    """Return the name of the record of an episode with that stem."""
    return f".{stem}{_SUFFIX}"


def _record_file(audio: Path) -> Path:
    return audio.with_name(record_name(audio.stem))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
