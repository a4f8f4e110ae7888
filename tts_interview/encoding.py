"""The only caller of ffmpeg: the program that imageio-ffmpeg carries, so that none need be installed."""

from __future__ import annotations

import math
import re
import subprocess
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.errors import EncodingError, OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of audio file is made.

    `loss_db` is how much the encoder was measured to turn speech down, which is given back before; `overshoot_db` how far
    its peaks were measured to rise above those of what it was given.
    """

    name: str
    arguments: tuple[str, ...]
    sample_rate_hz: int = 44_100
    loss_db: float = 0.0
    overshoot_db: float = 0.5


FORMATS: dict[str, Format] = {
    ".mp3": Format(
        "MP3", ("-c:a", "libmp3lame", "-b:a", "96k", "-id3v2_version", "4", "-f", "mp3"), loss_db=0.45, overshoot_db=2.0
    ),
    ".m4a": Format(
        "AAC", ("-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart", "-f", "ipod"), loss_db=0.04, overshoot_db=1.0
    ),
    ".opus": Format(
        "Opus", ("-c:a", "libopus", "-b:a", "32k", "-f", "opus"), sample_rate_hz=48_000, loss_db=0.25, overshoot_db=1.0
    ),
    ".flac": Format("FLAC", ("-c:a", "flac", "-f", "flac")),
    ".wav": Format("WAV", ("-c:a", "pcm_s16le", "-rf64", "auto", "-f", "wav")),
}


@dataclass(frozen=True, slots=True)
class RawSound:
    """A file of mono PCM, 16-bit signed little-endian, without a header."""

    path: Path
    sample_rate_hz: int

    @property
    def input_arguments(self) -> list[str]:
        """How ffmpeg is told to read it."""
        return ["-f", "s16le", "-ar", str(self.sample_rate_hz), "-ac", "1", "-i", str(self.path)]


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS as heard from two speakers, and true peak in dBTP; -inf for silence."""

    lufs: float
    peak_dbtp: float = field(default=-math.inf)


def measure_loudness(sound: RawSound | Path, *, peak: bool = False) -> Loudness:
    """Loudness by ITU-R BS.1770 through ffmpeg's ebur128. A mono file is measured as it is heard, on two speakers."""
    source = sound.input_arguments if isinstance(sound, RawSound) else ["-i", str(sound)]
    meter = f"ebur128=dualmono=true{':peak=true' if peak else ''}"
    log = run_ffmpeg([*source, "-vn", "-af", meter, "-f", "null", "-"], loglevel="info")
    summary = log.rpartition("Summary:")[2]
    lufs = re.search(r"\bI:\s*(-?[\d.]+|-?inf|nan)\s*LUFS", summary)
    peaks = re.search(r"\bPeak:\s*(-?[\d.]+|-?inf)\s*dBFS", summary)
    return Loudness(_number(lufs), _number(peaks))


def encode(sound: RawSound, target: Path, kind: Format, filters: str, tags: Mapping[str, str]) -> None:
    """Encode raw sound to `target`, through the audio filters given, with tags; the same input gives the same bytes."""
    metadata = [part for key, value in tags.items() if value for part in ("-metadata", f"{key}={_tag(value)}")]
    exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    filtering = ["-af", f"{filters},aresample={kind.sample_rate_hz}" if filters else f"aresample={kind.sample_rate_hz}"]
    run_ffmpeg([*sound.input_arguments, *exact, *filtering, *metadata, *kind.arguments, "-y", str(target)])


def decode_pcm(path: Path, sample_rate_hz: int) -> bytes:
    """Any sound file as mono PCM, 16-bit signed little-endian, at that rate. Raises EncodingError if it is none."""
    command = [
        ffmpeg(),
        "-v",
        "error",
        "-nostdin",
        "-i",
        str(path),
        "-f",
        "s16le",
        "-ar",
        str(sample_rate_hz),
        "-ac",
        "1",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise EncodingError(f"{path} is no sound that can be read: {_last_line(done.stderr.decode(errors='replace'))}")
    return done.stdout


def run_ffmpeg(arguments: Sequence[str], *, loglevel: str = "error") -> str:
    """Run ffmpeg and give back what it wrote to its log. Raises OutputError for a full disk, else EncodingError."""
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-nostats", "-v", loglevel, *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise EncodingError(f"ffmpeg cannot be started: {error}; reinstall imageio-ffmpeg") from error
    log = done.stderr.decode("utf-8", errors="replace")
    if done.returncode:
        if "No space left on device" in log:
            raise OutputError(f"the disk of {arguments[-1]} is full: free some space and run the same command again")
        raise EncodingError(f"ffmpeg failed: {_last_line(log)}")
    return log


@cache
def ffmpeg() -> str:
    """The path of ffmpeg. Raises EncodingError if imageio-ffmpeg has none for this machine."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncodingError(f"there is no ffmpeg: {error}; get one with: pip install imageio-ffmpeg") from error


def _tag(value: str) -> str:
    """Text that fits a tag: one line, no control characters."""
    return "".join(c for c in " ".join(value.split()) if c.isprintable())[:500]


def _number(found: re.Match[str] | None) -> float:
    value = float(found.group(1)) if found else -math.inf
    return -math.inf if math.isnan(value) else value


def _last_line(log: str) -> str:
    return (log.strip().splitlines() or ["it gave no reason"])[-1]
