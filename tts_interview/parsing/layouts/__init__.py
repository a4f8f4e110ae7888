"""The ways to set an interview: each layout proposes whole readings of a page, and knows nothing of the others.

A layout is a function that proposes readings, and a row in LAYOUTS.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tts_interview.parsing.asking import OPENING_QUOTES, SECOND_PERSON, asks
from tts_interview.parsing.layouts import dashes, labels, lines, questions
from tts_interview.parsing.layouts.examinations import with_examiners
from tts_interview.parsing.layouts.labels import asks_or_answers
from tts_interview.parsing.layouts.questions import number_of, with_farewell
from tts_interview.parsing.page.candidates import key_of, without_brackets
from tts_interview.parsing.page.furniture import COMMENT_HEAD
from tts_interview.parsing.page.places import DASH, Page
from tts_interview.parsing.people.person import joint_parts, letter_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION, Form, Segmentation, TurnStart
from tts_interview.parsing.vocabulary import ANSWER_WORDS, NO_SPEAKERS, QUESTION_WORDS, any_of

_ABOUT_SOMEBODY = re.compile(rf"(?i:{any_of('about_person')})\W")
_LEAST_MARKS = 2
_LEAST_ASKING = 0.6
_MOST_LABEL_WORDS = 4
_MOST_RETURNING = 2
# "@mill: Why here?", and before a space in scripts that set none: 森下 いい天気です。
_SHARED_LABEL = re.compile(
    r"(?P<label>[@#]?\w[^\s:\uff1a]{0,29}(?: [^\s:\uff1a]{1,20}){0,2}(?= ?[:\uff1a])|[\u3040-\u9fff]{1,8}(?=[ \u3000]))"
    r"[ \u3000]?[:\uff1a]?\s*"
)
# A label may stand before the quotation mark.
_OPENING_CHARS = 80
_NEARLY_ALL = 0.85
# In a shorter exchange a word and a colon may open a remark, or be a title.
_MANY_MARKS = 20
# Two answers may begin with the same word and a colon by chance.
_LEAST_OVERLOOKED = 3


@dataclass(frozen=True, slots=True)
class InterviewLayout:
    """A way to set an interview.

    propose: yields the marks of each reading that the layout sees in a page.
    sure: the format itself names the speakers, so no other layout competes.
    """

    name: str
    propose: Callable[[Page], Iterator[Sequence[TurnStart]]]
    sure: bool = False


LAYOUTS = (
    InterviewLayout("voices", labels.propose_voices, sure=True),
    InterviewLayout("labels", labels.propose_labels),
    InterviewLayout("lone names", labels.propose_lone_names),
    InterviewLayout("letters", labels.propose_letters),
    InterviewLayout("questions", questions.propose_questions),
    InterviewLayout("dashes", dashes.propose_dashes),
    InterviewLayout("lines", lines.propose_lines),
    InterviewLayout("rounds", lines.propose_rounds),
)


def readings(page: Page) -> list[Segmentation]:
    """Return the different readings that the layouts propose, in the order of the layouts."""
    comments = next((i for i in page.numbers if COMMENT_HEAD.fullmatch(page.blocks[i].text.strip())), len(page.blocks))
    found: dict[tuple[tuple[int, int, str], ...], Segmentation] = {}
    for layout in LAYOUTS:
        for proposed in layout.propose(page):
            marks = _above(comments, _without_lead(page, with_farewell(page, proposed)))
            marks = _with_shared_labels(page, _with_first_labels(page, _without_tail(marks)))
            marks = with_examiners(page, marks)
            key = tuple((mark.block, mark.start, key_of(mark.label)) for mark in marks)
            if len(marks) >= _LEAST_MARKS:
                found.setdefault(key, Segmentation(layout.name, tuple(marks)))
        if layout.sure and found:
            break
    return _labelled_only(page, list(found.values()))


def _labelled_only(page: Page, found: list[Segmentation]) -> list[Segmentation]:
    """Drop what labels refute: a reading with fewer names at the same places, or any guess where nearly all blocks have one."""
    places = [frozenset(_begins(page, mark) for mark in one.marks) for one in found]
    named = [
        sum(mark.named and mark.end > mark.start and not _counts_questions(mark.label) for mark in one.marks) for one in found
    ]
    fullest: dict[frozenset[tuple[int, int]], int] = {}
    for place, count in zip(places, named, strict=True):
        fullest[place] = max(count, fullest.get(place, 0))
    kept = [one for one, place, count in zip(found, places, named, strict=True) if count == fullest[place]]
    kept = [one for one in kept if not _overlooks(page, one)] or kept
    for is_refuted in (_adds_known, _adds_strangers, _adds_tail):
        kept = [one for one in kept if not any(is_refuted(page, one, other) for other in kept)]
    dense = any(_is_dense(page, one) for one in kept)
    return [one for one in kept if not dense or 2 * sum(mark.named for mark in one.marks) >= len(one.marks)]


def _begins(page: Page, mark: TurnStart) -> tuple[int, int]:
    """Return where a turn begins, as block and offset: with its words, where its label stands alone at the end of a block."""
    bare = mark.named and not page.text_of(mark, None).strip()
    return (page.after(mark.block), 0) if bare else mark.place


def _overlooks(page: Page, one: Segmentation) -> bool:
    """Return whether at least half of the answers, or of all turns, begin with a label that stands again and again.

    A name before a dash is such a label only where questions have one too. Where each answer begins with some label, one that
    returns is enough.
    """
    answers = [mark for mark in one.marks if mark.label == ANSWER]
    overlooked = sum(mark.place in page.returning for mark in answers)
    if overlooked and len(answers) >= _LEAST_OVERLOOKED:
        colons = {m.place for m in page.candidates if m.style.form is Form.COLON and m.proper}
        if all(mark.place in colons for mark in answers):
            return True
    unnamed = [mark for mark in one.marks if not mark.named]
    dashed = sum(mark.place in page.dashed for mark in unnamed)
    return overlooked >= max(_LEAST_OVERLOOKED, len(answers) / 2) or dashed > max(_LEAST_OVERLOOKED, len(unnamed) / 2)


def _adds_known(page: Page, one: Segmentation, other: Segmentation) -> bool:
    """Return whether another reading has all labels of this one, and more that the page knows or that join some of them.

    Where nearly every one of many blocks has a label, one more is believed if it may be a first name; so is one in capitals
    among such.
    """
    own, more = ({(mark.block, mark.start, mark.label): mark for mark in reading.marks} for reading in (one, other))
    if not own.keys() < more.keys() or not any(mark.named for mark in one.marks):
        return False
    starts = {start for _, _, label in own for word in key_of(label).split() for start in (word, word[0])}
    in_capitals = _are_in_capitals(one)
    asked = _asked_before_labels(page, other)
    dense = _is_long_and_dense(page, other)
    return all(
        (block, start) in asked
        or page.knows(key_of(label))
        or _joins(label, starts)
        or (dense and " " not in label and key_of(label) not in NO_SPEAKERS)
        or (in_capitals and more[block, start, label].style.capitals)
        for block, start, label in more.keys() - own
    )


def _are_in_capitals(reading: Segmentation) -> bool:
    """Return whether all labels of a reading are in capitals, or letters for questions and answers."""
    return all(mark.style.capitals or letter_of(mark.label) for mark in reading.marks if mark.named)


def _asked_before_labels(page: Page, reading: Segmentation) -> set[tuple[int, int]]:
    """Return where questions without a label stand, each right before an answer with one, if most of them ask."""
    pairs = zip(reading.marks, reading.marks[1:], strict=False)
    before = [m for m, after in pairs if m.label == QUESTION and after.named]
    asking = sum(_asks(page, m) for m in before)
    return {m.place for m in before} if asking >= _LEAST_ASKING * len(before) else set()


def _adds_strangers(page: Page, one: Segmentation, other: Segmentation) -> bool:
    """Return whether a reading has all labels of another one, and beside them only some that stand once and name nobody known.

    Labels with a time stamp, with another label in brackets, in bold where all questions have one, or in capitals among such
    are believed even so.
    """
    own, less = ({(m.block, m.start, m.label): m for m in reading.marks} for reading in (one, other))
    few = len({key_of(m.label) for m in other.marks}) < _LEAST_MARKS
    if not less.keys() < own.keys() or one.layout != other.layout or few or _is_long_and_dense(page, one):
        return False
    counts = Counter(key_of(mark.label) for mark in one.marks)
    after_questions = any(mark.label == QUESTION for mark in one.marks)
    extra = [mark for place, mark in own.items() if place not in less]
    in_capitals = _are_in_capitals(other)
    return all(
        m.style.form is Form.COLON
        and (after_questions or not m.style.bold)
        and not (m.style.capitals and in_capitals)
        and _is_stranger(page, m.label, counts)
        for m in extra
    )


def _adds_tail(page: Page, one: Segmentation, other: Segmentation) -> bool:
    """Return whether a reading is another one and more below its end, where a stranger has a label and nobody asks."""
    pairs, tail = zip(one.marks, other.marks, strict=False), one.marks[len(other.marks) :]
    if not tail or any(own.place != less.place for own, less in pairs):
        return False
    counts = Counter(key_of(mark.label) for mark in one.marks)
    strangers = any(mark.named and _is_stranger(page, mark.label, counts) for mark in tail)
    return strangers and not any(_asks(page, mark) for mark in tail)


def _is_stranger(page: Page, label: str, counts: Counter[str]) -> bool:
    """Return whether a label stands once, and neither it nor what stands in its brackets is known."""
    in_brackets = key_of(label.removeprefix(without_brackets(label)).strip(" ()（）[]"))
    return not (counts[key_of(label)] > 1 or counts[in_brackets] or page.knows(key_of(label)) or asks_or_answers(label))


def _joins(label: str, starts: set[str]) -> bool:
    parts = joint_parts(without_brackets(label))
    return len(parts) > 1 and all(part in starts for part in parts)


def _counts_questions(label: str) -> bool:
    """Return whether a label is a word for questions or answers and a number: "Question 3"."""
    words = key_of(label).split()
    return words[0] in QUESTION_WORDS | ANSWER_WORDS and words[-1].isdigit()


def _is_dense(page: Page, one: Segmentation) -> bool:
    """Return whether labels open nearly every block from the first on."""
    opened = {mark.block for mark in one.marks if mark.named and mark.style.form is not Form.WEAK}
    blocks = [i for i in page.numbers if i >= one.marks[0].block]
    return one.layout == "labels" and len(opened) >= _NEARLY_ALL * len(blocks)


def _is_long_and_dense(page: Page, one: Segmentation) -> bool:
    return len(one.marks) >= _MANY_MARKS and _is_dense(page, one)


def _without_lead(page: Page, marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Drop what is set like a question above the first one: a standfirst in bold, a heading, a line of a menu.

    Where most questions ask, such a lead neither asks nor addresses anybody, or nobody answers it. If all
    answers are quoted but the first, that is a standfirst, and the question above it is the title.
    """
    questions = [mark for mark in marks if mark.label == QUESTION]
    asking = sum(_asks(page, mark) for mark in questions)
    if asking < _LEAST_ASKING * len(questions):
        return marks
    place = 2 * _is_lone_unquoted(page, marks)
    while place + 1 < len(marks) and marks[place].label == QUESTION:
        first, second = marks[place], marks[place + 1]
        if second.label == QUESTION and second.block > first.block + 1:
            place += 1
        elif number_of(page.blocks[first.block].text) or all(_is_dashed(page, mark) for mark in (first, second)):
            break  # both are said, though the first does not ask
        elif not _asks(page, first) and not SECOND_PERSON.search(page.text_of(first, second)):
            place += 1 + (second.label == ANSWER)
        else:
            break
    return marks[place:]


