"""Whether a person is spoken of as she or as he: from titles and pronouns in the text, never from a first name."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tts_interview.model import Gender
from tts_interview.parsing.vocabulary import ABBREVIATED_TITLES, BEFORE_THINGS, GENDER_PRONOUNS, GENDER_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NO_ABBREVIATION = "".join(rf"(?<!\b{title.capitalize()}\.)" for title in ABBREVIATED_TITLES)
_SENTENCE_END = re.compile(rf"(?<=[.!?”\"]){_NO_ABBREVIATION}\s+(?=[^\W\d_a-z])")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# One stray pronoun may mean somebody else: the larger count must be this many times the smaller.
_CLEAR_MAJORITY = 2


def genders(labels: Mapping[str, Sequence[str]], prose: Iterable[str]) -> dict[str, Gender]:
    """The gender of each person by name, as the text gives it.

    `labels` holds the labels of each person; `prose` is text about them (introduction, captions), not what they say.
    """
    names = {word.casefold(): name for name in labels for word in name.split()[-1:]}
    votes: dict[str, Counter[Gender]] = {name: Counter() for name in labels}
    for name, own in labels.items():
        for word in " ".join(own).replace(".", " ").split():
            if word.casefold() in GENDER_TITLES:
                votes[name][GENDER_TITLES[word.casefold()]] += 3
    for paragraph in prose:
        for name, gender in _mentions(paragraph, names):
            votes[name][gender] += 1
    return {name: _verdict(count) for name, count in votes.items()}


def _verdict(votes: Counter[Gender]) -> Gender:
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _CLEAR_MAJORITY * ranked[1][1]):
        return Gender.UNKNOWN
    return ranked[0][0]


def _mentions(paragraph: str, names: Mapping[str, str]) -> Iterable[tuple[str, Gender]]:
    """Each title before a known name, and each pronoun that follows one with no other name in between.

    A pronoun that opens a sentence still means the person of the sentence before.
    """
    person: str | None = None
    for sentence in _SENTENCE_END.split(paragraph):
        before = ""
        for position, found in enumerate(_TOKEN.finditer(sentence)):
            word = found[0].removesuffix("'s").removesuffix("’s")
            lower = word.casefold()
            if lower in GENDER_PRONOUNS:
                if person:
                    yield person, GENDER_PRONOUNS[lower]
            elif lower in names and word[:1].isupper():
                person = names[lower]
                if before in GENDER_TITLES:
                    yield person, GENDER_TITLES[before]
            elif word[:1].isupper() and position and _is_new_name(word, before):
                person = None
            before = lower


def _is_new_name(word: str, before: str) -> bool:
    """A capital inside a sentence may begin somebody else's name; an acronym or a word after an article does not."""
    return not word.isupper() and before not in BEFORE_THINGS
