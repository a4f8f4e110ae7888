"""Transcripts with voice tags, time stamps or numbers at the starts of lines, and texts that only resemble them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tts_interview.documents import read_bytes

TWINS = Path(__file__).parent.parent / "interviews" / "twins"
WORDS = [
    "Good evening to all of you",
    "who came through the snow",
    "to hear about eels",
    "and those who count them",
    "at night",
]


def stamped(pattern: str, words: list[str] = WORDS) -> str:
    return "\n\n".join(pattern.format(n=n, next=n + 1, words=line) for n, line in enumerate(words, start=1))


def read(source: str, suffix: str = ".txt") -> tuple[bool, list[tuple[str, str]]]:
    document = read_bytes(source.encode(), "f", suffix)
    return document.timed, [(block.speaker, block.text) for block in document.blocks]


@pytest.mark.parametrize("suffix", [".txt", ".md", ""])
@pytest.mark.parametrize(
    "pattern",
    [
        "00:00:0{n} {words}",
        "[0:0{n}] {words}",
        "(00:0{n}.250 --> 00:0{next}.000) {words}",
        "0:0{n}\n{words}",
        "{n}\n{words}",
        "{n}\n{words}\n",
        "{n} {words}",
        "{n}\n00:00:0{n},000 --> 00:00:0{next},000\n{words}",
    ],
)
def test_stamps_and_numbers_of_cues_are_not_words(pattern: str, suffix: str) -> None:
    if "{n},000" in pattern and suffix == ".md":
        suffix = ".srt"
    assert read(stamped(pattern), suffix) == (True, [("", "\n".join(WORDS))])


def test_lines_of_the_cues_are_those_of_the_file() -> None:
    document = read_bytes(f"Eels\n\n{stamped('0:0{n} {words}')}".encode(), "f", ".txt")
    assert document.blocks[0].lines == (1, 3, 5, 7, 9, 11)


@pytest.mark.parametrize(
    "source",
    [
        stamped("[00:0{n}] Ann: {words}"),
        stamped("00:00:0{n}\nAnn: {words}"),
        stamped("Ann Lee 00:01:0{n}\n{words}"),
        stamped("Ann Lee\n00:01:0{n}\n{words}"),
        stamped("00:01:0{n} Ann Lee\n{words}"),
        stamped("{words} [00:01:0{n}]"),
        stamped("00:01:0{n} {words}", WORDS[:3]),
        stamped("{n}\n{words}", WORDS[:3]),
        stamped("{n}. {words}"),
        stamped("{n} {words}\n\nYes, of course."),
        stamped("1973 {words}"),
        stamped("{n}\n" + "{words}\n" * 6),
        "In 2019 we began.\n2020 was worse.\n2021 was better.\n2022 was quiet.\n2023 was loud.\nSo it went, year after year.",
    ],
)
def test_a_text_with_labels_or_few_stamps_stays_as_it_is(source: str) -> None:
    timed, blocks = read(source)
    assert not timed
    assert " ".join(text for _, text in blocks).split() == source.split()


# -- voices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".txt", ".md", ""])
def test_voice_tags_at_the_starts_of_lines_name_the_speakers(suffix: str) -> None:
    source = (
        "<v Ann Lee>Why eels?\n\n<v.loud Bo Lund>They come &amp; go.</v>\n\nNobody sees <i>them</i>.\n\n<v Ann Lee>Never?\n"
    )
    assert read(source, suffix) == (
        False,
        [("Ann Lee", "Why eels?"), ("Bo Lund", "They come & go."), ("", "Nobody sees them."), ("Ann Lee", "Never?")],
    )


@pytest.mark.parametrize("stamp", ["00:02:11 ", "[2:11] ", "00:00:01.000 --> 00:00:02.000 "])
def test_voice_tags_may_follow_time_stamps(stamp: str) -> None:
    source = f"{stamp}<v Ann>Why eels?\n{stamp}<v Bo>They come.\n{stamp}and go.\n{stamp}<v Ann>Never?"
    timed, blocks = read(source)
    assert timed
    assert [block for block in blocks if block[0]] == [("Ann", "Why eels?"), ("Bo", "They come."), ("Ann", "Never?")]


def test_a_line_right_below_a_tag_goes_on_with_its_voice() -> None:
    assert read("<v Ann>Why\neels?\n<v Bo>They\ncome.") == (False, [("Ann", "Why\neels?"), ("Bo", "They\ncome.")])


def test_front_matter_above_voice_tags_is_metadata() -> None:
    source = "---\ntitle: Eels\ndate: 2026-03-04\n---\n\n0:01 <v Ann>Why?\n\n0:02 <v Bo>So.\n\n0:03 <v Ann>I see.\n"
    document = read_bytes(source.encode(), "f", ".md")
    assert (document.title, document.date, document.blocks[0].line) == ("Eels", "2026-03-04", 6)


@pytest.mark.parametrize(
    "source",
    [
        "Ann: In WebVTT you write\n\n<v Bo>before his words.\n\nBen: I see.",
        "The tags <v Ann> and <v Bo> stand inside of lines here.\nAll lines but <v Ann> have words before them.",
        "\n\n".join(["How to write subtitles", *["Words"] * 40, "<v Ann>One", "<v Bo>Two", "<v Ann>Three", "Words"]),
    ],
)
def test_a_text_about_voice_tags_keeps_them(source: str) -> None:
    assert read(source) == (False, [("", part) for part in source.split("\n\n")])
    assert "<v Bo>" in " ".join(text for _, text in read(source, ".md")[1])


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".whisperx.json", ".json", ".tagged.txt", ".csv", ".ohms-vtt.xml"])
def test_subtitles_and_machine_transcripts_are_timed(suffix: str) -> None:
    path = TWINS / f"lighthouse{suffix}"
    assert read_bytes(path.read_bytes(), path.name, path.suffix).timed


@pytest.mark.parametrize("suffix", [".md", ".docx", ".pdf", ".otr", ".tei.xml", ".word.htm"])
def test_pages_and_documents_are_not_timed(suffix: str) -> None:
    path = TWINS / f"lighthouse{suffix}"
    assert not read_bytes(path.read_bytes(), path.name, path.suffix).timed
