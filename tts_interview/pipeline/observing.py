"""What a run tells: to its observer, and to the log `tts_interview`."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING

from tts_interview.errors import CancelledError
from tts_interview.model import Observer

if TYPE_CHECKING:
    from tts_interview.model import Progress

_LOG = logging.getLogger("tts_interview")
_LOG.addHandler(logging.NullHandler())


class _Logged(Observer):
    """An observer whose events are logged, too. After some seconds, the next progress ends the run."""

    def __init__(self, observer: Observer, seconds: float = math.inf) -> None:
        self._observer = observer
        self._seconds = seconds
        self._ends_at_s = time.monotonic() + seconds

    def progress(self, progress: Progress) -> None:
        if time.monotonic() >= self._ends_at_s:
            raise CancelledError(
                f"the episode was not made within {self._seconds:g} seconds, the limit: "
                "render it alone, or raise `reading.limits.episode_seconds`"
            )
        _LOG.debug("%s: %s of %s", progress.step, progress.done, progress.total)
        self._observer.progress(progress)

    def notice(self, line: str) -> None:
        _LOG.info("%s", line)
        self._observer.notice(line)

    def doubt(self, line: str) -> None:
        _LOG.info("doubt: %s", line)
        self._observer.doubt(line)

    def turn(self, number: int, speaker: str, words: str) -> None:
        _LOG.debug("turn %s, %s", number, speaker)
        self._observer.turn(number, speaker, words)

    def playback(self, line: str) -> None:
        _LOG.debug("%s", line)
        self._observer.playback(line)


def heard_by(observer: Observer) -> Observer:
    """Return the observer, with a log of what it hears."""
    return observer if isinstance(observer, _Logged) else _Logged(observer)


def limited(observer: Observer, seconds: float) -> Observer:
    """Return the observer, which from now on ends a run with a CancelledError that takes longer than this."""
    return _Logged(observer, seconds)
