"""Cut the words of a turn into cues at the lowest total cost of cuts and cues."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from tts_interview.publishing.cues.words import AT_SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.publishing.cues.words import TimedWord

LINE_CHARS = 42
LONGEST_S = 7.0
SHORTEST_S = 0.84
CHARS_PER_SECOND = 20.0
# Penalties, in the unit of the cut costs, which is that of a character a second above the limit: the end of a sentence inside
# a cue, a cue that is too brief, an empty cue, and every cue.
_OVER_SENTENCE, _TOO_SHORT, _EMPTY, _A_CUE = 6.0, 8.0, 2.0, 0.5
# Characters by which lines may differ for each unit that a better line break saves.
_UNEVEN_CHARS = 4.0


@dataclass(frozen=True, slots=True)
class TimedWords:
    """The words of a turn, with sums that measure any range of them.

    `chars` counts the characters before each word, glue included, and `sentences` the ends of sentences before it. The label
    takes `label_chars` of the first line; after the last word nothing is heard until `end_s`.
    """

    words: Sequence[TimedWord]
    starts_s: Sequence[float]
    ends_s: Sequence[float]
    chars: Sequence[int]
    sentences: Sequence[int]
    label_chars: int
    end_s: float

    @classmethod
    def of(cls, words: Sequence[TimedWord], end_s: float, label_chars: int) -> TimedWords:
        """Measure the words of a turn."""
        chars = tuple(accumulate((len(w.glue) + len(w.text) for w in words), initial=0))
        sentences = tuple(accumulate((w.cut_cost == AT_SENTENCE for w in words), initial=0))
        starts_s, ends_s = tuple(w.start_s for w in words), tuple(w.end_s for w in words)
        return cls(words, starts_s, ends_s, chars, sentences, label_chars, end_s)

    def length(self, first: int, last: int) -> int:
        """Return the length of the words from `first` up to `last` on one line, without the label."""
        return self.chars[last] - self.chars[first] - len(self.words[first].glue)

    def next_s(self, last: int) -> float:
        """Return when the silence after the words up to `last` ends."""
        return self.starts_s[last] if last < len(self.words) else self.end_s

    def lines(self, first: int, last: int) -> Iterator[str]:
        """Yield one or two lines; the first is empty if the label fills it."""
        end = self._line_end(first, last)
        for start, stop in ((first, end), (end, last)):
            if stop > start or start == first:
                text = "".join(word.glue + word.text for word in self.words[start:stop])
                yield text.removeprefix(self.words[start].glue) if stop > start else ""

    def cuts(self) -> list[int]:
        """Return the first word of each cue, and the number of words: the cuts with the lowest total cost."""
        count = len(self.words)
        best: list[tuple[float, int]] = [(0.0, 0)]
        for last in range(1, count + 1):
            best.append(min((best[first][0] + self._cost(first, last), first) for first in self._beginnings(last)))
        cuts = [count]
        while cuts[-1]:
            cuts.append(best[cuts[-1]][1])
        return cuts[::-1]

    def _beginnings(self, last: int) -> Iterator[int]:
        """Yield the words at which a cue that ends before `last` may begin."""
        yield last - 1
        for first in reversed(range(last - 1)):
            if self.length(first, last) > 2 * LINE_CHARS or self.ends_s[last - 1] - self.starts_s[first] > LONGEST_S:
                return
            if self._fits(first, last):
                yield first

    def _room(self, first: int) -> int:
        return LINE_CHARS if first else LINE_CHARS - self.label_chars

    def _fits(self, first: int, last: int) -> bool:
        """Return whether these words fit on two lines."""
        end = bisect_right(self.chars, self.chars[first] + len(self.words[first].glue) + self._room(first)) - 1
        return end >= last or self.length(max(end, first), last) <= LINE_CHARS

    def _line_end(self, first: int, last: int) -> int:
        """Find the line break that gives lines of similar length and a good place to end the first."""
        if self.length(first, last) <= self._room(first):
            return last
        ends = [end for end in range(first, last) if self._are_lines(first, end, last)]
        return min(ends, key=lambda end: self._unevenness(first, end, last), default=last)

    def _are_lines(self, first: int, end: int, last: int) -> bool:
        return self.length(first, end) <= self._room(first) and self.length(end, last) <= LINE_CHARS

    def _unevenness(self, first: int, end: int, last: int) -> float:
        label_chars = LINE_CHARS - self._room(first)
        # A line of the label alone costs no more than the end of the turn.
        return (
            abs(label_chars + self.length(first, end) - self.length(end, last)) + _UNEVEN_CHARS * self.words[end - 1].cut_cost
        )

    def _cost(self, first: int, last: int) -> float:
        """Return the cost of a cue of the words from `first` up to `last`, with the cut after it."""
        seconds, length = min(self.next_s(last) - self.starts_s[first], LONGEST_S), self.length(first, last)
        too_quick = length / max(seconds, SHORTEST_S) - CHARS_PER_SECOND
        inside = self.sentences[last - 1] - self.sentences[first]
        return (
            _A_CUE
            + self.words[last - 1].cut_cost
            + _OVER_SENTENCE * inside
            + _TOO_SHORT * (seconds < SHORTEST_S)
            + max(0.0, too_quick)
            + _EMPTY * (1 - length / (2 * LINE_CHARS)) ** 2
        )
