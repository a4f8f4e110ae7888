"""Split a turn into the words of subtitle lines, each with its time and the cost of a cut after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.publishing.timeline import TimedSentence, TimedTurn

# A cut is best at the end of a sentence, good at a clause mark, and worst inside a phrase, a name or an amount.
AT_SENTENCE, AT_CLAUSE, IN_CLAUSE, IN_PHRASE = 0.0, 1.0, 4.0, 7.0
# Articles, prepositions, pronouns and numbers belong to the word after them. (In Hindi they follow.)
_LEANING = re.compile(r"[\W_]*(?:[A-Za-z\u00c0-\u024f\u0370-\u04ff]{1,3}|&|\S*\d\S*)")
_CLAUSE_END = re.compile(r"[,;:—–،、，；：।)\]»”]\W*$|^[-—–]+$")
# A longer word, or text in a script without spaces, is cut, after a punctuation mark if there is one.
_LONGEST_CHARS = 40
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_PARTS = re.compile(r"[^、，。；：！？]{0,19}[、，。；：！？]+|[^、，。；：！？]{1,20}")


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word, or a part of one; `glue` separates it from the word before it on its line."""

    text: str
    glue: str
    start_s: float
    end_s: float
    cut_cost: float = IN_CLAUSE


def timed_words(turn: TimedTurn) -> list[TimedWord]:
    """Return all written words of a turn, in order."""
    return [word for paragraph in turn.paragraphs for sentence in paragraph.sentences for word in _sentence(sentence)]


def _sentence(sentence: TimedSentence) -> list[TimedWord]:
    words = [part for word in _words(sentence) for part in _parts(*word)]
    inner = (replace(one, cut_cost=IN_PHRASE) if _leans(one, other) else one for one, other in pairwise(words))
    return [*inner, replace(words[-1], cut_cost=AT_SENTENCE)] if words else []


def _leans(word: TimedWord, following: TimedWord) -> bool:
    """Return whether a word belongs to the one after it: "the wall", "$4.2 million", "Ada Quill"."""
    is_name = word.text[0].isupper() and following.text[0].isupper()
    return word.cut_cost == IN_CLAUSE and (is_name or bool(_LEANING.fullmatch(word.text)))


def _words(sentence: TimedSentence) -> Iterator[tuple[str, str, float, float]]:
    """Yield each word with its glue and times, of no length if it is not spoken; without times, words share the sentence."""
    if not sentence.words:
        for word, start_s, end_s in _shared(sentence.mark.text.split(), sentence.mark.start_s, sentence.mark.end_s):
            yield word, " ", start_s, end_s
        return
    done_s, glue = sentence.mark.start_s, " "
    for text, mark in sentence.pieces:
        for word in re.findall(r"\s+|\S+", text):
            if word.isspace():
                glue = " "
                continue
            start_s = max(done_s, mark.start_s) if mark else done_s
            done_s = max(start_s, mark.end_s) if mark else done_s
            yield word, glue, start_s, done_s
            glue = ""


def _parts(word: str, glue: str, start_s: float, end_s: float) -> Iterator[TimedWord]:
    is_cut = len(word) > _LONGEST_CHARS or _UNSPACED.search(word)
    texts = _PARTS.findall(word) if is_cut else [word]
    for number, (text, first_s, last_s) in enumerate(_shared(texts, start_s, end_s)):
        yield TimedWord(text, "" if number else glue, first_s, last_s, AT_CLAUSE if _CLAUSE_END.search(text) else IN_CLAUSE)


def _shared(words: Sequence[str], start_s: float, end_s: float) -> Iterator[tuple[str, float, float]]:
    """Share a stretch of time among words by their lengths."""
    ends = list(accumulate(map(len, words)))
    for word, end in zip(words, ends, strict=True):
        first, last = (end - len(word)) / ends[-1], end / ends[-1]
        yield word, start_s + first * (end_s - start_s), start_s + last * (end_s - start_s)
