"""OHMS records of finished episodes: read back, they have the same words, people, times and facts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from archive.talks import entries, plan
from conftest import CommandLine

from tts_interview.documents.ohms import read_ohms
from tts_interview.documents.xml import parsed
from tts_interview.pipeline.entries import parse_source
from tts_interview.settings.parts import Limits

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = "{https://www.weareavp.com/nunncenter/ohms}"
TALK = """\
---
title: "The lamp & the <i>fog</i>"
date: 2026-03-04
language: en
license: CC BY 4.0
cast:
- name: Mara Holt
  role: interviewer
- name: Jonas Reed
  role: guest
---
Mara Holt: When did you first measure the tide?

Jonas Reed: In the year of the long winter. With a stick & a lamp, <1 m long.

{withheld "until 2040": Jonas Reed: My brother hid the gold.}

Mara Holt: And what --> did you learn?

# The slow sea

Jonas Reed: That the sea does not wait. Not for anyone who writes slowly.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A library with an episode that is published, and one that has only its sound."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "in").mkdir()
    (folder / "in" / "1.md").write_text(TALK)
    (folder / "list.csv").write_text("path,collection\nin/1.md,Harbour talks\n")
    tts = CommandLine(folder)
    plan(tts, "--from", "list.csv", "--columns", "path=path", "--sure", "0")
    assert tts("archive", "run", "lib", "--engine", "tone", "--workers", "1", "--publish").code == 0
    return tts


@pytest.fixture(scope="module")
def record(made: CommandLine) -> Path:
    done = made("archive", "export", "lib", "--format", "ohms")
    assert (done.code, done.err) == (0, "")
    (name,) = done.out.split()
    return made.folder / name


def test_it_is_read_back_with_the_same_words_and_people(record: Path) -> None:
    found = parse_source(record)
    assert [(turn.speaker, " ".join(turn.text.split())) for turn in found.turns] == [
        ("Mara Holt", "When did you first measure the tide?"),
        ("Jonas Reed", "In the year of the long winter. With a stick & a lamp, <1 m long."),
        ("Mara Holt", "And what --> did you learn?"),
        ("Jonas Reed", "That the sea does not wait. Not for anyone who writes slowly."),
    ]
    assert {person.name: str(person.role) for person in found.speakers} == {"Mara Holt": "interviewer", "Jonas Reed": "guest"}


def test_it_has_the_title_the_date_the_language_the_people_and_the_rights(record: Path) -> None:
    document = read_ohms(record.read_bytes(), "it", Limits())
    assert (document.title, document.date, document.language) == ("The lamp & the <i>fog</i>", "2026-03-04", "en")
    assert [name for name, _ in document.people] == ["Mara Holt", "Jonas Reed"]
    (held,) = parsed(record.read_bytes(), "it")
    facts = {element.tag.removeprefix(NAMESPACE): element.text for element in held}
    assert (facts["rights"], facts["collection_name"], facts["version"]) == ("CC BY 4.0", "Harbour talks", "6.0")
    assert (facts["file_name"], facts["fmt"], held.get("id"), held.get("dt")) == (
        f"{record.name[:-9]}.mp3",
        "audio",
        "1",
        "2026-03-04",
    )
    assert "synthetic" in (facts["user_notes"] or "")
    assert [point.findtext(f"{NAMESPACE}title") for point in held.iter(f"{NAMESPACE}point")][-1] == "The slow sea"


