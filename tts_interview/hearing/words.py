"""Compare the words that are heard with those that are written, by their phonemes.

Spelling, numbers and homophones do not count: "4.2 million" is what a recogniser writes for "four point two million", and
"to buy us rent" is close to "Tobias Renn". The two texts are aligned phoneme by phoneme (Levenshtein's distance, where similar
sounds cost less); a divergence is a run of phonemes with no counterpart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import category

from tts_interview.language.phonetics.ipa import VOWELS
from tts_interview.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tts_interview.hearing.recogniser import Recognition

    # Returns the words of a text in order.
    Reader = Callable[[str], Sequence["SaidWord"]]

# Sounds that a recogniser, or an accent, takes for one another.
_SIMILAR = (VOWELS, "ptkbdɡɾʔ", "fvθðszʃʒhʂʐɕʑ", "mnŋɲ", "lɹrwj")
_CLASSES = {sound: number for number, sounds in enumerate(_SIMILAR) for sound in sounds}
# Marks of stress, length and colour are modifier letters.
_LETTERS = {"Ll", "Lo", "Lu"}
_SIMILAR_COST, _OTHER_COST, _MISSING_COST = 0.5, 1.2, 1.0
# From this many phonemes on, added words are a finding, and two or more that are left out or replaced.
_SHORTEST_RUN = 5
# The share of a word's phonemes from which on it is another word.
_OTHER_WORD = 0.5
# The recogniser must also doubt that the written words were said. In clean episodes, a word with other sounds had a probability
# of 10^-1.8 or more; a word that was replaced by another, 10^-4.2 or less.
_DOUBTED_LOG, _REFUTED_LOG, _SHORTEST_WORD = -2.0, -3.0, 3


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word, its range in the text, and its phonemes."""

    start: int
    end: int
    phonemes: str


@dataclass(frozen=True, slots=True)
class Divergence:
    """A place where other words are heard than are written: characters `start` up to `end` of the text.

    phonemes: how many have no counterpart. words: how many written words differ, or are added.
    """

    fault: Fault
    start: int
    end: int
    heard: str
    phonemes: int
    words: int

    def confirms(self, other: Divergence) -> bool:
        """Return whether both are about the same place of a sentence; where words are repeated, it may be one or the other."""
        return min(self.phonemes, other.phonemes) >= _SHORTEST_RUN or (self.start <= other.end and other.start <= self.end)


@dataclass(slots=True)
class _Word:
    """A written word, the cost of its own phonemes, and the words heard in its place and after it.

    missing, other, added: the number of phonemes that are not heard, are heard as others, and are heard after it.
    """

    word: SaidWord
    length: int = 0
    missing: int = 0
    other: int = 0
    added: int = 0
    cost: float = 0.0
    heard: dict[int, None] = field(default_factory=dict)

    def take(self, *, is_mine: bool, counterpart: int | None, cost: float) -> None:
        """Count one step of the alignment."""
        self.length += is_mine
        self.cost += cost * is_mine
        self.missing += counterpart is None
        self.other += is_mine and counterpart is not None and cost > _SIMILAR_COST
        self.added += not is_mine
        if counterpart is not None:
            self.heard[counterpart] = None

    @property
    def differs(self) -> bool:
        """Whether another word is heard, or others after it."""
        return self.cost + self.added >= _OTHER_WORD * (self.length + self.added)


