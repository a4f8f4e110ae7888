"""Align the paragraphs of a transcript with its base: unchanged, edited, added and deleted ones."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tts_interview.script.merge.base import Base, cast_of, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tts_interview.model import Direction, Transcript

    Pair = tuple[int, int]

# At worst, difflib needs time in the product of both lengths. Longer stretches without a common paragraph are rare.
_MOST_COMPARISONS = 40_000
# The search for the most similar pairs does, too, and compares every word.
_MOST_LIKENESSES = 2_500


@dataclass(frozen=True, slots=True)
class AlignedWords:
    """A paragraph of one side of the merge.

    `person` identifies the speaker on all sides, whatever the name is there. `label` is the line on which the turn begins.
    `directions` are those of the person who edited it, and `heading` is the heading above it.
    """

    text: str
    digest: str
    person: str
    opens: bool
    line: int = 0
    label: int = 0
    directions: tuple[Direction, ...] = ()
    heading: str = ""

    @property
    def mark(self) -> tuple[str, str, bool]:
        """The facts that a merge compares: words, speaker, and whether a turn begins."""
        return self.digest, self.person, self.opens


@dataclass(frozen=True, slots=True)
class Side:
    """A transcript whose paragraphs are aligned with its base.

    For each paragraph of the base, `standing` holds the paragraphs that correspond to it, and `inserted` those before it that
    correspond to none; `inserted` has one more entry for the end. If several correspond to several, the first one holds them
    all and the others are `tied` to it. `persons` maps names to persons.
    """

    words: tuple[AlignedWords, ...]
    standing: list[range]
    inserted: list[range]
    tied: list[bool]
    persons: dict[str, str]

    @classmethod
    def of(cls, transcript: Transcript, base: Base, texts: Mapping[str, str]) -> Side:
        """Align a transcript with its base; `texts` maps digests to known words."""
        spoken = [(turn, number, p) for turn in transcript.turns for number, p in enumerate(turn.paragraphs)]
        digests = [digest_of(p.text) for _, _, p in spoken]
        pairs = matches([p.digest for p in base.paragraphs], digests)
        speakers = [(spoken[there][0].speaker, base.paragraphs[here].speaker) for here, there in pairs]
        persons = _persons(transcript, base, speakers)
        words = tuple(
            AlignedWords(
                p.text,
                digest,
                persons[turn.speaker],
                not number,
                p.line,
                p.line if number else turn.line,
                p.directions,
                p.heading,
            )
            for (turn, number, p), digest in zip(spoken, digests, strict=True)
        )
        was = words_of(base, texts)
        return cls(words, *_laid(sorted([*pairs, *alike(was, words, pairs)]), len(was), len(words)), persons)

    def name_of(self, person: str) -> str:
        """Return the name of a person on this side."""
        return next(name for name, known in self.persons.items() if known == person)

    def at(self, start: int, stop: int) -> tuple[AlignedWords, ...]:
        """Return the paragraphs for those of the base from `start` up to `stop`, with insertions between them."""
        between = ((*(self.inserted[i] if i > start else ()), *self.standing[i]) for i in range(start, stop))
        return tuple(self.words[number] for numbers in between for number in numbers)

    def before(self, place: int) -> tuple[AlignedWords, ...]:
        """Return the paragraphs that are inserted before a paragraph of the base."""
        return tuple(self.words[number] for number in self.inserted[place])


def words_of(base: Base, texts: Mapping[str, str]) -> tuple[AlignedWords, ...]:
    """Return the paragraphs of a base; text that is no longer known is empty."""
    return tuple(AlignedWords(texts.get(p.digest, ""), p.digest, base.cast[p.speaker][0], p.opens) for p in base.paragraphs)


def _persons(transcript: Transcript, base: Base, spoken: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Map names to persons of the base; a new name takes over the missing person most of whose words it speaks."""
    names = [speaker.name for speaker in cast_of(transcript)]
    known = [facts[0] for facts in base.cast]
    persons = {name: digest_of(name) for name in names}
    gone, new = set(known) - set(persons.values()), {name for name in names if persons[name] not in known}
    votes = Counter((known[number], name) for name, number in spoken if known[number] in gone and name in new)
    for (person, name), _ in votes.most_common():
        if person in gone and name in new:
            persons[name] = person
            gone.remove(person)
            new.remove(name)
    return persons


