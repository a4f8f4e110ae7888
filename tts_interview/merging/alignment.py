"""Which paragraphs of a transcript stand for which of its base: the same ones, those edited, those added, those gone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tts_interview.merging.base import Base, cast_of, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tts_interview.model import Transcript

    Pair = tuple[int, int]

# difflib takes the product of both lengths at worst. Longer stretches without one paragraph to hold on to are rare.
_MOST_COMPARISONS = 40_000


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of one side: `person` is one for a speaker on all sides, whatever the name; `label` is the line of a turn."""

    text: str
    digest: str
    person: str
    opens: bool
    line: int = 0
    label: int = 0

    @property
    def mark(self) -> tuple[str, str, bool]:
        """What is compared: words, speaker, and whether a turn begins."""
        return self.digest, self.person, self.opens


@dataclass(frozen=True, slots=True)
class Side:
    """A transcript, paragraph by paragraph, laid beside its base.

    `standing` has, for each paragraph of the base, those that stand for it; `inserted` those that stand before it and for
    none, with one more entry for the end. Where several stand for several, the first holds them all and the others are
    `tied` to it. `persons` tells the person of every name.
    """

    words: tuple[Words, ...]
    standing: list[range]
    inserted: list[range]
    tied: list[bool]
    persons: dict[str, str]

    @classmethod
    def of(cls, transcript: Transcript, base: Base) -> Side:
        """Lay a transcript beside its base."""
        said = [(turn, number, p) for turn in transcript.turns for number, p in enumerate(turn.paragraphs)]
        digests = [digest_of(p.text) for _, _, p in said]
        pairs = matches([p.digest for p in base.paragraphs], digests)
        persons = _persons(transcript, base, [(said[there][0].speaker, base.paragraphs[here].speaker) for here, there in pairs])
        words = tuple(
            Words(p.text, digest, persons[turn.speaker], number == 0, p.line, turn.line if number == 0 else p.line)
            for (turn, number, p), digest in zip(said, digests, strict=True)
        )
        return cls(words, *_laid(pairs, len(base.paragraphs), len(words)), persons)

    def name_of(self, person: str) -> str:
        """What a person is called on this side."""
        return next(name for name, known in self.persons.items() if known == person)

    def at(self, start: int, stop: int) -> tuple[Words, ...]:
        """What stands for the paragraphs `start` up to `stop` of the base, and what is inserted between them."""
        between = ((*(self.inserted[i] if i > start else ()), *self.standing[i]) for i in range(start, stop))
        return tuple(self.words[number] for numbers in between for number in numbers)

    def before(self, place: int) -> tuple[Words, ...]:
        """What is inserted before a paragraph of the base."""
        return tuple(self.words[number] for number in self.inserted[place])


def words_of(base: Base) -> tuple[Words, ...]:
    """The paragraphs of a base, whose text is not known."""
    return tuple(Words("", p.digest, base.cast[p.speaker][0], p.opens) for p in base.paragraphs)


def _persons(transcript: Transcript, base: Base, said: Iterable[tuple[str, int]]) -> dict[str, str]:
    """A person is who has the name in the base; a new name is somebody who is gone, if it says most of what he said."""
    names = [speaker.name for speaker in cast_of(transcript)]
    known = [facts[0] for facts in base.cast]
    persons = {name: digest_of(name) for name in names}
    gone, new = set(known) - set(persons.values()), {name for name in names if persons[name] not in known}
    votes = Counter((known[number], name) for name, number in said if known[number] in gone and name in new)
    for (person, name), _ in votes.most_common():
        if person in gone and name in new:
            persons[name] = person
            gone.remove(person)
            new.remove(name)
    return persons


def _laid(pairs: Sequence[Pair], base_count: int, count: int) -> tuple[list[range], list[range], list[bool]]:
    standing, inserted = [range(0)] * base_count, [range(0)] * (base_count + 1)
    tied = [False] * base_count
    for (i, stop), (j, end) in _hunks(pairs, base_count, count):
        if stop - i == end - j:
            standing[i:stop] = [range(k, k + 1) for k in range(j, end)]
        elif i == stop:
            inserted[i] = range(j, end)
        elif j < end:
            standing[i] = range(j, end)
            tied[i + 1 : stop] = [True] * (stop - i - 1)
    return standing, inserted, tied


def _hunks(pairs: Sequence[Pair], base_count: int, count: int) -> Iterator[tuple[Pair, Pair]]:
    """The stretches of both that pair, and those between them that do not."""
    i = j = 0
    for here, there in [*pairs, (base_count, count)]:
        if (i, j) != (here, there):
            yield (i, here), (j, there)
        i, j = here + 1, there + 1
        if here < base_count and there < count:
            yield (here, i), (there, j)


def matches(base: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Equal items of two sequences, in rising order, in about n log n steps.

    Equal ends match, then what occurs once in both (patience); difflib is asked where little is left.
    """
    pairs: list[Pair] = []
    stretches = [((0, len(base)), (0, len(other)))]
    while stretches:
        (i, stop), (j, end) = stretches.pop()
        while i < stop and j < end and base[i] == other[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < stop and j < end and base[stop - 1] == other[end - 1]:
            stop, end = stop - 1, end - 1
            pairs.append((stop, end))
        if i == stop or j == end:
            continue
        anchors = _anchors(base, other, (i, stop), (j, end))
        pairs += anchors
        starts = [(i, j), *((here + 1, there + 1) for here, there in anchors)]
        if anchors:
            stretches += [((a, b), (c, d)) for (a, c), (b, d) in zip(starts, [*anchors, (stop, end)], strict=True)]
        else:
            pairs += _in_place(base, other, (i, stop), (j, end)) or _compared(base, other, (i, stop), (j, end))
    return sorted(pairs)


def _anchors(base: Sequence[str], other: Sequence[str], here: Pair, there: Pair) -> list[Pair]:
    """What occurs once in both stretches, as long as it rises in both."""
    left, right = Counter(base[slice(*here)]), Counter(other[slice(*there)])
    place = {other[j]: j for j in range(*there)}
    return _rising([(i, place[base[i]]) for i in range(*here) if left[base[i]] == 1 == right[base[i]]])


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest part of the pairs whose second numbers rise."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for number, (_, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1], last[length : length + 1] = [there], [number]
    found: list[Pair] = []
    here = last[-1] if last else None
    while here is not None:
        found.append(pairs[here])
        here = before[here]
    return found[::-1]


def _in_place(base: Sequence[str], other: Sequence[str], here: Pair, there: Pair) -> list[Pair]:
    """In stretches of one length, words were edited where they stood."""
    if here[1] - here[0] != there[1] - there[0]:
        return []
    return [(i, j) for i, j in zip(range(*here), range(*there), strict=True) if base[i] == other[j]]


def _compared(base: Sequence[str], other: Sequence[str], here: Pair, there: Pair) -> list[Pair]:
    if (here[1] - here[0]) * (there[1] - there[0]) > _MOST_COMPARISONS:
        return []
    blocks = SequenceMatcher(None, base[slice(*here)], other[slice(*there)], autojunk=False).get_matching_blocks()
    return [(here[0] + a + k, there[0] + b + k) for a, b, size in blocks for k in range(size)]
