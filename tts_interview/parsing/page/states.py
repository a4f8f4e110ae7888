"""Which blocks among and below the turns are talk, and which the page put there: the best path through their states.

Each block has signs that it is not talk (weighed as fitted), and neighbours tend to be alike, so the path is found as a
whole (Viterbi). A block that opens a labelled turn is talk.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p

from tts_interview.language.comparing import runs_of_words
from tts_interview.model import Block, Kind, Reason
from tts_interview.parsing.asking import FIRST_PERSON, SECOND_PERSON, ends_sentence
from tts_interview.parsing.page.places import Page, is_wholly
from tts_interview.parsing.people.names import length_of
from tts_interview.parsing.scoring import mean_of, score, weights_of
from tts_interview.parsing.segmentation import ANSWER, TurnStart
from tts_interview.parsing.vocabulary import any_of, lower_case

_APPEAL = lower_case("appeals")
_ABOUT_ITSELF = lower_case("about_itself")
# An address on the web, of mail or of an account; all begins with one of few signs, which is quick to look for.
_ADDRESS = re.compile(
    r"[hw@#.](?:(?<=h)ttps?://|(?<=w)ww\.|(?<=\w@)\w|(?<=[@#])(?<!\S.)\w{3,}|(?<=\w\.)(?:com|org|net|de|fr|es|it|uk|ch|at)\b)"
)
_NOTE_MARK = re.compile(r"\s*(?:[*+†‡»►▶→•|]|\(\s*[A-ZÄÖÜ]|\[)")
_CREDIT = re.compile(rf"(?i:{any_of('page.picture_labels')})\w*\s*[:©/]|©|[^.:?!\n]{{2,30}}:\s[^.?!\n]{{2,80}}\.?$")
_OPENING_QUOTES = "\"“„«»‚‘'「『"
_CLOSING_QUOTES = "\"”“»«‘’'」』"
_WORDS = re.compile(r"[\w.'’-]+")
_FEW_WORDS = 14
_FEW_LETTERS = 8
_MOST_LONE_LINES, _WORDS_OF_A_LINE, _LONGEST_LINE_CHARS = 3, 8, 100
_GOES_ON = ":,;-–—)]>}*"
_CLAUSE = re.compile(r",\s+[^\W\d_A-Z]")
_LONGEST_NAME_CHARS = 50
_SHINGLE = 4
# Longer blocks are talk no more surely.
_MANY_WORDS = 30
# As posts of social media end: "— Ann Lee (@annlee) May 3, 2026".
_ATTRIBUTION = re.compile(r"\s*[—–-]\s*[^\n]{2,60}\(@\w+\)")
_MOST_ODD = 0.3
_NEVER = -1000.0
_MOSTLY_REPEATED = 0.6


class Surroundings:
    """A reading of a page, as far as it tells talk from what is not talk."""

    def __init__(self, page: Page, marks: Sequence[TurnStart]) -> None:
        """Take a page and the marks of a reading, in order."""
        self.page = page
        self.opening = {mark.block for mark in marks}
        self.asked = {mark.block for mark in marks if mark.label != ANSWER}
        self.named = {mark.block for mark in marks if mark.named}
        sure = [i for i in self.asked if i in self.named or (i in page.places and page.places[i].asks)]
        self.first, self.last = marks[0].block, max(sure, default=marks[-1].block)
        self.numbers = list(page.numbers)
        held = Counter(page.blocks[i].holder for i in self.asked)
        self._holders = {holder for holder, count in held.items() if holder and count > 1} or set(held) - {0}
        inside = [i for i in self.numbers if self.first <= i <= self.last]
        odd = sum(page.blocks[i].holder not in self._holders for i in inside)
        if odd > _MOST_ODD * len(inside):
            self._holders = set()
        counts = Counter(mark.label for mark in marks if mark.named)
        again = {mark.block for mark in marks if counts[mark.label] > 1}
        self.named = {i for i in self.named if not self._holders or page.blocks[i].holder in self._holders or i in again}
        self._starts = sorted(self.opening)
        self.sure = self.named | page.kept | self._introduced() | _below_bare_labels(page, marks) | self._announced()
        answers = Counter(self._place_in_turn(i) for i in inside if i not in self.opening)
        turns = max(1, len(self.opening))
        self._common = {place: count / turns for place, count in answers.items()}

    def _introduced(self) -> set[int]:
        """Return the blocks above the talk that are not furniture: the title, and all of a text without columns and boxes."""
        before = [i for i in self.numbers if i < self.first]
        if not any(self.page.blocks[i].holder for i in self.numbers):
            return set(before)
        headings = sorted((i for i in before if self.page.blocks[i].level), key=lambda i: self.page.blocks[i].level)
        titles = (i for i in before if " ".join(self.page.blocks[i].text.split()) == self.page.title)
        return {*headings[:1], *titles}

    def _announced(self) -> set[int]:
        """Return the blocks that a colon announces in a text, such as lines of a quoted dialogue, and the one below."""
        found: set[int] = set()
        for index in (i for i in self.numbers if i > self.first and not self.page.blocks[i].holder):
            before = self.page.before(index)
            set_off = before in found and self.page.places[before].style.name != "plain"
            if set_off or self.page.blocks[before].text.rstrip().endswith(":"):
                found.add(index)
        return found

    @cached_property
    def _shingles(self) -> Counter[tuple[str, ...]]:
        """How many blocks have each run of words."""
        return Counter(s for i in self.numbers for s in set(runs_of_words(self.page.blocks[i].text, _SHINGLE)))

    def _place_in_turn(self, index: int) -> int:
        """Return how many blocks stand between a block and the mark before it, itself included."""
        before = self._starts[max(0, bisect_left(self._starts, index + 1) - 1)]
        return bisect_left(self.numbers, index) - bisect_left(self.numbers, before)

    def signs(self, index: int) -> dict[str, float]:
        """Return the signs of a block by name; each speaks for or against talk as its weight says."""
        return {"bias": 1.0, **self._of_place(index), **self._of_words(index)}

    def _of_place(self, index: int) -> dict[str, float]:
        """Return what the place of a block among the turns says, and how it is set."""
        block, style = self.page.blocks[index], self.page.places[index].style.name
        before, tail, opens = index < self.first, index > self.last, index in self.opening
        beyond = self._place_in_turn(index) if not opens and index > self.first else 0
        odd = bool(self._holders) and block.holder not in self._holders
        return {
            "text": float(not block.holder),
            "text tail": float(not block.holder and tail),
            "answers": float(opens and index not in self.asked),
            "other holder": float(odd and not before),
            "lonely": float(odd and opens),
            "before": float(before),
            "before elsewhere": float(before and odd),
            "before fragment": float(before and self._is_fragment(index)),
            "linked": 0.0 if index in self.asked and self.page.places[index].asks else block.linked,
            "set off": float(style in ("bold", "italic") and not opens),
            "italic": float(is_wholly(block, bold=False) and not opens),
            "heading": float(self._is_lone_heading(index) and not before),
            "quotation": float(block.kind is Kind.QUOTATION),
            "list": float(block.kind is Kind.LIST_ITEM),
            "opens": float(opens),
            "asked": float(index in self.asked),
            "asked nothing": float(index in self.asked and not self.page.places[index].asks and index not in self.named),
            "below rule": float(index > 0 and self.page.blocks[index - 1].kind is Kind.RULE),
            "tail": float(tail),
            "tail blocks": log1p(max(0, beyond - 1)) if tail else 0.0,
            "rare place": 1 - self._common.get(beyond, 0.0) if beyond else 0.0,
        }

    def _of_words(self, index: int) -> dict[str, float]:
        """Return what the words of a block say."""
        text = self.page.blocks[index].text.strip()
        lower = text.lower()
        quoted = text[:1] in _OPENING_QUOTES and text.rstrip(" .")[-1:] in _CLOSING_QUOTES
        style = self.page.places[index].style.name
        set_off = style in ("bold", "italic", "quotation") and index not in self.opening
        set_off = set_off or self._is_lone_heading(index)
        return {
            "pull quote": float(quoted and set_off),
            "attributed": float(self._is_attributed(index)),
            "fragment": float(self._is_fragment(index)),
            "appeal": float(_APPEAL.are_in(lower)),
            "about itself": float(_ABOUT_ITSELF.are_in(lower)),
            "address": float(bool(_ADDRESS.search(text))),
            "note mark": float(bool(_NOTE_MARK.match(text))),
            "credit": float(bool(_CREDIT.match(text))),
            "quoted": float(quoted),
            "repeated": mean_of(self._shingles[s] > 1 for s in runs_of_words(text, _SHINGLE)) if quoted or set_off else 0.0,
            "first person": float(bool(FIRST_PERSON.search(text))),
            "words": log1p(min(self.page.places[index].words, _MANY_WORDS)),
            "exclaims": float(text.endswith("!") or (text.isupper() and len(text) > _FEW_LETTERS)),
            "begins with name": float(self._begins_with_name(text)),
        }

    def _is_fragment(self, index: int) -> bool:
        """Return whether a block has few words that make no sentence."""
        return self.page.places[index].words <= _FEW_WORDS and not ends_sentence(self.page.blocks[index].text.strip())

    def _is_lone_heading(self, index: int) -> bool:
        return self.page.blocks[index].kind is Kind.HEADING and index not in self.asked

    def _is_attributed(self, index: int) -> bool:
        """Return whether a block, or the next one, is signed as posts of social media are."""
        following = self.page.after(index)
        blocks = self.page.blocks[index : index + 1] + self.page.blocks[following : following + 1]
        return any(_ATTRIBUTION.match(block.text.strip()) for block in blocks)

    def _begins_with_name(self, text: str) -> bool:
        """Return whether a block begins with the full name of somebody whom the page knows."""
        words = _WORDS.findall(text[:_LONGEST_NAME_CHARS].casefold())
        return any(" ".join(words[:n]) in self.page.known.names for n in (2, 3, 4)) and ":" not in text[:_LONGEST_NAME_CHARS]


def _below_bare_labels(page: Page, marks: Sequence[TurnStart]) -> set[int]:
    """Return the first block below each label that stands alone."""
    return {page.after(mark.block) for mark in marks if mark.named and not page.text_of(mark, None).strip()}


@dataclass(frozen=True, slots=True)
class State:
    """What a block seems to be that need not be talk.

    margin: how much better the best path scores on which the block is not talk than the best one on which it is; below 0 it is
        talk, near 0 it may be either. reason: what the block is if it is not talk.
    """

    margin: float
    reason: Reason


def states_of(page: Page, marks: Sequence[TurnStart]) -> dict[int, State]:
    """Return the states of blocks on the best paths through the states of all; a block that opens a labelled turn is talk."""
    around = Surroundings(page, marks)
    weights = weights_of("states")
    signs = {index: around.signs(index) for index in around.numbers if index not in around.sure}
    gains = [score(signs[index], weights) if index in signs else _NEVER for index in around.numbers]
    before = _best_paths(gains, weights["change"], weights["begins"])
    after = reversed(_best_paths(gains[::-1], weights["change"], 0.0))
    return {
        index: State(to + gain + onwards, _reason(signs[index]))
        for index, gain, to, onwards in zip(around.numbers, gains, before, after, strict=True)
        if index in signs
    }


def lone_lines(page: Page, marks: Sequence[TurnStart]) -> list[int]:
    """Return the blocks inside the turns that are a few words and no sentence, as headings and captions of plain text are.

    Where there are many, somebody writes so.
    """
    opening = {mark.block for mark in marks} | _below_bare_labels(page, marks)
    inside = (i for i in page.between(marks[0].block + 1, marks[-1].block) if i not in opening)
    lines = ((i, (page.before(i), page.after(i))) for i in inside if _is_lone_line(page.blocks[i]))
    found = [i for i, beside in lines if all(n in opening or ends_sentence(page.blocks[n].text) for n in beside)]
    return found if len(found) <= _MOST_LONE_LINES else []


def _is_lone_line(block: Block) -> bool:
    if len(block.text) > _LONGEST_LINE_CHARS:
        return False
    text = block.text.strip()
    plain = block.kind is Kind.PARAGRAPH and not block.emphasis and not block.speaker
    begins = text[:1].isalpha() and not text[:1].islower() and "\n" not in text
    is_line = plain and begins and length_of(text) <= _WORDS_OF_A_LINE and not ends_sentence(text) and text[-1] not in _GOES_ON
    return is_line and not (_CLAUSE.search(text) or FIRST_PERSON.search(text) or SECOND_PERSON.search(text))


def _best_paths(gains: Sequence[float], change: float, begins: float) -> list[float]:
    """Return for each block how much better the best path to it scores that arrives at no talk than the one at talk."""
    talk, other = 0.0, begins
    leads = []
    for gain in gains:
        talk, other = max(talk, other + change), max(other, talk + change)
        leads.append(other - talk)
        other += gain
    return leads


def _reason(signs: Mapping[str, float]) -> Reason:
    """Return what a block is that is not talk: words of the talk once more, a note on the interview, or furniture."""
    if signs["repeated"] > _MOSTLY_REPEATED:
        return Reason.REPEATED
    prose = not (signs["fragment"] or signs["appeal"] or signs["credit"] or signs["heading"] or signs["other holder"])
    return Reason.NOTE if signs["tail"] and prose else Reason.FURNITURE
