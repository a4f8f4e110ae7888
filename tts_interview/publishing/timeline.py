"""Lay out what is heard, as all texts use it: turns of paragraphs of sentences of words, each with its times."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tts_interview.model import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts_interview.model import Episode, Voice


@dataclass(frozen=True, slots=True)
class TimedSentence:
    """A written sentence, heard from `mark.start_s` to `mark.end_s`, and those of its words that are spoken."""

    mark: Mark
    words: tuple[Mark, ...]

    @property
    def pieces(self) -> Iterator[tuple[str, Mark | None]]:
        """The whole text in order: each word with its mark, and the text between words with None."""
        done = 0
        for word in self.words:
            start = self.mark.text.find(word.text, done)
            if start < 0:
                continue
            if start > done:
                yield self.mark.text[done:start], None
            yield word.text, word
            done = start + len(word.text)
        if done < len(self.mark.text):
            yield self.mark.text[done:], None


@dataclass(frozen=True, slots=True)
class TimedParagraph:
    """A paragraph of a turn, numbered from 0, with the sentences that are heard."""

    number: int
    sentences: tuple[TimedSentence, ...]

    @property
    def text(self) -> str:
        """The written text, on one line."""
        return " ".join(sentence.mark.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class TimedTurn:
    """A turn with the paragraphs that are heard; `mark.turn` counts from 0 as in the transcript.

    If it `announces`, the words are not in the source: the tool says them before the turn of that number.
    """

    mark: Mark
    paragraphs: tuple[TimedParagraph, ...]
    announces: bool = False

    @property
    def is_recorded(self) -> bool:
        """True if any sentence comes from a recording."""
        return any(sentence.mark.is_recording for paragraph in self.paragraphs for sentence in paragraph.sentences)


def timeline(episode: Episode) -> tuple[TimedTurn, ...]:
    """Return the turns that are heard, announcements included, in order of time."""
    words = {where: tuple(marks) for where, marks in groupby(episode.words, key=_place)}
    sentences = {turn: tuple(marks) for turn, marks in groupby(episode.sentences, key=_turn)}
    turns = [TimedTurn(mark, tuple(_paragraphs(sentences.get(mark.turn, ()), words))) for mark in episode.turns]
    return tuple(sorted((*_announcements(episode), *turns), key=lambda turn: turn.mark.start_s))


def synthetic_voices(episode: Episode) -> dict[str, Voice]:
    """Return the voice of each speaker whom a synthetic voice speaks for, by name, in the order in which they are heard."""
    names = dict.fromkeys(mark.speaker for mark in episode.heard if not mark.is_recording)
    return {name: episode.voices[name] for name in names if name in episode.voices.voices}


def _announcements(episode: Episode) -> Iterator[TimedTurn]:
    for turn, group in groupby(episode.announcements, key=_turn):
        marks = tuple(group)
        text = " ".join(mark.text for mark in marks)
        mark = Mark(turn, marks[0].speaker, text, marks[0].start_s, marks[-1].end_s)
        yield TimedTurn(mark, tuple(_paragraphs(marks, {})), announces=True)


def _paragraphs(sentences: Iterable[Mark], words: dict[tuple[int, int], tuple[Mark, ...]]) -> Iterator[TimedParagraph]:
    for number, marks in groupby(sentences, key=lambda mark: mark.paragraph):
        yield TimedParagraph(number, tuple(TimedSentence(mark, words.get(_place(mark), ())) for mark in marks))


def _place(mark: Mark) -> tuple[int, int]:
    return mark.turn, mark.sentence


def _turn(mark: Mark) -> int:
    return mark.turn
