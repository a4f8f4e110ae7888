"""Dates and times in figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

_DAYS, _MONTHS, _HOURS, _MINUTES = 31, 12, 24, 59
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<day>\d{1,2})(?P<mark>[/.-])\s?(?P<month>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|\d{2})(?![\d/-]|[.,]\d)"
    r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?![\d-]))"
)
_TIMESTAMP = re.compile(r"(?<![\d:.,])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\d:])")


def numeric_dates(say: Callable[[int, int, int], str]) -> Rule:
    """Dates such as 3/10/1990, 3.10.90 and 1990-10-03; `say` takes the day, the month from 1 and the year as it is written.

    The day comes first; where it cannot (3/25/1990), the month does. What is no date is left to other rules.
    """

    def said(found: re.Match[str]) -> str | None:
        prefix = "" if found["day"] else "iso_"
        day, month, year = (int(found[f"{prefix}{part}"]) for part in ("day", "month", "year"))
        if month > _MONTHS >= day and found["mark"] == "/":
            day, month = month, day
        return say(day, month, year) if 0 < day <= _DAYS and 0 < month <= _MONTHS else None

    return Rule("date in figures", _NUMERIC, said)


def clock(say: Callable[[int, int], str], marks: str = ":", after: str = "") -> Rule:
    """Times such as 18:30; `say` takes hour and minute. `marks` stand between them; `after` is a pattern of what belongs there.

    Where `after` is matched, a full stop or a mark may stand between hour and minute; alone only a mark.
    """
    strict = rf"(?P<hour>\d{{1,2}})\s?(?:[{marks}])\s?(?P<minute>[0-5]\d)(?![\d:]|[.,]\d)"
    loose = rf"(?P<hour_>\d{{1,2}})\s?[.{marks}]\s?(?P<minute_>[0-5]\d)\s?(?:{after})(?![^\W_])"
    pattern = re.compile(rf"(?<![\d:.,])(?:{loose}|{strict})" if after else rf"(?<![\d:.,]){strict}")

    def said(found: re.Match[str]) -> str | None:
        groups = found.groupdict()
        hour, minute = (int(groups[part] or groups[f"{part}_"]) for part in ("hour", "minute"))
        return say(hour, minute) if hour <= _HOURS and minute <= _MINUTES else None

    return Rule("time of day", pattern, said)


def timestamps(say: Callable[[int, int, int], str]) -> Rule:
    """Hours, minutes and seconds, such as 1:02:45."""
    return Rule("timestamp", _TIMESTAMP, lambda found: say(int(found[1]), int(found[2]), int(found[3])))
