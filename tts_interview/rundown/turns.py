"""Convert a turn into utterances, recordings and the pauses between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tts_interview.language.messages import has_messages, message
from tts_interview.language.questions import rises
from tts_interview.language.spoken_text import (
    REMEMBERED,
    has_words,
    pronunciations,
    sentences,
    spoken,
    spoken_pieces,
    spoken_ranges,
    worded,
    written_words,
)
from tts_interview.model import Delivery, Kind, Pause, Recording, Speech, SpokenSpan, Utterance
from tts_interview.rundown.stretches import Stretch, stretches
from tts_interview.settings.pacing import PauseFor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts_interview.language.lexicon import Lexicon
    from tts_interview.language.spoken_text.wording import Wording
    from tts_interview.model import Casting, Item, Paragraph, Pronunciation, Turn, WrittenWord
    from tts_interview.settings.pacing import PacingSettings

    # An item, with the reason for the pause before it unless it is the first of its turn.
    Part = tuple[Speech | Recording | Pause, PauseFor]

# The reason of a pause that the script's editor set, which replaces the usual pause.
ASKED = "asked"
# The words that the narrator says before a caption or an image description.
_ANNOUNCED = {Kind.CAPTION: "caption", Kind.IMAGE: "image"}


@dataclass(frozen=True, slots=True)
class Manner:
    """The settings that all turns of an interview share. `piece_chars` is the most characters of an utterance."""

    language: str
    lexicon: Lexicon
    casting: Casting
    pacing: PacingSettings
    piece_chars: int


def heard(number: int, turn: Turn, manner: Manner) -> list[Item]:
    """Return what is heard of turn `number`. Without words, only the pauses that the editor set are left."""
    return list(_with_pauses(_Writer(number, turn, manner).parts(), manner.pacing))


def _with_pauses(parts: Iterable[Part], pacing: PacingSettings) -> Iterator[Item]:
    is_apart = True
    for item, reason in parts:
        if not (is_apart or isinstance(item, Pause)):
            yield Pause(pacing.pause_ms(reason), reason)
        yield item
        is_apart = isinstance(item, Pause)


@dataclass
class _Writer:
    """Goes through a turn and counts its sentences. `reason` is the reason for a pause before the next item."""

    number: int
    turn: Turn
    manner: Manner
    sentence: int = 0
    reason: PauseFor = PauseFor.PARAGRAPH

    def parts(self) -> Iterator[Part]:
        for place, paragraph in enumerate(self.turn.paragraphs):
            yield from self._paragraph(place, paragraph)

    def _paragraph(self, place: int, paragraph: Paragraph) -> Iterator[Part]:
        language = self.manner.language
        self.reason = PauseFor.CHAPTER if paragraph.heading else PauseFor.PARAGRAPH
        announced = _announcement(paragraph, language)
        wording = worded(paragraph, language, self.manner.lexicon.find(paragraph.text, self._language_said))
        for stretch in stretches(paragraph, wording.whole):
            for pause_ms in stretch.pauses_ms:
                yield Pause(pause_ms, ASKED), self.reason
            if stretch.file:
                yield self._recording(place, paragraph, stretch)
            else:
                for speech in self._speeches(place, wording, stretch, announced):
                    announced = ()
                    yield speech, self.reason
                    self.reason = PauseFor.CLAUSE
            self._end_sentence(stretch)

    def _end_sentence(self, stretch: Stretch) -> None:
        self.sentence += stretch.ends and not stretch.file
        if stretch.ends and self.reason is PauseFor.CLAUSE:
            self.reason = PauseFor.SENTENCE

    def _recording(self, place: int, paragraph: Paragraph, stretch: Stretch) -> Part:
        written = _written_there(paragraph.text[stretch.start : stretch.end], self.manner.language)
        recording = Recording(self.number, self.sentence, written, stretch.file, paragraph.line, paragraph=place)
        self.sentence += len(written)
        reason, self.reason = self.reason, PauseFor.SENTENCE
        return recording, reason

    def _speeches(self, place: int, wording: Wording, stretch: Stretch, announced: tuple[SpokenSpan, ...]) -> Iterator[Speech]:
        manner = self.manner
        voice = manner.casting[self.turn.speaker]
        delivery = Delivery(manner.pacing.rate_of(self.turn.speaker) * stretch.rate)
        said = wording.spans(stretch.start, stretch.end)
        text = wording.text[stretch.start : stretch.end]
        is_asked = manner.pacing.melody and rises(text, self._language_said)
        opens, at = self.number == self.sentence == 0, stretch.start
        for written, piece in spoken_pieces(text, said, manner.piece_chars, opens=opens):
            spans, announced = (*announced, *piece), ()
            at = wording.text.index(written, at)
            said_text, pronounced, words = _said(written, spans, manner.language)
            if has_words(said_text):
                is_end = text.rstrip().endswith(written.rstrip())
                stressed = (
                    spoken_ranges(written, spans, wording.stresses(at, at + len(written))) if manner.pacing.melody else ()
                )
                manner_said = replace(delivery, rises=is_asked and is_end, stressed=stressed)
                utterance = Utterance(said_text, voice.name, self._language_said, manner_said, pronounced)
                yield Speech(self.number, self.sentence, written, spans, utterance, words, place)

    @property
    def _language_said(self) -> str:
        return self.manner.casting[self.turn.speaker].language or self.manner.language


@lru_cache(REMEMBERED)
def _said(
    written: str, spans: tuple[SpokenSpan, ...], language: str
) -> tuple[str, tuple[Pronunciation, ...], tuple[WrittenWord, ...]]:
    """Return what an engine is told of a piece, how it is pronounced, and the words of the page in it."""
    return spoken(spans), pronunciations(spans), written_words(written, spans, language)


def _written_there(said: str, language: str) -> tuple[str, ...]:
    """Return the sentences of a recording, or a note for readers if it has none."""
    return tuple(said[start:end] for start, end in sentences(said)) or (f"[{message(language, 'recording')}]",)


def _announcement(paragraph: Paragraph, language: str) -> tuple[SpokenSpan, ...]:
    """Return the words that announce a caption or an image description. They stand for no written words."""
    key = _ANNOUNCED.get(paragraph.kind) if has_messages(language) else None
    return (SpokenSpan(f"{message(language, key)}: ", 0, 0),) if key else ()
