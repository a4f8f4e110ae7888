"""Stitch clips into an episode: pydub joins the clips and pauses of a turn, and finished turns go to one raw file."""

from __future__ import annotations

import warnings
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from tts_interview.model import (
    Casting,
    Clip,
    Cue,
    Episode,
    HeardWord,
    Mark,
    Passage,
    Pause,
    Recording,
    Rundown,
    Speech,
    Transcript,
)
from tts_interview.sound.recordings import read_recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BYTES_PER_FRAME = 2
# Short enough to lose no sound, long enough to avoid a click.
_FADE_MS = 4
_HELD_S = 60


def stitch(  # noqa: PLR0913, PLR0917 - an episode is made of these six, and one caller gives them
    rundown: Rundown,
    clips: Iterator[Clip],
    transcript: Transcript,
    casting: Casting,
    target: Path,
    sample_rate_hz: int,
) -> Episode:
    """Write the raw sound of the episode to `target`, and return it with the times of its turns, sentences and words.

    `clips` are those of the rundown's utterances, in order, all at the given sample rate. At most a minute of sound is held in
    memory. Raises EncodingError if a recording cannot be decoded.
    """
    with target.open("wb") as file:
        timeline = _Timeline(file, sample_rate_hz)
        for item in rundown.items:
            if isinstance(item, Speech):
                timeline.add_speech(item, next(clips))
            elif isinstance(item, Recording):
                timeline.add_recording(item)
            elif isinstance(item, Pause):
                timeline.add_pause(item)
            else:
                timeline.open_turn(item)
        timeline.flush()
    by_turn = {cue.turn: cue for cue in rundown.items if isinstance(cue, Cue) and not cue.announces}
    seconds = timeline.seconds
    return Episode(
        title=transcript.title,
        date=transcript.date,
        language=transcript.language,
        sound=target,
        sample_rate_hz=timeline.sample_rate_hz,
        seconds=seconds,
        turns=tuple(_turn_marks(timeline.sentences, by_turn)),
        sentences=tuple(timeline.sentences),
        words=tuple(timeline.words),
        passages=tuple(timeline.passages),
        announcements=tuple(timeline.announcements),
        people=transcript.speakers,
        voices=casting,
    )


def stream_sound(
    rundown: Rundown, clips: Iterator[Clip], sample_rate_hz: int
) -> Iterator[tuple[Speech | Recording | Pause | Cue, bytes]]:
    """Yield each item of the rundown with the raw sound that `stitch` would write, for listening; a cue has none.

    The iterator ends when the clips do. Another thread may consume it.
    """
    _pydub()  # imported in the calling thread: two threads must not import it at once
    return _stream_sound(rundown, clips, sample_rate_hz)


def _stream_sound(
    rundown: Rundown, clips: Iterator[Clip], sample_rate_hz: int
) -> Iterator[tuple[Speech | Recording | Pause | Cue, bytes]]:
    for item in rundown.items:
        if isinstance(item, Speech):
            clip = next(clips, None)
            if clip is None:
                return
            yield item, _faded(clip).raw_data
        elif isinstance(item, Recording):
            for block in read_recording(item, sample_rate_hz):
                yield item, block
        elif isinstance(item, Pause):
            yield item, _silence(item.pause_ms, sample_rate_hz).raw_data
        else:
            yield item, b""


def _turn_marks(sentences: list[Mark], cues: dict[int, Cue]) -> Iterator[Mark]:
    by_turn: dict[int, list[Mark]] = {}
    for mark in sentences:
        by_turn.setdefault(mark.turn, []).append(mark)
    for turn, marks in by_turn.items():
        text = " ".join(mark.text for mark in marks)
        is_recording = all(mark.is_recording for mark in marks)
        yield Mark(turn, cues[turn].speaker, text, marks[0].start_s, marks[-1].end_s, is_recording=is_recording)


def word_marks(speech: Speech, clip: Clip, speaker: str, start_s: float) -> Iterator[Mark]:
    """Mark each word at the time that the engine gives, or else in proportion to the characters."""
    heard = clip.words or (HeardWord(0, len(speech.utterance.text), 0.0, clip.seconds),)
    for word in speech.words:
        first_s, last_s = _time_at(heard, word.start, at_end=False), _time_at(heard, word.end, at_end=True)
        length_s = last_s - first_s
        from_s, to_s = (start_s + first_s + share * length_s for share in (word.first, word.last))
        yield Mark(speech.turn, speaker, word.text, from_s, to_s, speech.sentence, speech.paragraph)


def _recorded_marks(recording: Recording, speaker: str, start_s: float, end_s: float) -> Iterator[Mark]:
    """Mark each sentence of a recording at its estimated time."""
    sentences = _proportional(recording.written, start_s, end_s)
    for number, (text, from_s, to_s) in enumerate(sentences, start=recording.sentence):
        yield Mark(recording.turn, speaker, text, from_s, to_s, number, recording.paragraph, is_recording=True)


def _proportional(pieces: Sequence[str], start_s: float, end_s: float) -> Iterator[tuple[str, float, float]]:
    """Yield each piece with its share of the time from `start_s` to `end_s`, in proportion to its characters."""
    per_char_s = (end_s - start_s) / max(1, sum(map(len, pieces)))
    for piece in pieces:
        end_s = start_s + len(piece) * per_char_s
        yield piece, start_s, end_s
        start_s = end_s


