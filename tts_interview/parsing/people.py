"""Labels -> people: one person under one name, however he is labelled, and never two people under one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.labels import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Offices and forms of address that stand before a name and are no part of it.
_TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady madam president vice prime minister chancellor secretary general
    deputy senator sen rep representative congressman congresswoman governor gov mayor ambassador commissioner chairman
    chairwoman chairperson chair judge justice chief director executive officer captain capt colonel col major sergeant sgt
    lieutenant lt admiral commander gen rev reverend pope bishop archbishop cardinal rabbi imam sheikh ceo cfo cto coo
    founder cofounder co-founder host anchor correspondent reporter editor moderator interviewer spokesman spokeswoman
    spokesperson coach king queen prince princess premier speaker attorney counsel herr frau señor señora don doña monsieur
    madame m mme ministre ministro ministra presidente presidenta director directora
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
_ROLE_WORDS: dict[str, Role] = {
    **dict.fromkeys(("host", "interviewer", "moderator", "anchor", "presenter", "question", "reporter"), Role.INTERVIEWER),
    **dict.fromkeys(("byline", "journalist", "correspondent", "cohost", "co-host"), Role.INTERVIEWER),
    **dict.fromkeys(("guest", "interviewee", "respondent", "answer"), Role.GUEST),
    **dict.fromkeys(("narrator", "announcer", "voiceover"), Role.NARRATOR),
    **dict.fromkeys(("audience", "caller", "public", "participant"), Role.AUDIENCE),
}
_BRACKETS = re.compile(r"[(（\[]([^)）\]]*)[)）\]]")
_INITIALS = re.compile(r"[A-Za-z]{1,5}")
_LETTER = re.compile(r"([QA])\d{0,2}", re.I)
# A full stop belongs to an initial or an abbreviated title, else it ends the sentence and with it the name.
_NAME_WORD = r"(?:(?:Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Rev|St|Jr|Sr|[^\W\d_a-z])\.|[^\W\d_a-z][\w'’-]*)"
_INTERVIEW_WITH = re.compile(
    r"\b(?:[Ii]nterview(?:ed|ing)?|[Cc]onversation|Q\s*&\s*A|[Qq]uestions?|[Cc]hat(?:ted)?|[Ss]poke|[Ss]peaks?|[Tt]alk(?:ed|s)?"
    rf"|[Ss]at down|[Cc]aught up|[Aa]sked)\s+(?:with\s+|to\s+|for\s+)?({_NAME_WORD}(?: +{_NAME_WORD}){{0,4}})"
)


@dataclass
class Person:
    """One who speaks, as gathered from labels."""

    name: str
    labels: list[str] = field(default_factory=list)
    title: str = ""
    role: Role | None = None
    initials: set[str] = field(default_factory=set)

    @property
    def words(self) -> list[str]:
        """The name in lower case, word by word."""
        return self.name.casefold().split()


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label: name, what stood before it, what it says about the role, another name for it."""

    name: str
    title: str = ""
    role: Role | None = None
    alias: str = ""


def read_label(text: str) -> Label:
    """Take a label apart: `NATO Secretary General Mark Rutte`, `MARIA LOPEZ, HOST`, `Frederico (FSM)`."""
    text = " ".join(text.split())
    letter = _LETTER.fullmatch(text)
    if letter:
        return Label(text.upper(), role=Role.INTERVIEWER if letter.group(1) in "Qq" else Role.GUEST)
    brackets = _BRACKETS.search(text)
    inside = brackets.group(1).strip() if brackets else ""
    bare = " ".join(_BRACKETS.sub(" ", text).split()) or text
    name, _, suffix = (part.strip() for part in bare.partition(","))
    title, name = split_title(name)
    role = _role_in(f"{suffix} {inside}") or _role_in(title) or _role_in(name, whole=True)
    is_alias = bool(_INITIALS.fullmatch(inside)) and not _role_in(inside)
    return Label(_display(name), title=" ".join(filter(None, (title, suffix))), role=role, alias=inside if is_alias else "")


def split_title(name: str) -> tuple[str, str]:
    """("NATO Secretary General", "Mark Rutte"): all up to the last title, as long as a name is left after it."""
    words = name.split()
    last = max((i for i, w in enumerate(words[:-1]) if _is_title(w)), default=-1)
    return " ".join(words[: last + 1]), " ".join(words[last + 1 :])


def _is_title(word: str) -> bool:
    """A known title, or a word that no name has: in lower case and no particle, as in "Harbour master Signe Aldal"."""
    return word.strip(".,").lower() in _TITLES or (word.islower() and word.isalpha() and word not in PARTICLES)


def identify(labels: Iterable[str], text: str, hints: Sequence[tuple[str, Role | None]]) -> dict[str, Person]:
    """For each label its person. `text` is where fuller names are looked for, `hints` what the metadata gives."""
    distinct = list(dict.fromkeys(labels))
    people: list[Person] = []
    found: dict[str, Person] = {}
    # Longer names first, so that a short label finds the person whom it shortens.
    for label in sorted(distinct, key=lambda item: -len(read_label(item).name.split())):
        parts = read_label(label)
        person = _match(parts, people) or _new(parts, people)
        person.labels.append(label)
        person.title = person.title or parts.title
        person.role = person.role or parts.role
        person.initials |= {parts.alias.casefold()} - {""}
        found[label] = person
    for person in people:
        person.labels.sort(key=distinct.index)
        _give_fullest_name(person, people, text, hints)
    return found


