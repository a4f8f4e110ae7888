"""The rules of French."""

from __future__ import annotations

import re

from tts_interview.spoken_text.addresses import addresses
from tts_interview.spoken_text.amounts import measures, money
from tts_interview.spoken_text.figures import Agreement, next_word, numbers
from tts_interview.spoken_text.french.numerals import FIGURES, agreement_with, cardinal, ordinal
from tts_interview.spoken_text.french.words import ABBREVIATIONS, AT_ENDS, FRACTIONS, MONEY, SIGNS, SPELLING, SYMBOLS, UNITS
from tts_interview.spoken_text.letters import acronyms, models
from tts_interview.spoken_text.moments import Date, clock, numeric_dates, timestamps
from tts_interview.spoken_text.roman import Romans, roman, romans
from tts_interview.spoken_text.rules import Rule
from tts_interview.spoken_text.signs import DASH, abbreviations, symbols, unbroken

_ALONE, _FEMININE = Agreement.ALONE, Agreement.FEMININE
_MONTHS = " janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ")
_ORDINAL = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,4}|[IVXLC]{1,8})(?P<ending>ers?|[èe]?res?|nde?s?|[èe]mes?|es?|ᵉʳ|ʳᵉ|ᵉ)(?![^\W_])"
)
_TELEPHONE = re.compile(r"(?<![\d.,+])0\d(?:[ .\u00a0\u202f]\d{2}){4}(?![ .]?\d)")


def _ordinal_said(found: re.Match[str]) -> str | None:
    """Of "1er", "1re", "2e", "IIIe" and "XIXᵉ"; the next word tells whether "1e" is "première"."""
    written, ending = found["number"], found["ending"]
    number = int(written) if written[0].isdecimal() else roman(written)
    if not number or (ending[0] in "rʳ" and number > 1) or (ending[0] == "n" and number != 2):
        return None
    if ending[0] == "n":
        return "seconde" if "d" in ending[1:2] and ending.startswith("nde") else "second"
    is_feminine = ending[0] in "rʳè" and number == 1
    if ending in {"e", "es", "ᵉ"} and number == 1:
        is_feminine = agreement_with(next_word(found)) is _FEMININE
    return ordinal(number, _FEMININE if is_feminine else _ALONE)


def _telephone_said(found: re.Match[str]) -> str:
    """In pairs, as it is written."""
    return ", ".join(FIGURES.say(pair) for pair in re.findall(r"\d{2}", found[0]))


def _reign(number: int, _name: str) -> str:
    return ordinal(1) if number == 1 else cardinal(number, _ALONE)


def _date(date: Date) -> str:
    day = ordinal(1) if date.day == 1 else cardinal(date.day, _ALONE)
    return f"{day} {_MONTHS[date.month]} {cardinal(date.year, _ALONE)}"


def _time(hour: int, minute: int) -> str:
    said = f"{cardinal(hour, _FEMININE)} {UNITS['h'].name(is_one=hour < 2)}"
    return f"{said} {cardinal(minute, _FEMININE)}" if minute else said


def _duration(*parts: int) -> str:
    named = zip(parts, (UNITS["h"], UNITS["min"], UNITS["s"]), strict=True)
    return " ".join(f"{cardinal(number, unit.agreement)} {unit.name(is_one=number < 2)}" for number, unit in named)


_ROMANS = Romans(
    nouns="[Cc]hapitres?|[Tt]omes?|[Aa]ctes?|[Aa]rticles?|[Tt]itre|[Vv]olume|[Ll]ivre|[Pp]artie|[Pp]hase|[Tt]ype|[Ss]cène",
    names="Benoît|Catherine|Charles|Édouard|Élisabeth|Elizabeth|François|Frédéric|George|Georges|Guillaume|Henri|Jacques|Jean"
    "|Léon|Louis|Napoléon|Paul|Philippe|Pie",
    heads="République|Guerre",
    after_noun=lambda number, _noun: cardinal(number, _ALONE),
    after_name=_reign,
    before=lambda number, _noun: cardinal(number, _ALONE),
    alone=lambda number: cardinal(number, _ALONE),
    joints="et|à",
    to="à",
)
RULES = (
    *addresses(FIGURES, SIGNS),
    abbreviations(ABBREVIATIONS),
    numeric_dates(_date),
    Rule("telephone number", _TELEPHONE, _telephone_said),
    timestamps(_duration),
    abbreviations(FRACTIONS, "fraction"),
    clock(_time, marks=":hH", after="h|heures"),
    *money(FIGURES, MONEY),
    measures(FIGURES, UNITS),
    Rule("ordinal", _ORDINAL, _ordinal_said),
    romans(_ROMANS),
    *models(FIGURES, SPELLING.names),
    *acronyms(SPELLING),
    *numbers(FIGURES),
    DASH,
    symbols(SYMBOLS),
)
UNBROKEN = unbroken(ABBREVIATIONS, AT_ENDS)
