"""A transcript that is written as a script and read back is the same but for its lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from any_transcript import transcripts, without_lines, words
from conftest import INTERVIEWS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tts_interview
from tts_interview import (
    LeftOut,
    NotAnInterviewError,
    Paragraph,
    Reason,
    Role,
    Settings,
    SourceError,
    Speaker,
    Transcript,
    Turn,
    documents,
)
from tts_interview.script.file import Script, is_script, read_script, script_text
from tts_interview.script.merge import base_of
from tts_interview.settings.parts import CastingSettings, SpeechSettings

if TYPE_CHECKING:
    from pathlib import Path


def round_trip(transcript: Transcript) -> Transcript:
    text = script_text(Script(transcript))
    assert is_script(text)
    return read_script(text, "script.md").transcript


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.name)
def test_every_example_survives_the_round_trip(path: Path) -> None:
    transcript = tts_interview.parse(path)
    assert without_lines(round_trip(transcript)) == without_lines(transcript)


def test_the_real_page_survives_the_round_trip(seed_page: Path) -> None:
    transcript = tts_interview.parse(seed_page)
    assert without_lines(round_trip(transcript)) == without_lines(transcript)


def test_every_page_of_the_corpus_survives_the_round_trip(corpus_page: Path) -> None:
    try:
        transcript = tts_interview.parse(corpus_page)
    except NotAnInterviewError:
        pytest.skip("this page is refused")
    script = read_script(script_text(Script(transcript, base=base_of(transcript))), "script.md")
    assert without_lines(script.transcript) == without_lines(transcript)
    assert script.base == base_of(transcript)


# -- any text --------------------------------------------------------------------------------------------------------


def check_round_trip(transcript: Transcript, folder: Path) -> None:
    """Check the round trip through a file, read as the program reads it."""
    transcript = replace(transcript, speakers=(replace(transcript.speakers[0], voice="alto"), *transcript.speakers[1:]))
    text = script_text(Script(transcript, base_of(transcript)))
    path = folder / "script.md"
    path.write_bytes(text.encode())
    again = read_script(documents.text_of(*documents.bytes_of(path)) or "", "script.md")
    assert without_lines(again.transcript) == without_lines(transcript)
    assert again.base == base_of(transcript)


@pytest.mark.no_cover  # other tests run the same code, and tracing would add half to the time
@given(transcripts())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_the_round_trip(tmp_path: Path, transcript: Transcript) -> None:
    check_round_trip(transcript, tmp_path)


@pytest.mark.slow
@pytest.mark.exhaustive
@given(transcripts())
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ten_thousand_texts_survive_the_round_trip(tmp_path: Path, transcript: Transcript) -> None:
    check_round_trip(transcript, tmp_path)


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


def test_a_script_written_by_hand_is_read() -> None:
    script = read_script(SCRIPT, "s.md")
    transcript = script.transcript
    assert [(t.speaker, t.role.value, t.line, [p.text for p in t.paragraphs]) for t in transcript.turns] == [
        ("Ann Lee", "interviewer", 11, ["Why?"]),
        ("Ben", "guest", 12, ["So it was.", "More of it. Lesson: count."]),
    ]
    assert [speaker.voice for speaker in transcript.speakers] == ["alto", ""]
    assert transcript.left_out == (LeftOut("A red door", 7, Reason.CAPTION),)


def test_a_voice_in_the_cast_is_used_and_a_flag_overrides_it(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text(SCRIPT)
    plan = tts_interview.plan(tmp_path / "s.md", Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path)))
    assert plan.casting["Ann Lee"].name == "alto"
    plan = tts_interview.plan(
        tmp_path / "s.md",
        Settings(
            casting=CastingSettings(voices={"Ann Lee": "treble"}), speech=SpeechSettings(engine="tone", cache_folder=tmp_path)
        ),
    )
    assert plan.casting["Ann Lee"].name == "treble"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("role: interviewer", "role: boss", "line 4: Ann Lee: 'boss' is not a valid Role; expected a role of interviewer"),
        ("- name: Ben", "- nom: Ben", "line 8: every entry of the cast needs a name"),
        ("- name: Ben", "- name: Ann Lee", "line 8: Ann Lee is in the cast twice"),
        ("- name: Ben", "- Ben", "line 8: every entry of the cast needs a name"),
        ("aliases: [Lee]", "aliases: {Lee: x}", "line 4: the aliases of Ann Lee are not a list"),
        ("voice: alto", "voice: [alto]", "line 4: the voice is not text"),
        ("title: T", "title: [T]", "s.md: the title is not text"),
        ("title: T", "title: T: U", "line 2: not valid YAML"),
        ("title: T", "date: 2026-13-45", "s.md: invalid date 2026-13-45; write"),
        ("title: T", "title: \x07", "s.md: the front matter is not valid YAML"),
        ("Ben: So", "Ben:\n\nSo", 'line 12: no words after "Ben:"; write them'),
        ("Lee: Why?", "Nobody says this.", "line 11: no speaker for these words"),
        ("left out caption 7", "left out nonsense", "line 17: invalid braces: expected"),
    ],
)
def test_an_invalid_script_is_an_error_with_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_script(SCRIPT.replace(old, new), "s.md")


TALK = """---
title: T
cast:
- name: Ann Lee
- name: Ben Ray
  aliases: [Dr. Ray]
