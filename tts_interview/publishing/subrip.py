"""Publication -> SRT: the cues of WebVTT, with the speaker's name where a turn begins.

The format has no escapes, and players take a "<b>", "{b}" or "-->" in its text for more than words: a word joiner, which is
not seen, keeps them apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.publishing.chapters import shortened
from tts_interview.publishing.cues import cues
from tts_interview.publishing.webvtt import timestamp

if TYPE_CHECKING:
    from tts_interview.publishing.cues import Subtitle
    from tts_interview.publishing.publication import Publication

_LONGEST_NAME_CHARS = 28
_WORD_JOINER = "\u2060"
_MARKUP = re.compile(r"(?<=[<{])(?=\S)|(?<=--)(?=>)")


def subrip(publication: Publication) -> str:
    """The cues, numbered from 1."""
    names = {turn.speaker for turn in publication.episode.turns}
    labels = {name: f"{shortened(name, _LONGEST_NAME_CHARS)}: " for name in names}
    shown = (_cue(number, cue) for number, cue in enumerate(cues(publication.episode, labels), start=1))
    return "\n\n".join(shown) + "\n"


def _cue(number: int, cue: Subtitle) -> str:
    lines = [(cue.label + cue.lines[0]).rstrip(), *cue.lines[1:]]
    text = _MARKUP.sub(_WORD_JOINER, "\n".join(lines))
    return f"{number}\n{timestamp(cue.start_ms, ',')} --> {timestamp(cue.end_ms, ',')}\n{text}"
