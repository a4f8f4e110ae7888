"""Decide before which turns the narrator says the speaker's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.language.messages import has_messages, language_of_name, message
from tts_interview.model import Announcement, Role
from tts_interview.settings.parts import SayNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Casting, Transcript, Turn

# Listeners can hardly tell this many guests apart by their voices alone.
_CROWD = 3


def names(transcript: Transcript, casting: Casting, wanted: SayNames) -> tuple[Announcement, ...]:
    """Return an announcement of the speaker for each turn that needs one."""
    if wanted is SayNames.NEVER:
        return ()
    turns = [(number, turn) for number, turn in enumerate(transcript.turns) if turn.role is not Role.NARRATOR]
    spoken = [turn for _, turn in turns]
    if wanted is SayNames.AUTO:
        is_named = _where_needed(spoken, casting)
    else:
        is_named = _at_first(spoken) if wanted is SayNames.FIRST else _at_change(spoken)
    befores = [None, *spoken]
    return tuple(
        Announcement(number, said, of_turn=True)
        for (number, turn), before, named in zip(turns, befores, is_named, strict=False)
        if named and (said := _said(before, turn, transcript.language))
    )


def _said(before: Turn | None, turn: Turn, language: str) -> str:
    """Return the words before a turn; without a catalogue the name alone, or nothing if the speaker has none."""
    key = "name-says"
    if not has_messages(language):
        return "" if language_of_name(language, turn.speaker) else f"{turn.speaker}:"
    if turn.role.asks and turn.text.rstrip().endswith(("?", "？", "؟")):
        key = "name-asks"
    elif turn.role is Role.GUEST and before and before.role.asks:
        key = "name-answers"
    return message(language, key, name=turn.speaker)


def _at_first(turns: Sequence[Turn]) -> list[bool]:
    first = {turn.speaker: number for number, turn in reversed(list(enumerate(turns)))}
    return [first[turn.speaker] == number for number, turn in enumerate(turns)]


def _at_change(turns: Sequence[Turn]) -> list[bool]:
    """Mark the turns whose speaker differs from the last one on the same side: those who ask, or those who answer."""
    last: dict[bool, str] = {}
    found = []
    for turn in turns:
        found.append(last.get(turn.role.asks) != turn.speaker)
        last[turn.role.asks] = turn.speaker
    return found


def _where_needed(turns: Sequence[Turn], casting: Casting) -> list[bool]:
    """Mark each change of speaker in a crowd of guests, and each speaker who follows a similar voice."""
    guests = {turn.speaker for turn in turns if turn.role is Role.GUEST}
    changes = _at_change(turns) if len(guests) >= _CROWD else [False] * len(turns)
    befores = ["", *(turn.speaker for turn in turns)]
    speakers = {turn.speaker for turn in turns}
    return [
        changed or any(casting.sound_alike(other, speaker) for other in ({before} if before else speakers) - {speaker})
        for changed, before, speaker in zip(changes, befores, befores[1:], strict=False)
    ]