---

Ann Lee: Why?

Ben Ray: It hums.

"""


@pytest.mark.parametrize(
    ("words", "name", "meant"),
    [
        ("Ben Rey: Meow and so on.", "Ben Rey", "Ben Ray"),
        ("BEN REY: Meow.", "BEN REY", "Ben Ray"),
        ("Ben Rey:", "Ben Rey", "Ben Ray"),
        ("Ben Rey：喵。", "Ben Rey", "Ben Ray"),
        ("Ben  Raye : Meow.", "Ben Raye", "Ben Ray"),
        ("Dr Ray: Meow.", "Dr Ray", "Ben Ray"),
        ("Anne Lee: {pause 1s} Meow.", "Anne Lee", "Ann Lee"),
    ],
)
def test_a_label_that_is_nearly_a_name_of_the_cast_is_an_error_with_its_line(words: str, name: str, meant: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_script(TALK + words, "talk.md")
    assert str(caught.value) == (
        f'talk.md, line 13: unknown speaker "{name}"; did you mean "{meant}"? '
        f"Correct the label, or write \\{name}: if these are words"
    )


def test_a_near_miss_on_the_line_after_other_words_is_an_error_too() -> None:
    with pytest.raises(SourceError, match=r'^talk\.md, line 14: unknown speaker "Ben Rey"'):
        read_script(f"{TALK}It still hums.\nBen Rey: Meow.", "talk.md")


@pytest.mark.parametrize(
    "words",
    [
        "Note: it hums.",
        "He said: it hums.",
        "Ann and Ben: a team.",
        "ben rey: meow.",
        "Ben Rey is not here: he left.",
        "Ben Rey:meow.",
        "Rey: meow.",
        "So Ben Rey: meow.",
        "“Ben Rey: meow.”",
        "\\Ben Rey: meow.",
    ],
)
def test_words_before_a_colon_that_are_no_near_miss_are_read_aloud(words: str) -> None:
    paragraphs = read_script(TALK + words, "talk.md").transcript.turns[-1].paragraphs
    assert [p.text for p in paragraphs] == ["It hums.", " ".join(words.removeprefix("\\").split())]


def test_a_backslash_makes_the_remedy_of_a_near_miss_work_on_a_later_line() -> None:
    paragraphs = read_script(f"{TALK}It still hums.\n\\Ben Rey: meow.", "talk.md").transcript.turns[-1].paragraphs
    assert [p.text for p in paragraphs] == ["It hums.", "It still hums. Ben Rey: meow."]


def test_a_paragraph_that_looks_like_a_near_miss_is_escaped() -> None:
    script = read_script(f"{TALK}\\Ben Rey: meow.\n\nRey: meow.", "talk.md")
    text = script_text(script)
    assert text.endswith("\n\n\\Ben Rey: meow.\n\nRey: meow.\n")
    assert without_lines(read_script(text, "talk.md").transcript) == without_lines(script.transcript)


@given(st.sampled_from(["Ben Rey: ", "Anne Lee : ", "Dr Ray：", "BEN RAYE: "]), words)
@settings(max_examples=30)
def test_any_words_after_a_near_miss_survive_the_round_trip(label: str, text: str) -> None:
    transcript = read_script(f"{TALK}So.", "talk.md").transcript
    turn = replace(transcript.turns[-1], paragraphs=(*transcript.turns[-1].paragraphs, Paragraph(label + text, 0)))
    transcript = replace(transcript, turns=(*transcript.turns[:-1], turn))
    assert without_lines(round_trip(transcript)) == without_lines(transcript)


def test_near_misses_are_not_searched_in_a_very_large_cast() -> None:
    people = "".join(f"- name: Person {n}\n" for n in range(201))
    script = read_script(f"{TALK.replace('- name: Ann', people + '- name: Ann')}Ben Rey: Meow.", "talk.md")
    assert script.transcript.turns[-1].text.endswith("Ben Rey: Meow.")


def test_a_page_with_front_matter_is_not_a_script() -> None:
    assert not is_script("---\ntitle: T\n---\nAnn: Hello")
    assert not is_script("Ann: Hello")


def test_a_page_whose_front_matter_is_broken_is_still_not_a_script() -> None:
    assert not is_script("---\ntitle: T: U\n---\nAnn: Hello")


@pytest.mark.parametrize("date", ["2026", "2026-02", "in spring"])
def test_a_date_need_not_be_a_day(date: str) -> None:
    assert read_script(SCRIPT.replace("title: T", f"date: {date}"), "s.md").transcript.date == date


def test_brackets_that_never_close_are_an_error_and_not_a_crash() -> None:
    text = SCRIPT.replace("title: T", f"title: {'[' * 5000}")
    assert is_script(text)
    with pytest.raises(SourceError, match="line 2: not valid YAML"):
        read_script(text, "s.md")


@pytest.mark.parametrize("field", ["role: *a8", "aliases: *a8"])
def test_a_cast_whose_aliases_expand_without_limit_is_an_error(field: str) -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    text = SCRIPT.replace("title: T\n", f"title: T\na0: &a0 [x]\n{levels}").replace("role: interviewer", field)
    assert is_script(text)
    with pytest.raises(SourceError, match="repeat its values too often"):
        read_script(text, "s.md")


def test_the_last_of_two_casts_counts() -> None:
    with pytest.raises(SourceError, match="line 11: every entry of the cast needs a name"):
        read_script(SCRIPT.replace("- name: Ben\n", "- name: Ben\ncast:\n- name: Ben\n- nom: Cem\n"), "s.md")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source:", "sauce:"),
        ("about: [", "about: [x, "),
        ("\n  - ", "\n  - x "),
        ("paragraphs: ", "paragraphs: zz "),
        (" 0:", " 9:"),
    ],
)
def test_a_damaged_base_is_ignored(old: str, new: str) -> None:
    transcript = read_script(SCRIPT, "s.md").transcript
    text = script_text(Script(transcript, base=base_of(transcript)))
    assert read_script(text, "s.md").base == base_of(transcript)
    assert old in text
    assert read_script(text.replace(old, new), "s.md").base is None


def test_a_script_without_a_base_is_written_without_one() -> None:
    assert "source:" not in script_text(read_script(SCRIPT, "s.md"))


def test_a_script_is_easy_to_read() -> None:
    text = script_text(read_script(SCRIPT, "s.md"))
    assert text.endswith("{left out caption 7: A red door}\n\nAnn Lee: Why?\n\nBen: So it was.\n\nMore of it. Lesson: count.\n")
    assert "- name: Ann Lee\n  role: interviewer\n  voice: alto\n  aliases: [Lee]\n" in text


def test_a_heading_begins_a_chapter_and_is_not_spoken() -> None:
    body = "# Before the {storm}\n\nAnn Lee: Why?\n\nBen: So it was.\n## After it\nMore of it.\n\n"
    body += "Ben: #1 is # 2.\n\n\\# Not one.\n"
    front = SCRIPT[: SCRIPT.index("---\n", 4) + 4]
    script = read_script(front + body.replace("{storm}", "\\{storm\\}"), "s.md")
    said = [(p.heading, p.text) for turn in script.transcript.turns for p in turn.paragraphs]
    assert said == [
        ("Before the {storm}", "Why?"),
        ("", "So it was."),
        ("After it", "More of it."),
        ("", "#1 is # 2."),
        ("", "# Not one."),
    ]
    again = read_script(script_text(script), "s.md")
    assert without_lines(again.transcript) == without_lines(script.transcript)
    with pytest.raises(SourceError, match=r'no words below the heading "The end"; write a turn there'):
        read_script(front + "Ben: So it was.\n\n# The end\n", "s.md")


def test_only_a_paragraph_that_looks_like_a_label_or_heading_is_escaped() -> None:
    speakers = (Speaker("Ann", Role.GUEST),)
    texts = ("So: yes", "Ann: he wrote", "ann: again", "# One", "Ann:")
    transcript = Transcript(
        "", speakers, (Turn("Ann", Role.GUEST, 1, tuple(Paragraph(text, 1) for text in ("First", *texts))),)
    )
    written = script_text(Script(transcript)).split("First\n\n")[1].split("\n\n")
    assert [line.strip() for line in written] == ["So: yes", "\\Ann: he wrote", "\\ann: again", "\\# One", "\\Ann:"]


def test_headings_of_a_page_are_in_its_script_and_are_not_spoken(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Bridges\n\nHe inspects bridges.\n\n## The bell\n\n**Ann Lee:** What does it say?\n\n**Ben Ray:** Much.\n\n"
        "## The hammer\n\n**Ann Lee:** Why a hammer?\n\n**Ben Ray:** It is old.\n",
        encoding="utf-8",
    )
    transcript = tts_interview.parse(page)
    headings = [(turn.speaker, p.heading) for turn in transcript.turns for p in turn.paragraphs if p.heading]
    assert headings == [("Ann Lee", "The bell"), ("Ann Lee", "The hammer")]
    assert {"The bell", "The hammer"} <= {entry.text for entry in transcript.left_out}
    assert "\n\n# The hammer\n\nAnn Lee: Why a hammer?" in script_text(Script(transcript))
