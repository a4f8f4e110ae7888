"""Episode -> chapters: the introduction, then one for each heading, or where there are none for each question.

A title is read alone, in a list: it is the question itself, cut at a clause where it is long. What leads up to it is left away,
but not from a short question, which says little without it: "You were to sell these cars. Why did you keep them?"
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.messages import message
from tts_interview.model import Chapter, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Episode, Mark, Transcript, Turn

LONGEST_TITLE_CHARS = 72
# No list of chapters that anybody reads is longer.
_MOST = 40
# One heading is no list of topics.
_FEWEST_HEADINGS = 2
# A question of fewer words ("And then?") goes on with what was talked of.
_FEWEST_WORDS = 4
_TELLING_WORDS = 5
# A question of so many words says by itself what it asks about.
_COMPLETE_WORDS = 6
# A title that loses more than that says too little: better cut it between two words.
_LEAST_KEPT = 0.4
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[-–](?=\s)|\s?—|[、，；：]")
_QUESTION = re.compile(r"[?？؟]\W*$")
# Scripts that set no spaces between words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_CHARS_FOR_A_WORD = 2


@dataclass(frozen=True, slots=True)
class _Opening:
    """The sentence at which a chapter begins, and its title."""

    title: str
    mark: Mark


def chapters_of(episode: Episode, transcript: Transcript) -> tuple[Chapter, ...]:
    """The chapters in order, from 0 to the end without a gap; none where nothing is heard."""
    headings = list(_headings(episode, transcript))
    openings = headings if len(headings) >= _FEWEST_HEADINGS else _merged(headings, list(_questions(episode, transcript)))
    first = episode.sentences[:1]
    if first and (not openings or openings[0].mark != first[0]):
        openings = [_Opening(_first_title(episode, transcript), first[0]), *openings]
    return tuple(_chapters(_fewer(openings, episode.seconds), episode)) if openings else ()


def _first_title(episode: Episode, transcript: Transcript) -> str:
    """What the first chapter is called where nothing begins it: in a part that begins with an answer, by its first words."""
    marks = [mark for mark in episode.sentences if _turn(transcript, mark.turn)]
    opens = _turn(transcript, marks[0].turn) if marks else None
    if opens and opens.role is Role.GUEST and marks[0].turn > 0:
        return shortened(marks[0].text)
    return message(transcript.language, "introduction")


def shortened(text: str, most_chars: int = LONGEST_TITLE_CHARS) -> str:
    """A text on one line in at most that many characters: cut at a clause if that keeps enough, else between two words."""
    line = " ".join(text.split())
    if len(line) <= most_chars:
        return line
    room = line[: most_chars - 1]
    clauses = [found.start() for found in _CLAUSE_END.finditer(room) if found.start() >= _LEAST_KEPT * most_chars]
    cut = clauses[-1] if clauses else room.rfind(" ")
    return room[: cut if cut > 0 else len(room)].rstrip(" ,;:—–-、，；：") + "…"


def _headings(episode: Episode, transcript: Transcript) -> Iterator[_Opening]:
    """What stands above a paragraph, at the first sentence of it that is heard."""
    told: set[tuple[int, int]] = set()
    for mark in episode.sentences:
        where = (mark.turn, mark.paragraph)
        heading = _heading(transcript, mark)
        if heading.strip() and where not in told:
            yield _Opening(shortened(heading), mark)
        told.add(where)


def _heading(transcript: Transcript, mark: Mark) -> str:
    """What stands above the paragraph of a sentence."""
    turn = _turn(transcript, mark.turn)
    return turn.paragraphs[mark.paragraph].heading if turn else ""


def _turn(transcript: Transcript, number: int) -> Turn | None:
    """A turn by its number; what the tool itself says is in none."""
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
    """The sentence that tells what is asked, with the other where one of both is short; empty where none tells anything."""
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
    """What leads up to a question, and the question; empty where there is no room for both."""
    both = " ".join(f"{lead} {question}".split())
    return both if len(both) <= LONGEST_TITLE_CHARS else ""


def _words(text: str) -> int:
    return len(_UNSPACED.sub("", text).split()) + len(_UNSPACED.findall(text)) // _CHARS_FOR_A_WORD


def _merged(some: list[_Opening], others: list[_Opening]) -> list[_Opening]:
    """Both in the order in which they are heard; of two at one place, the first."""
    by_place = {opening.mark.start_s: opening for opening in (*others, *some)}
    return [by_place[start_s] for start_s in sorted(by_place)]


def _fewer(openings: list[_Opening], end_s: float) -> list[_Opening]:
    """No more than a list should have: the shortest go on with what is before them."""
    starts = [opening.mark.start_s for opening in openings]
    lengths = [after - before for before, after in itertools.pairwise([*starts, end_s])]
    longest = sorted(range(1, len(openings)), key=lambda number: -lengths[number])[: _MOST - 1]
    return [openings[number] for number in sorted([0, *longest])]


def _chapters(openings: list[_Opening], episode: Episode) -> Iterator[Chapter]:
    starts = [0.0, *(_begins_s(opening.mark, episode) for opening in openings[1:])]
    for opening, start_s, next_s in zip(openings, starts, [*starts[1:], episode.seconds], strict=True):
        yield Chapter(opening.title, start_s, next_s, opening.mark.turn, opening.mark.paragraph)


def _begins_s(sentence: Mark, episode: Episode) -> float:
    """When a sentence is heard, or what the tool says right before it: "Ann asks:" belongs to what is asked."""
    before_s = max((mark.start_s for mark in episode.sentences if mark.start_s < sentence.start_s), default=0.0)
    told = (mark.start_s for mark in episode.announcements if before_s < mark.start_s < sentence.start_s)
    return min(told, default=sentence.start_s)
