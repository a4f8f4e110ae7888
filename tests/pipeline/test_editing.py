"""An editing session: every step is on the disk before it is answered, and all of them can be undone, also after a kill."""

from __future__ import annotations

import json
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from any_edits import check_edit, edits_of
from any_transcript import ledger, without_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview import EditError, SourceError, write_project
from tts_interview.files.atomic import write_whole
from tts_interview.model import Edit
from tts_interview.pipeline import editing
from tts_interview.pipeline.editing import ELSEWHERE, LOG, NEW_VERSION, EditingSession
from tts_interview.pipeline.entries import script_of
from tts_interview.pipeline.project import EVIDENCE, evidence_in
from tts_interview.script.evidence import evidence_of
from tts_interview.script.file import read_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.usefixtures("encoded_once")

TALK = """\
# Bees at home

Photo: Nobody

**Ann Lee: How do you count them?**

Rosa Lind: I stand still. I count what I see.

[Share this page]

**Ann Lee: And in winter?**

Rosa Lind: I wait.

**Ann Lee: Do they?**

Rosa Lind: They never wait.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_project(TALK, tmp_path / "bees")
    return tmp_path / "bees"


def said(session: EditingSession) -> list[str]:
    return [f"{turn.speaker}: {turn.text}" for turn in session.transcript.turns]


def reworded(session: EditingSession, turn: int, text: str) -> EditingSession:
    session.do(Edit("reword", {"turn": turn, "paragraph": 0, "text": text}))
    return session


# -- steps ---------------------------------------------------------------------------------------------------------------


def test_an_edit_is_in_the_file_at_once_and_undo_brings_the_same_bytes_back(folder: Path) -> None:
    session = EditingSession(folder)
    before = session.path.read_bytes()
    reworded(session, 4, "I rest.")
    assert "Rosa Lind: I rest." in session.path.read_text(encoding="utf-8")
    after = session.path.read_bytes()
    assert (session.undoes, session.redoes) == ("reword", "")
    session.undo()
    assert session.path.read_bytes() == before
    assert (session.undoes, session.redoes) == ("", "reword")
    session.redo()
    assert session.path.read_bytes() == after


def test_there_is_nothing_to_undo_at_first_and_nothing_to_redo_after_an_edit(folder: Path) -> None:
    session = EditingSession(folder)
    with pytest.raises(EditError, match="nothing to undo"):
        session.undo()
    reworded(session, 4, "I rest.").undo()
    reworded(session, 1, "I sit.")
    with pytest.raises(EditError, match="nothing to redo"):
        session.redo()


def newer(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write a new version of the source as a project of its own."""
    talk = TALK
    for was, now in changes:
        talk = talk.replace(was, now)
    write_project(talk, folder)
    return folder


def test_a_new_version_of_the_source_is_one_step_that_is_there_after_a_restart(folder: Path, tmp_path: Path) -> None:
    session = reworded(EditingSession(folder), 2, "I sit.")
    first, page, before = session.state.page, session.path.read_bytes(), said(session)
    session.take_over(newer(tmp_path / "newer", ("I wait.", "I sleep."), ("Photo: Nobody", "Photo: Somebody")))
    assert said(session) == ["Rosa Lind: I sleep." if one == "Rosa Lind: I wait." else one for one in before]
    assert "Photo: Somebody" in [entry.text for entry in session.transcript.left_out]
    assert session.undoes == NEW_VERSION
    again = EditingSession(folder)
    assert (again.transcript, again.state.ids, again.state.page) == (session.transcript, session.state.ids, session.state.page)
    assert again.state.page != first
    again.undo()
    assert (again.path.read_bytes(), again.state.page) == (page, first)


def test_a_turn_that_was_confirmed_stays_sure_in_a_new_version(folder: Path, tmp_path: Path) -> None:
    evidence = evidence_in(folder)
    evidence["turns"][4] |= {"confidence": 0.4}
    write_whole(folder / EVIDENCE, json.dumps(evidence).encode())
    session = EditingSession(folder)
    assert session.transcript.turns[4].confidence == 0.4
    session.do(Edit("assign", {"turn": 4, "speaker": "Rosa Lind"}))
    found = newer(tmp_path / "newer", ("Do they?", "Do they ever?"))
    write_whole(found / EVIDENCE, json.dumps(evidence).encode())
    session.take_over(found)
    assert session.transcript.turns[4].confidence == 1
    assert session.transcript.turns[5].text == "Do they ever?"


