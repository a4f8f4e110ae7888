"""Decide how long a pause between turns is, and vary all pauses a little so that they do not sound mechanical."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.model import Pause, Role, Rundown, Speech
from tts_interview.settings.pacing import PauseFor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Item, Turn
    from tts_interview.settings.pacing import PacingSettings

# A pause varies by at most this share of its length, in both directions.
VARIATION = 0.15
# Variation keeps a pause within these limits unless its preset length is outside them.
SHORTEST_GAP_MS, LONGEST_GAP_MS = 120, 2500
# There is nothing to compare the first and the last pause of an episode with.
_STEADY = {PauseFor.OPENING, PauseFor.CLOSING}

_BROKEN_OFF = re.compile(r"(?:[—–―]|--|(?<=\s)-)[\s\"'”’»)\]]*$")
# The pause before an answer grows from half its usual length, for no characters, to all of it, for this many.
_LONG_ANSWER_CHARS = 70
_SHORTEST_SHARE = 0.5


def pause_between(before: Turn, after: Turn, pacing: PacingSettings) -> Pause:
    """Return the pause between two consecutive turns, which is shorter before a short answer."""
    reason = _reason(before, after)
    share = _share(after) if reason is PauseFor.ANSWER else 1.0
    return Pause(round(pacing.pause_ms(reason) * share), reason)


def varied(rundown: Rundown, seed: int = 0) -> Rundown:
    """Return the rundown with varied pauses, except those that the script's editor set.

    The variation depends on the words before and after a pause and on `seed`, so an edit only changes the pauses around it.
    """
    return Rundown(tuple(_varied(rundown.items, seed)))


def _reason(before: Turn, after: Turn) -> PauseFor:
    if after.paragraphs and after.paragraphs[0].heading:
        return PauseFor.CHAPTER
    if Role.NARRATOR in (before.role, after.role):
        return PauseFor.NARRATOR
    if _BROKEN_OFF.search(before.text):
        return PauseFor.INTERRUPTION
    return _between_people(before, after)


def _between_people(before: Turn, after: Turn) -> PauseFor:
    """Return the reason by role: a guest answers those who ask, and they ask the guest; others just take turns."""
    if before.role.asks and after.role is Role.GUEST:
        return PauseFor.ANSWER
    if before.role is Role.GUEST and after.role.asks:
        return PauseFor.QUESTION
    return PauseFor.SPEAKER


def _share(answer: Turn) -> float:
    """Return the share, from 0.5 to 1, of the usual pause before an answer: people start short answers sooner."""
    length = min(len(answer.text), _LONG_ANSWER_CHARS) / _LONG_ANSWER_CHARS
    return _SHORTEST_SHARE + (1 - _SHORTEST_SHARE) * length


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
    """Return, for each item, the words spoken next."""
    found = [""] * len(items)
    for number in range(len(items) - 2, -1, -1):
        following = items[number + 1]
        found[number] = following.written if isinstance(following, Speech) else found[number + 1]
    return found


def _varied_ms(pause_ms: int, draw: float) -> int:
    length_ms = round(pause_ms * (1 + VARIATION * draw))
    return min(max(length_ms, min(pause_ms, SHORTEST_GAP_MS)), max(pause_ms, LONGEST_GAP_MS))


def _draw(seed: int, before: str, after: str) -> float:
    """Return a pseudorandom number from -1 to 1 that depends only on the arguments, on every machine."""
    digest = hashlib.blake2b(f"{seed}\0{before}\0{after}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / (2**63) - 1
