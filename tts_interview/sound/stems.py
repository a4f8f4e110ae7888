"""Write stems, one sound file for each speaker on a common timeline, and labels for an audio editor."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from tts_interview.files.atomic import Transaction, safe_stem, writing
from tts_interview.files.cleaning import fit
from tts_interview.files.ffmpeg import FORMATS, write_sound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tts_interview.model import Episode, Mark, Samples
    from tts_interview.sound.mix import Mix

_KIND = FORMATS[".wav"].asked(sample_rate_hz=48_000, bit_depth=24)
# Samples between those of the mix may be higher; beyond full scale they would be clipped.
_HEADROOM_DB = 1.0
_LABELS = "labels.txt"
_REGIONS = "regions.csv"


def stem_paths(names: Iterable[str], folder: Path) -> dict[str, Path]:
    """Return the file of each stem, named after its speaker or bed: valid on every system, and unique."""
    paths: dict[str, Path] = {}
    taken: set[str] = set()
    for name in names:
        stem = base = safe_stem("", name)
        number = 1
        while stem.casefold() in taken:
            number += 1
            stem = f"{base} {number}"
        taken.add(stem.casefold())
        paths[name] = folder / f"{stem}.wav"
    return paths


def label_paths(folder: Path) -> tuple[Path, Path]:
    """Return the paths of the label track for Audacity and the region list for Reaper."""
    return folder / _LABELS, folder / _REGIONS


def write_stems(episode: Episode, mix: Mix, gain_db: float, folder: Path, files: Transaction) -> list[Path]:
    """Write the drafts of all stems, `gain_db` louder than the mix, and of the labels, and return their paths.

    The stems add up to the mix before the limiter. If that exceeds full scale, all are softer by the same whole number of
    decibels. Raises OutputError if a file cannot be written.
    """
    gain_db -= max(0, math.ceil(mix.peak_db + gain_db + _HEADROOM_DB))
    parts: dict[str, Samples] = {name: mix.part(name) for name in dict.fromkeys(p.speaker for p in mix.passages)}
    parts.update({bed.name: mix.bed(bed) for bed in mix.beds})
    paths = stem_paths(parts, folder)
    for name, path in paths.items():
        with writing(path):
            write_sound(parts[name], files.draft(path), _KIND, f"volume={gain_db:.2f}dB")
    labels, regions = label_paths(folder)
    for path, text in ((labels, label_track(episode.heard)), (regions, region_list(episode.turns))):
        with writing(path):
            files.draft(path).write_bytes(fit(text).encode("utf-8"))
    return [*paths.values(), labels, regions]


def label_track(marks: Iterable[Mark]) -> str:
    """Format marks as an Audacity label track (https://manual.audacityteam.org/man/importing_and_exporting_labels.html)."""
    return "".join(f"{m.start_s:.6f}\t{m.end_s:.6f}\t{' '.join(f'{m.speaker}: {m.text}'.split())}\n" for m in marks)


def region_list(marks: Iterable[Mark]) -> str:
    """Format marks as a CSV file for Reaper's region manager, with times in seconds."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("#", "Name", "Start", "End", "Length"))
    for number, mark in enumerate(marks, start=1):
        times = (f"{seconds:.3f}" for seconds in (mark.start_s, mark.end_s, mark.end_s - mark.start_s))
        rows.writerow((f"R{number}", f"{mark.turn + 1} {mark.speaker}", *times))
    return written.getvalue()