def test_an_edit_that_does_not_fit_changes_nothing(folder: Path) -> None:
    session = EditingSession(folder)
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(EditError, match="no turn 99"):
        session.do(Edit("join", {"turn": 99}))
    assert {path: path.read_bytes() for path in folder.iterdir()} == kept


def test_undo_and_redo_work_after_the_session_was_opened_again(folder: Path) -> None:
    first = EditingSession(folder)
    before = first.path.read_bytes()
    reworded(first, 4, "I rest.")
    first.do(Edit("leave_out", {"turn": 6}))
    first.undo()
    again = EditingSession(folder)
    assert (said(again), again.state.ids) == (said(first), first.state.ids)
    assert (again.undoes, again.redoes) == ("reword", "leave out")
    again.undo()
    assert again.path.read_bytes() == before


def test_a_turn_keeps_its_number_while_others_come_and_go(folder: Path) -> None:
    session = EditingSession(folder)
    ids = session.state.ids
    session.do(Edit("split", {"turn": 2, "paragraph": 0, "offset": 14}))
    assert session.state.ids[:3] == ids[:3]
    assert session.state.ids[4:] == ids[3:]
    session.do(Edit("leave_out", {"turn": 0}))
    assert session.state.ids == (*ids[1:3], session.state.ids[2], *ids[3:])
    reworded(session, 3, "What of the winter?")
    assert session.state.ids[3:] == ids[3:]


def test_left_out_words_stay_in_their_place_of_the_script_after_an_edit(folder: Path) -> None:
    session = EditingSession(folder)
    before = session.path.read_text(encoding="utf-8").splitlines()
    reworded(session, 6, "They never do.")
    after = session.path.read_text(encoding="utf-8").splitlines()
    assert "{left out label" in "\n".join(before)
    assert [line for line in after if line and line in before] == [
        line for line in before if line and "They never wait" not in line
    ]


def test_the_voice_of_a_speaker_is_a_step_and_goes_with_a_new_name(folder: Path) -> None:
    session = EditingSession(folder)
    session.do(Edit("set_voice", {"speaker": "Rosa Lind", "voice": "tone:low"}))
    session.do(Edit("rename", {"speaker": "Rosa Lind", "name": "Rosa Winter"}))
    assert read_script(session.state.text, "x").transcript.speaker("Rosa Winter").voice == "tone:low"
    session.undo()
    session.undo()
    assert not session.transcript.speaker("Rosa Lind").voice


def test_a_wish_is_a_field_of_the_front_matter_that_stays_through_edits(folder: Path) -> None:
    session = EditingSession(folder)
    session.set_wish("pace", "relaxed")
    reworded(session, 4, "I rest.")
    assert read_script(session.state.text, "x").front_matter["pace"] == "relaxed"
    session.set_wish("pace", "")
    assert "pace" not in read_script(session.state.text, "x").front_matter


def test_the_page_that_the_text_came_from_stays_known(tmp_path: Path) -> None:
    page = tmp_path / "talk.html"
    turns = "".join(f"<p><b>Ann Lee:</b> Why {n}?</p><p><b>Rosa Lind:</b> Because {n}.</p>" for n in range(4))
    head = '<link rel="canonical" href="https://example.org/bees"><title>Bees</title>'
    page.write_text(f"<html><head>{head}</head><body><h1>Bees</h1>{turns}</body></html>", encoding="utf-8")
    write_project(page, tmp_path / "bees")
    session = EditingSession(tmp_path / "bees")
    reworded(session, 1, "I rest.")
    assert script_of(session.path).article.canonical == "https://example.org/bees"


# -- another program -----------------------------------------------------------------------------------------------------


def change(session: EditingSession, old: str, new: str) -> None:
    """Change the script as a text editor does."""
    text = session.path.read_text(encoding="utf-8")
    assert old in text
    session.path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_in_a_text_editor_is_taken_over_before_the_next_edit_and_can_be_undone(folder: Path) -> None:
    session = EditingSession(folder)
    change(session, "I wait.", "I  sleep.\n# a comment stays until the next edit")
    changed = session.path.read_bytes()
    reworded(session, 6, "They never do.")
    assert "Rosa Lind: I sleep." in " / ".join(said(session))
    assert "Rosa Lind: They never do." in said(session)
    session.undo()
    assert session.path.read_bytes() == changed
    assert session.undoes == ELSEWHERE
    session.undo()
    assert said(session) == said(EditingSession(folder))
    assert "Rosa Lind: I wait." in said(session)


