"""Document -> Transcript: what is left out, where turns start, who speaks, in which role, and the ledger of it all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.errors import NotAnInterviewError
from tts_interview.model import Kind, LeftOut, Paragraph, Reason, Role, Speaker, Transcript, Turn
from tts_interview.parsing.furniture import leave_out, tail_start
from tts_interview.parsing.genders import genders
from tts_interview.parsing.labels import Mark, find_candidates, find_marks
from tts_interview.parsing.ledger import check_ledger
from tts_interview.parsing.people import Person, identify
from tts_interview.parsing.roles import assign_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Block, Document

NARRATOR = "Narrator"
_LONGEST_TITLE_WORDS = 25


def parse(document: Document) -> Transcript:
    """Find the turns of an interview.

    Raises NotAnInterviewError, whose message names the lines that looked like labels, if there is none.
    """
    blocks = document.blocks
    reasons = leave_out(blocks)
    marks = find_marks(blocks, reasons)
    if not marks:
        raise _no_turns(document, reasons)
    _leave_out_around(blocks, reasons, marks)
    title = _take_title(document, reasons, marks)
    people = identify((mark.label for mark in marks), _text_of(blocks, marks), document.people)
    left_out = _whole_blocks(blocks, reasons)
    turns, labels = _turns(blocks, reasons, marks, people)
    transcript = _transcript(document, title, turns, people, [*left_out, *labels])
    check_ledger(document, transcript)
    return transcript


def without_narrator(transcript: Transcript) -> Transcript:
    """The transcript with all that the narrator says left out, as asked."""
    said = [p for turn in transcript.turns if turn.role is Role.NARRATOR for p in turn.paragraphs]
    left_out = [*transcript.left_out, *(LeftOut(p.text, p.line, Reason.AS_ASKED) for p in said)]
    return replace(
        transcript,
        speakers=tuple(s for s in transcript.speakers if s.role is not Role.NARRATOR),
        turns=tuple(turn for turn in transcript.turns if turn.role is not Role.NARRATOR),
        left_out=tuple(sorted(left_out, key=lambda entry: entry.line)),
    )


def _no_turns(document: Document, reasons: Sequence[Reason | None]) -> NotAnInterviewError:
    candidates = find_candidates(document.blocks, reasons)
    seen = "; ".join(f'line {document.blocks[m.block].line_at(m.start)} "{m.label}:"' for m in candidates[:5])
    looked = f"only these looked like labels, and none returns: {seen}" if seen else "no line begins with a label"
    return NotAnInterviewError(
        f"{document.name} has no turns of an interview: {looked}; "
        'put the speaker before each turn, as in "Name: words" or "Q: words", and try again'
    )


def _leave_out_around(blocks: Sequence[Block], reasons: list[Reason | None], marks: Sequence[Mark]) -> None:
    """The foot of the page, and headings but the title: they divide the page and nobody says them."""
    for index in range(tail_start(blocks, marks[-1].block + 1), len(blocks)):
        reasons[index] = reasons[index] or Reason.FURNITURE
    spoken = {mark.block for mark in marks} | {_title_block(blocks, reasons, marks)}
    for index, block in enumerate(blocks):
        if block.kind is Kind.HEADING and index not in spoken:
            reasons[index] = reasons[index] or Reason.FURNITURE


def _title_block(blocks: Sequence[Block], reasons: Sequence[Reason | None], marks: Sequence[Mark]) -> int | None:
    """The block that is the title: the first of the main headings, else a first line that is no sentence."""
    before = [i for i in range(marks[0].block) if reasons[i] is None]
    headings = [i for i in before if blocks[i].kind is Kind.HEADING]
    if headings:
        return min(headings, key=lambda i: blocks[i].level)
    if before and blocks[before[0]].kind is Kind.PARAGRAPH and _looks_like_title(blocks[before[0]].text):
        return before[0]
    return None


def _looks_like_title(text: str) -> bool:
    return 1 < len(text.split()) <= _LONGEST_TITLE_WORDS and not text.rstrip().endswith((".", ":", ",", ";"))


def _take_title(document: Document, reasons: list[Reason | None], marks: Sequence[Mark]) -> str:
    """The title as printed on the page, else as its metadata has it; a second printing of it is left out."""
    index = _title_block(document.blocks, reasons, marks)
    if index is None:
        return document.title
    title = " ".join(document.blocks[index].text.split())
    for other in range(marks[0].block):
        if other != index and reasons[other] is None and " ".join(document.blocks[other].text.split()) == title:
            reasons[other] = Reason.REPEATED
    return title


def _text_of(blocks: Sequence[Block], marks: Sequence[Mark]) -> str:
    """All text but the labels, a line a paragraph: a name never reaches over the end of a line."""
    stretches = []
    by_block = _by_block(marks)
    for index, block in enumerate(blocks):
        here = by_block.get(index, [])
        starts = [0, *(mark.words_start for mark in here)]
        ends = [*(mark.start for mark in here), len(block.text)]
        stretches += [block.text[start:end] for start, end in zip(starts, ends, strict=True)]
    return "\n".join(" ".join(stretch.split()) for stretch in stretches)


def _by_block(marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    grouped: dict[int, list[Mark]] = {}
    for mark in marks:
        grouped.setdefault(mark.block, []).append(mark)
    return grouped


def _whole_blocks(blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> list[LeftOut]:
    return [
        LeftOut(" ".join(block.text.split()), block.line, reason)
        for block, reason in zip(blocks, reasons, strict=True)
        if reason and block.text.strip()
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one block that one speaker says; `line` is where the turn's label stands."""

    speaker: str
    line: int
    paragraph: Paragraph | None


