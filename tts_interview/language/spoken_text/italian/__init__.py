"""The rules of Italian."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.addresses import addresses
from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.figures import Agreement, next_word, numbers
from tts_interview.language.spoken_text.italian.numerals import FIGURES, agreement_with, cardinal, fraction, ordinal
from tts_interview.language.spoken_text.italian.words import (
    ABBREVIATIONS,
    AT_ENDS,
    BEFORE_NUMBERS,
    FRACTIONS,
    MONEY,
    SIGNS,
    SPELLING,
    SYMBOLS,
    UNITS,
)
from tts_interview.language.spoken_text.letters import acronyms, models
from tts_interview.language.spoken_text.moments import Date, clock, numeric_dates, timestamps
from tts_interview.language.spoken_text.roman import Romans, romans
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.signs import DASH, abbreviations, symbols, unbroken

_ALONE, _FEMININE = Agreement.ALONE, Agreement.FEMININE
_MONTHS = " gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(" ")
_ORDINAL = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})(?P<ending>[°º]|ª|\^|[ao])(?![^\W_])")
_FIRST_OF_MONTH = re.compile(
    rf"(?<![\d.,/-])(?P<article>\b(?:a|da|de|ne|su)?l?l['’])?1(?=\s(?:{'|'.join(_MONTHS[1:])})\b)", re.I
)
_ONE_OCLOCK = re.compile(rf"(?<=all['’])1(?![\d:.,%]|\s(?:{'|'.join(_MONTHS[1:])})\b)", re.I)
_TELEPHONE = re.compile(r"(?<![\d.,+])3\d\d[ .](?:\d{6,7}|\d{3}[ .]\d{3,4})(?![ .]?\d)(?!\s?(?:€|euro|milioni|mila))")
_YEAR = re.compile(r"(?<![\d.,])(?:1[1-9]|20)\d\d(?=\sha\s[^\W\d_]+(?:to|so|rso|tto)(?!\w))")  # no hectares
_ONE = re.compile(r"(?<![\w.,/:'’–-])1\s(?=(?P<noun>[a-zà-ù]{2,}))")
# After these words "20°" is a temperature.
_NO_NOUN_AFTER_DEGREES = frozenset(
    {"", "sotto", "sopra", "di", "e", "a", "all", "al", "in", "con", "ma", "c", "nord", "sud", "est", "ovest"}
)


def _ordinal_said(found: re.Match[str]) -> str:
    number, following = int(found["number"]), next_word(found)
    if found["ending"] == "°" and following.casefold() in _NO_NOUN_AFTER_DEGREES:
        return f"{FIGURES.say(found['number'], Agreement.MASCULINE)} {'grado' if number == 1 else 'gradi'}"
    return ordinal(number, _FEMININE if found["ending"] in {"ª", "^", "a"} else _ALONE) if number else "zero"


def _first_said(found: re.Match[str]) -> str:
    """As "l'1 maggio" is "il primo maggio", "dall'1 maggio" "dal primo maggio"."""
    article = (found["article"] or "")[:-1]
    return f"{'il' if article.casefold() == 'l' else article[:-1]} primo".strip()


def _one_said(found: re.Match[str]) -> str | None:
    """One before a noun: "un euro", "uno studente", "una casa", "un'ora"."""
    agreement = agreement_with(found["noun"])
    if agreement is _ALONE:
        return None
    return FIGURES.smooth(f"{cardinal(1, agreement)} {found['noun']}").removesuffix(found["noun"])


def _date(date: Date) -> str:
    day = ordinal(1) if date.day == 1 else cardinal(date.day, _ALONE)
    return f"{day} {_MONTHS[date.month]} {cardinal(date.year, _ALONE)}"


def _time(hour: int, minute: int) -> str:
    said = "una" if hour == 1 else cardinal(hour, _ALONE)
    return f"{said} e {cardinal(minute, _ALONE)}" if minute else said


def _reign(number: int, name: str) -> str:
    return ordinal(number, _FEMININE if name.endswith("a") and name not in {"Battista", "Luca"} else _ALONE)


def _before(number: int, noun: str) -> str:
    """An ordinal, but "via venti Settembre"."""
    return cardinal(number, _ALONE) if noun.casefold() in _MONTHS else ordinal(number, agreement_with(noun))


_ROMANS = Romans(
    nouns="[Ss]ecol[oi]|[Cc]apitol[oi]|[Tt]omo|[Aa]tto|[Aa]rticolo|[Tt]itolo|[Vv]olume|[Ll]ibro|[Cc]anto",
    names="Alessandro|Benedetto|Carlo|Caterina|Clemente|Elisabetta|Emanuele|Enrico|Federico|Felice|Ferdinando|Filippo|Francesco"
    "|Giacomo|Giorgio|Giovanni|Giulio|Guglielmo|Leone|Luigi|Napoleone|Paolo|Pio|Umberto|Vaticano|Vittorio",
    heads="[Ss]ecol[oi]|sec|[Gg]uerra|[Cc]ongresso|[Ee]dizione|[Rr]epubblica|[Ff]estival|[Mm]unicipio|[Cc]ircolo|[Pp]remio",
    after_noun=lambda number, _noun: ordinal(number),
    after_name=_reign,
    before=_before,
    alone=lambda number: cardinal(number, _ALONE),
    joints="e|al",
    to="e",
)
RULES = (
    *addresses(FIGURES, SIGNS),
    abbreviations(ABBREVIATIONS),
    abbreviations(BEFORE_NUMBERS, "abbreviation before a number", r"(?=\s?\d)"),
    numeric_dates(_date),
    timestamps(FIGURES, UNITS),
    fractions(FIGURES, FRACTIONS, UNITS, Fractions("e", "di", fraction)),
    clock(_time, marks=":", words=frozenset("ore alle dalle le ora all dall".split())),
    *money(FIGURES, MONEY),
    Rule("year", _YEAR, lambda found: FIGURES.say(found[0])),
    measures(FIGURES, UNITS),
    Rule("first of a month", _FIRST_OF_MONTH, _first_said),
    Rule("one o'clock", _ONE_OCLOCK, lambda _: "una"),
    Rule("mobile telephone", _TELEPHONE, lambda found: FIGURES.dialled(found[0])),
    Rule("ordinal", _ORDINAL, _ordinal_said),
    Rule("one before a noun", _ONE, _one_said),
    romans(_ROMANS),
    *models(FIGURES, SPELLING.names),
    *acronyms(SPELLING),
    *numbers(FIGURES),
    DASH,
    *symbols(SYMBOLS),
)
UNBROKEN = unbroken(ABBREVIATIONS, AT_ENDS)
LETTERS = SPELLING.names
