"""The melody of a paragraph: each sentence goes on from the one before it, and lower; quotations are set off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.language.quotations import quoted
from tts_interview.model import Rundown, Speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The semitones of the first sentence of a paragraph, of each further one beside the one before, and the lowest. Readers begin
# a paragraph higher than they end it (Sluijter and Terken 1993, Phonetica 50:180), by more than this. Sentences that go on from
# one another decline by themselves, too; the more they are shifted, the lower is the opinion that DNSMOS predicts.
_FIRST_ST, _STEP_ST, _LOWEST_ST = 0.25, -0.125, -0.25


def with_melody(rundown: Rundown) -> Rundown:
    """Return the rundown with the pitch of each sentence by its place in its paragraph, and with what is quoted in it."""
    paragraphs: dict[tuple[object, ...], list[Speech]] = {}
    for speech in rundown.speeches:
        paragraphs.setdefault(_paragraph(speech), []).append(speech)
    shaped = {id(speech): new for speeches in paragraphs.values() for speech, new in _with_melody(speeches)}
    return Rundown(tuple(shaped.get(id(item), item) for item in rundown.items))


def _paragraph(speech: Speech) -> tuple[object, ...]:
    return speech.turn, speech.paragraph, speech.utterance.voice  # the narrator announces a turn under its number


def _with_melody(speeches: Sequence[Speech]) -> Iterator[tuple[Speech, Speech]]:
    sentences = sorted({speech.sentence for speech in speeches})
    texts = [speech.utterance.text for speech in speeches]
    for speech, ranges, before in zip(speeches, quoted(texts), ["", *texts], strict=False):
        steps = _STEP_ST * sentences.index(speech.sentence)
        pitch_st = max(_LOWEST_ST, _FIRST_ST + steps) if len(sentences) > 1 else speech.utterance.delivery.pitch_st
        delivery = replace(speech.utterance.delivery, pitch_st=pitch_st, quoted=ranges, before=before)
        yield speech, replace(speech, utterance=replace(speech.utterance, delivery=delivery))
