"""What the pages of a site repeat and nobody says is left out of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from archive.talks import entries, plan

from tts_interview import Settings, parse
from tts_interview.archive.sources import values_of
from tts_interview.model import Reason
from tts_interview.settings.layers import with_values

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

BOX = "The Harbour Letter comes; every Friday, with tides and names."
GUESTS = ("Jonas Reed", "Eve Moor", "Ada Low", "Tom Vane", "Ida Fell", "Ben Hoe", "Una Kay", "Lee Rand")
TALK = """\
**Mara Holt:** When did you first measure the tide at {name}'s bridge?

**{name}:** In the year of the long winter, with a stick and a lamp.

**Mara Holt:** And what did you learn from it?

**{name}:** That the sea does not wait for anyone who writes slowly.

{line}

{more}
"""


def write(folder: Path, guests: tuple[str, ...], line: str) -> None:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(guests):
        more = f"I went home in the evening of day {number}, and never told anybody of it."
        (folder / f"{number}.md").write_text(TALK.format(name=name, line=line, more=more))


def furniture(folder: Path) -> set[str]:
    return {entry.wishes.get("furniture", "") for entry in entries(folder / "lib")}


def test_a_line_that_everybody_would_say_is_furniture(tts: CommandLine, tmp_path: Path) -> None:
    write(tmp_path / "in", GUESTS, BOX)
    plan(tts, "in")
    assert furniture(tmp_path) == {BOX.replace(";", "*")}
    entry = entries(tmp_path / "lib")[0]
    before, now = (parse(entry.path, with_values(Settings(), values)) for values in ({}, values_of(entry.wishes, entry.path)))
    assert BOX in before.turns[-1].text
    assert BOX not in now.turns[-1].text
    assert "I went home" in now.turns[-1].text
    assert [left.reason for left in now.left_out if left.text == BOX] == [Reason.FURNITURE]
    assert "Read: 0; unchanged: 8" in plan(tts, "in")
    (tmp_path / "in" / "0.md").write_text("# Essay\n\nNobody speaks here.\n")  # the rule need not fit
    assert "Read: 1" in plan(tts, "in")


@pytest.mark.parametrize(
    ("guests", "line"),
    [
        (GUESTS, "Thank you, Mara."),  # anybody says that
        (GUESTS[:4], BOX),  # on few pages
        (("Jonas Reed",) * 8, "And that is how I always end: good night, and a dry bed."),  # one person says so
        (("Jonas Reed",) * 6 + GUESTS[1:3], "As my old aunt always said, good night and a dry bed."),
    ],
)
def test_what_people_say_is_no_furniture(tts: CommandLine, tmp_path: Path, guests: tuple[str, ...], line: str) -> None:
    write(tmp_path / "in", guests, line)
    plan(tts, "in")
    assert furniture(tmp_path) == {""}


def test_questions_and_answers_that_all_pages_have_are_no_furniture(tts: CommandLine, tmp_path: Path) -> None:
    write(tmp_path / "in", GUESTS, "I walked home.")  # all answers are the same, but each begins a turn
    plan(tts, "in")
    assert furniture(tmp_path) == {""}


def test_furniture_of_one_collection_may_be_speech_in_another(tts: CommandLine, tmp_path: Path) -> None:
    write(tmp_path / "in", GUESTS, BOX)
    write(tmp_path / "other", GUESTS[:1], BOX)
    plan(tts, "in", "other")
    assert {entry.path.split("/")[-2] for entry in entries(tmp_path / "lib") if "furniture" in entry.wishes} == {"in"}


def test_what_a_person_decided_on_stays(tts: CommandLine, tmp_path: Path) -> None:
    write(tmp_path / "in", GUESTS[:4], BOX)
    plan(tts, "in")
    tts("archive", "review", "lib", "--accept", "1")
    write(tmp_path / "in", GUESTS, BOX)
    plan(tts, "in")
    assert [bool(entry.wishes) for entry in entries(tmp_path / "lib")] == [False, *[True] * 7]
