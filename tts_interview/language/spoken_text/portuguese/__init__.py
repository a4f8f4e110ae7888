"""The rules of Portuguese."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.addresses import addresses
from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.figures import Agreement, next_word, numbers
from tts_interview.language.spoken_text.letters import acronyms, models
from tts_interview.language.spoken_text.moments import Date, clock, numeric_dates, timestamps
from tts_interview.language.spoken_text.portuguese.numerals import FIGURES, agreement_with, cardinal, fraction, ordinal
from tts_interview.language.spoken_text.portuguese.words import (
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
from tts_interview.language.spoken_text.roman import Romans, romans
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.signs import DASH, abbreviations, symbols, unbroken

_ALONE, _FEMININE = Agreement.ALONE, Agreement.FEMININE
_MONTHS = " janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(" ")
_ORDINAL = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})\.?(?P<ending>[ºª°ao])(?![^\W_])")
_TELEPHONE = re.compile(
    r"(?<![\d.,+])(?:(?:\+\d{1,3}\s?)?(?:\(\d\d\)\s?|\d\d\s)?9\d{4}-\d{4}|(?:\+\d{1,3}\s?)?(?:\(\d\d\)\s?|\d\d\s)\d{4}-\d{4}|\d{5}-\d{3})(?!\d)"
)
_FIRST_OF_MONTH = re.compile(rf"(?<![\d.,/–-])1(?=\sde\s(?:{'|'.join(_MONTHS[1:])})(?!\w))", re.I)
# "D. Maria" is a lady, "D. Pedro" a king.
_DONA = re.compile(r"(?<!\w)D\.(?=\s(?:[A-ZÀ-Ý][^\W\d_]*a|Beatriz|Carlota|Inês|Isabel|Leonor)(?!\w))")


def _ordinal_said(found: re.Match[str]) -> str:
    number = int(found["number"])
    is_degree = found["ending"] in "º°" and "." not in found[0] and number > 20 and not next_word(found)[:1].islower()
    if is_degree or (found["ending"] == "°" and not next_word(found)):
        return f"{cardinal(number, _ALONE)} {'grau' if number == 1 else 'graus'}"
    return ordinal(number, _FEMININE if found["ending"] in "ªa" else _ALONE)


def _to_ten(number: int, _word: str) -> str:
    """After a noun or a name: ordinals up to ten, then cardinals."""
    return ordinal(number) if number <= 10 else cardinal(number, _ALONE)


def _reign(number: int, name: str) -> str:
    return (
        ordinal(number, _FEMININE if name.endswith(("a", "bel", "beth")) else _ALONE)
        if number <= 10
        else cardinal(number, _ALONE)
    )


def _date(date: Date) -> str:
    day = ordinal(1) if date.day == 1 else cardinal(date.day, _ALONE)
    return f"{day} de {_MONTHS[date.month]} de {cardinal(date.year, _ALONE)}"


def _time(hour: int, minute: int) -> str:
    said = cardinal(hour, _FEMININE)
    return f"{said} e {cardinal(minute, _ALONE)}" if minute else f"{said} {UNITS['h'].name(is_one=hour < 2)}"


_ROMANS = Romans(
    nouns="[Ss]éculos?|[Cc]apítulos?|[Tt]omos?|[Aa]tos?|[Aa]rtigos?|[Tt]ítulo|[Vv]olume|[Ll]ivro|[Cc]anto",
    names="Afonso|Bento|Carlos|Catarina|Duarte|Eduardo|Elizabeth|Fernando|Filipe|Francisco|Henrique|Isabel|João|Jorge|José|Leão"
    "|Luís|Manuel|Maria|Miguel|Napoleão|Paulo|Pedro|Pio|Sancho",
    heads="República|Guerra|Congresso|Festival|Cúpula|Encontro|Jornadas?|Bienal|Prêmio|Concílio",
    after_noun=_to_ten,
    after_name=_reign,
    before=lambda number, noun: ordinal(number, agreement_with(noun)),
    alone=lambda number: cardinal(number, _ALONE),
    joints="e",
    to="a",
)
RULES = (
    *addresses(FIGURES, SIGNS),
    Rule("dona", _DONA, lambda _: "dona"),
    abbreviations(ABBREVIATIONS),
    abbreviations(BEFORE_NUMBERS, "abbreviation before a number", r"(?=\s?\d)"),
    numeric_dates(_date),
    timestamps(FIGURES, UNITS),
    Rule("telephone number or postal code", _TELEPHONE, lambda found: FIGURES.dialled(found[0])),
    Rule("first of a month", _FIRST_OF_MONTH, lambda _: ordinal(1)),
    fractions(FIGURES, FRACTIONS, UNITS, Fractions("e", "de", fraction)),
    clock(_time, marks=":hH", after="h|hs|horas"),
    *money(FIGURES, MONEY),
    Rule("ordinal", _ORDINAL, _ordinal_said),
    measures(FIGURES, UNITS),
    romans(_ROMANS),
    *models(FIGURES, SPELLING.names),
    *acronyms(SPELLING),
    *numbers(FIGURES),
    DASH,
    *symbols(SYMBOLS),
)
UNBROKEN = unbroken(ABBREVIATIONS, AT_ENDS)
LETTERS = SPELLING.names
