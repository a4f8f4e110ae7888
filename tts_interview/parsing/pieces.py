"""Blocks and marks -> turns: who says which words, and what inside them is not said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.model import LeftOut, Paragraph, Reason, Role, Turn
from tts_interview.parsing.cuts import find_cuts
from tts_interview.parsing.marks import NARRATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tts_interview.model import Block
    from tts_interview.parsing.cuts import Cut
    from tts_interview.parsing.marks import Mark
    from tts_interview.parsing.people import Person

NARRATOR = "Narrator"
_STAGE = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one block that one speaker says; `line` is where the turn's label stands."""

    speaker: str
    line: int
    paragraph: Paragraph | None


def cut_pieces(
    blocks: Sequence[Block],
    reasons: Sequence[Reason | None],
    marks: Sequence[Mark],
    people: dict[str, Person],
    kept: frozenset[int],
) -> tuple[list[Piece], list[LeftOut]]:
    """All spoken words in order, each with the speaker who was marked last, the narrator before the first mark.

    With them what was cut out of the words. `kept` are blocks that the narrator reads wherever they stand.
    """
    pieces: list[Piece] = []
    left_out: list[LeftOut] = []
    speaker = NARRATOR
    for index, block, here in _blocks_with_marks(blocks, marks):
        if index in kept:
            pieces += _spoken(NARRATOR, block, 0, len(block.text), (), None)
        if reasons[index] or index in kept:
            continue
        cuts = find_cuts(block)
        starts = [(0, 0, speaker, None), *((m.start, m.words_start, _speaker_of(m, people), m) for m in here)]
        ends = [*(start for start, _, _, _ in starts[1:]), len(block.text)]
        for (_, begin, who, mark), end in zip(starts, ends, strict=True):
            inside = [cut for cut in cuts if begin <= cut.start and cut.end <= end]
            if who == _STAGE:
                left_out += _entries(block, [(begin, end, Reason.ADVERTISEMENT)])
            else:
                pieces += _spoken(who, block, begin, end, inside, mark)
                left_out += _entries(block, [(c.start, c.end, c.reason) for c in inside])
            if mark is None or mark.label != NARRATION:
                speaker = who
    return pieces, left_out


def _blocks_with_marks(blocks: Sequence[Block], marks: Sequence[Mark]) -> Iterator[tuple[int, Block, list[Mark]]]:
    by_block: dict[int, list[Mark]] = {}
    for mark in marks:
        by_block.setdefault(mark.block, []).append(mark)
    for index, block in enumerate(blocks):
        yield index, block, by_block.get(index, [])


def _speaker_of(mark: Mark, people: dict[str, Person]) -> str:
    if mark.narrated:
        return NARRATOR
    person = people[mark.label]
    return _STAGE if person.stage else person.name


def _spoken(
    speaker: str, block: Block, start: int, end: int, cuts: Sequence[Cut], mark: Mark | None
) -> Iterator[Piece]:
    parts, at = [], start
    for cut in cuts:
        parts.append(block.text[at : cut.start])
        at = cut.end
    text = " ".join(" ".join([*parts, block.text[at:end]]).split())
    raw = block.text[start:end]
    first = start + len(raw) - len(raw.lstrip())
    line = block.line_at(mark.start if mark else first)
    if text or mark:
        yield Piece(speaker, line, Paragraph(text, block.line_at(first), block.kind) if text else None)


def _entries(block: Block, stretches: Iterable[tuple[int, int, Reason]]) -> Iterator[LeftOut]:
    for start, end, reason in stretches:
        text = " ".join(block.text[start:end].split())
        if text:
            yield LeftOut(text, block.line_at(start), reason)


def turns_of(pieces: Sequence[Piece]) -> list[Turn]:
    """The turns, roles yet open: all but the narrator's are guests."""
    turns: list[Turn] = []
    paragraphs: list[Paragraph] = []
    speaker, line = "", 0
    for piece in [*pieces, Piece("", 0, None)]:
        if piece.speaker != speaker:
            if paragraphs:
                turns.append(Turn(speaker, Role.NARRATOR if speaker == NARRATOR else Role.GUEST, line, tuple(paragraphs)))
            speaker, line, paragraphs = piece.speaker, piece.line, []
        if piece.paragraph:
            paragraphs.append(piece.paragraph)
    return turns


def label_entries(blocks: Sequence[Block], marks: Sequence[Mark], people: dict[str, Person]) -> list[LeftOut]:
    """The labels, and the time stamps, numbers and dashes with them: none of them is said."""
    entries = []
    for mark in marks:
        reason = Reason.LABEL if mark.named else Reason.MARKUP
        if mark.named and people[mark.label].stage:
            reason = Reason.STAGE_DIRECTION
        stretches = ((mark.start, mark.end, reason), (mark.end, mark.words_start, Reason.MARKUP))
        entries += _entries(blocks[mark.block], stretches)
    return entries

