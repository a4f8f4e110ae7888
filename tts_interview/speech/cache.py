"""Spoken clips on disk, by what was said, in which voice, by which engine; and what else the cache holds."""

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
from tts_interview.model import Clip, HeardWord, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A clip's time of change is when it was last used, to the hour: a rendering reads thousands, and need not write to each.
_MARK_EVERY_S = 3600
# What the header takes of the WAV files that Python writes.
_WAV_HEADER_BYTES = 44
# A draft so old is one that a killed run left.
_STALE_DRAFT_S = 24 * 3600
# Only what looks like ours is ever removed: somebody may have pointed --cache to a folder with other things in it.
_CLIP = re.compile(r"[0-9a-f]{64}\.wav")
_DRAFT = re.compile(r"\.[0-9a-f]{64}\.wav\.\d+\.\d+\.part")
_MODEL = re.compile(r".+\.onnx(?:\..*)?")


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """A file of the cache, how large it is, and when it was last used, in seconds of the system's clock."""

    path: Path
    size_bytes: int
    used_s: float


@dataclasses.dataclass(frozen=True, slots=True)
class ClipCache:
    """Clips as WAV files under `folder`. Several processes may use it at once: every file appears whole or not at all.

    The times of words stand behind the sound, where other programs do not look: JSON, a list of four numbers for each.
    """

    folder: Path

    def get(self, utterance: Utterance, fingerprint: str) -> Clip | None:
        """The clip, or None if it was never spoken or its file is damaged."""
        path = self._path(utterance, fingerprint)
        clip = _read(path)
        if clip:
            _mark_used(path)
        return clip

    def has(self, utterance: Utterance, fingerprint: str) -> bool:
        """Whether it was spoken before."""
        with contextlib.suppress(OSError):  # a folder that is closed to us, which whoever writes there will tell
            return self._path(utterance, fingerprint).exists()
        return False

    def put(self, utterance: Utterance, fingerprint: str, clip: Clip) -> None:
        """Keep a clip. Raises OutputError if the disk is full or the folder cannot be written."""
        path = self._path(utterance, fingerprint)
        # Two workers may speak the same short sentence at the same time.
        draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
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
                draft.unlink(missing_ok=True)
            raise OutputError(f"spoken clips cannot be kept in {self.folder}: {error.strerror}; free some space") from error

    def clips(self) -> list[Stored]:
        """All clips; one that another run removes meanwhile may be among them or not."""
        return [file for file in _files(self.folder) if _CLIP.fullmatch(file.path.name)]

    def drafts(self) -> list[Stored]:
        """What is being written, or was when a run was killed."""
        return [file for file in _files(self.folder) if _DRAFT.fullmatch(file.path.name)]

    def shrink(self, limit_bytes: int) -> list[Stored]:
        """Remove those clips that were not used for longest, until the rest takes no more than the limit; 0 removes all.

        Another run may do the same at once, and may be reading what is removed: it speaks it again. A file that cannot be
        removed, as one that is open on Windows, stays. What was removed is given back.
        """
        files = list(_files(self.folder))
        clips = sorted((file for file in files if _CLIP.fullmatch(file.path.name)), key=lambda clip: clip.used_s)
        excess_bytes = sum(clip.size_bytes for clip in clips) - limit_bytes
        removed: list[Stored] = []
        for clip in clips:
            if excess_bytes <= 0:
                break
            if _remove(clip.path):
                excess_bytes -= clip.size_bytes
                removed.append(clip)
        remove_files(file for file in files if _is_stale_draft(file))
        return removed

    def _path(self, utterance: Utterance, fingerprint: str) -> Path:
        said = json.dumps([fingerprint, dataclasses.asdict(utterance)], sort_keys=True, ensure_ascii=False)
        key = hashlib.sha256(said.encode("utf-8", errors="surrogatepass")).hexdigest()
        return self.folder / key[:2] / f"{key}.wav"


def models_in(folder: Path) -> list[Stored]:
    """The models right in a folder, whole or half-written; none if it is not there."""
    return [file for file in _files(folder) if file.path.parent == folder and _MODEL.fullmatch(file.path.name)]


def stored_in(folder: Path) -> list[Stored]:
    """Every file under a folder that is ours alone, such as that of a run; none if it is not there."""
    return list(_files(folder))


def remove_files(files: Iterable[Stored]) -> list[Stored]:
    """Remove files, and give back those that are gone."""
    return [file for file in files if _remove(file.path)]


def _is_stale_draft(file: Stored) -> bool:
    return bool(_DRAFT.fullmatch(file.path.name)) and time.time() - file.used_s > _STALE_DRAFT_S


def _files(folder: Path) -> Iterator[Stored]:
    # os.walk skips in silence what another run has just removed.
    for name, _, names in os.walk(folder):
        for path in (Path(name, each) for each in names):
            with contextlib.suppress(OSError):
                found = path.stat(follow_symlinks=False)
                yield Stored(path, found.st_size, found.st_mtime)


def _read(path: Path) -> Clip | None:
    # Any failure to read is as good as no clip: another run may have removed it since, or hold it open on Windows.
    with contextlib.suppress(OSError, wave.Error, EOFError, RuntimeError, ValueError, TypeError), path.open("rb") as raw:
        file = wave.open(raw)  # noqa: SIM115 - closing it would close nothing but itself
        frames = file.getnframes()
        pcm = file.readframes(frames)
        if frames and len(pcm) == 2 * frames and (file.getnchannels(), file.getsampwidth()) == (1, 2):
            raw.seek(_WAV_HEADER_BYTES + len(pcm))
            behind = raw.read()
            words = tuple(_word(*word) for word in json.loads(behind)) if behind else ()
            return Clip(pcm, file.getframerate(), words)
    return None


def _word(start: int, end: int, start_s: float, end_s: float) -> HeardWord:
    return HeardWord(int(start), int(end), float(start_s), float(end_s))


def _mark_used(path: Path) -> None:
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _MARK_EVERY_S:
            os.utime(path)


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        draft.replace(path)
    except PermissionError:
        # On Windows no file takes the place of one that is open: another run is reading the same clip.
        if not path.exists():
            raise
        draft.unlink(missing_ok=True)


def _remove(path: Path) -> bool:
    """Whether a file is gone. What another run has removed counts, or two at once would remove twice as much."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
