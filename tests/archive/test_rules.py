"""Rules of a library: a correction of one source that holds for others of its collection, site or folder."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from archive.talks import entries, plan
from conftest import CommandLine

from tts_interview.archive.library import Library, LibraryEntry, Standing
from tts_interview.archive.offering import offers
from tts_interview.archive.people import roles_of
from tts_interview.archive.review import ask
from tts_interview.archive.rules import SourceRule, joined, keep_rule, own, read_rules, remove_rule, ruled, scope_of
from tts_interview.errors import LibraryError
from tts_interview.model import Edit, Role, Speaker

if TYPE_CHECKING:
    from pathlib import Path

TALK = """\
# Tide {number}

Q: When did you first measure tide {number}?

Jonas Reed: In the year of the long winter, with a stick and a lamp.

Q: And what did you learn from it?

Jonas Reed: That the sea does not wait for anyone who writes slowly.
"""
# Mara Holt, who asks in the others, answers here.
HOME = """\
# Holt at home

**Jonas Reed:** Who taught you to row, and was it hard?

**Mara Holt:** My aunt did. She had a boat without a name, and she let me sit in the bow until I could read the wind.

**Jonas Reed:** And did you ever turn back?

**Mara Holt:** Once. The fog came down in a minute, and I rowed by the sound of the bell, as she had told me.
"""
ALIAS = SourceRule("folder", "/in", {"alias": "Q=Mara Holt"})


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with three talks whose asker is a Q, and one without any Q."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "in").mkdir()
    for number in range(1, 4):
        (folder / "in" / f"{number}.md").write_text(TALK.format(number=number))
    (folder / "in" / "4.md").write_text(TALK.format(number=4).replace("Q:", "Eva Stone:"))
    plan(CommandLine(folder), "in", "--sure", "1")
    return folder


@pytest.fixture
def library(asked: Path, tmp_path: Path) -> Path:
    shutil.copytree(asked, tmp_path, dirs_exist_ok=True)
    return tmp_path / "lib"


def names(library: Path) -> list[list[str]]:
    return [list(roles_of(entry)) for entry in entries(library)]


def test_a_rule_names_who_asks_in_all_sources_that_it_fits(tts: CommandLine, library: Path) -> None:
    places = {entry.path.rpartition("/")[0] for entry in entries(library)}
    keep_rule(library, SourceRule("folder", places.pop(), {"alias": "Q=Mara Holt"}))
    assert "Read: 4" in plan(tts, "--sure", "1")
    assert ["Mara Holt" in found for found in names(library)] == [True, True, True, False], "one lacks the label"
    assert "Eva Stone" in names(library)[3]
    assert [entry.wishes for entry in entries(library)] == [{"alias": "Q=Mara Holt"}] * 3 + [{}]
    assert "Read: 0; unchanged: 4" in plan(tts, "--sure", "1"), "what does not fit is not tried again"
    assert {entry.standing for entry in entries(library)} == {Standing.WAITING}


def test_a_rule_that_is_removed_is_taken_back_and_what_a_person_asked_stays(tts: CommandLine, library: Path) -> None:
    folder = entries(library)[0].path.rpartition("/")[0]
    with closing(Library(library)) as opened:
        opened.change(1, wishes={"alias": "Q=Mara Holt"})
        opened.change(2, wishes={"title": "High water"})
    keep_rule(library, SourceRule("folder", folder, {"alias": "Q=Mara Holt"}))
    plan(tts, "--sure", "1")
    assert entries(library)[1].wishes == {"title": "High water", "alias": "Q=Mara Holt"}
    assert remove_rule(library, read_rules(library)[0].key)
    plan(tts, "--sure", "1")
    assert [entry.wishes for entry in entries(library)] == [{"alias": "Q=Mara Holt"}, {"title": "High water"}, {}, {}]
    assert remove_rule(library, "gone") is None


def test_comments_of_the_file_stay(library: Path) -> None:
    text = '# Ours.\n\n[[rule]]  # of the harbour\ncollection = "Harbour"\nnarrate = "yes"\n'
    (library / "rules.toml").write_text(text)
    keep_rule(library, ALIAS)
    assert (library / "rules.toml").read_text().startswith(text)
    assert read_rules(library) == [SourceRule("collection", "Harbour", {"narrate": "yes"}), ALIAS]
    remove_rule(library, ALIAS.key)
    assert (library / "rules.toml").read_text().strip() == text.strip()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[[rule]]\n", "rule 1: it says for none"),
        ('[[rule]]\nsite = "a.example"\nfolder = "/in"\n', "for several"),
        ('[[rule]]\nsite = "a.example"\nnarate = "yes"\n', '"narate" is unknown'),
        ('[[rule]]\nsite = "a.example"\nnarrate = true\n', '"narrate" is unknown, or not a text'),
        ('[[rule]]\nsite = "a.example"\ndate = "soon"\n', "rule 1: date: "),
        ("rule = 1\n", "something else than rules"),
        ("other = 1\n", "something else than rules"),
        ("[[rule\n", "is not valid TOML"),
    ],
)
def test_a_file_with_a_mistake_says_where(tts: CommandLine, library: Path, text: str, error: str) -> None:
    (library / "rules.toml").write_text(text)
    with pytest.raises(LibraryError, match=error):
        read_rules(library)
    done = tts("archive", "plan", "-o", "lib", "--engine", "tone")
    assert (done.code, done.err.count("\n")) == (1, 1)
    with pytest.raises(LibraryError):
        keep_rule(library, ALIAS)
    assert (library / "rules.toml").read_text() == text


def test_a_rule_covers_its_collection_site_or_folder_alone() -> None:
    address = "https://talks.example/a/1"
    assert scope_of(address, {}) == ("site", "talks.example")
    assert scope_of(address, {"collection": "Harbour"}) == ("collection", "Harbour")
    assert scope_of("/in/a/1.md", {}) == ("folder", "/in/a")
    site, harbour = SourceRule("site", "talks.example"), SourceRule("collection", "Harbour")
    assert site.covers(address, {})
    assert not site.covers("https://talks.example.evil/a/1", {})
    assert not SourceRule("folder", "/in/a").covers("/in/ab/1.md", {})
    assert harbour.covers(address, {"collection": "Harbour"})
    assert not harbour.covers(address, {"collection": "Harbour talks"})


def test_the_wishes_of_a_person_are_stronger_and_are_told_apart() -> None:
    asked = ruled([ALIAS, SourceRule("folder", "/in", {"language": "de"})], "/in/1.md", {"alias": "A=Eva", "language": "fr"})
    wishes = joined(asked, {"alias": "A=Eva", "language": "fr"})
    assert wishes == {"alias": "Q=Mara Holt; A=Eva", "language": "fr"}
    assert own(wishes, asked) == {"alias": "A=Eva", "language": "fr"}
    assert ruled([ALIAS], "/in/1.md", {"alias": "Q=Mara Holt"}) == {}


def test_corrections_are_offered_as_rules_by_the_label_of_the_page() -> None:
    entry = LibraryEntry(path="/in/1.md", wishes={"narrator": "none", "title": "One", "script": "/x"})
    page = [Speaker("Interviewer", Role.INTERVIEWER, labels=("Q",)), Speaker("Jonas Reed", Role.GUEST)]
    edits = [
        Edit("rename", {"speaker": "Interviewer", "name": "Mara Holt"}),
        Edit("set_role", {"speaker": "Jonas Reed", "role": "guest"}),
        Edit("set_role", {"speaker": "Jonas Reed", "role": "narrator"}),
        Edit("set_gender", {"speaker": "Jonas Reed", "gender": "male"}),
        Edit("assign_all", {"label": "Jonas Reed", "speaker": {"name": "Jo Reed", "role": "guest"}}),
        Edit("leave_out", {"turn": 1}),
    ]
    found = offers(entry, edits, page, [SourceRule("folder", "/in", {"guest": "Jonas Reed"})])
    assert {(rule.scope, rule.name) for rule in found} == {("folder", "/in")}
    assert [dict(rule.wishes) for rule in found] == [
        {"narrator": "none"},
        {"alias": "Q=Mara Holt"},
        {"gender": "Jonas Reed=male"},
        {"alias": "Jonas Reed=Jo Reed"},
    ]


def test_a_library_of_before_gets_the_columns_of_rules_and_notes(library: Path) -> None:
    with closing(Library(library)) as opened:
        for name in ("ruled", "noted"):
            opened._rows.execute(f"ALTER TABLE entries DROP COLUMN {name}")
    assert [(entry.ruled, entry.noted) for entry in entries(library)] == [({}, {})] * 4


# -- rules, and what a plan notes by itself ----------------------------------------------------------------------------

BOX = "The harbour letter comes every Friday, with tides and names."
NOTED = {"interviewer": "Jonas Reed; Mara Holt", "furniture": BOX}


def write_noted(folder: Path) -> SourceRule:
    """Write talks in which a plan notes by itself who asks, and a line that they repeat; return a rule that says otherwise."""
    folder.mkdir(exist_ok=True)
    for number, guest in enumerate(("Jonas Reed", "Eve Moor", "Ada Low", "Tom Vane", "Ida Fell", "Ben Hoe")):
        text = TALK.format(number=number).replace("Q:", "Mara Holt:").replace("Jonas Reed", guest)
        (folder / f"{number}.md").write_text(f"{text}\n{BOX}\n\nI went home on day {number}.\n")
    (folder / "home.md").write_text(HOME)
    return SourceRule("folder", str(folder), {"interviewer": "Jonas Reed", "furniture": "The harbour letter*"})


def wishes(library: Path, path: str = "home.md") -> dict[str, str]:
    return dict(next(entry for entry in entries(library) if entry.path.endswith(path)).wishes)


def test_a_rule_wins_over_what_a_plan_noted_by_itself(tts: CommandLine, tmp_path: Path) -> None:
    rule = write_noted(tmp_path / "in")
    plan(tts, "in")
    assert wishes(tmp_path / "lib") == NOTED
    with closing(Library(tmp_path / "lib")) as library:
        (home,) = (entry for entry in library.entries() if entry.path.endswith("home.md"))
        assert offers(home, (), (), []) == [], "no person said so"
    keep_rule(tmp_path / "lib", rule)
    assert "Read: 7" in plan(tts)
    assert wishes(tmp_path / "lib") == rule.wishes
    assert "Read: 0; unchanged: 7" in plan(tts)
    remove_rule(tmp_path / "lib", rule.key)
    plan(tts)
    assert wishes(tmp_path / "lib") == NOTED


def test_a_rule_that_was_kept_before_keeps_a_plan_from_noting(tts: CommandLine, tmp_path: Path) -> None:
    rule = write_noted(tmp_path / "in")
    Library(tmp_path / "lib", create=True).close()
    keep_rule(tmp_path / "lib", rule)
    plan(tts, "in")
    assert wishes(tmp_path / "lib") == rule.wishes
    assert wishes(tmp_path / "lib", "1.md") == {"furniture": rule.wishes["furniture"]}, "nobody of that name is in it"
    assert "Read: 0; unchanged: 7" in plan(tts)


def test_what_a_person_says_wins_over_notes_and_rules(tts: CommandLine, tmp_path: Path) -> None:
    rule = write_noted(tmp_path / "in")
    plan(tts, "in")
    with closing(Library(tmp_path / "lib")) as library:
        (home,) = (entry for entry in library.entries() if entry.path.endswith("home.md"))
        ask(library, home.id, {**home.wishes, "furniture": "I rowed by*"})
    plan(tts)
    assert wishes(tmp_path / "lib") == {**NOTED, "furniture": "I rowed by*"}
    keep_rule(tmp_path / "lib", rule)
    plan(tts)
    assert wishes(tmp_path / "lib") == {"interviewer": "Jonas Reed", "furniture": "I rowed by*"}
    with closing(Library(tmp_path / "lib")) as library:
        ask(library, home.id, {"interviewer": "", "furniture": ""})
    remove_rule(tmp_path / "lib", rule.key)
    plan(tts)
    assert wishes(tmp_path / "lib") == NOTED
