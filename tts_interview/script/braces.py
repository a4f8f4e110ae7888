"""Doubt the directions in a page, which are read aloud because only a script has directions."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tts_interview.errors import SourceError
from tts_interview.model import IT_IS_RIGHT, Answer, Doubt, Edit
from tts_interview.script.directions import direction_in, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Transcript

# Hardly any page writes {pause 2s} and means these words.
_SURE = 0.1


def doubts_about_braces(transcript: Transcript) -> Iterator[Doubt]:
    """Yield a doubt about all directions in a page, which quotes the first; an answer makes them directions of the script."""
    found = [
        (turn, number, paragraph, direction)
        for turn, said in enumerate(transcript.turns)
        for number, paragraph in enumerate(said.paragraphs)
        if (direction := direction_in(paragraph.text))
    ]
    if not found:
        return
    _, _, first, direction = found[0]
    way = 'directions work only in a script, which "parse --format script" makes'
    answers = [IT_IS_RIGHT]
    with contextlib.suppress(SourceError):
        edits = [edit for turn, number, paragraph, _ in reversed(found) for edit in _following(turn, number, paragraph.text)]
        answers.insert(0, Answer("Follow the directions", tuple(edits)))
    turns = tuple(dict.fromkeys(turn for turn, *_ in found))
    yield Doubt(f'line {first.line}: "{direction}" is read aloud: {way}', "braces", _SURE, turns, tuple(answers))


def _following(turn: int, paragraph: int, text: str) -> Iterator[Edit]:
    """Yield the edits that make directions of a paragraph's braces. Raises SourceError if they are not all directions."""
    place = {"turn": turn, "paragraph": paragraph}
    directed = read(text, lambda _: "")
    if not directed.text:
        yield Edit("leave_out", place)
        return
    yield Edit("reword", {**place, "text": directed.text})
    for d in directed.directions:
        yield Edit("say", {**place, "direction": {"ask": d.ask.value, "start": d.start, "end": d.end, "value": d.value}})
