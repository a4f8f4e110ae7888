"""Numbers with units, percentages, temperatures, coordinates."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.numerals import NUMBER, START, cardinal, is_one, mixed, number
from tts_interview.language.spoken_text.patterns import after, any_of, final_stop
from tts_interview.language.spoken_text.rules import Rule

# Each unit by its abbreviation: the singular, and the plural if it is not formed with an s.
_UNITS = {
    "%": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
    "pct": ("percent", "percent"),
    "pp": ("percentage point", ""),
    "bps": ("basis point", ""),
    **dict.fromkeys(("°C", "ºC", "℃"), ("degree Celsius", "degrees Celsius")),
    **dict.fromkeys(("°F", "ºF", "℉"), ("degree Fahrenheit", "degrees Fahrenheit")),
    **dict.fromkeys(("°", "º"), ("degree", "")),
    "km": ("kilometer", ""),
    "cm": ("centimeter", ""),
    "mm": ("millimeter", ""),
    "nm": ("nanometer", ""),
    **dict.fromkeys(("µm", "μm"), ("micrometer", "")),
    "m": ("meter", ""),
    **dict.fromkeys(("mi", "mi."), ("mile", "")),
    **dict.fromkeys(("ft", "ft."), ("foot", "feet")),
    "in.": ("inch", "inches"),
    **dict.fromkeys(("yd", "yds"), ("yard", "")),
    "ha": ("hectare", ""),
    **dict.fromkeys(("kg", "kgs", "KG", "Kg"), ("kilogram", "")),
    **dict.fromkeys(("KM", "Km"), ("kilometer", "")),
    "CM": ("centimeter", ""),
    "cc": ("cc", "cc"),
    **dict.fromkeys(("wk", "wks"), ("week", "")),
    **dict.fromkeys(("mo", "mos"), ("month", "")),
    "mbps": ("megabit per second", "megabits per second"),
    "g": ("gram", ""),
    "mg": ("milligram", ""),
    **dict.fromkeys(("µg", "μg"), ("microgram", "")),
    **dict.fromkeys(("lb", "lbs", "lb.", "lbs."), ("pound", "")),
    **dict.fromkeys(("oz", "oz."), ("ounce", "")),
    "kt": ("kiloton", ""),
    **dict.fromkeys(("l", "L"), ("liter", "")),
    **dict.fromkeys(("ml", "mL"), ("milliliter", "")),
    **dict.fromkeys(("gal", "gal."), ("gallon", "")),
    **dict.fromkeys(("hr", "hrs", "hr.", "hrs.", "h"), ("hour", "")),
    **dict.fromkeys(("min", "mins", "min.", "mins."), ("minute", "")),
    **dict.fromkeys(("sec", "secs", "sec."), ("second", "")),
    "ms": ("millisecond", ""),
    "µs": ("microsecond", ""),
    **dict.fromkeys(("yr", "yrs", "yr.", "yrs."), ("year", "")),
    "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    **dict.fromkeys(("kB", "KB"), ("kilobyte", "")),
    **dict.fromkeys(("MB", "Mb"), ("megabyte", "")),
    **dict.fromkeys(("GB", "Gb"), ("gigabyte", "")),
    "Gb/s": ("gigabit per second", "gigabits per second"),
    "Mb/s": ("megabit per second", "megabits per second"),
    "TB": ("terabyte", ""),
    "PB": ("petabyte", ""),
    "kbps": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"),
    "fps": ("frame per second", "frames per second"),
    "rpm": ("revolution per minute", "revolutions per minute"),
    "bpm": ("beat per minute", "beats per minute"),
    "W": ("watt", ""),
    "kW": ("kilowatt", ""),
    "MW": ("megawatt", ""),
    "GW": ("gigawatt", ""),
    "TW": ("terawatt", ""),
    "Wh": ("watt-hour", ""),
    "kWh": ("kilowatt-hour", ""),
    "MWh": ("megawatt-hour", ""),
    "GWh": ("gigawatt-hour", ""),
    "TWh": ("terawatt-hour", ""),
    "V": ("volt", ""),
    "kV": ("kilovolt", ""),
    "mA": ("milliamp", ""),
    "mAh": ("milliamp-hour", ""),
    "Ω": ("ohm", ""),
    "J": ("joule", ""),
    "kJ": ("kilojoule", ""),
    "kcal": ("kilocalorie", ""),
    "cal": ("calorie", ""),
    "N": ("newton", ""),
    "Pa": ("pascal", ""),
    "hPa": ("hectopascal", ""),
    "kPa": ("kilopascal", ""),
    "dB": ("decibel", ""),
    "hp": ("horsepower", "horsepower"),
    "px": ("pixel", ""),
    "MP": ("megapixel", ""),
    "mph": ("mile per hour", "miles per hour"),
    "mpg": ("mile per gallon", "miles per gallon"),
    **dict.fromkeys(("kph", "kmh"), ("kilometer per hour", "kilometers per hour")),
    "psi": ("pound per square inch", "pounds per square inch"),
    "ppm": ("part per million", "parts per million"),
    "ppb": ("part per billion", "parts per billion"),
    **dict.fromkeys(("sqft", "sq ft", "sq. ft.", "sq. ft"), ("square foot", "square feet")),
    **dict.fromkeys(("sq km", "sq. km"), ("square kilometer", "")),
    **dict.fromkeys(("sq mi", "sq. mi."), ("square mile", "")),
    **dict.fromkeys(("sq m", "sq. m"), ("square meter", "")),
}
_POWERS = {"²": "square ", "2": "square ", "³": "cubic ", "3": "cubic "}
_POWERED = ("km", "m", "cm", "mm", "ft", "in", "mi")
_BARE = {"in": ("inch", "inches"), "s": ("second", "seconds"), "d": ("day", "days"), "dL": ("deciliter", "")}
# Letters that are units only next to the number: "5s".
_ATTACHED = {"s": ("second", ""), "in": ("inch", "inches"), "K": ("K", "K"), "x": ("times", "times")}
# The units of a rate: "per hour".
PER = {
    "h": "hour",
    "hr": "hour",
    "s": "second",
    "sec": "second",
    "min": "minute",
    "day": "day",
    "d": "day",
    "kg": "kilogram",
    "l": "liter",
    "L": "liter",
    "dL": "deciliter",
    "ml": "milliliter",
    "m²": "square meter",
    "m2": "square meter",
    "m³": "cubic meter",
    "m3": "cubic meter",
    "km": "kilometer",
    "yr": "year",
    "year": "year",
    "week": "week",
    "month": "month",
    "mo": "month",
    "gal": "gallon",
    "lb": "pound",
    "g": "gram",
    "W": "watt",
    "kWh": "kilowatt-hour",
    "ha": "hectare",
    "hour": "hour",
    "person": "person",
}


_SIGN = r"(?P<sign>(?<![\w)%°-])[-−–](?=[\d.])|[+±~≈]\s?)?"
_SCALE = r"(?P<scale>\s(?:hundred|thousand|million|billion|trillion))?"
_LAST = rf"(?:(?:\s?[-–—]\s?|(?P<to>\sto\s)|(?P<by>\s?[x×]\s?))(?P<last>{NUMBER}))?"
_RANGE = rf"(?P<first>{NUMBER}|\.\d++){_SCALE}{_LAST}"
_AMOUNT = rf"(?<![\w.,$€£])(?<![A-Za-z][-–]){_SIGN}{_RANGE}"
_UNIT = rf"(?P<unit>{any_of(_UNITS)}|(?:{any_of(_POWERED)})[²³](?!\w)|(?:{any_of(_POWERED)})[23](?!\w))"
_PER_UNIT = rf"(?:/(?P<per>{any_of(PER)})(?!\w))?"
_SIGNS = {
    "-": "minus ",
    "−": "minus ",
    "–": "minus ",
    "+": "plus ",
    "±": "plus or minus ",
    "~": "about ",
    "≈": "about ",
    "": "",
}

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
    return power + (single if one else many or f"{single}s")


def _amount(found: re.Match[str]) -> str:
    sign = _SIGNS[(found["sign"] or "").strip()]
    joint = "by" if found["by"] else "to"
    last = f" {joint} {number(found['last'])}" if found["last"] else ""
    return sign + number(found["first"]) + (found["scale"] or "") + last


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


_DIRECTIONS = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _coordinate(found: re.Match[str]) -> str:
    parts = [_of_angle(found["degrees"], "degree")]
    parts += [_of_angle(found[unit + "s"], unit) for unit in ("minute", "second") if found[unit + "s"]]
    return f"{' '.join(parts)} {_DIRECTIONS[found['direction']]}"


def _of_angle(figures: str, unit: str) -> str:
    return f"{number(figures)} {unit}{'' if is_one(figures) else 's'}"


RULES = (
    Rule("decimal comma", re.compile(rf"{START}\d{{1,4}},\d{{1,2}}(?=\s?[%‰])"), lambda f: number(f[0].replace(",", "."))),
    Rule("millions of people", re.compile(rf"{START}({NUMBER})m(?=\s{_COUNTED})"), lambda f: f"{number(f[1])} million"),
    Rule(
        "feet",
        re.compile(rf"(?<![\w.,])(\d{{1,3}})\s?['′’](?=\s(?:{_DIMENSIONS})\b)"),
        lambda found: f"{cardinal(int(found[1]))} {'foot' if is_one(found[1]) else 'feet'}",
    ),
    Rule("span of percentages", re.compile(r"(?<=\d[%°])\s?[-–—]\s?(?=\d)"), lambda _: " to "),
    Rule(
        "coordinate",
        re.compile(
            r"(?<![\w.,])(?P<degrees>\d{1,3}(?:\.\d{1,8})?)\s?[°º]\s?(?:(?P<minutes>\d{1,2}(?:\.\d{1,6})?)\s?['′’]\s?)?"
            r"(?:(?P<seconds>\d{1,2}(?:\.\d{1,6})?)\s?(?:[\"″”]|'')\s?)?(?P<direction>[NSEW])(?!\w)"
        ),
        _coordinate,
    ),
    Rule(
        "measure of a fraction",
        re.compile(
            rf"(?<![\w.,/$€£-])(?:(?P<whole>\d{{1,3}})[\s-])?(?P<numerator>\d{{1,2}})[/⁄](?P<denominator>\d{{1,2}})[\s-]?{_UNIT}"
            r"(?![^\W_])(?![-'’][^\W\d_])"
        ),
        _of_fraction,
    ),
    Rule(
        "so many per unit",
        re.compile(rf"{_AMOUNT}\s?/\s?(?P<per>{any_of(PER)})(?![^\W_])"),
        lambda found: f"{_amount(found)} per {PER[found['per']]}",
    ),
    Rule("height", re.compile(r"(?<![\w.,])([3-8])\s?['′’]\s?(\d|1[01])\s?(?:[\"″”]|''|’’)"), _height),
    Rule("inches", re.compile(rf"(?<![\w.,$€£'′’/])(?P<number>{NUMBER})(?P<mark>[\"″”])(?!\w)"), _inches),
    Rule("height in words", re.compile(r"(?<![\w.,])([3-8])\s?ft\.?,?\s(\d|1[01])\s?in\b\.?(?=\W|$)"), _height),
    Rule(
        "measure",
        re.compile(rf"{_AMOUNT}(?:\s|(?P<hyphen>-))?{_UNIT}{_PER_UNIT}(?![^\W_])(?![-'’][^\W\d_])(?!\.\w)"),
        _measure,
    ),
    Rule("measure, attached", re.compile(rf"{_AMOUNT}(?P<hyphen>-)?(?P<unit>s|in|x)(?P<per>)(?![^\W_])(?![-'’.]\w)"), _measure),
)
