"""Episode -> files: one table from format to writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.encoding import FORMATS
from tts_interview.errors import OutputError
from tts_interview.publishing.files import write_whole
from tts_interview.publishing.transcript_json import transcript_json
from tts_interview.publishing.waveform import waveform_png, waveform_svg
from tts_interview.publishing.webvtt import webvtt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

DEFAULT_FORMAT = ".mp3"


@dataclass(frozen=True, slots=True)
class Writer:
    """What makes a file beside the audio: the end of its name, after the stem, and its content."""

    suffix: str
    make: Callable[[Publication], bytes]


# Every file beside the audio, by the name that asks for it, in the order in which they are written.
WRITERS: dict[str, Writer] = {
    "vtt": Writer(".vtt", lambda p: webvtt(p.episode).encode()),
    "json": Writer(".transcript.json", lambda p: transcript_json(p.episode, p.source).encode()),
    "waveform": Writer(".waveform.svg", waveform_svg),
    "waveform-png": Writer(".waveform.png", waveform_png),
}
# What is written without being asked for.
USUAL = ("vtt", "json")


def write_files(publication: Publication, names: Iterable[str] = USUAL) -> list[Path]:
    """Write the files of these names beside the audio, and give back where they are."""
    written = []
    for name in names:
        path = publication.file(WRITERS[name].suffix)
        write_whole(path, WRITERS[name].make(publication))
        written.append(path)
    return written


def check_format(path: Path) -> None:
    """Raise OutputError if the suffix of an output file is none that can be made."""
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        what = f'"{path.suffix}" is no audio format' if path.suffix else "it has no suffix"
        raise OutputError(f"{path} cannot be made: {what}; choose one of {known}, or end a folder's name with /")
