"""Document -> Transcript: what is left out, where turns start, who speaks, in which role, and the ledger of it all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from tts_interview.errors import NotAnInterviewError
from tts_interview.language.detection import language_of
from tts_interview.model import Block, Document, Kind, LeftOut, Reason, Role, Speaker, Transcript, Turn
from tts_interview.parsing.deciding import Considered, Judged, TurnSigns, consider, judge, person_confidence, probability
from tts_interview.parsing.doubts import DOUBTED_BELOW, with_doubts
from tts_interview.parsing.findings import Findings
from tts_interview.parsing.genre import declared_kind, one_voice, refusal
from tts_interview.parsing.narration import find_narration, find_talk
from tts_interview.parsing.page.furniture import tail_start
from tts_interview.parsing.page.metadata import find_standfirst, take_title
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.people.context import Context, read_context
from tts_interview.parsing.people.genders import genders
from tts_interview.parsing.people.identity import identify
from tts_interview.parsing.people.person import Person
from tts_interview.parsing.people.roles import assign_roles
from tts_interview.parsing.pieces import NARRATOR, check_ledger, cut_pieces, label_entries, label_lines, turns_of
from tts_interview.parsing.preparing import Prepared, added, page_text, prepare
from tts_interview.parsing.segmentation import TurnStart, in_order
from tts_interview.parsing.wishes import for_labels, named_as_wished
from tts_interview.settings.parts import ReadingSettings

_LONG_CONVERSATION = 4
# Subtitles whose turns have labels are a transcript; questions among their lines show no speakers.
_MOSTLY_NAMED = 0.9
# Below this probability a page is not read as a dialogue; see benchmarks/reading.py for what that costs.
REFUSED_BELOW = 0.4
_SHARE_OF_CLIPS = 0.05


def parse(document: Document, wishes: ReadingSettings | None = None) -> Transcript:
    """Find the turns of an interview, and how sure they are.

    Raises NotAnInterviewError if the document is none, unless the wishes are to have such a document narrated, or read as an
    interview anyway; SourceError for a wish that fits nothing of the document.
    """
    wishes = wishes or ReadingSettings()
    prepared = prepare(document, for_labels(document, wishes))
    page = prepared.page
    found = consider(page)
    judged = judge(document, page, found[0]) if found else None
    if judged is None or not (wishes.as_interview or is_interview(document, judged, narrate=wishes.narrate)):
        if wishes.narrate:
            return _narrated(document, list(page.reasons), prepared.kept)
        raise refusal(document, page, judged)
    return finished(prepared, found, judged, wishes).transcript


def is_interview(document: Document, judged: Judged, *, narrate: bool = False) -> bool:
    """Return whether a page is read as an interview: a format that names its speakers is, a declared recipe is not.

    With `narrate`, a page that would be read with a doubt is not.
    """
    if judged.segmentation.layout == "voices":
        return True
    if document.timed and judged.signs["named"] < _MOSTLY_NAMED:
        return False
    return not declared_kind(document) and judged.interview >= (DOUBTED_BELOW if narrate else REFUSED_BELOW)


class FinishedReading(NamedTuple):
    """The transcript of a reading, and what it rests on.

    signs: for each turn the signs that its confidence comes from; none for a narrator's.
    context: what the page says of its people; None where one voice narrates.
    """

    transcript: Transcript
    signs: Sequence[Mapping[str, float]]
    context: Context | None = None


def finished(prepared: Prepared, considered: Sequence[Considered], judged: Judged, wishes: ReadingSettings) -> FinishedReading:
    """Make the transcript of a reading: its people, the narrator's words, what is left out, and the ledger."""
    document, page, kept = prepared.document, judged.page, prepared.kept
    marks = list(judged.segmentation.marks)
    blocks, reasons = page.blocks, list(page.reasons)
    context = read_context(prepared.hints, page_text(document, page, marks))
    people = identify([mark.label for mark in marks], context)
    if not _is_conversation(people, blocks, marks):
        if wishes.narrate:
            return FinishedReading(_narrated(document, list(prepared.page.reasons), kept), ())
        raise one_voice(document, max(people.values(), key=lambda person: person.count).name)
    for index in range(tail_start(blocks, marks[-1].block + 1), len(blocks)):
        reasons[index] = reasons[index] or Reason.FURNITURE
    last = page.numbers[-1]
    if last > marks[-1].block and blocks[last].text.rstrip().endswith((":", "\uff1a")):
        reasons[last] = reasons[last] or Reason.FURNITURE  # it announces what is not there: "For more, see:"
    first = marks[0].block
    title = take_title(document, reasons, marks)
    for index in find_standfirst(page.leaving_out(reasons), title or document.title, first):
        reasons[index] = None
    page = page.leaving_out(reasons)
    marks = in_order([*marks, *find_talk(page, marks, context.speakers)])
    narration, headed = find_narration(page, marks, [p.name for p in people.values()])
    marks = in_order([*marks, *narration])
    reasons = added(reasons, headed)
    headings = _headings_within(prepared.page, reasons, headed, first)
    language = language_of(document)
    pieces, cuts = cut_pieces(blocks, reasons, marks, people, kept, headings, language)
    left_out = [
        *_whole_blocks(blocks, reasons, kept),
        *cuts,
        *label_entries(blocks, [mark for mark in marks if not reasons[mark.block]], people),
    ]
    turns, signs = _with_confidence(turns_of(pieces), TurnSigns(considered, judged), judged)
    if not turns:
        raise refusal(document, page, None)
    transcript = _transcript(document, title, language, turns, left_out)
    transcript = named_as_wished(_with_people(transcript, people, context), wishes)
    transcript = replace(transcript, confidence=round(judged.confidence, 3), why=_why(judged, transcript))
    found = Findings(prepared, considered, judged, people, label_lines(blocks, marks), transcript, wishes)
    return FinishedReading(with_doubts(found), signs, context)


