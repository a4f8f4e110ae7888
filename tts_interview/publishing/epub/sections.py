"""Episode -> the pages of a book: one for each chapter, with its turns, and the clip of the sound of each sentence."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.model import Chapter
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Episode, Mark
    from tts_interview.publishing.timeline import TimedTurn


@dataclass(frozen=True, slots=True)
class OverlayClip:
    """The sound of a sentence, in milliseconds from the start of the episode, and the id of its element."""

    element: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the id of its element on its page."""

    element: str
    mark: Mark


@dataclass(slots=True)
class SyncedSentence:
    """What a speaker says on a page without another in between: paragraphs of sentences."""

    turn: TimedTurn
    paragraphs: list[list[Sentence]] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A page of the book, by its number from 1 on: a chapter and what is said in it."""

    number: int
    chapter: Chapter
    said: list[SyncedSentence] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What its files and items are called."""
        return f"chapter-{self.number}"

    @property
    def page(self) -> str:
        """The file of its text."""
        return f"{self.name}.xhtml"

    @property
    def overlay(self) -> str:
        """The file that says when each sentence is heard."""
        return f"{self.name}.smil"

    @property
    def clips(self) -> list[OverlayClip]:
        """The sound from the start of the chapter to its end, without a gap; no clip is empty."""
        spoken = [sentence for said in self.said for paragraph in said.paragraphs for sentence in paragraph]
        starts = [_ms(self.chapter.start_s), *(_ms(sentence.mark.start_s) for sentence in spoken[1:])]
        ends = [*starts[1:], _ms(self.chapter.end_s)]
        clips = (OverlayClip(sentence.element, start, end) for sentence, start, end in zip(spoken, starts, ends, strict=True))
        return [clip for clip in clips if clip.end_ms > clip.start_ms]

    @property
    def duration_ms(self) -> int:
        """How long it sounds."""
        return sum(clip.end_ms - clip.start_ms for clip in self.clips)


def sections_of(episode: Episode, chapters: Sequence[Chapter]) -> tuple[Section, ...]:
    """The pages in order; without chapters, all is on one that has the episode's title."""
    chapters = chapters or (Chapter(episode.title, 0.0, episode.seconds, 0),)
    sections = [Section(number, chapter) for number, chapter in enumerate(chapters, start=1)]
    starts = [_ms(chapter.start_s) for chapter in chapters]
    count = 0
    for turn in timeline(episode):
        for paragraph in turn.paragraphs:
            said = sections[max(0, bisect(starts, _ms(paragraph.sentences[0].mark.start_s)) - 1)].said
            if not said or said[-1].turn is not turn:
                said.append(SyncedSentence(turn))
            said[-1].paragraphs.append([Sentence(f"s{count + n}", s.mark) for n, s in enumerate(paragraph.sentences, start=1)])
            count += len(paragraph.sentences)
    return tuple(section for section in sections if section.clips)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