def _pieces(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], marks: Sequence[Mark], people: dict[str, Person]
) -> Iterator[_Piece]:
    """All spoken words in order, each with the speaker whose label was seen last; the narrator before the first."""
    speaker = NARRATOR
    by_block = _by_block(marks)
    for index, block in enumerate(blocks):
        if reasons[index]:
            continue
        here = by_block.get(index, [])
        yield from _piece(speaker, block, 0, here[0].start if here else len(block.text), None)
        for number, mark in enumerate(here):
            speaker = people[mark.label].name
            end = here[number + 1].start if number + 1 < len(here) else len(block.text)
            yield from _piece(speaker, block, mark.words_start, end, mark)


def _piece(speaker: str, block: Block, start: int, end: int, mark: Mark | None) -> Iterator[_Piece]:
    raw = block.text[start:end]
    text = " ".join(raw.split())
    first = start + len(raw) - len(raw.lstrip())
    line = block.line_at(mark.start if mark else first)
    if text or mark:
        yield _Piece(speaker, line, Paragraph(text, block.line_at(first)) if text else None)


def _turns(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], marks: Sequence[Mark], people: dict[str, Person]
) -> tuple[list[Turn], list[LeftOut]]:
    """The turns, roles yet open (all but the narrator's are guests), and the labels that were taken off."""
    turns: list[Turn] = []
    lines: list[int] = []
    paragraphs: list[list[Paragraph]] = []
    speakers: list[str] = []
    for piece in _pieces(blocks, reasons, marks, people):
        if not speakers or speakers[-1] != piece.speaker:
            speakers.append(piece.speaker)
            lines.append(piece.line)
            paragraphs.append([])
        if piece.paragraph:
            paragraphs[-1].append(piece.paragraph)
    for speaker, line, words in zip(speakers, lines, paragraphs, strict=True):
        if words:
            role = Role.NARRATOR if speaker == NARRATOR else Role.GUEST
            turns.append(Turn(speaker, role, line, tuple(words)))
    return turns, [entry for mark in marks for entry in _label_entries(blocks[mark.block], mark)]


def _label_entries(block: Block, mark: Mark) -> Iterator[LeftOut]:
    line = block.line_at(mark.start)
    yield LeftOut(block.text[mark.start : mark.end].strip(), line, Reason.LABEL)
    extra = block.text[mark.end : mark.words_start].strip()
    if extra:
        yield LeftOut(extra, line, Reason.MARKUP)


def _transcript(
    document: Document, title: str, turns: Sequence[Turn], people: dict[str, Person], left_out: list[LeftOut]
) -> Transcript:
    """Put roles and genders to the turns and sort the ledger by line."""
    introduction = [p.text for turn in turns if turn.role is Role.NARRATOR for p in turn.paragraphs]
    prose = introduction + [entry.text for entry in left_out if entry.reason is Reason.CAPTION]
    by_name = {person.name: person for person in people.values()}
    spoken: dict[str, list[str]] = {}
    for turn in turns:
        if turn.role is not Role.NARRATOR:
            spoken.setdefault(turn.speaker, []).append(turn.text)
    names = list(spoken)
    roles = assign_roles([by_name[name] for name in names], spoken, "\n".join(introduction))
    known = genders({name: by_name[name].labels for name in names}, prose)
    speakers = [Speaker(name, roles[name], tuple(by_name[name].labels), known[name], by_name[name].title) for name in names]
    if introduction:
        speakers.insert(0, Speaker(NARRATOR, Role.NARRATOR))
    return Transcript(
        title=title,
        speakers=tuple(speakers),
        turns=tuple(Turn(t.speaker, roles.get(t.speaker, t.role), t.line, t.paragraphs) for t in turns),
        left_out=tuple(sorted(left_out, key=lambda entry: entry.line)),
        date=document.date,
        language=document.language or "en",
    )
