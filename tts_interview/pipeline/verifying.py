"""Hear an episode back: one that is finished, or one that is being made, whose bad turns are spoken again in other ways."""

from __future__ import annotations

import contextlib
import json
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import SourceError
from tts_interview.files.atomic import Transaction
from tts_interview.files.ffmpeg import decoded
from tts_interview.files.opening import content
from tts_interview.files.workspace import scratch
from tts_interview.hearing import SAMPLE_RATE_HZ, Hearing, examine
from tts_interview.hearing.model_files import find_whisper
from tts_interview.hearing.recogniser import Whisper
from tts_interview.hearing.words import SaidWord
from tts_interview.language.segmentation import base_language
from tts_interview.language.spoken_text import speakable, spoken, written_words
from tts_interview.model import SILENT, Cue, Mark, Pause, Recording, Rundown, Speech, Utterance
from tts_interview.pipeline.observing import heard_by
from tts_interview.pipeline.planning import arrangement
from tts_interview.publishing.records import rewritten
from tts_interview.publishing.verification import JSON, TEXT, sentence_of, verification_json, verification_text
from tts_interview.rundown import arrange
from tts_interview.settings import Settings
from tts_interview.speech.engines.kokoro.inference import symbols
from tts_interview.speech.engines.kokoro.phonemes import Phonemes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.hearing.recogniser import Recogniser
    from tts_interview.hearing.words import Reader
    from tts_interview.model import Discrepancy, Episode, Item, Observer, Verification
    from tts_interview.pipeline.planning import Plan

_TRANSCRIPT = ".transcript.json"
_BYTES_PER_SAMPLE = 2
_FULL_SCALE = 32_768
# How much shorter pieces become, and by which factors a voice speaks in another way; its pace stays the same.
_SHORTER = 0.5
_OTHER_RATES = (0.94, 1.06)


def verify(episode: str | Path, settings: Settings | None = None, observer: Observer = SILENT) -> Verification:
    """Hear a finished episode back, and write `STEM.verify.json` and `STEM.verify.txt` beside it.

    `episode` is its audio file; the JSON transcript lies beside it. Raises SourceError if there is
    no transcript, EncodingError for a file without sound, MissingExtraError, ModelError and OutputError.
    """
    settings, observer = settings or Settings(), heard_by(observer)
    audio = Path(episode)
    transcript = _transcript_of(audio)
    listener = listener_for(transcript.language, settings, observer)
    with _sound(audio) as sound:
        hearing = Hearing(
            sound,
            transcript.sentences,
            transcript.words,
            listener,
            reader_of(transcript.language),
            transcript.voices,
            observer.progress,
        )
        found = examine(hearing)
    reports = {JSON: verification_json(found, audio.name), TEXT: verification_text(found, audio.name)}
    with Transaction() as files:
        for suffix, text in reports.items():
            files.draft(audio.with_name(audio.stem + suffix)).write_bytes(text.encode())
        files.commit()
    rewritten(audio, [audio.with_name(audio.stem + suffix) for suffix in reports])
    return found


def listener_for(language: str, settings: Settings, observer: Observer) -> Recogniser:
    """Return the recogniser for a language (a BCP 47 tag). Raises MissingExtraError and ModelError."""
    folder, name = find_whisper(language, settings.speech.models, settings.publishing.verify_model, observer.progress)
    return Whisper(folder, base_language(language), name)


def reader_of(language: str) -> Reader:
    """Return the function that reads the words of a text in a language, with numbers in words and their phonemes."""
    phonemes = Phonemes(symbols())

    def read(text: str) -> list[SaidWord]:
        spans = speakable(text, language)
        places: list[tuple[int, int, tuple[int, int]]] = []
        end = 0
        for word in written_words(text, spans, language):
            start = max(text.find(word.text, end), end)
            end = start + len(word.text)
            places.append((start, end, (word.start, word.end)))
        # Each word of "$4.2 million" as it is said stands for all that is written.
        said, words = spoken(spans), []
        for (first, last), found in groupby(places, key=lambda place: place[2]):
            group = list(found)
            ranges = [(first + word.start(), first + word.end()) for word in re.finditer(r"\S+", said[first:last])]
            words += [(group[0][0], group[-1][1], each) for each in ranges]
        ipa = phonemes.of_words(Utterance(said, "", language), [each for *_, each in words])
        return [SaidWord(start, end, sounds) for (start, end, _), sounds in zip(words, ipa, strict=True)]

    return read


