"""Rules for French text."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.datetimes import Date, clock, numeric_dates, timestamps
from tts_interview.language.spoken_text.french.numerals import FIGURES, agreement_with, cardinal, fraction, ordinal
from tts_interview.language.spoken_text.identifiers import identifiers
from tts_interview.language.spoken_text.numbers import Agreement
from tts_interview.language.spoken_text.patterns import next_word
from tts_interview.language.spoken_text.roman_numerals import Romans, roman, romans
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.signs import abbreviations, unbroken
from tts_interview.language.spoken_text.vocabulary import general_rules, vocabulary

WORDS = vocabulary("fr")
_MONTH_NAMES = "|".join(WORDS.months[1:])
_ALONE, _FEMININE = Agreement.ALONE, Agreement.FEMININE
_ORDINAL = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,4}|[IVX]{1,7}|[ivx]{1,6}(?=e\s(?:siècle|s\.)))"
    r"(?P<ending>ers?|[èe]?res?|nde?s?|[èe]mes?|es?|ᵉʳ|ʳᵉ|ᵉ)(?![^\W_])"
)
_TELEPHONE = re.compile(r"(?<![\d.,+])0[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?![ .-]?\d)")
_FIRST_OF_MONTH = re.compile(rf"(?<![\d.,/–-])1(?=\s(?:{_MONTH_NAMES})(?!\w))")
_TWO_DAYS = re.compile(rf"(?<![\d.,/-])(?P<first>\d{{1,2}})/(?P<last>\d{{1,2}})(?=\s(?:{_MONTH_NAMES})(?!\w))")


def _ordinal(found: re.Match[str]) -> str | None:
    """Speak "1er", "1re", "2nde", "2e", "IIIe" and "XIXᵉ"; "1e" is "première" before a feminine noun."""
    written, ending = found["number"], found["ending"].removesuffix("s")
    number = int(re.sub(r"\D", "", written)) if written[0].isdecimal() else roman(written.upper())
    is_first, is_second = ending.endswith(("r", "re", "ʳ", "ʳᵉ")), ending.startswith("n")
    if not number or (is_first and number != 1) or (is_second and number != 2):
        return None
    plural = "s" if found["ending"].endswith("s") else ""
    if is_second:
        return ("seconde" if ending == "nde" else "second") + plural
    is_feminine = ending.endswith(("re", "ʳᵉ")) or (ending in {"e", "ᵉ"} and agreement_with(next_word(found)) is _FEMININE)
    return ordinal(number, _FEMININE if is_feminine else _ALONE) + plural


def _date(date: Date) -> str:
    day = ordinal(1) if date.day == 1 else cardinal(date.day)
    return f"{day} {WORDS.months[date.month]} {cardinal(date.year)}"


def _time(hour: int, minute: int) -> str:
    hours = f"{cardinal(hour, _FEMININE)} {WORDS.units['h'].name(is_one=hour < 2)}"
    return f"{hours} {cardinal(minute, _FEMININE)}" if minute else hours


_ROMANS = Romans(cardinal, after_name=lambda number, _: ordinal(1) if number == 1 else cardinal(number), **WORDS.romans)
RULES = (
    *identifiers(FIGURES, WORDS.signs),
    abbreviations(WORDS.abbreviations),
    abbreviations(WORDS.before_numbers, "abbreviation before a number", r"(?=\s?\d)"),
    numeric_dates(_date),
    Rule("telephone number in pairs", _TELEPHONE, lambda found: FIGURES.dialled(" ".join(re.findall(r"\d\d", found[0])))),
    Rule("first of a month", _FIRST_OF_MONTH, lambda _: ordinal(1)),
    Rule("two days", _TWO_DAYS, lambda found: f"{FIGURES.say(found['first'])} et {FIGURES.say(found['last'])}"),
    timestamps(FIGURES, WORDS.units),
    fractions(FIGURES, Fractions(named=fraction, **WORDS.fractions), WORDS.units),
    clock(_time, marks=":hH", after="h|heures"),
    *money(FIGURES, WORDS.money),
    measures(FIGURES, WORDS.units),
    Rule("ordinal", _ORDINAL, _ordinal),
    romans(_ROMANS),
    *general_rules(FIGURES, WORDS),
)
UNBROKEN = unbroken(WORDS.abbreviations, WORDS.tables["at_ends"])
LETTERS = WORDS.spelling.names
