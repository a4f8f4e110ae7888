"""Find a date that people or programs wrote, in figures or in words, and give it in ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# A field holds little more than its date.
_ENOUGH_CHARS = 300
_EARLIEST, _LATEST = 1500, 2199
# Programs write these for no date.
_PLACEHOLDERS = frozenset({"1970-01-01"})
_FEWEST_LETTERS = 3  # of a short form such as "Sept."
_MONTHS = 12
_YEAR_FIRST = re.compile(
    r"(?<![\d./-])(?P<year>\d{4})(?:(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})|-(?P<only>\d\d))(?![./-]?\d)"
)
_DAY_OR_MONTH_FIRST = re.compile(
    r"(?<![\d./-])(?P<one>\d{1,2})(?P<mark>[./-]) ?(?P<two>\d{1,2})(?P=mark) ?(?P<year>\d{4})(?!\d)"
)
_CHARACTERS = re.compile(r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日일])?")
_IN_WORDS = re.compile(
    r"""(?<!\w)(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|[.ºª°])?[\s-]{0,3}(?:(?:de|of|d['’])\s?)?)?
    (?P<month>[^\W\d_][^\s\d.,;:/()|-]{1,14})\.?,?[\s-]{0,3}
    (?:(?P<after>\d{1,2})(?:st|nd|rd|th)?(?:,\s{0,3}|\s{1,3}))?
    (?:(?:del|de|of)\s)?(?P<year>\d{4})(?!\d)""",
    re.X | re.I,
)
_DIGITS_ALONE = re.compile(r"(?P<year>\d{4})(?:(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?)?")


class FoundDate(NamedTuple):
    """A date in ISO 8601 (a day, a month or a year), and where it stands in the text."""

    iso: str
    start: int
    end: int


def iso_date(text: object, language: str = "") -> str:
    """Return the date in a field in ISO 8601: a day, else a month or a year; empty if there is none.

    `language` is a BCP 47 tag. It tells the day from the month in 3/5/2026, which is ambiguous without it.
    """
    if not isinstance(text, str):
        return ""
    bare = text[:_ENOUGH_CHARS].strip()
    if alone := _DIGITS_ALONE.fullmatch(bare):
        return _iso(alone["year"], alone["month"], alone["day"])
    found = find_date(bare, language)
    return found.iso if found else ""


def find_date(text: str, language: str = "") -> FoundDate | None:
    """Find the first day or month with its year in the first 300 characters of a text; `language` is as in `iso_date`."""
    text = text[:_ENOUGH_CHARS]
    found = [
        *(FoundDate(_iso(m["year"], m["month"] or m["only"], m["day"]), *m.span()) for m in _YEAR_FIRST.finditer(text)),
        *(FoundDate(_iso(m["year"], m["month"], m["day"]), *m.span()) for m in _CHARACTERS.finditer(text)),
        *(FoundDate(_of_two(m, language), *m.span()) for m in _DAY_OR_MONTH_FIRST.finditer(text)),
        *(FoundDate(_of_words(m), *m.span()) for m in _IN_WORDS.finditer(text)),
    ]
    return min((one for one in found if one.iso), key=lambda one: one.start, default=None)


def _of_two(found: re.Match[str], language: str) -> str:
    """Read figures of which the first may be the day or the month: with full stops the day; with strokes the language tells."""
    day, month = found["one"], found["two"]
    tag = language.replace("_", "-").casefold()
    is_open = found["mark"] != "." and int(day) <= _MONTHS and int(month) <= _MONTHS and day != month
    if is_open and tag in ("", "en"):
        return ""
    if (is_open and tag == "en-us") or int(month) > _MONTHS:
        day, month = month, day
    return _iso(found["year"], month, day)


def _of_words(found: re.Match[str]) -> str:
    number = _numbers().get(found["month"].casefold(), 0)
    day = found["day"] or found["after"]
    return _iso(found["year"], str(number), day) if number else ""


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    """Return an ISO 8601 date of its parts; empty if it does not exist."""
    try:
        full = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    if not _EARLIEST <= int(year) <= _LATEST or full in _PLACEHOLDERS:
        return ""
    return full if day else full[:7] if month else full[:4]


def month_names(language: str) -> list[str]:
    """Return the usual names of the months from January on, for the two-letter code of a language that `months.txt` has."""
    return [forms[0] for forms in _months()[language]]


@cache
def _months() -> dict[str, list[list[str]]]:
    """Return the forms of each month's name, by the code of the language."""
    lines = Path(__file__).with_name("months.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {language: [forms.split("/") for forms in months] for language, *months in rows}


@cache
def _numbers() -> dict[str, int]:
    """Return the number of the month for each name, and for each beginning of a name that fits one month only."""
    of_languages = [enumerate(months, start=1) for months in _months().values()]
    names = [(form.casefold(), number) for months in of_languages for number, forms in months for form in forms]
    return {**_beginnings(names), **dict(names)}


def _beginnings(names: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for name, number in names:
        for length in range(_FEWEST_LETTERS, len(name)):
            found.setdefault(name[:length], set()).add(number)
    return {beginning: min(numbers) for beginning, numbers in found.items() if len(numbers) == 1}
