"""The pitch of a paragraph, which begins high and declines from sentence to sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.model import Rundown, Speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Item

# The semitones of the first sentence of a paragraph, of each further one beside the one before, and the lowest. Readers begin
# a paragraph higher than they end it (Sluijter and Terken 1993, Phonetica 50:180), by more than this; a voice that is shifted
# further sounds like another one.
_FIRST_ST, _STEP_ST, _LOWEST_ST = 0.75, -0.375, -0.75


def declining(rundown: Rundown) -> Rundown:
    """Return the rundown with the pitch of each sentence by its place in its paragraph, if it is not the only one."""
    return Rundown(tuple(_declining(rundown.items)))


def _declining(items: Sequence[Item]) -> Iterator[Item]:
    sentences: dict[tuple[object, ...], set[int]] = {}
    for item in items:
        if isinstance(item, Speech):
            sentences.setdefault(_paragraph(item), set()).add(item.sentence)
    for item in items:
        yield _shifted(item, sorted(sentences[_paragraph(item)])) if isinstance(item, Speech) else item


def _paragraph(speech: Speech) -> tuple[object, ...]:
    return speech.turn, speech.paragraph, speech.utterance.voice  # the narrator announces a turn under its number


def _shifted(speech: Speech, sentences: Sequence[int]) -> Speech:
    if len(sentences) == 1:
        return speech
    pitch_st = max(_LOWEST_ST, _FIRST_ST + _STEP_ST * sentences.index(speech.sentence))
    return replace(speech, utterance=replace(speech.utterance, delivery=replace(speech.utterance.delivery, pitch_st=pitch_st)))
