"""Which candidates are labels of turns: those that return, that belong to one that returns, or that the page announces."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.parsing.layouts.completing import completed
from tts_interview.parsing.page.candidates import key_of, without_brackets, without_headings_of_chapters, without_headline
from tts_interview.parsing.people.names import UNSPACED, initials_of, split_title
from tts_interview.parsing.people.spellings import MOST_COMPARISONS, joint_parts, misspelt
from tts_interview.parsing.segmentation import Form, LabelStyle, TurnStart, in_order
from tts_interview.parsing.vocabulary import (
    ANSWER_LETTERS,
    EVERYBODY,
    LETTER_PAIRS,
    NO_SPEAKERS,
    QUESTION_LETTERS,
    QUOTATIVE_ENDINGS,
    ROLE_WORDS,
    STAGE_LABELS,
    UNKNOWN_LABELS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tts_interview.parsing.page.places import Known, Page

_INITIALS = re.compile(r"[(（\[]\s*([^\W\d_]{1,5})\s*[)）\]]")
_LETTERS = QUESTION_LETTERS | ANSWER_LETTERS
_LEAST_WEAK = 2
_LEAST_LOWER_CASE = 3
_MOST_WORDS_OF_A_NAME = 4
# "he said:" in scripts that know no capitals.
_SAYING = re.compile(rf"(?:{QUOTATIVE_ENDINGS})$")
_LONGEST_CJK = 8
# A label that is seen at least so often is nobody's slip of the pen.
_SURE = 3
# On a page with more speakers than this, slips of the pen are not looked for.
_MOST_COMPARED = 100
# Where labels open so large a share of the blocks, and there are more than a few, every block is somebody's turn.
_SHARE_OF_DENSE = 0.85
_FEW_LABELS = 3
# Labels set otherwise than most of the page are believed if seen as often as this share of the most frequent one.
_SHARE_OF_OTHER_STYLE = 0.1
# A page that mixes more ways to set a label than this has no system.
_MOST_STYLES = 2


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
    style: LabelStyle
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


def propose(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield readings of labels at the start of lines: each way to choose labels, alone and with what it leaves open."""
    seen: set[frozenset[tuple[int, int]]] = set()
    for chosen in _choices(page):
        labels = in_order([*chosen, *_wished(page, chosen)])
        places = frozenset((mark.block, mark.start) for mark in labels)
        if places not in seen:
            seen.add(places)
            yield completed(page, labels)
            yield labels


def _choices(page: Page) -> Iterator[list[TurnStart]]:
    """Yield the labels that count: those that return, of all candidates or of one kind of them, and those set alike."""
    candidates = without_headline(without_headings_of_chapters(list(page.candidates), page.blocks), page.blocks)
    strong = [m for m in candidates if m.style.form is not Form.WEAK]
    flat = [m for m in candidates if not m.style.listed]
    common = [style for style, _ in Counter(m.style for m in candidates if m.proper).most_common(_MOST_STYLES)]
    pools = [candidates, strong, flat, *([m for m in candidates if m.style == style] for style in common)]
    yield from (accepted(pool, page.known, len(page.places)) for pool in _different(pools))
    known = [m for m in candidates if page.known.has(key_of(m.label)) and m.style.form is not Form.WEAK]
    alike = [m for m in candidates if common and m.style == common[0] and m.style.form is not Form.WEAK]
    counts = Counter(key_of(m.label) for m in strong)
    returning = [m for m in strong if counts[key_of(m.label)] >= _LEAST_WEAK]
    bold = [m for m in candidates if m.style.bold and m.style.form in (Form.COLON, Form.TIME)]
    yield from _different([known, alike, returning, bold])


def _different(pools: Iterable[list[TurnStart]]) -> Iterator[list[TurnStart]]:
    """Yield the pools that are not empty and differ from those before them."""
    seen: set[tuple[int, ...]] = set()
    for pool in pools:
        key = tuple(map(id, pool))
        if pool and key not in seen:
            seen.add(key)
            yield pool


def _wished(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return what the user says is a label, at the start of a line and before a colon, whatever it looks like."""
    if not page.known.labels:
        return []
    taken = {(mark.block, mark.start) for mark in labels}
    names = "|".join(re.escape(label) for label in sorted(page.known.labels, key=len, reverse=True))
    pattern = re.compile(rf"^[ \t]*(?P<label>{names})[ \xa0]*[:\uff1a]", re.M | re.I)
    return [
        TurnStart(index, found.start("label"), found.end(), found["label"])
        for index in page.places
        for found in pattern.finditer(page.blocks[index].text)
        if (index, found.start("label")) not in taken
    ]


def accepted(candidates: Sequence[TurnStart], known: Known, blocks: int = 0) -> list[TurnStart]:
    """Return the candidates that are labels of turns, on a page of so many `blocks`."""
    by_key: dict[str, list[TurnStart]] = defaultdict(list)
    for mark in candidates:
        by_key[key_of(mark.label)].append(mark)
    groups = {key: _Group.of(key, marks) for key, marks in by_key.items()}
    keys = _letters(groups) | _recurring(groups, known)
    if not keys:
        keys = _short_exchange(groups, known)
    keys = _without_outliers(groups, keys, known)
    if keys:
        opening = sum(groups[key].count for key in keys)
        keys |= _companions(groups, keys, known, dense=opening >= _SHARE_OF_DENSE * blocks > 0 and len(keys) > _FEW_LABELS)
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
    styles: Counter[LabelStyle] = Counter()
    for key in (key for key in groups if key in keys):  # in the order of the page, so that ties are broken alike
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


def _companions(groups: dict[str, _Group], keys: set[str], known: Known, *, dense: bool) -> set[str]:
    """Return labels seen once or set otherwise that belong to a page with these labels.

    On a `dense` page nearly every block opens with a label: there one more, set alike, is a label too.
    """
    compared = min(_MOST_COMPARED, MOST_COMPARISONS // len(groups))
    page = _Page(
        usual=Counter(group.style for key, group in groups.items() if key in keys).most_common(1)[0][0],
        words=frozenset(word for key in keys for word in name_words(key)) | keys,
        starts=frozenset(start for key in keys for word in key.split() for start in (word, word[0])),
        sure=tuple(key for key in groups if key in keys and groups[key].count >= _SURE)[:compared],
    )
    others = {key: group for key, group in groups.items() if key not in keys}
    alike = {key for key, g in others.items() if dense and g.proper and g.first.first and g.style == page.usual}
    single = {key for key in alike if _is_single_name(groups[key])}
    return single | {key for key, group in others.items() if _belongs(group, page, known)}


def _is_single_name(group: _Group) -> bool:
    """Return whether a label is one word that may be a name, or a name with a form of address."""
    addressed = list(group.name) != group.key.split()
    return (len(group.name) == 1 or addressed) and not any(w in ROLE_WORDS or w in NO_SPEAKERS for w in group.name)


@dataclass(frozen=True, slots=True)
class _Page:
    """The labels that are believed: how they are mostly set, their words, what these start with, those seen often."""

    usual: LabelStyle
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


def _is_unmistakable(style: LabelStyle) -> bool:
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


def _names_no_person(group: _Group, usual: LabelStyle) -> bool:
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
