"""Times of day and durations."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.acronyms import spelled_dotted
from tts_interview.language.spoken_text.english.numerals import cardinal
from tts_interview.language.spoken_text.patterns import after
from tts_interview.language.spoken_text.rules import Rule

_HALF = r"(?:[ap]\.m\.?|[ap]m\b|[AP]\.M\.?|[AP]M\b)(?!\w)"
_HOUR, _MINUTES = r"(?P<hour>[01]?\d|2[0-4])", r"(?P<minutes>[0-5]\d)"
_UNITS = ("hour", "minute", "second")
_DASH = r"\s?[-–—]\s?"
_OF_DAY = rf"\d{{1,2}}(?:[:.][0-5]\d)?\s?{_HALF}|\d{{1,2}}:[0-5]\d(?!\d)"


def _clock(found: re.Match[str]) -> str:
    hour, minutes = int(found["hour"]), int(found["minutes"] or 0)
    has_half = re.match(rf"\s?{_HALF}", after(found))
    glue = " " if has_half and not after(found)[0].isspace() else ""
    if minutes:
        return f"{cardinal(hour)} {'oh ' if minutes < 10 else ''}{cardinal(minutes)}{glue}"
    if has_half:
        return cardinal(hour) + glue
    return f"{cardinal(hour)} o'clock" if 0 < hour <= 12 else f"{cardinal(hour)} hundred"


def _counted(number: int, unit: str) -> str:
    return f"{cardinal(number)} {unit}{'' if number == 1 else 's'}"


def _joined(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def _elapsed(found: re.Match[str]) -> str:
    numbers = [int(found[part]) if found[part] else 0 for part in (1, 2, 3)]
    return _joined([_counted(n, unit) for n, unit in zip(numbers, _UNITS, strict=True) if n] or ["zero seconds"])


def _military(found: re.Match[str]) -> str:
    hour, minutes = found[1], int(found[2])
    words = f"oh {cardinal(int(hour[1]))}" if hour[0] == "0" and hour != "00" else cardinal(int(hour))
    return f"{words} hundred" if not minutes else f"{words} {'oh ' if minutes < 10 else ''}{cardinal(minutes)}"


RULES = (
    Rule.of("span from noon", r"(?:(?<=noon)|(?<=midnight))\s?[-–—]\s?(?=\d)", lambda _: " to "),
    Rule.of("elapsed time", r"(?<![\w:.])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\w:])(?!\.\d)", _elapsed),
    Rule.of(
        "duration",
        r"(?<![\w.,])(?:(\d{1,3})\s?hr?s? ?(?=\d))?(?<![.,])(\d{1,2})\s?m(?:ins?)?(?:\s?([0-5]?\d)\s?s(?:ecs?)?)?(?!\w)",
        lambda found: _elapsed(found) if found[1] or found[3] else None,
    ),
    Rule.of("hours", r"(?<![\w.,:])([01]\d|2[0-3])([0-5]\d)(?=\s?h(?:ours|rs?)?\b)", _military),
    Rule.of("zone", r"(?:(?<=UTC)|(?<=GMT))\s?[+](?=\d)", lambda _: " plus "),
    Rule.of("zone behind", r"(?:(?<=UTC)|(?<=GMT))\s?[-−–](?=\d)", lambda _: " minus "),
    Rule.of("span of times", rf"(?:(?<=[ap]m)|(?<=[AP]M)|(?<=\.m\.)|(?<=\d)){_DASH}(?={_OF_DAY})", lambda _: " to "),
    Rule.of("time of day", rf"(?<![\w:.$£€])(?<!\d,){_HOUR}:{_MINUTES}(?!\d)(?!:\d)", _clock),
    Rule.of(
        "hour of the day", rf"(?<![\w:.$£€])(?<!\d,)(?P<hour>0?\d|1[0-2])(?:\.(?P<minutes>[0-5]\d))?(?=\s?{_HALF})", _clock
    ),
    Rule.of("zone after figures", r"(?<=\d)(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T)\b", lambda found: f" {' '.join(found[0])}"),
    Rule.of(
        "zone after the half of the day",
        r"(?:(?<=[ap]m)|(?<=\.m\.)|(?<=\.m))\s?(?:[ecmp]\.?[sd]\.?t|gmt|utc|bst)(?![\w-])",
        lambda found: f" {' '.join(filter(str.isalpha, found[0].upper()))}",
        re.I,
    ),
    Rule.of("half of the day", rf"(?:(?<=\d)|(?<=\d\s)){_HALF}", spelled_dotted),
)
