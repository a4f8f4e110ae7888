"""Questions and answers that no label shows, or only some of them: what tells who speaks. Each rule has its trap beside it."""

from __future__ import annotations

import pytest
from reading_pages import names, parsed, turns

from tts_interview import NotAnInterviewError

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

BAND = (
    "Ole Lund – drums\nIda Roux – voice\n\nNord: Why songs?\n\nIda Roux: They come.\n\nAnd who writes the words?\n\n"
    "Ole Lund: She does.\n\nIt was your first tour...\n\nOle: And it rained.\n\nWhat comes next?\n\nIda: Bread."
)


def test_questions_between_labels_are_the_hosts_who_asked_first() -> None:
    order = ["Nord", "Ida Roux", "Nord", "Ole Lund", "Nord", "Ole Lund", "Nord", "Ida Roux"]
    assert speakers(BAND, ".txt") == order


def test_what_somebody_plays_is_no_turn_of_theirs() -> None:
    assert parsed(BAND, ".txt").turns[0].text == "Ole Lund – drums Ida Roux – voice"


def test_questions_may_stand_a_line_above_labels() -> None:
    text = "Why songs?\nIda Roux: They come.\n\nAnd who writes?\nOle Lund: She does.\n\nWhat next?\nIda Roux: Bread."
    assert speakers(text, ".txt") == ["Interviewer", "Ida Roux", "Interviewer", "Ole Lund", "Interviewer", "Ida Roux"]


def test_answers_that_end_with_a_question_stay_whole() -> None:
    text = "Nord: Why songs?\nIda: They come.\nNord: And words?\nIda: She writes.\nWhy would I?\nNord: Next?\nIda: Bread."
    assert speakers(text, ".txt") == ["Nord", "Ida"] * 3


TITLE = (
    "Nord: « It comes »\n\nWe met them.\n\nWhy songs?\n\nIda Roux: So.\n\n"
    "And words?\n\nOle Lund: She does.\n\nAnd now?\n\nIda Roux: Bread."
)


def test_a_title_that_quotes_somebody_is_no_turn() -> None:
    assert names(TITLE) == ["Interviewer", "Ida Roux", "Ole Lund"]


def test_turns_in_quotation_marks_are_turns() -> None:
    text = "Nord: “Why songs?”\n\nIda Roux: “So.”\n\nNord: “And words?”\n\nIda Roux: “She does.”"
    assert names(text) == ["Nord", "Ida Roux"]


# -- pages whose paragraphs were lost ----------------------------------------------------------------------------------

FLAT = (
    "Ida Roux keeps an old mill by the river, which her aunt left to her when she was a girl of ten years. {q} Why a mill? "
    "{a} It was there, and the wind comes every day from the sea, as it always did. {q} Who helps you with the stones? "
    "{a} Nobody does: I carry all of them, one by one. {q} And what is the bread like? {a} Warm."
)


@pytest.mark.parametrize(("question", "answer"), [("Nord:", "Ida Roux:"), ("Q:", "A:"), ("Nord :", "Roux :")])
def test_labels_inside_one_long_line_are_labels(question: str, answer: str) -> None:
    found = turns(FLAT.format(q=question, a=answer), ".txt")
    assert [words for _, _, words in found][:2] == [
        "Why a mill?",
        "It was there, and the wind comes every day from the sea, as it always did.",
    ]
    assert len(found) == 6
    assert len({speaker for _, speaker, _ in found}) == 2


def test_chinese_labels_inside_one_long_line_may_follow_a_heading() -> None:
    said = "磨坊就在河边，风每天从海上吹来，一直如此，我从小就住在这里。" * 8
    text = f"（本报记者 陈晓）王小雨是磨坊主。 河边的磨坊 记者：为什么是磨坊？ 王小雨：{said} "
    text += "面包的味道 记者：面包怎么样？ 王小雨：很热。"
    assert [speaker for _, speaker, _ in turns(text, ".txt")] == ["陈晓", "王小雨"] * 2


def test_terms_inside_one_long_line_are_nobody() -> None:
    text = FLAT.format(q="Good:", a="Bad:").replace("?", ".")
    with pytest.raises(NotAnInterviewError):
        parsed(text, ".txt")


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
