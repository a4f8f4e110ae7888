"""A page as the layouts see it: its blocks, what is left out, and the places where a turn could begin."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Self

from tts_interview.model import Block, Kind, Reason
from tts_interview.parsing.asking import BEFORE_WORDS, asks, ends_in_question_mark, ends_sentence
from tts_interview.parsing.page.candidates import candidates_in, key_of, uncounted, without_lone_stops, without_title
from tts_interview.parsing.people.names import initials_of, length_of
from tts_interview.parsing.segmentation import Form, TurnStart
from tts_interview.parsing.vocabulary import EVERYBODY, ROLE_WORDS, STAGE_LABELS

# The share of a block's letters that must be bold, or italic, for the block to be set so: a stray letter is not plain text.
_MOSTLY = 0.9
_NUMBER = re.compile(r"\(?(?:Q\s*)?\d{1,3}\s*(?:[.):/、．]\s*\S|[-–—]\s+(?=[^\W\d_]|[¿¡])|\s+(?=[¿¡]))|[①-⑳]|#\d+\s")
# The sign of long vowels before a space is a dash, too, as Japanese keyboards give it.
DASH = re.compile(r"(?:[-–—―─‒]{1,3}|・|ー{2,3}|ー(?=[ \xa0\u3000]))\s*(?=\S)")
_LINE_END = re.compile(r"[ \t\xa0]*+\n")
# "Why a mill? “It was for sale.”", and nothing but quotations after the question.
_QUOTATION = r"(?:\"[^\"]+\"|“[^“”]+”|„[^„“]+“|«[^«»]+»)"
_ASKED_AND_QUOTED = re.compile(
    r"(?P<question>[^\"“”„«»:\n]{8,300}[?？])(?:\s*\([^()\n]{1,60}\))?"
    rf"(?:\s*{_QUOTATION}[^\w\s\"“”„«»]{{0,3}})+\s*$"
)
# "Why?" in bold stresses a word; a question that is set off is longer.
_LONGEST_STRESS_CHARS = 8
_SET_LIKE = {Kind.QUOTATION: "quotation", Kind.LIST_ITEM: "listed"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people who may speak, as keys of labels.

    names: their names; initials: those of their names; parts: the first and last words of their names.
    labels: what the user says is a label.
    """

    names: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str], surnames: Iterable[str] = (), labels: Iterable[str] = ()) -> Self:
        """Collect the names that a page or its metadata gives, surnames alone, and the labels that the user gives."""
        keys = frozenset(map(key_of, names))
        full = [key.split() for key in keys if " " in key]
        initials = frozenset(filter(lambda item: len(item) > 1, (initials_of(" ".join(words)) for words in full)))
        parts = frozenset([*(word for words in full for word in (words[0], words[-1])), *surnames])
        return cls(keys, initials, parts, tuple(labels))

    def has(self, key: str) -> bool:
        """Return whether a label is one of the names, or the initials of one."""
        return key in self.names or key.replace(".", "").replace(" ", "") in self.initials

    def may_be(self, key: str) -> bool:
        """Return whether a label is one of the names, or begins or ends as one of them does."""
        words = key.split()
        return self.has(key) or not self.parts.isdisjoint((*words[:1], *words[-1:]))


class Style(NamedTuple):
    """How a block is set: heading (with its level), bold, italic, numbered, dash, quotation, listed or plain."""

    name: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """One block as a place where a turn could begin.

    split: where a bold or italic question ends with which the block begins, if other words follow it; else 0.
    asks: the block, or the question that it begins with, asks or invites. sentence: the same ends as sentences do.
    words: the number of words, or what they would be about in a script without spaces.
    """

    style: Style
    split: int
    asks: bool
    sentence: bool
    words: float

    @property
    def divided(self) -> bool:
        """A question and its answer share the block."""
        return self.split > 0 and self.style.name != "heading"