def test_a_change_elsewhere_is_noticed_once(folder: Path) -> None:
    session = EditingSession(folder)
    assert not session.refresh()
    change(session, "I wait.", "I sleep.")
    assert session.refresh()
    assert not session.refresh()
    session.path.touch()
    assert not session.refresh()


def test_a_script_that_became_invalid_is_named_and_can_be_restored(folder: Path) -> None:
    session = EditingSession(folder)
    before = session.path.read_bytes()
    change(session, "Rosa Lind: I wait.", "Rosa Lin: I wait.")
    with pytest.raises(SourceError, match=r'line \d+: unknown speaker "Rosa Lin"'):
        reworded(session, 6, "They never do.")
    session.restore()
    assert session.path.read_bytes() == before
    assert "Rosa Lind: They never do." in said(reworded(session, 6, "They never do."))


# -- kills ---------------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The end of a run, at a chosen point."""


def killed_at(point: int, act: Callable[[], object], patch: pytest.MonkeyPatch) -> bool:
    """Act, and stop at the n-th time that something was to reach the disk; return whether it was stopped."""
    left = iter(range(point))

    def reaching(do: Callable[..., object]) -> Callable[..., object]:
        def acting(*arguments: object) -> object:
            if next(left, None) is None:
                raise Killed
            return do(*arguments)

        return acting

    with patch.context() as patched:
        patched.setattr(os, "fsync", reaching(os.fsync))
        patched.setattr(Path, "replace", reaching(Path.replace))
        patched.setattr("tts_interview.pipeline.editing.write_whole", reaching(write_whole))
        try:
            act()
        except Killed:
            return True
    return False