def _laid(pairs: Sequence[Pair], base_count: int, count: int) -> tuple[list[range], list[range], list[bool]]:
    standing, inserted = [range(0)] * base_count, [range(0)] * (base_count + 1)
    tied = [False] * base_count
    for here, there in pairs:
        standing[here] = range(there, there + 1)
    for (i, stop), (j, end) in _gaps(pairs, base_count, count):
        if i == stop:
            inserted[i] = range(j, end)
        elif j < end:
            standing[i] = range(j, end)
            tied[i + 1 : stop] = [True] * (stop - i - 1)
    return standing, inserted, tied


def _gaps(pairs: Sequence[Pair], base_count: int, count: int) -> Iterator[tuple[Pair, Pair]]:
    """Yield the stretches of both sides between the pairs."""
    i = j = 0
    for here, there in [*pairs, (base_count, count)]:
        if (i, j) != (here, there):
            yield (i, here), (j, there)
        i, j = here + 1, there + 1


def alike(base: Sequence[AlignedWords], other: Sequence[AlignedWords], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Pair the paragraphs between equal ones that are probably edited versions: as many pairs as possible, the most similar.

    In stretches too long for that search, paragraphs pair in order if both sides have the same number.
    """
    for (i, stop), (j, end) in _gaps(pairs, len(base), len(other)):
        if (stop - i) * (end - j) <= _MOST_LIKENESSES:
            likeness = [[_likeness(was, words) for words in other[j:end]] for was in base[i:stop]]
            yield from ((i + here, j + there) for here, there in _likest(likeness))
        elif stop - i == end - j:
            yield from zip(range(i, stop), range(j, end), strict=True)


def _likeness(was: AlignedWords, words: AlignedWords) -> float:
    """Return 1 for any two paragraphs, plus 2 for the same speaker and up to 4 for shared words."""
    left, right = set(was.text.casefold().split()), set(words.text.casefold().split())
    shared = 2 * len(left & right) / (len(left) + len(right)) if left else 0.0
    return 1 + 2 * (was.person == words.person) + 4 * shared


def _likest(likeness: Sequence[Sequence[float]]) -> Iterator[Pair]:
    """Yield the pairs, rising in both numbers, with the largest total likeness."""
    rows, columns = len(likeness), len(likeness[0]) if likeness else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(likeness[i][j] + best[i + 1][j + 1], best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < rows and j < columns:
        if best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def matches(base: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Match equal items of two sequences, in rising order, in about n log n steps.

    Equal ends match first, then items that occur once in both (patience diff). Short stretches that are left go to difflib.
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
    """Match the items that occur once in both stretches, as far as they rise in both."""
    left, right = Counter(base[slice(*here)]), Counter(other[slice(*there)])
    place = {other[j]: j for j in range(*there)}
    return _rising([(i, place[base[i]]) for i in range(*here) if left[base[i]] == 1 == right[base[i]]])


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest subsequence of the pairs whose second numbers rise."""
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
    """Match equal items at equal places, if both stretches have the same length."""
    if here[1] - here[0] != there[1] - there[0]:
        return []
    return [(i, j) for i, j in zip(range(*here), range(*there), strict=True) if base[i] == other[j]]


def _compared(base: Sequence[str], other: Sequence[str], here: Pair, there: Pair) -> list[Pair]:
    if (here[1] - here[0]) * (there[1] - there[0]) > _MOST_COMPARISONS:
        return []
    blocks = SequenceMatcher(None, base[slice(*here)], other[slice(*there)], autojunk=False).get_matching_blocks()
    return [(here[0] + a + k, there[0] + b + k) for a, b, size in blocks for k in range(size)]
