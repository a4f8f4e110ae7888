"""Hear an episode back: compare what is heard with what is written, the voices with each other, and the levels of sound."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from tts_interview.hearing.levels import Levels, power_of
from tts_interview.hearing.voices import strange, timbre_of
from tts_interview.hearing.words import divergences
from tts_interview.model import Discrepancy, Fault, Progress, TurnScore, Verification, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.hearing.recogniser import Recogniser
    from tts_interview.hearing.voices import Timbre
    from tts_interview.hearing.words import Divergence, Reader
    from tts_interview.model import Mark, OnProgress

SAMPLE_RATE_HZ = 16_000
STEP = "verifying"
# A recogniser hears 30 seconds at once, and takes as long for fewer: sentences are heard together.
_WINDOW_S = 28.0
_MARGIN_S = 0.15
# A longer pause may hold music.
_LONGEST_PAUSE_S = 5.0
# The end of one word, and the beginning of the next, may sound into a pause.
_EDGE_S = 0.06
# If more pauses than this share have sound, there is music under the voices.
_MOST_LOUD_PAUSES, _FEW_LOUD_PAUSES = 0.3, 2
# By what share the paces of words differ at least, if their times are measured.
_SAME_PACE = 0.03
# The power of a voice that is all silence.
_LEAST_POWER = 1e-6


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is heard, and by whom.

    sound: returns the samples between two times in seconds: mono, float32, -1 to 1, at 16 kHz.
    sentences: all that is said, in order; those of a turn follow each other.
    words: the words of the sentences; empty if their times are unknown.
    voices: the voice of each speaker; speakers without one are compared by their names.
    read: returns the words of a text with their phonemes.
    """

    sound: Callable[[float, float], NDArray[np.float32]]
    sentences: Sequence[Mark]
    words: Sequence[Mark]
    recogniser: Recogniser
    read: Reader
    voices: Mapping[str, str] = field(default_factory=dict)
    on_progress: OnProgress = no_progress

    def voice(self, sentence: Mark) -> str:
        """Return the voice that says a sentence."""
        return self.voices.get(sentence.speaker, sentence.speaker)

    def samples(self, sentence: Mark) -> NDArray[np.float32]:
        """Return the sound of a sentence."""
        return self.sound(sentence.start_s, sentence.end_s)

    @property
    def turns(self) -> list[list[int]]:
        """The numbers of the sentences that one speaker says without a break."""
        grouped = groupby(range(len(self.sentences)), key=lambda number: self.sentences[number].speaker)
        return [list(numbers) for _, numbers in grouped]


def examine(hearing: Hearing, only: Container[int] | None = None) -> Verification:
    """Look for faults in the sentences `only`, by their numbers, or in all. Raises ModelError."""
    wanted = [
        number
        for number, sentence in enumerate(hearing.sentences)
        if not sentence.is_recording and (only is None or number in only)
    ]
    wrong = _wrong_words(hearing, wanted)
    found = [finding for number in wanted for finding in _findings(hearing.sentences[number], wrong[number])]
    found += [*_strange_voices(hearing, wanted), *_faulty_levels(hearing, wanted)]
    scores = tuple(_score(hearing, turn, wrong) for turn in hearing.turns)
    return Verification(hearing.recogniser.name, scores, tuple(sorted(found, key=lambda finding: finding.start_s)))


def _score(hearing: Hearing, turn: Sequence[int], wrong: Mapping[int, list[Divergence]]) -> TurnScore:
    first, last = hearing.sentences[turn[0]], hearing.sentences[turn[-1]]
    found = [divergence for number in turn for divergence in wrong.get(number, ())]
    longest = max((divergence.phonemes for divergence in found), default=0)
    return TurnScore(first.speaker, first.start_s, last.end_s, longest, sum(one.words for one in found))


# -- words -------------------------------------------------------------------------------------------------------------


def _wrong_words(hearing: Hearing, wanted: Sequence[int]) -> dict[int, list[Divergence]]:
    """Return the divergences of each sentence that are heard twice: with the sentences around it, and alone."""
    found: dict[int, list[Divergence]] = {}
    windows = list(_windows(hearing.sentences, wanted))
    for place, window in enumerate(windows):
        for number, suspected in _heard(hearing, window).items():
            again = _heard(hearing, [number], carefully=True)[number] if suspected else []
            found[number] = [one for one in again if any(one.confirms(other) for other in suspected)]
        hearing.on_progress(Progress(STEP, place + 1, len(windows)))
    return found


def _windows(sentences: Sequence[Mark], wanted: Sequence[int]) -> Iterator[list[int]]:
    """Yield sentences that follow each other, as many as are heard at once."""
    window: list[int] = []
    for number in wanted:
        if window and (number > window[-1] + 1 or sentences[number].end_s - sentences[window[0]].start_s > _WINDOW_S):
            yield window
            window = []
        window.append(number)
    if window:
        yield window


