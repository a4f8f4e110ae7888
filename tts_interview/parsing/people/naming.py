"""The fullest name that the page gives for each person: by labels, or assigned by a score to those who carry no name.

Whoever it does not name has a stand-in.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tts_interview.model import Role
from tts_interview.parsing.people import prose
from tts_interview.parsing.people.context import Context
from tts_interview.parsing.people.names import CAPITAL, NameIndex, names_in, trimmed, words_of_name
from tts_interview.parsing.people.person import NUMBERED, Person, display_name, letter_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION
from tts_interview.parsing.vocabulary import ANSWER_WORDS, ASKER_LABELS, LETTERS, NO_NAMES, any_of

INTERVIEWER = "Interviewer"
GUEST = "Guest"
UNKNOWN = "Unknown"
# The index counts a name that nothing with a capital follows twice.
_SEEN_ONCE = 2
_LONGEST_INITIALS = 3
_ABBREVIATED = re.compile(r"(?:[^\W\d_][^\s.]{0,5}\. ?){2,4}")


def name_all(people: list[Person], context: Context) -> None:
    """Give each person the fullest name, and a stand-in where there is none."""
    _name_numbered_letters(people, context)
    taken = {tuple(p.words) for p in people if len(p.words) > 1}
    hinted = NameIndex(names=context.hints.names)
    for person in people:
        if len(person.words) == 1 and not person.anonymous:
            name = _fuller(person, context, hinted, taken)
            name = trimmed(name, context.text.all_text) if name else ""
            if name and (not person.stage or (person.name.isupper() and name in context.hints.names)):
                person.stage = False  # the initials AD, and no advertisement
                _give(person, name, taken)
        elif _ABBREVIATED.fullmatch(person.name):
            person.name = _spelled_out(person.name, f"{context.text.prose}\n{context.text.headings}") or person.name
    _name_by_introduction(people, context, taken)
    assign_names(people, context, taken)
    _name_those_left(people, context, taken)
    for person in people:
        person.role = person.role or context.hints.roles.get(person.name.casefold())
        person.name = display_name(_stand_in(person)) if len(person.name) > 5 else _stand_in(person)  # noqa: PLR2004 - initials stay


def _give(person: Person, name: str, taken: set[tuple[str, ...]]) -> None:
    person.name = name
    taken.add(words_of_name(name))


def _spelled_out(name: str, prose: str) -> str:
    """The words that begin as those of an abbreviated name do: "Ann Lee" for "A. L.", in any script."""
    parts = [re.escape(part) for part in name.replace(".", ". ").split()]
    words = r"[ \xa0]+".join(part.removesuffix(r"\.") + r"[^\W\d_][^\s.,:;!?|()–—-]*" for part in parts)
    found = re.findall(rf"(?<![^\W\d_]){words}", prose)
    return max(found, key=found.count, default="")


def _fuller(person: Person, context: Context, hinted: NameIndex, taken: set[tuple[str, ...]]) -> str:
    """Return a name of more words that fits a surname, a first name, initials or a handle; metadata counts more than text."""
    letters = [item for item in (person.name.replace(".", ""), *person.aliases) if len(item) > 1]
    handle = re.sub(r"[\d_]+.*", "", person.words[0])
    is_handle = len(handle) > _LONGEST_INITIALS and handle != person.words[0]
    by_handle = hinted.named("word", handle) if is_handle else []
    ends = [person.name.rstrip(".")]
    for how, called in (("end", ends), ("initials", letters), ("outer initials", letters)):
        hints = dict.fromkeys(hinted.named(how, *called) + (by_handle if how == "end" else []))
        sure = [name for name in hints if words_of_name(name) not in taken]
        if len(sure) == 1:
            return sure[0]
        found = context.index.named(how, *called) + (context.index.named("surname", person.name) if how == "end" else [])
        met = (name for name in found if words_of_name(name) not in taken and _is_met(name, person, context))
        best = context.index.best(met)
        if best and not NO_NAMES.intersection(words_of_name(best)):
            return best
    return ""


def _is_met(name: str, person: Person, context: Context) -> bool:
    """Return whether a name may be that of somebody labelled by the first name: the head has it, or the talk more than once."""
    by_first_name = words_of_name(name)[0] == person.words[0]
    return not by_first_name or context.index.counts[name] > _SEEN_ONCE or name in context.text.head


def _name_by_introduction(people: list[Person], context: Context, taken: set[tuple[str, ...]]) -> None:
    """Name whoever is labelled Speaker 1 and says "I'm Ann Lee", or is labelled "al" and says so at first."""
    for person in people:
        said = context.first_words(person.labels) if len(person.words) == 1 or NUMBERED.fullmatch(person.name) else ""
        if NUMBERED.fullmatch(person.name):
            introduced = rf"\b(?:{any_of('speaker_is')})\s+"
            firsts = ((name, re.escape(name.split()[0])) for name in context.hints.names)
            known = (name for name, first in firsts if re.search(rf"{introduced}{first}\b", said, re.I))
        else:
            known = (n for n in prose.own_names([said]) if n[0].casefold() == person.name[:1].casefold() and said)
        name = next((name for name in known if words_of_name(name) not in taken), "")
        if name:
            _give(person, name, taken)


def _name_numbered_letters(people: list[Person], context: Context) -> None:
    """Q1 and Q2 are the first and the second interviewer that the page gives; a bare Q is the first."""
    for role, names in ((Role.INTERVIEWER, context.interviewers), (Role.GUEST, context.guests)):
        same = [p for p in people if LETTERS.get(letter_of(p.name)) is role]
        numbers = {p.name: int(p.name[1:] or 1) for p in same}
        if len(same) > 1 and {*numbers.values()} == {*range(1, len(names) + 1)}:
            for person in same:
                person.name = names[numbers[person.name] - 1]


def _name_those_left(people: list[Person], context: Context, taken: set[tuple[str, ...]]) -> None:
    """One numbered speaker or office without a name, and one name of the metadata without a speaker."""
    for person in people:
        office = context.holder_of(person.name)
        if office and words_of_name(office) not in taken:
            person.title = person.title or person.name
            _give(person, office, taken)
    nameless = [p for p in people if NUMBERED.fullmatch(p.name)]
    free = [name for name in context.speakers if words_of_name(name) not in taken]
    if len(nameless) == 1 and len(free) == 1:
        _give(nameless[0], free[0], taken)


def _stand_in(person: Person) -> str:
    """What somebody is called whom nobody names."""
    word = person.name.casefold().rstrip(".")
    if person.name == QUESTION or word in ASKER_LABELS:
        return INTERVIEWER
    if person.name == ANSWER or word in ANSWER_WORDS:
        return GUEST
    if set(person.name) <= set("?？"):
        return UNKNOWN
    letter = letter_of(person.name)
    called = {Role.INTERVIEWER: INTERVIEWER, Role.GUEST: GUEST}
    return f"{called[LETTERS[letter]]} {person.name[len(letter) :].strip()}".strip() if letter else person.name


# -- who is behind questions and answers that carry no name: names of the page, assigned to nameless people by a score -------

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
    for person, name in ((guest, answering), (asker, asking)):
        if person and name:
            _give(person, name, taken)


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
