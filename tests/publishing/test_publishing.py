"""The files beside the sound of an episode: which ones are written, their chapters and the layout of texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import av
import pytest

import tts_interview
from tts_interview import AnnouncingSettings, Kind, OutputError, Paragraph, Role, SayNames, Settings, Speaker, Transcript, Turn
from tts_interview.language.spoken_text import sentences
from tts_interview.model import Casting, Chapter, Episode, Mark
from tts_interview.publishing import FORMAT_NAMES, KITS, WRITERS
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

pytestmark = pytest.mark.usefixtures("encoded_once")

HOST, GUEST, TELLER = "Ada Quill", "Torsten Venn", "Narrator"
ROLES = {HOST: Role.INTERVIEWER, GUEST: Role.GUEST, TELLER: Role.NARRATOR}
TALK = """\
Ada Quill: Torsten, what does a healthy bridge sound like?

Torsten Venn: Like a bell that is tired. It hums & it holds.

It answers "yes".

Ada Quill: And then?

Torsten Venn: Then I go on.
"""


def settings(folder: Path, *formats: str, **changes: Any) -> Settings:  # noqa: ANN401 - of any field
    return Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"), publishing=PublishingSettings(formats), **changes
    )


def talk(*said: tuple[str, str]) -> Transcript:
    """Make a transcript of turns; an empty line separates paragraphs, and a line with `# ` is the heading of one."""
    turns = [
        Turn(name, ROLES[name], n, tuple(paragraph(p, n) for p in words.split("\n\n"))) for n, (name, words) in enumerate(said)
    ]
    return Transcript("Bridges", tuple(Speaker(name, role) for name, role in ROLES.items()), tuple(turns))


def paragraph(text: str, line: int) -> Paragraph:
    heading, newline, words = text.rpartition("\n")
    return Paragraph(words, line, Kind.PARAGRAPH, heading=heading.removeprefix("# ") if newline else "")


def heard(transcript: Transcript) -> Episode:
    """Make an episode in which every sentence takes ten seconds."""
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


def test_the_introduction_and_each_question_have_a_chapter() -> None:
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


def test_a_heading_in_a_script_begins_a_chapter(tmp_path: Path) -> None:
    cast = "cast:\n- name: Ann\n  role: interviewer\n- name: Bo\n"
    turns = "# The sea\n\nAnn: Why is it so?\n\nBo: It is.\n\n# The hills\n\nAnn: And there?\n\nBo: They are.\n"
    (tmp_path / "talk.md").write_text(f"---\ntitle: T\n{cast}---\n{turns}")
    tts_interview.render(tmp_path / "talk.md", tmp_path / "a.mp3", settings(tmp_path, "chapters"))
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


def test_an_announcement_before_a_question_belongs_to_its_chapter() -> None:
    transcript = talk(
        (TELLER, "He inspects bridges."), (HOST, "What does a bridge say?"), (GUEST, "Much."), (HOST, "Is it old?")
    )
    announced = (Mark(1, TELLER, "Ada Quill asks:", 10.2, 10.8), Mark(2, TELLER, "Torsten Venn answers:", 20.2, 20.8))
    chapters = chapters_of(replace(heard(transcript), announcements=announced), transcript)
    assert [(c.title, c.start_s, c.end_s) for c in chapters] == [
        ("Introduction", 0.0, 10.2),
        ("What does a bridge say?", 10.2, 41.0),
    ]


def test_markdown_puts_a_heading_above_the_announcements_of_its_chapter(tmp_path: Path) -> None:
    first, second = "What does a bridge say?", "Why do you use a hammer?"
    transcript = talk((HOST, first), (GUEST, "Much."), (HOST, second), (GUEST, "It is old."))
    announcing = AnnouncingSettings(say_names=SayNames.CHANGE, discloses=False)
    two = (replace(transcript.turns[2], speaker="Bea Oak"), *transcript.turns[3:])
    people = (*transcript.speakers, Speaker("Bea Oak", Role.INTERVIEWER))
    changed = replace(transcript, turns=transcript.turns[:2] + two, speakers=people)
    tts_interview.render(changed, tmp_path / "e.mp3", settings(tmp_path, "markdown", announcing=announcing))
    text = (tmp_path / "e.md").read_text(encoding="utf-8")
    assert re.search(
        rf"## {re.escape(second)} \(00:00:\d\d\)\n\n\*\*Narrator:\*\* \*Bea Oak asks:\*\n\n\*\*Bea Oak:\*\* ", text
    )
    assert re.search(rf"\*Ada Quill asks:\*\n\n## {re.escape(first)} \(00:00:00\)\n\n\*\*Ada Quill:\*\* ", text)


def test_a_question_that_says_too_little_alone_has_no_chapter() -> None:
    assert titles((HOST, "What does a bridge say?"), (GUEST, "Much."), (HOST, "And then?"), (GUEST, "More.")) == [
        "What does a bridge say?"
    ]


def test_the_title_is_the_question_without_its_lead() -> None:
    asked = "Welcome to the programme, Torsten. You began as a baker. What made you leave the bakery? Was it hard?"
    assert titles((HOST, asked), (GUEST, "Yes.")) == ["What made you leave the bakery?"]


def test_a_short_question_keeps_its_lead_if_both_fit() -> None:
    lead = "You were to sell the boats."
    assert titles((HOST, f"{lead} Why did you keep them?"), (GUEST, "Why not.")) == [f"{lead} Why did you keep them?"]
    assert titles((HOST, "The line lost money. What changed?"), (GUEST, "A lot.")) == ["The line lost money. What changed?"]
    long = "You were to sell all of the boats that your grandfather had built in forty years."
    assert titles((HOST, f"{long} Why did you keep them?"), (GUEST, "Why not.")) == ["Why did you keep them?"]
    assert titles((HOST, "Thank you, Torsten. Why did you keep them?"), (GUEST, "Why not.")) == ["Why did you keep them?"]


def test_a_request_without_a_question_mark_opens_a_chapter_too() -> None:
    assert titles((HOST, "Tell me about the hammer."), (GUEST, "Gladly.")) == ["Tell me about the hammer."]


def test_headings_take_precedence_over_questions() -> None:
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


def test_a_single_heading_keeps_the_chapters_of_questions() -> None:
    said = [
        (HOST, "What does a bridge say?"),
        (GUEST, "Much."),
        (HOST, "# The hammer\nWhy do you use a hammer?"),
        (GUEST, "So."),
    ]
    assert titles(*said) == ["What does a bridge say?", "The hammer"]


def test_hundreds_of_questions_give_at_most_40_chapters() -> None:
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


def test_the_description_lists_the_chapters_with_times() -> None:
    chapters = [Chapter("One", 0.0, 59.9, 0), Chapter("Two", 59.9, 3700.0, 1), Chapter("Three", 3700.0, 4000, 2)]
    assert description_of("A talk.", ["Read by synthetic voices."], chapters) == (
        "A talk.\n\nRead by synthetic voices.\n\n00:00:00 One\n00:00:59 Two\n01:01:40 Three\n"
    )


SUMMARY = "Torsten Venn listens to bridges."


@pytest.mark.parametrize("before", ["", "Bridges\n\n", "Work & Life\n\n", "x" * 700 + ".\n\n"])
def test_the_summary_is_the_first_such_paragraph_of_the_introduction(before: str) -> None:
    transcript = talk((TELLER, before + SUMMARY), (HOST, "And then?"))
    assert summary_of(heard(transcript), transcript) == SUMMARY


def test_without_an_introduction_the_summary_names_the_speakers() -> None:
    transcript = talk((HOST, "What does it sound like?"), (GUEST, "A bell."), (TELLER, "They laugh."))
    assert summary_of(heard(transcript), transcript) == "Ada Quill in conversation with Torsten Venn."


# -- the layout of texts ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Write a file of every format, and return the folder and the files."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "talk.txt").write_text(TALK, encoding="utf-8")
    wanted = settings(folder, *FORMAT_NAMES)
    return folder, list(tts_interview.render(folder / "talk.txt", folder / "e.mp3", wanted).files)


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


def test_the_timeline_has_all_words_in_their_paragraphs(tmp_path: Path) -> None:
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
    """Synthesise a transcript with the tone engine."""
    from tts_interview import pipeline

    silent = settings(folder, announcing=AnnouncingSettings(discloses=False))
    planned = pipeline.plan(transcript, silent)
    clips, rate_hz = speak(planned.utterances, planned.engine, planned.cache), planned.engine.sample_rate_hz
    return stitch(planned.rundown, clips, planned.transcript, planned.casting, folder / "sound.pcm", rate_hz)


# -- which files -----------------------------------------------------------------------------------------------------


def test_one_option_writes_the_whole_kit(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    done = tts("render", "talk.txt", "--engine", "tone", "-o", "e.mp3", "--publish")
    assert done.code == 0, done.err
    made = [line.removeprefix("e.") for line in done.out.split()]
    names = {name for kit in KITS.values() for name in kit}
    expected = {writer.suffix.removeprefix(".") for name, writer in WRITERS.items() if name in names and not writer.file}
    assert made[0] == "mp3"
    assert expected <= set(made)


def test_formats_are_written_in_addition_to_the_usual_files(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    done = tts(
        "render", "talk.txt", "--engine", "tone", "-o", "E.WAV", "--format", "text", "--format", "opus", "--format", "wav"
    )
    assert done.out.split() == ["E.WAV", "E.opus", "E.vtt", "E.transcript.json", "E.txt"]
    with av.open(str(tmp_path / "E.opus")) as sound:
        assert sound.streams.audio[0].codec_context.name == "opus"


def test_an_unknown_format_is_a_usage_error_that_suggests_the_nearest(tts: Callable[..., Run]) -> None:
    done = tts("render", "talk.txt", "--format", "chapter")
    assert done.code == 2
    assert 'unknown format "chapter": did you mean "chapters"?' in done.err


def test_an_unknown_format_from_python_is_an_error_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="unknown format"):
        tts_interview.render(talk((HOST, "What does it say?")), tmp_path / "e.mp3", settings(tmp_path, "mp4"))
    assert not list(tmp_path.glob("*"))


def test_a_format_does_not_overwrite_a_file_of_another_source(tmp_path: Path) -> None:
    (tmp_path / "e.md").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"e\.md exists"):
        tts_interview.render(talk((HOST, "What does it say?")), tmp_path / "e.mp3", settings(tmp_path, "markdown"))
    assert (tmp_path / "e.md").read_text(encoding="utf-8") == "mine"


def test_without_a_catalogue_the_first_chapter_is_called_by_the_title(tmp_path: Path) -> None:
    for language, title in (("en", "Introduction"), ("pl", "Wstęp"), ("af", "Bridges")):
        spoken = replace(talk((TELLER, "They met."), (HOST, "What does a bridge sound like?")), language=language)
        made = settings(tmp_path, "chapters", announcing=AnnouncingSettings(disclosure="Machines speak."))
        tts_interview.render(spoken, tmp_path / f"{language}.wav", made)
        chapters = json.loads((tmp_path / f"{language}.chapters.json").read_text(encoding="utf-8"))["chapters"]
        assert chapters[0]["title"] == title


@pytest.mark.parametrize("changes", [{}, {"disclosure": "Machines speak. Nobody else."}, {"discloses": False}])
def test_the_disclosure_is_in_the_text_once(tmp_path: Path, changes: dict[str, Any]) -> None:
    (tmp_path / "talk.txt").write_text("Ann: Why is it so?\n\nBo: It is so.\n\nAnn: Really?\n\nBo: Yes.\n")
    wanted = settings(tmp_path, "text", "markdown", announcing=AnnouncingSettings(**changes))
    tts_interview.render(tmp_path / "talk.txt", tmp_path / "a.mp3", wanted)
    words = changes.get("disclosure", "is read by synthetic voices")
    for name in ("a.txt", "a.md"):
        assert (tmp_path / name).read_text().count(words) == 1


def test_an_edited_script_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    script = tmp_path / "e.script.md"
    assert script in tts_interview.render(tmp_path / "talk.txt", tmp_path / "e.wav", settings(tmp_path, "script")).files
    assert "\n\nAda Quill: And then?\n" in script.read_text(encoding="utf-8")
    plain = settings(tmp_path, "script")
    overwriting = replace(plain, publishing=replace(plain.publishing, force=True))
    script.write_text(script.read_text(encoding="utf-8").replace("And then?", "And after that?"), encoding="utf-8")
    for source in (script, tmp_path / "talk.txt", tmp_path / "talk.txt"):
        tts_interview.render(source, tmp_path / "e.wav", overwriting)
    assert "And after that?" in script.read_text(encoding="utf-8")
