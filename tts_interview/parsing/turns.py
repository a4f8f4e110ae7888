"""Where the turns start: labels, and where there are none, questions, answers and what the narrator says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from tts_interview.model import Kind, Reason, Role
from tts_interview.parsing.acceptance import Known, accepted
from tts_interview.parsing.dialogue import find_dialogue
from tts_interview.parsing.emphasis import Stretches
from tts_interview.parsing.farewell import find_farewell
from tts_interview.parsing.flattened import find_inside
from tts_interview.parsing.labels import find_candidates, key_of, without_headings_of_chapters, without_headline
from tts_interview.parsing.lines import goes_on
from tts_interview.parsing.linewise import find_lines
from tts_interview.parsing.marks import ANSWER, CLOSING, NARRATION, QUESTION, Form, TurnStart, in_order, with_others
from tts_interview.parsing.people import role_of
from tts_interview.parsing.questionnaire import find_rounds
from tts_interview.parsing.questions import asks, find_questions, is_wholly
from tts_interview.parsing.vocabulary import QUESTION_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tts_interview.model import Block

_LEAST_ASKING = 0.4
_LEAST_ONE_SIDED = 0.6
_LEAST = 2
_MOST_GLUED_LABELS = 200
_HEADING_WORDS = 14
_LEAST_TALK = 3
_MOST_LABEL_WORDS = 3
_MOST_NAMES = 200
# What stands before the name of whom a note is about: "About Ann Lee".
_ABOUT = r"about|(?:zur person|über)[: ]|à propos d[e’']|qui est|sobre|acerca de|biografía de|su(?:lla)?|об?|关于"
_LINE_BELOW = re.compile(r"[ \t\xa0]*+\n\s*")
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|my|me|we|our|ich|mich|mein\w*|wir|uns|je|j'|nous|yo|mi|nosotros|io|noi|eu|nós|я|мне|мы|нас)\b|我|私|저는|나는",
    re.I,
)


def find_marks(blocks: Sequence[Block], reasons: list[Reason | None], known: Known) -> list[TurnStart]:
    """The marks of all turns, in order; empty if the page shows none. `known` are people who may speak."""
    candidates = without_headings_of_chapters(list(find_candidates(blocks, reasons)), blocks)
    candidates = without_headline(candidates, blocks)
    labels = accepted(candidates, known)
    rounds = find_rounds(blocks, reasons, labels)
    if rounds:
        return rounds
    labels += _wished(blocks, reasons, known, {(mark.block, mark.start) for mark in labels})
    if labels and all(mark.style.listed for mark in labels) and find_questions(blocks, reasons, ()):
        labels = []  # a list inside an answer: "Pro: ...", "Contra: ..."
    inside = find_inside(blocks, reasons, labels)
    if inside:
        return inside
    labels += _answering_once(blocks, reasons, labels, candidates)
    labels += _asking_first(blocks, labels, candidates)
    labels = in_order([*labels, *_glued(blocks, reasons, labels)])
    if _somebody_asks(blocks, labels):
        others = _unlabelled_answers(blocks, reasons, labels) or _answers_forgotten(blocks, reasons, labels)
    else:
        others = _questions(blocks, reasons, labels)
    marks = _by_host(with_others(labels, others), blocks)
    return with_others(marks, find_farewell(blocks, reasons, marks))


def _by_host(marks: list[TurnStart], blocks: Sequence[Block]) -> list[TurnStart]:
    """Who opens under his name, and never speaks again once questions have no label, asks these; once if with a question."""
    first = next((place for place, mark in enumerate(marks) if mark.label == QUESTION), 0)
    # By their first words: "Ida Roux" is back as "Ida".
    before = [key_of(mark.label).split()[0] for mark in marks[:first] if mark.named]
    after = {key_of(mark.label).split()[0] for mark in marks[first:] if mark.named}
    gone = set(before) - after
    if not before or gone != {before[0]} or not set(before) & after:
        return marks
    if before.count(before[0]) < _LEAST and not asks(words_of(marks[0], marks[1], blocks)):
        return marks
    host = marks[0].label
    return [replace(mark, label=host) if mark.label == QUESTION else mark for mark in marks]


def _asking_first(blocks: Sequence[Block], labels: Sequence[TurnStart], candidates: Sequence[TurnStart]) -> list[TurnStart]:
    """Who has a label once, right before the first answer with one, and asks: a paper that is named with its first question."""
    first = min(labels, key=lambda mark: (mark.block, mark.start), default=None)
    before = [m for m in candidates if first and (m.block, m.start) < (first.block, first.start)][-1:]
    alike = [m for m in before if first and m.proper and m.style == first.style and key_of(m.label) != key_of(first.label)]
    return [m for m in alike if asks(words_of(m, first, blocks))]


def _questions(blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Questions without labels, by what shows them best."""
    found = [find_questions(blocks, reasons, labels), find_dialogue(blocks, reasons, labels)]
    found += [] if labels else [find_lines(blocks, reasons)]
    best = max(found, key=lambda marks: sum(mark.label == QUESTION for mark in marks))
    return best or _plain_questions_between(blocks, reasons, labels)


