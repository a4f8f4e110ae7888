"""Numbers in figures: how a language writes them, and how it says them.

The number words are each language's own: CONTRIBUTING.md says why no library gives them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

# Longer numbers are read out digit by digit.
_MOST_DIGITS = 15
# More decimals than these are read out singly: "coma catorce", but "coma uno cuatro uno".
_MOST_AS_ONE = 2
_SPACES = " \u00a0\u2009\u202f"
# As in Mexico: with one comma only where decimals would be superfluous.
_COMMAS = r"\d{1,3}(?:,\d{3}){2,4}(?![\d,])|[1-9]\d{0,2},\d00(?![\d,.])|[1-9]\d{0,2}(?:,\d{3}){1,4}\.\d\d(?!\d)"
_NEXT_WORD = re.compile(r"\s+(?:mil\s+)?([^\W\d_]+)")  # in "2 mil pessoas" people are counted
_WORD_BEFORE = re.compile(r"([^\W\d_]+)['’]?\s*\Z")
# What a number may touch without being heard as one word with it.
_APART = frozenset("\"'“”‘’„«»‹›()[]{}¿¡.,;:!?…-–—/ \u00a0\u2009\u202f\n\t")


# Where a word begins and ends; the vowel signs of Devanagari belong to it.
WORD_BEGINS = r"(?<![^\W_])(?<![\u0900-\u0963])"
WORD_ENDS = r"(?![^\W_]|[\u0900-\u0963])"


class Agreement(Enum):
    """What a number agrees with: nothing, or a noun after it, of that gender (a neuter noun is counted as a masculine one)."""

    ALONE = "alone"
    MASCULINE = "masculine"
    FEMININE = "feminine"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: its name for one and for more, its gender, and what joins it to a noun ("un millón" "de euros")."""

    one: str
    many: str
    agreement: Agreement = Agreement.MASCULINE
    of: str = " "

    def name(self, *, is_one: bool) -> str:
        """The name after the number one, or after any other."""
        return self.one if is_one else self.many


