"""Divide an episode into subtitle cues: their lines, and how long each is shown.

A cue is a sentence, or a part of one, preferably cut at a clause mark, on at most two lines of 42 characters. It is shown for
at most seven seconds and, if there is time, for at least 0.84 s and at no more than 20 characters a second. Short sentences of
a turn share a cue if they would be too brief alone. The figures are from Netflix's style guide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tts_interview.publishing.cues.cutting import CHARS_PER_SECOND, LINE_CHARS, LONGEST_S, SHORTEST_S, TimedWords
from tts_interview.publishing.cues.words import timed_words
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts_interview.model import Episode
    from tts_interview.publishing.timeline import TimedTurn

__all__ = ["CHARS_PER_SECOND", "LINE_CHARS", "LONGEST_S", "SHORTEST_S", "Subtitle", "cues"]


@dataclass(frozen=True, slots=True)
class Subtitle:
    """One or two lines, shown from `start_ms` to `end_ms`.

    `label` is set where a turn begins. The first line is empty if only the label fits on it.
    """

    speaker: str
    label: str
    lines: tuple[str, ...]
    start_ms: int
    end_ms: int


def cues(episode: Episode, labels: dict[str, str] | None = None) -> tuple[Subtitle, ...]:
    """Return the cues in order, without overlaps, each with the words of one speaker.

    The first cue of a turn leaves room on its first line for the speaker's entry in `labels`.
    """
    turns = timeline(episode)
    ends = [*(turn.mark.start_s for turn in turns[1:]), episode.seconds]
    found = (
        _turn_cues(turn, end_s, (labels or {}).get(turn.mark.speaker, "")) for turn, end_s in zip(turns, ends, strict=True)
    )
    return tuple(_in_order(cue for of_turn in found for cue in of_turn))


def _turn_cues(turn: TimedTurn, end_s: float, label: str) -> Iterator[Subtitle]:
    words = TimedWords.of(timed_words(turn), end_s, len(label))
    for first, last in pairwise(words.cuts()):
        start_s = words.starts_s[first]
        read_s = start_s + max(SHORTEST_S, words.length(first, last) / CHARS_PER_SECOND)
        until_s = min(max(words.ends_s[last - 1], min(read_s, words.next_s(last))), start_s + LONGEST_S)
        lines = tuple(words.lines(first, last))
        yield Subtitle(turn.mark.speaker, "" if first else label, lines, round(start_s * 1000), round(until_s * 1000))


def _in_order(found: Iterable[Subtitle]) -> Iterator[Subtitle]:
    """Make each cue begin after the one before and last at least 1 ms, whatever the marks say."""
    done_ms = 0
    for cue in found:
        start_ms = max(cue.start_ms, done_ms)
        done_ms = max(cue.end_ms, start_ms + 1)
        yield replace(cue, start_ms=start_ms, end_ms=done_ms)
