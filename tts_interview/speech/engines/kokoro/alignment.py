"""Word timings of a clip, derived from the times of its phonemes.

espeak-ng pronounces a word differently in a sentence than alone. It joins some words ("of the" is one group) and splits others
into several groups ("21"). This module therefore aligns the phonemes of the separate words with those of the sentence. Where
both agree, a phoneme's word is known; in between, the words share the phonemes in proportion.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.model import HeardWord

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.speech.engines.kokoro.inference import Timing

_PAUSE_S = 0.05
# The largest distance between the onset of a sound and the time that the model gives.
_REACH_S = 0.12
_FRAME_S = 0.005
# As a share of the loudest frame: anything below is noise or reverberation (-46 dB).
_FLOOR = 0.005
# Breaths between sentences may be louder than that. A word exceeds the quietest frame before it by this factor (6 dB).
_ABOVE_NOISE = 2.0
# A stress mark belongs to the phoneme that follows it.
_STRESS = frozenset("ˈˌ")


class _Sound(NamedTuple):
    """An audible phoneme, from the stress marks before it to its end, in seconds."""

    phoneme: str
    start_s: float
    end_s: float


def heard_words(words: Sequence[tuple[int, int]], alone: Sequence[str], timings: Sequence[Timing]) -> tuple[HeardWord, ...]:
    """Return the words in order with their times in seconds, without words that have no phoneme.

    `alone` holds the phonemes of each word spoken separately, `timings` those of the whole text.
    """
    sounds = _sounds(timings)
    expected = ["".join(c for c in phonemes if _is_sound(c)) for phonemes in alone]
    edges = [0, *accumulate(map(len, expected))]
    places = _places("".join(expected), "".join(sound.phoneme for sound in sounds), edges)
    return tuple(
        HeardWord(start, end, sounds[first].start_s, sounds[last - 1].end_s)
        for (start, end), (first, last) in zip(words, pairwise(places), strict=True)
        if first < last
    )


def at_onsets(words: Sequence[HeardWord], samples: NDArray[np.float32], sample_rate_hz: int) -> tuple[HeardWord, ...]:
    """Move the start of each word after a pause to its audible onset, because the model's frames are 25 ms long.

    `samples` are the mono samples of these words.
    """
    levels = _levels(samples, sample_rate_hz)
    placed: list[HeardWord] = []
    for word in words:
        before_s = placed[-1].end_s if placed else 0.0
        follows_pause = not placed or word.start_s - before_s >= _PAUSE_S
        start_s = _onset(levels, word.start_s, before_s, first=not placed) if follows_pause else word.start_s
        placed.append(replace(word, start_s=start_s, end_s=max(start_s, word.end_s)))
    return tuple(placed)


def _levels(samples: NDArray[np.float32], sample_rate_hz: int) -> list[float]:
    """Return the level of each short frame as a share of the loudest."""
    import numpy as np

    size = int(_FRAME_S * sample_rate_hz)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    energy = np.sqrt(np.mean(np.square(frames), axis=1))
    found: list[float] = (energy / max(float(energy.max(initial=0.0)), 1e-9)).tolist()
    return found


def _onset(levels: Sequence[float], start_s: float, before_s: float, *, first: bool) -> float:
    """Return the onset in seconds of the sound at `start_s` or shortly after; `start_s` if there is no clear onset.

    The `first` word of a clip begins with the softest sound, because nothing comes before it. Other words may follow a breath.
    """
    earliest = max(int(before_s / _FRAME_S), int((start_s - _REACH_S) / _FRAME_S), 0)
    last = min(int((start_s + _REACH_S) / _FRAME_S), len(levels) - 1)
    if first:
        return next((place * _FRAME_S for place in range(earliest, last + 1) if levels[place] > _FLOOR), start_s)
    place = min(int(start_s / _FRAME_S), last)
    if place < earliest:
        return start_s
    least = max(_FLOOR, _ABOVE_NOISE * min(levels[earliest : place + 1]))
    while place < last and levels[place] <= least:
        place += 1
    while place > earliest and levels[place - 1] > least:
        place -= 1
    return start_s if levels[place] <= least else place * _FRAME_S


def _sounds(timings: Sequence[Timing]) -> list[_Sound]:
    sounds = []
    stressed_from_s: float | None = None
    for timing in timings:
        if timing.phoneme in _STRESS:
            stressed_from_s = timing.start_s if stressed_from_s is None else stressed_from_s
            continue
        if _is_sound(timing.phoneme):
            sounds.append(_Sound(timing.phoneme, timing.start_s if stressed_from_s is None else stressed_from_s, timing.end_s))
        stressed_from_s = None
    return sounds


def _is_sound(phoneme: str) -> bool:
    return phoneme.isalpha() and phoneme not in _STRESS


def _places(expected: str, heard: str, edges: Sequence[int]) -> list[int]:
    """Return the position among the heard phonemes of each edge between expected words."""
    places = []
    stretches = iter(SequenceMatcher(None, expected, heard, autojunk=False).get_opcodes())
    _, first, last, heard_first, heard_last = next(stretches, ("", 0, 0, 0, 0))
    for edge in edges:
        # At a border the later stretch counts; otherwise inserted phonemes would go to the word before.
        while edge >= last and (following := next(stretches, None)):
            _, first, last, heard_first, heard_last = following
        share = min(1.0, (edge - first) / (last - first)) if last > first else 1.0
        places.append(heard_first + round(share * (heard_last - heard_first)))
    places[0], places[-1] = 0, len(heard)
    return places
