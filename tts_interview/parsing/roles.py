"""Who asks and who answers: the role of each person, from words about them and from how they talk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.parsing.people import Person

_SPOKE_TO = (
    r"(?:spoke|speaks|talked|talks|chatted|chats|sat\s+down|sits\s+down|met|meets|caught\s+up|corresponded)"
    r"\s+(?:to|with)"
)
# Somebody who asks at least so often, and says less than so much of what the others say on average, is a host too.
_LEAST_SHARE_OF_QUESTIONS = 0.5
_MOST_RELATIVE_LENGTH = 0.75


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody talks: the number of turns, the share of them that ask, the mean number of words."""

    turns: int
    questions: float
    words: float


def assign_roles(people: Sequence[Person], spoken: Mapping[str, Sequence[str]], introduction: str) -> dict[str, Role]:
    """The role of each person by name. `spoken` holds the texts of each person's turns, people in order of speaking."""
    habits = {person.name: habits_of(spoken[person.name]) for person in people}
    roles = {person.name: person.role for person in people if person.role}
    for person in people:
        if person.name not in roles and _is_host_of(person, introduction):
            roles[person.name] = Role.INTERVIEWER
    if Role.INTERVIEWER not in roles.values():
        open_names = [p.name for p in people if p.name not in roles]
        if len(open_names) > 1 or (open_names and roles):
            roles[_who_asks_most(open_names, habits)] = Role.INTERVIEWER
    answers = [h.words for name, h in habits.items() if roles.get(name) is not Role.INTERVIEWER]
    usual = sum(answers) / len(answers) if answers else 0.0
    for person in people:
        asks = _asks_like_a_host(habits[person.name], usual)
        roles.setdefault(person.name, Role.INTERVIEWER if asks and len(people) > 2 else Role.GUEST)  # noqa: PLR2004
    return roles


def habits_of(texts: Sequence[str]) -> Habits:
    """How somebody talks who said `texts`."""
    asking = sum("?" in text[-200:] or "？" in text[-200:] for text in texts)
    words = sum(len(text.split()) for text in texts)
    return Habits(len(texts), asking / len(texts), words / len(texts))


def _who_asks_most(names: Sequence[str], habits: Mapping[str, Habits]) -> str:
    """The one with the largest share of questions; among equals the one who says less, then who speaks first."""
    return max(names, key=lambda name: (round(habits[name].questions, 1), -habits[name].words))


def _asks_like_a_host(habits: Habits, usual_words: float) -> bool:
    return habits.questions >= _LEAST_SHARE_OF_QUESTIONS and habits.words < _MOST_RELATIVE_LENGTH * usual_words


def _is_host_of(person: Person, introduction: str) -> bool:
    """The introduction says that this person spoke to somebody."""
    name = r"\s+".join(map(re.escape, person.name.split()))
    return bool(re.search(rf"\b{name}\s+(?:\w+\s+)?{_SPOKE_TO}\b", introduction))
