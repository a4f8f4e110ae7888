"""Who asks and who answers: the role of each person, from words about them and from how they talk."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from unicodedata import combining, normalize

from tts_interview.model import Role, Turn
from tts_interview.parsing.asking import asks
from tts_interview.parsing.people.context import Context
from tts_interview.parsing.people.names import length_of
from tts_interview.parsing.people.person import Person, is_unknown
from tts_interview.parsing.scoring import score, weights_of
from tts_interview.parsing.vocabulary import lower_case

_HOST_PHRASES = lower_case("host_phrases")
_GUEST_PHRASES = lower_case("guest_phrases")
_INTRODUCING = lower_case("introducing")
_INTRODUCING_TURNS = 3
_OPENING_CHARS = 1500
_OPENING_TURNS = 2
# A guest who comes after this share of the turns was not there when the hosts introduced each other.
_LATE = 1 / 3
# One who asks alone is known by other signs.
_LEAST_HOSTS = 2
_HEARD_TURNS, _HEARD_CHARS = 40, 400
# No show has more people; where there are, nobody's phrases tell a host.
_MOST_LISTENED_TO = 100
_FEW_QUESTIONS = 0.3
# The share of questions of somebody who says nothing: with few turns the share that asks says little.
_USUALLY_ASKING = 0.3
_ENOUGH_PHRASES = 2
# Every interview has a host; for a second one more must speak.
_SECOND_HOST = 0.6


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody talks: the number of turns, about the share of them that ask, the mean number of words."""

    turns: int
    questions: float
    words: float
    host_words: int
    guest_words: int


def assign_roles(people: Sequence[Person], turns: Sequence[Turn], context: Context, *, narrated: bool) -> dict[str, Role]:
    """Return the role of each person by name; `people` in order of speaking, `turns` all that they say.

    `narrated` says that a narrator speaks between the turns; then they may be the one who asked.
    """
    names = [person.name for person in people]
    signs = signs_of_people(names, turns, context)
    roles = {person.name: person.role for person in people if person.role}
    unknown = list(filter(is_unknown, names))
    if len(people) > 2 and len(unknown) < len(people):  # noqa: PLR2004 - voices from the hall
        roles |= {name: Role.AUDIENCE for name in unknown if name not in roles}
    roles |= {name: Role.INTERVIEWER for name in _who_welcome(turns) if name not in roles}
    scores = {name: score(own, weights_of("host")) + weights_of("host")["bias"] for name, own in signs.items()}
    open_names = [name for name in names if name not in roles]
    announced = {name for name, own in signs.items() if own["announced guest"]}
    # The author, who tells between the turns, asked if nobody who has a label asks or hosts.
    asking = any(own["questions"] >= _FEW_QUESTIONS or own["host phrases"] for own in signs.values())
    narrated = narrated and not roles and len(signs) > 1 and not asking
    roles |= _decide(open_names, scores, roles, announced, narrated=narrated)
    return {name: roles[name] for name in names}


def _who_introduce(turns: Sequence[Turn]) -> list[str]:
    """Several who talk until one of them introduces somebody by name, "our guest is Ann Lee", are hosts, if nobody did them."""
    earlier: list[str] = []
    said = [turn.text[:_HEARD_CHARS] for turn in turns[:_HEARD_TURNS]]
    for number, turn in enumerate(turns[:_HEARD_TURNS]):
        if turn.speaker in earlier:
            continue
        before = "\n".join(said[max(0, number - _INTRODUCING_TURNS) : number])
        if _presents(before, turn.speaker) and not _GUEST_PHRASES.are_in(said[number - 1].lower()):
            return earlier if len(earlier) > 1 else []
        earlier.append(turn.speaker)
    return []


def _who_welcome(turns: Sequence[Turn]) -> list[str]:
    """Several who talk before and after they welcome a late guest by name, "thanks for joining us, Ann", are hosts."""
    last = {turn.speaker: number for number, turn in enumerate(turns)}
    first = {turn.speaker: number for number, turn in reversed(list(enumerate(turns)))}
    name, number = max(first.items(), key=lambda item: item[1], default=("", 0))
    others = [other for other in first if number < last[other] and other != name]
    if number < _LATE * len(turns) or len(others) < max(_LEAST_HOSTS, len(first) - 1):
        return []
    around = "\n".join(turn.text[:_HEARD_CHARS] for turn in turns[number - _INTRODUCING_TURNS : number + 2])
    return others if _presents(around, name) else []


