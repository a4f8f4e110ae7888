"""Document -> Transcript: what is left out, where turns start, who speaks, in which role, and the ledger of it all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from tts_interview.errors import NotAnInterviewError
from tts_interview.model import Kind, LeftOut, Reason, Role, Speaker, Transcript, Turn
from tts_interview.parsing.acceptance import Known
from tts_interview.parsing.authorship import take_author
from tts_interview.parsing.context import PageText, read_context, read_hints
from tts_interview.parsing.doubts import doubts_about
from tts_interview.parsing.furniture import leave_out, tail_start
from tts_interview.parsing.genders import genders
from tts_interview.parsing.head import take_fields
from tts_interview.parsing.identity import identify
from tts_interview.parsing.labels import find_candidates
from tts_interview.parsing.language import language_of
from tts_interview.parsing.ledger import check_ledger
from tts_interview.parsing.marks import with_others
from tts_interview.parsing.names import ENOUGH_CHARS, NameIndex
from tts_interview.parsing.pieces import NARRATOR, cut_pieces, first_lines, label_entries, turns_of
from tts_interview.parsing.roles import assign_roles
from tts_interview.parsing.titles import take_title
from tts_interview.parsing.turns import find_marks, find_narration, find_talk
from tts_interview.parsing.wishes import apply_wishes, leave_out_around
from tts_interview.settings.parts import ReadingSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tts_interview.model import Block, Document
    from tts_interview.parsing.context import Context, Hints
    from tts_interview.parsing.marks import TurnStart
    from tts_interview.parsing.people import Person

_SEEN_ELSEWHERE = 4  # the index counts double
_OPENING_BLOCKS = 12
_OPENING_CHARS = 1000
# No show has more people: beyond that nobody is listened to for who he says he is.
_MOST_HEARD = 200
_INTRODUCTION_CHARS = 20_000
_LONG_CONVERSATION = 4
_MOST_SHOWN = 5
_SHARE_OF_CLIPS = 0.05


def parse(document: Document, wishes: ReadingSettings | None = None) -> Transcript:
    """Find the turns of an interview.

    Raises NotAnInterviewError, whose message names the lines that looked like labels, if there is none, unless the wishes
    are to have such a document narrated; SourceError for a wish that fits nothing of the document.
    """
    wishes = wishes or ReadingSettings()
    blocks = document.blocks
    reasons = leave_out(blocks)
    kept = apply_wishes(document, reasons, wishes)
    fields = take_fields(blocks, reasons)
    author = take_author(blocks, reasons)
    hints = read_hints(document if document.authors else replace(document, authors=author), fields, wishes)
    marks = find_marks(blocks, reasons, _known(document, hints))
    leave_out_around(document, reasons, wishes)
    context = read_context(hints, _page_text(document, reasons, marks))
    people = identify([mark.label for mark in marks if not mark.narrated], context)
    if not _is_conversation(people, blocks, marks):
        return _narrated(document, reasons, kept) if wishes.narrate else _refuse(document, reasons, people)
    for index in range(tail_start(blocks, marks[-1].block + 1), len(blocks)):
        reasons[index] = reasons[index] or Reason.FURNITURE
    left_out_before, first = frozenset(i for i, reason in enumerate(reasons) if reason), marks[0].block
    title = take_title(document, reasons, marks)
    marks = with_others(marks, find_talk(blocks, reasons, marks, context.speakers))
    marks = with_others(marks, find_narration(blocks, reasons, marks, [p.name for p in people.values()]))
    left_out_now = (i for i, reason in enumerate(reasons) if reason is Reason.FURNITURE and i >= first - 1)
    headings = frozenset(left_out_now) - left_out_before
    pieces, cuts = cut_pieces(blocks, reasons, marks, people, kept, headings)
    left_out = [
        *_whole_blocks(blocks, reasons, kept),
        *cuts,
        *label_entries(blocks, [mark for mark in marks if not reasons[mark.block]], people),
    ]
    transcript = _transcript(document, title, turns_of(pieces), left_out)
    if not transcript.turns:
        return _refuse(document, reasons, {})
    check_ledger(document, transcript)
    transcript = _with_people(transcript, people, context)
    return replace(transcript, doubts=tuple(doubts_about(people, first_lines(blocks, marks), transcript)))


def _known(document: Document, hints: Hints) -> Known:
    """Names of people who may speak: those of hints and introduction, and those that the page gives twice."""
    texts = [document.title, document.description, *_beginning(block.text for block in document.blocks)]
    index = NameIndex("\n".join(texts))
    opening = NameIndex("\n".join(texts[:_OPENING_BLOCKS])).counts
    often = (name for name, count in index.counts.items() if count >= _SEEN_ELSEWHERE)
    return Known.of([*hints.names, *opening, *often], index.surnames, labels=hints.aliases)


def _page_text(document: Document, reasons: Sequence[Reason | None], marks: Sequence[TurnStart]) -> PageText:
    """What the page says of its people: before the first turn, and in the first words of each."""
    blocks = document.blocks
    first = marks[0].block if marks else len(blocks)
    before = [b for b, r in zip(blocks[:first], reasons[:first], strict=True) if not r or r is Reason.CREDIT]
    before.sort(key=lambda block: block.kind is Kind.HEADING)  # a title names towns and books before people
    cut_off = blocks[first].text[: marks[0].start] if marks else ""
    credited = [b for b, r in zip(blocks[first:], reasons[first:], strict=True) if r is Reason.CREDIT]
    openings: dict[str, str] = {}
    for mark in marks:
        if mark.label not in openings and len(openings) < _MOST_HEARD:
            following = blocks[mark.block + 1].text if mark.block + 1 < len(blocks) else ""
            own = blocks[mark.block].text[mark.words_start : mark.words_start + _OPENING_CHARS]
            openings[mark.label] = f"{own}\n{following[:_OPENING_CHARS]}"[:_OPENING_CHARS]
    headings = [block.text for block in before if block.kind is Kind.HEADING]
    return PageText(
        title=document.title,
        headings="\n".join(headings)[:_INTRODUCTION_CHARS],
        description=document.description,
        introduction="\n".join(" ".join(text.split()) for text in (*(b.text for b in before), cut_off))[:_INTRODUCTION_CHARS],
        credits="\n".join(" ".join(block.text.split()) for block in credited)[:_INTRODUCTION_CHARS],
        everything="\n".join(_beginning(_between_labels(blocks, reasons, marks))),
        openings=openings,
    )


def _beginning(texts: Iterable[str]) -> Iterator[str]:
    """The texts, each on one line, as far as anybody looks for names in them."""
    length = 0
    for text in texts:
        if length > ENOUGH_CHARS:
            break
        line = " ".join(text.split())
        length += len(line)
        yield line


def _between_labels(blocks: Sequence[Block], reasons: Sequence[Reason | None], marks: Sequence[TurnStart]) -> Iterator[str]:
    """All text that may be spoken, without the labels, so that no name reaches over one."""
    by_block: dict[int, list[TurnStart]] = {}
    for mark in marks:
        by_block.setdefault(mark.block, []).append(mark)
    for index, block in enumerate(blocks):
        if reasons[index] is Reason.FURNITURE:
            continue
        here = by_block.get(index)
        if not here:
            yield block.text
        else:
            starts = [0, *(mark.words_start for mark in here)]
            ends = [*(mark.start for mark in here), len(block.text)]
            yield from (block.text[start:end] for start, end in zip(starts, ends, strict=True))


def _is_conversation(people: dict[str, Person], blocks: Sequence[Block], marks: Sequence[TurnStart]) -> bool:
    """Whether at least two people speak, and not one with a few clips of others between."""
    talk: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    before = ""
    for mark, following in zip_longest(marks, marks[1:]):
        if mark.narrated or people[mark.label].stage:
            continue
        name = people[mark.label].name
        last = following.block if following else len(blocks) - 1
        talk[name] += sum(len(block.text) for block in blocks[mark.block : max(last, mark.block + 1)])
        starts[name] += name != before
        before = name
    others = starts.most_common()[1:]
    clips = sum(talk[name] for name, _ in others) < _SHARE_OF_CLIPS * talk.total()
    return bool(others) and not (clips and others[0][1] == 1 and len(marks) > _LONG_CONVERSATION)


def _refuse(document: Document, reasons: Sequence[Reason | None], people: dict[str, Person]) -> Transcript:
    remedy = (
        'begin each turn with its speaker, as in "Name: words" or "Q: words", or use reading.narrate to have one voice read it'
    )
    if people:
        name = max(people.values(), key=lambda person: person.count).name
        raise NotAnInterviewError(f"{document.name} is not an interview: only one person speaks, {name}; {remedy}")
    candidates = islice(find_candidates(document.blocks, reasons), _MOST_SHOWN)
    seen = "; ".join(f'line {document.blocks[m.block].line_at(m.start)} "{m.label}:"' for m in candidates)
    looked = f"only these lines look like labels, and none recurs: {seen}" if seen else "no line begins with a label"
    raise NotAnInterviewError(f"{document.name} has no turns of an interview: {looked}; {remedy}")


def _narrated(document: Document, reasons: list[Reason | None], kept: frozenset[int]) -> Transcript:
    """All of a document without turns, read by the narrator."""
    blocks = document.blocks
    title = take_title(document, reasons, ())
    pieces, cuts = cut_pieces(blocks, reasons, (), {}, kept)
    turns = turns_of(pieces)
    if not turns:
        raise NotAnInterviewError(
            f"{document.name} has nothing to read aloud: all of its text is furniture, captions or markup"
        )
    transcript = _transcript(document, title, turns, [*_whole_blocks(blocks, reasons, kept), *cuts])
    check_ledger(document, transcript)
    return replace(transcript, speakers=(Speaker(NARRATOR, Role.NARRATOR),))


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


def _whole_blocks(blocks: Sequence[Block], reasons: Sequence[Reason | None], kept: frozenset[int]) -> list[LeftOut]:
    return [
        LeftOut(" ".join(block.text.split()), block.line, reason)
        for index, (block, reason) in enumerate(zip(blocks, reasons, strict=True))
        if reason and block.text.strip() and index not in kept
    ]


def _transcript(document: Document, title: str, turns: Sequence[Turn], left_out: Sequence[LeftOut]) -> Transcript:
    """Turns and ledger, sorted by line; people and roles are yet to come."""
    return Transcript(
        title=title,
        speakers=(),
        turns=tuple(turns),
        left_out=tuple(sorted(left_out, key=lambda entry: entry.line)),
        date=document.date,
        language=language_of(document),
    )


def _with_people(transcript: Transcript, people: dict[str, Person], context: Context) -> Transcript:
    """The transcript with the people who speak, their roles and genders."""
    introduction = [p.text for turn in transcript.turns if turn.role is Role.NARRATOR for p in turn.paragraphs]
    prose = introduction + [entry.text for entry in transcript.left_out if entry.reason is Reason.CAPTION]
    by_name = {person.name: person for person in people.values()}
    talk = [turn for turn in transcript.turns if turn.role is not Role.NARRATOR]
    names = list(dict.fromkeys(turn.speaker for turn in talk))
    narrated = any(turn.role is Role.NARRATOR for turn in transcript.turns[1:-1])
    roles = assign_roles([by_name[name] for name in names], talk, context, narrated=narrated)
    known = genders({name: by_name[name].labels for name in names}, prose)
    speakers = [Speaker(n, roles[n], tuple(by_name[n].spoken_labels), known[n], by_name[n].title) for n in names]
    if introduction:
        speakers.insert(0, Speaker(NARRATOR, Role.NARRATOR))
    return replace(
        transcript,
        speakers=tuple(speakers),
        turns=tuple(Turn(t.speaker, roles.get(t.speaker, t.role), t.line, t.paragraphs) for t in transcript.turns),
    )
