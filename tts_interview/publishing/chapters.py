"""Divide an episode into chapters: the introduction, then one for each heading or, without headings, for each question.

A title must make sense in a list: it is the question itself, cut at a clause if it is long. The sentence before the question is
dropped, unless the question is short and says little alone: "You were to sell these cars. Why did you keep them?"
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.messages import has_messages, message
from tts_interview.model import Chapter, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Episode, Mark, Transcript, Turn

LONGEST_TITLE_CHARS = 72
# Nobody reads a longer list of chapters.
_MOST = 40
# One heading does not make a list of topics.
_FEWEST_HEADINGS = 2
# A question of fewer words ("And then?") continues the topic.
_FEWEST_WORDS = 4
_TELLING_WORDS = 5
# A question of this many words makes sense alone.
_COMPLETE_WORDS = 6
# A cut at a clause must keep this share of the room; otherwise the title is cut between two words.
_LEAST_KEPT = 0.4
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[-–](?=\s)|\s?—|[、，；：]")
_QUESTION = re.compile(r"[?？؟]\W*$")
# Scripts without spaces between words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_CHARS_FOR_A_WORD = 2


@dataclass(frozen=True, slots=True)
class _Opening:
    """The sentence at which a chapter begins, and its title."""

    title: str
    mark: Mark


def chapters_of(episode: Episode, transcript: Transcript) -> tuple[Chapter, ...]:
    """Return the chapters in order, from 0 to the end without gaps; none if nothing is heard."""
    headings = list(_headings(episode, transcript))
    openings = headings if len(headings) >= _FEWEST_HEADINGS else _merged(headings, list(_questions(episode, transcript)))
    first = episode.sentences[:1]
    if first and (not openings or openings[0].mark != first[0]):
        openings = [_Opening(_first_title(episode, transcript), first[0]), *openings]
    return tuple(_chapters(_fewer(openings, episode.seconds), episode)) if openings else ()


def _first_title(episode: Episode, transcript: Transcript) -> str:
    """Return the title of a first chapter without an opening: the first words if a part begins with an answer."""
    marks = [mark for mark in episode.sentences if _turn(transcript, mark.turn)]
    opens = _turn(transcript, marks[0].turn) if marks else None
    if opens and opens.role is Role.GUEST and marks[0].turn > 0:
        return shortened(marks[0].text)
    if not has_messages(transcript.language):
        return shortened(transcript.title) or "…"
    return message(transcript.language, "introduction")


def shortened(text: str, most_chars: int = LONGEST_TITLE_CHARS) -> str:
    """Shorten a text to one line of at most `most_chars`, cut at a clause if that keeps enough, else between two words."""
    line = " ".join(text.split())
    if len(line) <= most_chars:
        return line
    room = line[: most_chars - 1]
    clauses = [found.start() for found in _CLAUSE_END.finditer(room) if found.start() >= _LEAST_KEPT * most_chars]
    cut = clauses[-1] if clauses else room.rfind(" ")
    return room[: cut if cut > 0 else len(room)].rstrip(" ,;:—–-、，；：") + "…"


def _headings(episode: Episode, transcript: Transcript) -> Iterator[_Opening]:
    """Yield the headings, each at the first sentence of its paragraph that is heard."""
    seen: set[tuple[int, int]] = set()
    for mark in episode.sentences:
        where = (mark.turn, mark.paragraph)
        heading = _heading(transcript, mark)
        if heading.strip() and where not in seen:
            yield _Opening(shortened(heading), mark)
        seen.add(where)


def _heading(transcript: Transcript, mark: Mark) -> str:
    turn = _turn(transcript, mark.turn)
    return turn.paragraphs[mark.paragraph].heading if turn else ""


def _turn(transcript: Transcript, number: int) -> Turn | None:
    """Return a turn by its number; an announcement may have none."""
    return transcript.turns[number] if 0 <= number < len(transcript.turns) else None


def _questions(episode: Episode, transcript: Transcript) -> Iterator[_Opening]:
    for number, marks in itertools.groupby(episode.sentences, key=lambda mark: mark.turn):
        turn = _turn(transcript, number)
        if turn and turn.role in (Role.INTERVIEWER, Role.AUDIENCE):
            sentences = list(marks)
            title = _question([mark.text for mark in sentences])
            if title:
                yield _Opening(shortened(title), sentences[0])


def _question(sentences: Sequence[str]) -> str:
    """Return the sentence that says most about a question, with its neighbour if it is short; empty if none says enough."""
    telling = [place for place, text in enumerate(sentences) if _words(text) >= _FEWEST_WORDS]
    asked = [place for place in telling if _QUESTION.search(sentences[place])]
    full = (place for place in asked if _words(sentences[place]) >= _TELLING_WORDS)
    chosen = next(full, next(iter(asked or telling), -1))
    if chosen < 0:
        return ""
    if chosen not in asked and chosen + 1 < len(sentences) and _QUESTION.search(sentences[chosen + 1]):
        return _both(sentences[chosen], sentences[chosen + 1]) or sentences[chosen]
    if chosen - 1 in telling and _words(sentences[chosen]) < _COMPLETE_WORDS:
        return _both(sentences[chosen - 1], sentences[chosen]) or sentences[chosen]
    return sentences[chosen]


def _both(lead: str, question: str) -> str:
    """Join a lead and its question; return "" if both don't fit."""
    both = " ".join(f"{lead} {question}".split())
    return both if len(both) <= LONGEST_TITLE_CHARS else ""


def _words(text: str) -> int:
    return len(_UNSPACED.sub("", text).split()) + len(_UNSPACED.findall(text)) // _CHARS_FOR_A_WORD


def _merged(some: list[_Opening], others: list[_Opening]) -> list[_Opening]:
    """Merge two lists in order of time; at the same place, `some` wins."""
    by_place = {opening.mark.start_s: opening for opening in (*others, *some)}
    return [by_place[start_s] for start_s in sorted(by_place)]


def _fewer(openings: list[_Opening], end_s: float) -> list[_Opening]:
    """Limit the number of chapters: the shortest are merged into those before them."""
    starts = [opening.mark.start_s for opening in openings]
    lengths = [after - before for before, after in itertools.pairwise([*starts, end_s])]
    longest = sorted(range(1, len(openings)), key=lambda number: -lengths[number])[: _MOST - 1]
    return [openings[number] for number in sorted([0, *longest])]


def _chapters(openings: list[_Opening], episode: Episode) -> Iterator[Chapter]:
    starts = [0.0, *(_begins_s(opening.mark, episode) for opening in openings[1:])]
    for opening, start_s, next_s in zip(openings, starts, [*starts[1:], episode.seconds], strict=True):
        yield Chapter(opening.title, start_s, next_s, opening.mark.turn, opening.mark.paragraph)


def _begins_s(sentence: Mark, episode: Episode) -> float:
    """Return when a sentence begins, or its announcement ("Ann asks:") right before it."""
    before_s = max((mark.start_s for mark in episode.sentences if mark.start_s < sentence.start_s), default=0.0)
    announced = (mark.start_s for mark in episode.announcements if before_s < mark.start_s < sentence.start_s)
    return min(announced, default=sentence.start_s)