@dataclass(frozen=True, slots=True)
class Figures:
    """A language's numbers.

    `cardinal` says a number from 0 below 10**15 in agreement with what follows; `agreement` tells that from the next word.
    `groups` ("." or ",") parts thousands, as spaces do; `decimal` is the mark before decimals, which `point` says, as `dot`
    says a full stop. Up to two decimals are said as one number, unless `decimals_singly`. Where the language `has_both`, a
    comma parts thousands in some countries ("1,500 pesos", "1,234,567"). `to` joins the ends of a range, `over` the two
    sides of a fraction. Two digits of a telephone number are said as one number where they go `in_pairs`. `smooth` mends
    what is said of a number and a noun ("una ora" -> "un'ora"). Where `one_below_two`, the noun is in the singular after
    1.5 too, where `none_is_one`, after 0. `of_millions` joins round millions to a noun.
    """

    cardinal: Callable[[int, Agreement], str]
    agreement: Callable[[str], Agreement]
    point: str
    plus: str
    minus: str
    dot: str
    to: str
    over: str
    groups: str = "."
    decimal: str = ","
    decimals_singly: bool = False
    in_pairs: bool = False
    has_both: bool = False
    smooth: Callable[[str], str] = str
    one_below_two: bool = False
    none_is_one: bool = False
    of_millions: str = " "

    @property
    def number(self) -> str:
        """A pattern, without groups, for a number in figures."""
        if self.groups == ",":
            grouped = r"\d{1,3}(?:,\d{2,3}){0,5},\d{3}(?!\d)"  # also as in India: 1,23,45,678
            plain = r"\d++"
        else:
            grouped = rf"\d{{1,3}}(?:[.{_SPACES}]\d{{3}}){{1,4}}(?!\d)"
            if self.has_both:
                grouped = rf"{_COMMAS}|{grouped}"
            plain = r"\d++(?:\.\d{1,2}(?!\d|\.\d))?"  # "3.5", as no grouping would have it
        return rf"(?<!\d)(?<!\d[.,])(?:(?:{grouped}|{plain})(?:{re.escape(self.decimal)}\d++)?)"

    @property
    def amount(self) -> str:
        """A pattern with the groups sign, first and last, for a number or a range of two."""
        sign = r"(?P<sign>(?<![\w.,)%€$£₹°])[-−])?"
        return rf"{sign}(?P<first>{self.number})(?:\s?[–—-]\s?(?P<last>{self.number}))?"

    def agreement_after(self, found: re.Match[str]) -> Agreement:
        """What a number agrees with where the match stands; not with letters in capitals ("3.º B")."""
        following = next_word(found)
        return Agreement.ALONE if following.isupper() else self.agreement(following)

    def amount_said(self, found: re.Match[str], agreement: Agreement) -> str:
        """What a match of `amount` says."""
        first = self.say(found["first"], agreement)
        signed = f"{self.minus} {first}" if found["sign"] else first
        return f"{signed} {self.to} {self.say(found['last'], agreement)}" if found["last"] else signed

    def say(self, written: str, agreement: Agreement = Agreement.ALONE) -> str:
        """A number in figures as it is said."""
        whole, decimals = self.parts(written)
        said = self._whole(whole, agreement)
        point = self.point if self.decimal in written else self.dot
        return f"{said} {point} {self._decimals(decimals)}" if decimals else said

    def counted(self, found: re.Match[str], unit: Unit) -> str:
        """The amount of a match with its unit: "veintiún kilómetros"."""
        amount, name = self.amount_said(found, unit.agreement), unit.name(is_one=self._is_one(found))
        return self.smooth(amount + self.before_noun(found["last"] or found["first"]) + name)

    def several(self, number: int, unit: Unit) -> str:
        """So many of a unit: "una hora"."""
        is_one = number == 1 or (number == 0 and self.none_is_one)
        return self.smooth(f"{self.cardinal(number, unit.agreement)} {unit.name(is_one=is_one)}")

    def before_noun(self, written: str) -> str:
        """What joins a number in figures to its noun: "dos" " " "euros", "un millón" " de " "euros"."""
        whole, decimals = self.parts(written)
        is_round = _MOST_DIGITS >= len(whole) > 6 and not int(whole[-6:]) and not decimals.strip("0")  # noqa: PLR2004
        return self.of_millions if is_round else " "

    def _is_one(self, found: re.Match[str]) -> bool:
        whole, decimals = self.parts(found["first"])
        counts_as_one = not decimals or self.one_below_two
        return found["last"] is None and counts_as_one and whole.removeprefix("0") in {"1", "१"}

    def parts(self, written: str) -> tuple[str, str]:
        """The digits before and after the decimal mark."""
        if self.has_both and re.fullmatch(_COMMAS, written):
            whole, _, decimals = written.partition(".")
            return whole.replace(",", ""), decimals
        whole, _, decimals = written.partition(self.decimal)
        if not decimals and self.groups == "." and re.fullmatch(r"\d+\.\d{1,2}", whole):
            whole, _, decimals = whole.partition(".")
        return re.sub(r"\D", "", whole), decimals

    def digits(self, written: str) -> str:
        """Each digit by itself."""
        return " ".join(self.cardinal(int(c), Agreement.ALONE) for c in written if c.isdecimal())

    def dialled(self, written: str) -> str:
        """A telephone number, group by group; what is in brackets after a plus is not dialled from abroad."""
        is_foreign = written.startswith("+")
        groups = re.findall(r"\d+", re.sub(r"\([0०]\)", "", written) if is_foreign else written)
        said = ", ".join(self._of_two(group) if len(group) == 2 else self.digits(group) for group in groups)  # noqa: PLR2004
        return f"{self.plus} {said}" if is_foreign else said

    def _of_two(self, digits: str) -> str:
        return self.cardinal(int(digits), Agreement.ALONE) if self.in_pairs and int(digits[0]) else self.digits(digits)

    def joined(self, written: str) -> str:
        """What hyphens join twice or more is no range: a line-up ("4-4-2"), or digits to be copied."""
        groups = re.findall(r"\d+", written)
        is_small = all(len(group) < 3 and int(group[0]) for group in groups)  # noqa: PLR2004
        return " ".join(map(self.say, groups)) if is_small else self.dialled(written)

    def runs(self, text: str) -> str:
        """A text with each run of digits in it said as one number, apart from the letters around it."""
        return re.sub(r"\d+", lambda found: f" {self._whole(found[0], Agreement.ALONE)} ", text).strip()

    def _whole(self, digits: str, agreement: Agreement) -> str:
        is_code = len(digits) > 2 and not int(digits[0])  # noqa: PLR2004 - "007", but "06 de agosto"
        if is_code or len(digits) > _MOST_DIGITS:
            return self.digits(digits)
        return self.cardinal(int(digits), agreement)

    def _decimals(self, digits: str) -> str:
        if self.decimals_singly or len(digits) > _MOST_AS_ONE or not int(digits[0]):
            return self.digits(digits)
        return self._whole(digits, Agreement.ALONE)