def words_of(mark: TurnStart, following: TurnStart | None, blocks: Sequence[Block]) -> str:
    """What is said after a mark in its own block."""
    end = following.start if following and following.block == mark.block else len(blocks[mark.block].text)
    return blocks[mark.block].text[mark.words_start : end]


def find_talk(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], marks: Sequence[TurnStart], speakers: Sequence[str]
) -> list[TurnStart]:
    """A talk in the first person before the questions belongs to the one speaker whom the metadata names.

    An introduction by somebody else names him; a talk does not.
    """
    announced = set(map(key_of, speakers))
    own = [mark.label for mark in marks if mark.named and key_of(mark.label) in announced]
    before = [
        i for i in range(marks[0].block) if not reasons[i] and blocks[i].text.strip() and blocks[i].kind is not Kind.HEADING
    ]
    if len(set(own)) != 1 or len(speakers) != 1 or len(before) < _LEAST_TALK:
        return []
    surname = speakers[0].split()[-1]
    first_person = sum(bool(_FIRST_PERSON.search(blocks[i].text)) for i in before)
    if first_person < _LEAST_ONE_SIDED * len(before) or any(surname in blocks[i].text for i in before):
        return []
    return [TurnStart(before[0], 0, 0, own[0])]


def _said(blocks: Sequence[Block], marks: Sequence[TurnStart]) -> dict[str, list[str]]:
    """What is said under each label, in the block of the label or, where it stands alone, in the next."""
    said: dict[str, list[str]] = defaultdict(list)
    for mark, following in zip_longest(marks, marks[1:]):
        words = words_of(mark, following, blocks)
        if not words.strip() and mark.block + 1 < len(blocks) and (not following or following.block > mark.block + 1):
            words = blocks[mark.block + 1].text
        said[key_of(mark.label)].append(words)
    return said


def _somebody_asks(blocks: Sequence[Block], labels: Sequence[TurnStart]) -> bool:
    """Whether one of those who have labels asks the questions."""
    return any(
        key in QUESTION_LETTERS
        or role_of(key, whole=True) is Role.INTERVIEWER
        or (len(texts) >= _LEAST and sum(map(asks, texts)) >= _LEAST_ASKING * len(texts))
        for key, texts in _said(blocks, labels).items()
    )


def _wished(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], known: Known, taken: set[tuple[int, int]]
) -> list[TurnStart]:
    """What the user says is a label, at the start of a line and before a colon, whatever it looks like."""
    if not known.labels:
        return []
    names = "|".join(re.escape(label) for label in sorted(known.labels, key=len, reverse=True))
    pattern = re.compile(rf"^[ \t]*(?P<label>{names})[ \xa0]*[:\uff1a]", re.M | re.I)
    return [
        TurnStart(index, found.start("label"), found.end(), found["label"])
        for index, block in enumerate(blocks)
        if reasons[index] is None
        for found in pattern.finditer(block.text)
        if (index, found.start("label")) not in taken
    ]


def _answering_once(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Sequence[TurnStart], candidates: Sequence[TurnStart]
) -> list[TurnStart]:
    """Bold labels that are seen once, right below a question, where all others are set like them: who spoke once."""
    styles = {mark.style for mark in labels}
    if len(styles) != 1 or not all(style.bold and style.form is Form.COLON for style in styles):
        return []
    taken = {mark.block for mark in labels}
    found = []
    for mark in candidates:
        if mark.style in styles and mark.proper and mark.first and mark.block not in taken:
            above = _previous(mark.block, reasons)
            asked = above >= 0 and (blocks[above].text.rstrip().endswith(("?", "？")) or is_wholly(blocks[above], bold=True))
            if asked and len(mark.label.split()) <= _MOST_LABEL_WORDS:
                found.append(mark)
    return found


