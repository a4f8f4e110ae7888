"""Rules for pages of other publishers and languages: by-lines, names, dashes, numbers. Each rule has its trap beside it."""

from __future__ import annotations

import pytest

from tts_interview import NotAnInterviewError, Reason, Role, Transcript
from tts_interview.documents import read_bytes
from tts_interview.parsing import parse


def parsed(text: str, suffix: str = ".md") -> Transcript:
    return parse(read_bytes(text.encode(), "page", suffix))


def turns(text: str, suffix: str = ".md") -> list[tuple[int, str, str]]:
    """Line, speaker and words of all turns but the narrator's."""
    return [(t.line, t.speaker, t.text) for t in parsed(text, suffix).turns if t.role is not Role.NARRATOR]


def names(text: str) -> list[str]:
    return [s.name for s in parsed(text).speakers if s.role is not Role.NARRATOR]


def left_out(text: str, reason: Reason) -> list[str]:
    return [entry.text for entry in parsed(text).left_out if entry.reason is reason]


# -- who asked ---------------------------------------------------------------------------------------------------------

BOLD = "Ines Calloway keeps bees.\n\n**Why bees?**\n\nThey were here.\n\n**And honey?**\n\nOn Sundays."


@pytest.mark.parametrize(
    "line",
    [
        "Das Interview führte Pia Sommer.",
        "Das Gespräch führten Pia Sommer und Jan Roth",
        "*Propos recueillis par Pia Sommer, le 3 mai*",
        "Entrevista realizada por Pia Sommer",
        "Интервью взяла Pia Sommer",
        "Беседовала Pia Sommer",
    ],
)
def test_a_by_line_at_the_foot_names_who_asked_and_is_not_spoken(line: str) -> None:
    assert names(f"{BOLD}\n\n{line}") == ["Pia Sommer", "Ines Calloway"]
    assert any("Pia Sommer" in text for text in left_out(f"{BOLD}\n\n{line}", Reason.CREDIT))


def test_an_answer_about_an_interview_is_no_by_line() -> None:
    line = "Das Interview führte zu Streit."
    assert line in parsed(f"{BOLD}\n\n{line}").turns[-1].text


def test_an_archive_that_cites_itself_is_no_turn_and_its_fields_name_both() -> None:
    text = (
        "## Ines Calloway\n\nInes Calloway was born in May.\n\n"
        "INES CALLOWAY: An Interview Conducted by Ben Ray, Bee Archive, 1999\n\n"
        "INTERVIEWEE: Ines Calloway\nINTERVIEWER: Ben Ray\nDATE: 1 May 1999\n\n"
        "Q:\n\nWhy bees?\n\nInes Calloway:\n\nThey were here.\n\nQ:\n\nAnd honey?\n\nInes Calloway:\n\nOn Sundays."
    )
    assert [speaker for _, speaker, _ in turns(text)] == ["Ben Ray", "Ines Calloway"] * 2
    assert parsed(text).turns[0].text.endswith("Ines Calloway was born in May.")


def test_a_heading_that_is_a_name_opens_turns_where_all_labels_are_headings() -> None:
    text = "# Tea\n\n## Ann Lee\n\nWhy here?\n\n## Ben Ray\n\nIt is home.\n\n## Ann Lee\n\nStill?\n\n## Ben Ray\n\nStill."
    assert [speaker for _, speaker, _ in turns(text)] == ["Ann Lee", "Ben Ray"] * 2


# -- questions ---------------------------------------------------------------------------------------------------------


def test_headings_over_prose_are_no_questions_where_answers_have_labels() -> None:
    text = (
        "# Maps\n\n## The maps of today\n\nThey are online.\n\n## Why did you draw them?\n\nIda Roux: To see.\n\n"
        "## Who reads them\n\nIda Roux: Walkers.\n\n## And now?\n\nIda Roux: We go on."
    )
    assert [(line, words) for line, _, words in turns(text)] == [
        (7, "Why did you draw them?"),
        (9, "To see."),
        (11, "Who reads them"),
        (13, "Walkers."),
        (15, "And now?"),
        (17, "We go on."),
    ]


def test_numbers_with_a_dash_open_questions() -> None:
    text = "1 – Where did it start?\n\nAt home.\n\n2 – And then?\n\nIn town.\n\n3 – Say something to our readers.\n\nCome by!"
    assert [words for _, _, words in turns(text)][::2] == ["Where did it start?", "And then?", "Say something to our readers."]


def test_a_range_of_numbers_opens_no_question() -> None:
    with pytest.raises(NotAnInterviewError):
        parsed("2 – 3 weeks, who knows?\n\nIt took long.\n\n4 – 5 days, who knows?\n\nIt took longer.")


WRAPPED = (
    "— Why did the town decide to keep the old ferry running although there is\n"
    "a bridge that everybody could take instead of it, and since how many years?\n\n"
    "Because people love it.\n\nI do too.\n\n"
    "— The tickets have become more expensive in the last year, as everyone has\nnoticed. Does that not hurt?\n\nIt does."
)