@contextlib.contextmanager
def _sound(path: Path, raw_hz: int = 0) -> Iterator[Callable[[float, float], NDArray[np.float32]]]:
    """Decode a file, and yield the function that returns its samples between two times. Raises EncodingError."""
    import numpy as np

    with scratch() as folder, (folder / "sound.pcm").open("w+b") as file:
        file.writelines(decoded(path, SAMPLE_RATE_HZ, raw_hz=raw_hz))

        def sound(start_s: float, end_s: float) -> NDArray[np.float32]:
            first, last = (max(0, int(seconds * SAMPLE_RATE_HZ)) for seconds in (start_s, end_s))
            file.seek(first * _BYTES_PER_SAMPLE)
            raw = np.frombuffer(file.read((last - first) * _BYTES_PER_SAMPLE), "<i2")
            return raw.astype(np.float32) / np.float32(_FULL_SCALE)

        yield sound


def _tell(found: Verification, observer: Observer) -> None:
    for finding in found.findings:
        (observer.notice if finding.mended else observer.doubt)(sentence_of(finding))


# -- a finished episode --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What the JSON transcript of an episode says: its language, sentences and words with their times, and voices."""

    language: str
    sentences: list[Mark]
    words: list[Mark]
    voices: dict[str, str]


def _transcript_of(audio: Path) -> _Spoken:
    path = audio.with_name(audio.stem + _TRANSCRIPT)
    if not path.is_file():
        raise SourceError(f"{path} is missing: give the audio file of an episode that tts-interview made, with its transcript")
    try:
        found = json.loads(content(path))
        segments = found["segments"]
        sentences = [_mark(one, str(one["speaker"])) for one in segments]
        words = [_mark(word, str(one["speaker"])) for one in segments for word in one.get("words", ())]
        voices = {str(name): str(voice) for name, voice in found["syntheticVoices"].items()}
        return _Spoken(str(found["generator"].get("language", "en")), sentences, words, voices)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise SourceError(f"{path} is not a transcript of tts-interview: render the episode again") from error


def _mark(segment: dict[str, Any], speaker: str) -> Mark:
    start_s, end_s = float(segment["startTime"]), float(segment["endTime"])
    return Mark(0, speaker, str(segment["body"]), start_s, end_s, is_recording=segment.get("recording") is True)


# -- an episode that is being made ---------------------------------------------------------------------------------------


def mended(
    plan: Plan, episode: Episode, again: Callable[[Rundown], Episode], listener: Recogniser, observer: Observer
) -> tuple[Episode, Verification]:
    """Hear an episode back before it is mastered, and speak its bad turns in other ways until nothing is wrong with them.

    `again` makes the episode of another rundown, in the same file. A doubt tells of what no way of speaking mends.
    """
    first = _heard(episode, listener, observer)
    places = [(finding, _sentences_at(finding, episode)[0]) for finding in first.findings]
    wrong, done = _bad_turns(first, episode, plan.rundown), set[int]()
    current = latest = plan.rundown
    for other in _other_ways(plan) if wrong else ():
        tried = _exchanged(current, other, wrong)
        if tried == current:
            continue
        observer.notice(f"Speaking {len(wrong)} turn{'s' * (len(wrong) > 1)} again that did not sound right")
        episode = again(tried)
        latest = tried
        left = wrong & _bad_turns(_heard(episode, listener, observer, _sentences_of(wrong, tried)), episode, tried)
        current = _exchanged(current, other, wrong - left)
        wrong, done = left, done | (wrong - left)
    episode = again(current) if latest != current else episode
    found = first
    if done:
        now, turns = episode.heard, _turns_of_sentences(current)
        fixed = [(finding, now[place]) for finding, place in places if turns[place] in done]
        found = _with_mended(_heard(episode, listener, observer), fixed)
    _tell(found, observer)
    return episode, found


