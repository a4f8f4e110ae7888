"""Melody of a batch of phonemes before it becomes sound: pitch, rises of questions, and words that stand out or are quoted.

Kokoro's front finds for each token how many frames it lasts, and twice a frame how high and how strong the voice is. Its back
makes the sound of that. What people do and the model does not is put in between: a question that may be answered with yes or
no rises from its last stressed vowel to its end, and a paragraph begins higher than it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

PADDING = "\0"
#: The stress of a word that stands out, "ˈˈ" in phonemes; the model knows only the usual stress.
EXTRA_STRESS = "\1"
#: Values of pitch and energy in a frame of 25 ms.
STEPS = 2
_VOWELS = frozenset("aeiouyøœɐɑɒæɔəɚɘɛɜɪɨʊʉʌɯɤᵻ")
_SONORANTS = _VOWELS | frozenset("ːmnŋɲlɫɹɾr")
# The model's pitch of a voiceless sound is a few Hz, and its energy of silence about -9.
_VOICED_HZ = 40.0
_LOUD = 0.5
# A rise, in semitones from the voice's median: it begins and ends there, takes so many steps, and is given some frames more.
_RISE_ST = (-2.0, 8.0)
_RISE_STEPS = 24
_RISE_FRAMES = 3
# A word that stands out, and its stressed vowel.
_STANDS_OUT = re.compile(rf"\w*{EXTRA_STRESS}(?P<vowel>[{''.join(sorted(_VOWELS))}ː]+)\w*")
# Its vowel is raised towards so many semitones above the median, by at least and at most so many, gently at both ends, and
# lasts longer by a factor, at least by so many frames.
_HIGH_ST, _RAISED_ST, _GENTLY_STEPS = 6.0, (2.0, 4.0), 4
_LONGER, _FEWEST_FRAMES = 1.35, 2
# What is quoted is higher by so many semitones, gently at both ends.
_QUOTED_ST = 1.0
_QUOTE_MARKS = re.compile('[“”"]')
# As a share of the usual energy: without it, the end of a question is too soft for its rise to be heard.
_RISE_ENERGY = 0.9


@dataclass(frozen=True)
class Melody:
    """The number of frames of each token, and in `STEPS` values a frame the pitch in Hz and the energy."""

    frames: NDArray[np.int64]
    pitch_hz: NDArray[np.float32]
    energy: NDArray[np.float32]

    @cached_property
    def edges(self) -> list[int]:
        """The step at which each token begins, and the end."""
        import numpy as np

        return [0, *(STEPS * np.cumsum(self.frames)).tolist()]

    @cached_property
    def median_hz(self) -> float:
        """The median pitch of voiced sound; 0 if there is none."""
        import numpy as np

        voiced = self.pitch_hz[self.pitch_hz > _VOICED_HZ]
        return float(np.median(voiced)) if len(voiced) else 0.0

    def since(self, token: int) -> Melody:
        """Return the melody from a token on."""
        start = self.edges[token]
        return Melody(self.frames[token:], self.pitch_hz[start:], self.energy[start:])

    def alignment(self) -> NDArray[np.float32]:
        """Return an array (tokens, frames) that is 1 where a frame belongs to a token, and else 0."""
        import numpy as np

        total = int(self.frames.sum())
        found = np.zeros((len(self.frames), total), np.float32)
        found[np.repeat(np.arange(len(self.frames)), self.frames), np.arange(total)] = 1
        return found

    def longer(self, token: int, frames: int, at: int) -> Melody:
        """Return the melody with a token that lasts some frames more, in which it goes on as before the step `at`."""
        import numpy as np

        lengths = self.frames.copy()
        lengths[token] += frames
        pitch_hz, energy = (np.insert(v, at, np.repeat(v[at - 1], STEPS * frames)) for v in (self.pitch_hz, self.energy))
        return Melody(lengths, pitch_hz, energy)

    def stretched(self, first: int, last: int, frames: int) -> Melody:
        """Return the melody with the tokens from `first` up to `last` longer by some frames, each in proportion."""
        import numpy as np

        start, end = self.edges[first], self.edges[last]
        within = np.array(self.edges[first : last + 1]) / STEPS
        lengths = self.frames.copy()
        lengths[first:last] = np.diff(np.rint(within[0] + (within - within[0]) * (1 + frames * STEPS / (end - start))))
        places = np.linspace(start, end - 1, end - start + STEPS * frames)
        middle = [np.interp(places, np.arange(len(values)), values) for values in (self.pitch_hz, self.energy)]
        pitch_hz, energy = (
            np.concatenate([values[:start], new, values[end:]]).astype(np.float32)
            for values, new in zip((self.pitch_hz, self.energy), middle, strict=True)
        )
        return Melody(lengths, pitch_hz, energy)


def as_it_is(_phonemes: str, melody: Melody) -> Melody:
    """Return the melody of the model."""
    return melody


def shaped(
    phonemes: str, melody: Melody, *, rises: bool = False, pitch_st: float = 0.0, quoted: Sequence[tuple[int, int]] = ()
) -> Melody:
    """Return the melody shifted by some semitones, with what is `quoted`, as ranges of the phonemes, a little higher.

    Words with extra stress stand out, and if it `rises`, its end is higher.
    """
    melody = _shifted(melody, pitch_st)
    for first, last in quoted:
        melody = _raised(melody, melody.edges[first], melody.edges[last])
    for word in _STANDS_OUT.finditer(phonemes):
        melody = _standing_out(melody, word.start(), *word.span("vowel"), word.end())
    return _risen(phonemes, melody) if rises else melody


def _shifted(melody: Melody, pitch_st: float) -> Melody:
    import numpy as np

    voiced = melody.pitch_hz > _VOICED_HZ
    return replace(melody, pitch_hz=np.where(voiced, melody.pitch_hz * np.float32(2 ** (pitch_st / 12)), melody.pitch_hz))


def quoted_in(phonemes: str, text: str, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the ranges of phonemes for ranges of a text, which begin and end at a mark of quotation or an end of the text.

    None are returned if the text has other marks than the phonemes, as when these are only a part.
    """
    written, said = ([mark.start() for mark in _QUOTE_MARKS.finditer(one)] for one in (text, phonemes))
    if len(written) != len(said):
        return ()
    starts = {0: 0, **dict(zip(written, said, strict=True))}
    ends = {len(text): len(phonemes), **{place + 1: mark + 1 for place, mark in zip(written, said, strict=True)}}
    return tuple((starts[first], ends[last]) for first, last in ranges if first in starts and last in ends)