def _heard(hearing: Hearing, window: Sequence[int], *, carefully: bool = False) -> dict[int, list[Divergence]]:
    """Hear some sentences at once, and return the divergences of each; one where two meet belongs to both."""
    sentences = [hearing.sentences[number] for number in window]
    samples = hearing.sound(sentences[0].start_s - _MARGIN_S, sentences[-1].end_s + _MARGIN_S)
    text = " ".join(sentence.text for sentence in sentences)
    recognised = hearing.recogniser.hear(samples, text, carefully=carefully)
    everything = divergences(text, recognised, hearing.read, carefully=carefully)
    found, start = {}, 0
    for number, sentence in zip(window, sentences, strict=True):
        end = start + len(sentence.text)
        found[number] = [_within(one, start, end) for one in everything if one.start <= end + 1 and one.end >= start - 1]
        start = end + 1
    return found


def _within(one: Divergence, start: int, end: int) -> Divergence:
    first, last = (min(max(place, start), end) - start for place in (one.start, one.end))
    return replace(one, start=first, end=last)


def _findings(sentence: Mark, wrong: Sequence[Divergence]) -> Iterator[Discrepancy]:
    per_char_s = (sentence.end_s - sentence.start_s) / max(1, len(sentence.text))
    for one in wrong:
        start_s, end_s = (round(sentence.start_s + place * per_char_s, 3) for place in (one.start, one.end))
        written = sentence.text[one.start : one.end].strip()
        yield Discrepancy(one.fault, sentence.speaker, start_s, end_s, written, one.heard, one.phonemes)


# -- voices and levels -------------------------------------------------------------------------------------------------


def _strange_voices(hearing: Hearing, wanted: Sequence[int]) -> Iterator[Discrepancy]:
    """Yield a finding for all sentences in a row that another voice says than the rest of the same voice."""
    timbres: dict[str, dict[int, Timbre]] = defaultdict(dict)
    for number, sentence in enumerate(hearing.sentences):
        if not sentence.is_recording and (timbre := timbre_of(hearing.samples(sentence))):
            timbres[hearing.voice(sentence)][number] = timbre
    distances = {number: far for of_voice in timbres.values() for number, far in strange(of_voice).items()}
    turn_of = {number: place for place, turn in enumerate(hearing.turns) for number in turn}
    for _turn, numbers in groupby((number for number in wanted if number in distances), key=turn_of.__getitem__):
        group = list(numbers)
        first, last = hearing.sentences[group[0]], hearing.sentences[group[-1]]
        far = round(max(distances[number] for number in group), 2)
        yield Discrepancy(Fault.OTHER_VOICE, first.speaker, first.start_s, last.end_s, first.text, score=far)


def _faulty_levels(hearing: Hearing, wanted: Sequence[int]) -> Iterator[Discrepancy]:
    """Yield bursts in sentences, silence in place of words, and noise in pauses."""
    powers: dict[str, list[float]] = defaultdict(list)
    for sentence in hearing.sentences:
        powers[hearing.voice(sentence)].append(power_of(hearing.samples(sentence)))
    usual = {voice: max(median(found), _LEAST_POWER) for voice, found in powers.items()}
    for number in wanted:
        sentence = hearing.sentences[number]
        levels = Levels(hearing.samples(sentence), usual[hearing.voice(sentence)])
        if burst := levels.burst():
            yield _at(sentence, Fault.NOISE, *burst)
        if silence := levels.silence(_words_in(hearing, sentence)):
            yield _at(sentence, Fault.SILENCE, *silence, silence[1] - silence[0])
    yield from _loud_pauses(hearing, wanted, usual)


def _loud_pauses(hearing: Hearing, wanted: Sequence[int], usual: Mapping[str, float]) -> Iterator[Discrepancy]:
    """Yield the sounds in the pauses after sentences, unless many pauses have some: then it is music."""
    pauses, found = 0, []
    for number in wanted:
        if number + 1 < len(hearing.sentences):
            before, after = hearing.sentences[number : number + 2]
            start_s, end_s = before.end_s + _EDGE_S, after.start_s - _EDGE_S
            if 2 * _EDGE_S < end_s - start_s < _LONGEST_PAUSE_S and not (before.is_recording or after.is_recording):
                pauses += 1
                least = min(usual[hearing.voice(sentence)] for sentence in (before, after))
                if sound := Levels(hearing.sound(start_s, end_s), least).sound():
                    found.append(_at(replace(before, start_s=start_s, text=""), Fault.NOISE, *sound))
    if len(found) <= max(_FEW_LOUD_PAUSES, _MOST_LOUD_PAUSES * pauses):
        yield from found


def _at(sentence: Mark, fault: Fault, start_s: float, end_s: float, score: float) -> Discrepancy:
    from_s, to_s = round(sentence.start_s + start_s, 3), round(sentence.start_s + end_s, 3)
    return Discrepancy(fault, sentence.speaker, from_s, to_s, sentence.text, score=round(score, 2))


def _words_in(hearing: Hearing, sentence: Mark) -> list[tuple[float, float]]:
    """Return the start and end of each word of a sentence, in seconds from its start; none if its times are only estimated.

    An estimate gives every character the same time.
    """
    first, last = (
        bisect_left(hearing.words, place, key=lambda word: word.start_s) for place in (sentence.start_s, sentence.end_s)
    )
    words = hearing.words[first:last]
    paces = [(word.end_s - word.start_s) / max(1, len(word.text)) for word in words]
    usual = median(paces) if paces else 0.0
    if sum(abs(pace - usual) <= _SAME_PACE * usual for pace in paces) > len(paces) / 2:
        return []
    return [(word.start_s - sentence.start_s, word.end_s - sentence.start_s) for word in words]
