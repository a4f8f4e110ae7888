"""Carry the doubts about a transcript along while it is edited: the turns that they concern, and the answers that still fit.

The edits of an answer say by numbers where they apply. An edit of a paragraph goes if its words change, and an edit of a turn
if that is split, joined, or given to somebody else. A doubt goes with its turns, and when a person has done what it asks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from tts_interview.model import Edit, Paragraph, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from tts_interview.model import Doubt, Speaker

_Arguments = ParamSpec("_Arguments")
_Item = TypeVar("_Item", bound="Hashable")


class Former(NamedTuple):
    """Where a paragraph comes from: the former numbers of its turn and of itself, and whether it still has the same words."""

    turn: int
    paragraph: int
    same: bool = True


class Moves:
    """What became of the parts of a transcript."""

    def __init__(
        self,
        speakers: Sequence[str],
        after: Transcript,
        origins: Sequence[Sequence[Former | None]],
        entries: Mapping[int, int],
        names: Mapping[str, str],
    ) -> None:
        """Take what is known of an edited transcript.

        Args:
            speakers: the speaker of each former turn.
            after: the new transcript.
            origins: for each of its turns, where each paragraph comes from; None for new words.
            entries: the new number of each former entry of `left_out` that is still there.
            names: the new name of each former speaker who is still there.
        """
        self._entries, self._names, self._end = entries, names, len(origins)
        self._turns: dict[int, set[int]] = defaultdict(set)
        self._places: dict[Former, tuple[int, int]] = {}
        for number, here in enumerate(origins):
            for place, origin in enumerate(here):
                if origin:
                    self._turns[origin.turn].add(number)
                    self._places.setdefault(origin, (number, place))
        # The turns of which the same person still says some words, and of these the ones that were neither split nor joined.
        new = {turn: [after.turns[number].speaker for number in numbers] for turn, numbers in self._turns.items()}
        self._open = {turn for turn, people in new.items() if names.get(speakers[turn]) in people}
        self._whole = {
            turn: number
            for turn, numbers in self._turns.items()
            for number in numbers
            if turn in self._open and len(numbers) == 1 and all(o and o.turn == turn for o in origins[number])
        }

    def carried(self, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
        """Return the doubts that are still open, as they concern the new transcript."""
        return tuple(carried for doubt in doubts if (carried := self._doubt(doubt)))

    def _doubt(self, doubt: Doubt) -> Doubt | None:
        turns = sorted({number for turn in doubt.turns for number in self._turns.get(turn, ())})
        fits = [replace(a, edits=tuple(e for edit in a.edits if (e := self._edit(edit)))) for a in doubt.answers]
        answers = tuple(new for new, old in zip(fits, doubt.answers, strict=True) if new.edits or not old.edits)
        edits = [edit for answer in doubt.answers for edit in answer.edits]
        is_decided = edits and not any(a.edits for a in answers) and not any(map(self._is_open, edits))
        return None if is_decided or (doubt.turns and not turns) else replace(doubt, turns=tuple(turns), answers=answers)

    def _is_open(self, edit: Edit) -> bool:
        """Return whether the same person still says the turn that an edit would change, though it does not fit any longer."""
        return "paragraph" not in edit.arguments and edit.arguments.get("turn") in self._open

    def _edit(self, edit: Edit) -> Edit | None:
        """Return an edit with its new numbers and names; None if it no longer fits."""
        new: dict[str, Any] = dict(edit.arguments)
        for who in {"speaker", "label"} & set(new):
            new[who] = self._names.get(new[who]) if isinstance(new[who], str) else new[who]
        if "entry" in new:
            new["entry"] = self._entries.get(new["entry"])
            if "turn" in new:
                new["turn"], new["paragraph"] = self._place(new["turn"], new["paragraph"])
        elif "paragraph" in new:
            new["turn"], new["paragraph"] = self._places.get(Former(new["turn"], new["paragraph"])) or (None, None)
        elif "turn" in new:
            new["turn"] = self._whole.get(new["turn"])
        return None if None in new.values() else Edit(edit.operation, new)

    def _place(self, turn: int, paragraph: int) -> tuple[int, int]:
        """Return where the words from a former paragraph on begin now."""
        return min((now for was, now in self._places.items() if was[:2] >= (turn, paragraph)), default=(self._end, 0))


def carrying(
    operation: Callable[Concatenate[Transcript, _Arguments], Transcript],
) -> Callable[Concatenate[Transcript, _Arguments], Transcript]:
    """Let an operation on transcripts carry the doubts along."""

    @wraps(operation)
    def carried(transcript: Transcript, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> Transcript:
        if not transcript.doubts:
            return operation(transcript, *args, **kwargs)
        marked = (
            _with(turn, (_marked(p, number, place) for place, p in enumerate(turn.paragraphs)))
            for number, turn in enumerate(transcript.turns)
        )
        after = operation(replace(transcript, turns=tuple(marked)), *args, **kwargs)
        origins = [[_origin(p, transcript) for p in turn.paragraphs] for turn in after.turns]
        after = replace(after, turns=tuple(_with(turn, map(_plain, turn.paragraphs)) for turn in after.turns))
        speakers = [turn.speaker for turn in transcript.turns]
        entries, names = paired(transcript.left_out, after.left_out), _names(transcript.speakers, after.speakers)
        return replace(after, doubts=Moves(speakers, after, origins, entries, names).carried(after.doubts))

    return carried


def paired(before: Sequence[_Item], after: Sequence[_Item]) -> dict[int, int]:
    """Return the new numbers of items by their former ones; of several that are equal, in their order."""
    known: dict[_Item, list[int]] = defaultdict(list)
    for number in reversed(range(len(after))):
        known[after[number]].append(number)
    return {number: known[item].pop() for number, item in enumerate(before) if known.get(item)}


def _names(before: Sequence[Speaker], after: Sequence[Speaker]) -> dict[str, str]:
    """Return the new names of speakers; one who has another name in the same place of the cast was renamed."""
    was, now = dict.fromkeys(s.name for s in before), dict.fromkeys(s.name for s in after)
    places = zip(was, now, strict=True) if len(was) == len(now) else ()
    renamed = {old: name for old, name in places if old not in now and name not in was}
    return {**{name: name for name in was if name in now}, **renamed}


@dataclass(frozen=True, slots=True)
class _Marked(Paragraph):
    """A paragraph that knows where it was before an operation, and keeps that when it is copied."""

    turn: int = 0
    place: int = 0


# `dataclasses.replace` takes too long for thousands of turns.


def _with(turn: Turn, paragraphs: Iterable[Paragraph]) -> Turn:
    return Turn(turn.speaker, turn.role, turn.line, tuple(paragraphs), turn.confidence, turn.why)


def _marked(p: Paragraph, turn: int, place: int) -> Paragraph:
    return _Marked(p.text, p.line, p.kind, p.directions, p.heading, turn, place)


def _origin(paragraph: Paragraph, before: Transcript) -> Former | None:
    if not isinstance(paragraph, _Marked):
        return None
    was = before.turns[paragraph.turn].paragraphs[paragraph.place]
    return Former(paragraph.turn, paragraph.place, paragraph.text == was.text)


def _plain(p: Paragraph) -> Paragraph:
    return Paragraph(p.text, p.line, p.kind, p.directions, p.heading) if isinstance(p, _Marked) else p
