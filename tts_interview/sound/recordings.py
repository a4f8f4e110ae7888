"""Recordings that a script names: found where they may lie, and read as sound that joins the voices without a click."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.errors import EncodingError, SourceError
from tts_interview.files.ffmpeg import BLOCK_BYTES, Samples, decoded, duration_s, measure_loudness
from tts_interview.model import Recording, Rundown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# As the edges of clips are faded: no sound is lost, and none begins or ends with a step.
_FADE_MS = 4
# What voices were measured to be as they come from their engines, and how much of a recording is looked at to come near it.
_SPOKEN_LUFS = -19.0
_LOOKED_AT_S = 30
_MOST_DB = 30.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the recordings of a script may lie: in these folders, and nowhere else; `script` is what errors call the script.

    A script may come from anybody, so what it names is taken from no other place, whether by an absolute path, by "..", or
    through a link.
    """

    folders: tuple[Path, ...]
    script: str = "the script"

    def find(self, file: str) -> Path:
        """The path of a recording. Raises SourceError, without its line, if it is in none of the folders."""
        roots = [folder.resolve() for folder in self.folders]
        meant = [path for root in roots if (path := _followed(root / file))]
        inside = [path for path in meant if any(path.is_relative_to(root) for root in roots)]
        found = next((path for path in inside if path.is_file()), None)
        if found:
            return found
        folders = " or ".join(str(folder) for folder in self.folders)
        if not folders:
            raise SourceError(f"the recording {file} can be looked for nowhere: name its folder with --recordings")
        if meant and not inside:
            raise SourceError(f"the recording {file} is outside {folders}: move it there, or name its folder with --recordings")
        raise SourceError(f"the recording {file} is no file in {folders}: correct its name, or give --recordings FOLDER")


def located(rundown: Rundown, shelf: Shelf) -> Rundown:
    """The script with every recording found and its length known.

    Raises SourceError, with the line, for one that is not on the shelf or is no sound that can be read.
    """
    return _with(rundown, lambda recording: _located(recording, shelf))


def evened(rundown: Rundown, sample_rate_hz: int) -> Rundown:
    """The script with its recordings about as loud as voices are when they are spoken, for who listens meanwhile.

    Of each, half a minute is looked at. Raises EncodingError for one that cannot be read.
    """
    return _with(rundown, lambda recording: replace(recording, gain_db=_gain_db(recording, sample_rate_hz)))


def recorded(recording: Recording, sample_rate_hz: int) -> Iterator[bytes]:
    """The sound of a recording that was located, block by block: mono PCM, 16-bit signed little-endian, faded at its ends.

    Raises EncodingError if it cannot be read.
    """
    if recording.sound is None:
        raise EncodingError(f"the recording {recording.file} was not looked for before it was wanted")
    return faded(decoded(recording.sound, sample_rate_hz), sample_rate_hz, recording.gain_db)


def faded(blocks: Iterable[bytes], sample_rate_hz: int, gain_db: float = 0.0) -> Iterator[bytes]:
    """Sound that begins and ends in silence, so much louder: mono PCM, 16-bit signed little-endian."""
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


def _followed(path: Path) -> Path | None:
    """Where a path leads, links followed; None if it can lead nowhere."""
    try:
        path = path.resolve()
        path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that is too long, a NUL, links in a circle
        return None
    return path


def _located(recording: Recording, shelf: Shelf) -> Recording:
    try:
        sound = shelf.find(recording.file)
        return replace(recording, sound=sound, seconds=duration_s(sound))
    except (SourceError, EncodingError) as error:
        raise SourceError(f"{shelf.script}, line {recording.line}: {error}") from error


def _gain_db(recording: Recording, sample_rate_hz: int) -> float:
    def beginning() -> Iterator[bytes]:
        blocks = recorded(recording, sample_rate_hz)
        return itertools.islice(blocks, math.ceil(_LOOKED_AT_S * sample_rate_hz * 2 / BLOCK_BYTES))

    lufs = measure_loudness(Samples(beginning, sample_rate_hz, "s16le")).lufs
    return max(-_MOST_DB, min(_MOST_DB, _SPOKEN_LUFS - lufs)) if math.isfinite(lufs) else 0.0


def _with(rundown: Rundown, change: Callable[[Recording], Recording]) -> Rundown:
    """The script with its recordings changed; each file is looked at but once, however often it is heard."""
    found: dict[str, Recording] = {}

    def changed(recording: Recording) -> Recording:
        if recording.file not in found:
            found[recording.file] = change(recording)
        known = found[recording.file]
        return replace(recording, sound=known.sound, seconds=known.seconds, gain_db=known.gain_db)

    return Rundown(tuple(changed(item) if isinstance(item, Recording) else item for item in rundown.items))
