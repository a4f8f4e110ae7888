"""What a user gives is read, and names of nobody are errors rather than silence."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

import tts_interview
from tts_interview import CastingError, ReadingSettings, Role, Settings, SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview import Transcript

TALK = """\
MARK RUDD: Why is the sea so blue today?

ANN LEE: Because it is deep.

MARK RUDD: And then?

ANN LEE: Then it is.
"""


def parse(text: Any = TALK, **reading: Any) -> Transcript:  # noqa: ANN401 - any source, any field
    return tts_interview.parse(text, Settings(reading=ReadingSettings(**reading)))


def roles(transcript: Transcript) -> dict[str, Role]:
    return {speaker.name: speaker.role for speaker in transcript.speakers}


def test_text_bytes_streams_and_paths_are_the_same_source(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    sources = [TALK, TALK.encode(), io.StringIO(TALK), io.BytesIO(TALK.encode()), path, str(path), [path]]
    assert len({parse(source).turns for source in sources}) == 1


def test_a_transcript_is_given_back_with_the_settings_applied() -> None:
    again = parse(parse(), title="The sea")
    assert (again.title, again.turns) == ("The sea", parse().turns)


@pytest.mark.parametrize("source", [None, 7, {"turns": []}, object()])
def test_anything_else_is_a_type_error_that_says_what_to_pass(source: object) -> None:
    with pytest.raises(TypeError, match="pass a path, an http"):
        tts_interview.parse(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Lee", "ann lee", "ANN LEE", "Ann"])
def test_a_part_of_a_name_is_enough_to_name_who_asks(name: str) -> None:
    found = roles(parse(interviewers=(name,)))
    assert (found["Ann Lee"], found["Mark Rudd"]) == (Role.INTERVIEWER, Role.GUEST)


@pytest.mark.parametrize("field", ["interviewers", "guests"])
def test_the_name_of_nobody_is_an_error_with_the_nearest(field: str) -> None:
    with pytest.raises(CastingError, match=r"did you mean .Mark Rudd."):
        parse(**{field: ("Mark Rudde",)})


def test_an_alias_for_a_label_that_is_not_there_is_an_error() -> None:
    with pytest.raises(CastingError, match='no turn has the label "XX"'):
        parse(aliases={"XX": "Mark Rudd"})
    assert "Mara Rudd" in roles(parse(aliases={"MARK RUDD": "Mara Rudd"}))


def test_a_first_line_after_the_end_is_an_error_that_says_so() -> None:
    with pytest.raises(SourceError, match=r"reading\.first 999 is after the end: the source has lines 1 to 7"):
        parse(first="999")
    assert parse(last="999").turns == parse().turns


def test_a_direction_in_a_page_is_read_aloud_and_doubted() -> None:
    doubts = parse(TALK.replace("Because", "{pause 2s} Because")).doubts
    assert [doubt for doubt in doubts if '"{pause 2s}" is read aloud' in doubt]
    assert not [doubt for doubt in parse(TALK.replace("Because", "{so} Because")).doubts if "read aloud" in doubt]
