"""Numbers in figures: how a language writes them, and how it speaks them.

The number words are each language's own: CONTRIBUTING.md says why no library provides them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.patterns import apart, next_word
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

# Longer numbers are read out digit by digit.
_MOST_DIGITS = 15
# More decimals than these are read out one by one: "coma catorce", but "coma uno cuatro uno".
_MOST_AS_ONE = 2
_SPACES = " \u00a0\u2009\u202f"
# As in Mexico: with a single comma only where decimals would be superfluous.
_COMMAS = r"\d{1,3}(?:,\d{3}){2,4}(?![\d,])|[1-9]\d{0,2},\d00(?![\d,.])|[1-9]\d{0,2}(?:,\d{3}){1,4}\.\d\d(?!\d)"


class Agreement(Enum):
    """The gender of the noun that a number agrees with; neuter counts as masculine, and ALONE means no noun."""

    ALONE = "alone"
    MASCULINE = "masculine"
    FEMININE = "feminine"


@dataclass(frozen=True, slots=True)
class Nouns:
    """How a language shows the gender of a noun: by patterns for feminine nouns, and for masculine ones that look like them.

    `others` are words in lower case that are not nouns.
    """

    feminine: re.Pattern[str]
    masculine: re.Pattern[str]
    others: frozenset[str]

    def agreement(self, word: str) -> Agreement:
        """Return what a number before the word agrees with."""
        if not word or word.casefold() in self.others:
            return Agreement.ALONE
        is_feminine = self.feminine.fullmatch(word) and not self.masculine.fullmatch(word)
        return Agreement.FEMININE if is_feminine else Agreement.MASCULINE


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that is counted: its singular and plural, its gender, and what joins it to a noun ("un millón" "de euros")."""

    one: str
    many: str
    agreement: Agreement = Agreement.MASCULINE
    of: str = " "

    def name(self, *, is_one: bool) -> str:
        """Return the singular or the plural."""
        return self.one if is_one else self.many


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a language.

    Attributes:
        cardinal: Speaks a number from 0 below 10**15 in agreement with the noun after it.
        agreement: Returns what a number before a word agrees with.
        point: The word for the decimal mark.
        plus: The word for "+".
        minus: The word for "-" before a number.
        dot: The word for a full stop between digits.
        to: The word that joins the ends of a range.
        over: The word that joins the two sides of a fraction.
        groups: The mark between thousands, "." or ","; spaces always separate them.
        decimal: The mark before decimals.
        decimals_singly: Whether decimals are spoken digit by digit; otherwise up to two are spoken as one number.
        in_pairs: Whether two digits of a telephone number are spoken as one number.
        has_both: Whether a comma separates thousands in some countries ("1,500 pesos", "1,234,567").
        smooth: Adjusts the words for a number and a noun ("una ora" becomes "un'ora").
        one_below_two: Whether the noun is singular after 1.5 too.
        none_is_one: Whether the noun is singular after 0.
        of_millions: What joins round millions to a noun.
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
        """A pattern for a number in figures, without named groups."""
        if self.groups == ",":
            grouped = r"\d{1,3}(?:,\d{2,3}){0,5},\d{3}(?!\d)"  # also as in India: 1,23,45,678
            plain = r"\d++"
        else:
            grouped = rf"\d{{1,3}}(?:[.{_SPACES}]\d{{3}}){{1,4}}(?!\d)"
            if self.has_both:
                grouped = rf"{_COMMAS}|{grouped}"
            plain = r"\d++(?:\.\d{1,2}(?!\d|\.\d))?"  # "3.5", which cannot be a group
        return rf"(?<!\d)(?<!\d[.,])(?:(?:{grouped}|{plain})(?:{re.escape(self.decimal)}\d++)?)"

    @property
    def amount(self) -> str:
        """A pattern for a number or a range, with the named groups sign, first and last."""
        sign = r"(?P<sign>(?<![\w.,)%€$£₹°])[-−])?"
        return rf"{sign}(?P<first>{self.number})(?:\s?[–—-]\s?(?P<last>{self.number}))?"

    def agreement_after(self, found: re.Match[str]) -> Agreement:
        """Return what a matched number agrees with; a word in capitals is not its noun ("3.º B")."""
        following = next_word(found)
        return Agreement.ALONE if following.isupper() else self.agreement(following)

    def say_amount(self, found: re.Match[str], agreement: Agreement) -> str:
        """Speak a match of `amount`."""
        first = self.say(found["first"], agreement)
        signed = f"{self.minus} {first}" if found["sign"] else first
        return f"{signed} {self.to} {self.say(found['last'], agreement)}" if found["last"] else signed

    def say(self, written: str, agreement: Agreement = Agreement.ALONE) -> str:
        """Speak a number in figures."""
        whole, decimals = self.parts(written)
        words = self._whole(whole, agreement)
        point = self.point if self.decimal in written else self.dot
        return f"{words} {point} {self._decimals(decimals)}" if decimals else words

    def counted(self, found: re.Match[str], unit: Unit) -> str:
        """Speak a match of `amount` with its unit: "veintiún kilómetros"."""
        amount, name = self.say_amount(found, unit.agreement), unit.name(is_one=self._is_one(found))
        return self.smooth(amount + self.before_noun(found["last"] or found["first"]) + name)

    def several(self, number: int, unit: Unit) -> str:
        """Speak a whole number of units: "una hora"."""
        is_one = number == 1 or (number == 0 and self.none_is_one)
        return self.smooth(f"{self.cardinal(number, unit.agreement)} {unit.name(is_one=is_one)}")

    def before_noun(self, written: str) -> str:
        """Return what joins a number in figures to its noun: "dos" " " "euros", "un millón" " de " "euros"."""
        whole, decimals = self.parts(written)
        is_round = _MOST_DIGITS >= len(whole) > 6 and not int(whole[-6:]) and not decimals.strip("0")  # noqa: PLR2004
        return self.of_millions if is_round else " "

    def _is_one(self, found: re.Match[str]) -> bool:
        whole, decimals = self.parts(found["first"])
        counts_as_one = not decimals or self.one_below_two
        return found["last"] is None and counts_as_one and whole.removeprefix("0") in {"1", "१"}

    def parts(self, written: str) -> tuple[str, str]:
        """Return the digits before and after the decimal mark."""
        if self.has_both and re.fullmatch(_COMMAS, written):
            whole, _, decimals = written.partition(".")
            return whole.replace(",", ""), decimals
        whole, _, decimals = written.partition(self.decimal)
        if not decimals and self.groups == "." and re.fullmatch(r"\d+\.\d{1,2}", whole):
            whole, _, decimals = whole.partition(".")
        return re.sub(r"\D", "", whole), decimals

    def digits(self, written: str) -> str:
        """Speak each digit by itself."""
        return " ".join(self.cardinal(int(c), Agreement.ALONE) for c in written if c.isdecimal())

    def dialled(self, written: str) -> str:
        """Speak a telephone number group by group, without the "(0)" that is not dialled from abroad."""
        is_foreign = written.startswith("+")
        groups = re.findall(r"\d+", re.sub(r"\([0०]\)", "", written) if is_foreign else written)
        words = ", ".join(self._pair(group) if len(group) == 2 else self.digits(group) for group in groups)  # noqa: PLR2004
        return f"{self.plus} {words}" if is_foreign else words

    def _pair(self, digits: str) -> str:
        return self.cardinal(int(digits), Agreement.ALONE) if self.in_pairs and int(digits[0]) else self.digits(digits)

    def joined(self, written: str) -> str:
        """Speak three or more numbers between hyphens: a line-up ("4-4-2"), or digits to copy."""
        groups = re.findall(r"\d+", written)
        is_small = all(len(group) < 3 and int(group[0]) for group in groups)  # noqa: PLR2004
        return " ".join(map(self.say, groups)) if is_small else self.dialled(written)

    def runs(self, text: str) -> str:
        """Speak each run of digits in a text as one number, with spaces around it."""
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


