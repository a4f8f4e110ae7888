"""Who is behind questions and answers that carry no name: names of the page, assigned to nameless people by a score."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from tts_interview.model import Role
from tts_interview.parsing.people import prose
from tts_interview.parsing.people.context import Context
from tts_interview.parsing.people.names import CAPITAL, names_in, trimmed, words_of_name
from tts_interview.parsing.people.person import Person
from tts_interview.parsing.vocabulary import NO_NAMES, any_of

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


def assigned_names(people: Sequence[Person], context: Context, taken: Collection[tuple[str, ...]]) -> list[tuple[Person, str]]:
    """Return the names of the one guest and the one interviewer whom no label names, if the page says who they are."""
    guest, asker = _only(people, Role.GUEST), _only(people, Role.INTERVIEWER)
    signs = _signs(context)
    labelled = [set(person.words) for person in people if not person.anonymous]
    words = {name: words_of_name(name) for name in signs}
    free = [name for name in signs if words[name] not in taken and not any(set(words[name]) <= own for own in labelled)]
    answering = _best(free, signs, _GUEST, _LEAST_GUEST) if guest else ""
    others = [name for name in free if not answering or not _are_joined(answering, name, context.text.prose)]
    asking = _best(others, signs, _INTERVIEWER, _LEAST_INTERVIEWER) if asker else ""
    if guest:
        answering = _own_name(guest, context) or answering or _short_name(context)
    return [(person, name) for person, name in ((guest, answering), (asker, asking)) if person and name]


def _are_joined(guest: str, name: str, text: str) -> bool:
    """Return whether the page names two people together, "Ann Lee and Ben Ray", or are one: then neither asks the other."""
    return guest == name or any(
        (join := _JOIN.match(text, found.end())) and text.startswith(second, join.end())
        for first, second in ((guest, name), (name, guest))
        for found in re.finditer(re.escape(first), text)
    )


def _only(people: Sequence[Person], role: Role) -> Person | None:
    """Return the one nameless person of a role; None if there are more, or if the answers are those of labelled guests."""
    same = [person for person in people if person.anonymous and person.role is role]
    crowd = role is Role.GUEST and sum(not person.anonymous for person in people) > _FEW_WITH_LABELS
    return same[0] if len(same) == 1 and not crowd else None


def _own_name(person: Person, context: Context) -> str:
    own = prose.own_short_name(context.first_words(person.labels))
    return own if own and not any(own in guest for guest in context.guests) else ""


def _short_name(context: Context) -> str:
    name = prose.announced_short_name(context.text.titles, context.text.prose, context.text.everything)
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
    for asker, asked in prose.asked_by(told):
        note("asks", [asker])
        note("announced", [asked])
    note("asks", context.interviewers_told)
    note("announced", context.guests)
    titled = names_in(text.titles, context.index)
    note("title", (name for name in titled if "asks" not in signs.get(name, ())))
    note("description", names_in(text.description, context.index))
    note("mentioned", names_in(text.introduction, context.index))
    note("mentioned", names_in(text.around))
    note("author", context.authors)
    note("quoted", (found["name"] or found["by"] for found in _QUOTED.finditer(f"{text.titles}\n{text.around}")))
    for sign, pattern in (("addressed", _WITH_TITLE), ("first name", _VOCATIVE)):
        called = (found["name"] or found["last"] for found in pattern.finditer(text.questions))
        note(sign, _full_names(called, list(signs), context))
    _note_who_are_told_of(signs, context)
    return dict(signs)


def _note_who_are_told_of(signs: dict[str, Counter[str]], context: Context) -> None:
    """Note which names are said to be somebody's; others may be papers, towns or products."""
    text, all_text = context.text, context.text.all_text
    told = f"{text.prose}\n{text.around}"
    for name in list(signs)[:_MOST_ASKED]:
        word = name.split()[-1]
        if all_text.count(word) >= _OFTEN and len(re.findall(rf"\b{re.escape(word)}\b", all_text)) >= _OFTEN:
            signs[name]["often"] += 1
        if prose.is_told_of(name, text.titles, told, text.questions or text.everything):
            signs[name]["told"] += 1
            continue
        is_subject = "often" in signs[name] and {"title", "description"} & set(signs[name])
        if is_subject and prose.may_be_a_person(name, f"{text.titles}\n{told}"):
            continue  # the page is about this name
        if not set(signs[name]) & {"asks", "addressed", "first name", "sure", "author"}:
            del signs[name]


def _full_names(called: Iterable[str], known: Sequence[str], context: Context) -> list[str]:
    """Return the full name of each person who is called by one word of it; a surname with a title stands for itself."""
    found: list[str] = []
    for name in dict.fromkeys(called):
        words = set(words_of_name(name))
        fitting = [full for full in known if words <= set(words_of_name(full))] or context.index.named("end", name.split()[-1])
        found += fitting[:1]
    return found
