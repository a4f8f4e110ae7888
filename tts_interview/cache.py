"""Spoken clips on disk, by what was said, in which voice, by which engine."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import threading
import wave
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.model import Clip, Utterance

if TYPE_CHECKING:
    from pathlib import Path


@dataclasses.dataclass(frozen=True, slots=True)
class ClipCache:
    """Clips as WAV files under `folder`. Several processes may use it at once: every file appears whole or not at all."""

    folder: Path

    def get(self, utterance: Utterance, fingerprint: str) -> Clip | None:
        """The clip, or None if it was never spoken or its file is damaged."""
        path = self._path(utterance, fingerprint)
        with contextlib.suppress(FileNotFoundError, wave.Error, EOFError), wave.open(str(path)) as file:
            frames = file.getnframes()
            pcm = file.readframes(frames)
            if frames and len(pcm) == 2 * frames and (file.getnchannels(), file.getsampwidth()) == (1, 2):
                return Clip(pcm, file.getframerate())
        return None

    def has(self, utterance: Utterance, fingerprint: str) -> bool:
        """Whether it was spoken before."""
        return self._path(utterance, fingerprint).exists()

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
            draft.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise OutputError(f"spoken clips cannot be kept in {self.folder}: {error.strerror}; free some space") from error

    def _path(self, utterance: Utterance, fingerprint: str) -> Path:
        said = json.dumps([fingerprint, dataclasses.asdict(utterance)], sort_keys=True, ensure_ascii=False)
        key = hashlib.sha256(said.encode("utf-8", errors="surrogatepass")).hexdigest()
        return self.folder / key[:2] / f"{key}.wav"
