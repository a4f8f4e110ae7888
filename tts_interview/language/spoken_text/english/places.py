"""Parts of postal addresses, and the states of America that are written short."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.context import before, full_stop
from tts_interview.language.spoken_text.english.numbers import pairs
from tts_interview.language.spoken_text.rules import Rule

# How a state is written by newspapers and by the mail.
_NAMES = """
    Ala. AL Alabama|Alaska AK Alaska
    |Ariz. AZ Arizona|Ark. AR Arkansas|Calif. CA California|Colo. CO Colorado|Conn. CT Connecticut
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
_SHORT = "|".join(re.escape(short) for short in sorted(_STATES, key=len, reverse=True))
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
# After the number of a house and a name or two.
_AFTER_A_HOUSE = re.compile(r"(?:^|\D)\d{1,5}\s(?:[NSEW]\.?\s)?(?:(?:[A-Z][a-z]+|\d{1,3}(?:st|nd|rd|th))\s){1,3}$")
_HOUSE = re.compile(
    r"(?<![\w.,$€£#-])[1-9]\d{2,3}(?=\s(?:[NSEW]\.?\s)?(?:(?:[A-Z][a-z]{1,20}|\d{1,3}(?:st|nd|rd|th))\s){1,3}"
    rf"(?:{'|'.join([*_STREETS, *_STREETS.values(), 'Way'])})(?!\w))"
)
_QUARTERS = {"N": "North", "S": "South", "E": "East", "W": "West"}


def _party(found: re.Match[str]) -> str:
    return f", {_PARTIES[found['party']]} of {_STATES.get(found['state']) or _CODES.get(found['state']) or found['state']},"


def _street(found: re.Match[str]) -> str | None:
    return _STREETS[found["street"].title()] + full_stop(found) if _AFTER_A_HOUSE.search(before(found)) else None


RULES = (
    Rule("party and state", re.compile(rf"\s?\((?P<party>[DRI])-(?P<state>{_SHORT}|{_CODE}|[A-Z][a-z]{{3,12}})\)"), _party),
    Rule(
        "state",
        re.compile(rf"(?<=[a-z], )(?:{_SHORT})(?=[,;)]|\s[a-z(]|\s*[\"”’]?$)"),
        lambda found: _STATES[found[0]] + full_stop(found),
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
