"""Which candidates are labels of turns: those that return, that belong to one that returns, or that the page announces."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tts_interview.parsing.labels import key_of, without_brackets
from tts_interview.parsing.marks import Form, Style, TurnStart
from tts_interview.parsing.names import UNSPACED, initials_of, split_title
from tts_interview.parsing.vocabulary import (
    ANSWER_LETTERS,
    EVERYBODY,
    LETTER_PAIRS,
    NO_SPEAKERS,
    QUESTION_LETTERS,
    ROLE_WORDS,
    STAGE_LABELS,
    UNKNOWN_LABELS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_INITIALS = re.compile(r"[(（\[]\s*([^\W\d_]{1,5})\s*[)）\]]")
_JOINT = re.compile(r"\s*(?:/|&|\+|,|、|·|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b|和|與|与|と)\s*", re.I)
_LETTERS = QUESTION_LETTERS | ANSWER_LETTERS
_LEAST_WEAK = 2
_LEAST_LOWER_CASE = 3
_MOST_WORDS_OF_A_NAME = 4
_ALIKE = 0.8
# "he said:" in scripts that know no capitals.
_SAYING = re.compile(r"(?:说|說|道|写道|表示|认为|問|问|答|という|말했다|말한다)$")
_LONGEST_CJK = 8
# A label that is seen at least so often is nobody's slip of the pen.
_SURE = 3
# On a page with more speakers than this, slips of the pen are not looked for.
_MOST_COMPARED = 100
# So many comparisons of two labels take about a second; only pages that were made to hurt need more.
MOST_COMPARISONS = 20_000
# Labels set otherwise than most of the page are believed if seen as often as this share of the most frequent one.
_SHARE_OF_OTHER_STYLE = 0.1


@dataclass(frozen=True, slots=True)
class _Group:
    """All candidates with one key.

    `name` are the words of the label that are a name: no title before, no role after a comma. `letter` is that of "Q", "Q2",
    "A1", or nothing.
    """

    key: str
    marks: Sequence[TurnStart]
    proper: bool
    name: Sequence[str]
    style: Style
    letter: str

    @classmethod
    def of(cls, key: str, marks: Sequence[TurnStart]) -> _Group:
        """What all of the marks show together."""
        bare = without_brackets(marks[0].label).split(",")[0]
        stem = key.rstrip("0123456789").strip()
        return cls(
            key,
            marks,
            proper=any(mark.proper for mark in marks),
            name=split_title(bare)[1].casefold().split() or [key],
            style=Counter(mark.style for mark in marks).most_common(1)[0][0] if len(marks) > 1 else marks[0].style,
            letter=stem if stem in _LETTERS and len(key) <= len(stem) + 2 else "",
        )

    @property
    def count(self) -> int:
        return len(self.marks)

    @property
    def first(self) -> TurnStart:
        return self.marks[0]


@dataclass(frozen=True, slots=True)
class Known:
    """Names, in the form of keys, of people who may speak, their initials, and the first and last words of the names.

    `labels` are labels for sure, since the user says so.
    """

    names: frozenset[str]
    initials: frozenset[str]
    parts: frozenset[str]
    labels: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str], surnames: Iterable[str] = (), labels: Iterable[str] = ()) -> Known:
        """The names that a page or its metadata gives, surnames alone, and labels of which the user says whose they are."""
        keys = frozenset(map(key_of, names))
        full = [key.split() for key in keys if " " in key]
        initials = frozenset(filter(lambda item: len(item) > 1, (initials_of(" ".join(words)) for words in full)))
        parts = frozenset([*(word for words in full for word in (words[0], words[-1])), *surnames])
        return cls(keys, initials, parts, tuple(labels))

    def has(self, key: str) -> bool:
        """Whether a label is one of the names, or its initials."""
        return key in self.names or key.replace(".", "").replace(" ", "") in self.initials


def accepted(candidates: Sequence[TurnStart], known: Known) -> list[TurnStart]:
    """The candidates that are labels of turns."""
    by_key: dict[str, list[TurnStart]] = defaultdict(list)
    for mark in candidates:
        by_key[key_of(mark.label)].append(mark)
    groups = {key: _Group.of(key, marks) for key, marks in by_key.items()}
    keys = _letters(groups) | _recurring(groups, known)
    if not keys:
        keys = _short_exchange(groups, known)
    keys = _without_outliers(groups, keys, known)
    if keys:
        keys |= _companions(groups, keys, known)
    marks = [mark for mark in candidates if key_of(mark.label) in keys]
    # Where colons follow a name, a dash after it tells what somebody is: "Ann Lee – guitar".
    strong = {key_of(mark.label) for mark in marks if mark.style.form is not Form.WEAK}
    return [mark for mark in marks if mark.style.form is not Form.WEAK or mark.style.bold or key_of(mark.label) not in strong]


def _letters(groups: dict[str, _Group]) -> set[str]:
    """Q and A, or such a pair of another language; then Q1 and Q2 too."""
    present = {group.letter for group in groups.values()}
    for question, answer in LETTER_PAIRS:
        if {question, answer} <= present:
            return {key for key, group in groups.items() if group.letter in (question, answer)}
    # One of the two may go without: bold questions before "R:", "Q:" before plain answers.
    often = [group for group in groups.values() if group.count >= _LEAST_WEAK]
    alone = [g.letter for g in often if g.letter == "q" or (g.letter in ("a", "r") and g.style.form is Form.COLON)]
    return {key for key, group in groups.items() if group.letter in alone[:1]}


def _recurring(groups: dict[str, _Group], known: Known) -> set[str]:
    """Labels whose family is seen often enough."""
    families = _families(groups)
    keys = {key for key, group in groups.items() if not group.letter and families[key] >= _least(group)}
    strong = {key for key in keys if groups[key].style.form is not Form.WEAK}
    weak = keys - strong
    # Bold words, brackets and dashes show speakers only where they alternate with somebody else's.
    if not strong and len({groups[key].name[-1] for key in weak}) > 1:
        return weak
    if not strong and len(weak) == 1:
        return {key for key in weak if groups[key].count >= _SURE}
    # A name and a dash, once, tells who somebody is: "Ann Lee – gardener".
    return strong | {key for key in weak if key in known.names and strong and _is_set_off(groups[key])}


def _is_set_off(group: _Group) -> bool:
    return group.style.bold or group.count >= _LEAST_WEAK


def _least(group: _Group) -> int:
    """How often a label must be seen to be believed."""
    if group.style.form is Form.TAG:
        return 1
    if not group.proper:
        return 10**9
    return _LEAST_LOWER_CASE if group.first.label[:1].islower() else _LEAST_WEAK


def _families(groups: dict[str, _Group]) -> Counter[str]:
    """How often each person is seen, by label: "Dr. Ann Lee (AL)", "Lee", "Ann" and "AL" count for one another."""
    families: Counter[str] = Counter({key: group.count for key, group in groups.items() if group.proper})
    short = {key: group for key, group in groups.items() if len(group.name) == 1}
    for key, group in groups.items():
        name = group.name
        linked = {initials_of(" ".join(name)), name[0], name[-1]} if len(name) > 1 else {name[0][0]}
        linked |= {found.casefold() for found in _INITIALS.findall(group.first.label)}
        linked |= {other for other in (name[-1],) if len(name) == 1 and other != key}
        for other in (item for item in linked if item in short and item != key):
            families[key] += short[other].count
            families[other] += group.count
    titled = defaultdict(list)
    for key in short:
        titled[groups[key].name[-1]].append(key)
    for keys in titled.values():
        total = sum(groups[key].count for key in keys)
        families.update({key: total - groups[key].count for key in keys if len(keys) > 1})
    return families


def _short_exchange(groups: dict[str, _Group], known: Known) -> set[str]:
    """Nobody speaks twice: two or more people who are known, or nothing but names."""
    named = {key for key, group in groups.items() if known.has(key) and not group.style.listed}
    if len(named) > 1:
        return named
    strong = [g for g in groups.values() if g.proper and g.style.form is not Form.WEAK and not g.style.listed]
    strong = [g for g in strong if not _SAYING.search(g.key) and not _is_clause(g.key)]
    keys = [
        g.key for g in strong if all(w[:1].isalpha() for w in g.key.split()) and len(g.key.split()) <= _MOST_WORDS_OF_A_NAME
    ]
    capital = {g.key for g in strong if not g.first.label[:1].islower()}.intersection(keys)
    return capital if 1 < len(capital) == len(strong) else set()


def _is_clause(key: str) -> bool:
    """Whether it is too long for a name of a script that sets no spaces."""
    return bool(UNSPACED.search(key)) and len(key) > _LONGEST_CJK and " " not in key


def _without_outliers(groups: dict[str, _Group], keys: set[str], known: Known) -> set[str]:
    """Drop what is set otherwise than the labels of the page mostly are, and rare: a bold lead-in, a term."""
    styles: Counter[Style] = Counter()
    for key in keys:
        styles[groups[key].style] += groups[key].count
    if len(styles) < _LEAST_WEAK:
        return keys
    usual, count = styles.most_common(1)[0]
    most = max(groups[key].count for key in keys)

    def belongs(group: _Group) -> bool:
        rare = group.count < max(_SURE, _SHARE_OF_OTHER_STYLE * most)
        alike = group.style.bold == usual.bold and (group.style.form is usual.form or not rare)
        return alike or not rare or bool(group.letter) or known.has(group.key) or count < _SURE

    return {key for key in keys if belongs(groups[key])}


def _companions(groups: dict[str, _Group], keys: set[str], known: Known) -> set[str]:
    """Labels seen once or set otherwise that belong to a page with these labels."""
    compared = min(_MOST_COMPARED, MOST_COMPARISONS // len(groups))
    page = _Page(
        usual=Counter(groups[key].style for key in keys).most_common(1)[0][0],
        words=frozenset(word for key in keys for word in name_words(key)) | keys,
        starts=frozenset(start for key in keys for word in key.split() for start in (word, word[0])),
        sure=tuple(key for key in groups if key in keys and groups[key].count >= _SURE)[:compared],
    )
    return {key for key, group in groups.items() if key not in keys and _belongs(group, page, known)}


@dataclass(frozen=True, slots=True)
class _Page:
    """The labels that are believed: how they are mostly set, their words, what these start with, those seen often."""

    usual: Style
    words: frozenset[str]
    starts: frozenset[str]
    sure: tuple[str, ...]


def _belongs(group: _Group, page: _Page, known: Known) -> bool:
    if group.letter:
        return group.letter == "q" and group.style.bold == page.usual.bold and group.style.form is Form.COLON
    if group.style.form is not Form.WEAK and group.proper and group.key in known.names:
        return True
    set_alike = group.style == page.usual and group.proper and group.first.first
    named = group.key in known.parts or group.name[-1] in known.parts or group.key in known.initials
    return (
        (set_alike and (named or _is_unmistakable(page.usual)))
        or _is_form_of(group, page.words)
        or _names_no_person(group, page.usual)
        or _is_joint(group, page.starts)
        or any(other[:1] == group.key[:1] and misspelt(group.key, other) for other in page.sure)
    )


def _is_unmistakable(style: Style) -> bool:
    """Capitals, a time stamp or a line of its own: what is set like this on such a page is a label even if seen once."""
    return style.capitals or style.alone or style.form in (Form.TIME, Form.TAG)


def name_words(key: str) -> list[str]:
    """The words of a label that are longer than an initial."""
    return [w for w in (word.strip(".,()") for word in key.split()) if len(w) > 1]


def _is_form_of(group: _Group, recurring: frozenset[str]) -> bool:
    """A label seen once is another form of one that returns: "NATO Secretary General Mark Rutte", then "Rutte"."""
    words = name_words(group.key.split(",")[0])
    if not words or group.style.form is Form.WEAK:
        return False
    is_short_for = initials_of(" ".join(group.name)) in recurring and len(words) > 1
    return words[-1] in recurring or (group.proper and (words[0] in recurring or is_short_for))


def _names_no_person(group: _Group, usual: Style) -> bool:
    """A role, an advertisement break, everybody or somebody unknown: believed beside the labels of people if set like them."""
    if group.style.form is Form.WEAK or (group.style.bold != usual.bold and group.count < _LEAST_WEAK):
        return False
    words = [w.strip(".,#()") for w in without_brackets(group.first.label).casefold().split()]
    if not words or len(words) > _MOST_WORDS_OF_A_NAME:
        return not words or set(group.key) <= set("?？")
    named = any((w in ROLE_WORDS and w not in NO_SPEAKERS) or w in STAGE_LABELS or w in UNKNOWN_LABELS for w in words)
    return named or group.key in EVERYBODY or set(group.key) <= set("?？")


def _is_joint(group: _Group, starts: frozenset[str]) -> bool:
    """Several people in one label: "Ann and Ben", "A/B/C" where these letters begin labels of the page."""
    parts = joint_parts(without_brackets(group.first.label))
    return len(parts) > 1 and all(part in starts for part in parts)


def joint_parts(label: str) -> list[str]:
    """The names in a label that may hold several, in lower case."""
    return [part.casefold().strip(" .") for part in _JOINT.split(label) if part.strip(" .")]


def misspelt(key: str, other: str) -> bool:
    """Whether a label seen once is likely meant to be the other one: "Nick Harries" and "Nicholas Harris"."""
    mine, yours = key.split(), other.split()
    if len(mine) != len(yours) or len(key) < 4:  # noqa: PLR2004 - shorter words are alike by chance
        return False
    if len(mine) == 1:
        return SequenceMatcher(None, key, other, autojunk=False).ratio() > _ALIKE
    last = SequenceMatcher(None, mine[-1], yours[-1], autojunk=False).ratio() >= _ALIKE
    return last and (mine[0][:3] == yours[0][:3] or SequenceMatcher(None, mine[0], yours[0], autojunk=False).ratio() > _ALIKE)
