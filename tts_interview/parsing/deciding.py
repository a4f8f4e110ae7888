"""Decide how a page is read, and how sure that is: the page, each of its turns, and each of its people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, zip_longest
from math import exp, log, log1p

from tts_interview.model import Document, Reason, Turn
from tts_interview.parsing.asking import asks
from tts_interview.parsing.genre import signs_of_genre
from tts_interview.parsing.layouts import readings
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.furniture import tail_start
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.page.states import State, states_of
from tts_interview.parsing.people.names import length_of
from tts_interview.parsing.people.person import Person, is_stand_in, letter_of
from tts_interview.parsing.scoring import Reading, agreements, score, weights_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION, Form, Segmentation, TurnStart

_LEAST_MARKS = 2
# Readings beyond these have next to no weight.
_MOST_READINGS = 6
_LONG_WORDS = 500
_NEVER_SURE = 0.995
_MOST_LABELS_SHOWN = 3
# What a name is worth beside the turns: a stand-in names nobody; a label may be a slip if it occurs once; and whoever has no
# label is named by what the rest of the page says.
_STAND_IN, _ONCE, _UNLABELLED = 0.5, 0.8, 0.9


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
    """Return the probability, 0 to 1, that the fitted logistic model of a decision gives."""
    weights = weights_of(decision)
    return 1 / (1 + exp(-(weights["bias"] + score(features, weights))))


class TurnSigns:
    """The signs by which one reading's turns are judged, each against all others and against the other readings."""

    def __init__(self, considered: Sequence[Considered], judged: Judged) -> None:
        """Take all readings of a page, the best first, and the best one as it was judged."""
        self._judged = judged
        self._marks = judged.segmentation.marks
        best = considered[:_MOST_READINGS]
        weights = [exp(max(-_MOST_READINGS, one.score - best[0].score)) for one in best]
        self._support: Counter[tuple[int, int]] = Counter()
        self._agreed: Counter[tuple[int, int, str]] = Counter()
        for one, weight in zip(best, weights, strict=True):
            for mark in one.segmentation.marks:
                self._support[mark.place] += weight / sum(weights)  # type: ignore[assignment]
                self._agreed[*mark.place, key_of(mark.label)] += weight / sum(weights)  # type: ignore[assignment]
        self._counts = Counter(key_of(mark.label) for mark in self._marks)
        self._styles = Counter(mark.style for mark in self._marks if mark.named)
        confidence = min(max(judged.confidence, 1 - _NEVER_SURE), _NEVER_SURE)
        self._whole = log(confidence / (1 - confidence))

    def of(self, mark: TurnStart, text: str) -> dict[str, float]:
        """Return the signs of a turn by name; `text` is all that is said in it."""
        key, words = key_of(mark.label), length_of(text)
        named = sum(self._styles.values())
        place = mark.place
        return {
            "whole": self._whole,
            "support": self._support[place],
            "agreed": self._agreed[*place, key],
            "named": float(mark.named),
            "letter": float(mark.style.form is Form.LETTER),
            "question": float(mark.label == QUESTION),
            "answer": float(mark.label == ANSWER),
            "inside": float(mark.start > 0),
            "rare style": 1 - self._styles[mark.style] / named if mark.named and named else 0.0,
            "once": float(mark.named and self._counts[key] == 1),
            "often": log1p(self._counts[key]),
            "words": log1p(words),
            "over 500": log1p(max(0.0, words - _LONG_WORDS)),
            "silent question": float(mark.label == QUESTION and not asks(text)),
        }

    def why(self, mark: TurnStart) -> str:
        """Return in words what shows the start of a turn."""
        count = self._counts[key_of(mark.label)]
        if mark.style.form is Form.TAG:
            return "the format names the speaker"
        if mark.named:
            return f'label "{mark.label}", {"once" if count == 1 else f"{count} times"}'
        place = self._judged.page.places.get(mark.block)
        style = place.style.name if place else "plain"
        if mark.label == QUESTION:
            asking = "asks" if place and place.asks else "set like the questions"
            return f"unlabelled {style} block, {asking}" if style != "plain" else f"unlabelled paragraph, {asking}"
        return "follows a question"


def person_confidence(turns: Iterable[Turn], people: Mapping[str, Person]) -> dict[str, tuple[float, str]]:
    """Return how sure each speaker is, 0 to 1, and why: the mean of their turns by words, times what the name is worth."""
    words: Counter[str] = Counter()
    weighed: Counter[str] = Counter()
    for turn in turns:
        length = round(length_of(turn.text)) or 1
        words[turn.speaker] += length
        weighed[turn.speaker] += length * turn.confidence  # type: ignore[assignment]
    found = {}
    for name, count in words.items():
        worth, why = _worth_of(people[name])
        found[name] = (round(worth * weighed[name] / count, 3), why)
    return found


def _worth_of(person: Person) -> tuple[float, str]:
    """Return what the name of a person is worth, 0 to 1, and what shows it."""
    labels = [label for label in person.spoken_labels if not letter_of(label)]
    if is_stand_in(person.name):
        return _STAND_IN, "no name in the text"
    if not labels:
        return _UNLABELLED, "no label; named elsewhere on the page"
    shown = ", ".join(f'"{label}"' for label in labels[:_MOST_LABELS_SHOWN])
    once = len(labels) == 1 and person.count == 1
    return (_ONCE if once else 1.0), f"{'label' if len(labels) == 1 else 'labels'} {shown}{', once' if once else ''}"
