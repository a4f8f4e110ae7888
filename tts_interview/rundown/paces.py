"""Paces that an engine speaks well at, and sound made shorter or longer for the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.model import Delivery, Rundown, Speech

if TYPE_CHECKING:
    from tts_interview.model import Item

# Faster than this, nobody follows; slower, the sound of a stretched clip is no speech any more.
SLOWEST_HEARD, FASTEST_HEARD = 0.4, 4.0


def fitted(rundown: Rundown, paces: tuple[float, float]) -> Rundown:
    """The rundown with every utterance at a pace from the slowest to the fastest of an engine's `paces`.

    One that is to be faster or slower is spoken at the voice's own pace and stretched: at 1.6 times its pace, Kokoro's speech
    is understood as well as before if it is stretched; at 1.75 times, one word in five is misheard if the model speaks so.
    """
    return Rundown(tuple(_fitted(item, *paces) for item in rundown.items))


def _fitted(item: Item, slowest: float, fastest: float) -> Item:
    if not isinstance(item, Speech):
        return item
    wanted = min(max(item.utterance.delivery.rate, SLOWEST_HEARD), FASTEST_HEARD)
    spoken = wanted if slowest <= wanted <= fastest else 1.0
    return replace(item, utterance=replace(item.utterance, delivery=Delivery(spoken)), stretch=wanted / spoken)
