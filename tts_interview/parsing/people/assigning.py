"""Who is behind questions and answers that carry no name: names of the page, assigned to nameless people by a score."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from tts_interview.model import Role
from tts_interview.parsing.people.context import Context
from tts_interview.parsing.people.names import CAPITAL, names_in, trimmed, words_of_name
from tts_interview.parsing.people.person import Person
from tts_interview.parsing.people.prose import announced_short_name, asked_by, is_a_thing, is_quoted, is_told_of, own_short_name
from tts_interview.parsing.vocabulary import NO_NAMES, ORGANISATIONS, any_of

_FORMS_OF_ADDRESS = any_of("forms_of_address")
# What each sign says for a name being the guest's, and for it being the interviewer's. The figures order the signs: a page
# that says who asked whom is believed before a vocative, that before a byline, and that before a mere mention.
_GUEST = {
    "announced": 3.0, "addressed": 3.0, "first name": 2.0, "title": 1.5, "description": 1.0, "told": 1.5,
    "mentioned": 0.5, "quoted": 1.0, "often": 0.7, "asks": -4.0, "author": -2.5, "sure": 2.0,
}  # fmt: skip
_INTERVIEWER = {
    "asks": 4.0, "author": 2.5, "title": -3.0, "addressed": -5.0, "first name": -3.0,
}  # fmt: skip
_LEAST_GUEST, _LEAST_INTERVIEWER = 1.9, 2.0
# A page that was made to hurt is not asked about all of its names.
_MOST_NAMES = 60
# Where more people have labels, an answer without one is somebody's of them.
_FEW_WITH_LABELS = 2
_MOST_ASKED = 20
_OFTEN = 3
_JOIN = re.compile(rf"\s*(?:&|\+|/|,|{any_of('joins')})\s*")
_WORD = rf"{CAPITAL}[\w’'-]+"
_WORDS = rf"{_WORD}(?: {_WORD}){{0,2}}"
_WITH_TITLE = re.compile(
    rf"(?:(?:^|[.!?…–] )(?:{_FORMS_OF_ADDRESS})\.? (?:(?:{_FORMS_OF_ADDRESS})\.? )?(?P<name>{_WORDS})(?=[,!:–])"
    rf"|, (?:{_FORMS_OF_ADDRESS})\.? (?P<last>{_WORDS})\s?[?!.])",
    re.M,
)
_VOCATIVE = re.compile(rf"(?:^|[.!?…–] )(?P<name>{_WORDS}), |, (?P<last>{_WORDS})\s?[?!]", re.M)
_QUOTED = re.compile(rf"^(?P<name>{_WORD}(?: {_WORD}){{1,3}})\s?[:–—]|[-–—]\s(?P<by>{_WORD}(?: {_WORD}){{1,3}})$", re.M)


def assign_names(people: Sequence[Person], context: Context, taken: set[tuple[str, ...]]) -> None:
    """Name the one guest and the one interviewer whom no label names, if the page says who they are."""
    open_people = {role: _only(people, role) for role in (Role.GUEST, Role.INTERVIEWER)}
    signs = _signs(context)
    labelled = [set(person.words) for person in people if not person.anonymous]
    free = [
        name
        for name in signs
        if words_of_name(name) not in taken and not any(set(words_of_name(name)) <= words for words in labelled)
    ]
    guest = _best(free, signs, _GUEST, _LEAST_GUEST) if open_people[Role.GUEST] else ""
    joined = {name for name in free if guest and _are_joined(guest, name, context.text.prose)}
    others = [name for name in free if name != guest and name not in joined]
    asker = _best(others, signs, _INTERVIEWER, _LEAST_INTERVIEWER) if open_people[Role.INTERVIEWER] else ""
    person = open_people[Role.GUEST]
    if person:
        guest = _own_name(person, context) or guest or _short_name(context)
    for role, name in ((Role.GUEST, guest), (Role.INTERVIEWER, asker)):
        person = open_people[role]
        if person and name:
            person.name = name
            taken.add(words_of_name(name))


def _are_joined(guest: str, name: str, prose: str) -> bool:
    """Return whether the page names two people together, "Ann Lee and Ben Ray": then neither asks the other."""
    return any(
        (join := _JOIN.match(prose, found.end())) and prose.startswith(second, join.end())
        for first, second in ((guest, name), (name, guest))
        for found in re.finditer(re.escape(first), prose)
    )


def _only(people: Sequence[Person], role: Role) -> Person | None:
    """Return the one nameless person of a role; None if there are more, or if the answers are those of labelled guests."""
    same = [person for person in people if person.anonymous and person.role is role]
    crowd = role is Role.GUEST and sum(not person.anonymous for person in people) > _FEW_WITH_LABELS
    return same[0] if len(same) == 1 and not crowd else None


def _own_name(person: Person, context: Context) -> str:
    own = own_short_name(context.first_words(person.labels))
    return own if own and not any(own in guest for guest in context.guests) else ""


def _short_name(context: Context) -> str:
    titles = f"{context.text.title}\n{context.text.headings}"
    name = announced_short_name(titles, context.text.prose, context.text.everything)
    return "" if name.casefold() in NO_NAMES else name


def _best(names: Iterable[str], signs: Mapping[str, Counter[str]], weights: Mapping[str, float], least: float) -> str:
    """Return the name with the highest score, the first of equals; none below the least."""
    scores = {name: sum(weights.get(sign, 0.0) for sign in signs[name]) for name in names}
    best = max(scores, key=scores.__getitem__, default="")
    return best if best and scores[best] >= least else ""


def _signs(context: Context) -> dict[str, Counter[str]]:
    """Return all names that the page gives, in order, each with what it says of them."""
    text, all_text = context.text, context.text.all_text
    told = f"{text.prose}\n{text.around}"
    signs: dict[str, Counter[str]] = defaultdict(Counter)

    def note(sign: str, names: Iterable[str]) -> None:
        for name in (trimmed(name, all_text) for name in names):
            if sign != "sure" and set(words_of_name(name)) & NO_NAMES:
                continue  # "Photo By Ann Lee"
            if name in signs or len(signs) < _MOST_NAMES:
                signs[name][sign] += 1

    note("sure", (name for name in context.sure if len(name.split()) > 1))
    for asker, asked in asked_by(told):
        note("asks", [asker])
        note("announced", [asked])
    note("asks", context.interviewers_told)
    note("announced", context.guests)
    titled = names_in(f"{text.title}\n{text.headings}", context.index)
    note("title", (name for name in titled if "asks" not in signs.get(name, ())))
    note("description", names_in(text.description, context.index))
    note("mentioned", names_in(text.introduction, context.index))
    note("mentioned", names_in(text.around))
    note("author", context.authors)
    note(
        "quoted", (found["name"] or found["by"] for found in _QUOTED.finditer(f"{text.title}\n{text.headings}\n{text.around}"))
    )
    for sign, names in (
        ("addressed", _called(_WITH_TITLE, text.questions)),
        ("first name", _called(_VOCATIVE, text.questions)),
    ):
        note(sign, _full_names(names, list(signs), context))
    _note_who_are_told_of(signs, context)
    return dict(signs)


def _note_who_are_told_of(signs: dict[str, Counter[str]], context: Context) -> None:
    """Note which names are said to be somebody's; others may be papers, towns or products."""
    text, all_text = context.text, context.text.all_text
    titles, prose = f"{text.title}\n{text.headings}", f"{text.prose}\n{text.around}"
    for name in list(signs)[:_MOST_ASKED]:
        if _is_often(name.split()[-1], all_text):
            signs[name]["often"] += 1
        if is_told_of(name, titles, prose, text.questions or text.everything):
            signs[name]["told"] += 1
        elif (
            "often" in signs[name]
            and {"title", "description"} & set(signs[name])
            and _may_be_a_person(name, f"{titles}\n{prose}")
        ):
            continue  # the page is about this name
        elif not set(signs[name]) & {"asks", "addressed", "first name", "sure", "author"}:
            del signs[name]


def _is_often(word: str, text: str) -> bool:
    return text.count(word) >= _OFTEN and any(islice(re.finditer(rf"\b{re.escape(word)}\b", text), _OFTEN - 1, None))


def _may_be_a_person(name: str, text: str) -> bool:
    """Return whether a name has no word of papers and products, nor one in capitals, no quotes, and nothing is of or at it."""
    words = name.split()
    named_otherwise = any(word.casefold() in ORGANISATIONS or (len(word) > 1 and word.isupper()) for word in words)
    return not named_otherwise and not is_quoted(name, text) and not is_a_thing(name, text)


def _called(pattern: re.Pattern[str], questions: str) -> list[str]:
    return [found["name"] or found["last"] for found in pattern.finditer(questions)]


def _full_names(called: Iterable[str], known: Sequence[str], context: Context) -> list[str]:
    """Return the full name of each person who is called by one word of it; a surname with a title stands for itself."""
    found = []
    for name in dict.fromkeys(called):
        words = set(name.casefold().split())
        fitting = [full for full in known if words <= set(words_of_name(full))] or context.index.named("end", name.split()[-1])
        best = fitting[0] if fitting else ""
        found += [best] if best else []
    return found
