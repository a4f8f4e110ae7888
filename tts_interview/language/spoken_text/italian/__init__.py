"""Rules for Italian text."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.datetimes import Date, clock, numeric_dates, timestamps
from tts_interview.language.spoken_text.identifiers import identifiers
from tts_interview.language.spoken_text.italian.numerals import FIGURES, agreement_with, cardinal, fraction, ordinal
from tts_interview.language.spoken_text.numbers import Agreement
from tts_interview.language.spoken_text.patterns import next_word
from tts_interview.language.spoken_text.roman_numerals import Romans, romans
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.signs import abbreviations, unbroken
from tts_interview.language.spoken_text.vocabulary import general_rules, vocabulary

WORDS = vocabulary("it")
_MONTH_NAMES = "|".join(WORDS.months[1:])
_ALONE, _FEMININE = Agreement.ALONE, Agreement.FEMININE
_ORDINAL = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})(?P<ending>[°º]|ª|\^|[ao])(?![^\W_])")
_FIRST_OF_MONTH = re.compile(rf"(?<![\d.,/-])(?P<article>\b(?:a|da|de|ne|su)?l?l['’])?1(?=\s(?:{_MONTH_NAMES})\b)", re.I)
_ONE_OCLOCK = re.compile(rf"(?<=all['’])1(?![\d:.,%]|\s(?:{_MONTH_NAMES})\b)", re.I)
_TELEPHONE = re.compile(r"(?<![\d.,+])3\d\d[ .](?:\d{6,7}|\d{3}[ .]\d{3,4})(?![ .]?\d)(?!\s?(?:€|euro|milioni|mila))")
_YEAR = re.compile(r"(?<![\d.,])(?:1[1-9]|20)\d\d(?=\sha\s[^\W\d_]+(?:to|so|rso|tto)(?!\w))")  # "ha" is a verb, not hectares
_ONE = re.compile(r"(?<![\w.,/:'’–-])1\s(?=(?P<noun>[a-zà-ù]{2,}))")
# Before these words "20°" is a temperature.
_NOT_AFTER_ORDINALS = frozenset(
    {"", "sotto", "sopra", "di", "e", "a", "all", "al", "in", "con", "ma", "c", "nord", "sud", "est", "ovest"}
)


def _ordinal(found: re.Match[str]) -> str:
    number, following = int(found["number"]), next_word(found)
    if found["ending"] == "°" and following.casefold() in _NOT_AFTER_ORDINALS:
        return f"{FIGURES.say(found['number'], Agreement.MASCULINE)} {'grado' if number == 1 else 'gradi'}"
    return ordinal(number, _FEMININE if found["ending"] in {"ª", "^", "a"} else _ALONE) if number else "zero"


def _first_of_month(found: re.Match[str]) -> str:
    """Speak "l'1 maggio" as "il primo maggio", "dall'1 maggio" as "dal primo maggio"."""
    article = (found["article"] or "")[:-1]
    return f"{'il' if article.casefold() == 'l' else article[:-1]} primo".strip()


def _one_before_noun(found: re.Match[str]) -> str | None:
    """Speak one before a noun: "un euro", "uno studente", "una casa", "un'ora"."""
    agreement = agreement_with(found["noun"])
    if agreement is _ALONE:
        return None
    return FIGURES.smooth(f"{cardinal(1, agreement)} {found['noun']}").removesuffix(found["noun"])


def _date(date: Date) -> str:
    day = ordinal(1) if date.day == 1 else cardinal(date.day)
    return f"{day} {WORDS.months[date.month]} {cardinal(date.year)}"


def _time(hour: int, minute: int) -> str:
    hours = "una" if hour == 1 else cardinal(hour)
    return f"{hours} e {cardinal(minute)}" if minute else hours


def _reign(number: int, name: str) -> str:
    return ordinal(number, _FEMININE if name.endswith("a") and name not in {"Battista", "Luca"} else _ALONE)


def _before(number: int, noun: str) -> str:
    """Return an ordinal, but a cardinal in "via venti Settembre"."""
    return cardinal(number) if noun.casefold() in WORDS.months else ordinal(number, agreement_with(noun))


_ROMANS = Romans(
    cardinal,
    after_noun=lambda number, _noun: ordinal(number),
    after_name=_reign,
    before=_before,
    **WORDS.romans,
)
RULES = (
    *identifiers(FIGURES, WORDS.signs),
    abbreviations(WORDS.abbreviations),
    abbreviations(WORDS.before_numbers, "abbreviation before a number", r"(?=\s?\d)"),
    numeric_dates(_date),
    timestamps(FIGURES, WORDS.units),
    fractions(FIGURES, Fractions(named=fraction, **WORDS.fractions), WORDS.units),
    clock(_time, marks=":", words=frozenset("ore alle dalle le ora all dall".split())),
    *money(FIGURES, WORDS.money),
    Rule("year", _YEAR, lambda found: FIGURES.say(found[0])),
    measures(FIGURES, WORDS.units),
    Rule("first of a month", _FIRST_OF_MONTH, _first_of_month),
    Rule("one o'clock", _ONE_OCLOCK, lambda _: "una"),
    Rule("mobile telephone", _TELEPHONE, lambda found: FIGURES.dialled(found[0])),
    Rule("ordinal", _ORDINAL, _ordinal),
    Rule("one before a noun", _ONE, _one_before_noun),
    romans(_ROMANS),
    *general_rules(FIGURES, WORDS),
)
UNBROKEN = unbroken(WORDS.abbreviations, WORDS.tables["at_ends"])
LETTERS = WORDS.spelling.names
