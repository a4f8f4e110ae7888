"""Episode -> the pages of a book: one for each chapter, with its turns, and the clip of the sound of each sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.model import Chapter
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Episode, Mark


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of a sentence, in milliseconds from the start of the episode, and the id of its element."""

    element: str
    start_ms: int
    end_ms: int


@dataclass(slots=True)
class Said:
    """What a speaker says on a page without another in between: paragraphs of sentences."""

    turn: int
    speaker: str
    paragraphs: list[list[Mark]] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A page of the book, by its number from 1 on: a chapter and what is said in it."""

    number: int
    chapter: Chapter
    said: list[Said] = field(default_factory=list)

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
    def clips(self) -> list[Clip]:
        """The sound from the start of the chapter to its end, without a gap; no clip is empty."""
        marks = [mark for said in self.said for paragraph in said.paragraphs for mark in paragraph]
        starts = [_ms(self.chapter.start_s), *(_ms(mark.start_s) for mark in marks[1:])]
        ends = [*starts[1:], _ms(self.chapter.end_s)]
        clips = (Clip(element_id(mark), start, end) for mark, start, end in zip(marks, starts, ends, strict=True))
        return [clip for clip in clips if clip.end_ms > clip.start_ms]

    @property
    def duration_ms(self) -> int:
        """How long it sounds."""
        return sum(clip.end_ms - clip.start_ms for clip in self.clips)


def element_id(mark: Mark) -> str:
    """The id of a sentence's element."""
    return f"s-{mark.turn + 1}-{mark.sentence + 1}"


def sections_of(episode: Episode, chapters: Sequence[Chapter]) -> tuple[Section, ...]:
    """The pages in order; without chapters, all is on one that has the episode's title."""
    chapters = chapters or (Chapter(episode.title, 0.0, episode.seconds, 0),)
    openings = {(chapter.turn, chapter.paragraph): chapter for chapter in chapters[1:]}
    sections = [Section(1, chapters[0])]
    for turn, number, sentences in _paragraphs(episode):
        if chapter := openings.get((turn.turn, number)):
            sections.append(Section(len(sections) + 1, chapter))
        said = sections[-1].said
        if not said or said[-1].turn != turn.turn:
            said.append(Said(turn.turn, turn.speaker))
        said[-1].paragraphs.append(sentences)
    return tuple(section for section in sections if section.clips)


def _paragraphs(episode: Episode) -> Iterator[tuple[Mark, int, list[Mark]]]:
    for turn in timeline(episode):
        for paragraph in turn.paragraphs:
            yield turn.mark, paragraph.number, [sentence.mark for sentence in paragraph.sentences]


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
