"""How the command line shows what the parser is not sure of, and what its exit code says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tts_interview import Doubt, Transcript, parse
from tts_interview.cli.display import explanation_text, turns_table
from tts_interview.parsing.explaining import Difference, Explanation, Gain, Summary

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

pytestmark = pytest.mark.usefixtures("encoded_once")

SURE = "Ann Lee: How many are there?\n\nBen Ray: I count forty of them.\n\n" * 4
UNSURE = "**How do you count them?**\n\nI stand still and I count what I see.\n\n" * 4


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Path, Path]:
    sure, unsure = tmp_path / "sure.md", tmp_path / "unsure.md"
    sure.write_text(SURE, encoding="utf-8")
    unsure.write_text(UNSURE, encoding="utf-8")
    return sure, unsure


def test_strict_exits_with_3_only_if_there_is_a_doubt(tts: CommandLine, pages: tuple[Path, Path]) -> None:
    sure, unsure = pages
    for page, code in ((sure, 0), (unsure, 3)):
        strict = tts("parse", page, "--strict")
        assert (strict.code, strict.out) == (code, tts("parse", page).out)
        assert tts("render", page, "--dry-run", "--strict", "--engine", "tone").code == code
    assert tts("parse", unsure, "--strict", "--alias", "Guest=Ben Ray").code == 0


def test_strict_renders_as_usual(tts: CommandLine, pages: tuple[Path, Path], tmp_path: Path) -> None:
    run = tts("render", *pages, "-o", "episodes/", "--engine", "tone", "--strict")
    assert run.code == 3
    assert len(list((tmp_path / "episodes").rglob("*.mp3"))) == 2
    assert 'use --alias "Guest=NAME"' in run.err
    assert tts("render", *pages, tmp_path / "none.md", "-o", "more/", "--engine", "tone", "--strict").code == 1


def test_a_script_comes_with_its_doubts_on_standard_error(tts: CommandLine, pages: tuple[Path, Path]) -> None:
    run = tts("parse", pages[1], "--format", "script")
    assert "Doubt: most words" in run.err
    assert "Doubt" not in run.out
    assert tts("parse", pages[0], "--format", "script").err == ""


def test_a_file_that_is_named_like_a_field_is_not_shown_as_a_flag(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "reading.narrate").write_text("Only prose.\n\nNothing else.\n", encoding="utf-8")
    err = tts("parse", "reading.narrate").err
    assert err.startswith("Error: reading.narrate ")
    assert "use --narrate" in err


def test_a_turn_that_may_be_wrong_is_marked_with_its_figure() -> None:
    read = parse(SURE)
    assert "sure" not in turns_table(read, plain=False).split("\n\n")[1]
    turns = (*read.turns[:2], replace(read.turns[2], confidence=0.41), *read.turns[3:])
    lines = turns_table(replace(read, turns=turns), plain=False).split("\n\n")[1].splitlines()
    assert lines[0].split() == ["turn", "line", "speaker", "sure", "words"]
    assert [line.split()[0] for line in lines if "0.41 ?" in line] == ["3"]
    assert "\nsure: 0.41 ?\n" in turns_table(replace(read, turns=turns), plain=True)


def test_doubts_stand_below_the_table_in_their_order_with_flags() -> None:
    read = replace(parse(SURE), doubts=(Doubt("use `reading.keep` 7", "a", 0.4), Doubt("see `reading.nothing`", "b", 0.5)))
    assert turns_table(read, plain=False).splitlines()[-2:] == ["Doubt: use --keep 7", "Doubt: see `reading.nothing`"]


def test_an_explanation_shows_both_readings_the_features_and_the_places() -> None:
    first, second = Summary("labels", 8, ("Ann", "Ben"), 2.5), Summary("dashes", 5, ("Interviewer", "Guest"), 1.25)
    found = Explanation(3, first, second, 0.9, 0.8, (Gain("turns", 2.0, 1.5, 0.75),), (Difference(7, "So.", "Ben", "Guest"),))
    text = explanation_text(found, plain=False)
    rows = [line.split() for line in text.splitlines()]
    assert ["best", "labels", "8", "Ann,", "Ben", "2.50"] in rows
    assert ["turns", "2.00", "1.50", "+0.75"] in rows
    assert ["7", "Ben", "Guest", "So."] in rows
    assert "An interview: 0.90; read right, if it is one: 0.80" in text
    assert "feature: turns\nbest: 2.00\nsecond: 1.50\nadds: +0.75" in explanation_text(found, plain=True)
    assert "No other reading differs" in explanation_text(replace(found, second=None), plain=True)


def test_explain_works_in_a_pipe_and_not_with_a_script(tts: CommandLine, pages: tuple[Path, Path], tmp_path: Path) -> None:
    run = tts("parse", pages[0], "--explain")
    assert (run.code, run.out.splitlines()[:2]) == (0, ["reading: best", "layout: labels"])
    assert tts("parse", pages[0], "--explain", "--format", "json").code == 2
    (tmp_path / "s.md").write_text(tts("parse", pages[0], "--format", "script").out, encoding="utf-8")
    assert "a script says who speaks" in tts("parse", "s.md", "--explain").err


def test_a_project_is_written_and_its_files_are_printed(tts: CommandLine, pages: tuple[Path, Path], tmp_path: Path) -> None:
    run = tts("parse", pages[1], "--project", "bees", "--strict")
    assert run.code == 3
    assert all((tmp_path / line).is_file() for line in run.out.splitlines())
    assert len(run.out.splitlines()) == 3
    assert 'use --alias "Guest=NAME"' in run.err


def test_json_has_confidence_and_why_everywhere(tts: CommandLine, pages: tuple[Path, Path]) -> None:
    data = json.loads(tts("parse", pages[1], "--format", "json").out)
    parts = [data, *data["speakers"], *data["turns"]]
    assert all(0 <= part["confidence"] <= 1 and part["why"] for part in parts)
    assert Transcript.from_dict(data).doubts == parse(UNSURE).doubts
