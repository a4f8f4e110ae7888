"""The kinds of values that options have: read from a shell's text and, where a show file may hold them, from TOML."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.model import Gender
from tts_interview.settings.options import checks
from tts_interview.settings.pacing import FASTEST, LONGEST_PAUSE_MS, SLOWEST, PauseFor, pause_ms_of
from tts_interview.settings.parts import COLUMNS as PARTS_OF_A_ROW
from tts_interview.settings.sound import target_lufs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from tts_interview.settings.options.checks import Check

_MOST_TURNS = 1_000_000
_LONGEST_SLUG = 60
_GENDERS = {word: gender for gender in (Gender.FEMALE, Gender.MALE) for word in (gender.value, gender.value[0])}


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind of value.

    `read` makes the value from text and raises ValueError with what was expected. `check` makes it from a TOML value and the
    folder of the show file (a tuple of values if the option is repeatable); None means that a show file cannot hold it.
    `choices` are the words allowed. `completes` names what a shell completes: "file", "folder", "engine", "voice", "speaker",
    "format" or nothing. A flag has no text.
    """

    metavar: str
    read: Callable[[str], Any] = str
    check: Check | None = None
    choices: tuple[str, ...] = ()
    completes: str = ""
    is_flag: bool = False


def text(metavar: str, check: Check = checks.line, completes: str = "") -> ValueKind:
    """Any text on one line."""
    return ValueKind(metavar, str, check, completes=completes)


def choice(metavar: str, words: type[StrEnum] | Iterable[str]) -> ValueKind:
    """One of a few words; members of an enumeration become that."""
    known = tuple(str(word) for word in words)
    make: Callable[[str], Any] = words if isinstance(words, type) else str

    def read(value: str) -> object:
        if value.strip().casefold() not in known:
            raise ValueError(f'invalid choice "{value}": expected {", ".join(known)}')
        return make(value.strip().casefold())

    allowed = checks.choice(known)
    return ValueKind(metavar, read, lambda value, folder: make(allowed(value, folder)), known)


def amount(metavar: str, least: float, most: float = math.inf) -> ValueKind:
    """A finite number of some unit."""

    def read(value: str) -> float:
        found = _number(value)
        if not least <= found <= most or not math.isfinite(found):
            limits = f"{least:g} to {most:g}" if math.isfinite(most) else f"at least {least:g}"
            raise ValueError(f'invalid number "{value}": expected {limits}')
        return found

    return ValueKind(metavar, read)


def whole(metavar: str, least: int, most: int) -> ValueKind:
    """A whole number."""

    def read(value: str) -> int:
        if not value.strip().isdecimal() or not least <= int(value) <= most:
            raise ValueError(f'invalid number "{value[:20]}": expected a whole number from {least} to {most}')
        return int(value)

    return ValueKind(metavar, read, checks.whole(least, most))


def path(metavar: str, *, suffixes: Iterable[str] = (), may_be_none: bool = False, exists: bool = True) -> ValueKind:
    """A file or a folder; with `may_be_none`, the word "none" takes back what a weaker place says."""

    def read(value: str) -> Path | None:
        return None if may_be_none and value.strip().casefold() == "none" else Path(value)

    return ValueKind(metavar, read, checks.file(suffixes, exists=exists), completes=metavar.lower())


def folder(metavar: str = "FOLDER") -> ValueKind:
    """A folder that exists."""

    def read(value: str) -> Path:
        if not Path(value).is_dir():
            raise ValueError(f'"{value}" is not a folder: give one that exists')
        return Path(value)

    return ValueKind(metavar, read, completes="folder")


def pair(form: str, of_value: Callable[[str], Any] = str, *, example: str, completes: str = "") -> ValueKind:
    """A name and its value, as in `Name=value`."""

    def read(said: str) -> tuple[str, Any]:
        name, equals, value = said.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise ValueError(f'invalid value "{said}": expected {form}, as in "{example}"')
        return name.strip(), of_value(value.strip())

    return ValueKind(form, read, completes=completes)


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


def _day(value: str) -> str:
    try:
        is_day = not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_day = False
    if not is_day:
        raise ValueError(f'invalid date "{value}": expected year, month and day, as in 2026-03-04')
    return value


