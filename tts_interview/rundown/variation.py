"""Pauses that differ a little from each other, for what is regular ticks; the same words have the same pauses."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.model import Pause, Rundown, Speech
from tts_interview.settings.pacing import PauseFor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Item

# A pause is longer or shorter by at most this share of it.
VARIATION = 0.15
# Nobody takes the floor sooner, or waits longer for somebody who does, unless the usual pause itself is so.
SHORTEST_GAP_MS, LONGEST_GAP_MS = 120, 2500
# What begins and ends an episode is compared with nothing.
_STEADY = {PauseFor.OPENING, PauseFor.CLOSING}


def varied(rundown: Rundown, seed: int = 0) -> Rundown:
    """The rundown with pauses that vary; those that an editor asked for stay.

    Each depends on the words before and after it and on `seed`, so that an edit moves no pause but those around it.
    """
    return Rundown(tuple(_varied(rundown.items, seed)))


def _varied(items: Sequence[Item], seed: int) -> Iterator[Item]:
    after = _words_after(items)
    before = ""
    for item, following in zip(items, after, strict=True):
        if isinstance(item, Pause) and item.reason in set(PauseFor) - _STEADY:
            yield replace(item, pause_ms=_varied_ms(item.pause_ms, _draw(seed, before, following)))
        else:
            yield item
        before = item.written if isinstance(item, Speech) else before


def _words_after(items: Sequence[Item]) -> list[str]:
    """For each item, what is spoken next."""
    found = [""] * len(items)
    for number in range(len(items) - 2, -1, -1):
        following = items[number + 1]
        found[number] = following.written if isinstance(following, Speech) else found[number + 1]
    return found


def _varied_ms(pause_ms: int, draw: float) -> int:
    length_ms = round(pause_ms * (1 + VARIATION * draw))
    return min(max(length_ms, min(pause_ms, SHORTEST_GAP_MS)), max(pause_ms, LONGEST_GAP_MS))


def _draw(seed: int, before: str, after: str) -> float:
    """A number from -1 to 1, always the same for the same values on any machine."""
    digest = hashlib.blake2b(f"{seed}\0{before}\0{after}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / (2**63) - 1
