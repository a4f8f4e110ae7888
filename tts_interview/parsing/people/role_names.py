"""What people of whom only the role is known are called, in the interview's language: "Gast", not "Guest"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.language.messages import role_name

if TYPE_CHECKING:
    from tts_interview.model import Speaker, Transcript, Turn

_NUMBERED = re.compile(r"(?P<name>.*?)(?P<number> \d+)?")


def with_names_of_roles(transcript: Transcript, language: str) -> Transcript:
    """The transcript as it is, but for the names that are those of roles in English; these stay as labels."""
    named = {speaker.name: _named(speaker, language) for speaker in transcript.speakers}
    if len(set(named.values())) < len(named) or all(old == new for old, new in named.items()):
        return transcript

    def speaker_as(one: Speaker) -> Speaker:
        new = named[one.name]
        return one if new == one.name else replace(one, name=new, labels=(*one.labels, one.name))

    def turn_as(turn: Turn) -> Turn:
        return replace(turn, speaker=named.get(turn.speaker, turn.speaker))

    speakers, turns = map(speaker_as, transcript.speakers), map(turn_as, transcript.turns)
    return replace(transcript, speakers=tuple(speakers), turns=tuple(turns))


def _named(speaker: Speaker, language: str) -> str:
    found = _NUMBERED.fullmatch(speaker.name)
    if not found or found["name"] != role_name("en", speaker.role):
        return speaker.name
    return role_name(language, speaker.role, speaker.gender) + (found["number"] or "")
