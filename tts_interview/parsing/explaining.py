"""Explain how a page is read: its two best readings, what speaks for each, and where they differ."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from tts_interview.model import Document
from tts_interview.parsing.deciding import Considered, consider, judge
from tts_interview.parsing.genre import refusal
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.preparing import prepare
from tts_interview.parsing.scoring import weights_of
from tts_interview.parsing.segmentation import ANSWER, CLOSING, NARRATION, QUESTION, Segmentation
from tts_interview.parsing.wishes import for_labels
from tts_interview.settings.parts import ReadingSettings

# Where each turn begins, by block and character, with its label; turns of one label in a row are one.
Turns = Mapping[tuple[int, int], str]

_MOST_FEATURES = 8
_MOST_PLACES = 5
_SHOWN_CHARS = 200
_CALLED = {QUESTION: "Interviewer", ANSWER: "Guest", NARRATION: "Narrator", CLOSING: "Narrator", "": "Narrator"}


@dataclass(frozen=True, slots=True)
class Summary:
    """A reading in short: the layout that proposes it, the number of its turns, who speaks, and its score."""

    layout: str
    turns: int
    people: tuple[str, ...]
    score: float

    def __str__(self) -> str:
        """Return the layout, the turns and the number of people in words."""
        return f"{self.layout} ({self.turns} turns of {len(self.people)} people)"


class Gain(NamedTuple):
    """A feature of two readings, and what it adds to the lead of the first one."""

    feature: str
    first: float
    second: float
    adds: float


class Difference(NamedTuple):
    """A place where two readings disagree on who speaks."""

    line: int
    words: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The best reading of a page and the next one in which others speak.

    readings: the number of readings that were compared. second: None if all readings say the same of who speaks.
    interview, right: the probabilities, 0 to 1, that the page is an interview, and that its turns are right if it is one.
    gains: the features that decide, the largest first. differences: the first few places where the two differ.
    """

    readings: int
    first: Summary
    second: Summary | None
    interview: float
    right: float
    gains: tuple[Gain, ...] = ()
    differences: tuple[Difference, ...] = ()


def explain(document: Document, wishes: ReadingSettings | None = None) -> Explanation:
    """Compare the readings of a document, whether it is read as an interview or refused.

    Raises NotAnInterviewError if it has no reading at all; SourceError for a wish that fits nothing of the document.
    """
    page = prepare(document, for_labels(document, wishes or ReadingSettings())).page
    considered = consider(page)
    judged = judge(document, page, considered[0]) if considered else None
    if judged is None:
        raise refusal(document, page, None)
    first, second = considered[0], other_reading(considered)
    compared = Explanation(len(considered), summary_of(first), None, judged.interview, judged.right)
    if second is None:
        return compared
    gains = tuple(islice(_gains(first, second), _MOST_FEATURES))
    differences = tuple(islice(_differences(page, first.segmentation, second.segmentation), _MOST_PLACES))
    return replace(compared, second=summary_of(second), gains=gains, differences=differences)


def _gains(first: Considered, second: Considered) -> Iterator[Gain]:
    """Return the features that speak for the first reading against the second, or against it, the largest first."""
    weights, one, two = weights_of("choice"), first.features, second.features
    gains = (Gain(name, one[name], two[name], weight * (one[name] - two[name])) for name, weight in weights.items())
    return filter(lambda gain: gain.adds, sorted(gains, key=lambda gain: -abs(gain.adds)))


def other_reading(considered: Sequence[Considered]) -> Considered | None:
    """Return the best reading in which others speak than in the first one; names alone make no difference."""
    best = _shape(considered[0].segmentation)
    return next((other for other in considered[1:] if _shape(other.segmentation) != best), None)


def summary_of(reading: Considered) -> Summary:
    """Return a reading in short."""
    turns = _turns(reading.segmentation)
    people = dict.fromkeys(_CALLED.get(label, label) for label in turns.values())
    return Summary(reading.segmentation.layout, len(turns), tuple(people), reading.score)


def _turns(segmentation: Segmentation) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    before = ""
    for mark in segmentation.marks:
        if key_of(mark.label) != before and not mark.narrated:
            found[mark.place] = mark.label
            before = key_of(mark.label)
    return found


def _shape(segmentation: Segmentation) -> list[tuple[tuple[int, int], int]]:
    """Return where turns begin, with the number of each speaker in the order in which they speak first."""
    numbers: dict[str, int] = {}
    return [(place, numbers.setdefault(key_of(label), len(numbers))) for place, label in _turns(segmentation).items()]


def _differences(page: Page, first: Segmentation, second: Segmentation) -> Iterator[Difference]:
    one, two = _turns(first), _turns(second)
    same = _same_people(one, two)
    now_one = now_two = ""
    for place in sorted({**one, **two}):
        now_one, now_two = one.get(place, now_one), two.get(place, now_two)
        if same.get(key_of(now_one)) != key_of(now_two):
            block = page.blocks[place[0]]
            words = " ".join(block.text[place[1] : place[1] + _SHOWN_CHARS].split())
            yield Difference(block.line_at(place[1]), words, _CALLED.get(now_one, now_one), _CALLED.get(now_two, now_two))


def _same_people(one: Turns, two: Turns) -> dict[str, str]:
    """Return who of the second reading each speaker of the first one is: the person who mostly speaks at the same places."""
    both = Counter((key_of(label), key_of(two[place])) for place, label in one.items() if place in two)
    return {"": "", **{first: second for (first, second), _ in reversed(both.most_common())}}
