"""Publication -> WebVTT with the speaker's name in every cue (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.publishing.cues import cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tts_interview.model import Mark
    from tts_interview.publishing.cues import Subtitle
    from tts_interview.publishing.publication import Publication


def webvtt(publication: Publication) -> str:
    """The cues, numbered from 1, some of a class `recording` or `announcement`; a note tells the truth about the voices."""
    # On one line: an empty one would end the note, and what follows it be taken for a cue.
    disclosure = one_line(publication.disclosure).replace("-->", "->")
    note = f"NOTE\n{disclosure}" if disclosure else ""
    episode = publication.episode
    kinds = {
        "recording": _times(mark for mark in episode.sentences if mark.is_recording),
        "announcement": _times(episode.announcements),
    }
    shown = (_cue(number, cue, kinds) for number, cue in enumerate(cues(episode), start=1))
    return "\n\n".join(part for part in ("WEBVTT", note, *shown) if part) + "\n"


def _times(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    return [(round(mark.start_s * 1000), round(mark.end_s * 1000)) for mark in marks]


def timestamp(milliseconds: int, mark: str = ".") -> str:
    """`hh:mm:ss.ttt`, with another mark where a format has one."""
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{rest:03}"


def _cue(number: int, cue: Subtitle, kinds: Mapping[str, list[tuple[int, int]]]) -> str:
    # Some readers take entities in a name for what they are not, so a name holds none.
    name = re.sub(r"[&<>\s]+", " ", cue.speaker).strip()
    text = "\n".join(html.escape(line, quote=False) for line in cue.lines if line)
    # A class, which players may style and pass over if they do not.
    kind = "".join(f".{kind}" for kind, times in kinds.items() if any(a <= cue.start_ms < b for a, b in times))
    return f"{number}\n{timestamp(cue.start_ms)} --> {timestamp(cue.end_ms)}\n{f'<v{kind} {name}>' if name else ''}{text}"
