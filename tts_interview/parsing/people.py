"""Labels -> people: one person under one name, however he is labelled, and never two people under one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.acceptance import joint_parts, misspelt
from tts_interview.parsing.labels import key_of, without_brackets
from tts_interview.parsing.marks import ANSWER, QUESTION
from tts_interview.parsing.names import NameIndex, initials_of, split_title
from tts_interview.parsing.vocabulary import (
    ANSWER_LETTERS,
    QUESTION_LETTERS,
    ROLE_WORDS,
    STAGE_LABELS,
    UNKNOWN_LABELS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tts_interview.parsing.context import Context

_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_INITIALS = re.compile(r"[^\W\d_]{1,5}")
_NUMBERED = re.compile(r"(?:speaker|sprecher|intervenant|hablante|спикер|voice|person|participant)\s*[\dA-H]{0,2}", re.I)
_LONGEST_INITIALS = 2
# On a page with more speakers than this, slips of the pen are not looked for.
_MOST_COMPARED = 100
INTERVIEWER = "Interviewer"
GUEST = "Guest"
UNKNOWN = "Unknown"


@dataclass
class Person:
    """One who speaks, as gathered from labels."""

    name: str
    labels: list[str] = field(default_factory=list)
    title: str = ""
    role: Role | None = None
    aliases: set[str] = field(default_factory=set)
    count: int = 0
    stage: bool = False

    @property
    def words(self) -> list[str]:
        """The name in lower case, word by word."""
        return self.name.casefold().split()

    @property
    def spoken_labels(self) -> list[str]:
        """The labels that words of the page stand for."""
        return [label for label in self.labels if label not in (QUESTION, ANSWER)]

    @property
    def anonymous(self) -> bool:
        """Whether no word of the page names this person."""
        return all(label in (QUESTION, ANSWER) or _letter(label) or role_of(label, whole=True) for label in self.labels)


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label: name, what stood before it, what it says about the role, another name for it."""

    name: str
    title: str = ""
    role: Role | None = None
    alias: str = ""
    affiliation: str = ""


@lru_cache(maxsize=1 << 16)
def read_label(text: str) -> Label:
    """Take a label apart: `NATO Secretary General Mark Rutte`, `MARIA LOPEZ, HOST`, `Ann (AL)`, `Waxwing (Adam Gibson)`."""
    text = " ".join(text.split())
    if text in (QUESTION, ANSWER):
        return Label(text, role=Role.INTERVIEWER if text == QUESTION else Role.GUEST)
    letter = _letter(text)
    if letter:
        return Label(text.upper(), role=Role.INTERVIEWER if letter in QUESTION_LETTERS else Role.GUEST)
    brackets = _BRACKETS.search(text)
    inside = brackets.group(1).strip() if brackets else ""
    bare, _, suffix = (part.strip() for part in without_brackets(text).partition(","))
    title, name = split_title(bare)
    role = role_of(f"{suffix} {inside}") or role_of(title) or role_of(name, whole=True)
    return Label(
        display_name(name),
        title=" ".join(filter(None, (title, suffix))),
        role=role,
        alias=inside if inside and not role_of(inside) and _is_other_name(inside) else "",
        affiliation="" if _is_other_name(inside) else inside,
    )


def _is_other_name(inside: str) -> bool:
    """Initials, or a full name as in `Waxwing (Adam Gibson)`."""
    words = inside.split()
    return bool(_INITIALS.fullmatch(inside)) or (1 < len(words) <= 3 and all(w[:1].isupper() and w.isalpha() for w in words))  # noqa: PLR2004


def _letter(label: str) -> str:
    stem = label.casefold().rstrip("0123456789").strip()
    return stem if stem in QUESTION_LETTERS | ANSWER_LETTERS and len(label) <= len(stem) + 2 else ""


def role_of(text: str, *, whole: bool = False) -> Role | None:
    """What the words say of the role; `whole` if they must be little else: "Audience member", "Reporter 2"."""
    words = [w.strip(".,:#()").casefold() for w in text.split()]
    if whole and len(words) > 3:  # noqa: PLR2004 - as said
        return None
    return next((ROLE_WORDS[w] for w in words if w in ROLE_WORDS), None)


def identify(labels: Iterable[str], context: Context) -> dict[str, Person]:
    """For each label its person, with the fullest name that the page gives."""
    counts = Counter(labels)
    order = {label: place for place, label in enumerate(counts)}
    crowd = _Crowd()
    found: dict[str, Person] = {}
    # Longer names first, and frequent before rare ones, so that a short label or a slip finds the person whom it means.
    for label in sorted(counts, key=lambda item: (-_length(item), -counts[item], order[item])):
        parts = read_label(label)
        person = context.wished(label, crowd.people) or crowd.whom(parts, counts[label]) or crowd.first_of(parts)
        person = person or crowd.add(Person(parts.name))
        _take(person, label, parts, counts[label])
        crowd.index(person)
        found[label] = person
    for person in crowd.people:
        person.labels.sort(key=order.__getitem__)
    _name_all(crowd.people, context)
    return _namesakes_joined(found)


