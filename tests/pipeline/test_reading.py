"""What a user gives is read, and names of nobody are errors rather than silence."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from in_force import in_force

import tts_interview
from tts_interview import CastingError, Gender, Observer, ReadingSettings, Role, Settings, SourceError
from tts_interview.model import Article, Document, Reason
from tts_interview.pipeline.reading import read
from tts_interview.publishing.provenance import identifier
from tts_interview.publishing.publication import Draft

if TYPE_CHECKING:
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


def test_the_narrator_reads_the_title_that_is_given_in_place_of_the_printed_one() -> None:
    printed = f"# Tides\n\nIt was late.\n\n{TALK}"
    assert parse(printed).turns[0].text == "Tides\n\nIt was late."
    given = parse(printed, title="The sea")
    assert (given.title, given.turns[0].text) == ("The sea", "The sea\n\nIt was late.")
    assert "Tides" in [entry.text for entry in given.left_out if entry.reason is Reason.AS_ASKED]


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


SCRIPT = """\
---
cast:
- {name: Ann Lee, role: guest, aliases: [Lee], voice: alto, gender: female}
- {name: Mark Rudd, voice: bass}
- {name: MR, voice: tenor}
---

Lee: Why?

Mark Rudd: Because it is so.

MR: Indeed.
"""


def test_names_and_roles_are_corrected_in_a_script_too() -> None:
    corrections = ReadingSettings(aliases={"lee": "Ann Leigh", "MR": "mark rudd"}, interviewers=("Leigh",), guests=("Rudd",))
    script, settings = in_force(SCRIPT, Settings(reading=corrections))
    assert [(t.speaker, t.role) for t in script.transcript.turns] == [
        ("Ann Leigh", Role.INTERVIEWER),
        ("Mark Rudd", Role.GUEST),
    ]
    assert script.transcript.speakers[1].labels == ()
    assert settings.casting.voices == {"Ann Leigh": "alto", "Mark Rudd": "bass"}
    assert settings.casting.genders == {"Ann Leigh": Gender.FEMALE}
    again = ReadingSettings(aliases={"Lee": "Ann Leigh"}, interviewers=("Leigh",))
    assert tts_interview.parse(script.transcript, Settings(reading=again)) == script.transcript


@pytest.mark.parametrize("wrong", [{"aliases": {"XX": "Ann"}}, {"interviewers": ("Mark Rudde",)}, {"guests": ("Anne",)}])
def test_a_correction_of_nobody_in_a_script_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(CastingError, match=r"XX|did you mean"):
        parse(SCRIPT, **wrong)


def test_a_first_line_after_the_end_is_an_error_that_says_so() -> None:
    with pytest.raises(SourceError, match=r"`reading\.first` 999 is after the end: the source has lines 1 to 7"):
        parse(first="999")
    assert parse(last="999").turns == parse().turns


def test_a_direction_in_a_page_is_read_aloud_and_doubted() -> None:
    doubts = parse(TALK.replace("Because", "{pause 2s} Because")).doubts
    assert [doubt for doubt in doubts if '"{pause 2s}" is read aloud' in str(doubt)]
    assert not [doubt for doubt in parse(TALK.replace("Because", "{so} Because")).doubts if "read aloud" in str(doubt)]


def test_a_saved_page_has_the_address_that_it_declares_and_was_fetched_from_none(tmp_path: Path) -> None:
    path = tmp_path / "talk.html"
    path.write_text(f'<html><head><link rel="canonical" href="https://a.example/talk"></head><pre>{TALK}</pre></html>')
    document = read(path, Settings(), Observer())
    assert isinstance(document, Document)
    assert (document.link, document.address) == ("https://a.example/talk", "")


def test_a_declared_address_does_not_identify_an_episode() -> None:
    one, other = (
        Draft(transcript=parse(), audio=Path("talk.mp3"), source=source, article=Article("https://a.example/talk"))
        for source in "ab"
    )
    assert identifier(one) != identifier(other)
    assert identifier(replace(one, address=one.link)) == identifier(replace(other, address=other.link))


def test_the_script_of_a_text_overrules_the_language_that_its_page_declares() -> None:
    talk = (
        "---\nlang: en\n---\n\n林：どうして海は青いのですか？\n\n森：深いからです。\n\n林：それから？\n\n森：それだけです。\n"
    )
    assert parse(talk).language == "ja"
    assert parse(talk, language="en").language == "en"
