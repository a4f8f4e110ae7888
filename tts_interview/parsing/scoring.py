"""What speaks for a reading of a page: features of the whole, weighed by fitted weights.

All features are counted on the talk that a reading makes: its turns, the people who speak them, and what it leaves over.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import zip_longest
from math import log1p
from statistics import median

from tts_interview.parsing.asking import FIRST_PERSON, SECOND_PERSON, asks, ends_sentence
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.people.names import initials_of, length_of
from tts_interview.parsing.people.person import is_stage, joint_parts, letter_of, role_of
from tts_interview.parsing.segmentation import QUESTION, Form, Segmentation, TurnStart
from tts_interview.parsing.vocabulary import QUESTION_LETTERS

# Words of a turn beyond these say nothing new about who speaks.
_HEARD_CHARS = 1500
_A_FEW_WORDS = 2
_LONG_TURN_WORDS = 500
_SHORT_BLOCK_WORDS = 40
# Beyond this share of the words, one voice hardly talks with anybody.
_MOST_OF_TALK = 0.85


@dataclass(frozen=True, slots=True)
class TalkTurn:
    """A turn of a reading: who says it, as the key of a label, its words, the blocks it covers, and how it talks."""

    key: str
    words: float
    blocks: int
    asks: bool
    first_person: bool
    second_person: bool
    small: bool
    sentence: bool


class Reading:
    """A segmentation of a page with its turns counted once."""

    def __init__(self, page: Page, segmentation: Segmentation, end: int | None = None) -> None:
        """Count the turns; `end` is the block at which the talk ends, exclusive, by default that of the page."""
        self.page = page
        self.segmentation = segmentation
        self.marks = tuple(mark for mark in segmentation.marks if not mark.narrated and not is_stage(mark.label))
        self.end = len(page.blocks) if end is None else end

    @cached_property
    def turns(self) -> list[TalkTurn]:
        """The turns; those of one person in a row are one."""
        turns: list[TalkTurn] = []
        people = same_people(mark.label for mark in self.marks)
        for mark, following in zip_longest(self.marks, self.marks[1:]):
            said = self._said(mark, following, people[mark.label])
            if turns and turns[-1].key == said.key:
                turns[-1] = _joined(turns[-1], said)
            else:
                turns.append(said)
        return turns

    def _said(self, mark: TurnStart, following: TurnStart | None, key: str) -> TalkTurn:
        page, blocks = self.page, self.page.blocks
        last = following.block if following else self.end
        own = page.text_of(mark, following)
        inside = page.between(mark.block + 1, last)
        tail = blocks[last].text[: following.start] if following and last < len(blocks) and last != mark.block else ""
        words = page.words_after(mark, following) + length_of(tail) + page.words_between(mark.block + 1, last)
        text = own if own.strip() or not inside else blocks[inside[0]].text
        heard = text[:_HEARD_CHARS]
        return TalkTurn(
            key,
            words,
            1 + len(inside),
            asks(text) or bool(inside and tail == "" and page.places[inside[-1]].asks),
            bool(FIRST_PERSON.search(heard)),
            bool(SECOND_PERSON.search(heard)),
            text.lstrip()[:1].islower(),
            ends_sentence(text),
        )

    @cached_property
    def talked(self) -> Counter[str]:
        """The words of each person."""
        talked: Counter[str] = Counter()
        for said in self.turns:
            talked[said.key] += said.words  # type: ignore[assignment]
        return talked

    @cached_property
    def asker(self) -> str:
        """The person who asks: a letter or a role word says so, else the largest share of turns that ask."""
        keys = list(self.talked)
        roles = {key: role_of(key, whole=True) for key in keys}
        named = [k for k in keys if k == QUESTION or letter_of(k) in QUESTION_LETTERS or ((role := roles[k]) and role.asks)]
        if named:
            return named[0]
        turns = Counter(said.key for said in self.turns)
        asking = Counter(said.key for said in self.turns if said.asks)
        often = [key for key in keys if turns[key] > 1] or keys
        return max(often, key=lambda key: asking[key] / turns[key], default="")

    @cached_property
    def features(self) -> dict[str, float]:
        """The features of the reading by name; all are numbers of about the same size."""
        return {**self._of_marks(), **self._of_lengths(), **self._of_talk()}

    def _of_marks(self) -> dict[str, float]:
        """Return what the marks show: how they are set, whom they name, and which labels of the page they explain."""
        often = Counter(said.key for said in self.turns)
        count = max(1, len(self.marks))
        before = self.page.words_between(0, self.marks[0].block) if self.marks else self._kept
        returning = self.page.returning
        missed = len(returning - {mark.place for mark in self.segmentation.marks})
        return {
            "listed": sum(mark.style.listed for mark in self.marks) / count,
            "weak": sum(mark.named and mark.style.form is Form.WEAK for mark in self.marks) / count,
            "unexplained": log1p(missed),
            "same again": 1 - len(self.turns) / count,
            "words before": log1p(before),
            "share before": before / self._kept,
            "named": sum(mark.named for mark in self.marks) / count,
            "strangers once": log1p(sum(n == 1 and not self.page.knows(key) for key, n in often.items())),
            "returning": (len(returning) - missed) / len(returning) if returning else 1.0,
            "role labels": sum(bool(letter_of(k) or role_of(k, whole=True)) for k in self.talked) / max(1, len(self.talked)),
        }

    def _of_lengths(self) -> dict[str, float]:
        """Return how many turns and people there are, and how the words are spread over them."""
        turns, talked = self.turns, self.talked
        count, total = max(1, len(turns)), max(1.0, float(sum(talked.values())))
        lengths = [said.words for said in turns] or [0]
        main = talked.most_common(2)
        largest = main[0][1] / total if main else 1.0
        return {
            "turns": log1p(len(turns)),
            "people": log1p(len(talked)),
            "mean words": log1p(total / count),
            "blocks a turn": log1p(sum(said.blocks for said in turns) / count),
            "people a turn": len(talked) / count,
            "longest turn": log1p(max(lengths)),
            "over 500": sum(n for n in lengths if n > _LONG_TURN_WORDS) / total,
            "two words": sum(n <= _A_FEW_WORDS for n in lengths) / count,
            "median words": log1p(median(lengths)),
            "coverage": total / self._kept,
            "asker's share": talked[self.asker] / total,
            "largest voice": largest,
            "over 90": max(0.0, largest - _MOST_OF_TALK) / (1 - _MOST_OF_TALK),
            "two voices": sum(n for _, n in main) / total,
        }

    def _of_talk(self) -> dict[str, float]:
        """Return how people talk: who asks, who speaks of themselves, and whom they address."""
        asked = [said for said in self.turns if said.key == self.asker]
        answered = [said for said in self.turns if said.key != self.asker]
        main = max(self.talked, key=self.talked.__getitem__, default="")
        return {
            "short questions": log1p(mean_of(said.words for said in answered)) - log1p(mean_of(said.words for said in asked)),
            "asks": mean_of(said.asks for said in asked) - mean_of(said.asks for said in answered),
            "asker asks": mean_of(said.asks for said in asked),
            "others ask": mean_of(said.asks for said in self.turns if said.key != main),
            "first person": mean_of(said.first_person for said in answered),
            "second person": mean_of(said.second_person for said in asked),
            "you and i": mean_of(s.second_person for s in asked) * mean_of(s.first_person for s in answered),
            "asker on self": mean_of(said.first_person for said in asked),
            "answers to reader": mean_of(said.second_person and not said.first_person for said in answered),
            "small": mean_of(said.small for said in self.turns),
            "sentences": mean_of(said.sentence for said in asked),
            "left inside": self._left_inside() / max(1, len(self.turns)),
        }

    def _left_inside(self) -> int:
        """Return how many short blocks inside turns ask, set as most questions without a label are."""
        places, opening = self.page.places, {mark.block for mark in self.marks}
        own = Counter(places[m.block].style for m in self.marks if m.label == QUESTION and m.block in places)
        style = max(own, key=own.__getitem__, default=None)
        inside = (places[i] for i in self.page.between(min(opening, default=self.end) + 1, self.end) if i not in opening)
        return sum(place.asks and place.words <= _SHORT_BLOCK_WORDS and style in (None, place.style) for place in inside)

    @cached_property
    def _kept(self) -> float:
        """The words that the page keeps up to the end of the talk, at least 1."""
        return max(1.0, self.page.words_between(0, self.end))


def same_people(labels: Iterable[str]) -> dict[str, str]:
    """Return for each label the key of the fullest label that it may shorten: "Ann Lee (AL)" for "AL", "Ann" and "Lee"."""
    keys = {label: key_of(label) for label in labels}
    called: dict[str, str] = {}
    for label, key in sorted(keys.items(), key=lambda item: -len(item[1].split())):
        words = key.split()
        inside = _INITIALS.search(label)
        one_person = len(words) > 1 and len(joint_parts(label)) == 1
        short = {words[0], words[-1], initials_of(key)} if one_person else set()
        for name in {*short, *([inside[1].casefold()] if inside else [])} - {key}:
            called[name] = "" if name in called and called[name] != key else key  # of two people, nobody's
    return {label: called.get(key) or key for label, key in keys.items()}


_INITIALS = re.compile(r"[(（\[]\s*([^\W\d_]{1,5})\s*[)）\]]")


def _joined(first: TalkTurn, second: TalkTurn) -> TalkTurn:
    return TalkTurn(
        first.key,
        first.words + second.words,
        first.blocks + second.blocks,
        second.asks,
        first.first_person or second.first_person,
        first.second_person or second.second_person,
        first.small,
        second.sentence,
    )


def mean_of(values: Iterable[float]) -> float:
    """Return the mean of some values, 0 of none; of truths, the share that holds."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0


@cache
def weights_of(decision: str) -> dict[str, float]:
    """Return the fitted weights of a decision by the names of its features, as `scripts/fit_parser.py` wrote them."""
    file = resources.files("tts_interview.parsing").joinpath("weights.json")
    return json.loads(file.read_text("utf-8"))[decision]  # type: ignore[no-any-return]


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighed sum of the features."""
    return sum(weight * features.get(name, 0.0) for name, weight in weights.items())


def agreements(found: Sequence[Segmentation]) -> list[float]:
    """Return for each reading the mean share of its marks that the other readings have too; 1 for a lonely one."""
    if len(found) == 1:
        return [1.0]
    places = [{mark.place for mark in reading.marks} for reading in found]
    return [mean_of(len(own & other) / max(1, len(own)) for other in places if other is not own) for own in places]
