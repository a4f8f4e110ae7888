"""Hearings and depositions: names before full stops, examiners above their questions, labels in capitals that stand once."""

from __future__ import annotations

import pytest
from reading_pages import parsed, turns

HEARING = (
    "Inquiry into the Mill\n\n"
    "The CHAIRMAN. The committee will come to order. Do you have a statement, Mr. Reed?\n"
    "Mr. REED. I have none.\n"
    "Senator HOLM. Who repaired the wheel?\n"
    "Mr. REED. My aunt did. She had the tools.\n"
    "Senator HOLM. Thank you.\n"
    "The CHAIRMAN. We are adjourned.\n"
)
DEPOSITION = (
    "EXAMINATION\nBY MR. REED:\n     Q. Where do you live?\n     A. At the mill.\n     Q. Alone?\n     A. With my aunt.\n"
    "     MS. HOLM: Objection to the form.\n     THE WITNESS: May I go on?\n\n"
    "CROSS-EXAMINATION\nBY MS. HOLM:\n     Q. Do you own the mill?\n     A. I do not.\n     Q. Who does?\n     A. My aunt.\n"
)


def said(text: str) -> list[tuple[str, str]]:
    return [(speaker, words) for _, speaker, words in turns(text, ".txt")]


def test_a_title_and_a_name_before_a_full_stop_open_turns_where_several_return() -> None:
    assert [speaker for speaker, _ in said(HEARING)] == ["The CHAIRMAN", "Reed", "Holm", "Reed", "Holm", "The CHAIRMAN"]
    assert said(HEARING)[3] == ("Reed", "My aunt did. She had the tools.")


def test_a_sentence_that_begins_with_a_title_is_no_label() -> None:
    text = "Ida: Who came?\n\nOle: Mr. Reed. He came late.\n\nMr. Reed. That was all.\n\nIda: And then?\n\nOle: We ate."
    assert [speaker for speaker, _ in said(text)] == ["Ida", "Ole", "Ida", "Ole"]


def test_a_heading_says_who_asks_until_the_next_one() -> None:
    asked = [(speaker, words) for speaker, words in said(DEPOSITION) if words.endswith("?")]
    assert asked == [
        ("Reed", "Where do you live?"),
        ("Reed", "Alone?"),
        ("The Witness", "May I go on?"),
        ("Holm", "Do you own the mill?"),
        ("Holm", "Who does?"),
    ]
    assert ("Holm", "Objection to the form.") in said(DEPOSITION)
    assert not any("EXAMINATION" in words for _, words in said(DEPOSITION))


def test_brackets_after_the_letter_say_who_asks() -> None:
    text = "Q. (BY MR. REED) Where was it?\nA. At the mill.\nQ. When?\nA. In May.\nMS. HOLM: Objection.\nMR. REED: I go on.\n"
    assert [speaker for speaker, _ in said(text)][::2] == ["Reed", "Reed", "Holm"]
    assert said(text)[0] == ("Reed", "Where was it?")


def test_letters_without_a_heading_stay_letters() -> None:
    text = "Q. Was it by Mr. Reed: the letter?\nA. It was.\nQ. When?\nA. In May.\n"
    assert {speaker for speaker, _ in said(text)} == {"Interviewer", "Guest"}


@pytest.mark.parametrize("label", ["IDA ROUX:", "THE CLERK:"])
def test_a_label_in_capitals_that_stands_once_is_believed_among_such(label: str) -> None:
    talk = "JON REED: Who made it?\n\nANNE HOLM: I did.\n\n" * 2
    assert said(f"{talk}{label} It is noon.\n\nJON REED: Then we stop.")[4][1] == "It is noon."


def test_headings_in_capitals_are_not_said_and_questions_in_capitals_are() -> None:
    talk = "Jon Reed: Who made it?\n\nAnne Holm: I did.\n\n" * 2
    assert "THE SECOND DAY" not in str(said(f"{talk}THE SECOND DAY\n\n{talk}"))
    assert "WHO COULD HAVE KNOWN?" in str(said(f"{talk}WHO COULD HAVE KNOWN?\n\n{talk}"))


def test_an_office_after_a_comma_is_that_of_the_name_before_it() -> None:
    head = "Eva Lund, Chairman\nJon R. Falk, Member\n\n"
    names = [speaker.name for speaker in parsed(head + HEARING, ".txt").speakers]
    assert "The CHAIRMAN" in names
    assert not any("Jon" in name for name in names)