@dataclass(frozen=True)
class Page:
    """The blocks of a document, the reason why each is left out (None for none), and what is known of its people.

    kept: the blocks that the user wants to hear. title: the title of the document.
    """

    blocks: tuple[Block, ...]
    reasons: tuple[Reason | None, ...]
    known: Known = Known()
    kept: frozenset[int] = frozenset()
    title: str = ""

    @cached_property
    def places(self) -> Mapping[int, Place]:
        """The place of each block that has words and is not left out, by the block's number, in order."""
        return {i: _place(b) for i, b in enumerate(self.blocks) if self.reasons[i] is None and b.text.strip()}

    def leaving_out(self, reasons: Sequence[Reason | None]) -> Self:
        """Return the page with other blocks left out; what is known of the places stays known."""
        page = replace(self, reasons=tuple(reasons))
        known = self.places
        page.__dict__["places"] = {
            i: known.get(i) or _place(b) for i, b in enumerate(self.blocks) if reasons[i] is None and b.text.strip()
        }
        page.__dict__["_candidates_of"] = self._candidates_of
        return page

    @cached_property
    def candidates(self) -> tuple[TurnStart, ...]:
        """All that looks like a label at the start of a line."""
        found = self._candidates_of
        for i in self.numbers:
            if i not in found:
                found[i] = tuple(candidates_in(i, self.blocks[i]))
        return uncounted(without_lone_stops([mark for i in without_title(self.numbers, self.blocks) for mark in found[i]]))

    @cached_property
    def _candidates_of(self) -> dict[int, tuple[TurnStart, ...]]:
        """The candidates of each block that was looked at, by its number; pages of the same blocks share them."""
        return {}

    @cached_property
    def _shown(self) -> Sequence[int]:
        """The numbers of the blocks that are not left out, with words or not, between -1 and the number of blocks."""
        return [-1, *(i for i, reason in enumerate(self.reasons) if not reason), len(self.blocks)]

    def after(self, index: int) -> int:
        """Return the number of the next block that is not left out; the number of blocks if there is none."""
        return self._shown[bisect_right(self._shown, index)]

    def spoken_after(self, index: int) -> int:
        """Return the number of the next block with words that is not left out; the number of blocks if there is none."""
        place = bisect_right(self.numbers, index)
        return self.numbers[place] if place < len(self.numbers) else len(self.blocks)

    def before(self, index: int) -> int:
        """Return the number of the last block before this one that is not left out; -1 if there is none."""
        return self._shown[bisect_left(self._shown, index) - 1]

    def between(self, first: int, end: int) -> Sequence[int]:
        """Return the numbers of the blocks with words that are not left out, from `first` up to `end`, exclusive."""
        return self.numbers[bisect_left(self.numbers, first) : bisect_left(self.numbers, end)]

    def knows(self, key: str) -> bool:
        """Return whether a label is somebody's whom the page knows, or by its words nobody's: a role, a break, everybody."""
        words = key.split()
        named = self.known.may_be(key)
        return named or key in EVERYBODY or words[0] in STAGE_LABELS or any(word in ROLE_WORDS for word in words)

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The numbers of the blocks with words that are not left out, in order."""
        return list(self.places)

    @cached_property
    def _words_before(self) -> Sequence[float]:
        """For each block the number of words in the blocks before it; one entry more for the end."""
        counts = (self.places[i].words if i in self.places else 0 for i in range(len(self.blocks)))
        return list(accumulate(counts, initial=0))

    def words_between(self, first: int, end: int) -> float:
        """Return the number of words in the blocks from `first` up to, but not including, `end`."""
        return self._words_before[max(first, end)] - self._words_before[first] if first < end else 0

    @cached_property
    def returning(self) -> frozenset[tuple[int, int]]:
        """Where labels stand that look like names and stand more than once, as pairs of block and offset."""
        return self._returning(m for m in self.candidates if m.style.form is not Form.WEAK)

    @cached_property
    def dashed(self) -> frozenset[tuple[int, int]]:
        """The same of names before a dash."""
        return self._returning(m for m in self.candidates if m.style.form is Form.WEAK and not m.style.bold)

    @staticmethod
    def _returning(marks: Iterable[TurnStart]) -> frozenset[tuple[int, int]]:
        proper = [m for m in marks if m.proper]
        counts = Counter(key_of(m.label) for m in proper)
        return frozenset(m.place for m in proper if counts[key_of(m.label)] > 1)

    def text_of(self, mark: TurnStart, following: TurnStart | None) -> str:
        """Return the words after a mark in its own block, up to the following mark."""
        end = following.start if following and following.block == mark.block else len(self.blocks[mark.block].text)
        return self.blocks[mark.block].text[mark.words_start : end]

    def words_after(self, mark: TurnStart, following: TurnStart | None) -> float:
        """Return the number of words after a mark in its own block, up to the following mark."""
        place = self.places.get(mark.block)
        if place is None or (following and following.block == mark.block):
            return length_of(self.text_of(mark, following))
        return max(0.0, place.words - length_of(self.blocks[mark.block].text[: mark.words_start]))


def _place(block: Block) -> Place:
    bold, italic = is_wholly(block, bold=True), is_wholly(block, bold=False)
    split = 0 if bold or italic else _split_of(block)
    question = block.text[:split] if split else block.text
    style = _style_of(block, bold=bold or split > 0, italic=italic)
    return Place(style, split, asks(question), ends_sentence(question), length_of(block.text))


def _style_of(block: Block, *, bold: bool, italic: bool) -> Style:
    if block.kind is Kind.HEADING:
        return Style("heading", block.level)
    if bold:
        return Style("bold")
    if italic:
        return Style("italic")
    if _NUMBER.match(block.text):
        return Style("numbered")
    return Style("dash") if DASH.match(block.text) else Style(_SET_LIKE.get(block.kind, "plain"))


def is_wholly(block: Block, *, bold: bool) -> bool:
    """Return whether nearly all letters of a block are bold, or italic."""
    own = [e for e in block.emphasis if (e.bold if bold else e.italic)] if block.emphasis else []
    if not own:
        return False
    letters = sum(map(str.isalnum, block.text))
    set_off = sum(sum(map(str.isalnum, block.text[e.start : e.end])) for e in own)
    return letters > 0 and set_off >= _MOSTLY * letters


def _split_of(block: Block) -> int:
    """Return where a question ends with which a block begins: in bold or italics before other words, or before a quotation."""
    if not block.emphasis:
        asked = _ASKED_AND_QUOTED.match(block.text)
        return asked.end("question") if asked else 0
    first_word = len(block.text) - len(block.text.lstrip(BEFORE_WORDS))
    last_word = len(block.text.rstrip())
    for emphasis in block.emphasis:
        if emphasis.start > first_word:
            return 0
        text = block.text[emphasis.start : emphasis.end].rstrip()
        asks_or_ends_line = ends_in_question_mark(text) or _LINE_END.match(block.text, emphasis.end)
        if asks_or_ends_line and len(text) > _LONGEST_STRESS_CHARS and emphasis.end < last_word:
            return emphasis.end
    return 0
