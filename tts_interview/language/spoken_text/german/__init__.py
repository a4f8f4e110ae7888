"""Rules for German text."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.datetimes import clock, numeric_dates, timestamps
from tts_interview.language.spoken_text.german.numerals import FIGURES, cardinal, fraction, year
from tts_interview.language.spoken_text.german.ordinals import ORDINAL_AND_NOUN, ORDINALS, spoken_date
from tts_interview.language.spoken_text.identifiers import identifiers
from tts_interview.language.spoken_text.numbers import Agreement, hundreds_of_years, seasons
from tts_interview.language.spoken_text.roman_numerals import Romans, romans
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.signs import abbreviations, unbroken
from tts_interview.language.spoken_text.vocabulary import general_rules, vocabulary

WORDS = vocabulary("de")
_MASCULINE = Agreement.MASCULINE
_DECADE = re.compile(r"(?<![\w.,])(?P<number>\d{1,3}\.\d{3}|\d{2,4})er(?=n?(?![^\W_]))")
_COMPOUND = re.compile(r"(?<![\w.,–-])(?P<number>\d{1,4})(?:-(?=[a-zäöü])|(?=(?:jährig|fach|mal|köpfig|tägig|stündig|teilig)))")
_PERCENT_COMPOUND = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})\s?%ig")
_HALVES = re.compile(r"(?<![\w.,])(?P<whole>\d{1,2})(?:\s?½(?P<joint>-?(?=[^\W\d_]))?|\s1/2(?=\s[A-ZÄÖÜ][^\W\d_]{2}))")
_HALF_OF = re.compile(
    r"(?<![\w.,])(?<!\d\s)(?:½|1/2)\s(?=(?P<der>(?:Kilom|Quadratm|Kubikm|M)eter|Liter|Zentner|Monat|Tag|Tropfen)(?!\w)"
    r"|(?P<das>Kilo|Kilogramm|Gramm|Pfund|Jahr|Jahrhundert|Dutzend|Glas|Prozent|Brot)(?!\w)|[^\W\d_]+(?:e|ung|heit|schaft)(?!\w))"
)
_WEEKDAY_NAMES = WORDS.tables["weekdays"]
_WEEKDAY = "|".join(_WEEKDAY_NAMES)
_WEEKDAYS = re.compile(
    rf"(?<!\w)(?P<first>{_WEEKDAY})\.?\s?(?:(?P<to>[–-]|bis)|/|und)\s?(?P<last>{_WEEKDAY})(?!\w)(?:\.(?=\s+[^\WA-ZÄÖÜ_]|[,;:)]))?"
)
_STREET = re.compile(r"(?<=[a-zäöüß])str\.(?!\w)")
_SCORE = re.compile(r"(?<![\d:.,])(?P<first>\d{1,3}):(?P<last>\d{1,3})(?![\d:])")


def _decade(found: re.Match[str]) -> str:
    number = int(found["number"].replace(".", ""))
    is_year = 1100 <= number < 2000 and "." not in found["number"]
    return f"{year(number) if is_year else cardinal(number)}er"


def _halves(found: re.Match[str]) -> str:
    return f"{cardinal(int(found['whole'])).removesuffix('s')}einhalb" + ("-" if found["joint"] else "")


def _half(found: re.Match[str]) -> str:
    return "ein halber " if found["der"] else "ein halbes " if found["das"] else "eine halbe "


def _weekdays(found: re.Match[str]) -> str | None:
    if found["first"] == found["last"]:
        return None
    return f"{_WEEKDAY_NAMES[found['first']]} {'bis' if found['to'] else 'und'} {_WEEKDAY_NAMES[found['last']]}"


def _year(written: str) -> str:
    return year(int(written)) if 1100 <= int(written) < 2000 else FIGURES.say(written)


def _time(hour: int, minute: int) -> str:
    hours = f"{cardinal(hour, _MASCULINE)} Uhr"
    return f"{hours} {cardinal(minute)}" if minute else hours


_ROMANS = Romans(cardinal, **WORDS.romans)
RULES = (
    *identifiers(FIGURES, WORDS.signs),
    numeric_dates(spoken_date),
    timestamps(FIGURES, WORDS.units),
    seasons(_year),
    Rule("weekdays", _WEEKDAYS, _weekdays),
    Rule("halves", _HALVES, _halves),
    Rule("half of", _HALF_OF, _half),
    fractions(FIGURES, Fractions(named=fraction, **WORDS.fractions), WORDS.units),
    clock(_time, marks=":", after="Uhr|h"),
    *money(FIGURES, WORDS.money),
    Rule("percent in a word", _PERCENT_COMPOUND, lambda found: f"{cardinal(int(found['number']))}prozentig"),
    measures(FIGURES, WORDS.units),
    Rule("decade", _DECADE, _decade),
    *ORDINALS,
    abbreviations(WORDS.abbreviations),
    abbreviations(WORDS.before_numbers, "abbreviation before a number", r"(?=\s?\d)"),
    Rule("street", _STREET, lambda _: "straße"),
    Rule("number in a word", _COMPOUND, lambda found: cardinal(int(found["number"]), _MASCULINE)),
    Rule("score", _SCORE, lambda found: f"{FIGURES.say(found['first'])} zu {FIGURES.say(found['last'])}"),
    romans(_ROMANS),
    *general_rules(FIGURES, WORDS, hundreds_of_years(FIGURES, year)),
)
UNBROKEN = unbroken(WORDS.abbreviations, WORDS.tables["at_ends"], ORDINAL_AND_NOUN)
LETTERS = WORDS.spelling.names
