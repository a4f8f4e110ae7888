"""What the Unicode CLDR, through Babel, knows of a language: how dates, shares and sizes are written, and in which direction.

https://cldr.unicode.org
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.language.messages import FALLBACK, message

if TYPE_CHECKING:
    from babel import Locale

# A date in ISO 8601: a year, perhaps with a month, perhaps with a day.
_ISO_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?=T|$)", re.ASCII)
# The day in a pattern of CLDR, which quotes words.
_DAY = re.compile(r"\bd\b")


def long_date(language: str, iso: str) -> str:
    """Write an ISO 8601 date in words, such as "March 3, 2026", in Britain "3 March 2026".

    Other texts, and dates in a language that CLDR lacks, stay as they are.
    """
    found, locale = _ISO_DATE.match(iso), _locale(language)
    if not (found and locale):
        return iso
    year, month, day = found.group("year", "month", "day")
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return iso
    return _written(first, locale, language, has_day=bool(day)) if month else year


def percent(language: str, share: float) -> str:
    """Write a share from 0 to 1 as a whole percentage, such as "45%", in French "45 %"."""
    from babel.numbers import format_percent

    return format_percent(share, locale=_locale(language) or FALLBACK)


def minutes(language: str, number: int) -> str:
    """Write a number of minutes in short, such as "7 min", in German "7 Min."."""
    from babel.units import format_unit

    return format_unit(number, "duration-minute", "short", locale=_locale(language) or FALLBACK)


def file_size(language: str, size: int) -> str:
    """Write a size in bytes in short: in whole kilobytes, or from a million bytes on in megabytes such as "4.5 MB"."""
    from babel.units import format_unit

    number, unit = (size / 1e6, "digital-megabyte") if size >= 1e6 else (max(1, round(size / 1000)), "digital-kilobyte")  # noqa: PLR2004
    return format_unit(number, unit, "short", "#,##0.#", locale=_locale(language) or FALLBACK)


def language_name(language: str, tag: str) -> str:
    """Return the name of the language of a tag, in another language; the tag itself if CLDR has none."""
    own, locale = _locale(tag), _locale(language) or _locale(FALLBACK)
    return (own and locale and own.get_display_name(locale)) or tag


def is_right_to_left(language: str) -> bool:
    """Return whether a language (a BCP 47 tag) is written from right to left."""
    locale = _locale(language)
    return locale is not None and locale.text_direction == "rtl"


def direction(language: str) -> str:
    """Return the value of `dir` for a language (a BCP 47 tag): "rtl" or "ltr"."""
    return "rtl" if is_right_to_left(language) else "ltr"


def _written(day: date, locale: Locale, language: str, *, has_day: bool) -> str:
    from babel.dates import format_date, format_skeleton

    if not has_day:
        return format_skeleton("yMMMM", day, locale=locale)
    pattern = locale.date_formats["long"].pattern
    # CLDR has no ordinal for the first of a month.
    if day.day == 1 and (first := message(language, "first-day")) != "1":
        pattern = _DAY.sub(f"'{first}'", pattern)
    return format_date(day, pattern, locale)


@cache
def _locale(language: str) -> Locale | None:
    """Return the locale of a tag, or else of its language alone; None if CLDR has neither."""
    from babel import Locale, UnknownLocaleError

    tag = language.replace("-", "_")
    for wanted in (tag, tag.partition("_")[0]):
        try:
            return Locale.parse(wanted)
        except (ValueError, UnknownLocaleError):
            continue
    return None
