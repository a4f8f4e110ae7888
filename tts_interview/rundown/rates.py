"""Split the rate of each utterance between the engine and time stretching."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.model import Rundown, Speech

if TYPE_CHECKING:
    from tts_interview.model import Item

# Faster speech cannot be followed, and slower clips no longer sound like speech.
_SLOWEST_HEARD, _FASTEST_HEARD = 0.4, 4.0


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