def hundreds_of_years(figures: Figures, said: Callable[[int], str]) -> Rule:
    """Years of 1100 to 1999, and ranges that begin with one, in languages that count them in hundreds, as `said` does."""
    pattern = re.compile(r"(?<!\d)(?<!\d[.,])(?P<first>\d{4})(?:\s?[–—-]\s?(?P<last>\d{4}|\d{2}))?(?![.,]?\d|\s?/)")

    def one(year: str) -> str:
        return said(int(year)) if 1100 <= int(year) < 2000 else figures.say(year)  # noqa: PLR2004 - as the docstring says

    def years(found: re.Match[str]) -> str | None:
        if one(found["first"]) == figures.say(found["first"]):
            return None
        return apart(one(found["first"]) + (f" {figures.to} {one(found['last'])}" if found["last"] else ""), found)

    return Rule("year in hundreds", pattern, years)


def seasons(said: Callable[[str], str]) -> Rule:
    """A winter or a season over two years, such as 1990/91; `said` says a year."""

    def years(found: re.Match[str]) -> str | None:
        is_next = (int(found["first"]) + 1) % 100 == int(found["last"])
        return f"{said(found['first'])} {said(found['last'])}" if is_next else None

    pattern = r"(?<![\w.,/])(?P<first>1[1-9]\d\d|20\d\d)/(?P<last>\d\d)(?![\w/]|[.,]\d)"
    return Rule("season", re.compile(pattern), years)


def next_word(found: re.Match[str]) -> str:
    """The word after a match, or nothing."""
    following = _NEXT_WORD.match(found.string, found.end())
    return following[1] if following else ""


def word_before(found: re.Match[str]) -> str:
    """The word before a match, or nothing."""
    before = _WORD_BEFORE.search(found.string, max(0, found.start() - 30), found.start())
    return before[1] if before else ""


def apart(said: str, found: re.Match[str]) -> str:
    """What is said, parted from letters, digits and signs that touch the match."""
    text, (start, end) = found.string, found.span()
    before = " " if start and text[start - 1] not in _APART else ""
    after = " " if end < len(text) and text[end] not in _APART else ""
    return before + said + after


def numbers(figures: Figures) -> tuple[Rule, ...]:
    """The rules for numbers that no other rule took: after them no digit is left."""
    telephone = re.compile(
        r"(?<![\w+])\+\d[\d\s().-]{5,20}\d(?!\d)"
        r"|(?<![\d.,])(?<!\d[ .])(?:\(0\d{1,4}\)\s?|0\d{1,4}[\s/-])\d[\d\s-]{3,14}\d(?!\d)"
    )
    joined = re.compile(r"(?<![\w.,/+–-])\d{1,5}(?:-\d{1,5}){2,5}(?![\w/-]|[.,]\d)")
    version = re.compile(r"(?<![\d.])\d{1,6}(?:\.\d{1,6}){2,8}(?![\d.]*\d)")
    fraction = re.compile(rf"(?P<first>{figures.number})\s?[/⁄]\s?(?P<last>{figures.number})")

    def amount(found: re.Match[str]) -> str:
        in_word = bool(re.match(r"[^\W_]", found.string[max(0, found.start() - 1) : found.start()]))  # "v1 is out"
        agreement = Agreement.ALONE if in_word else figures.agreement_after(found)
        return apart(figures.amount_said(found, agreement), found)

    def over(found: re.Match[str]) -> str:
        first, last = figures.parts(found["first"])[0], figures.parts(found["last"])[0]
        is_year = len(last) == 4 and last[:2] in {"19", "20"}  # noqa: PLR2004 - the law 39/2015
        joint = ", " if is_year else " " if (first, last) == ("24", "7") else f" {figures.over} "
        return figures.say(found["first"]) + joint + figures.say(found["last"])

    def to(found: re.Match[str]) -> str | None:
        text = found.string
        is_after = re.search(r"\d\s?[^\s\d–—-]{0,4}\Z", text[max(0, found.start() - 8) : found.start()])
        is_range = is_after and re.match(r"[€$£₹]?\d", text[found.end() : found.end() + 2])
        return f" {figures.to} " if is_range else None

    def version_said(found: re.Match[str]) -> str | None:
        is_grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+", found[0])
        return None if is_grouped else figures.runs(found[0].replace(".", f" {figures.dot} "))

    return (
        Rule("short year", re.compile(r"(?<!\w)['’](?=\d{2,3}(?!\d))"), lambda _: ""),  # "gli anni '90", "il '900"
        Rule("telephone number", telephone, lambda found: figures.dialled(found[0])),
        Rule("numbers joined", joined, lambda found: figures.joined(found[0])),
        seasons(figures.say),
        Rule("version", version, version_said),
        Rule("fraction", fraction, over),
        Rule("number or range", re.compile(figures.amount), amount),
        Rule("range of what is no mere number", re.compile(r"\s?[–—-]\s?"), to),  # "10 %–20 %", "8:00-9:30"
        Rule("digits", re.compile(r"\d+"), lambda found: apart(figures.digits(found[0]), found)),
    )