def divergences(text: str, heard: Recognition, read: Reader, *, carefully: bool = True) -> list[Divergence]:
    """Return the places where `heard` has other words than the text, in order; if not `carefully`, those to hear again."""
    written, said = read(text), read(heard.text)
    if not written:
        return []
    ours, theirs = _sounds(written), _sounds(said)
    words = [_Word(word) for word in written]
    steps = _aligned([sound for sound, _ in ours], [sound for sound, _ in theirs])
    # An added sound belongs to the written word in whose place its word is heard; those of an added word to the word before.
    instead = {theirs[other][1]: ours[mine][1] for mine, other, _ in steps if mine is not None and other is not None}
    before = 0
    for mine, other, cost in steps:
        counterpart = None if other is None else theirs[other][1]
        before = before if mine is None else ours[mine][1]
        place = before if mine is not None or counterpart is None else instead.get(counterpart, before)
        words[place].take(is_mine=mine is not None, counterpart=counterpart, cost=cost)
    runs = (list(run) for differs, run in groupby(words, key=lambda word: word.differs) if differs)
    return [
        _divergence(run, heard, said)
        for run in runs
        if _is_finding(run, text, heard, _REFUTED_LOG if carefully else _DOUBTED_LOG)
    ]


def _is_finding(run: Sequence[_Word], text: str, heard: Recognition, most_log: float) -> bool:
    if max(word.added for word in run) >= _SHORTEST_RUN:
        return True
    places = (place for word in run for place in range(word.word.start, word.word.end) if text[place].isalnum())
    least = min((heard.logs[place] for place in places if place < len(heard.logs)), default=0.0)
    if len(run) == 1:
        return run[0].length >= _SHORTEST_WORD and least <= most_log and not _is_foreign(run[0].word, text)
    return _size(run) >= _SHORTEST_RUN and least <= _DOUBTED_LOG


def _is_foreign(word: SaidWord, text: str) -> bool:
    """Return whether a word is in Latin letters and most of the text is not: recognisers spell such words as they like."""
    letters = [c for c in text if c.isalpha()]
    return text[word.start : word.end].isascii() and 2 * sum(map(str.isascii, letters)) < len(letters)


def _size(run: Sequence[_Word]) -> int:
    return sum(word.missing + word.other + word.added for word in run)


def _divergence(run: Sequence[_Word], heard: Recognition, said: Sequence[SaidWord]) -> Divergence:
    added, missing, other = (sum(getattr(word, name) for word in run) for name in ("added", "missing", "other"))
    fault = Fault.ADDED if added > missing + other else Fault.LEFT_OUT if missing > added + other else Fault.OTHER_WORDS
    places = dict.fromkeys(place for word in run for place in word.heard)
    words = " ".join(heard.text[said[place].start : said[place].end] for place in places)
    return Divergence(fault, run[0].word.start, run[-1].word.end, words, _size(run), max(len(run), len(places)))


def _sounds(words: Sequence[SaidWord]) -> list[tuple[str, int]]:
    """Return the phonemes of words without stress and length, each with the number of its word."""
    return [(sound, place) for place, word in enumerate(words) for sound in word.phonemes if category(sound) in _LETTERS]


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int | None, int | None, float]]:
    """Align two rows of phonemes at the least cost: their places, None where one has no counterpart, and the cost."""
    rows = [[_MISSING_COST * place for place in range(len(theirs) + 1)]]
    for place, mine in enumerate(ours, start=1):
        before, row = rows[-1], [_MISSING_COST * place]
        for number, other in enumerate(theirs):
            row.append(
                min(before[number] + _cost(mine, other), before[number + 1] + _MISSING_COST, row[number] + _MISSING_COST)
            )
        rows.append(row)
    steps: list[tuple[int | None, int | None, float]] = []
    i, j = len(ours), len(theirs)
    while i or j:
        cost = _cost(ours[i - 1], theirs[j - 1]) if i and j else math.inf
        if math.isclose(rows[i][j], rows[i - 1][j - 1] + cost):
            i, j = i - 1, j - 1
            steps.append((i, j, cost))
        elif i and math.isclose(rows[i][j], rows[i - 1][j] + _MISSING_COST):
            i -= 1
            steps.append((i, None, _MISSING_COST))
        else:
            j -= 1
            steps.append((None, j, _MISSING_COST))
    return steps[::-1]


def _cost(mine: str, other: str) -> float:
    if mine == other:
        return 0.0
    return _SIMILAR_COST if _CLASSES.get(mine, mine) == _CLASSES.get(other, other) else _OTHER_COST
