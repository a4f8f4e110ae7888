"""Rules for Portuguese text: those of Brazil, and those of Portugal with its own number words."""

from __future__ import annotations

import re
from functools import partial

from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.datetimes import Date, clock, numeric_dates, timestamps
from tts_interview.language.spoken_text.identifiers import identifiers
from tts_interview.language.spoken_text.numbers import Agreement
from tts_interview.language.spoken_text.patterns import next_word
from tts_interview.language.spoken_text.portuguese.numerals import FIGURES, agreement_with, cardinal, fraction, ordinal
from tts_interview.language.spoken_text.roman_numerals import Romans, romans
from tts_interview.language.spoken_text.rules import Rule, Spoken
from tts_interview.language.spoken_text.signs import abbreviations, unbroken
from tts_interview.language.spoken_text.vocabulary import general_rules, vocabulary

WORDS = vocabulary("pt")
_MONTH_NAMES = "|".join(WORDS.months[1:])
_ALONE, _FEMININE = Agreement.ALONE, Agreement.FEMININE
_ORDINAL = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})\.?(?P<ending>[ºª°ao])(?![^\W_])")
_TELEPHONE = re.compile(
    r"(?<![\d.,+])(?:(?:\+\d{1,3}\s?)?(?:\(\d\d\)\s?|\d\d\s)?9\d{4}-\d{4}|(?:\+\d{1,3}\s?)?(?:\(\d\d\)\s?|\d\d\s)\d{4}-\d{4}|\d{5}-\d{3})(?!\d)"
)
_FIRST_OF_MONTH = re.compile(rf"(?<![\d.,/–-])1(?=\sde\s(?:{_MONTH_NAMES})(?!\w))", re.I)
# "D. Maria" is Dona Maria, "D. Pedro" is Dom Pedro.
_DONA = re.compile(r"(?<!\w)D\.(?=\s(?:[A-ZÀ-Ý][^\W\d_]*a|Beatriz|Carlota|Inês|Isabel|Leonor)(?!\w))")


def _ordinal(found: re.Match[str]) -> str:
    number = int(found["number"])
    is_degree = found["ending"] in "º°" and "." not in found[0] and number > 20 and not next_word(found)[:1].islower()
    if is_degree or (found["ending"] == "°" and not next_word(found)):
        return f"{cardinal(number)} {'grau' if number == 1 else 'graus'}"
    return ordinal(number, _FEMININE if found["ending"] in "ªa" else _ALONE)


def _reign(number: int, name: str) -> str:
    if number > 10:
        return cardinal(number)
    return ordinal(number, _FEMININE if name.endswith(("a", "bel", "beth")) else _ALONE)


def _date(date: Date) -> str:
    day = ordinal(1) if date.day == 1 else cardinal(date.day)
    return f"{day} de {WORDS.months[date.month]} de {cardinal(date.year)}"


def _time(hour: int, minute: int) -> str:
    hours = cardinal(hour, _FEMININE)
    return f"{hours} e {cardinal(minute)}" if minute else f"{hours} {WORDS.units['h'].name(is_one=hour < 2)}"


_ROMANS = Romans(
    cardinal,
    after_noun=lambda number, _word: ordinal(number) if number <= 10 else cardinal(number),
    after_name=_reign,
    before=lambda number, noun: ordinal(number, agreement_with(noun)),
    **WORDS.romans,
)
RULES = (
    *identifiers(FIGURES, WORDS.signs),
    Rule("dona", _DONA, lambda _: "dona"),
    abbreviations(WORDS.abbreviations),
    abbreviations(WORDS.before_numbers, "abbreviation before a number", r"(?=\s?\d)"),
    numeric_dates(_date),
    timestamps(FIGURES, WORDS.units),
    Rule("telephone number or postal code", _TELEPHONE, lambda found: FIGURES.dialled(found[0])),
    Rule("first of a month", _FIRST_OF_MONTH, lambda _: ordinal(1)),
    fractions(FIGURES, Fractions(named=fraction, **WORDS.fractions), WORDS.units),
    clock(_time, marks=":hH", after="h|hs|horas"),
    *money(FIGURES, WORDS.money),
    Rule("ordinal", _ORDINAL, _ordinal),
    measures(FIGURES, WORDS.units),
    romans(_ROMANS),
    *general_rules(FIGURES, WORDS),
)

# How words of Brazil are said in Portugal.
_IN_PORTUGAL = WORDS.tables["portugal"]
_BRAZILIAN = re.compile(rf"\b(?:{'|'.join(_IN_PORTUGAL)})\b")


def _in_portugal(rule: Rule, found: re.Match[str]) -> Spoken | str | None:
    words = rule.say(found)
    return _BRAZILIAN.sub(lambda word: _IN_PORTUGAL[word[0]], words) if isinstance(words, str) else words


VARIETIES = {"pt-pt": tuple(Rule(rule.name, rule.pattern, partial(_in_portugal, rule)) for rule in RULES)}
UNBROKEN = unbroken(WORDS.abbreviations, WORDS.tables["at_ends"])
LETTERS = WORDS.spelling.names
