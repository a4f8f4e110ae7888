"""What is made of an episode besides its sound: which files, the chapters, and the order in which texts are laid out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import av
import pytest

import tts_interview
from tts_interview import AnnouncingSettings, Kind, OutputError, Paragraph, Role, SayNames, Settings, Speaker, Transcript, Turn
from tts_interview.language.spoken_text import sentences
from tts_interview.model import Casting, Chapter, Episode, Mark
from tts_interview.publishing import FORMAT_NAMES, KIT, WRITERS
from tts_interview.publishing.chapters import LONGEST_TITLE_CHARS, chapters_of, shortened
from tts_interview.publishing.description import description_of, summary_of
from tts_interview.publishing.timeline import timeline
from tts_interview.settings.parts import PublishingSettings, SpeechSettings
from tts_interview.sound.stitching import stitch
from tts_interview.speech import speak

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

HOST, GUEST, TELLER = "Ada Quill", "Torsten Venn", "Narrator"
ROLES = {HOST: Role.INTERVIEWER, GUEST: Role.GUEST, TELLER: Role.NARRATOR}
TALK = """\
Ada Quill: Torsten, what does a healthy bridge sound like?

Torsten Venn: Like a bell that is tired. It hums & it holds.

It answers "yes".

Ada Quill: And then?