def test_a_question_behind_a_dash_goes_on_in_the_next_line() -> None:
    assert [line for line, _, _ in turns(WRAPPED)] == [1, 4, 8, 11]


def test_an_answer_below_a_question_behind_a_dash_is_none_of_its_words() -> None:
    text = "We asked.\n– Why here?\nIt is home.\nAlways was.\n– And winter?\nWe sleep.\n– Who cooks?\nI do."
    assert [(line, words) for line, _, words in turns(text)] == [
        (2, "Why here?"),
        (3, "It is home. Always was."),
        (5, "And winter?"),
        (6, "We sleep."),
        (7, "Who cooks?"),
        (8, "I do."),
    ]


def test_a_list_of_questions_that_nothing_follows_is_no_dialogue() -> None:
    with pytest.raises(NotAnInterviewError):
        parsed("Ask yourself:\n– Why here?\n– And winter?\n– Who cooks?\n\nThen sleep over it.")


def test_the_first_plain_question_may_go_on_after_its_mark() -> None:
    text = (
        "An interview with the miller.\n\n"
        "Hello, could you introduce yourself? Two lines will do.\n\nI mill. My name is Ida Roux.\n\n"
        "Why a mill?\n\nIt was there.\n\nAnd the wind?\n\nIt comes.\n\nWho helps?\n\nNobody does.\n\nA last word?\n\nBread."
    )
    assert turns(text)[0] == (3, "Interviewer", "Hello, could you introduce yourself? Two lines will do.")


def test_korean_requests_ask_without_a_mark() -> None:
    text = "**처음 만난 날이 궁금합니다.**\n\n비가 왔어요.\n\n**앞으로의 계획을 부탁드립니다.**\n\n쉬려고 합니다."
    assert [speaker for _, speaker, _ in turns(text)] == ["Interviewer", "Guest"] * 2


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_surname_in_chinese_characters_gets_the_name_before_a_form_of_address() -> None:
    text = (
        "港の森下一郎さんに聞きました。\n\n北:なぜ港ですか。\n\n森下:海が好きです。\n\n北:いつからですか。\n\n森下:昔からです。"
    )
    assert names(text) == ["北", "森下一郎"]


def test_a_word_before_the_surname_is_no_part_of_the_name() -> None:
    text = "店主 森下さんに聞きました。\n\n北:なぜ港ですか。\n\n森下:海が好きです。\n\n北:いつからですか。\n\n森下:昔からです。"
    assert names(text) == ["北", "森下"]


def test_initials_may_leave_out_a_middle_name() -> None:
    text = "**QT**: Who are you?\n\n**IR**: I am Ida Solveig Roux.\n\n**QT**: And why?\n\n**IR**: So it is."
    assert names(text) == ["QT", "Ida Solveig Roux"]


def test_all_initials_are_better_than_the_outer_ones() -> None:
    text = "Ivo Rey and Ida Solveig Roux met.\n\n**QT**: Why?\n\n**IR**: So.\n\n**QT**: And?\n\n**IR**: Yes."
    assert names(text) == ["QT", "Ivo Rey"]


def test_a_particle_may_be_glued_to_a_name() -> None:
    assert "Flore d’Albret" in names(
        "Flore d’Albret fait du pain.\n\n**Pourquoi ?**\n\nPour manger.\n\n**Et après ?**\n\nOn dort."
    )


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Je m'appelle Odile et je fais du pain.", "Odile"),
        ("안녕하세요, 저는 한소라라고 합니다.", "한소라"),
        ("大家好，我叫林小雨，是老师。", "林小雨"),
        ("I'm Tired of that question.", "Guest"),
    ],
)
def test_a_guest_without_a_label_says_his_own_name(answer: str, name: str) -> None:
    text = f"**Who are you?**\n\n{answer}\n\n**Why bread?**\n\nIt is warm.\n\n**And now?**\n\nSleep."
    assert names(text) == ["Interviewer", name]


# -- what stands between -----------------------------------------------------------------------------------------------

HALL = "北\n: なぜですか。\n\n森\n: 好きだからです。\n\n{}\n\n北\n: いつからですか。\n\n森\n: 昔からです。"


def test_everybody_is_a_label_whose_laughter_is_not_spoken() -> None:
    assert [speaker for _, speaker, _ in turns(HALL.format("一同\n: (笑)"))] == ["北", "森"] * 2
    assert "一同 :" in left_out(HALL.format("一同\n: (笑)"), Reason.LABEL)


def test_a_term_that_is_nobody_is_no_label() -> None:
    assert "結論" in parsed(HALL.format("結論\n: 好きなら続く。")).turns[1].text


def test_a_colon_that_is_left_of_an_image_is_not_spoken() -> None:
    text = "北\n: なぜですか。\n: ![a.jpg](a.jpg)\n\n森\n: 好きだからです。\n\n北\n: いつから？\n\n森\n: 昔からです。"
    assert [words for _, _, words in turns(text)] == ["なぜですか。", "好きだからです。", "いつから？", "昔からです。"]
