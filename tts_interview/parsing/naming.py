"""The fullest name that the page gives for each person, and what those are called whom it does not name."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.announcements import announced_short_name, own_short_name
from tts_interview.parsing.evidence import is_told_of
from tts_interview.parsing.marks import ANSWER, QUESTION
from tts_interview.parsing.names import NameIndex, initials_of
from tts_interview.parsing.people import NUMBERED, display_name, letter_of
from tts_interview.parsing.vocabulary import ANSWER_LETTERS, ANSWER_WORDS, QUESTION_LETTERS, QUESTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tts_interview.parsing.context import Context
    from tts_interview.parsing.people import Person

INTERVIEWER = "Interviewer"
GUEST = "Guest"
UNKNOWN = "Unknown"
_ABBREVIATED = re.compile(r"(?:[^\W\d_][^\s.]{0,5}\. ?){2,4}")
_FEW_WITH_LABELS = 2
_MOST_ASKED = 20
# Words and abbreviations that stand for who asks.
_ASKER = QUESTION_WORDS | {"int", "interv", "корр"}


def name_all(people: list[Person], context: Context) -> None:
    """Give each person the fullest name, and a stand-in where there is none."""
    _name_numbered_letters(people, context)
    taken = {tuple(p.words) for p in people if len(p.words) > 1}
    hinted = _Hinted(context.hints.names)
    for person in people:
        if len(person.words) == 1 and not person.anonymous:
            name = _fuller(person, context, hinted, taken)
            if name and (not person.stage or (person.name.isupper() and name in context.hints.names)):
                person.stage = False  # the initials AD, and no advertisement
                person.name = name
                taken.add(tuple(person.words))
        elif _ABBREVIATED.fullmatch(person.name):
            person.name = _spelled_out(person.name, f"{context.prose}\n{context.text.headings}") or person.name
    _name_by_handle(people, context)
    _name_by_introduction(people, context, taken)
    _name_the_anonymous(people, context, taken)
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


class _Told:
    """Which of the names of a page are somebody's; a page that was made to hurt is not asked about all of its names."""

    def __init__(self, context: Context) -> None:
        text = context.text
        self._sure, self._talk = context.sure, text.everything
        self._titles = f"{text.title}\n{text.headings}"
        self._prose = f"{text.title}\n{text.description}\n{text.introduction}"
        self._asked = 0

    def is_person(self, name: str) -> bool:
        """Whether hints, the introduction or the talk tell that it is a person's name."""
        if name in self._sure:
            return True
        self._asked += 1
        return self._asked <= _MOST_ASKED and is_told_of(name, self._titles, self._prose, self._talk)


class _Words:
    """The words of the names of those who have some, to be asked whether one of them has all of several words."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._whose: dict[str, set[int]] = defaultdict(set)
        for number, person in enumerate(people):
            for word in person.words:
                self._whose[word].add(number)

    def are_in_one(self, words: Iterable[str]) -> bool:
        """Whether one name has all of the words."""
        return bool(set.intersection(*(self._whose.get(word, set()) for word in words)))


def _fuller(person: Person, context: Context, hinted: _Hinted, taken: set[tuple[str, ...]]) -> str:
    """A name of more words that fits a surname, a first name, initials or a handle; metadata counts more than text."""
    declared = context.declared.get(person.name.casefold(), "")
    if declared and _key(declared) not in taken:
        return declared
    for fits in (_fits_word, _fits_initials, _fits_outer_initials):
        sure = [n for n in hinted.may_mean(person) if fits(person, n) and _key(n) not in taken]
        if len(sure) == 1:
            return sure[0]
        names = [n for n in _in_text(person, context.index, fits) if _key(n) not in taken]
        best = context.index.best(names)
        if best and _one_person(best, names, context.index):
            return best
    return ""


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


def _one_person(best: str, names: Sequence[str], index: NameIndex) -> bool:
    """Whether no other name fits about as well: "Peter Corr" and "Peter Asar" leave a "Peter" as he is."""
    words = set(_key(best))
    rivals = [n for n in names if not (set(_key(n)) <= words or words <= set(_key(n)))]
    return all(index.counts[best] >= 2 * index.counts[n] for n in rivals)


def _name_by_introduction(people: list[Person], context: Context, taken: set[tuple[str, ...]]) -> None:
    """Who is labelled as Speaker 1 and says "I'm Ann Lee" is Ann Lee."""
    for person in people:
        if not NUMBERED.fullmatch(person.name):
            continue
        said = context.first_words(person.labels)
        for name in context.hints.names:
            first = name.split()[0]
            if _key(name) not in taken and re.search(
                rf"\b(?:I['’]?m|I am|my name is|this is)\s+{re.escape(first)}\b", said, re.I
            ):
                person.name = name
                taken.add(_key(name))
                break


def _name_the_anonymous(people: list[Person], context: Context, taken: set[tuple[str, ...]]) -> None:
    """Who is behind Q and A, or behind questions without labels, if the page says it and there is just one of each."""
    labelled, told = _Words(people), _Told(context)
    interviewers = set(context.interviewers)
    guests = [*context.guests, *(n for n in context.mentioned if n not in interviewers)]
    for role, announced in ((Role.GUEST, guests), (Role.INTERVIEWER, context.interviewers)):
        same = [p for p in people if p.anonymous and p.role is role]
        if len(same) != 1 or (role is Role.GUEST and sum(not p.anonymous for p in people) > _FEW_WITH_LABELS):
            continue  # an answer without a label, among the labels of several guests, is one of these's
        free = (n for n in announced if _key(n) not in taken and not labelled.are_in_one(_key(n)))
        name = next((n for n in free if role is not Role.GUEST or told.is_person(n)), "")
        own = own_short_name(context.first_words(same[0].labels)) if role is Role.GUEST else ""
        if own and not any(own in guest for guest in context.guests):
            name = own
        if role is Role.GUEST and not name:
            name = announced_short_name(
                f"{context.text.title}\n{context.text.headings}", context.prose, context.text.everything
            )
        if name:
            same[0].name = name
            taken.add(_key(name))


def _name_by_handle(people: list[Person], context: Context) -> None:
    """Initials that begin like the one author of the page, whom its metadata calls by a handle: MK and "melody"."""
    handles = [a for a in context.hints.authors if a.isalpha() and a.islower()]
    fitting = [p for p in people if len(p.name) < 4 and p.name.isupper() and handles and p.name[0].casefold() == handles[0][0]]  # noqa: PLR2004 - initials
    if len(handles) == 1 and len(fitting) == 1:
        fitting[0].name = handles[0].capitalize()


def _name_numbered_letters(people: list[Person], context: Context) -> None:
    """Q1 and Q2 are the first and the second interviewer that the page gives; a bare Q is the first."""
    for letters, names in ((QUESTION_LETTERS, context.interviewers), (ANSWER_LETTERS, context.guests)):
        same = [p for p in people if letter_of(p.name) in letters]
        numbers = {p.name: int(p.name[1:] or 1) for p in same}
        if len(same) > 1 and len(names) == len(set(numbers.values())):
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
    if person.name == QUESTION or word in _ASKER:
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
