"""An editor's directions in braces are read, written back unchanged, or refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tts_interview import SourceError
from tts_interview.language.phonetics import LANGUAGES
from tts_interview.model import Ask, Direction
from tts_interview.script.directions import read, written
from tts_interview.script.file import read_script, script_text


def at_offset(offset: int) -> str:
    return f"at {offset}"


@pytest.mark.parametrize(
    ("typed", "text", "directions"),
    [
        ("So. {pause 2s} And", "So. And", [Direction(Ask.PAUSE, 4, 4, "2000")]),
        ("So.{pause 300ms} And", "So. And", [Direction(Ask.PAUSE, 3, 3, "300")]),
        ("{pause 1.5s} And", "And", [Direction(Ask.PAUSE, 0, 0, "1500")]),
        ("And {pause 1s}", "And", [Direction(Ask.PAUSE, 3, 3, "1000")]),
        ('In {say "nay-toe": NATO}.', "In NATO.", [Direction(Ask.SAY, 3, 7, "nay-toe")]),
        ('{ipa "ˈrʏtə": Rutte}', "Rutte", [Direction(Ask.IPA, 0, 5, "ˈrʏtə")]),
        ("{spell: NATO} it", "NATO it", [Direction(Ask.SPELL, 0, 4)]),
        ("{lang fr: c'est la vie}", "c'est la vie", [Direction(Ask.LANGUAGE, 0, 12, "fr")]),
        (
            'I {stress: {say "nev-er": never} did}.',
            "I never did.",
            [Direction(Ask.STRESS, 2, 11), Direction(Ask.SAY, 2, 7, "nev-er")],
        ),
        ("{audio clips/a.wav} On", "On", [Direction(Ask.AUDIO, 0, 0, "clips/a.wav")]),
        ("{audio a.wav: He laughs.} On", "He laughs. On", [Direction(Ask.AUDIO, 0, 10, "a.wav")]),
        (
            '{rate 0.9: I {say "am": AM} {pause 1s} here}',
            "I AM here",
            [Direction(Ask.RATE, 0, 9, "0.9"), Direction(Ask.SAY, 2, 4, "am"), Direction(Ask.PAUSE, 5, 5, "1000")],
        ),
        ("{audio clip.wav}", "", [Direction(Ask.AUDIO, 0, 0, "clip.wav")]),
        ("a \\{pause 2s\\} b", "a {pause 2s} b", []),
    ],
)
def test_a_direction_is_read_and_written_back_unchanged(typed: str, text: str, directions: list[Direction]) -> None:
    found = read(typed, at_offset)
    assert (found.text, list(found.directions)) == (text, directions)
    assert written(found) == typed


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("{Say nay-toe: NATO}", '{say "nay-toe": NATO}'),
        ("{say “nay-toe”:NATO}", '{say "nay-toe": NATO}'),
        ("{ pause 2s}", None),
        ("{pause 2000 ms}", "{pause 2s}"),
        ('{audio "clips/a.wav"}', "{audio clips/a.wav}"),
        ('{audio "C:\\a.wav": so}', '{audio "C:\\\\a.wav": so}'),
    ],
)
def test_a_direction_in_another_form_is_read_or_refused_with_an_example(typed: str, again: str | None) -> None:
    if again:
        assert written(read(typed, at_offset)) == again
    else:
        with pytest.raises(SourceError, match=r"write it as in {pause 2s}"):
            read(typed, at_offset)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("So {pauze 2s}", r"^at 3: invalid direction {pauze ...}; write it as in {pause 2s}"),
        ("{pause2s}", "write it as in {pause 2s}"),
        ("{nonsense}", r"unknown direction {nonsense ...}: expected one of say, spell, .*; write \\{ for a literal brace"),
        ("{", "unknown direction"),
        ("{pause 61s}", 'invalid pause "61s": expected up to 60 s, in s or ms, as in {pause 2s}'),
        ("{pause}", 'invalid pause ""'),
        ("{pause 2s: so}", "cannot enclose words; write it as in {pause 2s}"),
        ("{rate 0.4: so}", 'invalid rate "0.4": expected 0.5 to 2'),
        ("{rate 2.1: so}", 'invalid rate "2.1"'),
        ("{rate nan: so}", 'invalid rate "nan"'),
        ("{lang french: so}", 'unknown language "french": expected its code, as in {lang fr'),
        ('{say "x"}', "needs words after a colon"),
        ('{say "x": }', "{say ...} encloses no words"),
        ("{say: so}", "say needs the pronunciation in quotes"),
        ("{spell NATO}", 'unexpected "NATO" after spell: expected only words'),
        ("{audio}", "audio needs a file"),
        ('{say "x": a {pause 1s} b}', "^at 12: {pause ...} cannot stand inside {say ...}"),
        ("{rate 0.9: a {rate 1: b}}", "{rate ...} cannot stand inside {rate ...}"),
        ("{lang fr: a {rate 1: {lang de: b}}}", "{lang ...} cannot stand inside {lang ...}"),
        ("{rate 0.9: so", "^at 0: {rate ...} is not closed; close it with }"),
        ("so } it", r"^at 3: this } closes nothing; write \\}"),
    ],
)
def test_an_invalid_direction_is_an_error_that_says_what_to_do(typed: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(typed, at_offset)


def test_many_backslashes_in_quotes_are_read_quickly() -> None:
    with pytest.raises(SourceError):
        read('{say "' + "\\" * 5000, at_offset)


SCRIPT = """---
title: T
cast:
- name: Ann Lee
---

Ann Lee: So
it was
{rate 3: then}.
"""


def test_an_error_names_the_line_of_the_direction() -> None:
    with pytest.raises(SourceError, match=r'^s\.md, line 9: invalid rate "3"'):
        read_script(SCRIPT, "s.md")


def test_a_colon_in_a_direction_does_not_end_a_label() -> None:
    text = SCRIPT.replace("rate 3", 'say "Ann Lee"').replace("So\nit", '{say "Ann Lee": so}\n\n{lang de: Ann Lee: so} it')
    script = read_script(text, "s.md")
    assert [p.text for p in script.transcript.turns[0].paragraphs] == ["so", "Ann Lee: so it was then."]
    assert script_text(script).endswith('{say "Ann Lee": so}\n\n{lang de: Ann Lee: so} it was {say "Ann Lee": then}.\n')


def test_directions_survive_next_to_an_image_mark() -> None:
    text = SCRIPT.replace("So\n", "{image} So\n").replace("rate 3", "rate 1.5")
    paragraph = read_script(text, "s.md").transcript.turns[0].paragraphs[0]
    assert (paragraph.kind.value, paragraph.directions) == ("image description", (Direction(Ask.RATE, 10, 14, "1.5"),))


def test_the_languages_are_those_of_espeak_ng() -> None:
    loader = pytest.importorskip("espeakng_loader")
    files = [path for path in Path(loader.get_data_path(), "lang").rglob("*") if path.is_file()]
    lines = [line.split() for path in files for line in path.read_text("utf-8", "replace").splitlines()]
    spoken = {line[1].split("-")[0] for line in lines if line[:1] == ["language"]}
    assert spoken - LANGUAGES == {"piqd", "py", "qdb", "qya", "sjn", "xex", "mto"}
    assert spoken >= LANGUAGES
