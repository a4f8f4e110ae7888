"""What the commands of an archive share: the library that they open, and the texts that they take."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.console import escaped, with_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.archive.library import Library
    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings

_STANDARD_INPUT = "-"
_GB = 1_000_000_000
_SHOW = "show"
library_argument = click.argument("folder", metavar="LIBRARY", type=click.Path(path_type=Path))


def keep_show(library: Library, settings: Settings) -> None:
    """Note the show file of the settings, if there is one, for later commands."""
    if settings.show:
        library.note(_SHOW, str(settings.show.path.absolute()))


def in_library(settings: Settings, library: Library) -> Settings:
    """Return the settings with the show of the library, if none is given, and with its folder of episodes."""
    from tts_interview.settings.layers import with_values
    from tts_interview.settings.showfile import read_show

    show = library.about(_SHOW)
    values: dict[str, Any] = {"publishing.output_folder": library.episodes}
    if show and not settings.show:
        values["show"] = read_show(Path(show))
    return with_values(settings, values)


def text_of(name: str) -> str:
    """Return the text of a file, or of standard input. Raises LibraryError if it is none."""
    from tts_interview.errors import LibraryError

    data = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LibraryError(f"{name} is not valid UTF-8 (byte {error.start + 1}): save it as UTF-8") from error


def cores() -> int:
    """Return the number of cores of this machine."""
    return os.cpu_count() or 1


def print_summary(library: Library, console: Console) -> None:
    """Print the sources by kind and standing, and what making them takes."""
    from tts_interview.archive.library import Standing
    from tts_interview.cli.display import duration, table

    totals = library.totals()
    rows = [(kind, str(standing), f"{count:,}", duration(sound)) for kind, standing, count, sound, *_ in totals]
    click.echo(table(rows, ("kind", "standing", "sources", "to hear"), plain=console.plain_results))
    failures = library.failures()
    if failures:
        shown = table(_strings(failures), ("failed with", "sources", "for example"), plain=console.plain_results)
        click.echo("\n" + with_flags(escaped(shown)))
    waiting = sum(count for _, standing, count, *_ in totals if standing is Standing.WAITING)
    to_come = [sums for _, standing, *sums in totals if standing is Standing.ACCEPTED]
    count, sound, work, size = (sum(row[n] for row in to_come) for n in range(4))
    console.notice(f"For a person to review: {waiting:,}")
    console.notice(
        f"To be made: {count:,}; {duration(sound)} to hear, {duration(math.ceil(work))} of work for two cores, "
        f"at most {_space(size)}"
    )


def _space(size_bytes: float) -> str:
    return f"{size_bytes / 1e9:,.1f} GB" if size_bytes >= _GB else f"{size_bytes / 1e6:,.1f} MB"


def _strings(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows]
