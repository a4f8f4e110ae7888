"""Numbers with units, percentages, temperatures, coordinates."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.numerals import NUMBER, START, cardinal, is_one, mixed, number, signed
from tts_interview.language.spoken_text.patterns import after, any_of, final_stop
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import each, words_of

_WORDS = words_of("en")


def _forms(said: str | list[str]) -> tuple[str, str]:
    """Return the singular and the plural of a unit."""
    return (said, f"{said}s") if isinstance(said, str) else (said[0], said[1])


_UNITS, _BARE, _ATTACHED = (each(_WORDS[key], _forms) for key in ("units", "units_bare", "units_attached"))
_POWERS = {"²": "square ", "2": "square ", "³": "cubic ", "3": "cubic "}
_POWERED = ("km", "m", "cm", "mm", "ft", "in", "mi")
# The units of a rate: "per hour".
PER = each(_WORDS["per"], str)
_SIGN = r"(?P<sign>(?<![\w)%°-])[-−–](?=[\d.])|[+±~≈]\s?)?"
_SCALE = r"(?P<scale>\s(?:hundred|thousand|million|billion|trillion))?"
_LAST = rf"(?:(?:\s?[-–—]\s?|(?P<to>\sto\s)|(?P<by>\s?[x×]\s?))(?P<last>{NUMBER}))?"
_RANGE = rf"(?P<first>{NUMBER}|\.\d++){_SCALE}{_LAST}"
_AMOUNT = rf"(?<![\w.,$€£])(?<![A-Za-z][-–]){_SIGN}{_RANGE}"
_UNIT = rf"(?P<unit>{any_of(_UNITS)}|(?:{any_of(_POWERED)})[²³](?!\w)|(?:{any_of(_POWERED)})[23](?!\w))"
_PER_UNIT = rf"(?:/(?P<per>{any_of(PER)})(?!\w))?"
_DIMENSIONS = "tall|wide|long|high|deep|thick|across"
# So much text before a mark shows whether a quotation is open.
_QUOTED_CHARS = 400
# A noun after a number of inches, which are then in the singular: "a thirty inch screen".
_MEASURED = re.compile(rf"[-\s](?!(?:and|or|in|on|of|to|by|is|was|are|at|for|with|from|than|but|if|{_DIMENSIONS})\b)\w")
# Nouns that are counted in millions, never measured in metres.
_COUNTED = (
    r"(?:(?:more|fewer|new|young|[a-z]+ing)\s)?(?:people|men|women|children|users|viewers|listeners|readers|customers|subscribers|workers"
    r"|jobs|homes|votes|voters|copies|views|downloads|barrels|refugees|residents|inhabitants|Americans|Europeans)\b"
)


def _name(unit: str, *, one: bool) -> str:
    power = ""
    if unit not in _UNITS and unit[-1] in _POWERS:
        power, unit = _POWERS[unit[-1]], unit[:-1]
    single, many = _UNITS.get(unit) or _BARE.get(unit) or _ATTACHED[unit]
    return power + (single if one else many)


def _amount(found: re.Match[str]) -> str:
    joint = "by" if found["by"] else "to"
    last = f" {joint} {number(found['last'])}" if found["last"] else ""
    return signed(found) + number(found["first"]) + (found["scale"] or "") + last


def _measure(found: re.Match[str]) -> str | None:
    unit = found["unit"]
    # "404s" is a plural, not seconds.
    if unit == "s" and len(found["first"]) > 2 and found["first"].isdecimal():
        return None
    # "in." ends a sentence as often as it means inches.
    if unit == "in." and not after(found)[:1].isspace():
        return None
    is_adjective = found["hyphen"] and "%" not in unit
    one = bool(is_adjective) or (is_one(found["first"]) and not found["last"] and not found["scale"])
    per = f" per {PER[found['per']]}" if found["per"] else ""
    return f"{_amount(found)} {_name(unit, one=one)}{per}{final_stop(found)}"


def _of_fraction(found: re.Match[str]) -> str:
    words = mixed(found["whole"], int(found["numerator"]), int(found["denominator"]))
    return f"{words} {_name(found['unit'], one=not found['whole'])}{final_stop(found)}"


def _height(found: re.Match[str]) -> str:
    return f"{cardinal(int(found[1]))} foot {cardinal(int(found[2]))}"


def _is_quoting(text: str) -> bool:
    """Return whether a quotation in straight marks is open at the end of a text."""
    is_open = False
    for mark in re.finditer('"', text):
        is_open = not is_open and not text[: mark.start()][-1:].isdecimal()
    return is_open


def _inches(found: re.Match[str]) -> str | None:
    """Speak an inch mark, unless it closes a quotation."""
    mark, text = found["mark"], found.string[max(0, found.start() - _QUOTED_CHARS) : found.start()]
    if _is_quoting(text) if mark == '"' else text.count("“") > text.count("”"):
        return None
    one = is_one(found["number"]) or _MEASURED.match(after(found))
    return f"{number(found['number'])} inch{'' if one else 'es'}"


def _coordinate(found: re.Match[str]) -> str:
    parts = [_of_angle(found["degrees"], "degree")]
    parts += [_of_angle(found[unit + "s"], unit) for unit in ("minute", "second") if found[unit + "s"]]
    return f"{' '.join(parts)} {_WORDS['quarters'][found['direction']].lower()}"


def _of_angle(figures: str, unit: str) -> str:
    return f"{number(figures)} {unit}{'' if is_one(figures) else 's'}"


RULES = (
    Rule.of("decimal comma", rf"{START}\d{{1,4}},\d{{1,2}}(?=\s?[%‰])", lambda f: number(f[0].replace(",", "."))),
    Rule.of("millions of people", rf"{START}({NUMBER})m(?=\s{_COUNTED})", lambda f: f"{number(f[1])} million"),
    Rule.of(
        "feet",
        rf"(?<![\w.,])(\d{{1,3}})\s?['′’](?=\s(?:{_DIMENSIONS})\b)",
        lambda found: f"{cardinal(int(found[1]))} {'foot' if is_one(found[1]) else 'feet'}",
    ),
    Rule.of("span of percentages", r"(?<=\d[%°])\s?[-–—]\s?(?=\d)", lambda _: " to "),
    Rule.of(
        "coordinate",
        r"(?<![\w.,])(?P<degrees>\d{1,3}(?:\.\d{1,8})?)\s?[°º]\s?(?:(?P<minutes>\d{1,2}(?:\.\d{1,6})?)\s?['′’]\s?)?"
        r"(?:(?P<seconds>\d{1,2}(?:\.\d{1,6})?)\s?(?:[\"″”]|'')\s?)?(?P<direction>[NSEW])(?!\w)",
        _coordinate,
    ),
    Rule.of(
        "measure of a fraction",
        rf"(?<![\w.,/$€£-])(?:(?P<whole>\d{{1,3}})[\s-])?(?P<numerator>\d{{1,2}})[/⁄](?P<denominator>\d{{1,2}})[\s-]?{_UNIT}"
        r"(?![^\W_])(?![-'’][^\W\d_])",
        _of_fraction,
    ),
    Rule.of(
        "so many per unit",
        rf"{_AMOUNT}\s?/\s?(?P<per>{any_of(PER)})(?![^\W_])",
        lambda found: f"{_amount(found)} per {PER[found['per']]}",
    ),
    Rule.of("height", r"(?<![\w.,])([3-8])\s?['′’]\s?(\d|1[01])\s?(?:[\"″”]|''|’’)", _height),
    Rule.of("inches", rf"(?<![\w.,$€£'′’/])(?P<number>{NUMBER})(?P<mark>[\"″”])(?!\w)", _inches),
    Rule.of("height in words", r"(?<![\w.,])([3-8])\s?ft\.?,?\s(\d|1[01])\s?in\b\.?(?=\W|$)", _height),
    Rule.of("measure", rf"{_AMOUNT}(?:\s|(?P<hyphen>-))?{_UNIT}{_PER_UNIT}(?![^\W_])(?![-'’][^\W\d_])(?!\.\w)", _measure),
    Rule.of("measure, attached", rf"{_AMOUNT}(?P<hyphen>-)?(?P<unit>s|in|x)(?P<per>)(?![^\W_])(?![-'’.]\w)", _measure),
)
