"""What only an archive knows: who is a host."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.talks import TALK, entries, plan, write_talks

from tts_interview.archive.library import LibraryEntry
from tts_interview.archive.people import appearances_in, key_of, roles_of

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


# Mara Holt and Jonas Reed ask together; Eve Moor answers.
ASKING_TOGETHER = """\
# Bells

**Mara Holt:** Who rings the bells, and when did you first hear them?

**Eve Moor:** My aunt rings them. I heard them before I could walk, and I have heard them every evening since then.

**Jonas Reed:** And are they in tune? I always thought that one of them is low.

**Eve Moor:** The third one cracked in a frost, and nobody has had the heart to melt it down.

**Jonas Reed:** Will it be rung this winter?

**Eve Moor:** It will, as long as somebody climbs up there.
"""


def test_who_is_in_a_fifth_of_a_collection_and_asks_is_its_host(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bells.md").write_text(ASKING_TOGETHER)
    (tmp_path / "in" / "home.md").write_text(ANSWERING)
    (tmp_path / "list.csv").write_text("path,collection\nin/bells.md,Bells\nin/home.md,Bells\n")
    assert "Read again" not in plan(tts, "in")  # as a folder, two are too few
    assert roles(tmp_path / "lib")["home"]["Mara Holt"] == "guest"
    assert "hosts of the other interviews: 1" in plan(tts, "--from", "list.csv", "--columns", "path=path")
    assert roles(tmp_path / "lib")["home"]["Mara Holt"] == "interviewer"
    assert roles(tmp_path / "lib")["bells"]["Eve Moor"] == "guest"


def test_who_answers_in_all_interviews_of_a_collection_is_no_host(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 5)
    rows = "".join(f"in/{n:04}.md,The life of Jonas Reed\n" for n in range(1, 6))
    (tmp_path / "list.csv").write_text(f"path,collection\n{rows}")
    assert "Read again" not in plan(tts, "--from", "list.csv", "--columns", "path=path")
    assert {found["Jonas Reed"] for found in roles(tmp_path / "lib").values()} == {"guest"}


def test_a_host_of_one_collection_may_answer_in_another(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("bells", "ropes"):
        (tmp_path / "in" / f"{name}.md").write_text(ASKING_TOGETHER)
    (tmp_path / "in" / "home.md").write_text(ANSWERING)
    (tmp_path / "list.csv").write_text("path,collection\nin/bells.md,Bells\nin/ropes.md,Bells\nin/home.md,Homes\n")
    assert "Read again" not in plan(tts, "--from", "list.csv", "--columns", "path=path")
    assert roles(tmp_path / "lib")["home"]["Mara Holt"] == "guest"


def test_who_talks_like_an_interviewer_beside_a_guest_asks() -> None:
    heard = {"Mara Holt": ("unknown", "", 0.5), "Jonas Reed": ("unknown", "", 0.34), "Eve Moor": ("unknown", "", 0.14)}
    cast = "Mara Holt (interviewer), Jonas Reed (guest), Eve Moor (guest), Guest 2 (guest)"
    entry = LibraryEntry(kind="interview", cast=cast, heard=heard)
    assert {one.name: one.asks for one in appearances_in(entry)} == {"Mara Holt": True, "Jonas Reed": True, "Eve Moor": False}


def test_a_name_is_one_name_however_it_is_spelled() -> None:
    assert len({key_of(name) for name in ("Zoë Q. O’Neil", "zoe q o'neil", "ZOE  Q O NEIL")}) == 1
    assert len({key_of(name) for name in ("J. Neil", "Jo Neil", "Neil", "Neil J.", "Neil Jo")}) == 5


def test_a_name_with_brackets_keeps_its_role() -> None:
    entry = LibraryEntry(kind="interview", cast="Q (reporters) (interviewer), Ada (guest)")
    assert {name: str(role) for name, role in roles_of(entry).items()} == {"Q (reporters)": "interviewer", "Ada": "guest"}
