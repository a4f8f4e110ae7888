"""German ordinals, whose ending depends on the word before: "am dritten Mai", "der dritte Mai", "dritter Mai"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.german.numerals import FIGURES, agreement_with, ordinal, year
from tts_interview.language.spoken_text.numbers import Agreement
from tts_interview.language.spoken_text.patterns import final_stop, word_before
from tts_interview.language.spoken_text.roman_numerals import roman
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.vocabulary import vocabulary
from tts_interview.language.spoken_text.words import any_word

if TYPE_CHECKING:
    from tts_interview.language.spoken_text.datetimes import Date

_TABLES, _MONTHS = vocabulary("de").tables["ordinals"], vocabulary("de").months
_MONTH = "|".join(_MONTHS[1:])
_COUNTED, _NEUTER = rf"(?:{_MONTH}|{any_word(_TABLES['counted'])})", re.compile(any_word(_TABLES["neuter"]))
_OBLIQUE, _DIRECT, _WOMEN, _DATIVE = (frozenset(_TABLES[key].split()) for key in ("oblique", "direct", "women", "dative"))
_ORDINAL = re.compile(rf"(?<![\w.,:])(?P<number>\d{{1,4}}|[IVX]{{1,6}})\.(?:(?!\w)|(?=(?:{_MONTH})(?!\w)))")
_NEXT = re.compile(r"\s?(?P<word>[^\W\d_]+)|\s?[–-]\s?\d{1,3}\.\s?(?P<after>[^\W\d_]+)")
_AND_ANOTHER = re.compile(r"\s(?:und|bis|oder)\s\d{1,3}\.\s(?P<word>[^\W\d_]+)")
_AFTER_ANOTHER = re.compile(r"([^\W\d_]+)\s(?:\d{1,3}\.(?:\s(?:und|bis|oder)\s|\s?[–-]\s?))+\Z")
# Where the full stop of an ordinal does not end a sentence.
ORDINAL_AND_NOUN = (
    rf"(?<![\w.,])(?:\d{{1,3}}|[IVX]{{1,6}})\.\s?(?:{_COUNTED}|(?:und|bis|oder|[–-])\s?\d{{1,3}}\.)"
    rf"|(?<!\w)(?i:{'|'.join(sorted(_OBLIQUE | _DIRECT))})\s(?:\d{{1,3}}|[IVX]{{1,6}})\.\s\w"
)
_SHORT_DATE = re.compile(r"(?<![\d.,])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?!\d)")
_REIGN = re.compile(rf"(?<!\w)(?P<name>{any_word(_TABLES['monarchs'])})(?P<genitive>s?)\s(?P<numeral>[IVX]{{1,6}})(?![\w])\.?")
_CLOSING = "\"'”“»«)"


def ending(before: str, noun: str = "") -> str:
    """Return the ending of an ordinal after a word and before a noun."""
    word, is_feminine = before.casefold(), agreement_with(noun) is Agreement.FEMININE
    if word in _OBLIQUE or (word == "der" and is_feminine):
        return "en"
    if word in _DIRECT or is_feminine:
        return "e"
    return "es" if _NEUTER.fullmatch(noun) else "er"


def spoken_date(date: Date) -> str:
    """Speak a date in the case that the word before it requires: "dritten Oktober neunzehnhundertneunzig"."""
    spoken_year = year(date.year) if 1100 <= date.year < 2000 else FIGURES.say(str(date.year))
    return f"{ordinal(date.day, ending(date.before))} {_MONTHS[date.month]} {spoken_year}"


def _ordinal(found: re.Match[str]) -> str | None:
    """Speak an ordinal, if the words around it show that its full stop does not end a sentence."""
    written = found["number"]
    number = int(written) if written[0].isdecimal() else roman(written)
    before = _AFTER_ANOTHER.search(found.string, max(0, found.start() - 60), found.start())
    word = before[1] if before else word_before(found)
    following = _AND_ANOTHER.match(found.string, found.end()) or _NEXT.match(found.string, found.end())
    noun = (following["word"] or following["after"]) if following else ""
    # A sentence does not begin with a lower-case letter.
    is_counted = re.fullmatch(_COUNTED, noun) or noun.islower() or (noun and word.casefold() in _OBLIQUE | _DIRECT)
    glue = " " if found.string[found.end() : found.end() + 1].isalpha() else ""
    return ordinal(number, ending(word, noun)) + glue if number and is_counted else None


def _short_date(found: re.Match[str]) -> str | None:
    day, month = int(found["day"]), int(found["month"])
    is_date = 0 < day <= 31 and 0 < month <= 12
    return f"{ordinal(day, ending(word_before(found)))} {_MONTHS[month]}" if is_date else None


def _reign(found: re.Match[str]) -> str | None:
    """Speak a regnal number in its case: "Ludwig der Vierzehnte", "Ludwigs des Vierzehnten", "unter Ludwig dem Vierzehnten"."""
    number, is_woman = roman(found["numeral"]), found["name"] in _WOMEN
    if not number:
        return None
    case = "genitive" if found["genitive"] else "dative" if word_before(found) in _DATIVE else "nominative"
    article = {"genitive": "der" if is_woman else "des", "dative": "der" if is_woman else "dem"}.get(case)
    words = ordinal(number, "en" if article else "e")
    name = found["name"] + found["genitive"]
    return f"{name} {article or ('die' if is_woman else 'der')} {words.capitalize()}{final_stop(found, _CLOSING)}"


ORDINALS = (
    Rule("monarch or pope", _REIGN, _reign),
    Rule("ordinal", _ORDINAL, _ordinal),
    Rule("day and month", _SHORT_DATE, _short_date),
)
