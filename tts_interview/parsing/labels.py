"""Where the turns start: the labels in front of them, such as `Name:`, `**Name**:`, `Q:` and `A:`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Block, Reason

# "Name (affiliation):", with a space before the colon as in French; a sentence ends no label.
_COLON_LABEL = re.compile(r"(?P<label>[^:\uff1a\n]{1,80}?)[ \xa0\u202f]*[:\uff1a]")
_NAME_AND_TIME = re.compile(
    r"(?P<label>[^:\uff1a\n\d]{2,60}?)[ \xa0]*[-–—:]?[ \xa0]*[\[(]?(?P<time>\d{1,2}:\d\d(?::\d\d)?)[\])]?:?[ \t]*(?=\n|$)"
)
# As official transcripts set reporters' questions: the letter and a wide space.
_WIDE_Q = re.compile(r"(?P<label>[QA])(?:[ \xa0]{2,}|\t)[ \t\xa0]*(?=\S)")
_SINGLE_LETTER = re.compile(r"(?P<label>[QAF]\d{0,2})[.)][ \t\xa0]+(?=\S)")
_TIME_BEFORE = re.compile(r"[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[ \t\xa0]*[-–—]?[ \t\xa0]*")
_TIME_AFTER = re.compile(r"\s*[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?:?(?=\s|$)")

_MOST_WORDS = 9
_LONGEST_ABBREVIATION = 4
_QUESTION_AND_ANSWER = re.compile(r"[QA]\d{0,2}", re.I)
# Words in lower case that are part of a name.
PARTICLES = frozenset(
    """
    van von de of del della di da der den du la le los las el al bin ibn ben the and und y et & e i til te ten
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
_MOST_WORDS_OF_A_NAME = 4
# Words before a colon that open a remark or a field of the page, never a turn.
_NO_SPEAKERS = frozenset(
    """
    topic topics location date place time duration title subject author authors by editor editors photo photos image images
    picture credit credits source sources via note notes update updated correction corrections warning tags tag category
    categories share email phone tel fax contact address website web url link links see also related read published posted
    copyright language transcript transcription transcriber introduction intro conclusion summary abstract background
    context disclaimer disclosure example examples question questions answer answers step chapter part section figure table
    caption listen watch download subscribe follow price isbn publisher format format: edition more recording recorded
    """.split()  # noqa: SIM905 - a list of words is read best as words
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The start of a turn: the label stands at `start` up to `end` in the text of block number `block`.

    `extra_end` is the end of a time stamp after the label, which is no word of the turn. `proper` says that all of it is
    written as a name is; a title in lower case before the name is not.
    """

    block: int
    start: int
    end: int
    label: str
    extra_end: int = 0
    proper: bool = True

    @property
    def words_start(self) -> int:
        """Where the spoken words begin in the block's text."""
        return max(self.end, self.extra_end)


def find_marks(blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> list[Mark]:
    """The marks of all turns, in order; empty if no label returns and none can be told from a remark."""
    candidates = find_candidates(blocks, reasons)
    accepted = _accepted(candidates, blocks)
    return [mark for mark in candidates if key_of(mark.label) in accepted]


def find_candidates(blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> list[Mark]:
    """All that looks like a label at the start of a line."""
    return [mark for index, block in enumerate(blocks) if reasons[index] is None for mark in _candidates_in(index, block)]


def key_of(label: str) -> str:
    """Labels with equal keys are one label: case, spaces and what stands in brackets do not count."""
    without_brackets = re.sub(r"\s*[(（\[][^)）\]]*[)）\]]", "", label)
    return " ".join((without_brackets or label).split()).casefold()


def _candidates_in(index: int, block: Block) -> Iterator[Mark]:
    bold_starts = {e.start: e.end for e in block.emphasis if e.bold}
    start = 0
    for line in block.text.split("\n"):
        mark = _candidate_at(index, block.text, start + len(line) - len(line.lstrip()), bold_starts)
        if mark:
            yield mark
        start += len(line) + 1


def _candidate_at(index: int, text: str, start: int, bold_starts: dict[int, int]) -> Mark | None:
    bold_end = bold_starts.get(start)
    named_and_timed = _NAME_AND_TIME.match(text, start)
    if named_and_timed and _has_shape_of_label(named_and_timed["label"].strip(), bold=True):
        return Mark(index, start, named_and_timed.end(), named_and_timed["label"].strip())
    before = _TIME_BEFORE.match(text, start)
    label_start = before.end() if before else start
    for pattern in (_COLON_LABEL, _WIDE_Q, _SINGLE_LETTER):
        found = pattern.match(text, label_start)
        if found and _may_be_label(found, text, bold_end, needs_gap=pattern is _COLON_LABEL):
            after = _TIME_AFTER.match(text, found.end())
            label = found["label"].strip()
            proper = _has_shape_of_label(label, bold=bold_end is not None)
            return Mark(index, start, found.end(), label, after.end() if after else 0, proper)
    return None


def _may_be_label(found: re.Match[str], text: str, bold_end: int | None, *, needs_gap: bool) -> bool:
    label = found["label"].strip()
    if not _has_shape_of_label(label, bold=True):
        return False
    following = text[found.end() : found.end() + 1]
    # "7:30" and "http://" are no labels, but "**Q:**What" and a full-width colon need no space.
    return (
        not needs_gap
        or not following
        or following.isspace()
        or found[0][-1] == "\uff1a"
        or bold_end in (found.end(), found.end() - 1)
    )


def _has_shape_of_label(label: str, *, bold: bool) -> bool:
    """Few words, no sentence, and as a name is written: the first and the last word with a capital or a digit."""
    if not label or (any(c in label for c in '"“”„«»?!;<>=\\') and label.strip("?")):
        return False
    words = re.sub(r"\s*[(（\[][^)）\]]*[)）\]]", "", label).split() or label.split()
    if len(words) > _MOST_WORDS or _is_sentence(words) or words[0].strip(",.").lower() in _NO_SPEAKERS:
        return False
    if len(words) == 1:
        return bool(re.fullmatch(r"[\w.'’/&+-]+|\?+", words[0])) and not words[0].isdigit()
    core = [w for w in words if w.strip(",").lower() not in PARTICLES] or words
    proper = all(_is_proper(w) for w in core)
    return proper or (bold and _is_proper(words[0]) and _is_proper(words[-1])) or ("," in label and _is_proper(words[0]))


def _is_sentence(words: list[str]) -> bool:
    """Whether a full stop stands inside, other than after an initial or an abbreviated title."""
    return any(w.endswith(".") and len(w.rstrip(".")) > _LONGEST_ABBREVIATION and "." not in w[:-1] for w in words[:-1])


def _is_proper(word: str) -> bool:
    first = word.lstrip("(&'’\"").strip()[:1]
    return first.isupper() or first.isdigit() or (first.isalpha() and not first.islower()) or not first.isalpha()


def _accepted(candidates: list[Mark], blocks: Sequence[Block]) -> set[str]:
    """The keys of the candidates that are labels of turns."""
    counts = Counter(key_of(mark.label) for mark in candidates)
    by_key = {key_of(mark.label): mark for mark in reversed(candidates)}
    families = _families(by_key, counts)
    accepted = {key for key in counts if by_key[key].proper and families[_family(by_key[key])] >= _least_count(by_key[key])}
    if {"q", "a"} <= counts.keys():
        accepted |= {key for key in counts if _QUESTION_AND_ANSWER.fullmatch(key)}
    if not accepted:
        return _accepted_when_none_returns([mark for mark in candidates if mark.proper])
    recurring = {word for key in accepted for word in _name_words(key)}
    text = "\n".join(block.text for block in blocks)
    for key, mark in by_key.items():
        if key not in accepted and (_belongs_to(mark, recurring) or _is_announced(mark, text)):
            accepted.add(key)
    return accepted


def _families(by_key: dict[str, Mark], counts: Counter[str]) -> Counter[str]:
    """How often each surname is seen, in whatever form: "Dr. Ann Lee (AL)", "Lee" and "AL" are one family."""
    families: Counter[str] = Counter()
    for key, mark in by_key.items():
        families[_family(mark)] += counts[key] if mark.proper else 0
    for mark in by_key.values():
        initials = re.search(r"[(（\[]([A-Za-z]{1,5})[)）\]]", mark.label)
        if initials and initials[1].casefold() in families:
            both = families[_family(mark)] + families[initials[1].casefold()]
            families[_family(mark)] = families[initials[1].casefold()] = both
    return families


def _family(mark: Mark) -> str:
    key = key_of(mark.label.split(",")[0])
    return key.rpartition(" ")[2] or key


def _least_count(mark: Mark) -> int:
    """How often a label must be seen to be believed: a word in lower case more often."""
    return 3 if mark.label[:1].islower() else 2


def _accepted_when_none_returns(candidates: list[Mark]) -> set[str]:
    """A short exchange: each of two or more people speaks once."""
    counts = Counter(key_of(mark.label) for mark in candidates)
    keys = [key for key in counts if all(w[:1].isalpha() for w in key.split()) and len(key.split()) <= _MOST_WORDS_OF_A_NAME]
    capital = {key_of(mark.label) for mark in candidates if mark.label[:1].isupper()}.intersection(keys)
    return capital if 1 < len(capital) == len(counts) else set()


def _name_words(key: str) -> list[str]:
    return [w.strip(".,()") for w in key.split() if len(w.strip(".,()")) > 1]


def _belongs_to(mark: Mark, recurring: set[str]) -> bool:
    """A label seen once is the longer form of one that returns: "NATO Secretary General Mark Rutte", then "Rutte"."""
    words = _name_words(key_of(mark.label.split(",")[0]))
    return bool(words) and (words[-1] in recurring or (mark.proper and words[0] in recurring))


def _is_announced(mark: Mark, text: str) -> bool:
    """A name of two words or more, seen as a label once, that the page also gives elsewhere."""
    name = mark.label.split(",")[0].strip()
    return mark.proper and len(name.split()) > 1 and text.count(name) > 1
