"""Sources of archives in tests: talks of invented people, pages that are no interviews, and a library of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tts_interview.archive.library import Library, LibraryEntry

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

TALK = """\
---
title: {title}
date: 2026-03-04
---
**Mara Holt:** When did you first measure {title}?

**Jonas Reed:** In the year of the long winter, with a stick and a lamp.

**Mara Holt:** And what did you learn from it?

**Jonas Reed:** That the sea does not wait for anyone who writes slowly.
"""
_DAYS = (f"I walked to the mill on day {day}, and the rain walked with me all the way." for day in range(9))
ESSAY = "# Rain\n\n" + "\n\n".join(_DAYS)


def write_talks(folder: Path, count: int) -> list[Path]:
    """Write talks whose names are in the order of their numbers."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number:04}.md" for number in range(1, count + 1)]
    for number, path in enumerate(paths, start=1):
        path.write_text(TALK.format(title=f"tide {number}"))
    return paths


def plan(tts: CommandLine, *arguments: str) -> str:
    """Plan a library in `lib` and return what is said of it."""
    done = tts("archive", "plan", *arguments, "-o", "lib", "--engine", "tone", "--workers", "1")
    assert done.code == 0, done.err
    return done.out + done.err


def entries(folder: Path) -> list[LibraryEntry]:
    """Return all entries of a library."""
    library = Library(folder)
    try:
        return list(library.entries())
    finally:
        library.close()


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a table in CSV."""
    return list(csv.DictReader(io.StringIO(text)))
