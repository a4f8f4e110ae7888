"""What a run tells: to its observer, and to the log `tts_interview`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tts_interview.model import Observer

if TYPE_CHECKING:
    from tts_interview.model import Progress

_LOG = logging.getLogger("tts_interview")
_LOG.addHandler(logging.NullHandler())


class _Logged(Observer):
    """An observer whose events are logged, too."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer

    def progress(self, progress: Progress) -> None:
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


def heard_by(observer: Observer) -> Observer:
    """Return the observer, with a log of what it hears."""
    return observer if isinstance(observer, _Logged) else _Logged(observer)
