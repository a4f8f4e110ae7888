"""Web and mail addresses, handles and hashtags; postal addresses, and American states that are abbreviated."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.language.spoken_text.english.numerals import digits, pairs, whole
from tts_interview.language.spoken_text.identifiers import addresses
from tts_interview.language.spoken_text.patterns import any_of, before, final_stop
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import words_of

_PARTS = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_WORDS = words_of("en")
_SIGNS, _PARTIES, _STREETS, _QUARTERS = (_WORDS[key] for key in ("address", "parties", "streets", "quarters"))
_SPELT = frozenset(_WORDS["address_parts"]["spelt"].split())
# The American states by their abbreviations in newspapers, and by their postal codes.
_STATES, _CODES = _WORDS["states"], _WORDS["state_codes"]
_SHORT, _CODE = any_of(_STATES), "|".join(_CODES)
# After a house number and up to three names.
_AFTER_A_HOUSE = re.compile(r"(?:^|\D)\d{1,5}\s(?:[NSEW]\.?\s)?(?:(?:[A-Z][a-z]+|\d{1,3}(?:st|nd|rd|th))\s){1,3}$")
_HOUSE = re.compile(
    r"(?<![\w.,$€£#-])[1-9]\d{2,3}(?=\s(?:[NSEW]\.?\s)?(?:(?:[A-Z][a-z]{1,20}|\d{1,3}(?:st|nd|rd|th))\s){1,3}"
    rf"(?:{'|'.join([*_STREETS, *_STREETS.values(), 'Way'])})(?!\w))"
)


def _part(part: str) -> str:
    if part[0].isdecimal():
        return pairs(part) if len(part) == 4 and part[0] in "12" else whole(part) if len(part) < 4 else digits(part)
    if part.casefold() in _SPELT or (
        part.isascii() and part.isalpha() and not re.search("[aeiouyAEIOUY]", part) and len(part) < 5
    ):
        return " ".join(part.upper())
    return _SIGNS.get(part, "") if not part.isalnum() else part


def _read(text: str) -> str:
    return " ".join(filter(None, map(_part, _PARTS.findall(_with_plain_figures(text)))))


def _with_plain_figures(text: str) -> str:
    """Return the text with plain digits for raised and circled ones, without digits that have no plain form."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal() or not c.isdigit())


def _party(found: re.Match[str]) -> str:
    return f", {_PARTIES[found['party']]} of {_STATES.get(found['state']) or _CODES.get(found['state']) or found['state']},"


def _street(found: re.Match[str]) -> str | None:
    return _STREETS[found["street"].title()] + final_stop(found) if _AFTER_A_HOUSE.search(before(found)) else None


WEB = addresses(_read, at="at", hashtag="hashtag")
POSTAL = (
    Rule.of("party and state", rf"\s?\((?P<party>[DRI])-(?P<state>{_SHORT}|{_CODE}|[A-Z][a-z]{{3,12}})\)", _party),
    Rule.of(
        "state", rf"(?<=[a-z], )(?:{_SHORT})(?=[,;)]|\s[a-z(]|\s*[\"”’]?$)", lambda found: _STATES[found[0]] + final_stop(found)
    ),
    Rule.of(
        "state of a postal address", rf"(?<=[a-z], )(?:{_CODE})(?=,?\s\d{{5}}\b|[,;)]|\s*\.?$)", lambda found: _CODES[found[0]]
    ),
    Rule("house number", _HOUSE, lambda found: pairs(found[0])),
    Rule.of("street", rf"(?<=[a-zA-Z]\s)(?P<street>(?i:{'|'.join(_STREETS)}))(?:\.|(?!\w))", _street),
    Rule.of(
        "quarter of a street",
        rf"(?<=\d\s)(?P<quarter>[NSEW])\.?(?=\s(?:[A-Z][a-z]+|\d{{1,3}}(?:st|nd|rd|th))\s(?:(?i:{'|'.join(_STREETS)})|[A-Z])[a-z]*\b)",
        lambda found: _QUARTERS[found["quarter"]],
    ),
)
