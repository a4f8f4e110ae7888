"""Interviews that are nearly the same: one is made, and a person is asked about the other."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from archive.talks import entries, plan, write_talks

from tts_interview.archive.library import Standing
from tts_interview.archive.twins import sketch_of

if TYPE_CHECKING:
    from conftest import CommandLine

    from tts_interview.archive.library import LibraryEntry

_QUESTIONS = (
    "Which harbour did your grandmother remember when the winter lasted until Easter, and who repaired the lanterns?",
    "Suppose somebody inherits a lighthouse without instructions: whatever should they understand before everything else?",
)
_WORDS = (
    "harbour lantern barometer whenever somebody repaired yesterday fisherman thousand between quarrel compass northern "
    "remember the a of and we with they never told slowly without village schooner captain weather morning children "
    "because something always another together through against window kitchen letters singing nothing promised island"
).split()


def talk(seed: int, answers: int = 24) -> str:
    """Return a long talk; every seed has the same questions and other answers."""
    chosen = random.Random(seed)  # noqa: S311 - texts, no secrets
    lines = [f"---\ntitle: Talk {seed}\n---"]
    for number in range(answers):
        lines.append(f"**Mara Holt:** {_QUESTIONS[number % 2]}")
        lines.append(f"**Jonas Reed:** The {' '.join(chosen.choices(_WORDS, k=50))} at last.")
    return "\n\n".join(lines)


def found(folder: Path) -> dict[str, LibraryEntry]:
    return {Path(entry.path).stem: entry for entry in entries(folder / "lib")}


def doubts(entry: LibraryEntry) -> list[str]:
    return [line for line in entry.signs.splitlines() if "nearly the same" in line]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text(talk(1))
    (folder / "b.md").write_text(talk(1).replace("captain", "skipper").replace("Talk 1", "The talk, corrected"))
    (folder / "c.md").write_text(talk(2))
    return folder


def test_an_interview_that_is_nearly_the_same_as_another_waits_for_a_person(
    tts: CommandLine, tmp_path: Path, sources: Path
) -> None:
    plan(tts, "in")
    entry = found(tmp_path)
    assert {name: one.standing for name, one in entry.items()} == {
        "a": Standing.ACCEPTED,
        "b": Standing.WAITING,
        "c": Standing.ACCEPTED,  # the same questions with other answers
    }
    assert [entry["a"].number, entry["b"].number, entry["c"].number] == [1, 0, 2]
    (doubt,) = doubts(entry["b"])
    assert f"is nearly the same as {sources / 'a.md'} (9" in doubt
    assert not doubts(entry["a"]) + doubts(entry["c"])
    plan(tts, "in", "--force")
    assert {name: len(doubts(one)) for name, one in found(tmp_path).items()} == {"a": 0, "b": 1, "c": 0}


def test_short_talks_are_not_compared(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 3)  # but for one word, they are the same
    plan(tts, "in")
    assert {entry.standing for entry in entries(tmp_path / "lib")} == {Standing.ACCEPTED}
    assert not sketch_of(["harbour lantern barometer " * 400])  # long, but always the same


def test_who_accepts_both_has_both(tts: CommandLine, tmp_path: Path, sources: Path) -> None:
    plan(tts, "in")
    tts("archive", "review", "lib", "--accept", str(found(tmp_path)["b"].id))
    plan(tts, "in", "--force")
    assert found(tmp_path)["b"].standing is Standing.ACCEPTED


def test_an_interview_that_was_rejected_is_in_nobodys_way(tts: CommandLine, tmp_path: Path, sources: Path) -> None:
    plan(tts, "in")
    (tmp_path / "review.csv").write_text(f"id,decision\n{found(tmp_path)['a'].id},reject\n")
    assert tts("archive", "review", "lib", "--from", "review.csv").code == 0
    plan(tts, "in", "--force")
    assert found(tmp_path)["b"].standing is Standing.ACCEPTED


def test_a_source_that_changed_has_other_twins(tts: CommandLine, tmp_path: Path, sources: Path) -> None:
    plan(tts, "in")
    (sources / "b.md").write_text(talk(3, answers=25))
    plan(tts, "in")
    assert found(tmp_path)["b"].standing is Standing.ACCEPTED
    (sources / "d.md").write_text(talk(3, answers=26))
    (sources / "a.md").write_text(talk(4, answers=25))
    plan(tts, "in")
    assert f"as {sources / 'b.md'} (" in doubts(found(tmp_path)["d"])[0]
    assert found(tmp_path)["a"].standing is Standing.ACCEPTED
