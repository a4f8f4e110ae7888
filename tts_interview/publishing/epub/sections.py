"""Divide an episode into the pages of a book, one a chapter, and time their sentences in media overlays (SMIL)."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.model import Chapter
from tts_interview.publishing.markup import Maker, document
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Episode, Mark
    from tts_interview.publishing.markup import Element
    from tts_interview.publishing.timeline import TimedTurn

_SMIL = "http://www.w3.org/ns/SMIL"
_make = Maker(_SMIL, {None: _SMIL, "epub": "http://www.idpf.org/2007/ops"})


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
    """A turn, or the part of it that is on a page: paragraphs of sentences."""

    turn: TimedTurn
    paragraphs: list[list[Sentence]] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A page of the book, numbered from 1: a chapter and what is said in it."""

    number: int
    chapter: Chapter
    said: list[SyncedSentence] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The stem of its files and the id of its item."""
        return f"chapter-{self.number}"

    @property
    def page(self) -> str:
        """The name of its XHTML file."""
        return f"{self.name}.xhtml"

    @property
    def overlay(self) -> str:
        """The name of its SMIL file."""
        return f"{self.name}.smil"

    @property
    def clips(self) -> list[OverlayClip]:
        """The clips from the start of the chapter to its end, without gaps or empty clips."""
        spoken = [sentence for said in self.said for paragraph in said.paragraphs for sentence in paragraph]
        starts = [_ms(self.chapter.start_s), *(_ms(sentence.mark.start_s) for sentence in spoken[1:])]
        ends = [*starts[1:], _ms(self.chapter.end_s)]
        clips = (OverlayClip(sentence.element, start, end) for sentence, start, end in zip(spoken, starts, ends, strict=True))
        return [clip for clip in clips if clip.end_ms > clip.start_ms]

    @property
    def duration_ms(self) -> int:
        """The duration of its sound."""
        return sum(clip.end_ms - clip.start_ms for clip in self.clips)


def sections_of(episode: Episode, chapters: Sequence[Chapter]) -> tuple[Section, ...]:
    """Return the pages in order; without chapters, one page that has the episode's title."""
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


def overlay(section: Section, sound: str) -> bytes:
    """Return the media overlay of a page; `sound` is the path of the audio file in the book."""
    body = _make("body", {"epub:textref": section.page}, *(_par(clip, section, sound) for clip in section.clips))
    return document(_make("smil", {"version": "3.0"}, body))


def clock(milliseconds: int) -> str:
    """Format a time as a SMIL clock value, `h:mm:ss.fff`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _par(clip: OverlayClip, section: Section, sound: str) -> Element:
    times = {"clipBegin": clock(clip.start_ms), "clipEnd": clock(clip.end_ms)}
    text = _make("text", {"src": f"{section.page}#{clip.element}"})
    return _make("par", {"id": f"p{clip.element}"}, text, _make("audio", {"src": sound, **times}))


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