def _role_in(text: str, *, whole: bool = False) -> Role | None:
    words = [w.strip(".,:").casefold() for w in text.split()]
    if whole and len(words) > 2:  # noqa: PLR2004 - "Audience member", "Speaker 2", but no sentence
        return None
    return next((_ROLE_WORDS[w] for w in words if w in _ROLE_WORDS), None)


def _match(label: Label, people: list[Person]) -> Person | None:
    """The one person whom the label can mean; None if there is none or more than one."""
    words = label.name.casefold().split()
    same = [p for p in people if p.words == words]
    for test in (_ends_with, _begins_with, _has_initials, _same_ends):
        same = same or [p for p in people if test(p, words)]
    return same[0] if len(same) == 1 else None


def _ends_with(person: Person, words: list[str]) -> bool:
    return len(words) < len(person.words) and person.words[-len(words) :] == words


def _begins_with(person: Person, words: list[str]) -> bool:
    return len(words) < len(person.words) and person.words[: len(words)] == words


def _has_initials(person: Person, words: list[str]) -> bool:
    if len(words) != 1:
        return False
    letters = words[0].replace(".", "")
    return letters in person.initials or (len(letters) > 1 and letters == "".join(w[0] for w in person.words))


def _same_ends(person: Person, words: list[str]) -> bool:
    """The same first and last word around a middle name that only one of the two gives."""
    return len(words) > 1 and len(person.words) > 1 and (words[0], words[-1]) == (person.words[0], person.words[-1])


def _new(label: Label, people: list[Person]) -> Person:
    people.append(Person(label.name))
    return people[-1]


def _give_fullest_name(person: Person, people: list[Person], text: str, hints: Sequence[tuple[str, Role | None]]) -> None:
    """Replace a surname, a first name or initials by the full name, where the page gives just one that fits."""
    if _LETTER.fullmatch(person.name):
        person.name = _name_behind_letter(person, people, text, hints)
        return
    if len(person.words) > 1:
        return
    taken = {tuple(p.words) for p in people if p is not person}
    for names in ([name for name, _ in hints], _names_in(text, person.name)):
        fitting = Counter(n for n in names if _fits(person, n) and tuple(n.casefold().split()) not in taken)
        if fitting and _one_person(fitting):
            person.name = max(fitting, key=lambda n: (len(n.split()), fitting[n]))
            person.role = person.role or dict(hints).get(person.name)
            return


def _name_behind_letter(person: Person, people: list[Person], text: str, hints: Sequence[tuple[str, Role | None]]) -> str:
    """Who is behind `Q` or `A`: the one person whom the metadata gives that role, or with whom the text says it is."""
    number = person.name[1:]
    stand_in = "Interviewer" if person.role is Role.INTERVIEWER else "Guest"
    alone = sum(p.role is person.role for p in people) == 1
    named = list(dict.fromkeys(name for name, role in hints if role is person.role))
    if alone and not named and person.role is Role.GUEST:
        named = list(dict.fromkeys(_fuller(found[1], text) for found in _INTERVIEW_WITH.finditer(text)))[:1]
    return named[0] if alone and len(named) == 1 else f"{stand_in} {number}".strip()


def _fuller(name: str, text: str) -> str:
    """The longest name in the text that has this one in it."""
    _, bare = split_title(name)
    return max([bare, *_names_in(text, bare)], key=len)


def _fits(person: Person, name: str) -> bool:
    candidate = Person(name)
    words = person.words
    return _ends_with(candidate, words) or _begins_with(candidate, words) or _has_initials(candidate, words)


def _one_person(names: Iterable[str]) -> bool:
    """Whether all these names may be of one person: same last or, if initials brought them, same everything."""
    return len({(n.casefold().split()[0], n.casefold().split()[-1]) for n in names}) == 1


def _names_in(text: str, word: str) -> list[str]:
    """Names of two to four words in the text that begin or end with `word`, titles taken off."""
    escaped = re.escape(word)
    pattern = re.compile(rf"\b((?:{_NAME_WORD} +){{1,5}}){escaped}\b|\b{escaped}((?: +{_NAME_WORD}){{1,2}})")
    names = []
    for found in pattern.finditer(text):
        whole = " ".join(found[0].split()).removesuffix("'s").removesuffix("’s").rstrip(".,")
        _, name = split_title(whole)
        if 1 < len(name.split()) <= 4:  # noqa: PLR2004 - as the docstring says
            names.append(name)
    return names


def _display(name: str) -> str:
    """A name in capitals as it is usually written; initials stay."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) <= 3 or not all(c.isupper() for c in letters):  # noqa: PLR2004 - initials: JFK, AvW
        return name
    return re.sub(r"[^\W\d_]+", lambda word: _capitalised(word[0]), name)


def _capitalised(word: str) -> str:
    if word.startswith("MC") and len(word) > 3:  # noqa: PLR2004 - McX at least
        return "Mc" + word[2:].capitalize()
    return word.capitalize()