def _namesakes_joined(found: dict[str, Person]) -> dict[str, Person]:
    """People who turned out to have one name are one person."""
    by_name: dict[str, Person] = {}
    for label, person in found.items():
        first = by_name.setdefault(person.name, person)
        if first is not person and label not in first.labels:
            first.labels.append(label)
            first.count += person.count
            first.role = first.role or person.role
        found[label] = first
    return found


def _length(label: str) -> int:
    parts = read_label(label)
    if len(joint_parts(parts.name)) > 1 and len(_BRACKETS.findall(label)) != 1:
        return -1  # a joint label is looked at after the labels of those whom it joins
    return len(parts.name.split()) + 10 * bool(parts.alias)  # what declares initials, before the initials


def _take(person: Person, label: str, parts: Label, count: int) -> None:
    if len(person.name) <= _LONGEST_INITIALS < len(parts.name) and len(person.words) == 1 and person.labels:
        person.name = parts.name  # initials were seen first, since they are seen more often
    person.labels.append(label)
    person.count += count
    person.title = person.title or parts.title or parts.affiliation
    person.role = person.role or parts.role
    person.aliases |= {parts.alias.casefold()} - {""}
    person.stage = person.stage or _is_stage(parts)
    if len(parts.alias.split()) > 1 and len(person.words) == 1:
        person.name, alias = parts.alias, person.name
        person.aliases.add(alias.casefold())


def _is_stage(parts: Label) -> bool:
    words = [w.strip(".,#") for w in parts.name.casefold().split()]
    return bool(words) and len(words) <= 3 and words[-1 if words[0].isdigit() else 0] in STAGE_LABELS  # noqa: PLR2004 - a name is longer


# -- which label means whom ------------------------------------------------------------------------------------------


