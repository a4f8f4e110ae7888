"""Web and mail addresses, handles and hashtags; postal addresses, and American states that are abbreviated."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.language.spoken_text.english.numerals import digits, pairs, whole
from tts_interview.language.spoken_text.identifiers import addresses
from tts_interview.language.spoken_text.patterns import any_of, before, final_stop
from tts_interview.language.spoken_text.rules import Rule

_PARTS = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_SIGNS = {
    ".": "dot",
    "/": "slash",
    "@": "at",
    "-": "dash",
    "_": "underscore",
    "+": "plus",
    ":": "colon",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "#": "hash",
    "%": "percent",
    "~": "tilde",
    ",": "comma",
    "!": "exclamation mark",
}
_SPELT = frozenset(
    """
    www tv fm io uk us eu nz za de fr nl ch dk pl jp cn ru br mx html php pdf bbc npr cnn nbc abc cbs fbi nhs ly
    """.split()
)
# A state: its abbreviation in newspapers, its postal code and its name.
_NAMES = """
    Ala. AL Alabama|Alaska AK Alaska|Ariz. AZ Arizona|Ark. AR Arkansas
    |Calif. CA California|Colo. CO Colorado|Conn. CT Connecticut
    |Del. DE Delaware|Fla. FL Florida|Ga. GA Georgia|Hawaii HI Hawaii|Idaho ID Idaho|Ill. IL Illinois|Ind. IN Indiana
    |Iowa IA Iowa|Kan. KS Kansas|Ky. KY Kentucky|La. LA Louisiana|Maine ME Maine|Md. MD Maryland|Mass. MA Massachusetts
    |Mich. MI Michigan|Minn. MN Minnesota|Miss. MS Mississippi|Mo. MO Missouri|Mont. MT Montana|Neb. NE Nebraska|Nev. NV Nevada
    |N.H. NH New Hampshire|N.J. NJ New Jersey|N.M. NM New Mexico|N.Y. NY New York|N.C. NC North Carolina|N.D. ND North Dakota
    |Ohio OH Ohio|Okla. OK Oklahoma|Ore. OR Oregon|Pa. PA Pennsylvania|R.I. RI Rhode Island|S.C. SC South Carolina
    |S.D. SD South Dakota|Tenn. TN Tennessee|Tex. TX Texas|Utah UT Utah|Vt. VT Vermont|Va. VA Virginia|Wash. WA Washington
    |W.Va. WV West Virginia|Wis. WI Wisconsin|Wyo. WY Wyoming
"""
_ROWS = [row.split(maxsplit=2) for row in _NAMES.strip().split("|")]
_STATES = {short: name.strip() for short, _, name in _ROWS}
_CODES = {code: name.strip() for _, code, name in _ROWS}
_SHORT = any_of(_STATES)
_CODE = "|".join(_CODES)
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}
_STREETS = {
    "St": "Street",
    "Ave": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "Ln": "Lane",
    "Dr": "Drive",
    "Ct": "Court",
    "Pl": "Place",
    "Sq": "Square",
    "Pkwy": "Parkway",
    "Hwy": "Highway",
    "Expy": "Expressway",
    "Ter": "Terrace",
}
# After a house number and up to three names.
_AFTER_A_HOUSE = re.compile(r"(?:^|\D)\d{1,5}\s(?:[NSEW]\.?\s)?(?:(?:[A-Z][a-z]+|\d{1,3}(?:st|nd|rd|th))\s){1,3}$")
_HOUSE = re.compile(
    r"(?<![\w.,$€£#-])[1-9]\d{2,3}(?=\s(?:[NSEW]\.?\s)?(?:(?:[A-Z][a-z]{1,20}|\d{1,3}(?:st|nd|rd|th))\s){1,3}"
    rf"(?:{'|'.join([*_STREETS, *_STREETS.values(), 'Way'])})(?!\w))"
)
_QUARTERS = {"N": "North", "S": "South", "E": "East", "W": "West"}


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
    Rule("party and state", re.compile(rf"\s?\((?P<party>[DRI])-(?P<state>{_SHORT}|{_CODE}|[A-Z][a-z]{{3,12}})\)"), _party),
    Rule(
        "state",
        re.compile(rf"(?<=[a-z], )(?:{_SHORT})(?=[,;)]|\s[a-z(]|\s*[\"”’]?$)"),
        lambda found: _STATES[found[0]] + final_stop(found),
    ),
    Rule(
        "state of a postal address",
        re.compile(rf"(?<=[a-z], )(?:{_CODE})(?=,?\s\d{{5}}\b|[,;)]|\s*\.?$)"),
        lambda found: _CODES[found[0]],
    ),
    Rule("house number", _HOUSE, lambda found: pairs(found[0])),
    Rule("street", re.compile(rf"(?<=[a-zA-Z]\s)(?P<street>(?i:{'|'.join(_STREETS)}))(?:\.|(?!\w))"), _street),
    Rule(
        "quarter of a street",
        re.compile(
            rf"(?<=\d\s)(?P<quarter>[NSEW])\.?(?=\s(?:[A-Z][a-z]+|\d{{1,3}}(?:st|nd|rd|th))\s(?:(?i:{'|'.join(_STREETS)})|[A-Z])[a-z]*\b)"
        ),
        lambda found: _QUARTERS[found["quarter"]],
    ),
)
