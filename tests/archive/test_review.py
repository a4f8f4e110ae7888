"""What a person decides about sources: by id or in a table, whose cells may come from strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from archive.talks import ESSAY, entries, plan, rows, write_talks

from tts_interview.archive.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine


@pytest.fixture
def library(tts: CommandLine, tmp_path: Path) -> Path:
    """A library with three talks that wait, and an essay."""
    write_talks(tmp_path / "in", 3)
    (tmp_path / "in" / "essay.md").write_text(ESSAY)
    plan(tts, "in", "--sure", "1")
    return tmp_path / "lib"


def standings(library: Path) -> list[str]:
    return [str(entry.standing) for entry in entries(library)]


def test_the_least_sure_come_first(tts: CommandLine, library: Path) -> None:
    listed = rows(tts("archive", "review", library, "--format", "csv").out)
    assert [float(row["sure"]) for row in listed] == sorted(float(row["sure"]) for row in listed)
    assert "0001.md" in tts("archive", "review", library, "--format", "table").out


def test_what_is_no_interview_is_listed_apart(tts: CommandLine, library: Path) -> None:
    assert "essay.md" not in tts("archive", "review", library, "--format", "table").out
    aside = tts("archive", "review", library, "--aside", "--format", "table").out
    assert "essay.md" in aside
    assert "0001.md" not in aside


def test_accepted_sources_get_numbers(tts: CommandLine, library: Path) -> None:
    done = tts("archive", "review", library, "--accept", "3", "--accept", "1")
    assert (done.code, done.err) == (0, "Accepted: 2\n")
    assert [(entry.number, str(entry.standing)) for entry in entries(library)] == [
        (1, "accepted"),
        (0, "waiting for review"),
        (2, "accepted"),
        (0, "set aside"),
    ]


def test_what_is_no_interview_is_accepted_only_with_a_wish(tts: CommandLine, library: Path) -> None:
    done = tts("archive", "review", library, "--accept", "1", "--accept", "4")
    assert done.code == 1
    assert "source 4: it seems to be" in done.err
    assert "accepted" not in standings(library)
    done = tts("archive", "review", library, "--from", "-", stdin=b"id,decision,narrate\n4,accept,yes\n")
    assert done.err == "Accepted: 1; rejected: 0\n"
    assert entries(library)[3].wishes == {"narrate": "yes"}


def test_a_table_is_taken_back_with_decisions_and_wishes(tts: CommandLine, library: Path) -> None:
    text = tts("archive", "review", library, "--format", "csv").out
    assert tts("archive", "review", library, "--from", "-", stdin=text.encode()).err == "Accepted: 0; rejected: 0\n"
    assert standings(library) == [*["waiting for review"] * 3, "set aside"]
    answers = "id,decision,title,interviewer\n1,accept,High water,Holt\n2,Reject,,\n3,,Low water,Holt; Reed\n"
    (library / "answers.csv").write_text(answers)
    assert tts("archive", "review", library, "--from", library / "answers.csv").err == "Accepted: 1; rejected: 1\n"
    first, second, third, _ = entries(library)
    assert (first.standing, first.by_hand, first.wishes) == ("accepted", True, {"title": "High water", "interviewer": "Holt"})
    assert second.standing == "withdrawn"
    assert (third.standing, third.wishes["interviewer"]) == ("waiting for review", "Holt; Reed")


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("id,decision\n1,accept\n2,perhaps\n", 'line 3: invalid decision "perhaps"'),
        ("id,decision\n1,accept\nx,accept\n", 'line 3: invalid id "x"'),
        ("id,decision\n1,accept\n99,accept\n", "has no source 99:"),
        ("decision\naccept\n", 'has no column "id"'),
        ("id,decision,date\n1,accept,\n2,accept,soon\n", 'line 3: date: invalid date "soon"'),
    ],
)
def test_a_table_with_a_mistake_changes_nothing(tts: CommandLine, library: Path, table: str, error: str) -> None:
    done = tts("archive", "review", library, "--from", "-", stdin=table.encode())
    assert done.code == 1
    assert error in done.err
    assert "accepted" not in standings(library)


def test_a_title_that_a_spreadsheet_would_run_is_quoted_and_a_wish_comes_back_as_it_was(
    tts: CommandLine, tmp_path: Path
) -> None:
    (path,) = write_talks(tmp_path / "in", 1)
    path.write_text(path.read_text().replace("title: tide 1", "title: '=cmd(1)'"))
    plan(tts, "in", "--sure", "1")
    (row,) = rows(tts("archive", "review", "lib", "--format", "csv").out)
    assert row["read title"] == "'=cmd(1)"
    assert rows(tts("archive", "export", "lib", "--format", "csv").out)[0]["title"] == "'=cmd(1)"
    tts("archive", "review", "lib", "--from", "-", stdin=b"id,title\n1,-5 degrees\n")
    text = tts("archive", "review", "lib", "--format", "csv").out
    assert rows(text)[0]["title"] == "'-5 degrees"
    tts("archive", "review", "lib", "--from", "-", stdin=text.encode())
    assert entries(tmp_path / "lib")[0].wishes == {"title": "-5 degrees"}


def test_what_a_terminal_would_obey_is_escaped_and_doubts_name_flags(tts: CommandLine, tmp_path: Path) -> None:
    (path,) = write_talks(tmp_path / "in", 1)
    path.rename(tmp_path / "in" / "bell\x1b[2J.md")
    plan(tts, "in", "--sure", "1")
    for said in (tts("archive", "review", "lib", "--format", "table"), tts("archive", "review", "lib", "--format", "csv")):
        assert "\x1b" not in said.out
        assert "bell\\x1b[2J.md" in said.out
    assert "use --gender" in tts("archive", "export", "lib").out


def test_what_a_review_says_stays_when_the_source_is_planned_again(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 1)
    (tmp_path / "list.csv").write_text("path,title\nin/0001.md,From the list\n")
    columns = ("--from", "list.csv", "--columns", "path=path")
    plan(tts, *columns)
    tts("archive", "review", "lib", "--from", "-", stdin=b"id,title\n1,From a person\n")
    plan(tts, *columns, "--force")
    assert entries(tmp_path / "lib")[0].title == "From a person"


def test_rejected_sources_stay_withdrawn_when_they_change(tts: CommandLine, tmp_path: Path) -> None:
    (path,) = write_talks(tmp_path / "in", 1)
    plan(tts, "in")
    tts("archive", "review", "lib", "--from", "-", stdin=b"id,decision\n1,reject\n")
    path.write_text(path.read_text() + "\n**Mara Holt:** And now?\n\n**Jonas Reed:** Now it rains.\n")
    assert "Read: 1" in plan(tts, "in")
    assert standings(tmp_path / "lib") == ["withdrawn"]


def test_a_source_accepted_by_hand_stays_accepted_until_it_changes(tts: CommandLine, tmp_path: Path) -> None:
    (path,) = write_talks(tmp_path / "in", 1)
    plan(tts, "in", "--sure", "1")
    tts("archive", "review", "lib", "--accept", "1")
    plan(tts, "in", "--sure", "1", "--force")
    assert standings(tmp_path / "lib") == ["accepted"]
    path.write_text(path.read_text().replace("lamp", "lantern"))
    plan(tts, "in", "--sure", "1")
    assert standings(tmp_path / "lib") == ["waiting for review"]


def test_failed_sources_are_tried_again_when_asked(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 3)
    plan(tts, "in")
    library = Library(tmp_path / "lib")
    for number in (1, 3):
        library.change(number, standing="failed", attempts=3, error="EngineError", error_text="no voice | for it")
    assert "failed with: EngineError\nsources: 2\nfor example: no voice | for it" in tts("archive", "status", "lib").out
    assert tts("archive", "retry", "lib", "2", "3").err == "To be made again: 1\n"
    assert tts("archive", "retry", "lib").err == "To be made again: 1\n"
    assert [(entry.standing, entry.attempts, entry.error) for entry in library.entries()] == [("accepted", 0, "")] * 3
    assert tts("archive", "retry", "lib", "9").code == 1


def test_the_export_has_a_row_for_each_source_in_order(tts: CommandLine, library: Path) -> None:
    listed = rows(tts("archive", "export", library, "--format", "csv").out)
    assert [row["id"] for row in listed] == ["1", "2", "3", "4"]
    assert listed[1]["title"] == "tide 2"
    assert tts("archive", "export", library).out.startswith("id,path,")
