"""Rules for Hindi text, with digits of both scripts."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.amounts import Fractions, fractions, measures, money
from tts_interview.language.spoken_text.datetimes import Date, numeric_dates, timestamps
from tts_interview.language.spoken_text.hindi import vocabulary
from tts_interview.language.spoken_text.hindi.numerals import FIGURES, cardinal, fraction, ordinal, year
from tts_interview.language.spoken_text.identifiers import identifiers
from tts_interview.language.spoken_text.letters import acronyms, models
from tts_interview.language.spoken_text.numbers import hundreds_of_years, numbers
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.signs import DASH, abbreviations, symbols, unbroken

_MONTHS = " जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split(" ")
_ORDINAL = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,4})\s?-?(?P<ending>व(?:ाँ|ां|ीं|ें)|ल(?:ा|ी|े)|र(?:ा|ी|े)|थ(?:ा|ी|े)|ठ(?:ा|ी|े))(?![^\W_])"
)
_CLOCK = re.compile(r"(?<![\d:.,])(?P<hour>\d{1,2})[:.](?P<minute>[0-5०-५]\d)(?![\d:.])(?P<after>\s?बजे)?")
# These have words of their own for a half: डेढ़ लाख, ढाई घंटे, साढ़े तीन करोड़.
_HALVED = r"हज़ार|हजार|लाख|करोड़|अरब|घंटे|घंटा|साल|किलो|लीटर|महीने|दिन|गुना|किलोमीटर|किमी|बजे"
_HALF = re.compile(rf"(?<![\d.,])(?P<whole>\d{{1,2}})\.[5५](?=\s?(?:{_HALVED}|{vocabulary.composed(_HALVED)}))")
_RUPEES_AND_A_HALF = re.compile(rf"₹\s?(?P<whole>\d{{1,2}})\.[5५]\s?(?P<magnitude>{_HALVED}|{vocabulary.composed(_HALVED)})")
_QUARTER, _HALF_HOUR, _THREE_QUARTERS = 15, 30, 45


def _and_a_half(number: int) -> str:
    return {0: "आधा", 1: "डेढ़", 2: "ढाई"}.get(number, f"साढ़े {cardinal(number)}")


def _time(found: re.Match[str]) -> str | None:
    """Speak a time: "साढ़े दस बजे", "दस बजकर बीस मिनट"; one with a full stop must stand before "बजे"."""
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 24 or ("." in found[0] and not found["after"]):
        return None
    if minute == _HALF_HOUR:
        return f"{_and_a_half(hour) if hour else 'साढ़े शून्य'} बजे"
    if minute == _QUARTER:
        return f"सवा {cardinal(hour)} बजे"
    if minute == _THREE_QUARTERS:
        return f"पौने {cardinal(hour % 24 + 1)} बजे"
    return f"{cardinal(hour)} बजकर {cardinal(minute)} मिनट" if minute else f"{cardinal(hour)} बजे"


def _date(date: Date) -> str:
    spoken_year = year(date.year) if 1100 <= date.year < 2000 else cardinal(date.year)
    return f"{cardinal(date.day)} {_MONTHS[date.month]} {spoken_year}"


RULES = (
    *identifiers(FIGURES, vocabulary.SIGNS),
    numeric_dates(_date),
    timestamps(FIGURES, vocabulary.UNITS),
    fractions(FIGURES, Fractions(vocabulary.FRACTIONS, "और", "", fraction), vocabulary.UNITS),
    Rule("time of day", _CLOCK, _time),
    Rule("rupees and a half", _RUPEES_AND_A_HALF, lambda found: f"{_and_a_half(int(found['whole']))} {found['magnitude']} रुपये"),
    *money(FIGURES, vocabulary.MONEY),
    Rule("number and a half", _HALF, lambda found: _and_a_half(int(found["whole"]))),
    measures(FIGURES, vocabulary.UNITS),
    abbreviations(vocabulary.ABBREVIATIONS),
    Rule("ordinal", _ORDINAL, lambda found: ordinal(int(found["number"]), found["ending"])),
    *models(FIGURES, vocabulary.SPELLING.names),
    *acronyms(vocabulary.SPELLING),
    hundreds_of_years(FIGURES, year),
    *numbers(FIGURES),
    DASH,
    *symbols(vocabulary.SYMBOLS),
)
UNBROKEN = unbroken(vocabulary.ABBREVIATIONS, vocabulary.AT_ENDS)
LETTERS = vocabulary.SPELLING.names
