"""Why, and how long, nothing is heard between two turns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.model import Pause, Role
from tts_interview.settings.pacing import PauseFor

if TYPE_CHECKING:
    from tts_interview.model import Turn
    from tts_interview.settings.pacing import PacingSettings

_BROKEN_OFF = re.compile(r"(?:[—–―]|--|(?<=\s)-)[\s\"'”’»)\]]*$")
_ASKS = {Role.INTERVIEWER, Role.AUDIENCE}
# Of so many characters, an answer has the usual pause before it; of none, half of it.
_LONG_ANSWER_CHARS = 70
_SHORTEST_SHARE = 0.5


def pause_between(before: Turn, after: Turn, pacing: PacingSettings) -> Pause:
    """The pause between two turns that are heard one after the other; before a short answer it is shorter."""
    reason = _reason(before, after)
    share = _share(after) if reason is PauseFor.ANSWER else 1.0
    return Pause(round(pacing.pause_ms(reason) * share), reason)


def _reason(before: Turn, after: Turn) -> PauseFor:
    if after.paragraphs and after.paragraphs[0].heading:
        return PauseFor.CHAPTER
    if Role.NARRATOR in (before.role, after.role):
        return PauseFor.NARRATOR
    if _BROKEN_OFF.search(before.text):
        return PauseFor.INTERRUPTION
    return _between_people(before, after)


def _between_people(before: Turn, after: Turn) -> PauseFor:
    """Who asks the guest is answered; between any others one speaker follows the other."""
    if before.role in _ASKS and after.role is Role.GUEST:
        return PauseFor.ANSWER
    if before.role is Role.GUEST and after.role in _ASKS:
        return PauseFor.QUESTION
    return PauseFor.SPEAKER


def _share(answer: Turn) -> float:
    """How much of the usual pause comes before an answer: the shorter it is, the sooner it is ready."""
    length = min(len(answer.text), _LONG_ANSWER_CHARS) / _LONG_ANSWER_CHARS
    return _SHORTEST_SHARE + (1 - _SHORTEST_SHARE) * length
