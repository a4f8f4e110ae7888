"""Who asks and who answers: the role of each person, from words about them and from how they talk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from tts_interview.model import Role
from tts_interview.parsing.people import is_unknown
from tts_interview.parsing.questions import asks
from tts_interview.parsing.vocabulary import GUEST_PHRASES, HOST_PHRASES, INTRODUCING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Turn
    from tts_interview.parsing.context import Context
    from tts_interview.parsing.people import Person

_HOST_PHRASES = re.compile(HOST_PHRASES, re.I)
_GUEST_PHRASES = re.compile(GUEST_PHRASES, re.I)
_INTRODUCING = re.compile(INTRODUCING, re.I)
_INTRODUCING_TURNS = 3
_OPENING_CHARS = 1500
_OPENING_TURNS = 2
_HEARD_TURNS, _HEARD_CHARS = 40, 400
# No show has more people; where there are, nobody's phrases tell a host.
_MOST_LISTENED_TO = 100
_WIDE = re.compile(r"[\u2e80-\uffff]")
# Weights of what tells a host from a guest; the sums were looked at on real interviews, not fitted to one.
_ASKS, _SHORT, _SAYS_HOST, _SAYS_GUEST, _AUTHOR, _ANNOUNCED, _OPENS = 3.0, 1.0, 1.5, 2.0, 2.0, 2.0, 0.5
_LEAST_SCORE = 1.6
_FEW_QUESTIONS = 0.3
_PANEL = 3
_EARLY, _LATE = 0.1, 0.25


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody talks: the number of turns, the share of them that ask, the mean number of words."""

    turns: int
    questions: float
    words: float
    host_words: int
    guest_words: int


def assign_roles(people: Sequence[Person], turns: Sequence[Turn], context: Context, *, narrated: bool) -> dict[str, Role]:
    """The role of each person by name; `people` in order of speaking, `turns` all that they say.

    `narrated` says that a narrator speaks between the turns; then he may be the one who asked.
    """
    spoken: dict[str, list[str]] = {person.name: [] for person in people}
    for turn in turns:
        spoken[turn.speaker].append(turn.text)
    listen = len(people) <= _MOST_LISTENED_TO
    habits = {name: habits_of(texts, listen=listen) for name, texts in spoken.items()}
    roles = {person.name: person.role for person in people if person.role}
    for person in people:
        if person.name not in roles and len(people) > 2 and is_unknown(person.name):  # noqa: PLR2004 - a voice from the hall
            roles[person.name] = Role.AUDIENCE
    open_names = [p.name for p in people if p.name not in roles]
    scores = _scores([p.name for p in people], habits, context, open_names)
    if not roles and len(people) >= _PANEL:
        roles |= dict.fromkeys(_who_introduce(turns), Role.INTERVIEWER)
        open_names = [name for name in open_names if name not in roles]
    if not roles and len(people) > _PANEL:
        roles |= dict.fromkeys(_hosts_before_guest(turns, habits, context), Role.INTERVIEWER)
        open_names = [name for name in open_names if name not in roles]
    roles |= _decide(open_names, scores, roles, narrated=narrated and _narrator_asks(roles, habits))
    return {person.name: roles[person.name] for person in people}


def _who_introduce(turns: Sequence[Turn]) -> list[str]:
    """Several who talk until one of them introduces somebody by name, "our guest is Ann Lee", are hosts, if nobody did them."""
    earlier: list[str] = []
    said = [turn.text[:_HEARD_CHARS] for turn in turns[:_HEARD_TURNS]]
    for number, turn in enumerate(turns[:_HEARD_TURNS]):
        if turn.speaker in earlier:
            continue
        before = "\n".join(said[max(0, number - _INTRODUCING_TURNS) : number])
        named = re.search(rf"(?<!\w){re.escape(turn.speaker.split()[0])}(?!\w)", before)
        if named and _INTRODUCING.search(before) and not _GUEST_PHRASES.search(said[number - 1]):
            return earlier if len(earlier) > 1 else []
        earlier.append(turn.speaker)
    return []