def _time_at(heard: tuple[HeardWord, ...], place: int, *, at_end: bool) -> float:
    """Return when the character before (`at_end`) or after a position in the text is heard, in seconds."""
    number = bisect_left(heard, place, key=lambda word: word.end) if at_end else bisect_right(heard, place, key=_start) - 1
    word = heard[min(max(number, 0), len(heard) - 1)]
    share = min(1.0, max(0.0, (place - word.start) / max(1, word.end - word.start)))
    return word.start_s + share * (word.end_s - word.start_s)


def _start(word: HeardWord) -> int:
    return word.start


@dataclass
class _Timeline:
    """The segments of the current turn, the marks so far, and the frames written to the file."""

    file: BinaryIO
    sample_rate_hz: int
    sentences: list[Mark] = field(default_factory=list)
    announcements: list[Mark] = field(default_factory=list)
    words: list[Mark] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    _segments: list[Any] = field(default_factory=list)
    _frames: int = 0
    _written: int = 0
    _cue: Cue = field(default_factory=lambda: Cue(-1, ""))
    _sentence: tuple[int, int] = (-1, -1)

    @property
    def seconds(self) -> float:
        return self._frames / self.sample_rate_hz

    def open_turn(self, cue: Cue) -> None:
        self.flush()
        self._cue = cue
        self._sentence = (-1, -1)

    @property
    def _speaker(self) -> str:
        return self._cue.speaker

    def add_speech(self, speech: Speech, clip: Clip) -> None:
        start, start_s = self._frames, self.seconds
        self._append(_faded(clip))
        self._extend_passage(start)
        if not self._cue.announces:
            self.words += word_marks(speech, clip, self._speaker, start_s)
        self._mark(speech, start_s)

    def add_recording(self, recording: Recording) -> None:
        """Add a recording, written as it is decoded because it may last an hour."""
        self.flush()
        start, start_s = self._frames, self.seconds
        for block in read_recording(recording, self.sample_rate_hz):
            self.file.write(block)
            self._frames += len(block) // _BYTES_PER_FRAME
        self._written = self._frames
        self.passages.append(Passage(self._speaker, start, self._frames, recording.file))
        for mark in _recorded_marks(recording, self._speaker, start_s, self.seconds):
            self.sentences.append(mark)
            words = _proportional(mark.text.split(), mark.start_s, mark.end_s)
            self.words += (replace(mark, text=text, start_s=from_s, end_s=to_s) for text, from_s, to_s in words)
        self._sentence = (-1, -1)

    def add_pause(self, pause: Pause) -> None:
        self._append(_silence(pause.pause_ms, self.sample_rate_hz))

    def flush(self) -> None:
        if self._segments:
            self.file.write(_joined(self._segments).raw_data)
            self._segments, self._written = [], self._frames

    def _append(self, segment: Any) -> None:  # noqa: ANN401 - an AudioSegment; pydub has no types
        self._segments.append(segment)
        self._frames += len(segment.raw_data) // _BYTES_PER_FRAME
        # A turn may last an hour.
        if self._frames - self._written > _HELD_S * self.sample_rate_hz:
            self.flush()

    def _extend_passage(self, start: int) -> None:
        """Extend the current speaker's passage by the sound from `start`, or begin a new one."""
        last = self.passages[-1] if self.passages else None
        if last and last.speaker == self._speaker and not last.recording:
            start = self.passages.pop().start
        self.passages.append(Passage(self._speaker, start, self._frames))

    def _mark(self, speech: Speech, start_s: float) -> None:
        """Mark a sentence; one that is spoken in several pieces gets one mark."""
        sentence = (speech.turn, speech.sentence)
        marks = self.announcements if self._cue.announces else self.sentences
        if sentence == self._sentence:
            last = marks.pop()
            text, start_s = f"{last.text} {speech.written}", last.start_s
        else:
            text = speech.written
        self._sentence = sentence
        mark = Mark(speech.turn, self._speaker, text, start_s, self.seconds, speech.sentence, speech.paragraph)
        marks.append(mark)


def _pydub() -> Any:  # noqa: ANN401 - pydub has no types
    with warnings.catch_warnings():
        # pydub warns about a missing ffmpeg, which it never calls here, and about the deprecated audioop.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment


def _segment(pcm: bytes, sample_rate_hz: int) -> Any:  # noqa: ANN401 - an AudioSegment; pydub has no types
    return _pydub()(data=pcm, sample_width=_BYTES_PER_FRAME, frame_rate=sample_rate_hz, channels=1)


def _faded(clip: Clip) -> Any:  # noqa: ANN401 - as above
    """Remove the clip's DC offset and fade its ends, so that no join clicks."""
    import numpy as np

    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32)
    if len(samples):
        samples -= samples.mean()
    # Not pydub's fades: they count in milliseconds, and so lose or add samples.
    length = min(_FADE_MS * clip.sample_rate_hz // 1000, (len(samples) + 1) // 2)
    ramp = np.arange(length, dtype=np.float32) / max(1, length)
    samples[:length] *= ramp
    samples[len(samples) - length :] *= ramp[::-1]
    return _segment(np.clip(samples.round(), -32_768, 32_767).astype("<i2").tobytes(), clip.sample_rate_hz)


def _silence(pause_ms: int, sample_rate_hz: int) -> Any:  # noqa: ANN401 - as above
    return _pydub().silent(duration=pause_ms, frame_rate=sample_rate_hz)


def _joined(segments: list[Any]) -> Any:  # noqa: ANN401 - as above
    """Join segments in one step: adding them one by one would copy the whole each time."""
    first = segments[0]
    return _segment(b"".join(segment.raw_data for segment in segments), first.frame_rate)
