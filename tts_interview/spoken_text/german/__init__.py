"""The rules of German."""

from __future__ import annotations

import re

from tts_interview.spoken_text.addresses import addresses
from tts_interview.spoken_text.amounts import fractions, measures, money
from tts_interview.spoken_text.figures import Agreement, hundreds_of_years, numbers
from tts_interview.spoken_text.german.numerals import FIGURES, cardinal, year
from tts_interview.spoken_text.german.ordinals import ORDINAL_AND_NOUN, ORDINALS, date_said
from tts_interview.spoken_text.german.words import (
    ABBREVIATIONS,
    AT_ENDS,
    BEFORE_NUMBERS,
    FRACTIONS,
    MONEY,
    SIGNS,
    SPELLING,
    SYMBOLS,
    UNITS,
    WEEKDAYS,
)
from tts_interview.spoken_text.letters import acronyms, models
from tts_interview.spoken_text.moments import clock, numeric_dates, timestamps
from tts_interview.spoken_text.roman import Romans, romans
from tts_interview.spoken_text.rules import Rule
from tts_interview.spoken_text.signs import DASH, abbreviations, symbols, unbroken

_ALONE, _MASCULINE = Agreement.ALONE, Agreement.MASCULINE
_DECADE = re.compile(r"(?<![\w.,])(?P<number>\d{1,3}\.\d{3}|\d{2,4})er(?=n?(?![^\W_]))")
_COMPOUND = re.compile(r"(?<![\w.,–-])(?P<number>\d{1,4})(?:-(?=[a-zäöü])|(?=(?:jährig|fach|mal|köpfig|tägig|stündig|teilig)))")
_PERCENT_COMPOUND = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})\s?%ig")
_HALVES = re.compile(r"(?<![\w.,])(?P<whole>\d{1,2})\s?½(?P<joint>-?(?=[^\W\d_]))?")
_HALF_OF = re.compile(r"(?<![\w.,])(?:½|1/2)\s(?=[^\W\d_]+(?:e|ung|heit|schaft)(?!\w))")
_WEEKDAY = "|".join(WEEKDAYS)
_WEEKDAYS = re.compile(
    rf"(?<!\w)(?P<first>{_WEEKDAY})\.?\s?(?:(?P<to>[–-]|bis)|/|und)\s?(?P<last>{_WEEKDAY})(?!\w)(?:\.(?=\s+[^\WA-ZÄÖÜ_]|[,;:)]))?"
)
_YEARS = re.compile(r"(?<![\w.,/])(?P<first>1[1-9]\d\d|20\d\d)/(?P<last>\d\d)(?![\w/]|[.,]\d)")
_STREET = re.compile(r"(?<=[a-zäöüß])str\.(?!\w)")
_SCORE = re.compile(r"(?<![\d:.,])(?P<first>\d{1,3}):(?P<last>\d{1,3})(?![\d:])")


def _decade_said(found: re.Match[str]) -> str:
    number = int(found["number"].replace(".", ""))
    is_year = 1100 <= number < 2000 and "." not in found["number"]
    return f"{year(number) if is_year else cardinal(number, _ALONE)}er"


def _halves_said(found: re.Match[str]) -> str:
    return f"{cardinal(int(found['whole']), _ALONE).removesuffix('s')}einhalb" + ("-" if found["joint"] else "")


def _weekdays_said(found: re.Match[str]) -> str | None:
    if found["first"] == found["last"]:
        return None
    return f"{WEEKDAYS[found['first']]} {'bis' if found['to'] else 'und'} {WEEKDAYS[found['last']]}"


def _years_said(found: re.Match[str]) -> str | None:
    """A winter or a season over two years: "1990/91"."""
    first, last = int(found["first"]), int(found["last"])
    if (first + 1) % 100 != last:
        return None
    return f"{year(first) if first < 2000 else cardinal(first, _ALONE)} {cardinal(last, _ALONE)}"


def _time(hour: int, minute: int) -> str:
    said = f"{cardinal(hour, _MASCULINE)} Uhr"
    return f"{said} {cardinal(minute, _ALONE)}" if minute else said


def _duration(*parts: int) -> str:
    named = zip(parts, (UNITS["h"], UNITS["min"], UNITS["s"]), strict=True)
    return " ".join(f"{cardinal(number, unit.agreement)} {unit.name(is_one=number == 1)}" for number, unit in named)


_ROMANS = Romans(
    nouns="Kapitel|Band|Akt|Artikel|Teil|Buch|Szene|Typ",
    names="(?!)",
    heads="(?!)",
    after_noun=lambda number, _noun: cardinal(number, _ALONE),
    after_name=lambda number, _name: cardinal(number, _ALONE),
    before=lambda number, _noun: cardinal(number, _ALONE),
    alone=lambda number: cardinal(number, _ALONE),
    joints="und|bis",
    to="bis",
)
RULES = (
    *addresses(FIGURES, SIGNS),
    numeric_dates(date_said),
    timestamps(_duration),
    Rule("winter", _YEARS, _years_said),
    Rule("weekdays", _WEEKDAYS, _weekdays_said),
    Rule("halves", _HALVES, _halves_said),
    Rule("half of", _HALF_OF, lambda _: "eine halbe "),
    fractions(FIGURES, FRACTIONS, UNITS, ""),
    clock(_time, marks=":", after="Uhr|h"),
    *money(FIGURES, MONEY),
    Rule("percent in a word", _PERCENT_COMPOUND, lambda found: f"{cardinal(int(found['number']), _ALONE)}prozentig"),
    measures(FIGURES, UNITS),
    Rule("decade", _DECADE, _decade_said),
    *ORDINALS,
    abbreviations(ABBREVIATIONS),
    abbreviations(BEFORE_NUMBERS, "abbreviation before a number", r"(?=\s?\d)"),
    Rule("street", _STREET, lambda _: "straße"),
    Rule("number in a word", _COMPOUND, lambda found: cardinal(int(found["number"]), _MASCULINE)),
    Rule("score", _SCORE, lambda found: f"{FIGURES.say(found['first'])} zu {FIGURES.say(found['last'])}"),
    romans(_ROMANS),
    *models(FIGURES, SPELLING.names),
    *acronyms(SPELLING),
    hundreds_of_years(FIGURES, year),
    *numbers(FIGURES),
    DASH,
    *symbols(SYMBOLS),
)
UNBROKEN = unbroken(ABBREVIATIONS, AT_ENDS, ORDINAL_AND_NOUN)
LETTERS = SPELLING.names
