"""Questions and answers that no label shows, or only some of them: what tells who speaks. Each rule has its trap beside it."""

from __future__ import annotations

import pytest
from reading_pages import names, parsed, turns

from tts_interview import NotAnInterviewError, Role

QUOTED = (
    "We are happy to have Ida Roux here.\n\nWhere do you live?\n\nBy the mill.\n\n{}\n\nSince I was a girl.\n\n"
    "Who helps?\n\nNobody does, and my aunt would say, “Who needs help?”\n\n"
    "And the wind?\n\nIt comes.\n\nA last word?\n\nBread."
)


def speakers(text: str, suffix: str = ".md") -> list[str]:
    return [speaker for _, speaker, _ in turns(text, suffix)]


@pytest.mark.parametrize("request_", ["Tell us a little about your work.", "Parlez-nous du moulin !", "Расскажите о мельнице."])
def test_a_request_among_plain_questions_asks_and_a_quoted_question_does_not(request_: str) -> None:
    assert speakers(QUOTED.format(request_)) == ["Interviewer", "Ida Roux"] * 5


def test_advice_in_an_answer_is_no_request() -> None:
    assert speakers(QUOTED.format("Give the stone time.")) == ["Interviewer", "Ida Roux"] * 4


def test_three_plain_questions_are_enough_where_the_page_says_that_it_is_an_interview() -> None:
    text = "Why a mill?\n\nIt was there.\n\nWho helps?\n\nNobody does.\n\nA last word?\n\nBread."
    assert speakers(f"An interview with the miller.\n\n{text}") == ["Interviewer", "Guest"] * 3
    with pytest.raises(NotAnInterviewError):
        parsed(f"Of mills and millers.\n\n{text}")


COUNTED = "Q1. Why a mill?\n\nA. It was there.\n\nQ2. Who helps?\n\nA. Nobody.\n\nQ{}. A last word?\n\nA. Bread."


def test_numbers_that_count_the_questions_name_one_interviewer() -> None:
    assert names(COUNTED.format(3)) == ["Interviewer", "Guest"]


def test_numbers_that_return_name_several() -> None:
    assert names(COUNTED.format(1)) == ["Interviewer 1", "Guest", "Interviewer 2"]


@pytest.mark.parametrize("number", ["Question {}. ", "Frage {}: ", "Pregunta nº {}: "])
def test_the_word_question_and_its_number_are_not_spoken(number: str) -> None:
    asked = ["Why a mill?", "Who helps?", "A last word?"]
    text = "\n\n".join(f"### {number.format(n)}{words}\n\nSo it is." for n, words in enumerate(asked, 1))
    assert [words for _, _, words in turns(text)][::2] == asked


def test_a_question_that_begins_with_the_word_is_spoken_whole() -> None:
    text = "### Question 2 was never asked?\n\nNo.\n\n### And why?\n\nSo.\n\n### Still?\n\nStill."
    assert turns(text)[0][2] == "Question 2 was never asked?"


def test_spanish_numbers_need_no_full_stop() -> None:
    text = "1 ¿Por qué un molino?\nEstaba allí.\n2 ¿Quién ayuda?\nNadie.\n3 ¿Y el viento?\nViene."
    assert speakers(text, ".txt") == ["Interviewer", "Guest"] * 3


# -- the end -----------------------------------------------------------------------------------------------------------

ENDING = "**Why a mill?**\n\nIt was there.\n\n**Who helps?**\n\nNobody does.\n\n{}"


@pytest.mark.parametrize(
    "thanks",
    [
        "Thanks for taking the time to talk with us, Ida!",
        "Vielen Dank für das Gespräch.",
        "Merci beaucoup pour cet entretien.",
        "Muchas gracias por la entrevista.",
        "Большое спасибо за интервью!",
    ],
)
def test_the_last_thanks_are_the_hosts(thanks: str) -> None:
    assert turns(ENDING.format(thanks))[-1][1:] == ("Interviewer", thanks)


def test_the_guest_answers_the_thanks() -> None:
    text = ENDING.format("It was a pleasure talking to you.\n\nThank you, and come again.")
    assert speakers(text)[-2:] == ["Interviewer", "Guest"]


def test_thanks_inside_an_answer_stay_in_it() -> None:
    assert speakers(ENDING.format("Thanks to my aunt it still turns."))[-1] == "Guest"
    assert speakers("**A word?**\n\nThank you for asking.\n\n**Who helps?**\n\nNobody.")[1] == "Guest"


# -- beside labels -----------------------------------------------------------------------------------------------------


def test_questions_between_labels_are_the_hosts_who_asked_first() -> None:
    text = (
        "Nord: Why songs?\n\nIda Roux: They come.\n\n**And who writes the words?**\n\nOle Lund: She does.\n\n"
        "**It was your first tour...**\n\nOle: And it rained.\n\n**What comes next?**\n\nIda: Bread."
    )
    assert speakers(text) == ["Nord", "Ida Roux", "Nord", "Ole Lund", "Nord", "Ole Lund", "Nord", "Ida Roux"]


def test_what_somebody_plays_is_no_turn_of_theirs() -> None:
    text = (
        "Ole Lund – drums\nIda Roux – voice\n\nNord: Why songs?\n\nIda Roux: They come.\n\nNord: And who writes the words?\n\n"
        "Ole Lund: She does.\n\nNord: What comes next?\n\nIda: Bread."
    )
    assert parsed(text, ".txt").turns[0].text == "Ole Lund – drums Ida Roux – voice"


