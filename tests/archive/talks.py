"""Sources of archives in tests: talks of invented people, pages that are no interviews, and a library of them."""

from __future__ import annotations

import csv
import io
import multiprocessing
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tts_interview.archive.library import Library, LibraryEntry
from tts_interview.jobs import apart

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
# The children of a plan take longer to import the program than to read talks: one process imports it, and they fork from it.
_FORKED = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
_FORKED.set_forkserver_preload(
    """
    tts_interview.archive.planning tts_interview.settings.yaml_text tts_interview.speech.engines.tone anyascii markdown_it yaml
    """.split()
)
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "multiprocessing", SimpleNamespace(get_context=lambda _method: _FORKED))
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
