"""Let voices audition for a speaker: which ones suit, how alike each is to the others heard, and a line of the interview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.casting.likeness import in_words, likeness
from tts_interview.casting.voice_names import find_voice
from tts_interview.errors import CastingError
from tts_interview.model import Gender, Speech
from tts_interview.pipeline.planning import voices_for
from tts_interview.speech import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Clip, Voice
    from tts_interview.pipeline.planning import Plan

_LINE_CHARS = range(40, 160)


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice, and how it differs from the voice most like it among the other speakers; empty if that was not measured."""

    voice: Voice
    contrast: str


def offers(plan: Plan, speaker: str, most: int = 3) -> list[Offer]:
    """Return the voice that a speaker has, and others that suit: of the same gender, that nobody else has, best first."""
    own = plan.casting[speaker]
    taken = {voice for name, voice in plan.casting.voices.items() if name != speaker}
    stated = next((s.gender for s in plan.transcript.speakers if s.name == speaker), Gender.UNKNOWN)
    wanted = own.gender if stated is Gender.UNKNOWN else stated
    others = [v for v in voices_for(plan.engine, plan.transcript.language) if v not in taken | {own} and v.gender is wanted]
    return [_offer(plan, speaker, voice) for voice in [own, *sorted(others, key=lambda voice: voice.rank)][:most]]


def _offer(plan: Plan, speaker: str, voice: Voice) -> Offer:
    figures = [
        (figure, name)
        for name, other in plan.casting.voices.items()
        if name != speaker and (figure := likeness(voice, other)) is not None
    ]
    return Offer(voice, f"{in_words(max(figures)[0])} from {max(figures)[1]}" if figures else "")


def all_voices(plan: Plan) -> list[Voice]:
    """Return every voice that speaks the language of the plan."""
    return voices_for(plan.engine, plan.transcript.language)


def audition(plan: Plan, speaker: str, voice: str) -> Clip:
    """Return a line of a speaker, spoken by a voice. Raises CastingError for an unknown voice, EngineError."""
    found = find_voice(voice, all_voices(plan))
    lines = list(_lines(plan, speaker))
    if not lines:
        raise CastingError(f"{speaker} says nothing in this interview")
    line = next((one for one in lines if len(one.utterance.text) in _LINE_CHARS), lines[0])
    utterance = replace(line.utterance, voice=found.name, language=found.language or line.utterance.language)
    (clip,) = speak([utterance], plan.engine, plan.cache)
    return clip


def _lines(plan: Plan, speaker: str) -> Iterator[Speech]:
    turns = plan.script.transcript.turns
    return (s for s in plan.rundown.speeches if s.turn < len(turns) and turns[s.turn].speaker == speaker)
