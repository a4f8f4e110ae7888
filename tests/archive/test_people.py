"""What only an archive knows: who is a host."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.talks import TALK, entries, plan, write_talks

from tts_interview.archive.library import LibraryEntry
from tts_interview.archive.people import roles_of

if TYPE_CHECKING:
    from conftest import CommandLine

# Mara Holt, who asks in the others, says more here than anybody, and asks nothing.
ANSWERING = """\
# Holt at home

**Jonas Reed:** Who taught you to row, and was it hard?

**Mara Holt:** My aunt did. She had a boat without a name, and she let me sit in the bow until I could read the wind.

**Jonas Reed:** And did you ever turn back?

**Mara Holt:** Once. The fog came down in a minute, and I rowed by the sound of the bell, as she had told me.
"""


def roles(folder: Path) -> dict[str, dict[str, str]]:
    return {Path(entry.path).stem: {name: str(role) for name, role in roles_of(entry).items()} for entry in entries(folder)}


def test_who_asks_in_most_interviews_is_a_host_in_all(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 4)
    (tmp_path / "in" / "home.md").write_text(ANSWERING)
    said = plan(tts, "in")
    assert "Read again with the hosts of the other interviews: 1" in said
    assert roles(tmp_path / "lib")["home"]["Mara Holt"] == "interviewer"
    home = next(entry for entry in entries(tmp_path / "lib") if entry.path.endswith("home.md"))
    assert "Mara Holt" in home.wishes["interviewer"]
    assert "Read: 0; unchanged: 5" in plan(tts, "in")


def test_who_is_heard_in_few_interviews_may_answer(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 2)
    (tmp_path / "in" / "home.md").write_text(ANSWERING)
    assert "Read again" not in plan(tts, "in")
    assert roles(tmp_path / "lib")["home"]["Mara Holt"] == "guest"


def test_who_mostly_answers_is_no_host(tts: CommandLine, tmp_path: Path) -> None:
    paths = write_talks(tmp_path / "in", 5)
    paths[0].write_text(TALK.format(title="tide 0").replace("Mara Holt", "Eve Moor").replace("Jonas Reed", "Mara Holt"))
    plan(tts, "in")
    assert all(found.get("Jonas Reed", "guest") == "guest" for found in roles(tmp_path / "lib").values())


def test_names_of_interviewers_that_a_person_gave_stay(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 4)
    (tmp_path / "in" / "home.md").write_text(ANSWERING)
    rows = "".join(f"in/{n:04}.md,\n" for n in range(1, 5))
    (tmp_path / "list.csv").write_text(f"path,interviewer\n{rows}in/home.md,Jonas Reed\n")
    assert "Read again" not in plan(tts, "--from", "list.csv", "--columns", "path=path,interviewer=interviewer")
    found = roles(tmp_path / "lib")["home"]
    assert (found["Jonas Reed"], found["Mara Holt"]) == ("interviewer", "guest")


def test_a_name_with_brackets_keeps_its_role() -> None:
    entry = LibraryEntry(kind="interview", cast="Q (reporters) (interviewer), Ada (guest)")
    assert {name: str(role) for name, role in roles_of(entry).items()} == {"Q (reporters)": "interviewer", "Ada": "guest"}
