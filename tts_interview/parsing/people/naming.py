"""The fullest name that the page gives for each person, and what those are called whom it does not name."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from tts_interview.parsing.people.announcements import own_names
from tts_interview.parsing.people.assigning import assign_names
from tts_interview.parsing.people.names import NameIndex, initials_of, trimmed
from tts_interview.parsing.people.person import NUMBERED, display_name, letter_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION
from tts_interview.parsing.vocabulary import ANSWER_LETTERS, ANSWER_WORDS, ASKER_LABELS, NO_NAMES, QUESTION_LETTERS, any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.parsing.people.context import Context
    from tts_interview.parsing.people.person import Person

INTERVIEWER = "Interviewer"
GUEST = "Guest"
UNKNOWN = "Unknown"
# The index counts a name that nothing with a capital follows twice.
_SEEN_ONCE = 2
_ABBREVIATED = re.compile(r"(?:[^\W\d_][^\s.]{0,5}\. ?){2,4}")


def name_all(people: list[Person], context: Context) -> None:
    """Give each person the fullest name, and a stand-in where there is none."""
    _name_numbered_letters(people, context)
    taken = {tuple(p.words) for p in people if len(p.words) > 1}
    hinted = _Hinted(context.hints.names)
    for person in people:
        if len(person.words) == 1 and not person.anonymous:
            name = _fuller(person, context, hinted, taken)
            name = trimmed(name, context.all_text) if name else ""
            if name and (not person.stage or (person.name.isupper() and name in context.hints.names)):
                person.stage = False  # the initials AD, and no advertisement
                person.name = name
                taken.add(tuple(person.words))
        elif _ABBREVIATED.fullmatch(person.name):
            person.name = _spelled_out(person.name, f"{context.prose}\n{context.text.headings}") or person.name
    _name_by_introduction(people, context, taken)
    assign_names(people, context, taken)
    _name_those_left(people, context, taken)
    for person in people:
        person.role = person.role or context.role_of(person.name)
        person.name = display_name(_stand_in(person)) if len(person.name) > 5 else _stand_in(person)  # noqa: PLR2004 - initials stay


def _spelled_out(name: str, prose: str) -> str:
    """The words that begin as those of an abbreviated name do: "Ann Lee" for "A. L.", in any script."""
    parts = [re.escape(part) for part in name.replace(".", ". ").split()]
    words = r"[ \xa0]+".join(part.removesuffix(r"\.") + r"[^\W\d_][^\s.,:;!?|()–—-]*" for part in parts)
    found = re.findall(rf"(?<![^\W\d_]){words}", prose)
    return max(found, key=found.count, default="")


class _Hinted:
    """The full names that the metadata gives, by their words and by their initials."""

    def __init__(self, names: Iterable[str]) -> None:
        self._called: dict[str, list[str]] = defaultdict(list)
        for name in names:
            words = name.casefold().split()
            for called in {*words, *_initials(name), _outer_initials(name)} if len(words) > 1 else ():
                self._called[called].append(name)

    def may_mean(self, person: Person) -> list[str]:
        """Every name that has a word or the initials by which the person is called."""
        called = {person.words[0], _handle(person), *_letters(person)}
        return list(dict.fromkeys(name for item in called for name in self._called.get(item, ())))


def _fuller(person: Person, context: Context, hinted: _Hinted, taken: set[tuple[str, ...]]) -> str:
    """A name of more words that fits a surname, a first name, initials or a handle; metadata counts more than text."""
    for fits in (_fits_word, _fits_initials, _fits_outer_initials):
        sure = [n for n in hinted.may_mean(person) if fits(person, n) and _key(n) not in taken]
        if len(sure) == 1:
            return sure[0]
        names = [n for n in _in_text(person, context.index, fits) if _key(n) not in taken and _is_met(n, person, context)]
        best = context.index.best(names)
        if best and not NO_NAMES & set(_key(best)):
            return best
    return ""


def _is_met(name: str, person: Person, context: Context) -> bool:
    """Return whether a name may be that of somebody labelled by the first name: the head has it, or the talk more than once."""
    by_first_name = _key(name)[0] == person.words[0]
    return not by_first_name or context.index.counts[name] > _SEEN_ONCE or name in context.head


def _in_text(person: Person, index: NameIndex, fits: object) -> list[str]:
    if fits is _fits_word:
        return [*index.with_end(person.name.rstrip(".")), *index.with_surname(person.name)]
    letters = [person.name.replace(".", ""), *person.aliases]
    if fits is _fits_outer_initials:
        return [n for item in letters if len(item) == 2 for n in index.with_outer_initials(item)]  # noqa: PLR2004 - first and last
    return [n for item in letters if 1 < len(item) <= 5 and " " not in item for n in index.with_initials(item)]  # noqa: PLR2004


def _fits_word(person: Person, name: str) -> bool:
    words = name.casefold().split()
    handle = _handle(person)
    return person.words[0] in (words[0], words[-1]) or (len(handle) > 3 and handle != person.words[0] and handle in words)  # noqa: PLR2004


def _fits_initials(person: Person, name: str) -> bool:
    return bool(_initials(name) & {item for item in _letters(person) if len(item) > 1})


def _handle(person: Person) -> str:
    return re.sub(r"[\d_]+.*", "", person.words[0])


def _letters(person: Person) -> set[str]:
    return {person.name.casefold().replace(".", ""), *person.aliases}


def _initials(name: str) -> set[str]:
    return {initials_of(name), "".join(w[0] for w in name.casefold().split())}


def _fits_outer_initials(person: Person, name: str) -> bool:
    letters = _outer_initials(name)
    return bool(letters) and letters in _letters(person)


def _outer_initials(name: str) -> str:
    """Those of the first and the last word if there are others between; else nothing."""
    words = name.casefold().split()
    return words[0][0] + words[-1][0] if len(words) > 2 else ""  # noqa: PLR2004 - as said


def _key(name: str) -> tuple[str, ...]:
    return tuple(name.casefold().split())


def _name_by_introduction(people: list[Person], context: Context, taken: set[tuple[str, ...]]) -> None:
    """Name whoever is labelled Speaker 1 and says "I'm Ann Lee", or is labelled "al" and says so at first."""
    for person in people:
        said = context.first_words(person.labels) if len(person.words) == 1 or NUMBERED.fullmatch(person.name) else ""
        if NUMBERED.fullmatch(person.name):
            speaker_is = any_of("speaker_is")
            known = (
                n for n in context.hints.names if re.search(rf"\b(?:{speaker_is})\s+{re.escape(n.split()[0])}\b", said, re.I)
            )
        else:
            known = (n for n in own_names([said]) if n[0].casefold() == person.name[:1].casefold() and said)
        name = next((name for name in known if _key(name) not in taken), "")
        if name:
            person.name = name
            taken.add(_key(name))


def _name_numbered_letters(people: list[Person], context: Context) -> None:
    """Q1 and Q2 are the first and the second interviewer that the page gives; a bare Q is the first."""
    for letters, names in ((QUESTION_LETTERS, context.interviewers), (ANSWER_LETTERS, context.guests)):
        same = [p for p in people if letter_of(p.name) in letters]
        numbers = {p.name: int(p.name[1:] or 1) for p in same}
        if len(same) > 1 and {*numbers.values()} == {*range(1, len(names) + 1)}:
            for person in same:
                person.name = names[numbers[person.name] - 1]


def _name_those_left(people: list[Person], context: Context, taken: set[tuple[str, ...]]) -> None:
    """One numbered speaker or office without a name, and one name of the metadata without a speaker."""
    for person in people:
        office = context.holder_of(person.name)
        if office and _key(office) not in taken:
            person.name, person.title = office, person.title or person.name
            taken.add(_key(office))
    nameless = [p for p in people if NUMBERED.fullmatch(p.name)]
    free = [name for name in context.speakers if _key(name) not in taken]
    if len(nameless) == 1 and len(free) == 1:
        nameless[0].name = free[0]
        taken.add(_key(free[0]))


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
    if letter:
        number = person.name[len(letter) :].strip()
        return f"{INTERVIEWER if letter in QUESTION_LETTERS else GUEST} {number}".strip()
    return person.name