def _presents(words: str, name: str) -> bool:
    """Return whether words introduce or welcome somebody by their first name."""
    named = re.search(rf"(?<!\w){re.escape(name.split(maxsplit=1)[0])}(?!\w)", words)
    return named is not None and _INTRODUCING.are_in(words.lower())


def habits_of(texts: Sequence[str], *, listen: bool = True) -> Habits:
    """How somebody talks who said `texts`; `listen` if what hosts and guests say is listened for too."""
    asking = sum(asks(text) for text in texts)
    opening = "\n".join(text[:_OPENING_CHARS] for text in texts[:_OPENING_TURNS]) if listen else ""
    everything = "\n".join([opening, *(text[:_HEARD_CHARS] for text in texts[_OPENING_TURNS : _HEARD_TURNS * listen])])
    return Habits(
        turns=len(texts),
        questions=(asking + _USUALLY_ASKING) / (len(texts) + 1),
        words=sum(map(length_of, texts)) / len(texts),
        host_words=_HOST_PHRASES.count_in(everything.lower()),
        guest_words=_GUEST_PHRASES.count_in(opening.lower()),
    )


def signs_of_people(names: Sequence[str], turns: Sequence[Turn], context: Context) -> dict[str, dict[str, float]]:
    """Return for each person, in order of speaking, the signs of being a host rather than a guest."""
    spoken: dict[str, list[str]] = {name: [] for name in names}
    starts: dict[str, float] = {}
    for number, turn in enumerate(turns):
        spoken[turn.speaker].append(turn.text)
        starts.setdefault(turn.speaker, number / len(turns))
    habits = {name: habits_of(texts, listen=len(names) <= _MOST_LISTENED_TO) for name, texts in spoken.items()}
    announced = _announced(context)
    told = {name: announced.get(_plain(name), 0) for name in names}
    listed = {name for name in names if _plain(name) in set(map(_plain, context.hints.of_role(None)))}
    all_guests = all(value < 0 for value in told.values())  # then the announcement tells nobody apart
    introducing = set(_who_introduce(turns))
    longest = max((h.words for h in habits.values()), default=1.0) or 1.0
    everything = sum(h.words * h.turns for h in habits.values()) or 1.0
    return {
        name: {
            "questions": h.questions,
            "short": 1 - h.words / longest,
            "host phrases": float(min(h.host_words, _ENOUGH_PHRASES)),
            "guest phrases": float(min(h.guest_words, 1)),
            "author": float(context.hints.authors == (name,)),
            "announced host": float(told[name] > 0),
            "announced guest": float(told[name] < 0 and not all_guests and name not in listed),
            "listed guest": float(told[name] < 0 and not all_guests and name in listed),
            "opens": float(place == 0),
            "share of turns": h.turns / len(turns) * len(names),
            "share of words": h.words * h.turns / everything * len(names),
            "late": starts[name] - place / len(turns),
            "introduces": float(name in introducing),
        }
        for place, (name, h) in enumerate(habits.items())
    }


def _announced(context: Context) -> dict[str, int]:
    """1 for whom the introduction calls an interviewer, -1 for a guest, by their plain names."""
    guests = dict.fromkeys(map(_plain, (*context.guests, *context.speakers)), -1)
    return guests | dict.fromkeys(map(_plain, context.interviewers), 1)


def _plain(name: str) -> str:
    """The name without accents: metadata and text do not always agree about these."""
    return name if name.isascii() else "".join(c for c in normalize("NFKD", name) if not combining(c))


def _decide(
    names: Sequence[str], scores: Mapping[str, float], roles: Mapping[str, Role], announced: AbstractSet[str], *, narrated: bool
) -> dict[str, Role]:
    """Decide the roles of `names`: one hosts, and others who score as high, but nobody whom the page announces as a guest."""
    decided = dict.fromkeys(names, Role.GUEST)
    if not names or narrated:
        return decided
    everybody = {*names, *roles}
    host = max(names, key=scores.__getitem__)
    hall_asks = Role.AUDIENCE in roles.values() and scores[host] < 0
    if Role.INTERVIEWER not in roles.values() and len(everybody) > 1 and not hall_asks:
        decided[host] = Role.INTERVIEWER
    others = [n for n in names if decided[n] is Role.GUEST]
    guests = sum(role is Role.GUEST for role in [*decided.values(), *roles.values()])
    for name in sorted(others, key=scores.__getitem__, reverse=True):
        may_host = name not in announced and scores[name] >= _SECOND_HOST
        if guests > 1 and len(everybody) > 2 and may_host:  # noqa: PLR2004 - more than host and guest
            decided[name] = Role.INTERVIEWER
            guests -= 1
    return decided
