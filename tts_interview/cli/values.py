"""What the values of options must look like, and what they become."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.model import FASTEST, SLOWEST

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Named(click.ParamType[tuple[str, str]]):
    """`Name=value`, or what else is told of its `form`."""

    name = "Name=value"

    def __init__(self, form: str = '"Name=value", as in "Rutte=george"') -> None:
        self._form = form

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The name and the value."""
        if isinstance(value, tuple):
            return value
        name, equals, wish = str(value).partition("=")
        if not (equals and name.strip() and wish.strip()):
            self.fail(f'"{value}" is not of the form {self._form}', param, ctx)
        return name.strip(), wish.strip()


class Turns(click.ParamType[frozenset[int]]):
    """`3`, `3-5`, `1,4-6`: numbers of turns from 1."""

    name = "turns"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[int]:
        """The numbers of the turns."""
        if isinstance(value, frozenset):
            return value
        numbers: set[int] = set()
        for part in str(value).split(","):
            first, _, last = part.partition("-")
            try:
                start, end = int(first), int(last or first)
            except ValueError:
                self.fail(f'"{value}" is no range of turns, such as 3-5 or 1,4-6', param, ctx)
            if not 1 <= start <= end <= 1_000_000:  # noqa: PLR2004 - no interview has more turns
                self.fail(f'"{value}" is no range of turns: they count from 1 upwards', param, ctx)
            numbers.update(range(start, end + 1))
        return frozenset(numbers)


class Day(click.ParamType[str]):
    """`2026-03-04`, a day that the calendar has."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The day in ISO 8601; the empty string stands for none."""
        day = str(value)
        try:
            is_day = not day or date.fromisoformat(day).isoformat() == day
        except ValueError:
            is_day = False
        if not is_day:
            self.fail(f'"{value}" is no day: write year, month and day, as in 2026-03-04', param, ctx)
        return day


class SoundFile(click.ParamType[Path | None]):
    """The path of a sound file, or `none`."""

    name = "sound file"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> Path | None:
        """The path; None where no sound is wanted, whatever the show file says."""
        return None if str(value).strip().casefold() == "none" else Path(value)


class FileFormat(click.ParamType[str]):
    """The name of a format that an episode can be published in."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name."""
        from tts_interview.errors import OutputError
        from tts_interview.publishing import check_names

        try:
            check_names([value])
        except OutputError as error:
            self.fail(str(error), param, ctx)
        return str(value)

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so."""
        from click.shell_completion import CompletionItem

        from tts_interview.publishing import FORMAT_NAMES

        return [CompletionItem(name) for name in FORMAT_NAMES if name.startswith(incomplete)]


class Rate(click.ParamType[tuple[str, float]]):
    """`1.1`, or `Name=0.95`; in the environment, several are set apart by semicolons."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """The name, empty for all, and the pace."""
        if isinstance(value, tuple):
            return value
        name, equals, rate = str(value).rpartition("=")
        try:
            found = float(rate)
        except ValueError:
            found = 0.0
        if not SLOWEST <= found <= FASTEST or (equals and not name.strip()):
            form = f'a number from {SLOWEST:g} to {FASTEST:g}, such as 1.1, or of the form "Name=0.95"'
            self.fail(f'"{value}" is no pace: give {form}', param, ctx)
        return name.strip(), found

    def split_envvar_value(self, rv: str) -> list[str]:
        """Names have spaces in them."""
        return _apart(rv)


class PauseLength(click.ParamType[tuple[str, int]]):
    """`question=600ms`; in the environment, several are set apart by semicolons."""

    name = "reason=length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """The reason for the pause, and its milliseconds."""
        from tts_interview.settings.pacing import PauseFor, pause_ms_of

        if isinstance(value, tuple):
            return value
        reason, _, length = str(value).partition("=")
        reason = reason.strip().casefold()
        if reason not in list(PauseFor):
            self.fail(f'"{value}" is not of the form "question=600ms"; there is {", ".join(PauseFor)}', param, ctx)
        try:
            return reason, pause_ms_of(length)
        except ValueError as error:
            self.fail(str(error), param, ctx)

    def split_envvar_value(self, rv: str) -> list[str]:
        """As several rates are."""
        return _apart(rv)

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The reasons."""
        from click.shell_completion import CompletionItem

        from tts_interview.settings.pacing import PauseFor

        return [CompletionItem(f"{reason}=") for reason in PauseFor if reason.startswith(incomplete)]


def _apart(several: str) -> list[str]:
    return [part for part in several.split(";") if part.strip()]


class Amount(click.FloatRange):
    """A number within bounds: none of them holds infinity, nor what is no number."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        found = float(super().convert(value, param, ctx))
        if not math.isfinite(found):
            self.fail(f"{value} is no finite number.", param, ctx)
        return found


class LoudnessType(click.ParamType[float]):
    """`apple`, or LUFS."""

    name = "loudness"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The loudness in LUFS, as heard."""
        from tts_interview.settings.sound import target_lufs

        try:
            return target_lufs(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
