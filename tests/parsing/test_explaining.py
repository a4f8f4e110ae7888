"""The explanation of a reading: the two best ones, what decides between them, and where they differ."""

from __future__ import annotations

import pytest
from reading_pages import parsed

from tts_interview.documents import read_bytes
from tts_interview.errors import NotAnInterviewError
from tts_interview.parsing.explaining import Explanation, explain

LABELLED = "Ann Lee: How many are there?\n\nBen Ray: I count forty of them.\n\n" * 4
# Labels of two people, and questions set in bold: the label of the guest stands before their first answer only.
MIXED = (
    "**Tell us, why bees?**\n\nBen Ray: They were here before me. I like them.\n\n**And in winter, do you sleep?**\n\n"
    "I mend the hives then.\n\n**Do you miss them?**\n\nI do, every day.\n\nAnn Lee: So it is.\n\nBen Ray: It is so.\n\n"
    "**What comes next for you?**\n\nI rest.\n\nAnn Lee: Well.\n"
)


def explained(text: str) -> Explanation:
    return explain(read_bytes(text.encode(), "page", ".md"))


def test_the_best_reading_is_the_one_that_is_read() -> None:
    found, read = explained(LABELLED), parsed(LABELLED)
    assert (found.first.layout, found.first.turns, found.first.people) == ("labels", 8, ("Ann Lee", "Ben Ray"))
    assert found.interview * found.right == pytest.approx(read.confidence, abs=0.001)


def test_two_readings_are_compared_by_features_and_by_place() -> None:
    found = explained(MIXED)
    assert found.second
    assert found.first.score >= found.second.score
    gains = [abs(gain.adds) for gain in found.gains]
    assert gains == sorted(gains, reverse=True)
    assert found.differences
    lines = MIXED.split("\n")
    for place in found.differences:
        assert place.words in lines[place.line - 1]
        assert place.first != place.second


def test_a_reading_that_only_names_people_otherwise_is_no_second_one() -> None:
    found = explained("**Why bees?**\n\nThey were here before me.\n\n" * 4)
    assert (found.second, found.gains, found.differences) == (None, (), ())


def test_a_refused_page_is_explained_if_it_has_a_reading() -> None:
    text = "# Questions and answers\n\n" + "## How do I return an item?\n\nSend it back within a month.\n\n" * 5
    with pytest.raises(NotAnInterviewError):
        parsed(text)
    assert explained(text).interview < 0.35
    with pytest.raises(NotAnInterviewError):
        explained("Only prose.\n\nNothing else.\n")
