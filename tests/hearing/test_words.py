"""What is heard, compared with what is written, by phonemes."""

from __future__ import annotations

import pytest

from tts_interview.hearing.recogniser import Recognition
from tts_interview.hearing.words import Divergence, divergences
from tts_interview.model import Fault
from tts_interview.pipeline.verifying import reader_of

SURE, DOUBTED = 0.0, -5.0


def compared(written: str, heard: str, log: float = DOUBTED, language: str = "en") -> list[Divergence]:
    return divergences(written, Recognition(heard, [log] * len(written)), reader_of(language))


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("The harbour saved its colour.", "the harbor saved its color"),
        ("It cost $4.2 million in 2014.", "It cost four point two million dollars in twenty fourteen."),
        ("A town of 2,300 people.", "A town of two thousand three hundred people"),
        ("They knew their way there.", "They new there way their."),
        ("Tobias Renn spoke with Aldal.", "To buy us rent spoke with alder."),
        ("Keep the birdhouse any more.", "Keep the bird house anymore."),
        ("It was [almost] forty.", "It was almost 40."),
        ("— “No,” she said …", "No, she said"),
        ("", "Hello there"),
    ],
)
def test_spelling_numbers_and_homophones_do_not_count(written: str, heard: str) -> None:
    assert compared(written, heard) == []


@pytest.mark.parametrize(
    ("heard", "fault", "words"),
    [
        ("The road was supposed to charge the old ferry.", Fault.OTHER_WORDS, "replace"),
        ("The road was the old ferry.", Fault.LEFT_OUT, "supposed to replace"),
        ("The road was supposed to was supposed to replace the old ferry.", Fault.ADDED, ""),
    ],
)
def test_another_word_a_missing_and_a_repeated_phrase_are_found(heard: str, fault: Fault, words: str) -> None:
    written = "The road was supposed to replace the old ferry."
    (found,) = compared(written, heard)
    assert found.fault is fault
    assert not words or written[found.start : found.end] == words


def test_one_word_counts_only_if_the_recogniser_doubts_the_written_one() -> None:
    written, heard = "The road was supposed to replace it.", "The road was supposed to charge it."
    assert compared(written, heard, SURE) == []
    assert [one.heard for one in compared(written, heard, DOUBTED)] == ["charge"]


def test_a_phrase_that_the_recogniser_drops_although_it_is_sure_of_it_does_not_count() -> None:
    assert compared("We bought a small electric ferry last spring.", "We bought last spring.", SURE) == []


def test_a_short_word_that_is_added_does_not_count() -> None:
    assert compared("He went to town and stayed.", "He went to the town, and he stayed.") == []


def test_nothing_heard_is_everything_left_out() -> None:
    (found,) = compared("Nobody answered the letter.", "")
    assert (found.fault, found.start, found.end) == (Fault.LEFT_OUT, 0, len("Nobody answered the letter."))


def test_a_foreign_word_among_characters_does_not_count_alone() -> None:
    assert compared("还教我用 Apple 卖茶。", "还教我用外 卖茶。", language="zh") == []


def test_other_scripts_of_one_language_are_the_same_words() -> None:
    assert compared("我女儿给茶园做了一个网站。", "我女兒給茶園做了一個網站。", language="zh") == []