def _heard(episode: Episode, listener: Recogniser, observer: Observer, only: Container[int] | None = None) -> Verification:
    voices = {name: voice.full_name for name, voice in episode.voices.voices.items()}
    with _sound(episode.sound, episode.sample_rate_hz) as sound:
        read, progress = reader_of(episode.language), observer.progress
        return examine(Hearing(sound, episode.heard, episode.words, listener, read, voices, progress), only)


def _other_ways(plan: Plan) -> Iterator[Rundown]:
    """Yield the rundown as it may also be spoken: in shorter pieces, and faster or slower, stretched back to the same pace."""
    how = arrangement(plan.script.transcript, plan.engine, plan.settings)
    shorter = arrange(plan.script.transcript, plan.casting, replace(how, piece_chars=int(_SHORTER * how.piece_chars)))
    if len(_by_turn(shorter)) == len(_by_turn(plan.rundown)):
        yield shorter
    slowest, fastest = plan.engine.paces
    for rate in _OTHER_RATES:
        items = [_at_rate(item, rate, slowest, fastest) if isinstance(item, Speech) else item for item in plan.rundown.items]
        yield Rundown(tuple(items))


def _at_rate(speech: Speech, factor: float, slowest: float, fastest: float) -> Speech:
    delivery = speech.utterance.delivery
    rate = min(fastest, max(slowest, delivery.rate * factor))
    stretch = speech.stretch * delivery.rate / rate
    return replace(speech, utterance=replace(speech.utterance, delivery=replace(delivery, rate=rate)), stretch=stretch)


def _by_turn(rundown: Rundown) -> list[list[Item]]:
    """Return the items of each cue, after those before the first."""
    turns: list[list[Item]] = [[]]
    for item in rundown.items:
        if isinstance(item, Cue):
            turns.append([])
        turns[-1].append(item)
    return turns


def _exchanged(rundown: Rundown, other: Rundown, numbers: Container[int]) -> Rundown:
    """Return the rundown with what is spoken in some turns as in another rundown; recordings and what is locked stay."""
    found: list[Item] = []
    for number, (turn, instead) in enumerate(zip(_by_turn(rundown), _by_turn(other), strict=True)):
        if number in numbers and not any(map(_is_fixed, turn)):
            found += [*_without_last_pauses(instead), *turn[len(_without_last_pauses(turn)) :]]
        else:
            found += turn
    return Rundown(tuple(found))


def _is_fixed(item: Item) -> bool:
    return isinstance(item, Recording) or (isinstance(item, Speech) and bool(item.utterance.made_by))


def _without_last_pauses(items: Sequence[Item]) -> Sequence[Item]:
    last = max((number for number, item in enumerate(items) if not isinstance(item, Pause)), default=-1)
    return items[: last + 1]


def _turns_of_sentences(rundown: Rundown) -> list[int]:
    """Return, for each sentence that is heard, the number of its turn in `_by_turn`."""
    found: list[int] = []
    for number, turn in enumerate(_by_turn(rundown)):
        found += [number] * len({item.sentence for item in turn if isinstance(item, Speech)})
        found += [number] * sum(len(item.written) for item in turn if isinstance(item, Recording))
    return found


def _sentences_of(turns: Container[int], rundown: Rundown) -> set[int]:
    return {number for number, turn in enumerate(_turns_of_sentences(rundown)) if turn in turns}


def _sentences_at(finding: Discrepancy, episode: Episode) -> range:
    """Return the numbers of the sentences that a finding is about."""
    starts = [mark.start_s for mark in episode.heard]
    first = max(0, bisect_right(starts, finding.start_s) - 1)
    return range(first, max(first + 1, bisect_left(starts, finding.end_s)))


def _bad_turns(found: Verification, episode: Episode, rundown: Rundown) -> set[int]:
    turns = _turns_of_sentences(rundown)
    return {turns[number] for finding in found.findings for number in _sentences_at(finding, episode)}


def _with_mended(final: Verification, mended: Sequence[tuple[Discrepancy, Mark]]) -> Verification:
    """Return what is heard at last with the faults that are mended, at the times that their sentences have now."""
    again = [replace(one, start_s=now.start_s, end_s=now.end_s, mended=True) for one, now in mended]
    return replace(final, findings=tuple(sorted((*final.findings, *again), key=lambda finding: finding.start_s)))
