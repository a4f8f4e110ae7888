"""Plain paragraphs that take turns without any mark: questions and remarks of one person, answers of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.parsing.asking import QUOTES
from tts_interview.parsing.layouts.farewell import find_farewell
from tts_interview.parsing.page.places import Style
from tts_interview.parsing.segmentation import ANSWER, QUESTION, TurnStart, with_others
from tts_interview.parsing.speech_signs import FIRST_PERSON, SECOND_PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.parsing.page.places import Page

# How much speaks for a paragraph being a question rather than an answer: the signs of the genre, in logits. They only
# propose; the score of the whole reading decides.
_ASKS, _STATES = 2.5, -1.5
_SHORT, _LONG = 0.7, -1.5
_ADDRESSES, _TELLS = 0.8, -0.8
# A question after a question has no answer; an answer goes on in a second paragraph.
_UNANSWERED, _GOES_ON = -3.0, -0.3
_SHORT_WORDS, _LONG_WORDS = 35, 80
_LEAST_QUESTIONS = 4
# Without any mark, only a quick exchange shows itself: a speech asks now and then too.
_MOST_BLOCKS_A_QUESTION = 4
_LEAST_ASKING = 0.5
_PLAIN = Style("plain")


def propose(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the likeliest way to read plain paragraphs as questions and answers, from the first question on."""
    if page.returning:
        return  # where labels return, plain paragraphs are theirs
    plain = [i for i, place in page.places.items() if place.style == _PLAIN]
    questions = _questions(page, plain)
    if len(questions) < _LEAST_QUESTIONS:
        return
    first, last = min(questions), max(questions)
    span = sum(first <= i <= last for i in plain)
    asking = sum(page.places[i].asks for i in questions)
    if span > _MOST_BLOCKS_A_QUESTION * len(questions) or asking < _LEAST_ASKING * len(questions):
        return
    marks: list[TurnStart] = []
    asked = False
    for index in plain:
        if index in questions:
            marks.append(TurnStart(index, 0, 0, QUESTION))
        elif asked:
            marks.append(TurnStart(index, 0, 0, ANSWER))
        asked = index in questions
    yield with_others(marks, find_farewell(page.blocks, page.reasons, marks))


def _questions(page: Page, plain: Sequence[int]) -> set[int]:
    """Return the blocks that are questions on the best path through all of them (Viterbi, two states)."""
    best_answer, best_question = 0.0, float("-inf")
    came_from: list[tuple[bool, bool]] = []
    for index in plain:
        gain = _evidence(page, index)
        answer_after_question = best_question > best_answer + _GOES_ON
        question_after_question = best_question + _UNANSWERED > best_answer
        came_from.append((answer_after_question, question_after_question))
        best_answer, best_question = (
            max(best_question, best_answer + _GOES_ON),
            max(best_question + _UNANSWERED, best_answer) + gain,
        )
    asking = best_question > best_answer
    found: set[int] = set()
    for index, (answer_after_question, question_after_question) in zip(reversed(plain), reversed(came_from), strict=True):
        if asking:
            found.add(index)
        asking = question_after_question if asking else answer_after_question
    return found


def _evidence(page: Page, index: int) -> float:
    """Return how much speaks for a paragraph being a question, in logits."""
    text, words = page.blocks[index].text, page.places[index].words
    gain = _ASKS if text.rstrip(QUOTES).endswith(("?", "？", "؟")) else _STATES
    gain += _SHORT if words <= _SHORT_WORDS else _LONG if words > _LONG_WORDS else 0.0
    gain += _ADDRESSES if SECOND_PERSON.search(text) else 0.0
    return gain + (_TELLS if FIRST_PERSON.search(text) else 0.0)