def _hosts_before_guest(turns: Sequence[Turn], habits: Mapping[str, Habits], context: Context) -> list[str]:
    """Where somebody joins late who is no host, those who talked until then are: a show of several hosts and a guest."""
    order = list(dict.fromkeys(turn.speaker for turn in turns))
    starts: dict[str, float] = {}
    for number, turn in enumerate(turns):
        starts.setdefault(turn.speaker, number / len(turns))
    late = [n for n in order if starts[n] > _LATE and habits[n].turns > 1 and habits[n].questions < _FEW_QUESTIONS]
    early = [n for n in order if starts[n] < _EARLY]
    announced = _announced(context)
    guest_early = any(announced.get(_plain(n), 0) < 0 or habits[n].guest_words for n in early)
    return early if late and not guest_early and len(early) + len(late) == len(order) else []


def habits_of(texts: Sequence[str], *, listen: bool = True) -> Habits:
    """How somebody talks who said `texts`; `listen` if what hosts and guests say is listened for too."""
    asking = sum(asks(text) for text in texts)
    opening = "\n".join(text[:_OPENING_CHARS] for text in texts[:_OPENING_TURNS]) if listen else ""
    everything = "\n".join([opening, *(text[:_HEARD_CHARS] for text in texts[_OPENING_TURNS : _HEARD_TURNS * listen])])
    return Habits(
        turns=len(texts),
        questions=asking / len(texts),
        words=sum(map(length_of, texts)) / len(texts),
        host_words=len(_HOST_PHRASES.findall(everything)),
        guest_words=len(_GUEST_PHRASES.findall(opening)),
    )


def length_of(text: str) -> float:
    """Words, or for scripts without spaces what they would be about."""
    sample = text[:200]
    wide = 0 if sample.isascii() else len(_WIDE.findall(sample))
    return len(text) / 2 if wide > 0.3 * len(sample) else len(text.split())


def _scores(
    names: Sequence[str], habits: Mapping[str, Habits], context: Context, open_names: Sequence[str]
) -> dict[str, float]:
    """How much speaks for each of them being a host; that all of them are announced as guests tells nothing."""
    announced = _announced(context)
    all_announced = all(announced.get(_plain(name), 0) < 0 for name in open_names)
    longest = max((h.words for h in habits.values()), default=1.0) or 1.0
    scores = {}
    for place, name in enumerate(names):
        h = habits[name]
        score = _ASKS * h.questions + _SHORT * (1 - h.words / longest)
        score += _SAYS_HOST * min(h.host_words, 2) - _SAYS_GUEST * min(h.guest_words, 1)
        score += _AUTHOR * (context.hints.authors == (name,)) + _OPENS * (place == 0)
        score += 0 if all_announced else _ANNOUNCED * announced.get(_plain(name), 0)
        scores[name] = score
    return scores


def _announced(context: Context) -> dict[str, int]:
    """1 for whom the introduction calls an interviewer, -1 for a guest, by their plain names."""
    guests = dict.fromkeys(map(_plain, (*context.guests, *context.speakers)), -1)
    return guests | dict.fromkeys(map(_plain, context.interviewers), 1)


def _plain(name: str) -> str:
    """The name without accents: metadata and text do not always agree about these."""
    return name if name.isascii() else "".join(c for c in normalize("NFKD", name) if not combining(c))


def _narrator_asks(roles: Mapping[str, Role], habits: Mapping[str, Habits]) -> bool:
    """Nobody among those who have labels asks or hosts: the author, who tells between their words, did."""
    return not roles and len(habits) > 1 and all(h.questions < _FEW_QUESTIONS and not h.host_words for h in habits.values())


def _decide(names: Sequence[str], scores: Mapping[str, float], roles: Mapping[str, Role], *, narrated: bool) -> dict[str, Role]:
    decided = dict.fromkeys(names, Role.GUEST)
    if not names or narrated:
        return decided
    everybody = {*names, *roles}
    host = max(names, key=scores.__getitem__)
    hall_asks = Role.AUDIENCE in roles.values() and scores[host] < _LEAST_SCORE
    if Role.INTERVIEWER not in roles.values() and len(everybody) > 1 and not hall_asks:
        decided[host] = Role.INTERVIEWER
    others = [n for n in names if decided[n] is Role.GUEST]
    guests = sum(role is Role.GUEST for role in [*decided.values(), *roles.values()])
    for name in sorted(others, key=scores.__getitem__, reverse=True):
        if guests > 1 and len(everybody) > 2 and scores[name] >= _LEAST_SCORE:  # noqa: PLR2004 - more than host and guest
            decided[name] = Role.INTERVIEWER
            guests -= 1
    return decided
