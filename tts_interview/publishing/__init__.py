"""Episode -> files: one table from format to writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.encoding import FORMATS
from tts_interview.errors import OutputError
from tts_interview.publishing.files import write_whole
from tts_interview.publishing.transcript_json import transcript_json
from tts_interview.publishing.webvtt import webvtt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tts_interview.model import Episode

# What is written beside every audio file: the suffix, and what makes the text of the file.
TEXTS: dict[str, Callable[[Episode, str], str]] = {
    ".vtt": lambda episode, _source: webvtt(episode),
    ".transcript.json": transcript_json,
}
DEFAULT_FORMAT = ".mp3"


def write_texts(episode: Episode, audio: Path, source: str) -> list[Path]:
    """Write every text that belongs beside the audio file; `source` identifies what the episode was made from."""
    written = []
    for suffix, make in TEXTS.items():
        path = beside(audio, suffix)
        write_whole(path, make(episode, source).encode("utf-8"))
        written.append(path)
    return written


def beside(audio: Path, suffix: str) -> Path:
    """The file with the same stem and another suffix."""
    return audio.with_name(audio.stem + suffix)


def check_format(path: Path) -> None:
    """Raise OutputError if the suffix of an output file is none that can be made."""
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        what = f'"{path.suffix}" is no audio format' if path.suffix else "it has no suffix"
        raise OutputError(f"{path} cannot be made: {what}; choose one of {known}, or end a folder's name with /")
