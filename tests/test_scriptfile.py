"""A transcript written as a script and read again is the same transcript, lines apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from conftest import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

import tts_interview
from tts_interview import Gender, LeftOut, Paragraph, Reason, Role, Settings, SourceError, Speaker, Transcript, Turn
from tts_interview.scriptfile import ScriptFile, is_script, read_script, script_text

if TYPE_CHECKING:
    from pathlib import Path


def without_lines(transcript: Transcript) -> Transcript:
    turns = tuple(replace(t, line=0, paragraphs=tuple(replace(p, line=0) for p in t.paragraphs)) for t in transcript.turns)
    return replace(transcript, turns=turns)


def round_trip(transcript: Transcript) -> Transcript:
    text = script_text(ScriptFile(transcript))
    assert is_script(text)
    return read_script(text, "script.md").transcript


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_example_comes_back_as_it_was(path: Path) -> None:
    transcript = tts_interview.parse(path)
    assert without_lines(round_trip(transcript)) == without_lines(transcript)


def test_the_real_page_comes_back_as_it_was(seed_page: Path) -> None:
    transcript = tts_interview.parse(seed_page)
    assert without_lines(round_trip(transcript)) == without_lines(transcript)


def words(minimum: int = 1) -> st.SearchStrategy[str]:
    tricky = st.sampled_from(
        ["Ann:", "# head", "{left out label 1: x}", "\\", "\\{", "}", "Note: that", "---", "Ben：", "\\Ann: x"]
    )
    plain = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=minimum, max_size=30)
    parts = st.lists(tricky | plain, min_size=1, max_size=4)
    return parts.map(lambda found: " ".join(" ".join(found).split())).filter(bool)


turns = st.builds(
    lambda speaker, texts: Turn(
        speaker, Role.INTERVIEWER if speaker == "Ann" else Role.GUEST, 0, tuple(Paragraph(text, 0) for text in texts)
    ),
    st.sampled_from(["Ann", "Ben"]),
    st.lists(words(), min_size=1, max_size=3),
)
entries = st.builds(LeftOut, words(), st.integers(0, 99), st.sampled_from(Reason))


@given(st.lists(turns, min_size=1, max_size=5), st.lists(entries, max_size=4), words())
def test_any_text_whatever_comes_back_as_it_was(said: list[Turn], left_out: list[LeftOut], title: str) -> None:
    speakers = (Speaker("Ann", Role.INTERVIEWER, ("Ann", "A"), Gender.FEMALE), Speaker("Ben", Role.GUEST, (), title="Dr."))
    ordered = tuple(sorted(left_out, key=lambda entry: entry.line))
    transcript = Transcript(title, speakers, tuple(said), ordered, "2026-01-02", "de")
    assert without_lines(round_trip(transcript)) == without_lines(transcript)


SCRIPT = """---
title: T
cast:
- name: Ann Lee
  role: interviewer
  voice: alto
  aliases: [Lee]
- name: Ben
---

Lee: Why?
Ben: So
it was.

More of it. Lesson: count.

{left out caption 7: A red door}
"""


def test_what_a_person_writes_is_understood() -> None:
    script = read_script(SCRIPT, "s.md")
    transcript = script.transcript
    assert [(t.speaker, t.role.value, t.line, [p.text for p in t.paragraphs]) for t in transcript.turns] == [
        ("Ann Lee", "interviewer", 11, ["Why?"]),
        ("Ben", "guest", 12, ["So it was.", "More of it. Lesson: count."]),
    ]
    assert script.wishes == {"Ann Lee": "alto"}
    assert transcript.left_out == (LeftOut("A red door", 7, Reason.CAPTION),)


def test_a_wished_voice_is_used_and_a_flag_counts_more(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text(SCRIPT)
    plan = tts_interview.plan(tmp_path / "s.md", Settings(engine="tone", cache_folder=tmp_path))
    assert plan.casting["Ann Lee"].name == "alto"
    plan = tts_interview.plan(tmp_path / "s.md", Settings(engine="tone", cache_folder=tmp_path, voices={"Ann Lee": "treble"}))
    assert plan.casting["Ann Lee"].name == "treble"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("role: interviewer", "role: boss", "Ann Lee: 'boss' is not a valid Role; a role is one of interviewer"),
        ("- name: Ben", "- nom: Ben", "needs a name"),
        ("Lee: Why?", "Nobody says this.", "line 11: these words have no speaker"),
        ("left out caption 7", "left out nonsense", "line 17: write"),
    ],
)
def test_what_cannot_be_understood_is_an_error_with_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_script(SCRIPT.replace(old, new), "s.md")


def test_a_page_with_front_matter_is_no_script() -> None:
    assert not is_script("---\ntitle: T\n---\nAnn: Hello")
    assert not is_script("Ann: Hello")
