"""The fullest name that the page gives for each person, and what those are called whom it does not name."""

import re

from tts_interview.model import Role
from tts_interview.parsing.people import prose
from tts_interview.parsing.people.assigning import assigned_names
from tts_interview.parsing.people.context import Context
from tts_interview.parsing.people.names import NameIndex, trimmed, words_of_name
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
    for person, name in assigned_names(people, context, taken):
        _give(person, name, taken)
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