Torsten Venn: Then I go on.
"""


def talk(*said: tuple[str, str]) -> Transcript:
    """Turns of one paragraph or, where an empty line is in the words, of several; `# ` begins a heading above them."""
    turns = [
        Turn(name, ROLES[name], n, tuple(paragraph(p, n) for p in words.split("\n\n"))) for n, (name, words) in enumerate(said)
    ]
    return Transcript("Bridges", tuple(Speaker(name, role) for name, role in ROLES.items()), tuple(turns))


def paragraph(text: str, line: int) -> Paragraph:
    heading, newline, words = text.rpartition("\n")
    return Paragraph(words, line, Kind.PARAGRAPH, heading=heading.removeprefix("# ") if newline else "")


def heard(transcript: Transcript) -> Episode:
    """An episode in which every sentence takes ten seconds."""
    marks: list[Mark] = []
    for number, turn in enumerate(transcript.turns):
        sentence = 0
        for place, part in enumerate(turn.paragraphs):
            for start, end in sentences(part.text):
                start_s = 1 + 10.0 * len(marks)
                marks.append(Mark(number, turn.speaker, part.text[start:end], start_s, start_s + 9, sentence, place))
                sentence += 1
    ends = 1 + 10.0 * len(marks)
    return Episode("Bridges", "", "en", None, 24_000, ends, (), tuple(marks), transcript.speakers, Casting({}))  # type: ignore[arg-type]


def titles(*said: tuple[str, str]) -> list[str]:
    transcript = talk(*said)
    return [chapter.title for chapter in chapters_of(heard(transcript), transcript)]


# -- chapters --------------------------------------------------------------------------------------------------------


def test_there_is_a_chapter_for_the_introduction_and_one_for_each_question() -> None:
    intro, first, second = "He inspects bridges.", "What does a bridge say?", "Why do you use a hammer?"
    assert titles((TELLER, intro), (HOST, first), (GUEST, "Much."), (HOST, second), (GUEST, "It is old.")) == [
        "Introduction",
        first,
        second,
    ]


def test_a_part_that_begins_with_an_answer_has_no_introduction() -> None:
    transcript = talk((HOST, "What does a bridge say?"), (GUEST, "Much. It hums."), (HOST, "Why do you use a hammer?"))
    episode = heard(transcript)
    part = replace(episode, sentences=tuple(mark for mark in episode.sentences if mark.turn))
    assert [chapter.title for chapter in chapters_of(part, transcript)] == ["Much.", "Why do you use a hammer?"]


def test_a_heading_in_a_script_begins_a_chapter(tts: Callable[..., Run], tmp_path: Path) -> None:
    cast = "cast:\n- name: Ann\n  role: interviewer\n- name: Bo\n"
    turns = "# The sea\n\nAnn: Why is it so?\n\nBo: It is.\n\n# The hills\n\nAnn: And there?\n\nBo: They are.\n"
    (tmp_path / "talk.md").write_text(f"---\ntitle: T\n{cast}---\n{turns}")
    assert tts("render", "talk.md", "--engine", "tone", "-o", "a.mp3", "--format", "chapters").code == 0
    listed = json.loads((tmp_path / "a.chapters.json").read_text())["chapters"]
    assert [chapter["title"] for chapter in listed] == ["The sea", "The hills"]
    assert "The hills" not in (tmp_path / "a.vtt").read_text()


def test_chapters_cover_the_episode_without_a_gap() -> None:
    transcript = talk((HOST, "What does a bridge say?"), (GUEST, "Much."), (HOST, "Why do you use a hammer?"), (GUEST, "So."))
    chapters = chapters_of(heard(transcript), transcript)
    assert chapters == (
        Chapter("What does a bridge say?", 0.0, 21.0, 0),
        Chapter("Why do you use a hammer?", 21.0, 41.0, 2),
    )


def test_who_is_announced_before_a_question_is_heard_in_the_chapter_of_the_question() -> None:
    transcript = talk(
        (TELLER, "He inspects bridges."), (HOST, "What does a bridge say?"), (GUEST, "Much."), (HOST, "Is it old?")
    )
    told = (Mark(1, TELLER, "Ada Quill asks:", 10.2, 10.8), Mark(2, TELLER, "Torsten Venn answers:", 20.2, 20.8))
    chapters = chapters_of(replace(heard(transcript), announcements=told), transcript)
    assert [(c.title, c.start_s, c.end_s) for c in chapters] == [
        ("Introduction", 0.0, 10.2),
        ("What does a bridge say?", 10.2, 41.0),
    ]


def test_markdown_sets_a_heading_above_what_is_announced_in_its_chapter(tmp_path: Path) -> None:
    first, second = "What does a bridge say?", "Why do you use a hammer?"
    transcript = talk((HOST, first), (GUEST, "Much."), (HOST, second), (GUEST, "It is old."))
    announcing = AnnouncingSettings(say_names=SayNames.CHANGE, discloses=False)
    settings = Settings(
        announcing=announcing,
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        publishing=PublishingSettings(("markdown",)),
    )
    two = (replace(transcript.turns[2], speaker="Bea Oak"), *transcript.turns[3:])
    people = (*transcript.speakers, Speaker("Bea Oak", Role.INTERVIEWER))
    tts_interview.render(replace(transcript, turns=transcript.turns[:2] + two, speakers=people), tmp_path / "e.mp3", settings)
    text = (tmp_path / "e.md").read_text(encoding="utf-8")
    assert re.search(
        rf"## {re.escape(second)} \(00:00:\d\d\)\n\n\*\*Narrator:\*\* \*Bea Oak asks:\*\n\n\*\*Bea Oak:\*\* ", text
    )
    assert re.search(rf"\*Ada Quill asks:\*\n\n## {re.escape(first)} \(00:00:00\)\n\n\*\*Ada Quill:\*\* ", text)


def test_a_question_that_says_nothing_alone_goes_on_with_what_was_talked_of() -> None:
    assert titles((HOST, "What does a bridge say?"), (GUEST, "Much."), (HOST, "And then?"), (GUEST, "More.")) == [
        "What does a bridge say?"
    ]


def test_the_title_is_the_question_and_not_what_leads_up_to_it() -> None:
    asked = "Welcome to the programme, Torsten. You began as a baker. What made you leave the bakery? Was it hard?"
    assert titles((HOST, asked), (GUEST, "Yes.")) == ["What made you leave the bakery?"]


def test_a_short_question_keeps_what_leads_up_to_it_where_both_fit() -> None:
    lead = "You were to sell the boats."
    assert titles((HOST, f"{lead} Why did you keep them?"), (GUEST, "Why not.")) == [f"{lead} Why did you keep them?"]
    assert titles((HOST, "The line lost money. What changed?"), (GUEST, "A lot.")) == ["The line lost money. What changed?"]
    long = "You were to sell all of the boats that your grandfather had built in forty years."
    assert titles((HOST, f"{long} Why did you keep them?"), (GUEST, "Why not.")) == ["Why did you keep them?"]
    assert titles((HOST, "Thank you, Torsten. Why did you keep them?"), (GUEST, "Why not.")) == ["Why did you keep them?"]


def test_who_asks_without_a_question_mark_opens_a_chapter_too() -> None:
    assert titles((HOST, "Tell me about the hammer."), (GUEST, "Gladly.")) == ["Tell me about the hammer."]


def test_headings_come_before_questions() -> None:
    said = [
        (TELLER, "He inspects bridges."),
        (HOST, "# The bell\nWhat does a bridge say?"),
        (GUEST, "Much.\n\n# The hammer\nI have a hammer."),
        (HOST, "Why do you use a hammer?"),
    ]
    assert titles(*said) == ["Introduction", "The bell", "The hammer"]
    transcript = talk(*said)
    assert [(c.start_s, c.turn, c.paragraph) for c in chapters_of(heard(transcript), transcript)][1:] == [
        (11, 1, 0),
        (31, 2, 1),
    ]


def test_one_heading_does_not_make_the_questions_vanish() -> None:
    said = [
        (HOST, "What does a bridge say?"),
        (GUEST, "Much."),
        (HOST, "# The hammer\nWhy do you use a hammer?"),
        (GUEST, "So."),
    ]
    assert titles(*said) == ["What does a bridge say?", "The hammer"]


def test_hundreds_of_questions_are_no_list_of_chapters() -> None:
    said = [
        (HOST, f"Now what is your answer to question {n}?" + " And more." * (n % 7)) if n % 2 else (GUEST, "It is old.")
        for n in range(400)
    ]
    assert len(titles(*said)) == 40


def test_an_episode_in_which_nothing_is_heard_has_no_chapters() -> None:
    assert titles() == []


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Short enough?", "Short enough?"),
        (
            "When you first came to the harbour with nothing but a hammer in your bag, did anybody there believe you?",
            "When you first came to the harbour with nothing but a hammer in your…",
        ),
        (
            "When you came to the harbour with only a hammer, and nobody there believed a word of what you told them?",
            "When you came to the harbour with only a hammer…",
        ),
        ("橋は何を言いますか、" * 12, "橋は何を言いますか、" * 6 + "橋は何を言いますか…"),
        ("x" * 200, "x" * 71 + "…"),
    ],
)
def test_a_long_title_is_cut_at_a_clause_or_between_words(long: str, short: str) -> None:
    assert shortened(long) == short
    assert len(short) <= LONGEST_TITLE_CHARS


def test_the_description_marks_the_times_of_the_chapters() -> None:
    chapters = [Chapter("One", 0.0, 59.9, 0), Chapter("Two", 59.9, 3700.0, 1), Chapter("Three", 3700.0, 4000, 2)]
    assert description_of("A talk.", chapters, "Read by synthetic voices.") == (
        "A talk.\n\nRead by synthetic voices.\n\n00:00:00 One\n00:00:59 Two\n01:01:40 Three\n"
    )


SUMMARY = "Torsten Venn listens to bridges."


@pytest.mark.parametrize("before", ["", "Bridges\n\n", "Work & Life\n\n", "x" * 700 + ".\n\n"])
def test_a_description_begins_with_what_the_introduction_tells(before: str) -> None:
    told = talk((TELLER, before + SUMMARY), (HOST, "And then?"))
    assert summary_of(heard(told), told) == SUMMARY


def test_without_an_introduction_it_says_who_talks_with_whom() -> None:
    told = talk((HOST, "What does it sound like?"), (GUEST, "A bell."), (TELLER, "They laugh."))
    assert summary_of(heard(told), told) == "Ada Quill in conversation with Torsten Venn."


# -- the order in which texts are laid out ---------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, list[Path]]:
    """A folder with every file that there is a format for."""
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    wanted = PublishingSettings((*KIT, *FORMAT_NAMES))
    settings = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"), publishing=wanted)
    return tmp_path, list(tts_interview.render(tmp_path / "talk.txt", tmp_path / "e.mp3", settings).files)


def test_every_format_gives_a_file(made: tuple[Path, list[Path]]) -> None:
    folder, files = made
    assert files[0] == folder / "e.mp3"
    assert len(set(files)) == len(files)
    expected = {f".{name}" for name in FORMAT_NAMES if name not in WRITERS} | {w.suffix for w in WRITERS.values() if not w.file}
    assert {path.name.removeprefix("e") for path in files} >= expected
    assert all(path.stat().st_size for path in files)


def test_chapters_in_json_are_of_version_1_2(made: tuple[Path, list[Path]]) -> None:
    content = json.loads((made[0] / "e.chapters.json").read_text(encoding="utf-8"))
    assert content["version"] == "1.2.0"
    assert content["chapters"][0]["startTime"] == 0
    assert [c["title"] for c in content["chapters"]] == ["Torsten, what does a healthy bridge sound like?"]


def test_plain_text_has_each_turn_with_its_name_and_paragraphs(made: tuple[Path, list[Path]]) -> None:
    text = (made[0] / "e.txt").read_text(encoding="utf-8")
    assert 'Torsten Venn:\nLike a bell that is tired. It hums & it holds.\n\nIt answers "yes".\n\nAda Quill:\nAnd then?' in text
    assert "synthetic voices" in text


def test_markdown_shows_the_words_and_headings_with_times(made: tuple[Path, list[Path]]) -> None:
    text = (made[0] / "e.md").read_text(encoding="utf-8")
    assert "## Torsten, what does a healthy bridge sound like? (00:00:00)\n\n**Ada Quill:** Torsten, what" in text
    assert "It hums \\& it holds.\n\nIt answers" in text


def test_the_timeline_holds_all_words_in_their_paragraphs(tmp_path: Path) -> None:
    transcript = talk((HOST, "What does it say?"), (GUEST, "Much & more. So it is -- well.\n\nIt holds."))
    turns = timeline(spoken(transcript, tmp_path))
    assert [[p.text for p in turn.paragraphs] for turn in turns] == [
        ["What does it say?"],
        ["Much & more. So it is -- well.", "It holds."],
    ]
    sentence = turns[1].paragraphs[0].sentences[-1]
    assert [(text, word is not None) for text, word in sentence.pieces] == [
        ("So", True), (" ", False), ("it", True), (" ", False), ("is", True), (" -- ", False), ("well.", True),
    ]  # fmt: skip


def spoken(transcript: Transcript, folder: Path) -> Episode:
    """The episode that a tone speaks."""
    from tts_interview import pipeline

    settings = Settings(
        announcing=AnnouncingSettings(discloses=False), speech=SpeechSettings(engine="tone", cache_folder=folder / "cache")
    )
    planned = pipeline.plan(transcript, settings)
    clips = speak(planned.utterances, planned.engine, planned.cache)
    return stitch(
        planned.rundown, clips, planned.transcript, planned.casting, folder / "sound.pcm", planned.engine.sample_rate_hz
    )


# -- which files -----------------------------------------------------------------------------------------------------


def test_the_kit_is_asked_for_in_one_word(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    done = tts("render", "talk.txt", "--engine", "tone", "-o", "e.mp3", "--publish")
    assert done.code == 0, done.err
    made = [line.removeprefix("e.") for line in done.out.split()]
    assert made[:2] == ["mp3", "m4b"]
    assert {"vtt", "transcript.json", "chapters.json", "txt", "md"} <= set(made)


def test_formats_are_made_besides_the_usual_files(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    done = tts(
        "render", "talk.txt", "--engine", "tone", "-o", "E.WAV", "--format", "text", "--format", "opus", "--format", "wav"
    )
    assert done.out.split() == ["E.WAV", "E.opus", "E.vtt", "E.transcript.json", "E.txt"]
    with av.open(str(tmp_path / "E.opus")) as sound:
        assert sound.streams.audio[0].codec_context.name == "opus"


def test_an_unknown_format_is_a_wrong_command_line_and_the_nearest_is_named(tts: Callable[..., Run]) -> None:
    done = tts("render", "talk.txt", "--format", "chapter")
    assert done.code == 2
    assert 'there is no format "chapter": did you mean "chapters"?' in done.err


def test_an_unknown_format_from_python_is_an_error_before_any_work(tmp_path: Path) -> None:
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"), publishing=PublishingSettings(("mp4",))
    )
    with pytest.raises(OutputError, match="no format"):
        tts_interview.render(talk((HOST, "What does it say?")), tmp_path / "e.mp3", settings)
    assert not list(tmp_path.glob("*"))


def test_a_file_of_another_source_is_not_overwritten_by_a_format(tmp_path: Path) -> None:
    (tmp_path / "e.md").write_text("mine", encoding="utf-8")
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"), publishing=PublishingSettings(("markdown",))
    )
    with pytest.raises(OutputError, match=r"e\.md exists"):
        tts_interview.render(talk((HOST, "What does it say?")), tmp_path / "e.mp3", settings)
    assert (tmp_path / "e.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("option", ["--opening=none", "--disclosure=Machines speak. Nobody else.", "--no-spoken-disclosure"])
def test_the_truth_about_the_voices_is_read_once(tts: Callable[..., Run], tmp_path: Path, option: str) -> None:
    (tmp_path / "talk.txt").write_text("Ann: Why is it so?\n\nBo: It is so.\n\nAnn: Really?\n\nBo: Yes.\n")
    made = tts("render", "talk.txt", "--engine", "tone", "-o", "a.mp3", "--format", "text", "--format", "markdown", option)
    assert made.code == 0
    words = "Machines speak. Nobody else." if "Machines" in option else "is read by synthetic voices"
    for name in ("a.txt", "a.md"):
        assert (tmp_path / name).read_text().count(words) == 1


def test_a_script_that_was_edited_is_not_written_over(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    arguments = ("render", "talk.txt", "--engine", "tone", "-o", "e.wav", "--format", "script")
    assert "e.script.md" in tts(*arguments).out
    script = tmp_path / "e.script.md"
    assert "\n\nAda Quill: And then?\n" in script.read_text(encoding="utf-8")
    script.write_text(script.read_text(encoding="utf-8").replace("And then?", "And after that?"), encoding="utf-8")
    assert tts("render", "e.script.md", *arguments[2:], "--force").code == tts(*arguments, "--force").code == 0
    assert "And after that?" in script.read_text(encoding="utf-8")
