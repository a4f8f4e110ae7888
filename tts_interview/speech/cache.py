"""Cache clips on disk by utterance and engine fingerprint, and list the other files of the cache."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import re
import threading
import time
import wave
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.atomic import synced
from tts_interview.files.workspace import is_abandoned_draft, owner
from tts_interview.model import Clip, HeardWord, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The modification time of a clip is its last use, to the hour, so that rendering does not write to thousands of files.
_MARK_EVERY_S = 3600
# The header size of the WAV files that Python writes.
_WAV_HEADER_BYTES = 44
# Only files with these names are ever removed: the user's --cache may be a folder with other files.
_CLIP = re.compile(r"[0-9a-f]{64}\.wav")
_DRAFT = re.compile(r"\.[0-9a-f]{64}\.wav\.\d+\.[0-9a-f]+-\d+\.part")
_MODEL = re.compile(r".+\.onnx(?:\..*)?")
_BOOKMARK = re.compile(r"[0-9a-f]{32}\.json")
_MOST_BOOKMARKS = 1000
_WHISPER = re.compile(r"(?:\.?model\.bin(?:\..+)?|(?:config|tokenizer|vocabulary)\.json)")


@dataclasses.dataclass(frozen=True, slots=True)
class CachedFile:
    """A file of the cache with its size and the time of its last use, in seconds since the epoch."""

    path: Path
    size_bytes: int
    used_s: float


@dataclasses.dataclass(frozen=True, slots=True)
class ClipCache:
    """Clips as WAV files under `folder`. Several processes may share it: files are written atomically.

    `locked` is the folder of the clips that an editor has locked, which are never evicted.

    The times of words follow the sound data, where other programs ignore them: JSON, four numbers for each word.
    """

    folder: Path
    locked: Path | None = None

    def get(self, utterance: Utterance, fingerprint: str) -> Clip | None:
        """Return the clip, or None if it is not cached or its file is damaged."""
        path = self._path(utterance, fingerprint)
        clip = _read(path)
        if clip:
            _mark_used(path)
        return clip

    def has(self, utterance: Utterance, fingerprint: str) -> bool:
        """Return whether the clip is cached."""
        with contextlib.suppress(OSError):  # no permission for the folder, which `put` will report
            return self._path(utterance, fingerprint).exists()
        return False

    def put(self, utterance: Utterance, fingerprint: str, clip: Clip) -> None:
        """Cache a clip. Raises OutputError if the disk is full or the folder cannot be written."""
        path = self._path(utterance, fingerprint)
        # Two workers may synthesise the same short sentence at the same time.
        draft = path.with_name(f".{path.name}.{threading.get_ident()}.{owner()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as raw, wave.open(raw) as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(clip.sample_rate_hz)
                file.writeframes(clip.pcm)
            if clip.words:
                with draft.open("ab") as raw:
                    raw.write(json.dumps([dataclasses.astuple(word) for word in clip.words]).encode())
            _put_in_place(draft, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise OutputError(f"clips cannot be cached in {self.folder}: {error.strerror}; free some space") from error

    def clips(self) -> list[CachedFile]:
        """Return all clips; another run may remove some meanwhile."""
        return [file for file in _files(self.folder) if _CLIP.fullmatch(file.path.name)]

    def drafts(self) -> list[CachedFile]:
        """Return the drafts of clips: those being written, and those of killed runs."""
        return [file for file in _files(self.folder) if _DRAFT.fullmatch(file.path.name)]

    def shrink(self, limit_bytes: int) -> list[CachedFile]:
        """Evict the least recently used clips until the rest fits into `limit_bytes`, and return those removed; 0 removes all.

        Other runs may evict at the same time; a run that misses a clip synthesises it again. Files that cannot be removed, such
        as open ones on Windows, stay.
        """
        files = list(_files(self.folder))
        clips = sorted((file for file in files if _CLIP.fullmatch(file.path.name)), key=lambda clip: clip.used_s)
        excess_bytes = sum(clip.size_bytes for clip in clips) - limit_bytes
        removed: list[CachedFile] = []
        for clip in clips:
            if excess_bytes > 0 and _remove(clip.path):
                excess_bytes -= clip.size_bytes
                removed.append(clip)
        remove_files(file for file in files if is_abandoned_draft(file.path))
        return removed

    @staticmethod
    def name(utterance: Utterance, fingerprint: str) -> str:
        """Return the name of a clip: a digest of what it depends on."""
        said = dataclasses.asdict(utterance)
        made_by = said.pop("made_by")
        # What version 0.1 could not ask for is left out where it is not asked for, so that its clips are found.
        said["delivery"] = {key: value for key, value in said["delivery"].items() if value or key == "rate"}
        content = json.dumps([made_by or fingerprint, said], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode("utf-8", errors="surrogatepass")).hexdigest()

    def _path(self, utterance: Utterance, fingerprint: str) -> Path:
        folder, key = self.locked if utterance.made_by and self.locked else self.folder, self.name(utterance, fingerprint)
        return folder / key[:2] / f"{key}.wav"


def models_in(folder: Path) -> list[CachedFile]:
    """Return the models in a folder, complete or partial; none if the folder does not exist."""
    own = {folder: _MODEL, folder / "whisper-base": _WHISPER}
    return [file for file in _files(folder) if (name := own.get(file.path.parent)) and name.fullmatch(file.path.name)]


def bookmarks_in(folder: Path) -> list[CachedFile]:
    """Return the bookmarks of interviews that were stopped, the latest first."""
    return sorted(
        (file for file in _files(folder) if _BOOKMARK.fullmatch(file.path.name)), key=lambda bookmark: -bookmark.used_s
    )


def forget_old_bookmarks(folder: Path) -> None:
    """Keep the latest thousand bookmarks."""
    remove_files(bookmarks_in(folder)[_MOST_BOOKMARKS:])


def files_in(folder: Path) -> list[CachedFile]:
    """Return every file under a folder that belongs to this program, such as that of a run; none if it does not exist."""
    return list(_files(folder))


def remove_files(files: Iterable[CachedFile]) -> list[CachedFile]:
    """Remove files, and return those that are gone."""
    return [file for file in files if _remove(file.path)]


def _files(folder: Path) -> Iterator[CachedFile]:
    # os.walk silently skips what another run has just removed.
    for name, _, names in os.walk(folder):
        for path in (Path(name, each) for each in names):
            with contextlib.suppress(OSError):
                found = path.stat(follow_symlinks=False)
                yield CachedFile(path, found.st_size, found.st_mtime)


def _read(path: Path) -> Clip | None:
    # A failed read counts as a miss: another run may have removed the file, or hold it open on Windows.
    with contextlib.suppress(OSError, wave.Error, EOFError, RuntimeError, ValueError, TypeError), path.open("rb") as raw:
        file = wave.open(raw)  # noqa: SIM115 - it does not own the file
        frames = file.getnframes()
        pcm = file.readframes(frames)
        if frames and len(pcm) == 2 * frames and (file.getnchannels(), file.getsampwidth()) == (1, 2):
            raw.seek(_WAV_HEADER_BYTES + len(pcm))
            times = raw.read()
            words = tuple(_word(*word) for word in json.loads(times)) if times else ()
            return Clip(pcm, file.getframerate(), words)
    return None


def _word(start: int, end: int, start_s: float, end_s: float) -> HeardWord:
    return HeardWord(int(start), int(end), float(start_s), float(end_s))


def _mark_used(path: Path) -> None:
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _MARK_EVERY_S:
            os.utime(path)


def _put_in_place(draft: Path, path: Path) -> None:
    synced(draft)
    try:
        draft.replace(path)
    except PermissionError:
        # Windows cannot replace an open file: another run is reading the same clip.
        if not path.exists():
            raise
        draft.unlink()


def _remove(path: Path) -> bool:
    """Remove a file. Return whether it is gone, also if another run removed it: two at once must not evict twice as much."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