def _headings_within(page: Page, reasons: Sequence[Reason | None], headed: Mapping[int, Reason], first: int) -> frozenset[int]:
    """Return the headings from right above block `first` on that only this reading leaves out."""
    left_out = (i for i, reason in enumerate(reasons) if reason is Reason.FURNITURE and i >= first - 1)
    return frozenset(i for i in left_out if not page.reasons[i] and (i in headed or page.blocks[i].kind is Kind.HEADING))


def _with_confidence(
    turns: Sequence[tuple[Turn, TurnStart | None]], shown: TurnSigns, judged: Judged
) -> tuple[list[Turn], list[Mapping[str, float]]]:
    """Give each turn its confidence; a narrator's is that of the whole."""
    sure: list[Turn] = []
    signs: list[Mapping[str, float]] = []
    for turn, mark in turns:
        figure, why, own = judged.confidence, "no turn of a speaker", dict[str, float]()
        if mark and turn.role is not Role.NARRATOR:
            own = shown.of(mark, turn.text)
            figure, why = probability(own, "turn"), shown.why(mark)
        sure.append(replace(turn, confidence=round(figure, 3), why=why))
        signs.append(own)
    return sure, signs


def _why(judged: Judged, transcript: Transcript) -> str:
    """Say in words what the confidence of a transcript rests on."""
    talking = [turn for turn in transcript.turns if turn.role is not Role.NARRATOR]
    people = len({turn.speaker for turn in talking})
    shown = f"{judged.segmentation.layout} show {len(talking)} turns of {people} people"
    return f"{shown}; an interview: {judged.interview:.2f}, read right: {judged.right:.2f}"


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


def _narrated(document: Document, reasons: list[Reason | None], kept: frozenset[int]) -> Transcript:
    """All of a document without turns, read by the narrator."""
    blocks = document.blocks
    title = take_title(document, reasons, ())
    language = language_of(document)
    pieces, cuts = cut_pieces(blocks, reasons, (), {}, kept, language=language)
    turns = [turn for turn, _ in turns_of(pieces)]
    if not turns:
        raise NotAnInterviewError(
            f"{document.name} has nothing to read aloud: all of its text is furniture, captions or markup"
        )
    transcript = _transcript(document, title, language, turns, [*_whole_blocks(blocks, reasons, kept), *cuts])
    return replace(transcript, speakers=(Speaker(NARRATOR, Role.NARRATOR),))


def _whole_blocks(blocks: Sequence[Block], reasons: Sequence[Reason | None], kept: frozenset[int]) -> list[LeftOut]:
    return [
        LeftOut(" ".join(block.text.split()), block.line, reason)
        for index, (block, reason) in enumerate(zip(blocks, reasons, strict=True))
        if reason and block.text.strip() and index not in kept
    ]


def _transcript(
    document: Document, title: str, language: str, turns: Sequence[Turn], left_out: Sequence[LeftOut]
) -> Transcript:
    """Turns and ledger, sorted by line and checked; people and roles are yet to come."""
    markup = (LeftOut(words, line, Reason.MARKUP) for line, words in document.markup)
    transcript = Transcript(
        title=title,
        speakers=(),
        turns=tuple(turns),
        left_out=tuple(sorted([*left_out, *markup], key=lambda entry: entry.line)),
        date=document.date,
        language=language,
    )
    check_ledger(document, transcript)
    return transcript


def _with_people(transcript: Transcript, people: dict[str, Person], context: Context) -> Transcript:
    """The transcript with the people who speak, their roles and genders."""
    introduction = [p.text for turn in transcript.turns if turn.role is Role.NARRATOR for p in turn.paragraphs]
    by_name = {person.name: person for person in people.values()}
    talk = [turn for turn in transcript.turns if turn.role is not Role.NARRATOR]
    names = list(dict.fromkeys(turn.speaker for turn in talk))
    narrated = any(turn.role is Role.NARRATOR for turn in transcript.turns[1:-1])
    roles = assign_roles([by_name[name] for name in names], talk, context, narrated=narrated)
    prose = [*introduction, context.text.title, context.text.description, *(entry.text for entry in transcript.left_out)]
    said = [(turn.speaker, turn.text) for turn in talk]
    known = genders({name: by_name[name].labels for name in names}, prose, said, transcript.language)
    sure = person_confidence(talk, by_name)
    speakers = [Speaker(n, roles[n], tuple(by_name[n].spoken_labels), known[n], by_name[n].title, *sure[n]) for n in names]
    if introduction:
        speakers.insert(0, Speaker(NARRATOR, Role.NARRATOR))
    return replace(
        transcript,
        speakers=tuple(speakers),
        turns=tuple(replace(turn, role=roles.get(turn.speaker, turn.role)) for turn in transcript.turns),
    )
