"""Where a page tells who asks and who answers: its head, its prose, its by-lines. Each rule has its trap beside it."""

from __future__ import annotations

import pytest
from reading_pages import names, parsed

from tts_interview import Role

TALK = "Ines Calloway keeps bees.\n\n**Why bees?**\n\nThey were here.\n\n**And honey?**\n\nOn Sundays."


@pytest.mark.parametrize(
    "head",
    [
        '+++\ntitle = "Bees"\nauthors = ["Pia Sommer"]\ndate = 2026-05-03\n+++\n',
        '{\n   "title" : "Bees",\n   "authors" : [\n      "pia-sommer"\n   ],\n   "date" : "2026-05-03T04:55:00"\n}\n',
        '---json\n{\n\t"title": "Bees",\n\t"author": "Pia Sommer",\n\t"date": "2026-05-03"\n}\n---\n',
    ],
)
def test_the_head_of_a_page_may_be_toml_or_json(head: str) -> None:
    transcript = parsed(f"{head}\n{TALK}")
    assert [s.name for s in transcript.speakers] == ["Narrator", "Pia Sommer", "Ines Calloway"]
    assert (transcript.title, transcript.date) == ("Bees", "2026-05-03")
    assert transcript.turns[0].text == "Ines Calloway keeps bees."


def test_braces_and_plus_signs_that_are_no_head_stay_in_the_text() -> None:
    for line in ("{\nnot: json\n}", "+++\nno toml\n+++"):
        assert "no" in parsed(f"{line}\n\n{TALK}").turns[0].text


def test_a_word_that_opens_a_sentence_is_no_name_of_who_spoke() -> None:
    assert names(f"When I spoke with Ines Calloway, it rained.\n\n{TALK}")[0] == "Interviewer"
    assert names(f"Recently Pia Sommer spoke with Ines Calloway.\n\n{TALK}")[0] == "Pia Sommer"


# -- one word ----------------------------------------------------------------------------------------------------------

MILL = "**{}Why a mill?**\n\nIt was there.\n\n**Who helps?**\n\nNobody does."


@pytest.mark.parametrize(
    ("before", "question", "name"),
    [
        ("A short interview with Odile, from the north, who mills.", "Hi Odile! ", "Odile"),
        ("Today we talk to Ondine about bread.", "Ondine, thank you. ", "Ondine"),
        ("Today we talk to Ondine about bread.", "Thank you, Ondine. ", "Ondine"),
        ("Сегодня мы поговорили с Олей о мельнице.", "Привет, Оля! ", "Оля"),
        ("An interview with Bread, the paper of bakers.", "", "Guest"),
    ],
)
def test_a_guest_of_one_name_is_announced_and_addressed(before: str, question: str, name: str) -> None:
    assert names(f"{before}\n\n{MILL.format(question)}") == ["Interviewer", name]


def test_a_title_may_end_with_the_one_name_of_the_guest() -> None:
    assert names(f"# In conversation with Odile\n\n{MILL.format('')}")[1] == "Odile"
    assert names(f"# In conversation with Bread\n\nWe eat bread.\n\n{MILL.format('')}")[1] == "Guest"


# -- abbreviations -----------------------------------------------------------------------------------------------------

SHORT = "{0} - Why?\n\n{1} - So.\n\n{0} - And?\n\n{1} - Yes."


def test_abbreviated_names_before_a_dash_are_labels_and_are_spelled_out() -> None:
    text = "मुझे नदी पसंद है – मीरा शर्मा\n\n" + SHORT.format("अ. या.", "मी. श.")
    assert names(text, ".txt") == ["अ. या.", "मीरा शर्मा"]
    assert names("Bread – Ida Roux\n\n" + SHORT.format("O. L.", "I. R."), ".txt") == ["O. L.", "Ida Roux"]