def _moment(value: str) -> str:
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(
            f'invalid time "{value}": expected a day or a time with its offset, as in 2026-03-04T09:30+01:00'
        ) from None
    return found.date().isoformat() if len(value.strip()) == len("2026-03-04") else found.isoformat()


def _turns(value: str) -> frozenset[int]:
    numbers: set[int] = set()
    for part in value.split(","):
        first, _, last = (piece.strip() for piece in part.partition("-"))
        if not first.isdecimal() or not (last or first).isdecimal() or not 1 <= int(first) <= int(last or first) <= _MOST_TURNS:
            raise ValueError(f'invalid turns "{value}": expected numbers from 1, such as 3-5 or 1,4-6')
        numbers.update(range(int(first), int(last or first) + 1))
    return frozenset(numbers)


def _rate(value: str) -> tuple[str, float]:
    """Return the name, empty for everybody, and the rate."""
    name, equals, rate = value.rpartition("=")
    found = _number(rate)
    if not SLOWEST <= found <= FASTEST or (equals and not name.strip()):
        raise ValueError(f'invalid rate "{value}": expected {SLOWEST:g} to {FASTEST:g}, or "Name=0.95"')
    return name.strip(), found


def _checked_rate(value: object, folder: Path) -> tuple[tuple[str, float], ...]:
    return (("", checks.number(SLOWEST, FASTEST)(value, folder)),)


def _pause(value: str) -> tuple[str, int]:
    reason, _, length = value.partition("=")
    reason = reason.strip().casefold()
    if reason not in list(PauseFor):
        raise ValueError(
            f'invalid pause "{value}": expected REASON=LENGTH, as in question=600ms; reasons: {", ".join(PauseFor)}'
        )
    return reason, pause_ms_of(length)


def _checked_pause(value: object, folder: Path) -> int:
    if isinstance(value, str):
        return pause_ms_of(checks.line(value, folder))
    return int(checks.whole(0, LONGEST_PAUSE_MS)(value, folder))


def _checked_loudness(value: object, _folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise checks.UnfitError(f"invalid loudness {checks.shown(value)}: expected a name such as apple, or LUFS such as -16")
    return target_lufs(value)


def gender(value: str) -> Gender:
    """Return the gender that a word or its first letter means. Raises ValueError for any other text."""
    found = _GENDERS.get(value.casefold())
    if not found:
        raise ValueError(f'invalid gender "{value}": expected female or male')
    return found


def _slug(value: str) -> str:
    if not value or len(value) > _LONGEST_SLUG or not all(c.isascii() and (c.isalnum() or c in "-_") for c in value):
        raise ValueError(f'invalid slug "{value}": expected 1 to {_LONGEST_SLUG} of the characters a-z, 0-9, - and _')
    return value


def _columns(value: str) -> dict[str, str]:
    found = {}
    for entry in value.split(","):
        part, _, header = (piece.strip() for piece in entry.partition("="))
        if part not in PARTS_OF_A_ROW or not header:
            parts = ", ".join(PARTS_OF_A_ROW)
            raise ValueError(f'invalid columns "{value}": expected one or more of {parts}, as in "speaker=Person,text=What"')
        found[part] = header
    return found


DAY = ValueKind("YYYY-MM-DD", _day)
MOMENT = ValueKind("TIME", _moment)
TURNS = ValueKind("TURNS", _turns)
RATE = ValueKind("RATE", _rate, _checked_rate, completes="speaker")
PAUSE = ValueKind("REASON=LENGTH", _pause, _checked_pause, tuple(f"{reason}=" for reason in PauseFor))
LOUDNESS = ValueKind("TARGET", target_lufs, _checked_loudness)
LANGUAGE = ValueKind("TAG", str, checks.language)
SLUG = ValueKind("SLUG", _slug)
COLUMNS = ValueKind("COLUMNS", _columns, lambda value, folder: _columns(checks.line(value, folder)))
FLAG = ValueKind("", check=checks.truth, is_flag=True)
SWITCH = ValueKind("SWITCH", lambda value: choice("", ("on", "off")).read(value) == "on", checks.truth, ("on", "off"))
