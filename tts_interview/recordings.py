"""Recordings that a script names: found where they may lie, and read as sound that joins the voices without a click."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.encoding import decoded, duration_s
from tts_interview.errors import EncodingError, SourceError
from tts_interview.model import Recording, Script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# As the edges of clips are faded: no sound is lost, and none begins or ends with a step.
_FADE_MS = 4


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


def located(script: Script, shelf: Shelf) -> Script:
    """The script with every recording found and its length known.

    Raises SourceError, with the line, for one that is not on the shelf or is no sound that can be read.
    """
    found: dict[str, Recording] = {}
    for recording in script.recordings:
        if recording.file not in found:
            found[recording.file] = _located(recording, shelf)
    return Script(tuple(_like(item, found) if isinstance(item, Recording) else item for item in script.items))


def recorded(recording: Recording, sample_rate_hz: int) -> Iterator[bytes]:
    """The sound of a recording that was located, block by block: mono PCM, 16-bit signed little-endian, faded at its ends.

    Raises EncodingError if it cannot be read.
    """
    if recording.sound is None:
        raise EncodingError(f"the recording {recording.file} was not looked for before it was wanted")
    return faded(decoded(recording.sound, sample_rate_hz), sample_rate_hz)


def faded(blocks: Iterable[bytes], sample_rate_hz: int) -> Iterator[bytes]:
    """Sound that begins and ends in silence: mono PCM, 16-bit signed little-endian."""
    import numpy as np

    edge = max(1, _FADE_MS * sample_rate_hz // 1000)
    rising = np.arange(edge) / edge
    held = np.zeros(0)
    for number, block in enumerate(blocks):
        samples = np.frombuffer(block[: len(block) // 2 * 2], dtype="<i2").astype(np.float64)
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


def _like(recording: Recording, found: dict[str, Recording]) -> Recording:
    known = found[recording.file]
    return replace(recording, sound=known.sound, seconds=known.seconds)