def test_its_times_are_those_of_the_sound(record: Path, made: CommandLine) -> None:
    (episode,) = (made.folder / "lib" / "episodes").rglob("*.transcript.json")
    segments = [one for one in json.loads(episode.read_bytes())["segments"] if not one.get("announcement")]
    starts = [one["startTime"] for one in segments]
    found = re.findall(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> ", record.read_text("utf-8").replace("&gt;", ">"))
    seconds = [round(3600 * int(h) + 60 * int(m) + float(s), 3) for h, m, s in found]
    assert seconds == [starts[0], starts[1], starts[3], starts[4]]


def test_its_elements_are_in_the_order_of_the_schema(record: Path) -> None:
    known = """version date title duration collection_name interviewee interviewer format file_name sync media_url
    language user_notes index type description transcript vtt_transcript rights fmt usage""".split()
    (held,) = parsed(record.read_bytes(), "it")
    places = [known.index(element.tag.removeprefix(NAMESPACE)) for element in held]
    assert places == sorted(places)


def test_its_plain_transcript_has_the_same_words_for_viewers_of_older_records(record: Path) -> None:
    (held,) = parsed(record.read_bytes(), "it")
    assert (held.findtext(f"{NAMESPACE}transcript") or "").splitlines() == [
        *("MARA HOLT: When did you first measure the tide?", ""),
        *("JONAS REED: In the year of the long winter.", "With a stick &amp; a lamp, &lt;1 m long.", ""),
        *("MARA HOLT: And what --&gt; did you learn?", ""),
        *("JONAS REED: That the sea does not wait.", "Not for anyone who writes slowly."),
    ]
    assert held.findtext(f"{NAMESPACE}sync") == "", "it is shorter than a minute"
    plain = re.sub(r"(?s)<vtt_transcript>.*</vtt_transcript>", "", record.read_text("utf-8"))
    assert read_ohms(plain.encode(), "it", Limits()).blocks[0].text.startswith("MARA HOLT: When")


def test_each_minute_has_a_mark_at_its_first_word() -> None:
    from tts_interview.archive.ohms import _minutes

    def sentence(speaker: str, text: str, *starts: float) -> dict[str, Any]:
        words = [{"startTime": start, "body": word} for start, word in zip(starts, text.split(), strict=True)]
        return {"speaker": speaker, "startTime": starts[0], "endTime": starts[-1] + 1, "body": text, "words": words}

    text, sync = _minutes(
        [
            sentence("Mara Holt", "Why so late?", 1, 2, 3),
            sentence("Jonas Reed", "I slept.", 40, 59.9),
            sentence("Jonas Reed", "For a day.", 60, 61, 62),
            sentence("Jonas Reed", "The sea woke me.", 110, 115, 120.2, 125),
            sentence("Mara Holt", "And now?", 250, 251),
            {"speaker": "Jonas Reed", "startTime": 300.0, "endTime": 301.0, "body": "Tea."},
        ]
    )
    lines = text.split("\n")
    assert sync == "1:|3(1)|5(3)|7(3)|7(3)|9(3)"
    # As the OHMS viewer reads it: a mark for each interval, at a line that is counted from 0.
    size, _, listed = sync.partition(":")
    marks = [lines[int(mark.partition("(")[0])] for mark in listed.split("|")[1:]]
    assert size == "1"
    assert marks == ["For a day.", "The sea woke me.", *["MARA HOLT: And now?"] * 2, "JONAS REED: Tea."]


def test_words_that_are_withheld_are_in_no_record(record: Path) -> None:
    assert "gold" not in record.read_text("utf-8")


def test_an_episode_without_a_transcript_is_told_and_a_withdrawn_one_is_left_out(made: CommandLine, tmp_path: Path) -> None:
    (episode,) = (made.folder / "lib" / "episodes").rglob("*.transcript.json")
    text = episode.read_bytes()
    episode.write_text("[]")
    done = made("archive", "export", "lib", "--format", "ohms", "-o", tmp_path)
    assert (done.code, done.out) == (0, "")
    assert "Without a transcript: 1;" in done.err
    episode.write_bytes(text)
    assert entries(made.folder / "lib")[0].standing == "made"
    made("archive", "withdraw", "lib", "1")
    assert made("archive", "export", "lib", "--format", "ohms", "-o", tmp_path).out == ""


def test_a_long_turn_has_a_time_at_a_sentence_at_least_every_minute(made: CommandLine) -> None:
    from tts_interview.archive.ohms import _cues

    segments = [{"speaker": "A", "startTime": 20.0 * n, "endTime": 20.0 * n + 19, "body": str(n)} for n in range(7)]
    assert [[one["body"] for one in cue] for cue in _cues(segments)] == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
