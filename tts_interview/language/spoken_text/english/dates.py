"""Dates, years, decades and spans of years."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.numerals import END, START, cardinal, ordinal, plural, whole, year
from tts_interview.language.spoken_text.patterns import after, before
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import words_of
from tts_interview.language.written_dates import month_names

_MONTHS = month_names("en")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BY_START = {month[:3]: month for month in _MONTHS} | {day[:3]: day for day in _WEEKDAYS}
# In lower case "may" and "march" are months only before a year.
_MONTH = (
    r"(?P<month>(?:(?i:january|february|april|june|july|august|september|october|november|december)|May|March|MAY|MARCH)(?!\w)"
    r"|(?:(?i:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)|Mar|MAR)(?!\w)\.?|(?:may|march)(?=,?\s(?:1\d{3}|20\d\d)\b))"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DASH, _JOINT = r"\s?[-–—]\s?", r"\s?[-–—]\s?|\s(?P<joint>and|or|to)\s"
_LAST_DAY = r"(?:(?:{})(?P<last>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)?"
_YEAR = r"(?:(?P<comma>,?)[\s-](?P<year>1\d{3}|20\d\d)(?![\w%])(?![.,]?\d))?"
_QUOTE = "['’‘]"
# A noun that four figures count rather than a year, and words that only end like such a noun.
_COUNTED = re.compile(r"\s+(?:[a-z]+(?:ed|al|ic|an|er|ish|ive|ous)\s+)?(people|men|women|children|[a-z]+s)\b")
_NOT_NOUNS = frozenset(words_of("en")["years"]["no_nouns"].split())
_THE = re.compile(r"\bthe\s$", re.I)
_BEFORE_A_YEAR = re.compile(
    r"(?:\b(?:in|since|of|until|till|by|circa|year|early|late|mid|during|spring|summer|autumn|fall|winter|the|from)|\()\s*$",
    re.I,
)


def _date(month: str, day: int, of_year: int | None = None) -> str:
    words = f"{month} {ordinal(day)}"
    return f"{words}, {year(of_year)}" if of_year else words


def _month_day(found: re.Match[str]) -> str:
    words = f"{_BY_START[found['month'][:3].title()]} {ordinal(int(found['day']))}"
    if found["last"]:
        words += f" to {ordinal(int(found['last']))}"
    return words + (f"{found['comma']} {year(int(found['year']))}" if found["year"] else "")


def _day_month(found: re.Match[str]) -> str:
    days = ordinal(int(found["day"]))
    if found["last"]:
        days += f" {found['joint'] or 'to'} {ordinal(int(found['last']))}"
    if not _THE.search(before(found)):
        days = f"the {days}"
    words = f"{days} of {_BY_START[found['month'][:3].title()]}"
    return words + (f"{found['comma']} {year(int(found['year']))}" if found["year"] else "")


def in_figures(found: re.Match[str], *, day_first: bool = False) -> str | None:
    """Speak a date such as 5/3/2024; the day comes first if the date has full stops or could not begin with a month."""
    if found["mark"] != "/" and len(found["year"]) == 2:
        return None
    first, second, of_year = (int(found[part]) for part in ("first", "second", "year"))
    is_day_first = first > 12 or (second <= 12 and (day_first or found["mark"] == "."))
    day, month = (first, second) if is_day_first else (second, first)
    if not (0 < month <= 12 and 0 < day <= 31):
        return None
    if len(found["year"]) == 2:
        of_year += 1900 if of_year > 50 else 2000
    return _date(_MONTHS[month - 1], day, of_year)


def _iso(found: re.Match[str]) -> str | None:
    month, day = int(found["month"]), int(found["day"])
    return _date(_MONTHS[month - 1], day, int(found["year"])) if 0 < month <= len(_MONTHS) and 0 < day <= 31 else None


def _part_of_year(found: re.Match[str]) -> str:
    name = f"{ordinal(int(found['number']))} {'quarter' if found['part'] == 'Q' else 'half'}"
    figures = found["year"]
    of_year = year(int(figures)) if len(figures) > 2 else cardinal(int(figures))
    return f"{name if _THE.search(before(found)) else f'the {name}'} of {of_year}"


def _decade(found: re.Match[str]) -> str:
    figures = found["decade"]
    if figures == "00":
        return "two thousands"
    return plural(year(int(figures)) if len(figures) == 4 else cardinal(int(figures)))


def _short_year(found: re.Match[str]) -> str:
    figures = found["year"]
    return cardinal(int(figures)) if figures[0] != "0" else f"oh {cardinal(int(figures[1]))}"


def _years(found: re.Match[str]) -> str | None:
    first, last = found["first"], found["last"]
    ends = int(last) if len(last) == 4 else int(first[:2] + last)
    if not int(first) < ends < int(first) + 500:
        return None
    short = cardinal(int(last)) if last[0] != "0" else f"oh {cardinal(int(last[-1]))}"
    return f"{year(int(first))} to {year(ends) if len(last) == 4 else short}"


def _year(found: re.Match[str]) -> str:
    counted = _COUNTED.match(after(found))
    is_counted = counted and counted[1] not in _NOT_NOUNS and not _BEFORE_A_YEAR.search(before(found))
    return whole(found[0]) if is_counted else year(int(found[0]))


def _era(found: re.Match[str]) -> str:
    figures = found["year"].replace(",", "")
    return year(int(figures)) if len(figures) < 5 else whole(figures)


def _weekdays(found: re.Match[str]) -> str:
    joint = found["joint"] or ("and" if found["slash"] else "to")
    return f"{_BY_START[found['first'][:3]]} {joint} {_BY_START[found['last'][:3]]}"


_ERA = r"(?:B\.?C\.?E?\.?|A\.?D\.?|C\.E\.|CE)(?!\w)"
_SHORT_DAY = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
RULES = (
    Rule.of(
        "weekdays",
        rf"\b(?P<first>{_SHORT_DAY})(?:\.?(?:\s?[–-]\s?|(?P<slash>/))|\.\s(?P<joint>to|through|and|or)\s)"
        rf"(?P<last>{_SHORT_DAY})\b(?:\.(?=\s[^A-Z]|[,;:)]))?",
        _weekdays,
    ),
    Rule.of(
        "weekday",
        r"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.(?=,? (?:\d|[a-z]|[JFMASOND][a-z]+\.? \d))",
        lambda f: _BY_START[f[1][:3]],
    ),
    Rule.of("nine eleven", rf"{START}9/11{END}(?!/)", lambda _: "nine eleven"),
    Rule.of(
        "date, year first",
        rf"{START}(?P<year>[12]\d{{3}})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?![\w/-])(?!\.\d)",
        _iso,
    ),
    Rule.of(
        "date in figures",
        r"(?<![\w./-])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>[12]\d{3}|\d\d)(?![\w/-])(?!\.\d)",
        in_figures,
    ),
    Rule.of(
        "day and month",
        rf"(?<![\w.,$£€/:-]){_DAY}{_LAST_DAY.format(_JOINT)}\s(?:of\s)?{_MONTH}(?!\s\d{{1,2}}\b){_YEAR}",
        _day_month,
    ),
    Rule.of("month and day", rf"\b{_MONTH}[\s-]{_DAY}{_LAST_DAY.format(_DASH)}(?![\w%:/])(?![.,]\d){_YEAR}", _month_day),
    Rule.of(
        "month and year",
        rf"\b{_MONTH}(?P<comma>,?) (?P<year>1\d{{3}}|20\d\d)(?![\w%])(?![.,]?\d)",
        lambda f: f"{_BY_START[f['month'][:3].title()]}{f['comma']} {year(int(f['year']))}",
    ),
)
# Years follow times of day, some of which look like a year ("1430 hours").
YEARS = (
    Rule.of(
        "part of a year", rf"{START}(?P<number>[1-4](?=Q)|[12](?=H))(?P<part>[QH])(?P<year>20\d\d|\d\d){END}", _part_of_year
    ),
    Rule.of(
        "decade",
        rf"(?:(?<!\w){_QUOTE}|(?<![\w.,$£€])(?<!\d[-–]))(?P<decade>1[1-9]\d0|20\d0|[1-9]0|(?<=['’‘])00){_QUOTE}?s\b",
        _decade,
    ),
    Rule.of("span of decades", r"(?<=\ds)[-–—](?=['’‘]?\d{2,4}s\b)", lambda _: " to "),
    Rule.of("years", rf"{START}(?P<first>1\d{{3}}|20\d\d)\s?[-–—/]\s?(?P<last>1\d{{3}}|20\d\d|\d\d){END}(?![-/])", _years),
    Rule.of("short year", rf"(?<!\w){_QUOTE}(?P<year>\d\d)(?![\w'’‘])", _short_year),
    Rule.of(
        "year of an era",
        rf"(?<![\w.,])(?P<year>\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}})(?=\s?{_ERA})"
        r"|(?<=\bAD )\d{1,4}(?!\w)|(?<=A\.D\. )\d{1,4}(?!\w)",
        lambda f: _era(f) if f["year"] else year(int(f[0])),
    ),
    Rule.of("year", rf"{START}(?<![$€£¥₹#+-])(?:1[1-9]\d\d|1066|20[1-9]\d)(?![\w%°])(?![.,]\d)(?!\s?[-–—/:]\s?\d)", _year),
)
