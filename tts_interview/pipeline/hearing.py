"""Hear a plan turn by turn: the pieces of a turn with their sound and the times of their words, and which turns are ready."""

from __future__ import annotations

import io
import wave
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from tts_interview.model import Clip, Cue, Pause, Recording, Rundown, Speech
from tts_interview.pipeline.planning import estimated_s
from tts_interview.sound.stitching import stream_sound, word_marks
from tts_interview.sound.stretching import stretch_clips, stretched
from tts_interview.speech import closing, speak
from tts_interview.speech.engines import fingerprints

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from tts_interview.pipeline.planning import Plan

_BYTES_PER_FRAME = 2


@dataclass(frozen=True, slots=True)
class HeardPiece:
    """A piece of a turn: its place among all utterances of the plan, its range in its paragraph, and the pause after it.

    `start` and `end` are equal for words that are not in the paragraph, such as those of the program.
    """

    number: int
    speech: Speech
    start: int
    end: int
    pause_s: float


def pieces_of(plan: Plan, turn: int) -> list[HeardPiece]:
    """Return the pieces of a turn, counted from 0, with what the program says before it."""
    found: list[HeardPiece] = []
    number, mine, announces, at = 0, False, False, (-1, 0)
    for item in plan.rundown.items:
        if isinstance(item, Cue):
            mine, announces = item.turn == turn, item.announces
        elif isinstance(item, Pause) and mine and found:
            last = found.pop()
            found.append(HeardPiece(last.number, last.speech, last.start, last.end, last.pause_s + item.pause_ms / 1000))
        elif isinstance(item, Speech):
            if mine:
                text = "" if announces else plan.script.transcript.turns[turn].paragraphs[item.paragraph].text
                start = text.find(item.written, at[1] if at[0] == item.paragraph else 0)
                end = start + len(item.written) if start >= 0 and text else 0
                found.append(HeardPiece(number, item, max(0, start) if end else 0, end, 0.0))
                at = (item.paragraph, end) if end else at
            number += 1
    return found


def turn_keys(plan: Plan) -> dict[int, str]:
    """Return a digest of the utterances of each turn, by its number, which changes if the turn has to be spoken again."""
    told: dict[int, list[str]] = defaultdict(list)
    for speech in plan.rundown.speeches:
        told[speech.turn].append(repr((speech.utterance, speech.stretch)))
    return {turn: sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:16] for turn, said in told.items()}


def clip_of(plan: Plan, speech: Speech) -> Clip:
    """Return the sound of an utterance, from the cache or spoken now. Raises EngineError."""
    (clip,) = speak([speech.utterance], plan.engine, plan.cache)
    return stretched(clip, speech.stretch)


def word_times(piece: HeardPiece, clip: Clip) -> list[tuple[int, int, float, float]]:
    """Return the words of a piece: the range of each in its paragraph, and from when to when it is heard, in seconds."""
    times, at = [], 0
    for mark in word_marks(piece.speech, clip, "", 0.0):
        start = piece.speech.written.find(mark.text, at)
        if start >= 0 and piece.end:
            at = start + len(mark.text)
            times.append((piece.start + start, piece.start + at, round(mark.start_s, 3), round(mark.end_s, 3)))
    return times


def wav_of(clips: Iterable[tuple[Clip, float]], sample_rate_hz: int) -> bytes:
    """Return a WAV file of clips, each with the silence after it in seconds."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(_BYTES_PER_FRAME)
        wav.setframerate(sample_rate_hz)
        for clip, pause_s in clips:
            wav.writeframes(clip.pcm + bytes(round(pause_s * sample_rate_hz) * _BYTES_PER_FRAME))
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Work:
    """What is still to be spoken: the seconds of sound that each turn lacks, by its number from 0, and those of the work."""

    missing_s: dict[int, float]
    work_s: float


def work_of(plan: Plan) -> Work:
    """Return what is not in the cache yet."""
    missing_s: dict[int, float] = defaultdict(float)
    for speech in missing(plan):
        missing_s[speech.turn] += estimated_s(speech)
    return Work(dict(missing_s), sum(missing_s.values()) * plan.engine.work_per_second)


def excerpt(plan: Plan, first: int, seconds: float) -> bytes:
    """Return a WAV file of about so many seconds from the start of a turn, with its pauses. Raises EngineError."""
    rate_hz, items = plan.engine.sample_rate_hz, plan.rundown.items
    start = next((n for n, item in enumerate(items) if isinstance(item, Cue) and item.turn >= first), 0)
    rest = Rundown(tuple(item for item in items[start:] if not isinstance(item, Recording)))
    said = [speech.utterance for speech in rest.speeches]
    frames, most = bytearray(), int(seconds * rate_hz) * _BYTES_PER_FRAME
    with closing(speak(said, plan.engine, plan.cache)) as clips:
        for _item, pcm in stream_sound(rest, stretch_clips(clips, rest), rate_hz):
            frames += pcm
            if len(frames) >= most:
                break
    return wav_of([(Clip(bytes(frames), rate_hz), 0.0)], rate_hz)


def missing(plan: Plan, turns: Container[int] | None = None) -> list[Speech]:
    """Return the utterances of turns, or of all, whose clips are not in the cache yet, in order."""
    by_voice, cache = fingerprints(plan.engine, plan.utterances), plan.cache
    found = dict.fromkeys(plan.rundown.speeches)
    return [
        speech
        for speech in found
        if (turns is None or speech.turn in turns) and not cache.has(speech.utterance, by_voice[speech.utterance.voice])
    ]
