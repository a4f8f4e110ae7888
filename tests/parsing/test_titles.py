"""The title of an interview: metadata first, then what is printed above the talk."""

from __future__ import annotations

import pytest
from reading_pages import left_out, parsed

from tts_interview import Reason, Transcript

TALK = "**Ann Lee:** Why a ferry?\n\n**Bo Dahl:** It was there.\n\n**Ann Lee:** And then?\n\n**Bo Dahl:** It stayed.\n"
PLAIN = TALK.replace("*", "")
PROSE = "The ferry leaves at seven. " + "Whoever misses it waits until the tide comes back. " * 4


def titled(title: str, above: str) -> Transcript:
    return parsed(f"---\ntitle: {title}\n---\n\n{above}\n\n{TALK}")


def introduction(transcript: Transcript) -> str:
    return transcript.turns[0].text if transcript.turns[0].speaker == "Narrator" else ""


@pytest.mark.parametrize(
    "above",
    [
        *(
            "Oval Office",
            "2:23 P.M. EDT",
            "May 3, 2026 - Vienna",
            "## Introduction",
            "# Ferries",
            "James Room\n\n1:15 P.M. EDT",
        ),
        *("### A heading\n\n### And another", "# One\n\n# Two", PROSE + "\n\n# Introductions", "Welcome to the show", ""),
    ],
)
def test_nothing_above_the_talk_takes_the_place_of_the_declared_title(above: str) -> None:
    assert titled("The last ferry", above).title == "The last ferry"


@pytest.mark.parametrize(
    ("declared", "heading", "title"),
    [
        ("The last ferry", "The last ferry: a talk with Bo Dahl", "The last ferry: a talk with Bo Dahl"),
        ("The last ferry", "A talk – “The Last Ferry”", "A talk – “The Last Ferry”"),
        ("The last ferry of the ...", "The last ferry of the year", "The last ferry of the year"),
        ("The last ferry", "THE LAST FERRY!", "The last ferry"),
        ("The last ferry of the year", "The last ferry", "The last ferry of the year"),
        ("Q&A", "Questions: Q&A of a ferry", "Q&A"),
    ],
)
def test_a_main_heading_that_extends_the_title_is_the_title(declared: str, heading: str, title: str) -> None:
    transcript = titled(f"'{declared}'", f"# {heading}\n\n{PROSE}")
    assert transcript.title == title
    assert introduction(transcript).startswith(heading)


def test_a_lower_heading_never_extends_the_title() -> None:
    assert titled("The last ferry", f"## The last ferry: a talk\n\n{PROSE}").title == "The last ferry"


def test_the_narrator_reads_the_headline_and_no_section() -> None:
    assert introduction(titled("The last ferry", f"# Why it stays\n\n{PROSE}")).startswith("Why it stays\n")
    assert introduction(titled("The last ferry", f"# Summary\n\n{PROSE}\n\n# Sources\n\nThe harbour.")).startswith("The ferry")


def test_a_second_printing_is_left_out_as_repeated() -> None:
    text = f"---\ntitle: The last ferry\n---\n\n# The last ferry\n\nThe Last Ferry\n\n{PROSE}\n\n{TALK}"
    assert left_out(text, Reason.REPEATED) == ["The Last Ferry"]
    assert introduction(parsed(text)).startswith("The last ferry\n")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("# The last ferry", "The last ferry"),
        ("# The last ferry\n\n## A section", "The last ferry"),
        ("## A section", ""),
        (f"{PROSE}\n\n# Introductions", ""),
        ("# May 3, 2026", ""),
    ],
)
def test_without_metadata_the_main_heading_is_the_title(above: str, title: str) -> None:
    assert parsed(f"{above}\n\n{TALK}").title == title


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("The last ferry", "The last ferry"),
        ("Ferries: a talk about the last one", "Ferries: a talk about the last one"),
        ("The last ferry\n\nMay 3, 2026", "The last ferry"),
        ("The ferry leaves at seven.", ""),
        ("Oval Office\n\n2:23 P.M. EDT", ""),
        ("11:55 A.M. EDT", ""),
        ("14.05 Uhr", ""),
        ("May 3, 2026 - Vienna", ""),
        ("3. Mai 2026", ""),
        ("Hello", ""),
    ],
)
def test_the_first_line_of_a_plain_text_may_be_its_title(above: str, title: str) -> None:
    assert parsed(f"{above}\n\n{PLAIN}", ".txt").title == title


def test_a_line_of_the_talk_is_no_title() -> None:
    assert parsed(PLAIN, ".txt").title == ""
    assert parsed(f"{PLAIN}\n{PLAIN}".replace("Ann Lee", "ann").replace("Bo Dahl", "bo"), ".txt").title == ""