def test_an_abbreviation_before_a_dash_inside_an_answer_is_none() -> None:
    text = "Ole: Why?\n\nIda: So.\n\ne. g. - bread.\n\nOle: And?\n\nIda: Yes."
    assert names(text) == ["Ole", "Ida"]


# -- who introduces somebody -------------------------------------------------------------------------------------------

SHOW = (
    "Ole: So, Nora.\n\nNora: Ole.\n\nOle: {}\n\nIda: Hello.\n\nNora: Hi.\n\nIda: I mill.\n\nOle: Why?\n\nIda: So.\n\nNora: Ah."
)


def roles(text: str) -> dict[str, str]:
    return {s.name: s.role.value for s in parsed(text).speakers}


def test_those_who_talk_until_a_guest_is_introduced_are_hosts() -> None:
    assert roles(SHOW.format("Our guest is Ida.")) == {"Ole": "interviewer", "Nora": "interviewer", "Ida": "guest"}


def test_who_is_introduced_first_is_no_host() -> None:
    text = "Ole: Our guest is Nora.\n\nNora: Hello, I bake.\n\nOle: Why?\n\nNora: So.\n\nOle: And joining us is Ida.\n\n"
    text += "Ida: I mill.\n\nOle: Why?\n\nIda: So."
    assert roles(text) == {"Ole": "interviewer", "Nora": "guest", "Ida": "guest"}


PANEL = "Ole: Ida is with us. What now?\n\nIda: I mill.\n\nOle: And Nora?\n\nNora: I bake.\n\nIda: Bread?\n\nNora: Bread.\n\n"


@pytest.mark.parametrize(
    ("end", "nora"),
    [
        ("Per: Hi.\n\nOle: Thanks for joining us, Per.\n\nIda: How are eels?\n\nPer: Wet.\n\nNora: Ah.", "interviewer"),
        ("Per: Hi.\n\nOle: Per fishes.\n\nIda: How are eels?\n\nPer: Wet.\n\nNora: Ah.", "guest"),  # nobody welcomes him
        ("Per: Hi.\n\nOle: Thanks for joining us, Per.\n\nIda: How are eels?\n\nPer: Wet.", "guest"),  # Nora has gone
    ],
)
def test_those_who_go_on_after_they_welcome_a_late_guest_are_hosts(end: str, nora: str) -> None:
    found = roles(PANEL + end)
    assert (found["Ole"], found["Nora"], found["Per"]) == ("interviewer", nora, "guest")


# -- the foot ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "Pia Sommer is a freelance reporter who writes about mills.",
        "Pia Sommer has been covering mills since 2012.",
        "Pia Sommer ist Redakteurin bei der Mühlenpost.",
        "Pia Sommer est journaliste à Lille.",
    ],
)
def test_a_note_about_the_author_at_the_foot_is_left_out_and_names_who_asked(note: str) -> None:
    transcript = parsed(f"{TALK}\n\n{note}")
    assert [s.name for s in transcript.speakers] == ["Narrator", "Pia Sommer", "Ines Calloway"]
    assert transcript.turns[-1].text == "On Sundays."


def test_a_note_about_a_guest_who_writes_is_no_authors() -> None:
    transcript = parsed(f"{TALK}\n\nInes Calloway is a writer and keeps bees.")
    assert [s.name for s in transcript.speakers if s.role is not Role.NARRATOR] == ["Interviewer", "Ines Calloway"]
    assert transcript.turns[-1].text == "Ines Calloway is a writer and keeps bees."


@pytest.mark.parametrize("about", ["About Ines Calloway", "À propos de Ines Calloway", "Zur Person: Ines Calloway"])
def test_a_note_about_the_guest_below_a_rule_of_words_is_the_narrators(about: str) -> None:
    assert parsed(f"{TALK}\n\n{about} Ines Calloway lives in Lille.").turns[-1].role is Role.NARRATOR


def test_an_answer_about_somebody_is_the_guests() -> None:
    assert parsed(f"{TALK}\n\nAbout bees I know all.").turns[-1].speaker == "Ines Calloway"
