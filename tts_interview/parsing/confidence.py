"""How sure each turn and each person is: the signs of a turn's start, and the probability that they give."""

from __future__ import annotations

from collections import Counter
from math import exp, log, log1p
from typing import TYPE_CHECKING

from tts_interview.parsing.asking import asks
from tts_interview.parsing.deciding import probability
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.people.names import length_of
from tts_interview.parsing.people.person import is_stand_in, letter_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION, Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tts_interview.model import Turn
    from tts_interview.parsing.deciding import Considered, Judged
    from tts_interview.parsing.people.person import Person
    from tts_interview.parsing.segmentation import TurnStart

# Readings beyond these have next to no weight.
_MOST_READINGS = 6
_LONG_WORDS = 500
_NEVER_SURE = 0.995
_MOST_LABELS_SHOWN = 3
# What a name is worth beside the turns: a stand-in names nobody; a label may be a slip if it occurs once; and whoever has no
# label is named by what the rest of the page says.
_STAND_IN, _ONCE, _UNLABELLED = 0.5, 0.8, 0.9


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
                self._support[mark.block, mark.start] += weight / sum(weights)  # type: ignore[assignment]
                self._agreed[mark.block, mark.start, key_of(mark.label)] += weight / sum(weights)  # type: ignore[assignment]
        self._counts = Counter(key_of(mark.label) for mark in self._marks)
        self._styles = Counter(mark.style for mark in self._marks if mark.named)
        confidence = min(max(judged.confidence, 1 - _NEVER_SURE), _NEVER_SURE)
        self._whole = log(confidence / (1 - confidence))

    def of(self, mark: TurnStart, text: str) -> dict[str, float]:
        """Return the signs of a turn by name; `text` is all that is said in it."""
        key, words = key_of(mark.label), length_of(text)
        named = sum(self._styles.values())
        place = (mark.block, mark.start)
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


def turn_confidence(signs: Mapping[str, float]) -> float:
    """Return the probability, 0 to 1, that a turn with these signs is right."""
    return probability(signs, "turn")


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