class _Crowd:
    """The people found so far, by all that a label may call them."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._called: dict[tuple[str, str], dict[int, Person]] = defaultdict(dict)

    def add(self, person: Person) -> Person:
        """A new person."""
        self.people.append(person)
        return person

    def index(self, person: Person) -> None:
        """Know the person by all that is known of him now."""
        for how, words in _callings(person):
            self._called[how, words][id(person)] = person

    def whom(self, label: Label, count: int) -> Person | None:
        """The one person whom the label can mean; None if there is none or more than one."""
        words = label.name.casefold().split()
        if label.name in (QUESTION, ANSWER) or _letter(label.name):
            return next(iter(self._called["name", " ".join(words)].values()), None)
        for how, called in _ways_to_call(words):
            same = [p for p in self._called[how, called].values() if p.words != words or how in ("name", "alias")]
            if same:
                return same[0] if len(same) == 1 else None
        return self._misspelt(" ".join(words)) if count == 1 else None

    def _misspelt(self, name: str) -> Person | None:
        often = [p for p in self.people[:_MOST_COMPARED] if p.count > 2 and misspelt(name, key_of(p.name))]  # noqa: PLR2004 - no slip
        return often[0] if len(often) == 1 else None

    def first_of(self, label: Label) -> Person | None:
        """The first of several people whom one label names; None if it names one, or somebody else too."""
        parts = joint_parts(label.name)
        members = [next(iter(self._called["part", part].values()), None) for part in parts]
        return members[0] if len(parts) > 1 and all(members) else None


def _callings(person: Person) -> Iterator[tuple[str, str]]:
    """All that the person may be called, and how: in full, by the end or the beginning of the name, by initials."""
    words = person.words
    yield "name", " ".join(words)
    for alias in person.aliases:
        yield "alias", alias
    for cut in range(1, len(words)):
        yield "end", " ".join(words[-cut:])
        yield "beginning", " ".join(words[:cut])
    if len(words) > 1:
        yield "around", f"{words[0]} {words[-1]}"
    for letters in {initials_of(person.name), "".join(word[0] for word in words)}:
        yield "initials", letters
    yield "letter" if len(words[0].rstrip(".")) > 1 else "one letter", words[0][0]
    for part in {words[0], words[-1], " ".join(words), words[0][0], *person.aliases}:
        yield "part", part


def _ways_to_call(words: list[str]) -> Iterator[tuple[str, str]]:
    """What a label may call somebody by, the surest way first."""
    name = " ".join(words)
    yield from (("name", name), ("alias", name), ("end", name), ("beginning", name))
    letters = words[0].replace(".", "") if len(words) == 1 else ""
    if len(letters) > 1:
        yield "initials", letters
    if len(words) > 1:
        yield "around", f"{words[0]} {words[-1]}"
    elif len(letters) == 1:
        yield "letter", letters
    elif letters:
        yield "one letter", letters[0]


# -- the fullest name ------------------------------------------------------------------------------------------------


def _name_all(people: list[Person], context: Context) -> None:
    _name_numbered_letters(people, context)
    taken = {tuple(p.words) for p in people if len(p.words) > 1}
    for person in people:
        if len(person.words) == 1 and not person.anonymous:
            name = _fuller(person, context, taken)
            if name and (not person.stage or (person.name.isupper() and name in context.hints.names)):
                person.stage = False  # the initials AD, and no advertisement
                person.name = name
                taken.add(tuple(person.words))
    _name_by_handle(people, context)
    _name_by_introduction(people, context, taken)
    _name_the_anonymous(people, context, taken)
    _name_those_left(people, context, taken)
    for person in people:
        person.role = person.role or context.role_of(person.name)
        person.name = display_name(_stand_in(person)) if len(person.name) > 5 else _stand_in(person)  # noqa: PLR2004 - initials stay


def _fuller(person: Person, context: Context, taken: set[tuple[str, ...]]) -> str:
    """A name of more words that fits a surname, a first name, initials or a handle; metadata counts more than text."""
    for fits in (_fits_word, _fits_initials):
        hinted = [n for n in context.hints.names if len(n.split()) > 1 and fits(person, n) and _key(n) not in taken]
        if len(hinted) == 1:
            return hinted[0]
        names = [n for n in _in_text(person, context.index, fits) if _key(n) not in taken]
        best = context.index.best(names)
        if best and _one_person(best, names, context.index):
            return best
    return ""


def _in_text(person: Person, index: NameIndex, fits: object) -> list[str]:
    if fits is _fits_word:
        return index.with_end(person.name.rstrip("."))
    letters = [person.name.replace(".", ""), *person.aliases]
    return [n for item in letters if 1 < len(item) <= 5 and " " not in item for n in index.with_initials(item)]  # noqa: PLR2004


def _fits_word(person: Person, name: str) -> bool:
    words = name.casefold().split()
    handle = re.sub(r"[\d_]+.*", "", person.words[0])
    return person.words[0] in (words[0], words[-1]) or (len(handle) > 3 and handle != person.words[0] and handle in words)  # noqa: PLR2004


def _fits_initials(person: Person, name: str) -> bool:
    letters = {person.name.casefold().replace(".", ""), *person.aliases}
    return bool(
        {initials_of(name), "".join(w[0] for w in name.casefold().split())} & {item for item in letters if len(item) > 1}
    )


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
        if not _NUMBERED.fullmatch(person.name):
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
    guests = [*context.guests, *(n for n in context.mentioned if n not in context.interviewers)]
    for role, announced in ((Role.GUEST, guests), (Role.INTERVIEWER, context.interviewers)):
        same = [p for p in people if p.anonymous and p.role is role]
        free = [name for name in announced if _key(name) not in taken]
        if len(same) == 1 and free:
            same[0].name = free[0]
            taken.add(_key(free[0]))


def _name_by_handle(people: list[Person], context: Context) -> None:
    """Initials that begin like the one author of the page, whom its metadata calls by a handle: MK and "melody"."""
    handles = [a for a in context.hints.authors if a.isalpha() and a.islower()]
    fitting = [p for p in people if len(p.name) < 4 and p.name.isupper() and handles and p.name[0].casefold() == handles[0][0]]  # noqa: PLR2004 - initials
    if len(handles) == 1 and len(fitting) == 1:
        fitting[0].name = handles[0].capitalize()


def _name_numbered_letters(people: list[Person], context: Context) -> None:
    """Q1 and Q2 are the first and the second interviewer that the page gives; a bare Q is the first."""
    for letters, names in ((QUESTION_LETTERS, context.interviewers), (ANSWER_LETTERS, context.guests)):
        same = [p for p in people if _letter(p.name) in letters]
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
    nameless = [p for p in people if _NUMBERED.fullmatch(p.name)]
    free = [name for name in context.speakers if _key(name) not in taken]
    if len(nameless) == 1 and len(free) == 1:
        nameless[0].name = free[0]
        taken.add(_key(free[0]))


def _stand_in(person: Person) -> str:
    """What somebody is called whom nobody names."""
    if person.name == QUESTION:
        return INTERVIEWER
    if person.name == ANSWER:
        return GUEST
    if person.name.casefold().rstrip(".") in ("int", "interv"):
        return INTERVIEWER
    if set(person.name) <= set("?？"):
        return UNKNOWN
    letter = _letter(person.name)
    if letter:
        number = person.name[len(letter) :].strip()
        return f"{INTERVIEWER if letter in QUESTION_LETTERS else GUEST} {number}".strip()
    return person.name


def display_name(name: str) -> str:
    """A name in capitals as it is usually written; initials stay."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) <= 3 or not all(c.isupper() for c in letters):  # noqa: PLR2004 - initials: JFK, AvW
        return name
    return re.sub(r"[^\W\d_]+", lambda word: _capitalised(word[0]), name)


def _capitalised(word: str) -> str:
    if word.startswith("MC") and len(word) > 3:  # noqa: PLR2004 - McX at least
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def is_unknown(name: str) -> bool:
    """Whether a label says that nobody knows who speaks."""
    words = [w.strip(".,#()?") for w in name.casefold().split()]
    return not any(words) or (any(w in UNKNOWN_LABELS for w in words) and not _NUMBERED.fullmatch(name))
