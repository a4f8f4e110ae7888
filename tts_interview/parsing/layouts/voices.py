"""Speakers whom the format itself names: the voice tags of WebVTT, the fields of a JSON transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.segmentation import Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.parsing.page.places import Page
    from tts_interview.parsing.segmentation import TurnStart

_LEAST_VOICES = 2


def propose(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading of the format's voices, if at least two people have one."""
    marks = [mark for mark in page.candidates if mark.style.form is Form.TAG]
    if len({key_of(mark.label) for mark in marks}) >= _LEAST_VOICES:
        yield marks
