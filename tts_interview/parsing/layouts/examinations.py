"""Questions of several examiners, as hearings and depositions print them: "BY MR. REED:" says who Q. is from there on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tts_interview.model import Role
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.people.person import letter_of, role_of
from tts_interview.parsing.segmentation import LabelStyle, TurnStart, in_order
from tts_interview.parsing.vocabulary import LETTERS, QUESTION_LETTERS, any_of

_BY = rf"(?:{any_of('before_examiners')})[ \t]+(?P<name>[^\s:()][^:()\n]{{0,60}})"
# With a line in capitals above it: "CROSS-EXAMINATION".
_ABOVE = r"(?-i:[A-Z][^a-z\n:.?!]{2,60}\n)"
_HEADING = re.compile(rf"^[ \t]*+(?P<label>{_ABOVE}?[ \t]*+{_BY}):[ \t]*+$", re.I | re.M)
_IN_BRACKETS = re.compile(rf"[ \t]*+\({_BY}\)[ \t]*+", re.I)
_LONGEST_LETTER = 3  # "Q12"
_HEADED = LabelStyle(capitals=True, alone=True)


def with_examiners(page: Page, marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Name those who ask and answer under letters as headings, "BY MR. REED:", and brackets, "Q. (BY MR. REED)", say."""
    asked = [mark for mark in marks if len(mark.label) <= _LONGEST_LETTER and letter_of(mark.label) in QUESTION_LETTERS]
    headings = list(_headings(page)) if asked else []
    if not headings and not any(_in_brackets(page, mark) for mark in asked):
        return marks
    places = {mark.place for mark in headings}
    others = (mark for mark in marks if mark.place not in places)
    return list(_named(page, in_order([*others, *headings]), places))


def _headings(page: Page) -> Iterator[TurnStart]:
    """Yield the headings of examinations as labels without the word before the name."""
    for index in page.numbers:
        text = page.blocks[index].text
        found = _HEADING.finditer(text) if ":" in text else ()
        yield from (TurnStart(index, f.start("label"), f.end(), f["name"], first=not f.start(), style=_HEADED) for f in found)


def _in_brackets(page: Page, mark: TurnStart) -> re.Match[str] | None:
    return _IN_BRACKETS.match(page.blocks[mark.block].text, mark.words_start)


def _named(page: Page, marks: Sequence[TurnStart], headings: set[tuple[int, int]]) -> Iterator[TurnStart]:
    """Yield the marks, each letter for a question or an answer with the name of whoever asks or answers there."""
    asker = ""
    answering = (m.label for m in marks if not letter_of(m.label) and role_of(m.label, whole=True) is Role.GUEST)
    answerer = next(answering, "")
    for mark in marks:
        letter = letter_of(mark.label)
        found = _in_brackets(page, mark) if letter in QUESTION_LETTERS else None
        if found or (mark.place in headings and mark.label.casefold() != answerer.casefold()):
            asker = found["name"] if found else mark.label
        own = asker if letter in QUESTION_LETTERS else answerer if letter in LETTERS else ""
        extra_end = found.end() if found else mark.extra_end
        yield replace(mark, label=own, extra_end=extra_end, style=replace(mark.style, capitals=True)) if own else mark