def _glued(blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Known labels that stand behind the end of a sentence: "No restriction. Q:"."""
    counts = Counter(mark.label for mark in labels if mark.style.form is Form.COLON)
    known = [label for label, count in counts.most_common(_MOST_GLUED_LABELS) if count >= _LEAST or label == "Q"]
    taken = {(mark.block, mark.start) for mark in labels}
    if not known:
        return []
    names = "|".join(re.escape(label) for label in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<=[.?!…\"”’)\]。？！])\s+(?P<label>{names})[ \xa0]*[:\uff1a](?=\s|$)")
    return [
        TurnStart(index, found.start("label"), found.end(), found["label"], first=False)
        for index, block in enumerate(blocks)
        if reasons[index] is None
        for found in pattern.finditer(block.text)
        if (index, found.start("label")) not in taken
    ]


def _unlabelled_answers(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Sequence[TurnStart]
) -> list[TurnStart]:
    """Where all labels ask, those who answer have none: each answer begins after a question."""
    said = _said(blocks, labels)
    asking = [key for key, texts in said.items() if sum(map(asks, texts)) >= _LEAST_ONE_SIDED * len(texts)]
    if len(asking) != len(said) or len(labels) < _LEAST:
        return []
    starts = {mark.block for mark in labels}
    after = _kept_after(reasons)
    bold = {index: Stretches(e for e in blocks[index].emphasis if e.bold) for index in starts}
    answers = [_answer_after(mark, blocks[mark.block], bold[mark.block], after) for mark in labels]
    found = [answer for answer in answers if answer and (not answer.first or answer.block not in starts)]
    return list(dict.fromkeys(found)) if len(found) >= _LEAST_ONE_SIDED * len(labels) else []


def _answer_after(mark: TurnStart, block: Block, bold: Stretches, after: Sequence[int]) -> TurnStart | None:
    """The answer after a labelled question: in the line below its bold words, else the next block, which may have a label."""
    end = bold.end_at(mark.start)
    below = _LINE_BELOW.match(block.text, end) if end else None
    if below and below.end() < len(block.text):
        return TurnStart(mark.block, below.end(), below.end(), ANSWER, first=False)
    index = after[mark.block]
    return TurnStart(index, 0, 0, ANSWER) if index < len(after) else None


def _answers_forgotten(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Sequence[TurnStart]
) -> list[TurnStart]:
    """Between Q and Q, on a page of Q and A, what stands in a paragraph of its own is an answer whose A was forgotten."""
    letters = {key_of(mark.label) for mark in labels}
    if not {"q", "a"} <= letters:
        return []
    found = []
    after = _kept_after(reasons)
    for mark, following in zip_longest(labels, labels[1:]):
        index = after[mark.block]
        last = following.block if following else len(blocks)
        if key_of(mark.label) == "q" and mark.words_start < len(blocks[mark.block].text.rstrip()) and index < last:
            found += [TurnStart(index, 0, 0, ANSWER)] if not following or key_of(following.label) == "q" else []
    return found


def _plain_questions_between(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Sequence[TurnStart]
) -> list[TurnStart]:
    """Questions in plain type before labelled answers: nobody who has a label asks, and what stands above a label does.

    Among them what trails off is a remark: "It was your first concert...".
    """
    starts = {mark.block for mark in labels if mark.first}
    above = [_line_above(mark, blocks, reasons) for mark in labels]
    places = [(i, start, text) for i, start, text in above if text and (start or i not in starts)]
    asking = [place for place in places if asks(place[2])]
    if len(asking) < _LEAST or len(asking) < _LEAST_ASKING * len(labels):
        return []
    remarks = [place for place in places[1:] if place[2].rstrip().endswith(("…", "..."))]
    return [TurnStart(i, start, start, QUESTION, first=not start) for i, start, _ in dict.fromkeys([*asking, *remarks])]


def _line_above(mark: TurnStart, blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> tuple[int, int, str]:
    """The paragraph above a label, or the line if they share one: the block, where it starts there, and its text."""
    if not mark.first:
        text, end = blocks[mark.block].text, mark.start
        while end and text[end - 1] == "\n":
            end -= 1
        start = text.rfind("\n", 0, end) + 1
        while start and goes_on(text[(before := text.rfind("\n", 0, start - 1) + 1) : start - 1]):  # a line that is wrapped
            start = before
        return mark.block, start, text[start:end]
    index = _previous(mark.block, reasons)
    if index < 0 or blocks[index].kind is Kind.HEADING:
        return 0, 0, ""
    return index, 0, blocks[index].text


def _kept_after(reasons: Sequence[Reason | None]) -> list[int]:
    """For each block the next one that is not left out; the number of blocks where there is none."""
    after = [len(reasons)] * len(reasons)
    for index in range(len(reasons) - 2, -1, -1):
        after[index] = after[index + 1] if reasons[index + 1] else index + 1
    return after


def _previous(index: int, reasons: Sequence[Reason | None]) -> int:
    before = index - 1
    while before >= 0 and reasons[before]:
        before -= 1
    return before


def find_narration(
    blocks: Sequence[Block], reasons: list[Reason | None], marks: Sequence[TurnStart], names: Iterable[str]
) -> list[TurnStart]:
    """Marks of what the narrator says between and after the turns; headings that divide the page are left out."""
    about = _about(names)
    starts = {mark.block for mark in marks}
    labelled = any(mark.named for mark in marks)
    narration: list[TurnStart] = []
    above = _previous(marks[0].block, reasons)
    if labelled and above > 0 and _is_topic(blocks[above]):
        reasons[above] = Reason.FURNITURE
    for index in range(marks[0].block, len(blocks)):
        block = blocks[index]
        if reasons[index] or index in starts or not block.text.strip():
            continue
        if block.kind is Kind.HEADING or (labelled and _is_topic(block)):
            reasons[index] = Reason.FURNITURE
        elif labelled and about and about.match(block.text) and _divides(blocks[index - 1]):
            narration.append(TurnStart(index, 0, 0, CLOSING))
        elif (labelled and is_wholly(block, bold=True)) or is_wholly(block, bold=False) or _is_note(block):
            narration.append(TurnStart(index, 0, 0, NARRATION))
    return [*narration, *_closing(blocks, reasons, marks, {m.block for m in narration}, about)]


def _about(names: Iterable[str]) -> re.Pattern[str] | None:
    """What tells of one of those who speak in the third person: the full name, then a word in lower case."""
    people = "|".join(re.escape(name) for name in list(dict.fromkeys(names))[:_MOST_NAMES] if " " in name)
    alone = rf"(?:{people})(?:, [^.,]{{1,60}},)? [^\W\d_A-Z]"
    return re.compile(rf"(?:(?i:{_ABOUT}) (?:{people})\b|{alone})") if people else None


def _divides(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.RULE)


def _is_topic(block: Block) -> bool:
    """A short bold line that is no sentence, over the turns of a page whose speakers have labels."""
    if not is_wholly(block, bold=True):
        return False
    text = block.text.strip()
    return len(text.split()) <= _HEADING_WORDS and not text.endswith((".", "!", "。"))


def _is_note(block: Block) -> bool:
    """An editor's note in brackets, of a sentence or more."""
    text = block.text.strip()
    return text[0] in "[(（【" and text[-1] in "])）】" and len(text.split()) > _HEADING_WORDS


def _closing(
    blocks: Sequence[Block],
    reasons: Sequence[Reason | None],
    marks: Sequence[TurnStart],
    narrated: set[int],
    about: re.Pattern[str] | None,
) -> list[TurnStart]:
    """After the last turn: what stands below a rule, or tells of a speaker in the third person."""
    for index in range(marks[-1].block + 1, len(blocks)):
        if reasons[index] and blocks[index].kind is not Kind.RULE:
            continue
        below_rule = blocks[index - 1].kind is Kind.RULE
        if blocks[index].text.strip() and index not in narrated and (below_rule or (about and about.match(blocks[index].text))):
            return [TurnStart(index, 0, 0, CLOSING)]
    return []
