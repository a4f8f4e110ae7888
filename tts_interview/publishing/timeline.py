"""What is heard and when, as texts are laid out: turns of paragraphs of sentences of words, each with its times."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tts_interview.model import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts_interview.model import Episode


@dataclass(frozen=True, slots=True)
class TimedSentence:
    """A sentence as it is written, from `mark.start_s` to `mark.end_s`, and those of its words that are spoken."""

    mark: Mark
    words: tuple[Mark, ...]

    @property
    def pieces(self) -> Iterator[tuple[str, Mark | None]]:
        """All of its text in order: the words with their times, and what stands between them with None."""
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
    """A paragraph of a turn, by its number from 0 on, with the sentences that are heard."""

    number: int
    sentences: tuple[TimedSentence, ...]

    @property
    def text(self) -> str:
        """Its written words, on one line."""
        return " ".join(sentence.mark.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class TimedTurn:
    """A turn, `mark.turn` counting from 0 as in the transcript, with the paragraphs that are heard.

    If it `announces`, it is what the tool itself says before the turn of that number: words that stand in no source.
    """

    mark: Mark
    paragraphs: tuple[TimedParagraph, ...]
    announces: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether some of it is no synthetic voice."""
        return any(sentence.mark.is_recording for paragraph in self.paragraphs for sentence in paragraph.sentences)


def timeline(episode: Episode) -> tuple[TimedTurn, ...]:
    """All that is heard, in order; what an episode leaves out is not there."""
    words = {where: tuple(marks) for where, marks in groupby(episode.words, key=_place)}
    sentences = {turn: tuple(marks) for turn, marks in groupby(episode.sentences, key=_turn)}
    turns = [TimedTurn(mark, tuple(_paragraphs(sentences.get(mark.turn, ()), words))) for mark in episode.turns]
    return tuple(sorted((*_announcements(episode), *turns), key=lambda turn: turn.mark.start_s))


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