def hundreds_of_years(figures: Figures, speak: Callable[[int], str]) -> Rule:
    """Return the rule for years that a language counts in hundreds, 1100 to 1999, and for ranges that begin with one."""
    pattern = re.compile(r"(?<!\d)(?<!\d[.,])(?P<first>\d{4})(?:\s?[–—-]\s?(?P<last>\d{4}|\d{2}))?(?![.,]?\d|\s?/)")

    def one(year: str) -> str:
        return speak(int(year)) if 1100 <= int(year) < 2000 else figures.say(year)  # noqa: PLR2004 - as the docstring says

    def years(found: re.Match[str]) -> str | None:
        if one(found["first"]) == figures.say(found["first"]):
            return None
        return apart(one(found["first"]) + (f" {figures.to} {one(found['last'])}" if found["last"] else ""), found)

    return Rule("year in hundreds", pattern, years)


def seasons(speak: Callable[[str], str]) -> Rule:
    """Return the rule for a winter or a season over two years, such as 1990/91; `speak` takes a year in figures."""

    def years(found: re.Match[str]) -> str | None:
        is_next = (int(found["first"]) + 1) % 100 == int(found["last"])
        return f"{speak(found['first'])} {speak(found['last'])}" if is_next else None

    pattern = r"(?<![\w.,/])(?P<first>1[1-9]\d\d|20\d\d)/(?P<last>\d\d)(?![\w/]|[.,]\d)"
    return Rule.of("season", pattern, years)


def numbers(figures: Figures) -> tuple[Rule, ...]:
    """Return the rules for numbers that no earlier rule took; they leave no digit."""
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
        return apart(figures.say_amount(found, agreement), found)

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

    def dotted(found: re.Match[str]) -> str | None:
        is_grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+", found[0])
        return None if is_grouped else figures.runs(found[0].replace(".", f" {figures.dot} "))

    return (
        Rule.of("short year", r"(?<!\w)['’](?=\d{2,3}(?!\d))", lambda _: ""),  # "gli anni '90", "il '900"
        Rule("telephone number", telephone, lambda found: figures.dialled(found[0])),
        Rule("numbers joined", joined, lambda found: figures.joined(found[0])),
        seasons(figures.say),
        Rule("version", version, dotted),
        Rule("fraction", fraction, over),
        Rule.of("number or range", figures.amount, amount),
        Rule.of("range of quantities", r"\s?[–—-]\s?", to),  # "10 %–20 %", "8:00-9:30"
        Rule.of("digits", r"\d+", lambda found: apart(figures.digits(found[0]), found)),
    )
