"""Decide how a page is read: the best of its readings, how likely it is an interview, and how likely it is read right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, pairwise, zip_longest
from math import exp
from typing import TYPE_CHECKING

from tts_interview.model import Reason
from tts_interview.parsing.genre import signs_of_genre
from tts_interview.parsing.layouts import readings
from tts_interview.parsing.page.furniture import tail_start
from tts_interview.parsing.page.states import states_of
from tts_interview.parsing.scoring import Reading, agreements, score, weights_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tts_interview.model import Document
    from tts_interview.parsing.page.places import Page
    from tts_interview.parsing.page.states import State
    from tts_interview.parsing.segmentation import Segmentation, TurnStart

_LEAST_MARKS = 2


@dataclass(frozen=True, slots=True)
class Considered:
    """One reading with its features and its score; scores compare the readings of one page."""

    segmentation: Segmentation
    features: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading after furniture among its turns is left out, and how sure it is.

    page, segmentation: what is left. states: what the blocks among and below the turns seem to be.
    signs: the features of the talk and of the page that the probabilities are computed from.
    interview: the probability, 0 to 1, that the page is an interview. right: that its turns are read right, if it is one.
    """

    page: Page
    segmentation: Segmentation
    states: Mapping[int, State]
    signs: Mapping[str, float]
    interview: float
    right: float

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that the page is an interview and its turns are read right."""
        return self.interview * self.right


def consider(page: Page) -> list[Considered]:
    """Return all readings of a page, the best first."""
    found = readings(page)
    considered = []
    for segmentation, agreement in zip(found, agreements(found), strict=True):
        end = tail_start(page.blocks, segmentation.marks[-1].block + 1)
        features = Reading(page, segmentation, end).features | {"agree": agreement}
        considered.append(Considered(segmentation, features, score(features, weights_of("choice"))))
    return sorted(considered, key=lambda one: -one.score)


def judge(document: Document, page: Page, one: Considered) -> Judged | None:
    """Leave out the furniture of a reading, and judge what is left; None if no two turns are left."""
    states = states_of(page, one.segmentation.marks)
    others = {index: state.reason for index, state in states.items() if state.margin > 0}
    for index in _only_answers(page, one.segmentation.marks, others):
        del others[index]
    marks = tuple(_left(page, one.segmentation.marks, others))
    if len(marks) < _LEAST_MARKS:
        return None
    left = page.leaving_out([reason or others.get(index) for index, reason in enumerate(page.reasons)])
    segmentation = replace(one.segmentation, marks=marks)
    whole = not others and tail_start(page.blocks, marks[-1].block + 1) == len(page.blocks)
    features = one.features if whole else Reading(left, segmentation).features | {"agree": one.features["agree"]}
    signs = {**features, **signs_of_genre(document, left, marks, features)}
    return Judged(left, segmentation, states, signs, probability(signs, "interview"), probability(signs, "right"))


def _only_answers(page: Page, marks: Sequence[TurnStart], others: Mapping[int, Reason]) -> set[int]:
    """Return the blocks that are all that answers a question, though they look like furniture: every question has an answer."""
    found: set[int] = set()
    asked = [mark for mark in marks if mark.label != ANSWER]
    here = {(mark.block, mark.label) for mark in marks}
    for mark, following in pairwise(asked):
        if mark.label == QUESTION and mark.block not in others and (mark.block, ANSWER) not in here:
            between = page.between(mark.block + 1, following.block)
            if all(index in others for index in between):
                found.update(index for index in between if others[index] is Reason.FURNITURE)
    return found


def _left(page: Page, marks: Sequence[TurnStart], others: Mapping[int, Reason]) -> Iterator[TurnStart]:
    """Yield the marks outside of furniture; an answer that furniture hides, such as a pull quote, begins in the next block."""
    for mark, following in zip_longest(marks, marks[1:]):
        if mark.block not in others:
            yield mark
        elif mark.label == ANSWER and following and following.block not in others:
            shown = (i for i in page.between(mark.block + 1, following.block) if i not in others)
            yield from (replace(mark, block=index, start=0, end=0, extra_end=0) for index in islice(shown, 1))


def probability(features: Mapping[str, float], decision: str) -> float:
    """Return the probability that a fitted logistic model gives."""
    weights = weights_of(decision)
    return 1 / (1 + exp(-(weights["bias"] + score(features, weights))))
