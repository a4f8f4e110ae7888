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


def test_who_made_a_conversation_with_somebody_asked() -> None:
    assert names(f"A conversation by Pia Sommer with Ines Calloway.\n\n{MILL.format('')}")[0] == "Pia Sommer"


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


# -- names that may be no person's -------------------------------------------------------------------------------------

OFTEN = "# Notes with {0} in them\n\nFlour and water, as with {0}, and the salt. No salt {1} {0} in May.\n\n" + MILL.format("")


@pytest.mark.parametrize(
    ("name", "before", "guest"),
    [
        ("Ida Roux", "with", "Ida Roux"),
        ("Ida Roux", "at", "Guest"),
        ("IDA Roux", "with", "Guest"),
        ("Radio Roux", "with", "Guest"),
    ],
)
def test_a_name_in_the_title_that_returns_is_the_guests_unless_it_is_a_thing(name: str, before: str, guest: str) -> None:
    assert names(OFTEN.format(name, before)) == ["Interviewer", guest]


@pytest.mark.parametrize(("name", "guest"), [("Ida Roux", "Ida Roux"), ("Radio Roux", "Guest")])
def test_a_paper_that_is_announced_is_no_guest(name: str, guest: str) -> None:
    assert names(f"We spoke with {name}.\n\n{MILL.format('')}") == ["Interviewer", guest]


@pytest.mark.parametrize(
    ("prose", "guest"),
    [
        ("Ida Roux bakes bread.", "Ida Roux"),
        ("Ida Roux, and she bakes.", "Ida Roux"),
        ("Ida Roux, and bread.", "Guest"),
        ("Ida Roux. We met there.", "Guest"),
        ("Old Ida Roux.", "Guest"),
    ],
)
def test_a_name_that_opens_a_sentence_is_somebodys_if_a_verb_or_a_pronoun_follows(prose: str, guest: str) -> None:
    assert names(f"{prose}\n\n{MILL.format('')}") == ["Interviewer", guest]


# -- abbreviations -----------------------------------------------------------------------------------------------------

SHORT = "{0} - Why?\n\n{1} - So.\n\n{0} - And?\n\n{1} - Yes."


def test_abbreviated_names_before_a_dash_are_labels_and_are_spelled_out() -> None:
    text = "मुझे नदी पसंद है – मीरा शर्मा\n\n" + SHORT.format("अ. या.", "मी. श.")
    assert names(text, ".txt") == ["अ. या.", "मीरा शर्मा"]
    assert names("Bread – Ida Roux\n\n" + SHORT.format("O. L.", "I. R."), ".txt") == ["O. L.", "Ida Roux"]


def test_an_abbreviation_before_a_dash_inside_an_answer_is_none() -> None:
    text = "Ole: Why?\n\nIda: So.\n\ne. g. - bread.\n\nOle: And?\n\nIda: Yes."
    assert names(text) == ["Ole", "Ida"]


@pytest.mark.parametrize(
    ("label", "in_prose", "in_head"),
    [
        ("OR", "Og Benso Reis", "Og Benso Reis"),
        ("OBR", "Og Benso Reis", "Og Benso Reis"),
        ("BR", "Benso Reis", "BR"),
        ("ER", "ER", "ER"),
        ("Benso", "Benso Reis", "Benso"),
        ("benso99", "benso99", "Og Benso Reis"),
        ("og1", "og1", "og1"),
    ],
)
def test_a_label_shortens_a_name_to_initials_to_one_end_or_to_a_handle_of_four_letters(
    label: str, in_prose: str, in_head: str
) -> None:
    talk = f"Nord: Why?\n\n{label}: So.\n\nNord: And?\n\n{label}: Yes."
    assert names(f"We met Og Benso Reis at the mill.\n\n{talk}") == ["Nord", in_prose]
    assert names(f"---\nguest: Og Benso Reis\n---\n\n{talk}") == ["Nord", in_head]


def test_a_letter_and_a_role_that_ask_are_one_person_with_both_labels() -> None:
    interviewer, _ = parsed("Q: Why?\n\nIda: So.\n\nInterviewer: And?\n\nIda: Yes.\n\nQ: Now?\n\nIda: No.").speakers
    assert (interviewer.name, interviewer.labels) == ("Interviewer", ("Q", "Interviewer"))


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("We met Ebony Lee at the mill.", "Ebony Lee"),
        ("We met at the mill.", "Ebony"),
        ("Ebony Lee. Mills. Ebony Lee.", "Ebony Lee"),
    ],
)
def test_a_first_name_is_that_of_somebody_whom_the_head_or_the_talk_names_more_than_once(before: str, name: str) -> None:
    text = f"{before}\n\nEbony: Why?\n\nIda Roux: So, and Ebony Lee knows.\n\nEbony: And?\n\nIda Roux: Yes."
    assert names(text) == [name, "Ida Roux"]


@pytest.mark.parametrize(("label", "labels"), [("AL", 2), ("AML", 2), ("ML", 1)])
def test_initials_of_a_double_name_have_two_letters_or_three(label: str, labels: int) -> None:
    text = f"Anna-Maria Lee: Why?\n\nNord: So.\n\n{label}: And?\n\nNord: Yes.\n\n{label}: Oh?\n\nNord: No."
    assert len(parsed(text).speakers[0].labels) == labels


def test_a_title_stands_before_the_name_or_in_brackets_after_it() -> None:
    text = "Harbour master Pia Sommer: Why?\n\nWaxwing (the old mill): So.\n\nPia Sommer: And?\n\nWaxwing: Yes."
    assert [(s.name, s.title) for s in parsed(text).speakers] == [("Pia Sommer", "Harbour master"), ("Waxwing", "the old mill")]


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
