"""Figures that serve as names: telephone numbers, versions, models, rooms, roads."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.acronyms import spelled
from tts_interview.language.spoken_text.english.numerals import END, START, cardinal, digits, pairs, plural, whole
from tts_interview.language.spoken_text.identifiers import ibans
from tts_interview.language.spoken_text.patterns import after, before
from tts_interview.language.spoken_text.rules import Rule, Spoken
from tts_interview.language.spoken_text.words import any_word, each, words_of

_PHONE = re.compile(
    r"(?<![\w.,+$€£-])(?:"
    r"(?:\+\d{1,3}[\s.-]?|1[-.\s])?(?:\(\d{2,5}\)[-\s]?|\d{3}[-.\s])\d{3}[-.\s]\d{4}"  # +1 (212) 555-0142
    r"|\+\d{1,3}(?:[\s.-]?\(?\d{1,5}\)?){2,6}"  # +44 20 7946 0958
    r"|\(?0\d{2,4}\)?\s\d{3,4}\s?\d{3,4}"  # 020 7946 0958
    r"|\d{3}-\d{4}"
    r")(?:\s?(?:ext\.?|x)\s?\d{1,5})?(?![\w-])(?![.,]\d)"
)
_GROUPS = {"+": "plus", "ext": "extension", "x": "extension"}
_CALLING = re.compile(r"\b(?:call(?:ed|ing|s)?|dial(?:ed|ing|s)?|phoned?|rang|ring|number)\s$", re.I)
_EMERGENCY = re.compile(r"\s(?:calls?|operators?|dispatchers?)\b")
_NAMES = words_of("en")["names_with_figures"]
_PROGRAM = re.compile(rf"\b(?:{any_word(_NAMES['programs']).replace('_', ' ')})[ -]$")
_NAMED = re.compile(rf"\b(?:{any_word(_NAMES['numbered'])})\s$")
_SECRET = re.compile(
    r"\b(?:ending (?:in|with)|PIN|OTP|PNR|SSN|pass ?code|pin code|sort code|acct"
    r"|(?:account|acct|routing|card|passport) n(?:umber|o\.?))"
    r"(?: (?:is|was))?:?\s#?$",
    re.I,
)
# Words, rather than the letters of a name, before figures.
_WORDS = frozenset(words_of("en")["capitals"]["before_figures"].split())
_NUMERONYMS = each(words_of("en")["numeronyms"], str)


def _phone(found: re.Match[str]) -> str:
    dialled_from_abroad = found[0].replace("(0)", "") if found[0].startswith("+") else found[0]
    groups = [_GROUPS.get(group) or _phone_group(group) for group in re.findall(r"\+|\d+|ext|x", dialled_from_abroad)]
    return re.sub(r"\b(plus|extension), ", r"\1 ", ", ".join(groups)).replace(", extension", " extension")


def _phone_group(group: str) -> str:
    return f"{cardinal(int(group[0]))} hundred" if re.fullmatch("[1-9]00", group) else digits(group)


def _joined(found: re.Match[str]) -> str:
    """Speak three or more numbers between hyphens: a line-up ("4-4-2"), or digits to copy."""
    groups = re.findall(r"\d+", found[0])
    if all(len(group) < 3 and group[0] != "0" for group in groups):
        return " ".join(cardinal(int(group)) for group in groups)
    return ", ".join(digits(group) for group in groups)


def _emergency(found: re.Match[str]) -> str | None:
    return digits(found[0]) if _CALLING.search(before(found)) or _EMERGENCY.match(after(found)) else None


def _secret(found: re.Match[str]) -> str | None:
    if not _SECRET.search(before(found)) or len(found["groups"]) < 4:
        return None
    return f"{found['letters']} {', '.join(map(digits, re.split('[- ]', found['groups'])))}".strip()


def _version(figures: str, mark: str = "point") -> str:
    return f" {mark} ".join(whole(part) for part in figures.split("."))


def _letters(found: re.Match[str]) -> Spoken | None:
    letters = found[0]
    return None if letters in _WORDS or (len(letters) > 3 and re.search("[AEIOU]", letters)) else spelled(letters)


def _model(found: re.Match[str]) -> str:
    words = plural(pairs(found["figures"])) if found["many"] else pairs(found["figures"])
    return f" {words}{' ' * after(found)[:1].isalpha()}"


def _model_number(figures: str) -> str:
    """Speak four figures in pairs, "forty-seven seventy", and five one by one with the last two together."""
    return pairs(figures) if len(figures) < 5 else f"{pairs(figures[:-3])} {pairs(figures[-3:])}"


def _generation(found: re.Match[str]) -> str | None:
    """Speak a generation: "5G", "3D", and "4K", unlike the amount "90K"."""
    is_amount = found["letters"] in {"K", "M", "B"} and found["figures"] not in {"4", "8"}
    return None if is_amount else f"{whole(found['figures'])} {' '.join(found['letters'])}"


# These precede the years, some of which look like part of a telephone number.
TELEPHONES = (
    ibans(digits, {}),
    Rule.of(
        "telephone number in letters",
        r"(?<![\w-])1-([89]\d\d)-([A-Z]{4,10})(?![\w-])",
        lambda found: f"one, {_phone_group(found[1])}, {found[2].lower()}",
    ),
    Rule.of("book number, named", r"(?<=ISBN )[\dX](?:[- ]?[\dX]){8,12}(?![\w-])", lambda found: digits(found[0])),
    Rule("telephone number", _PHONE, _phone),
)
RULES = (
    Rule.of("world war", r"(?<![\w.])WW\s?(?:(II|2)|(I|1))(?![\w])", lambda f: f"World War {'two' if f[1] else 'one'}"),
    Rule.of(
        "length by width",
        r"(?<![\w.,])(\d{1,5})x(\d{1,5})(?:x(\d{1,5}))?(?![\w.,]*\d)(?!\w)",
        lambda f: " by ".join(whole(figures) for figures in f.groups() if figures),
    ),
    Rule.of("numeronym", rf"(?<![\w.-])(?:{'|'.join(_NUMERONYMS)})(?!\w)", lambda found: _NUMERONYMS[found[0]]),
    Rule.of("emergency number", rf"{START}(?:911|999|112|988){END}(?!-)", _emergency),
    Rule.of("secret agent", rf"{START}00([1-9]){END}", lambda found: f"double oh {cardinal(int(found[1]))}"),
    Rule.of("internet address", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)", lambda found: _version(found[0], "dot")),
    Rule.of(
        "version", r"(?<![\w.])[vV](\d{1,5}(?:\.\d{1,5}){0,4})(?!\w)(?!\.\d)", lambda found: f"version {_version(found[1])}"
    ),
    Rule.of("version of three parts", r"(?<![\w.,])\d{1,5}(?:\.\d{1,5}){2,5}(?!\w)(?!\.\d)", lambda found: _version(found[0])),
    Rule.of(
        "version of a program",
        r"(?<=[a-zA-Z][ -])\d{1,4}\.\d{1,4}(?!\w)(?!\.\d)",
        lambda found: _version(found[0]) if _PROGRAM.search(before(found)) else None,
    ),
    Rule.of(
        "number of a room",
        r"(?<=[a-zA-Z]\s)[1-9]\d{2,3}(?![\w%])(?![.,]?\d)",
        lambda found: pairs(found[0]) if _NAMED.search(before(found)) else None,
    ),
    Rule.of(
        "number of a chip or a screen",
        r"(?<![\w.,$€£])(?:[1-9]\d{2,3}(?=\s(?:[GC]PUs?|Ti)\b)|(?:480|720|1080|1440|2160)(?=[pi]\b))",
        lambda found: f"{pairs(found[0])}{' ' * after(found)[:1].isalpha()}",
    ),
    Rule.of(
        "number of a model",
        r"(?<=[A-Za-z]\d)[-–](?P<figures>\d{3,5})(?P<letters>[A-Z]{0,3})(?!\w)(?![.,-]\d)",
        lambda found: f" {' '.join([_model_number(found['figures']), *found['letters']])}",
    ),
    Rule.of("plan", r"(?<![\w.,])(\d{3})\s?\(([a-z])\)", lambda found: f"{pairs(found[1])} {found[2].upper()}"),
    Rule.of("book number", r"(?<![\w-])97[89](?:[- ]?\d){9,9}[- ]?[\dX]\b(?!-)", lambda found: digits(found[0])),
    Rule.of(
        "secret number", rf"{START}(?P<letters>[A-Za-z]{{0,3}})(?P<groups>\d{{2,12}}(?:[- ]\d{{2,6}}){{0,4}}){END}", _secret
    ),
    Rule.of("numbers joined", r"(?<![\w.,$€£/+-])\d{1,5}(?:[-–]\d{1,5}){2,5}(?![\w/+-])(?![.,]\d)", _joined),
    Rule.of(
        "zip code", r"(?:(?<=\b[A-Z][A-Z]\s)|(?<=\b[A-Z][A-Z],\s))\d{5}(?:-\d{4})?(?![\w-])", lambda found: digits(found[0])
    ),
    Rule.of("letters of a model", r"(?<![\w.])[A-Z]{1,5}(?=[-–]?\d{1,4}(?!\d|[,.]\d))", _letters),
    Rule.of(
        "figures of a model",
        r"(?:(?<=[A-Z])|(?<=[a-z])(?<![a-z]{5}))[-–]?(?P<figures>\d{1,5})(?P<many>['’]?s\b)?(?!\d)(?![.,]\d)",
        _model,
    ),
    Rule.of("figures of a name", r"(?<=[A-Za-z])[-–](?P<figures>\d{1,4})(?P<many>s\b)?(?!\w)(?![.,-]\d)", _model),
    Rule.of("generation", r"(?<![\w.,$€£-])(?P<figures>\d{1,3})(?!ST|ND|RD|TH)(?P<letters>[A-Z]{1,2})(?!\w|\.\w)", _generation),
)
