"""An editing project: a folder with the source, the script and the evidence."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from in_force import Lines

import tts_interview
from tts_interview import OutputError, Settings, SourceError, SpeechSettings, read_project, write_project
from tts_interview.model import IT_IS_RIGHT
from tts_interview.script.edits import apply
from tts_interview.script.evidence import evidence_of, with_evidence
from tts_interview.script.file import Script, script_text
from tts_interview.script.merge import base_of, merge
from tts_interview.script.operations import set_voice

if TYPE_CHECKING:
    from pathlib import Path

TALK = "# Bees at home\n\n" + "**How do you count them?**\n\nI stand still and I count what I see.\n\n" * 3


def test_a_project_has_the_source_as_read_the_script_and_the_evidence(tmp_path: Path) -> None:
    page = tmp_path / "talk.md"
    page.write_text(TALK, encoding="utf-8")
    source, script, evidence = write_project(page, tmp_path / "bees")
    assert [path.name for path in (source, script, evidence)] == ["source.md", "bees-at-home.script.md", "evidence.json"]
    assert source.read_bytes() == page.read_bytes()
    read, again = tts_interview.parse(page), read_project(tmp_path / "bees")
    assert [(t.confidence, t.why) for t in again.turns] == [(t.confidence, t.why) for t in read.turns]
    assert (again.doubts, again.confidence) == (read.doubts, read.confidence)
    assert again.confidence < 1


def test_a_turn_that_was_edited_is_sure_and_the_others_stay(tmp_path: Path) -> None:
    _, script, _ = write_project(TALK, tmp_path)
    text = script.read_text(encoding="utf-8").replace("I stand still", "I stand quite still", 1)
    script.write_text(text, encoding="utf-8")
    answers = [turn for turn in read_project(tmp_path).turns if turn.role == "guest"]
    assert [turn.why == "edited" for turn in answers] == [True, False, False]


def test_a_doubt_that_a_person_settled_is_not_raised_again(tmp_path: Path) -> None:
    _, script, evidence = write_project(TALK.replace("count", "{pause 1s} count", 1), tmp_path)
    read = read_project(tmp_path)
    unnamed, braces = read.doubts
    answers = {answer.label: answer for answer in (*braces.answers, *unnamed.answers)}
    edited = apply(read, [*braces.settled_by(answers["Follow the directions"]), *unnamed.settled_by(IT_IS_RIGHT)])
    script.write_text(script_text(Script(edited)), encoding="utf-8")
    assert [doubt.key for doubt in read_project(tmp_path).doubts] == [unnamed.key], "the words in braces are edited"
    evidence.write_text(json.dumps(evidence_of(edited)), encoding="utf-8")
    again = read_project(tmp_path)
    assert (again.doubts, again.settled) == ((), (braces.key, unnamed.key))
    assert again.turns[1].paragraphs[0].directions[0].value == "1000"
    changed = merge(again, base_of(read), tts_interview.parse(TALK)).transcript
    assert with_evidence(changed, evidence_of(tts_interview.parse(TALK))).doubts == ()


def test_what_a_person_says_of_a_speaker_is_in_force_and_settles_the_doubts_of_the_plan(tmp_path: Path) -> None:
    settings = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path))
    read = tts_interview.parse("Ann Lee: How many?\n\nBen Ray: I count forty.\n\n" * 4)
    (doubt,) = tts_interview.plan(read, settings).doubts
    assert doubt.key == "genders of Ann Lee, Ben Ray"
    assert tts_interview.plan(apply(read, doubt.settled_by(IT_IS_RIGHT)), settings).doubts == []
    lines: list[str] = []
    after = set_voice(apply(read, doubt.settled_by(doubt.answers[1])), "Lee", "bass")
    planned = tts_interview.plan(after, settings, Lines(lines))
    assert planned.casting["Ann Lee"].name == "bass"
    assert [other.key for other in planned.doubts] == ["genders of Ben Ray"]
    assert [line for line in lines if "Ben Ray" in line and "Ann Lee" not in line] == [planned.doubts[0].sentence]


def test_missing_evidence_is_made_again_from_the_source(tmp_path: Path) -> None:
    *_, evidence = write_project(io.BytesIO(TALK.encode()), tmp_path)
    before = read_project(tmp_path)
    evidence.unlink()
    again = read_project(tmp_path)
    assert [t.confidence for t in again.turns] == [t.confidence for t in before.turns]
    (tmp_path / "source.txt").unlink()
    with pytest.raises(SourceError, match=r"has neither evidence\.json nor the source"):
        read_project(tmp_path)


def test_the_pages_of_one_interview_are_numbered(tmp_path: Path) -> None:
    files = write_project([TALK, TALK.replace("see", "hear")], tmp_path)
    assert [path.name for path in files[:2]] == ["source-1.txt", "source-2.txt"]
    assert files[1].read_text(encoding="utf-8").count("hear") == 3


def test_a_project_is_not_overwritten(tmp_path: Path) -> None:
    _, script, _ = write_project(TALK, tmp_path)
    script.write_text("---\nmine\n", encoding="utf-8")
    with pytest.raises(OutputError, match=r"has a project: .*`reading\.script`"):
        write_project(TALK, tmp_path)
    assert script.read_text(encoding="utf-8") == "---\nmine\n"


def test_evidence_that_is_broken_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    *_, evidence = write_project(TALK, tmp_path)
    for data in ("{", json.dumps({"turns": []}), "[]"):
        evidence.write_text(data, encoding="utf-8")
        with pytest.raises(SourceError, match="delete it"):
            read_project(tmp_path)
    with pytest.raises(SourceError, match="has no scripts"):
        read_project(tmp_path / "nowhere")
