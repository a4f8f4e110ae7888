"""Give each utterance its rate and its melody, and mark quoted speech."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.language.quotations import quoted
from tts_interview.model import Rundown, Speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Item

# Faster speech cannot be followed, and slower clips no longer sound like speech.
_SLOWEST_HEARD, _FASTEST_HEARD = 0.4, 4.0
# The semitones of the first sentence of a paragraph, of each further one beside the one before, and the lowest. Readers begin
# a paragraph higher than they end it (Sluijter and Terken 1993, Phonetica 50:180), by more than this. Sentences that go on from
# one another decline by themselves, too; the more they are shifted, the lower is the opinion that DNSMOS predicts.
_FIRST_ST, _STEP_ST, _LOWEST_ST = 0.25, -0.125, -0.25


def fitted(rundown: Rundown, rates: tuple[float, float]) -> Rundown:
    """Return the rundown with every utterance at a rate within an engine's `rates`, its slowest and its fastest.

    Outside that range an utterance is spoken at rate 1 and stretched. Stretched to 1.6 times its speed, Kokoro's speech stays
    as intelligible as before; when the model itself speaks 1.75 times as fast, one word in five is misheard.
    """
    return Rundown(tuple(_fitted(item, *rates) for item in rundown.items))


def _fitted(item: Item, slowest: float, fastest: float) -> Item:
    if not isinstance(item, Speech):
        return item
    wanted = min(max(item.utterance.delivery.rate, _SLOWEST_HEARD), _FASTEST_HEARD)
    spoken = wanted if slowest <= wanted <= fastest else 1.0
    delivery = replace(item.utterance.delivery, rate=spoken)
    return replace(item, utterance=replace(item.utterance, delivery=delivery), stretch=wanted / spoken)


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
