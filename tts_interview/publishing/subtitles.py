"""Write the cues of an episode as subtitle files: WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip.

WebVTT names the speaker in every cue, SubRip where a turn begins. SubRip has no escapes, and players read "<b>", "{b}" or "-->"
in its text as more than words: an invisible word joiner breaks such sequences.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.publishing.chapters import shortened
from tts_interview.publishing.corrections import notes_of
from tts_interview.publishing.cues import cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tts_interview.model import Mark
    from tts_interview.publishing.cues import Subtitle
    from tts_interview.publishing.publication import Publication

_LONGEST_NAME_CHARS = 28
_WORD_JOINER = "\u2060"
_SUBRIP_MARKUP = re.compile(r"(?<=[<{])(?=\S)|(?<=--)(?=>)")


def webvtt(publication: Publication) -> str:
    """Return WebVTT: notes, then cues from 1; some have the class `recording` or `announcement`."""
    # An empty line would end a note, and the rest would be read as a cue.
    told = [one_line(text).replace("-->", "->") for text in (*notes_of(publication), publication.disclosure)]
    notes = (f"NOTE\n{text}" for text in told if text)
    episode = publication.episode
    kinds = {
        "recording": _times(mark for mark in episode.sentences if mark.is_recording),
        "announcement": _times(episode.announcements),
    }
    shown = (_webvtt_cue(number, cue, kinds) for number, cue in enumerate(cues(episode), start=1))
    return "\n\n".join(part for part in ("WEBVTT", *notes, *shown) if part) + "\n"


def subrip(publication: Publication) -> str:
    """Return SubRip, with cues numbered from 1."""
    names = {turn.speaker for turn in publication.episode.turns}
    labels = {name: f"{shortened(name, _LONGEST_NAME_CHARS)}: " for name in names}
    shown = (_subrip_cue(number, cue) for number, cue in enumerate(cues(publication.episode, labels), start=1))
    return "\n\n".join(shown) + "\n"


def timestamp(milliseconds: int, mark: str = ".") -> str:
    """Format a time as `hh:mm:ss.ttt`, with `mark` before the milliseconds."""
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{rest:03}"


def _times(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    return [(round(mark.start_s * 1000), round(mark.end_s * 1000)) for mark in marks]


def _webvtt_cue(number: int, cue: Subtitle, kinds: Mapping[str, list[tuple[int, int]]]) -> str:
    # Some readers misread entities in a name.
    name = re.sub(r"[&<>\s]+", " ", cue.speaker).strip()
    text = "\n".join(html.escape(line, quote=False) for line in cue.lines if line)
    # Players may style a class; others ignore it.
    kind = "".join(f".{kind}" for kind, times in kinds.items() if any(a <= cue.start_ms < b for a, b in times))
    return f"{number}\n{timestamp(cue.start_ms)} --> {timestamp(cue.end_ms)}\n{f'<v{kind} {name}>' if name else ''}{text}"


def _subrip_cue(number: int, cue: Subtitle) -> str:
    lines = [(cue.label + cue.lines[0]).rstrip(), *cue.lines[1:]]
    text = _SUBRIP_MARKUP.sub(_WORD_JOINER, "\n".join(lines))
    return f"{number}\n{timestamp(cue.start_ms, ',')} --> {timestamp(cue.end_ms, ',')}\n{text}"