def _raised(melody: Melody, start: int, end: int) -> Melody:
    """Raise what is quoted, the steps from `start` up to `end`."""
    import numpy as np

    bounds = (start - _GENTLY_STEPS, start, end, end + _GENTLY_STEPS)
    shift = np.interp(np.arange(len(melody.pitch_hz)), bounds, (0, _QUOTED_ST, _QUOTED_ST, 0))
    pitch_hz = np.where(melody.pitch_hz > _VOICED_HZ, melody.pitch_hz * (2 ** (shift / 12)), melody.pitch_hz)
    return replace(melody, pitch_hz=pitch_hz.astype(np.float32))


def _standing_out(melody: Melody, first: int, vowel: int, rest: int, last: int) -> Melody:
    """Raise a word, the tokens from `first` up to `last`, and lengthen its stressed vowel, `vowel` up to `rest`."""
    import numpy as np

    frames = int(melody.frames[vowel:rest].sum())
    if not frames or not melody.median_hz:
        return melody
    melody = melody.stretched(vowel, rest, max(_FEWEST_FRAMES, round(frames * (_LONGER - 1))))
    start, high, low, end = (melody.edges[token] for token in (first, vowel, rest, last))
    voiced = melody.pitch_hz > _VOICED_HZ
    peak_hz = max(melody.pitch_hz[high:low])
    missing_st = _HIGH_ST - 12 * np.log2(max(peak_hz, _VOICED_HZ) / melody.median_hz)
    raised = min(max(missing_st, _RAISED_ST[0]), _RAISED_ST[1])
    bounds = (start - _GENTLY_STEPS, high, low, end + _GENTLY_STEPS)
    shift = np.where(voiced, np.interp(np.arange(len(voiced)), bounds, (0, raised, raised, 0)), 0)
    return replace(melody, pitch_hz=melody.pitch_hz * (2 ** (shift / 12)).astype(np.float32))


def _risen(phonemes: str, melody: Melody) -> Melody:
    """Let the last stressed vowel, and what follows it, rise to the end."""
    import numpy as np

    stress = max(phonemes.rfind("ˈ"), phonemes.rfind(EXTRA_STRESS), 0)
    vowels = [place for place in range(stress, len(phonemes)) if phonemes[place] in _VOWELS]
    last = max((place for place in range(stress, len(phonemes)) if phonemes[place] in _SONORANTS), default=0)
    if not vowels or not melody.median_hz:
        return melody
    start = melody.edges[vowels[0]]
    # The last sound of a sentence includes the silence after it.
    loud = np.flatnonzero(melody.energy[start : melody.edges[last + 1]] > _LOUD)
    end = start + int(loud[-1]) + 1 if len(loud) else start + 1
    melody = melody.longer(last, _RISE_FRAMES, end)
    end += STEPS * _RISE_FRAMES
    start = max(start, end - _RISE_STEPS)
    pitch_hz, energy = melody.pitch_hz.copy(), melody.energy.copy()
    rise = melody.median_hz * 2 ** (np.linspace(*_RISE_ST, end - start) / 12)
    voiced = (pitch_hz[start:end] > _VOICED_HZ) | _sounds(phonemes, melody)[start:end]
    pitch_hz[start:end][voiced] = rise[voiced]
    usual = np.median(energy[energy > _LOUD]) if len(loud) else _LOUD
    energy[start:end][voiced] = np.maximum(energy[start:end][voiced], _RISE_ENERGY * usual)
    # What is voiced beyond stays as high.
    pitch_hz[end:][pitch_hz[end:] > _VOICED_HZ] = rise[-1]
    return replace(melody, pitch_hz=pitch_hz, energy=energy)


def _sounds(phonemes: str, melody: Melody) -> NDArray[np.bool_]:
    """Tell for each step whether it belongs to a vowel or another sonorant."""
    import numpy as np

    return np.repeat(np.array([phoneme in _SONORANTS for phoneme in phonemes]), STEPS * melody.frames)
