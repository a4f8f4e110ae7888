"""People as labels name them: what a label tells of name, title, role and other names, and whether two labels are alike."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from tts_interview.model import Role
from tts_interview.parsing.page.candidates import HEREAFTER, without_brackets
from tts_interview.parsing.people.names import split_title
from tts_interview.parsing.segmentation import ANSWER, QUESTION
from tts_interview.parsing.vocabulary import EVERYBODY, LETTERS, PARTICLES, ROLE_WORDS, STAGE_LABELS, any_of, words_of

_UNKNOWN_LABELS = frozenset(words_of("unknown_labels"))
_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_INITIALS = re.compile(r"[^\W\d_]{1,5}")
_PICTURES = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d ]+")
_ABBREVIATED = re.compile(r"^([^\W\d_]{3,})\.$")
_JOINT = re.compile(rf"\s*(?:/|&|\+|,|、|·|{any_of('joins')})\s*", re.I)
_ALIKE = 0.8
_LONGEST_INITIALS = 2
NUMBERED = re.compile(rf"(?:{any_of('numbered_labels')})\s*[\dA-H]{{0,2}}", re.I)


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
        return all(label in (QUESTION, ANSWER) or letter_of(label) or role_of(label, whole=True) for label in self.labels)

    def take(self, label: str, count: int) -> None:
        """Add a label that stands `count` times, and all that it tells."""
        parts = read_label(label)
        if len(self.name) <= _LONGEST_INITIALS < len(parts.name) and len(self.words) == 1 and self.labels:
            self.name = parts.name  # initials were seen first, since they are seen more often
        self.labels.append(label)
        self.count += count
        self.title = self.title or parts.title or parts.affiliation
        self.role = self.role or parts.role
        self.aliases |= {parts.alias.casefold()} - {""}
        self.stage = self.stage or is_stage(parts.name)
        if len(parts.alias.split()) > 1 and len(self.words) == 1:
            self.name, alias = parts.alias, self.name
            self.aliases.add(alias.casefold())


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label: name, what stood before it, what it says about the role, another name for it."""

    name: str
    title: str = ""
    role: Role | None = None
    alias: str = ""
    affiliation: str = ""


@lru_cache(maxsize=1 << 17)
def read_label(text: str) -> Label:
    """Take a label apart: `NATO Secretary General Mark Rutte`, `MARIA LOPEZ, HOST`, `Ann (AL)`, `Waxwing (Adam Gibson)`."""
    text = " ".join(text.split())
    if text in (QUESTION, ANSWER):
        return Label(text, role=Role.INTERVIEWER if text == QUESTION else Role.GUEST)
    letter = letter_of(text)
    if letter:
        return Label(text.upper().rstrip("."), role=LETTERS[letter])
    brackets = _BRACKETS.search(text)
    inside = HEREAFTER.sub("", brackets.group(1).strip()) if brackets else ""
    bare, _, suffix = (part.strip() for part in (without_brackets(text).strip(" ,") or text).partition(","))
    title, name = split_title(bare)
    name = _ABBREVIATED.sub(r"\1", name)
    role = role_of(f"{suffix} {inside}") or role_of(title) or role_of(name, whole=True)
    return Label(
        display_name(name) or text,
        title=" ".join(filter(None, (title, suffix))),
        role=role,
        alias=inside if inside and not role_of(inside) and _is_other_name(inside) else "",
        affiliation="" if _is_other_name(inside) else inside,
    )


def _is_other_name(inside: str) -> bool:
    """Initials, or a full name as in `Waxwing (Adam Gibson)`; a name with one word in capitals is a firm's or a band's."""
    words = inside.split()
    set_alike = len({word.isupper() for word in words if len(word) > 1}) == 1
    is_name = 1 < len(words) <= 3 and set_alike and all(w[:1].isupper() and w.isalpha() for w in words)  # noqa: PLR2004
    return bool(_INITIALS.fullmatch(inside)) or is_name


def letter_of(label: str) -> str:
    """The letter for question or answer that a label is, as in "Q", "F." and "A2"; nothing for any other label."""
    stem = label.casefold().rstrip("0123456789. ")
    return stem if stem in LETTERS and len(label) <= len(stem) + 2 else ""


def declares_initials(label: str) -> bool:
    """Whether a label has one pair of brackets, as in "Ann Lee and Ben Ray (AB)"."""
    return len(_BRACKETS.findall(label)) == 1


def role_of(text: str, *, whole: bool = False) -> Role | None:
    """What the words say of the role; `whole` if they must be little else: "Audience member", "Reporter 2"."""
    words = [w.strip(".,:#()").casefold() for w in text.split()]
    if whole and sum(not w.isdigit() and w not in PARTICLES for w in words) > 3:  # noqa: PLR2004 - as said
        return None
    return next((ROLE_WORDS[w] for w in words if w in ROLE_WORDS), None)


def is_stage(name: str) -> bool:
    """Return whether a label is that of no person, but of a break, music or the like: "Break", "Outro #2"."""
    words = [w.strip(".,#") for w in name.casefold().split()]
    return bool(words) and len(words) <= 3 and words[-1 if words[0].isdigit() else 0] in STAGE_LABELS  # noqa: PLR2004 - a name is longer


def display_name(name: str) -> str:
    """A name in capitals as it is usually written, without pictures before it; initials stay."""
    pictures = _PICTURES.match(name)
    name = (name[pictures.end() :] if pictures else "") or name
    letters = [c for c in name if c.isalpha()]
    if len(letters) <= 3 or not all(c.isupper() for c in letters):  # noqa: PLR2004 - initials: JFK, AvW
        return name
    return re.sub(r"[^\W\d_]+", lambda word: _capitalised(word[0]), name)


def _capitalised(word: str) -> str:
    if word.startswith("MC") and len(word) > 3:  # noqa: PLR2004 - McX at least
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def is_stand_in(name: str) -> bool:
    """Return whether a name is that of nobody: a letter, a role, or a word for somebody unknown."""
    return bool(letter_of(name)) or role_of(name, whole=True) is not None or is_unknown(name)


def is_unknown(name: str) -> bool:
    """Whether a label says that nobody knows who speaks, or that all do."""
    words = [w.strip(".,#()?") for w in name.casefold().split()]
    return (
        not any(words)
        or name.casefold() in EVERYBODY
        or (any(w in _UNKNOWN_LABELS for w in words) and not NUMBERED.fullmatch(name))
    )


def joint_parts(label: str) -> list[str]:
    """The names in a label that may hold several, in lower case."""
    return [part.casefold().strip(" .") for part in _JOINT.split(label) if part.strip(" .")]


def misspelt(key: str, other: str) -> bool:
    """Whether a label seen once is likely meant to be the other one: "Nick Harries" and "Nicholas Harris"."""
    mine, yours = key.split(), other.split()
    if len(mine) != len(yours) or len(key) < 4:  # noqa: PLR2004 - shorter words are alike by chance
        return False
    if len(mine) == 1:
        return SequenceMatcher(None, key, other).ratio() > _ALIKE
    last = SequenceMatcher(None, mine[-1], yours[-1]).ratio() >= _ALIKE
    return last and (mine[0][:3] == yours[0][:3] or SequenceMatcher(None, mine[0], yours[0]).ratio() > _ALIKE)