def test_answers_without_a_label_follow_questions_with_one() -> None:
    text = "**Q: Why a mill?**\n\nIt was there.\n\n**Q: Who helps?**\n\nNobody.\n\nI like it so.\n\n**Q: What next?**\n\nBread."
    assert [(who, words) for _, who, words in turns(text)][:3] == [
        ("Interviewer", "Why a mill?"),
        ("Guest", "It was there."),
        ("Interviewer", "Who helps?"),
    ]
    assert speakers(text) == ["Interviewer", "Guest"] * 3


def test_answers_that_end_with_a_question_stay_whole() -> None:
    text = "Nord: Why songs?\nIda: They come.\nNord: And words?\nIda: She writes.\nWhy would I?\nNord: Next?\nIda: Bread."
    assert speakers(text, ".txt") == ["Nord", "Ida"] * 3


def test_a_title_that_quotes_somebody_is_no_turn() -> None:
    text = "Nord: « It comes »\n\nWe met them.\n\n**Why songs?**\n\nIda Roux: So.\n\n**And words?**\n\nOle Lund: She does."
    assert names(f"{text}\n\n**And now?**\n\nIda Roux: Bread.") == ["Interviewer", "Ida Roux", "Ole Lund"]


def test_turns_in_quotation_marks_are_turns() -> None:
    text = "Nord: “Why songs?”\n\nIda Roux: “So.”\n\nNord: “And words?”\n\nIda Roux: “She does.”"
    assert names(text) == ["Nord", "Ida Roux"]


# -- a question and its answer in one paragraph ------------------------------------------------------------------------


def test_a_question_may_open_the_paragraph_of_its_answer() -> None:
    text = "Why a mill?\nIt was there.\n\nWho helps?\nNobody does.\n\nA last word?\nBread."
    assert [(line, words) for line, _, words in turns(text)] == [
        (1, "Why a mill?"),
        (2, "It was there."),
        (4, "Who helps?"),
        (5, "Nobody does."),
        (7, "A last word?"),
        (8, "Bread."),
    ]


def test_two_such_paragraphs_are_no_interview() -> None:
    with pytest.raises(NotAnInterviewError):
        parsed("Why a mill?\nIt was there.\n\nWho helps?\nNobody does.\n\nSo it went on for years.")


def test_three_plain_questions_are_enough_where_they_are_answered_at_length() -> None:
    said = "It was there when I came, and the wind has not stopped since, so I stayed and bake bread for everybody."
    assert speakers(f"Why a mill?\n\n{said}\n\nWho helps?\n\n{said}\n\nA last word?\n\n{said}") == ["Interviewer", "Guest"] * 3
    with pytest.raises(NotAnInterviewError):
        parsed("\n\n".join(f"{question}\n\n{said}\n\n{said}\n\n{said}\n\n{said}" for question in ("Why?", "Who?", "When?")))


ROUNDS = (
    ("Did you count last year?", "I did, along the ponds, for a week."),
    ("What do you expect?", "I do not know, and I like surprises."),
    ("Who helps you?", "Nobody, since the old miller left."),
    ("Why do you go on?", "Because the birds come back, and so do I."),
)


def said(text: str) -> list[str]:
    return [f"{turn.role}: {turn.text}" for turn in parsed(text, ".txt").turns]


@pytest.mark.parametrize(("letter", "reads"), [("{}", True), ("{}\nLtd", False)])
def test_a_letter_alone_on_its_line_opens_a_turn(letter: str, *, reads: bool) -> None:
    text = "\n\n".join(f"{letter.format('Q')}\n{asked}\n\n{letter.format('A')}\n{answer}" for asked, answer in ROUNDS)
    wanted = [line for asked, answer in ROUNDS for line in (f"interviewer: {asked}", f"guest: {answer}")]
    assert (said(text) == wanted) is reads


def test_a_dash_between_a_question_and_its_answer_is_not_spoken() -> None:
    text = "Talk with Ann Ray\n\n" + "\n\n".join(f"**{asked}** – {answer}" for asked, answer in ROUNDS)
    read = parsed(text)
    assert [turn.text for turn in read.turns if turn.role is Role.GUEST] == [answer for _, answer in ROUNDS]


@pytest.mark.parametrize(
    ("reply", "last"),
    [("Thank you, it was a pleasure.", "We wish you a good winter."), ("It snowed.", "Thank you for")],
)
def test_what_follows_the_thanks_of_both_is_said_by_the_host(reply: str, last: str) -> None:
    talk = "\n\n".join(line for lines in ROUNDS for line in lines)
    text = f"Interview with Ann Ray\n\n{talk}\n\nThank you for talking to us.\n\n{reply}\n\nWe wish you a good winter."
    assert said(text)[-1].startswith(f"interviewer: {last}")


@pytest.mark.parametrize(("standfirst", "role"), [("Ann Ray counts birds.", "narrator"), ("„I count birds.”", "interviewer")])
def test_a_question_above_a_standfirst_is_the_title_where_answers_are_quoted(standfirst: str, role: str) -> None:
    talk = "\n\n".join(f"{asked}\n\n„{answer}”" for asked, answer in ROUNDS)
    first = said(f"May Ann Ray come with you for a day?\n\n{standfirst}\n\n{talk}")[0]
    assert first.startswith(f"{role}: May Ann Ray")
