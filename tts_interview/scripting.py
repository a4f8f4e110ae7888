"""Transcript + Casting + pacing -> Script: what is going to be heard, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.lexicon import NO_WORDS, Lexicon
from tts_interview.messages import message
from tts_interview.model import (
    Ask,
    Cue,
    Delivery,
    Kind,
    Paragraph,
    Pause,
    Recording,
    Role,
    Script,
    Speech,
    SpokenSpan,
    Turn,
    Utterance,
)
from tts_interview.spoken_text import has_words, pronunciations, sentences, spoken, spoken_pieces, worded, written_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from tts_interview.model import Announcement, Casting, Transcript


# What the narrator says before text that is no running text.
_ANNOUNCED = {Kind.CAPTION: "caption", Kind.IMAGE: "image"}


@dataclass(frozen=True, slots=True)
class Pacing:
    """The length of each kind of pause in milliseconds, and the pace of speaking (1 is the voice's own)."""

    opening_ms: int = 300
    piece_ms: int = 130
    sentence_ms: int = 330
    paragraph_ms: int = 620
    speaker_ms: int = 700
    narrator_ms: int = 1100
    closing_ms: int = 600
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class _Tongue:
    """The language of a text, and what says its words otherwise than the language does."""

    language: str
    lexicon: Lexicon


def write_script(  # noqa: PLR0913, PLR0917 - the last two are choices that few make
    transcript: Transcript,
    casting: Casting,
    pacing: Pacing,
    piece_chars: int,
    only: Container[int] | None = None,
    announcements: Sequence[Announcement] = (),
    lexicon: Lexicon = NO_WORDS,
) -> Script:
    """Cut the turns into utterances no longer than `piece_chars`, and set pauses by their reason.

    `only` are the numbers of the turns wanted, counted from 0; None means all. `announcements` want a narrator among the
    speakers, and are said where their turn is wanted.
    """
    tongue = _Tongue(transcript.language, lexicon)
    items: list[Cue | Speech | Recording | Pause] = [Pause(pacing.opening_ms, "opening")]
    before: Turn | None = None
    for cue, turn in _in_order(transcript, announcements):
        if only is not None and min(cue.turn, len(transcript.turns) - 1) not in only:
            continue
        speeches = list(_speeches(cue.turn, turn, tongue, casting, pacing, piece_chars))
        if not speeches:
            continue
        if before:
            items.append(_pause_between(before, turn, pacing))
        items += [cue, *speeches]
        before = turn
    items.append(Pause(pacing.closing_ms, "closing"))
    return Script(tuple(items))


def _in_order(transcript: Transcript, announcements: Sequence[Announcement]) -> Iterator[tuple[Cue, Turn]]:
    """The turns, each after what announces it, which is a turn of the narrator's."""
    for number in range(len(transcript.turns) + 1):
        texts = [announcement.text for announcement in announcements if announcement.turn == number]
        if texts:
            narrator = next(speaker.name for speaker in transcript.speakers if speaker.role is Role.NARRATOR)
            paragraph = Paragraph(" ".join(texts), 0)
            yield Cue(number, narrator, announces=True), Turn(narrator, Role.NARRATOR, 0, (paragraph,))
        if number < len(transcript.turns):
            yield Cue(number, transcript.turns[number].speaker), transcript.turns[number]


def _pause_between(before: Turn, after: Turn, pacing: Pacing) -> Pause:
    if Role.NARRATOR in (before.role, after.role):
        return Pause(pacing.narrator_ms, "narrator")
    return Pause(pacing.speaker_ms, "speaker")


def _speeches(  # noqa: PLR0913, PLR0917 - the six are what an utterance depends on, and a class for one caller would hide it
    number: int, turn: Turn, tongue: _Tongue, casting: Casting, pacing: Pacing, piece_chars: int
) -> Iterator[Speech | Recording | Pause]:
    """The utterances and recordings of a turn, with the pauses between them."""
    sentence = 0
    voice, language = casting[turn.speaker], tongue.language
    language_said = voice.language or language
    pause: Pause | None = None
    for place, paragraph in enumerate(turn.paragraphs):
        announced = _announcement(paragraph, language)
        wording = worded(paragraph, language, tongue.lexicon.find(paragraph.text, language_said))
        for file, start, end in _stretches(paragraph, wording.whole):
            if file:
                if pause:
                    yield pause
                written_there = _written_there(paragraph.text[start:end], language)
                yield Recording(number, sentence, written_there, file, paragraph.line, paragraph=place)
                pause = Pause(pacing.sentence_ms, "sentence")
                sentence += len(written_there)
                continue
            opens = number == sentence == 0
            said = wording.spans(start, end)
            for written, piece in spoken_pieces(paragraph.text[start:end], said, piece_chars, opens=opens):
                spans, announced = (*announced, *piece), ()
                text = spoken(spans)
                if not has_words(text):
                    continue
                if pause:
                    yield pause
                utterance = Utterance(text, voice.name, language_said, Delivery(pacing.rate), pronunciations(spans))
                yield Speech(number, sentence, written, spans, utterance, written_words(written, spans), place)
                pause = Pause(pacing.piece_ms, "piece")
            if pause:
                pause = Pause(pacing.sentence_ms, "sentence")
            sentence += 1
        if pause:
            pause = Pause(pacing.paragraph_ms, "paragraph")


def _stretches(paragraph: Paragraph, whole: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """The ranges of the sentences that a voice says, and those in whose place a file is heard, with its name.

    No range of `whole` is cut.
    """
    at = 0
    heard = [(d.start, d.end, d.value) for d in paragraph.directions if d.ask is Ask.AUDIO]
    for start, end, file in (*heard, (len(paragraph.text), 0, "")):
        kept = [(first - at, last - at) for first, last in whole]
        yield from (("", at + first, at + last) for first, last in sentences(paragraph.text[at:start], kept))
        if file:
            yield file, start, end
        at = end


def _written_there(said: str, language: str) -> tuple[str, ...]:
    """The sentences of a recording. Who only reads has to know of it even where none are written."""
    return tuple(said[start:end] for start, end in sentences(said)) or (f"[{message(language, 'recording')}]",)


def _announcement(paragraph: Paragraph, language: str) -> tuple[SpokenSpan, ...]:
    """What the narrator says before a caption or the description of an image: that it is one; it speaks no written word."""
    key = _ANNOUNCED.get(paragraph.kind)
    return (SpokenSpan(f"{message(language, key)}: ", 0, 0),) if key else ()
