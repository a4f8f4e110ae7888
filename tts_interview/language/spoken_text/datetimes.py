"""Dates and times in figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.patterns import word_before
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.language.spoken_text.numbers import Figures, Unit

_DAYS, _MONTHS, _HOURS = 31, 12, 24
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<day>\d{1,2})(?P<mark>[/.-])\s?(?P<month>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|\d{2})(?![\d/-]|[.,]\d)"
    r"|(?P<iso_year>[12]\d{3})(?P<iso_mark>[/.-])(?P<iso_month>\d{1,2})(?P=iso_mark)(?P<iso_day>\d{1,2})(?![\d/-]|[.,]\d))"
)
_TIMESTAMP = re.compile(r"(?<![\d:.,])(\d{1,2}):([0-5०-५]\d):([0-5०-५]\d)(?![\d:])")


@dataclass(frozen=True, slots=True)
class Date:
    """A date in figures: the month from 1, the year as written, and the word `before` the date."""

    day: int
    month: int
    year: int
    before: str


def numeric_dates(speak: Callable[[Date], str]) -> Rule:
    """Return the rule for dates such as 3/10/1990, 3.10.90 and 1990-10-03.

    The day comes first, or the month where only that is possible (3/25/1990). The rule skips impossible dates.
    """

    def date(found: re.Match[str]) -> str | None:
        prefix = "" if found["day"] else "iso_"
        day, month, year = (int(found[f"{prefix}{part}"]) for part in ("day", "month", "year"))
        if month > _MONTHS >= day and found["mark"] in {"/", "-"}:
            day, month = month, day
        return speak(Date(day, month, year, word_before(found))) if 0 < day <= _DAYS and 0 < month <= _MONTHS else None

    return Rule("date in figures", _NUMERIC, date)


def clock(speak: Callable[[int, int], str], marks: str = ":", after: str = "", words: frozenset[str] = frozenset()) -> Rule:
    """Return the rule for times such as 18:30; `speak` takes the hour and the minute.

    One of the `marks` separates them. So may a full stop, if the pattern `after` matches behind the time or one of `words`
    stands before it.
    """
    between = rf"(?P<mark>\s?[.{marks}]\s?)"
    pattern = re.compile(
        rf"(?<![\d:.,])(?P<hour>\d{{1,2}}){between}(?P<minute>[0-5]\d)(?![\d:]|[.,]\d|\s?(?:min|mn)\b)(?P<after>(?:\s?(?:{after})(?![^\W_]))?)"
    )

    def time(found: re.Match[str]) -> str | None:
        is_time = found["mark"].strip() != "." or (after and found["after"]) or word_before(found).casefold() in words
        hour, minute = int(found["hour"]), int(found["minute"])
        return speak(hour, minute) if is_time and hour <= _HOURS else None

    return Rule("time of day", pattern, time)


def timestamps(figures: Figures, units: Mapping[str, Unit]) -> Rule:
    """Return the rule for hours, minutes and seconds, such as 1:02:45; `units` holds the units h, min and s."""

    def speak(found: re.Match[str]) -> str:
        counted = zip(map(int, found.groups()), (units["h"], units["min"], units["s"]), strict=True)
        return " ".join(figures.several(number, unit) for number, unit in counted)

    return Rule("timestamp", _TIMESTAMP, speak)
