"""An editing project: a folder with the source, the script and the evidence."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

import tts_interview
from tts_interview import OutputError, SourceError, read_project, write_project

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
