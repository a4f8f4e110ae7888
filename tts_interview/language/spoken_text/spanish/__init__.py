"""Rules for Spanish text."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.datetimes import Date, clock, numeric_dates, timestamps
from tts_interview.language.spoken_text.identifiers import identifiers
from tts_interview.language.spoken_text.numbers import Agreement
from tts_interview.language.spoken_text.patterns import final_stop, word_before
from tts_interview.language.spoken_text.roman_numerals import Romans, romans
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.signs import CLOSING, abbreviations, unbroken
from tts_interview.language.spoken_text.spanish.numerals import FIGURES, agreement_with, cardinal, fraction, ordinal
from tts_interview.language.spoken_text.vocabulary import general_rules, vocabulary

WORDS = vocabulary("es")
_ALONE, _MASCULINE, _FEMININE = Agreement.ALONE, Agreement.MASCULINE, Agreement.FEMININE
_MONTH = rf"(?P<month>{'|'.join(WORDS.months[1:])})(?!\w)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])"
_DAY_MONTH = re.compile(rf"(?<![\d.,/–-]){_DAY}\s{_MONTH}(?:\s(?P<of>del?\s)?(?P<year>[12]\d{{3}})(?![\d.,]*\d))?")
_MONTH_DAY = re.compile(
    rf"(?<!\w){_MONTH}\s{_DAY}(?!\d)(?:(?P<of>),?\s(?P<year>[12]\d{{3}})(?![\d.,]*\d)|(?=\s*(?:$|[;:)]|[.,](?!\d))))"
)
# "En 2019 ha sido" has a year and no hectares, "desde 1999 numerosas" does not count anything.
_YEAR = re.compile(
    r"(?<![\d.,])(?:1[1-9]|20)\d\d(?=\sha\s[^\W\d_]+(?:do|to|so|cho)(?!\w))|(?<=\b[Dd]esde )[12]\d{3}(?![.,]?\d)"
)
_HOUR_OF_HALF = re.compile(r"(?<![\d:.,])(?P<hour>1[0-2]|0?\d)\.(?P<minute>[0-5]\d)(?=\s?[apAP]\.?\s?[mM](?!\w))")
_ORDINAL = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[. ]?\d{3})?)\.?(?P<ending>[ºª]|ᵉʳ|er|ro|do|to|mo|vo|no|ra|da|ta|ma|va|na)(?![^\W_])"
)
_HALF_OF_DAY = re.compile(r"(?<=\d)(?P<space>\s?)(?P<half>[apAP])\.?\s?[mM](?:\.|(?!\w))")
_HOUR_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:[:.]\d\d)?\s?\Z")
_TELEPHONE = re.compile(r"(?<![\d.,+])(?:(?P<sure>9\d \d{3} \d\d \d\d|[689]\d\d \d\d \d\d \d\d)|[6-9]\d\d \d{3} \d{3})(?!\d)")
_BEFORE_TELEPHONE = frozenset("al teléfono móvil llame número es whatsapp".split())
_FEMININE_ENDINGS = {"ª", "ra", "da", "ta", "ma", "va", "na"}
_LAST_ORDINAL = 20  # "25º" is a temperature, "25.º" and "25º aniversario" are ordinals


def _after_noun(number: int, noun: str) -> str:
    return ordinal(number) if number <= 10 and noun.casefold().startswith("siglo") else cardinal(number)


def _reign(number: int, name: str) -> str:
    """Number monarchs and popes by ordinals up to ten: "Carlos quinto", "Alfonso trece"."""
    if number > 10:
        return cardinal(number)
    return ordinal(number, _FEMININE if name in {"Isabel", "Juana"} else _ALONE)


def _half_of_day(found: re.Match[str]) -> str:
    """Speak "a. m." and "p. m." by the hour before them: "de la mañana", "de la tarde", "de la noche", "del mediodía"."""
    before = _HOUR_BEFORE.search(found.string, max(0, found.start() - 12), found.start())
    hour, is_morning = int(before[1]) if before else 0, found["half"] in "aA"
    half = "de la mañana" if is_morning else "de la tarde"
    if hour == 12:
        half = "de la noche" if is_morning else "del mediodía"
    elif hour >= 8 and not is_morning:
        half = "de la noche"
    return f" {half}{final_stop(found, CLOSING)}"


def _telephone(found: re.Match[str]) -> str | None:
    """Speak a telephone number; one in groups of three only after a word that rules out a large number."""
    is_telephone = found["sure"] or word_before(found).casefold() in _BEFORE_TELEPHONE
    return FIGURES.dialled(found[0]) if is_telephone else None


_ROMANS = Romans(
    cardinal,
    after_noun=_after_noun,
    after_name=_reign,
    before=lambda number, noun: ordinal(number, agreement_with(noun)),
    **WORDS.romans,
)


def _date(date: Date) -> str:
    return f"{cardinal(date.day)} de {WORDS.months[date.month]} de {cardinal(date.year)}"


def _day_and_month(found: re.Match[str]) -> str:
    """Speak "1 enero 1990" and "mayo 5, 2020", written as in English, with "de"."""
    day = f"{cardinal(int(found['day']))} de {found['month']}"
    return f"{day} {found['of'] or 'de '}{cardinal(int(found['year']))}" if found["year"] else day


def _time(hour: int, minute: int) -> str:
    hours = cardinal(hour, _FEMININE)
    if not minute:
        return hours if hour else "cero horas"
    return f"{hours} {'cero ' if minute < 10 else ''}{cardinal(minute)}"


def _ordinal(found: re.Match[str]) -> str:
    number, following = int(re.sub(r"\D", "", found["number"])), FIGURES.agreement_after(found)
    if found["ending"] == "º" and number > _LAST_ORDINAL and "." not in found[0] and following is _ALONE:
        return f"{cardinal(number)} grados"
    if found["ending"] in _FEMININE_ENDINGS:
        return ordinal(number, _FEMININE)
    return ordinal(number, _MASCULINE if found["ending"] in {"er", "ᵉʳ"} or following is _MASCULINE else _ALONE)


RULES = (
    *identifiers(FIGURES, WORDS.signs),
    Rule("hour of a half", _HOUR_OF_HALF, lambda found: _time(int(found["hour"]), int(found["minute"]))),
    Rule("half of the day", _HALF_OF_DAY, _half_of_day),
    abbreviations(WORDS.abbreviations),
    abbreviations(WORDS.before_numbers, "abbreviation before a number", r"(?=\s?\d)"),
    numeric_dates(_date),
    Rule("day and month", _DAY_MONTH, _day_and_month),
    Rule("month and day", _MONTH_DAY, _day_and_month),
    Rule("year", _YEAR, lambda found: cardinal(int(found[0]))),
    Rule("telephone number", _TELEPHONE, _telephone),
    timestamps(FIGURES, WORDS.units),
    fractions(FIGURES, Fractions(named=fraction, **WORDS.fractions), WORDS.units),
    clock(_time, marks=":", after="h|hs|horas", words=frozenset({"la", "las"})),
    *money(FIGURES, WORDS.money),
    measures(FIGURES, WORDS.units),
    Rule("ordinal", _ORDINAL, _ordinal),
    romans(_ROMANS),
    *general_rules(FIGURES, WORDS),
)
UNBROKEN = unbroken(WORDS.abbreviations, WORDS.tables["at_ends"])
LETTERS = WORDS.spelling.names
