"""Episode -> WebVTT with the speaker's name in every cue (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts_interview.model import Episode, Mark


def webvtt(episode: Episode) -> str:
    """One cue a sentence that is heard, numbered from 1."""
    cues = [_cue(number, mark) for number, mark in enumerate(episode.heard, start=1)]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def timestamp(seconds: float) -> str:
    """`hh:mm:ss.ttt`."""
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{milliseconds:03}"


def _cue(number: int, mark: Mark) -> str:
    # Some readers take entities in a name for what they are not, so a name holds none.
    name = re.sub(r"[&<>\s]+", " ", mark.speaker).strip()
    text = html.escape(mark.text, quote=False)
    return f"{number}\n{timestamp(mark.start_s)} --> {timestamp(mark.end_s)}\n<v {name}>{text}"