def _is_lone_unquoted(page: Page, marks: Sequence[TurnStart]) -> bool:
    """Return whether the first answer stands without quotation marks, and all others have some."""
    texts = [page.text_of(mark, None).lstrip() for mark in marks if mark.label == ANSWER]
    if len(texts) <= _LEAST_MARKS or [mark.label for mark in marks[:2]] != [QUESTION, ANSWER]:
        return False
    quoted = any(sign in texts[0][:_OPENING_CHARS] for sign in OPENING_QUOTES)
    return not quoted and all(text.startswith(OPENING_QUOTES) for text in texts[1:])


def _is_dashed(page: Page, mark: TurnStart) -> bool:
    return mark.start < mark.words_start and DASH.match(page.blocks[mark.block].text, mark.start) is not None


def _above(comments: int, marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Drop what stands below the first of the readers' comments, unless that is half of the talk or more."""
    above = [mark for mark in marks if mark.block < comments]
    return above if 2 * len(above) > len(marks) else marks


def _without_tail(marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Drop a last label that stands once and is a field of the page or tells whom the words are about: "About Ann Lee"."""
    label = marks[-1].label if marks and marks[-1].named else ""
    if not label or any(mark.label == label for mark in marks[:-1]):
        return marks
    is_field = key_of(label) in NO_SPEAKERS or _ABOUT_SOMEBODY.match(f"{label}: ")
    return marks[:-1] if is_field else marks


def _asks(page: Page, mark: TurnStart) -> bool:
    place = page.places.get(mark.block)
    return place is not None and (place.asks if not mark.start else asks(page.blocks[mark.block].text[mark.words_start :]))


def _with_shared_labels(page: Page, marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Give questions, or answers, the words with which nearly all of them begin, though these have not the shape of a label."""
    known = {mark.place for mark in page.candidates if not mark.style.listed}
    for anonymous in (QUESTION, ANSWER):
        own = [mark for mark in marks if mark.label == anonymous and mark.place not in known]
        found = {mark: hit for mark in own if (hit := _SHARED_LABEL.match(page.blocks[mark.block].text, mark.end))}
        label, count = next(iter(Counter(hit["label"] for hit in found.values()).most_common(1)), ("", 0))
        if count >= max(_LEAST_OVERLOOKED, _NEARLY_ALL * len(own)):
            ends = {mark: hit.end() for mark, hit in found.items() if hit["label"] == label}
            marks = [replace(m, end=ends.get(m, m.end), label=label) if m.label == anonymous else m for m in marks]
    return marks


def _with_first_labels(page: Page, marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Give questions, or answers, the label that stands before the first of them alone, as many papers set it."""
    if len(page.returning) > _MOST_RETURNING:
        return marks  # the page labels its turns
    candidates = {m.place: m for m in page.candidates if m.proper and m.style.form in (Form.COLON, Form.TAG)}
    for anonymous in (QUESTION, ANSWER):
        first = next((mark for mark in marks if mark.label == anonymous), None)
        found = candidates.get(first.place) if first and first.place not in page.returning else None
        if first is None or found is None:
            continue
        if found.style.listed or len(found.label.split()) > _MOST_LABEL_WORDS or asks_or_answers(found.label):
            continue
        named = {first: replace(first, end=found.end, extra_end=found.extra_end, label=found.label, style=found.style)}
        marks = [named.get(m) or (replace(m, label=found.label) if m.label == anonymous else m) for m in marks]
    return marks
