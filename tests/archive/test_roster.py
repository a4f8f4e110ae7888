"""The people of an archive have one spelling, one voice and one pronunciation, and an editor may change all of them."""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from archive.talks import TALK, entries, plan
from archive.test_run import Hands, run

from tts_interview import Settings, errors, parse, pipeline, script_text
from tts_interview.archive import running
from tts_interview.archive.library import Library, LibraryEntry
from tts_interview.archive.roster import Roster, propose
from tts_interview.settings.layers import with_values
from tts_interview.settings.lexicons import lexicon_in_force, said_names
from tts_interview.settings.showfile.tables import Member, ShowFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import CommandLine


def named(number: int, **names: str) -> str:
    """Return a talk in which people have other names; `Mara_Holt="M. Holt"`."""
    text = TALK.format(title=f"tide {number}")
    for name, other in names.items():
        text = text.replace(name.replace("_", " "), other)
    return text


def write(folder: Path, *talks: str) -> None:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(talks, start=1):
        (folder / f"{number:04}.md").write_text(text)


def cast_in(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = tomllib.loads((folder / "people.toml").read_text()).get("cast", {})
    return found


def questions_in(folder: Path) -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((folder / "people.toml").read_text()).get("questions", {})
    return found


def rows(folder: Path, *casts: str, collection: str = "Tides") -> Library:
    """Return a library of interviews with these casts."""
    library = Library(folder, create=True)
    wishes = {"collection": collection}
    start = len(list(library.entries()))
    library.put(
        LibraryEntry(path=f"/{start + number}.md", kind="interview", cast=cast, wishes=wishes)
        for number, cast in enumerate(casts)
    )
    return library


# -- what a plan proposes ----------------------------------------------------------------------------------------------


def test_a_plan_names_the_people_of_several_interviews(tts: CommandLine, tmp_path: Path) -> None:
    write(tmp_path / "in", *(named(n) for n in range(4)), named(5, Jonas_Reed="Eve Moor"))
    said = plan(tts, "in")
    assert "people: 2; names in question: 0" in said
    people = cast_in(tmp_path / "lib")
    assert list(people) == ["Mara Holt", "Jonas Reed"]  # Eve Moor is heard once
    assert people["Mara Holt"]["role"] == "interviewer"
    assert "role" not in people["Jonas Reed"]
    assert people["Mara Holt"]["voice"].startswith("tone:")
    assert people["Mara Holt"]["voice"] != people["Jonas Reed"]["voice"]
    text = (tmp_path / "lib" / "people.toml").read_text()
    assert "  # 5 episodes\n" in text
    assert "  # 4 episodes\n" in text


def test_other_spellings_are_aliases_where_that_is_certain(tmp_path: Path) -> None:
    spellings = ("Mara Holt", "Mara Holt", "MARA HOLT", "Mara Q. Holt", "Mára Holt", "M. Holt")
    library = rows(tmp_path, *(f"{name} (interviewer), Guest (guest)" for name in spellings))
    assert propose(library, {"Tides": {"mara holt"}}) == (1, 0)
    assert cast_in(tmp_path) == {"Mara Holt": {"aliases": ["Mára Holt", "Mara Q. Holt", "M. Holt"]}}
    assert {Roster.read(tmp_path).key(name) for name in spellings} == {"mara holt"}


@pytest.mark.parametrize(
    ("casts", "hosts"),
    [
        (["Mara Holt (interviewer), M. Holt (interviewer)"], {"mara holt"}),  # both in one interview
        (["Mara Holt (interviewer)", "M. Holt (guest)"], {"mara holt"}),  # who asks there may answer here, or may not
        (["Mara Holt (interviewer)", "M. Holt (interviewer)"], set()),  # she is not known to host
        (["Mara Holt (interviewer)", "Max Holt (guest)", "M. Holt (interviewer)"], {"mara holt"}),
    ],
)
def test_initials_of_somebody_else_are_never_merged(tmp_path: Path, casts: list[str], hosts: set[str]) -> None:
    propose(rows(tmp_path, *casts, *casts), {"Tides": hosts})
    assert "M. Holt" in {**cast_in(tmp_path), **questions_in(tmp_path)}
    assert "aliases" not in cast_in(tmp_path)["Mara Holt"]


def test_one_word_is_a_person_in_one_collection_alone(tmp_path: Path) -> None:
    rows(tmp_path, "Mara (guest)", "Mara (guest)").close()
    assert propose(rows(tmp_path, "Ann Lee (guest)"), {}) == (1, 0)
    library = Library(tmp_path)
    library.put([LibraryEntry(path="/x.md", kind="interview", cast="Mara (guest)", wishes={"collection": "Ropes"})])
    (tmp_path / "people.toml").unlink()
    assert propose(library, {}) == (0, 0)
    assert not (tmp_path / "people.toml").exists()


def test_a_spelling_that_is_not_certain_is_a_question(tmp_path: Path) -> None:
    casts = [
        *["Mara Holt (interviewer), Jonas Reed (guest)"] * 3,
        *["Mara (interviewer), J. Reed (guest)", "Mara (interviewer), J. Reed (guest)"],
        *["Ann C. Lee (guest)", "Ann D. Lee (guest)", "Ann Lee (guest)"],
    ]
    library = rows(tmp_path, *casts)
    for _ in range(2):  # nobody has answered
        assert propose(library, {"Tides": {"mara holt"}}) == (2, 3)
    assert set(cast_in(tmp_path)) == {"Mara Holt", "Jonas Reed"}
    assert questions_in(tmp_path) == {
        "Ann Lee": "1 episode; may be Ann C. Lee (1 episode) or Ann D. Lee (1 episode)",
        "J. Reed": "2 episodes; may be Jonas Reed (3 episodes)",
        "Mara": "2 episodes; may be Mara Holt (3 episodes)",
    }


def test_a_plan_changes_nothing_that_an_editor_wrote(tmp_path: Path) -> None:
    library = rows(tmp_path, *["Mara Holt (interviewer), Jonas Reed (guest)", "M. Holt (interviewer), Jonas Reed (guest)"] * 2)
    path, mine = tmp_path / "people.toml", '"M. Holt" = {}  # the aunt of Mara'
    propose(library, {})
    assert questions_in(tmp_path)
    lines = path.read_text().replace('"Jonas Reed" = {}  # 4', '"Jonas Reed" = {voice = "low"}  # 1').splitlines()
    lines[lines.index("[cast]")] = f"# my notes\n\n[cast]\n{mine}"
    path.write_text("\n".join(line for line in lines if not line.startswith('"M. Holt"')) + "\n\n")
    before = path.read_text().partition("\n# Each of these")[0]
    assert propose(library, {}) == (3, 0)
    assert path.read_text() == before.replace("# 1 episode", "# 4 episode").rstrip() + "\n"
    stamp = path.stat().st_mtime_ns
    propose(library, {})
    assert path.stat().st_mtime_ns == stamp


def test_names_that_no_file_can_hold_are_left_alone(tmp_path: Path) -> None:
    names = ['Mara "the" Holt', "Mara\\Holt", "Ma\x07ra Holt", "Mara " * 40, "1984", "Q"]
    library = rows(tmp_path, *(f"{name} (guest)" for name in names * 2), "Jonas = [Reed] (guest)", "Jonas = [Reed] (guest)")
    assert propose(library, {}) == (1, 0)
    assert list(cast_in(tmp_path)) == ["Jonas = [Reed]"]


def test_two_people_of_one_interview_have_voices_of_their_own(tmp_path: Path) -> None:
    library = Library(tmp_path, create=True)
    first = {"Mara Holt": ("female", "e:anna", 0.5), "Ann Lee": ("unknown", "e:ben", 0.0)}
    second = {"Ann Lee": ("female", "e:anna", 0.5), "Mara Holt": ("unknown", "e:ben", 0.0)}
    for number, heard in enumerate((first, first, second, second)):
        cast = ", ".join(f"{name} (guest)" for name in heard)
        library.put([LibraryEntry(path=f"/{number}.md", kind="interview", cast=cast, heard=heard)])
    propose(library, {})
    # Anna fits both women, and both have it half of the time: the first one gets it, and the program chooses for the other.
    assert cast_in(tmp_path) == {"Ann Lee": {"voice": "e:anna", "gender": "female"}, "Mara Holt": {"gender": "female"}}


# -- what a run makes of it --------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    values = {
        "speech.engine": "tone",
        "speech.cache_folder": tmp_path / "cache",
        "publishing.formats": ("mp3", "page", "script"),
    }
    return with_values(Settings(), {**values, "publishing.output_folder": tmp_path / "lib" / "episodes"})


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A crew of this process."""
    hands = Hands()

    @contextmanager
    def hired(*_: object) -> Iterator[Hands]:
        yield hands

    monkeypatch.setattr(running, "crew_of", hired)
    return hands


def test_a_run_gives_everybody_one_name_and_one_voice(
    tts: CommandLine, tmp_path: Path, settings: Settings, crew: Hands
) -> None:
    write(
        tmp_path / "in",
        named(1),
        named(2, Jonas_Reed="JONAS REED"),
        named(3, Jonas_Reed="J. Reed"),
        named(4, Jonas_Reed="Eve Moor"),
    )
    plan(tts, "in")
    lib, path = tmp_path / "lib", tmp_path / "lib" / "people.toml"
    people = path.read_text().replace('"Jonas Reed" = {', '"Jonas Reed" = {aliases = ["J. Reed"], ')
    path.write_text(people)
    assert run(lib, settings).made == 4
    made = entries(lib)
    assert [e.cast.partition(", ")[2] for e in made] == [*["Jonas Reed (guest)"] * 3, "Eve Moor (guest)"]
    folders = [lib / "episodes" / e.stem for e in made]
    scripts = [next(folder.glob("*.script.md")).read_text() for folder in folders]
    assert all("Jonas Reed: In the year" in text for text in scripts[:3])
    assert all("Jonas Reed" in next(folder.glob("*.html")).read_text() for folder in folders[:3])
    assert run(lib, settings).made == 0

    path.write_text(people.replace(cast_in(lib)["Jonas Reed"]["voice"], "tone:bass"))
    assert run(lib, settings).made == 3  # not that of Eve Moor
    assert [task.id for task in crew.given[4:]] == [1, 2, 3]
    path.write_text(path.read_text().replace('["J. Reed"]', "[]"))
    assert run(lib, settings).made == 1
    assert entries(lib)[2].cast.endswith("J. Reed (guest)")
    assert run(lib, settings).made == 0


def test_an_entry_that_is_not_valid_is_told_before_anything_is_read(
    tts: CommandLine, tmp_path: Path, settings: Settings, crew: Hands
) -> None:
    write(tmp_path / "in", named(1))
    plan(tts, "in")
    (tmp_path / "lib" / "people.toml").write_text('[cast]\n"Mara Holt" = {sex = "female"}\n')
    done = tts("archive", "plan", "in", "-o", "lib", "--engine", "tone")
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert 'people.toml, [cast] "Mara Holt": unknown key "sex"' in done.err
    with pytest.raises(errors.ShowError, match="unknown key"):
        run(tmp_path / "lib", settings)
    (tmp_path / "lib" / "people.toml").write_text("[pace]\nrate = 2\n")
    with pytest.raises(errors.ShowError, match=r"unknown table \[pace\]"):
        Roster.read(tmp_path / "lib")


def test_a_voice_in_full_is_taken_where_the_engine_has_it_and_a_part_has_to_fit(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(named(1))
    settings = with_values(Settings(), {"speech.engine": "tone", "speech.cache_folder": tmp_path / "cache"})

    def voice(said: str) -> str:
        known = with_values(settings, {"people": (Member("Jonas Reed", voice=said),)})
        return pipeline.plan(tmp_path / "a.md", known).casting["Jonas Reed"].full_name

    assert voice("tone:bass") == voice("bass") == "tone:bass"
    assert voice("kokoro:am_adam") == voice("")
    with pytest.raises(errors.CastingError, match='unknown voice "adam"'):
        voice("adam")


def test_what_the_show_says_of_somebody_counts_more_than_the_file_of_people(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(named(1))
    show = ShowFile(cast=(Member("Jonas Reed", voice="tone:bass"),))
    known = (Member("Jonas Reed", voice="tone:tenor"),)
    settings = with_values(Settings(), {"speech.engine": "tone", "speech.cache_folder": tmp_path / "cache"})
    planned = pipeline.plan(tmp_path / "a.md", with_values(settings, {"show": show, "people": known}))
    assert planned.casting["Jonas Reed"].full_name == "tone:bass"


def test_two_spellings_in_one_interview_are_one_person(tmp_path: Path) -> None:
    text = named(1) + "\n**Mara Holt:** Who else?\n\n**J. Reed:** My brother, who writes slowly, too.\n"
    (tmp_path / "a.md").write_text(text)
    settings = with_values(Settings(), {"people": (Member("Jonas Reed", aliases=("J. Reed",)),)})
    assert [speaker.name for speaker in parse(tmp_path / "a.md", settings).speakers] == ["Mara Holt", "Jonas Reed"]
    script = script_text(named(2, Jonas_Reed="J. Reed").encode())
    assert "J. Reed:" in script
    assert "Jonas Reed" in {speaker.name for speaker in parse(script, settings).speakers}


def test_how_a_name_is_said_is_an_entry_for_each_word() -> None:
    member = Member("Jonas Reed", say="YOH-nas Reed")
    assert [(entry.written, entry.respelling) for entry in said_names(member)] == [("Jonas", "YOH-nas")]
    whole = Member("Jonas Reed", say="YOH-nas the Reed")
    assert [entry.written for entry in said_names(whole)] == ["Jonas Reed"]
    assert said_names(Member("Jonas Reed")) == []
    settings = with_values(Settings(), {"people": (member,), "speech.user_lexicon": None})
    spans = lexicon_in_force(settings, "").find("I met Jonas there.", "en")
    assert [(span.start, span.end) for span in spans] == [(6, 11)]
