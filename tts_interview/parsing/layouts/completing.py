"""What labels leave open: answers or questions without a label, and labels behind the end of a sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.asking import asks
from tts_interview.parsing.layouts.questions import questions_beside
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.offsets import Stretches
from tts_interview.parsing.people.person import letter_of, role_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION, Form, TurnStart, in_order, with_others
from tts_interview.parsing.vocabulary import QUESTION_LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.parsing.page.places import Page

_LEAST_ASKING = 0.4
_LEAST_ONE_SIDED = 0.6
_LEAST = 2
_LINE_BELOW = re.compile(r"[ \t\xa0]*+\n\s*")
# No show has more people; a page that was made to hurt may.
_MOST_GLUED_LABELS = 200


def completed(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return the labels with all that a page of labels leaves without one, in order."""
    found = in_order([*labels, *_glued(page, labels)])
    asked = _somebody_asks(page, found)
    others = _unlabelled_answers(page, found) if asked else questions_beside(page, found)
    return _by_host(with_others(found, others), page)


def _by_host(marks: list[TurnStart], page: Page) -> list[TurnStart]:
    """Attribute unlabelled questions to the host who opens by name and has no label afterwards."""
    first = next((place for place, mark in enumerate(marks) if mark.label == QUESTION), 0)
    # By their first words: "Ida Roux" is back as "Ida".
    before = [key_of(mark.label).split()[0] for mark in marks[:first] if mark.named]
    after = {key_of(mark.label).split()[0] for mark in marks[first:] if mark.named}
    gone = set(before) - after
    if not before or gone != {before[0]} or not set(before) & after or letter_of(marks[0].label):
        return marks
    if before.count(before[0]) < _LEAST and not asks(page.text_of(marks[0], marks[1])):
        return marks
    host = marks[0].label
    return [replace(mark, label=host) if mark.label == QUESTION else mark for mark in marks]


def _glued(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return known labels that stand behind the end of a sentence: "No restriction. Q:"."""
    counts = Counter(mark.label for mark in labels if mark.style.form is Form.COLON)
    known = [label for label, count in counts.most_common(_MOST_GLUED_LABELS) if count >= _LEAST or label == "Q"]
    taken = {(mark.block, mark.start) for mark in labels}
    if not known:
        return []
    names = "|".join(re.escape(label) for label in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<=[.?!…\"”’)\]。？！])\s+(?P<label>{names})[ \xa0]*[:\uff1a](?=\s|$)")
    return [
        TurnStart(index, found.start("label"), found.end(), found["label"], first=False)
        for index in page.places
        for found in pattern.finditer(page.blocks[index].text)
        if (index, found.start("label")) not in taken
    ]


def _said(page: Page, marks: Sequence[TurnStart]) -> dict[str, list[str]]:
    """Return what is said under each label, in the block of the label or, where it stands alone, in the next."""
    said: dict[str, list[str]] = defaultdict(list)
    blocks = page.blocks
    for mark, following in zip_longest(marks, marks[1:]):
        words = page.text_of(mark, following)
        if not words.strip() and mark.block + 1 < len(blocks) and (not following or following.block > mark.block + 1):
            words = blocks[mark.block + 1].text
        said[key_of(mark.label)].append(words)
    return said


def _somebody_asks(page: Page, labels: Sequence[TurnStart]) -> bool:
    """Return whether one of those who have labels asks the questions."""
    return any(
        key in QUESTION_LETTERS
        or role_of(key, whole=True) is Role.INTERVIEWER
        or (len(texts) >= _LEAST and sum(map(asks, texts)) >= _LEAST_ASKING * len(texts))
        for key, texts in _said(page, labels).items()
    )


def _unlabelled_answers(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return the starts of answers, each after a question, where all labels ask and those who answer have none."""
    said = _said(page, labels)
    asking = [key for key, texts in said.items() if sum(map(asks, texts)) >= _LEAST_ONE_SIDED * len(texts)]
    if len(asking) != len(said) or len(labels) < _LEAST:
        return []
    starts = {mark.block for mark in labels}
    bold = {index: Stretches(e for e in page.blocks[index].emphasis if e.bold) for index in starts}
    answers = [_answer_after(mark, page, bold[mark.block]) for mark in labels]
    found = [answer for answer in answers if answer and (not answer.first or answer.block not in starts)]
    return list(dict.fromkeys(found)) if len(found) >= _LEAST_ONE_SIDED * len(labels) else []


def _answer_after(mark: TurnStart, page: Page, bold: Stretches) -> TurnStart | None:
    """Return the answer after a labelled question: in the line below its bold words, else the next block."""
    end = bold.end_at(mark.start)
    text = page.blocks[mark.block].text
    below = _LINE_BELOW.match(text, end) if end else None
    if below and below.end() < len(text):
        return TurnStart(mark.block, below.end(), below.end(), ANSWER, first=False)
    index = page.after(mark.block)
    return TurnStart(index, 0, 0, ANSWER) if index < len(page.blocks) else None
