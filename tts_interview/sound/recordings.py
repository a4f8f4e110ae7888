"""Find the recordings that a script names, and read them with faded edges and a gain."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.errors import EncodingError, SourceError
from tts_interview.files.ffmpeg import BLOCK_BYTES, decoded, duration_s, measure_lufs
from tts_interview.model import Recording, Rundown, Samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# As for clips: short enough to lose no sound, long enough to avoid a click.
_FADE_MS = 4
# The measured loudness of voices as engines deliver them, and how much of a recording is measured to match it.
_SPOKEN_LUFS = -19.0
_MEASURED_S = 30
_MOST_DB = 30.0


@dataclass(frozen=True, slots=True)
class RecordingFolders:
    """The folders that may contain the recordings of a script; `script` is its name in error messages.

    Scripts are untrusted: a recording outside these folders is refused, also by an absolute path, "..", or a symbolic link.
    """

    folders: tuple[Path, ...]
    script: str = "the script"

    def find(self, file: str) -> Path:
        """Return the path of a recording. Raises SourceError, without the line, if none of the folders has it."""
        roots = [folder.resolve() for folder in self.folders]
        candidates = [path for root in roots if (path := _resolved(root / file))]
        inside = [path for path in candidates if any(path.is_relative_to(root) for root in roots)]
        found = next((path for path in inside if path.is_file()), None)
        if found:
            return found
        folders = " or ".join(str(folder) for folder in self.folders)
        if not folders:
            raise SourceError(f"no folder to search for the recording {file}: give `sound.recordings` FOLDER")
        if candidates and not inside:
            raise SourceError(f"the recording {file} is outside {folders}: move it there, or give `sound.recordings` FOLDER")
        raise SourceError(
            f"the recording {file} is not a file in {folders}: correct its name, or give `sound.recordings` FOLDER"
        )


def locate_recordings(rundown: Rundown, folders: RecordingFolders) -> Rundown:
    """Return the rundown with the path and the length of every recording.

    Raises SourceError, with the script's line, if a recording is missing, outside the folders or cannot be decoded.
    """
    return _with(rundown, lambda recording: _located(recording, folders))


def level_recordings(rundown: Rundown, sample_rate_hz: int) -> Rundown:
    """Return the rundown with gains that make recordings about as loud as unmastered voices, for listening.

    The first half minute of each is measured. Raises EncodingError if one cannot be decoded.
    """
    return _with(rundown, lambda recording: replace(recording, gain_db=_gain_db(recording, sample_rate_hz)))


def read_recording(recording: Recording, sample_rate_hz: int) -> Iterator[bytes]:
    """Yield a located recording block by block, faded at its ends: mono PCM, 16-bit signed, little-endian.

    Raises EncodingError if it cannot be decoded.
    """
    if recording.sound is None:
        raise EncodingError(f"the recording {recording.file} was read before it was located")
    return faded(decoded(recording.sound, sample_rate_hz), sample_rate_hz, recording.gain_db)


def faded(blocks: Iterable[bytes], sample_rate_hz: int, gain_db: float = 0.0) -> Iterator[bytes]:
    """Apply a gain, and fade the sound in and out: mono PCM, 16-bit signed, little-endian."""
    import numpy as np

    edge = max(1, _FADE_MS * sample_rate_hz // 1000)
    rising = np.arange(edge) / edge
    held = np.zeros(0)
    for number, block in enumerate(blocks):
        samples = np.frombuffer(block[: len(block) // 2 * 2], dtype="<i2").astype(np.float64)
        samples = np.clip(samples * math.pow(10, gain_db / 20), -32_768, 32_767)
        if not number:
            samples[:edge] *= rising[: len(samples)]
        held = np.concatenate([held, samples])
        yield held[:-edge].astype("<i2").tobytes()
        held = held[-edge:]
    yield (held * rising[::-1][edge - len(held) :]).astype("<i2").tobytes()


def _resolved(path: Path) -> Path | None:
    try:
        path = path.resolve()
        path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that is too long, a NUL, a loop of links
        return None
    return path


def _located(recording: Recording, folders: RecordingFolders) -> Recording:
    try:
        sound = folders.find(recording.file)
        return replace(recording, sound=sound, seconds=duration_s(sound))
    except (SourceError, EncodingError) as error:
        raise SourceError(f"{folders.script}, line {recording.line}: {error}") from error


def _gain_db(recording: Recording, sample_rate_hz: int) -> float:
    def beginning() -> Iterator[bytes]:
        blocks = read_recording(recording, sample_rate_hz)
        return itertools.islice(blocks, math.ceil(_MEASURED_S * sample_rate_hz * 2 / BLOCK_BYTES))

    lufs = measure_lufs(Samples(beginning, sample_rate_hz, "s16le"))
    return max(-_MOST_DB, min(_MOST_DB, _SPOKEN_LUFS - lufs)) if math.isfinite(lufs) else 0.0


def _with(rundown: Rundown, change: Callable[[Recording], Recording]) -> Rundown:
    """Return the rundown with its recordings changed; each file is examined once, however often it is heard."""
    found: dict[str, Recording] = {}

    def changed(recording: Recording) -> Recording:
        if recording.file not in found:
            found[recording.file] = change(recording)
        known = found[recording.file]
        return replace(recording, sound=known.sound, seconds=known.seconds, gain_db=known.gain_db)

    return Rundown(tuple(changed(item) if isinstance(item, Recording) else item for item in rundown.items))
