"""The letter Q before words without a colon: "Q Thank you for coming.", as official transcripts set reporters' questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.parsing.layouts.completing import completed
from tts_interview.parsing.layouts.labels import accepted
from tts_interview.parsing.segmentation import Form, LabelStyle, TurnStart, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.parsing.page.places import Page

# One space is enough where the next word begins a sentence: "Q And", but not "Q fever".
_LETTER = re.compile(r"^[ \t\xa0]*(?P<label>[QA])[ \t\xa0]+(?=[^\W\d_a-z]|[\"“'‘(\[—–-])", re.M)
_LEAST = 2


def propose(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading whose lines with a bare Q or A open turns, beside the labels of the page."""
    marks = [
        TurnStart(index, found.start("label"), found.end(), found["label"], first=not found.start("label"), style=_STYLE)
        for index in page.places
        for found in _LETTER.finditer(page.blocks[index].text)
    ]
    if sum(mark.label == "Q" for mark in marks) < _LEAST:
        return
    labels = accepted([m for m in page.candidates if m.style.form is not Form.WEAK], page.known)
    labels = in_order([*marks, *labels])
    yield completed(page, labels)
    yield labels


_STYLE = LabelStyle(Form.LETTER)