STEPS: list[Callable[[EditingSession], object]] = [
    lambda session: reworded(session, 4, "I rest."),
    lambda session: session.do(Edit("leave_out", {"turn": 0})),
    lambda session: session.undo(),
    lambda session: session.redo(),
    lambda session: session.do(Edit("set_voice", {"speaker": "Rosa Lind", "voice": "tone:low"})),
]


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_kill_at_any_point_loses_at_most_the_step_in_hand(folder: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    original = {path.name: path.read_bytes() for path in folder.iterdir()}
    for point in range(20):
        for path in folder.iterdir():
            path.unlink()
        for name, data in original.items():
            (folder / name).write_bytes(data)
        session = EditingSession(folder)
        for act in STEPS[:step]:
            act(session)
        before, undoes = session.state.text, session.undoes
        stopped = killed_at(point, partial(STEPS[step], session), monkeypatch)
        again = EditingSession(folder)
        assert again.path.read_text(encoding="utf-8") == again.state.text
        if again.state.text == before and undoes == again.undoes:
            assert stopped
        else:
            STEPS[step](EditingSession(folder)) if step < 2 else None
        while again.undoes:
            again.undo()
        assert again.path.read_bytes() == original["bees-at-home.script.md"]
        if not stopped:
            break
    assert 3 <= point < 19


def test_a_torn_line_at_the_end_of_the_log_is_the_step_that_was_lost(folder: Path) -> None:
    session = reworded(EditingSession(folder), 4, "I rest.")
    before = session.path.read_bytes()
    log = folder / LOG
    start = log.stat().st_size
    reworded(session, 6, "They never do.")
    whole = log.read_bytes()
    for end in range(start, len(whole), 7):
        session.path.write_bytes(before)
        log.write_bytes(whole[:end])
        again = EditingSession(folder)
        assert again.path.read_bytes() == before
        assert again.undoes == "reword"
        assert len(reworded(again, 6, "Never.").states) == 3


def test_a_log_that_does_not_fit_its_script_gives_way_to_the_script(folder: Path) -> None:
    session = reworded(EditingSession(folder), 4, "I rest.")
    log = folder / LOG
    log.write_text(log.read_text(encoding="utf-8").replace("I rest.", "I run."), encoding="utf-8")
    again = EditingSession(folder)
    assert said(again) == said(session)
    assert again.undoes == ELSEWHERE


# -- any steps -----------------------------------------------------------------------------------------------------------

LONG = "".join(
    f"Ann Lee: Why {n}?\n\nRosa Lind: Because {n}. And so.\n\n{{not a direction}} (laughs) {n}\n\n" for n in range(6)
)


@pytest.fixture(scope="module")
def projects() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def check_steps(projects: Path, data: st.DataObject, count: int) -> None:
    folder = Path(tempfile.mkdtemp(dir=projects))
    write_project(LONG, folder)
    session = EditingSession(folder)
    first, started_with = session.path.read_bytes(), ledger(session.transcript)
    for _ in range(count):
        before = session.state
        act = data.draw(st.sampled_from(["edit", "edit", "edit", "undo", "redo", "open"]))
        edit = data.draw(edits_of(session.transcript))
        try:
            if act == "edit":
                session.do(edit)
                check_edit(before.transcript, edit, session.transcript)
            elif act == "open":
                session = EditingSession(folder)
                assert session.state == before
            else:
                session.undo() if act == "undo" else session.redo()
        except EditError:
            assert session.state is before
        assert not started_with - ledger(session.transcript), "nothing is lost"
        assert len(set(session.state.ids)) == len(session.transcript.turns)
        assert without_lines(read_script(session.path.read_text(encoding="utf-8"), "x").transcript) == without_lines(
            session.transcript
        )
    while session.undoes:
        session.undo()
    assert session.path.read_bytes() == first


@given(st.data())
@settings(max_examples=4)
def test_random_steps_keep_the_ledger_and_undo_to_the_first_bytes(projects: Path, data: st.DataObject) -> None:
    check_steps(projects, data, 15)


@pytest.mark.slow
@pytest.mark.exhaustive
@given(st.data())
@settings(max_examples=100)
def test_thousands_of_random_steps_keep_the_ledger_and_undo_to_the_first_bytes(projects: Path, data: st.DataObject) -> None:
    check_steps(projects, data, 40)


# -- a long log ------------------------------------------------------------------------------------------------------


def test_a_long_log_is_folded_when_it_is_opened_and_undo_of_what_is_kept_is_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(TALK, tmp_path / "bees")
    session = EditingSession(tmp_path / "bees")
    first, kept = session.path.read_bytes(), list[bytes]()
    for number in range(40):
        session.do(Edit("reword", {"turn": 1, "paragraph": 0, "text": f"Why {number}?"}))
        kept.append(session.path.read_bytes())
        if number == 20:
            session.undo()
            session.redo()
            session.do(Edit("split", {"turn": 2, "paragraph": 0, "offset": 2}))
            kept.append(session.path.read_bytes())
    for _ in range(3):
        session.undo()
    monkeypatch.setattr(editing, "_KEPT_STEPS", 10)
    monkeypatch.setattr(editing, "_LOG_BYTES", 5_000)
    again = EditingSession(tmp_path / "bees")
    assert len((tmp_path / "bees" / LOG).read_bytes().splitlines()) == 2 + 10 + 2 * 3
    assert (again.undoes, again.redoes) == (session.undoes, session.redoes) == ("reword", "reword")
    assert (again.transcript, again.state.page) == (session.transcript, session.state.page)
    assert evidence_of(again.transcript) == evidence_of(session.transcript)
    for expected in kept[-3:]:
        again.redo()
        assert again.path.read_bytes() == expected
    for expected in [*kept[-14:-1][::-1], first]:
        again.undo()
        assert again.path.read_bytes() == expected
    assert again.undoes == ""
    for _ in range(14):
        again.redo()
    once_more = EditingSession(tmp_path / "bees")
    assert once_more.path.read_bytes() == kept[-1]
    assert once_more.state.ids == again.state.ids


def test_a_long_log_without_anything_to_fold_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(TALK, tmp_path / "bees")
    session = EditingSession(tmp_path / "bees")
    session.do(Edit("leave_out", {"turn": 1}))
    before = (tmp_path / "bees" / LOG).read_bytes()
    monkeypatch.setattr(editing, "_LOG_BYTES", 10)
    assert EditingSession(tmp_path / "bees").undoes == "leave out"
    assert (tmp_path / "bees" / LOG).read_bytes() == before
