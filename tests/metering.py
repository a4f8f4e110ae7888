"""A second opinion on the sound of a file: ffmpeg's other meter of true peaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import measure_lufs, run_ffmpeg
from tts_interview.model import Loudness

if TYPE_CHECKING:
    from pathlib import Path


def heard(audio: Path) -> Loudness:
    """Measure a file with ebur128, which also measures true peaks, unlike the meter of the mastering stage."""
    meter = ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    log = run_ffmpeg(["-i", f"file:{audio}", "-vn", *meter], loglevel="info")
    return Loudness(measure_lufs(audio), float(re.findall(r"^ +Peak: +(\S+) dBFS", log, re.M)[-1]))
