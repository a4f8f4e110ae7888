"""The record of an episode: whose its files are, what they were made of, and whether all of them are in place.

It is written before the work begins, with the number of the episode, and again after the last file. A run that is killed in
between leaves a record that is not whole, so that the next run makes the episode again, under the same number.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from tts_interview.files.atomic import Transaction, write_whole
from tts_interview.files.opening import content as content_of
from tts_interview.publishing.provenance import Note, note_of, noted, noted_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tts_interview.publishing.publication import Draft, Publication

_SUFFIX = ".episode.json"
_TRANSCRIPT = ".transcript.json"
_INDEX = ".episodes.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an episode; `sizes` has the size in bytes of each of its files, by its path from the record.

    `item` is its item in the feed at `feed_url`; both are empty if it is in none.
    """

    note: Note
    is_whole: bool
    sizes: Mapping[str, int]
    item: str = ""
    feed_url: str = ""

    def files(self, audio: Path) -> tuple[Path, ...] | None:
        """Return the files of the episode, the audio first; None if one of them is missing or is not as it was made."""
        paths = {audio.parent / name: size for name, size in self.sizes.items()}
        with contextlib.suppress(OSError):
            return tuple(paths) if all(path.stat().st_size == size for path, size in paths.items()) else None
        return None


def record_of(audio: Path) -> Record | None:
    """Return the record of the episode with this main file.

    An episode that a version without records made has one that is not whole.
    """
    try:
        content = json.loads(content_of(_record_file(audio)))
        sizes = {str(file["name"]): int(file["size"]) for file in content["files"]}
        feed = str(content.get("item", "")), str(content.get("feed", ""))
        return Record(noted(content["generator"]), content["whole"] is True, sizes, *feed)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        note = noted_in(audio.with_name(audio.stem + _TRANSCRIPT))
        return Record(note, is_whole=False, sizes={}) if note else None


def episodes_below(shelf: Path) -> Iterator[tuple[Path, Note]]:
    """Yield the main file and the note of each episode in a folder and in the folders in it.

    An index keeps the notes, so that only records that are new or changed are read.
    """
    index = shelf / _INDEX
    known: dict[str, Any] = _indexed(index)
    found: dict[str, Any] = {}
    for stem, state in _stems(shelf):
        name = stem.relative_to(shelf).as_posix()
        found[name] = known.get(name, {})
        if found[name].get("state") != state:
            record = record_of(stem.with_name(f"{stem.name}.mp3"))
            found[name] = {"state": state, "note": asdict(record.note) if record else {}}
        note = noted(found[name].get("note"))
        if note.audio:
            # A noted name could be any path, so only its suffix is used.
            yield stem.with_name(stem.name + PurePath(note.audio).suffix), note
    if found and found != known:
        write_whole(index, json.dumps(found).encode())


def _stems(shelf: Path) -> list[tuple[Path, list[int]]]:
    """Return the path without suffix of each episode, and the time and size of its record, or else of its transcript."""
    found: dict[Path, list[int]] = {}
    for suffix, hidden in ((_TRANSCRIPT, 0), (_SUFFIX, 1)):
        for path in (*shelf.glob(f"*{suffix}"), *shelf.glob(f"*/*{suffix}")):
            status = path.stat()
            found[path.with_name(path.name[hidden : -len(suffix)])] = [status.st_mtime_ns, status.st_size]
    return sorted(found.items())


def _indexed(index: Path) -> dict[str, Any]:
    try:
        content = json.loads(content_of(index))
    except (OSError, ValueError, RecursionError):
        return {}
    is_index = isinstance(content, dict) and all(isinstance(entry, dict) for entry in content.values())
    return content if is_index else {}


@contextlib.contextmanager
def being_made(draft: Draft, files: Transaction) -> Iterator[None]:
    """Record that an episode is being made; if it fails before any of its files is in place, take that back."""
    path = _record_file(draft.audio)
    before = content_of(path) if path.exists() else None
    missing = [folder for folder in path.parents if not folder.exists()]
    known = record_of(draft.audio)
    _write(draft, [], known.item if known else "", is_whole=False)
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
    _write(publication, paths, item, is_whole=True)


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


def _write(draft: Draft, paths: Iterable[Path], item: str, *, is_whole: bool) -> None:
    folder = draft.audio.parent
    files = [{"name": os.path.relpath(path, folder), "size": path.stat().st_size, "sha256": _sha256(path)} for path in paths]
    content = {"version": _VERSION, "whole": is_whole, "generator": note_of(draft), "files": files}
    if draft.feed:
        content |= {"feed": draft.feed.url, "item": item}
    write_whole(_record_file(draft.audio), json.dumps(content).encode())


def _record_file(audio: Path) -> Path:
    return audio.with_name(f".{audio.stem}{_SUFFIX}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
