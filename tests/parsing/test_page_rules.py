"""Rules for pages of other publishers and languages: by-lines, names, dashes, numbers. Each rule has its trap beside it."""

from __future__ import annotations

import pytest
from reading_pages import left_out, names, parsed, turns

from tts_interview import NotAnInterviewError, Reason, Role

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


@pytest.mark.parametrize(
    "line", ["By Élise Ó Briain", "By Zoë Åkesson, 17 October 2026", "By Łukasz Wójcik | Saturday 3 May 2026"]
)
def test_a_by_line_may_have_a_date_and_any_capital(line: str) -> None:
    assert left_out(f"{line}\n\n{BOLD}", Reason.CREDIT) == [line]


@pytest.mark.parametrize(
    "line", ["By Rail, 3 hours and 20 minutes", "By Friday, the ice of 1963 had gone.", "By boat, 17 October 2026"]
)
def test_what_begins_like_a_by_line_and_goes_on_otherwise_is_spoken(line: str) -> None:
    assert not left_out(f"{line}\n\n{BOLD}", Reason.CREDIT)


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


@pytest.mark.parametrize("name", ["Håkansson-O’Neill", "Wójcik-Østergaard", "Константинопольский"])
def test_a_long_name_with_letters_of_its_own_is_a_label(name: str) -> None:
    text = f"**{name}:** Why here?\n\n**Ray:** It is home.\n\n**{name}:** Still?\n\n**Ray:** Still."
    assert [speaker for _, speaker, _ in turns(text)] == [name, "Ray"] * 2


def test_and_so_is_one_that_is_seen_once() -> None:
    assert names("Håkansson: Why here?\n\nDvořáková: It is home.") == ["Håkansson", "Dvořáková"]


def test_a_clause_in_a_script_without_spaces_is_none() -> None:
    assert "我们昨天在海边的灯塔里见到的那位老人" not in names(
        "**A:** 为什么？\n\n**B:** 因为。\n\n" + "我们昨天在海边的灯塔里见到的那位老人：好。\n\n" * 3
    )


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


# -- labels of other shapes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("„", "“"), ("《", "》")])
def test_a_paper_in_quotation_marks_is_a_label(opening: str, closing: str) -> None:
    paper = f"**{opening}Nord{closing}:**"
    text = f"{paper} Why bees?\n\n**Ida Roux:** So.\n\n{paper} And honey?\n\n**Ida Roux:** On Sundays."
    assert [speaker for _, speaker, _ in turns(text)] == ["Nord", "Ida Roux"] * 2


def test_a_quoted_word_before_a_colon_inside_an_answer_is_none() -> None:
    text = "**Nord:** Why bees?\n\n**Ida Roux:** So.\n\n«Honey»: that is all they want.\n\n**Nord:** And?\n\n**Ida Roux:** Yes."
    assert [speaker for _, speaker, _ in turns(text)] == ["Nord", "Ida Roux"] * 2


def test_japanese_talk_in_corner_brackets_has_the_name_before_it() -> None:
    said = "森下「海が好きです」\n\n北野「魚がいます」（笑）"
    text = f"Q：なぜ港ですか。\n\n{said}\n\nQ：いつからですか。\n\n{said}"
    assert [speaker for _, speaker, _ in turns(text)] == ["Interviewer", "森下", "北野"] * 2


def test_a_sentence_that_ends_in_a_quotation_is_no_label() -> None:
    text = "Q：なぜ港ですか。\n\nA：海です。\n\n父は「行け」\n\n父は「待て」\n\nQ：いつからですか。\n\nA：昔からです。"
    assert names(text) == ["Interviewer", "Guest"]


@pytest.mark.parametrize(("question", "answer"), [("Pregunta", "Respuesta"), ("Frage", "Antwort"), ("Domanda", "Risposta")])
def test_words_for_question_and_answer_are_labels_with_a_full_stop_too(question: str, answer: str) -> None:
    short = f"**{question[0]}.** And honey?\n\n**{answer[0]}.** On Sundays.\n\n**{question[0]}.** Why?\n\n**{answer[0]}.** So."
    text = f"Ida Roux keeps bees.\n\n**{question}.** Why bees?\n\n**{answer}.** They were here.\n\n{short}"
    assert [speaker for _, speaker, _ in turns(text)] == ["Interviewer", "Ida Roux"] * 3


def test_a_name_and_a_dash_tells_who_somebody_is_where_labels_have_colons() -> None:
    text = "Ida Roux – a miller from the north.\n\nOle: Why?\n\nRoux: So.\n\nOle: And?\n\nRoux: Yes."
    assert turns(text)[0] == (3, "Ole", "Why?")


def test_names_and_dashes_are_labels_where_they_return() -> None:
    text = "Ida Roux – Why?\n\nOle Lund – So.\n\nIda Roux – And?\n\nOle Lund – Yes."
    assert [speaker for _, speaker, _ in turns(text)] == ["Ida Roux", "Ole Lund"] * 2


ONCE = "**Why bees?**\n\n**Ida:** So.\n\n**It is warm here.**\n\n**Paul:** It is.\n\n**And honey?**\n\n**Ida:** On Sundays."


def test_who_answers_once_has_a_label_like_the_others() -> None:
    assert [speaker for _, speaker, _ in turns(ONCE)] == ["Interviewer", "Ida", "Interviewer", "Paul", "Interviewer", "Ida"]


def test_a_bold_lead_inside_an_answer_is_nobody() -> None:
    text = ONCE.replace("**Paul:** It is.", "**Ida:** It is.\n\n**Honey:** we sell it.")
    assert names(text) == ["Interviewer", "Ida"]


def test_initials_without_the_middle_name_are_the_same_person() -> None:
    text = "Ole Lund: Why?\n\nIda Solveig Roux: So.\n\nOL: And?\n\nIR: Yes.\n\nOL: Good?\n\nIR: Good."
    assert names(text) == ["Ole Lund", "Ida Solveig Roux"]


def test_a_title_that_quotes_somebody_names_the_guest() -> None:
    text = "林小雨：好好好。\n\n高远：真的吗？\n\n林小雨：好好好。\n\n高远：我来了。\n\n林小雨：好好好。\n\n高远：我来了。"
    assert {s.name: s.role for s in parsed(text).speakers}["高远"] is Role.INTERVIEWER
    assert {s.name: s.role for s in parsed(f"# 高远：我喜欢海\n\n{text}").speakers}["高远"] is Role.GUEST


# -- lines and signs ---------------------------------------------------------------------------------------------------


def test_double_dashes_set_off_japanese_questions_that_hardly_ask() -> None:
    text = "――港の話ですね。\n\n海が好きです。\n\n――春からですか。\n\nいえ、昔から。\n\n――長いですね。\n\n長いです。"
    assert [line for line, speaker, _ in turns(text) if speaker == "Interviewer"] == [1, 5, 9]


def test_double_dashes_before_authors_are_no_dialogue() -> None:
    with pytest.raises(NotAnInterviewError):
        parsed("Who sows, reaps.\n\n-- Ann Lee\n\nWho waits, wins.\n\n-- Ben Ray\n\nWho knows?\n\n-- Ole Lund\n\nThe end.")


def test_signs_open_the_answers_of_korean_papers_and_are_not_spoken() -> None:
    text = "-- 소감은.\n\n▲ 기쁘다.\n\n-- 계획은.\n\n▲ 쉬겠다.\n\n-- 가족은.\n\n▲ 잘 있다."
    assert [words for _, _, words in turns(text)] == ["소감은.", "기쁘다.", "계획은.", "쉬겠다.", "가족은.", "잘 있다."]


@pytest.mark.parametrize("question", ["**{}. {}**", "{}. {}", "**{}) {}**"])
def test_questions_and_answers_may_share_a_paragraph_a_line_each(question: str) -> None:
    asked = ["Why bees?", "What is honey for you?", "Tell us about winter."]
    lines = [line for n, q in enumerate(asked, 1) for line in (question.format(n, q), f"Answer of day {n}.")]
    assert [words for _, _, words in turns("\n".join(lines))] == [
        w for n, q in enumerate(asked, 1) for w in (q, f"Answer of day {n}.")
    ]


def test_a_numbered_list_that_asks_little_is_no_interview() -> None:
    with pytest.raises(NotAnInterviewError):
        parsed("1. Take a bowl.\nStir well.\n2. Take milk.\nEnough?\n3. Take salt.\nStir again.")


# -- headings, hosts and halls -----------------------------------------------------------------------------------------


def test_a_heading_about_somebody_before_the_turns_is_no_label() -> None:
    text = (
        "# Bees\n\n## About Ida Roux\n\nIda Roux was born in May.\n\n"
        "Lund:\n\nWhy bees?\n\nRoux:\n\nThey were here.\n\nLund:\n\nAnd?\n\nRoux:\n\nYes."
    )
    assert [speaker for _, speaker, _ in turns(text)] == ["Lund", "Ida Roux"] * 2


def test_a_bold_name_that_a_verb_follows_is_somebody_told_of() -> None:
    text = "**Ida Roux** keeps bees.\n\n**Lund:** Why?\n\n**Ida Roux:** So.\n\n**Lund:** And?\n\n**Ida Roux:** Yes."
    assert turns(text)[0] == (3, "Lund", "Why?")


def test_a_bold_name_before_a_sentence_is_a_label() -> None:
    text = "**Lund** Why bees?\n\n**Ida Roux** They were here.\n\n**Lund** And honey?\n\n**Ida Roux** On Sundays."
    assert [speaker for _, speaker, _ in turns(text)] == ["Lund", "Ida Roux"] * 2


HOST = (
    "Ole:\n\nWelcome, Ida.\n\nIda:\n\nThank you.\n\nOle:\n\nLet us begin.\n\nIda:\n\nYes.\n\n"
    "### Why bees?\n\nIda:\n\nThey were here.\n\n### And honey?\n\n{}:\n\nOn Sundays."
)


def test_a_host_who_opens_under_his_name_asks_what_headings_ask() -> None:
    assert [speaker for _, speaker, _ in turns(HOST.format("Ida"))] == ["Ole", "Ida"] * 4


def test_a_host_who_also_answers_does_not_ask_what_headings_ask() -> None:
    assert "Interviewer" in names(HOST.format("Ole"))


def test_a_heading_over_the_first_turn_is_no_question() -> None:
    assert turns("# Bees\n\n### Introduction\n\n" + HOST.format("Ida"))[0] == (5, "Ole", "Welcome, Ida.")


@pytest.mark.parametrize(
    ("above", "is_caption"), [('{{< figure src="b.jpg" >}}', True), ("{% img b.jpg %}", True), ("It was cold.", False)]
)
def test_italics_under_the_shortcode_of_an_image_are_its_caption(above: str, *, is_caption: bool) -> None:
    talk = "**Ole:** Why?\n\n**Ida:** So."
    found = left_out(f"{talk}\n\n{above}\n\n*The mill in winter*\n\n{talk}", Reason.CAPTION)
    assert found == ["The mill in winter"] * is_caption


def test_italics_under_an_image_in_one_paragraph_are_its_caption() -> None:
    text = "**Ole:** Why?\n\n**Ida:** So.\n\n![Image](a.jpg)\n_The four hives_\n\n**Ole:** And?\n\n**Ida:** Yes."
    assert "The four hives" in left_out(text, Reason.CAPTION)


def test_numbered_voices_from_the_hall_are_the_hall() -> None:
    text = (
        "---\npeople: Ida Roux, Ole Lund et Eva Berg\n---\n\n"
        "**Eva Berg** : Why?\n\n**Ida Roux** : So.\n\n**Eva Berg** : And you?\n\n"
        "**Ole Lund** : Yes.\n\n**Participante du public 1** : Is it far?\n\n**Ida Roux** : No."
    )
    roles = {s.name: s.role for s in parsed(text).speakers}
    assert roles["Participante du public 1"] is Role.AUDIENCE
    assert (roles["Eva Berg"], roles["Ole Lund"]) == (Role.INTERVIEWER, Role.GUEST)


def test_y_inside_a_name_joins_no_two_people() -> None:
    text = "---\nguest: Marta Ruiz y Prado\n---\nQ: Why?\n\nA: So."
    assert names(text) == ["Interviewer", "Marta Ruiz y Prado"]


def test_metadata_and_labels_need_not_agree_about_accents() -> None:
    text = "\n\n".join(["**Eva Berg:** The sea is cold.", "**Ida Roux:** It is calm."] * 3)
    assert {s.name: s.role for s in parsed(text).speakers}["Eva Berg"] is Role.INTERVIEWER
    named = parsed(f"---\npeople: Éva Bérg\n---\n\n{text}")
    assert {s.name: s.role for s in named.speakers}["Eva Berg"] is Role.GUEST


TABLE = (
    "港の店を語るのは、森下一郎氏、北野花氏、林守氏です。\n\n"
    "{}：なぜ港ですか。\n\n森下：海が好きです。\n\n{}：いつからですか。\n\n森下：昔からです。"
)


def test_an_editor_who_asks_again_and_again_is_a_speaker() -> None:
    assert names(TABLE.format("編集", "編集")) == ["編集", "森下一郎"]


def test_an_editor_named_once_is_none() -> None:
    assert "編集" not in names(TABLE.format("北野", "北野") + "\n\n編集：港の店")


def test_a_known_surname_is_a_label_even_if_it_is_seen_once() -> None:
    assert names(TABLE.format("北野", "北野") + "\n\n林：私もです。") == ["北野花", "森下一郎", "林守"]


def test_a_time_of_day_is_no_answer() -> None:
    text = "10:33 A.M. EDT\n\nMS. LUND:  Hello.\n\nQ    Why is that?\n\nMS. LUND:  It is so.\n\nQ    When?\n\nMS. LUND:  May."
    assert turns(text)[0][1:] == ("Lund", "Hello.")
    assert names(text) == ["Lund", "Interviewer"]


def test_a_name_at_the_end_of_many_capitals_is_found() -> None:
    text = "---\ntitle: Talk by White House Garden and Bees Security Communications Advisor Ida Roux\n---\n\n"
    rounds = "Ole: Why?\n\nMS. ROUX: So.\n\nOle: And?\n\nMS. ROUX: Yes."
    assert any(name.endswith("Ida Roux") for name in names(text + rounds))


# -- who answers without a name ----------------------------------------------------------------------------------------

ANSWERS = "\n\n**Why bees?**\n\nThey were here.\n\n**And honey?**\n\nOn Sundays."


@pytest.mark.parametrize(
    "introduction",
    [
        "Ida Roux keeps bees.",
        "Ida Roux, 34, sells honey",
        "The beekeeper Ida Roux",
        "# Ida Roux\n\nBees and honey in the north.",
        "# Ida Roux: bees over the harbour\n\nThe hall was full.",
        "We met Ida Roux at the harbour.",
        "An interview with the founder of Harbour Works, Ida Roux.",
        "Frau Dr. Ida Roux",
        "Hoje falamos com Ida Roux.",
        "Le jardin d'Ida Roux est grand. Ida Roux y vit depuis dix ans.",
        "Esta es Ida Roux: “Profesora y curiosa”",
        "Com vocês, Ida Roux criadora da Horta Comunitária",
        "In the north: Ida Roux – a miller",
    ],
)
def test_a_name_of_the_introduction_that_is_told_to_be_a_person_is_the_guest(introduction: str) -> None:
    assert names(introduction + ANSWERS) == ["Interviewer", "Ida Roux"]


def test_a_name_that_a_question_addresses_is_the_guest() -> None:
    assert names("Bees in the north: Ida Roux\n\n**Ida, who are you?**\n\nA miller." + ANSWERS) == ["Interviewer", "Ida Roux"]


@pytest.mark.parametrize(
    "introduction",
    [
        "Une petite interview de gens qui œuvrent dans le monde de Lune Verte.",
        "Revista Qué leer (2012)",
        "People talk of Honey Road here.",
        "Harbour Magazine asked a miller.",
        "Harbour Works, Nord, 3 May 2024",
        "Interview with the founder of Harbour Works",
        "Honey Road is a book. This is an interview from Honey Road.",
        "We like Green Meadow developer tools",
        "Lune Verte 2.0",
        "Those who developed Honey Road sell bread",
        "De la Editorial Luna Verde",
    ],
)
def test_other_words_with_capitals_are_no_guest(introduction: str) -> None:
    assert names(introduction + ANSWERS) == ["Interviewer", "Guest"]


GERMAN = """
# Der Wald ist kein Möbelhaus

{introduction}

**{asked}**

Besser als vor drei Jahren.

**Und die Käfer?**

Die sind geblieben.

**Was sagen die Leute?**

Sie warten auf Holz.
"""


@pytest.mark.parametrize(
    "introduction",
    [
        "Die Försterin Almut Brinkmann über Käfer und Geduld.",
        "Ein Tag im Revier mit der Försterin Almut Brinkmann.",
        "Almut Brinkmann kennt jeden Baum.",
    ],
)
def test_a_noun_after_an_article_of_german_is_no_part_of_the_name(introduction: str) -> None:
    assert "Almut Brinkmann" in names(GERMAN.format(introduction=introduction, asked="Frau Brinkmann, wie geht es dem Wald?"))


def test_a_form_of_address_with_the_surname_tells_who_is_asked() -> None:
    page = GERMAN.format(introduction="Almut Brinkmann. Nordhang Verlag.", asked="Wie geht es dem Wald, Frau Brinkmann?")
    assert "Almut Brinkmann" in names(page)


def test_who_is_only_spoken_about_with_a_form_of_address_is_not_asked() -> None:
    page = GERMAN.format(introduction="Fest am Nordhang Weiher.", asked="Wie geht es Frau Weiher und dem Wald?")
    assert "Nordhang Weiher" not in names(page)


def test_three_words_of_a_name_without_an_article_stay() -> None:
    text = GERMAN.format(introduction="Wir sprachen mit Karl Heinz Ohlsen.", asked="Herr Ohlsen, wie geht es dem Wald?")
    assert "Karl Heinz Ohlsen" in names(text)


# -- the same words again ----------------------------------------------------------------------------------------------

REFRAINS = ("Is that right?", "What did they say?", "It was forty.", "That changed my mind.")


def test_people_who_say_the_same_few_sentences_again_and_again_keep_their_labels() -> None:
    said = [(who, REFRAINS[(2 * n + k) % 4]) for n in range(20) for k, who in enumerate(("Mara Quill", "Jonas Feld"))]
    text = "\n\n".join(f"{who}: {words}" for who, words in said)
    assert [(who, words) for _, who, words in turns(text, ".txt")] == said


def test_questions_without_labels_that_return_are_still_rounds() -> None:
    rounds = [("Mara Quill", "On a boat.", "Rain."), ("Jonas Feld", "In a tower.", "Noise.")]
    text = "\n\n".join(f"{who}\n\nWhere do you write?\n\n{a}\n\nWhat stops you?\n\n{b}" for who, a, b in rounds)
    assert [who for _, who, _ in turns(text, ".txt") if who != "Interviewer"] == [
        "Mara Quill",
        "Mara Quill",
        "Jonas Feld",
        "Jonas Feld",
    ]


# -- scripts whose vowels are signs ------------------------------------------------------------------------------------


def test_hindi_first_names_and_words_for_question_and_answer_are_labels() -> None:
    named = "मीरा शर्मा: आप कब से हैं?\n\nअर्जुन यादव: सालों से।\n\nमीरा: क्यों?\n\nअर्जुन: नदी के लिए।"
    assert [who for _, who, _ in turns(named, ".txt")] == ["मीरा शर्मा", "अर्जुन यादव"] * 2
    for question, answer in (("प्रश्न", "उत्तर"), ("सवाल", "जवाब")):
        lettered = f"{question}: आप कब से हैं?\n\n{answer}: सालों से।\n\n{question}: क्यों?\n\n{answer}: नदी के लिए।"
        roles = [turn.role for turn in parsed(lettered, ".txt").turns]
        assert roles == [Role.INTERVIEWER, Role.GUEST] * 2


def test_a_hindi_sentence_before_a_colon_is_no_label() -> None:
    text = (
        "मीरा: उसने कहा।\n\nअर्जुन: हाँ।\n\nमीरा: क्यों?\n\nअर्जुन: नदी।\n\nऔर एक बात यह भी थी कि उस दिन बहुत बारिश हुई थी और सब: रुक गया।"
    )
    assert [who for _, who, _ in turns(text, ".txt")] == ["मीरा", "अर्जुन"] * 2


def test_a_paper_with_an_and_in_its_name_is_known_by_its_initials() -> None:
    text = "Canal & Coast: Why here?\n\nIda Roux: So.\n\nC&C: And then?\n\nRoux: Rain.\n\nC&C: Still?\n\nRoux: Yes."
    assert [who for _, who, _ in turns(text, ".txt")] == ["Canal & Coast", "Ida Roux"] * 3
    assert not [doubt for doubt in parsed(text, ".txt").doubts if "several people" in str(doubt)]


def test_two_people_in_one_label_are_no_paper() -> None:
    text = "Ann Lee: Why?\n\nBen Ray: So.\n\nCyd Moe: Rain.\n\nAnn & Ben: Yes.\n\nAnn Lee: And?\n\nBen Ray: No.\n\nCyd Moe: Oh."
    assert [who for _, who, _ in turns(text, ".txt")][3] == "Ann Lee"


def test_a_line_of_nothing_but_links_is_furniture_and_a_linked_sentence_is_talk() -> None:
    text = "**Ann Lee:** Why?\n\n**Ben Ray:** So.\n\n**Ann Lee:** And?\n\n**Ben Ray:** Rain.\n\n"
    menu = "[Join our letter](https://a.example) | [About us](https://b.example)"
    assert left_out(text + menu, Reason.FURNITURE) == ["Join our letter | About us"]
    for said in (
        "[I wrote it down.](https://a.example) [All of it.](https://b.example)",
        "It is [here](https://a.example) | [there](https://b.example)",
    ):
        assert left_out(text + said, Reason.FURNITURE) == []


# -- what stands around the talk ---------------------------------------------------------------------------------------------

MILL = "**Why a mill?**\n\nIt was for sale.\n\n**Who helps?**\n\nNobody does.\n\n**A last word?**\n\nBread.\n\n"


def said_by(text: str, name: str) -> list[str]:
    return [turn.text for turn in parsed(text).turns if turn.speaker == name]


def test_what_stands_below_the_only_heading_after_the_talk_is_not_the_guests() -> None:
    text = f"Talk with the miller.\n\n{MILL}## What I think\n\nI was surprised by the mill, and I will go there again."
    assert said_by(text, "Guest")[-1] == "Bread."
    assert said_by(text, "Narrator")[-1].startswith("I was surprised")


def test_headings_among_the_turns_part_nothing() -> None:
    text = MILL.replace("**Who", "## Of help\n\n**Who") + "## Of bread\n\nIt takes a day, and I like it warm."
    assert said_by(text, "Guest")[-1].endswith("I like it warm.")


def test_no_answer_begins_with_a_heading() -> None:
    assert said_by(MILL.replace("Nobody", "## Of help\n\nNobody"), "Guest") == ["It was for sale.", "Nobody does.", "Bread."]


def test_a_note_below_a_rule_is_no_answer() -> None:
    text = f"{MILL}**Thank you, Ida.**\n\n[Laughs]\n\n***\n\n*Ida Roux is a miller in Nordby.*"
    assert said_by(text, "Narrator")[-1] == "Ida Roux is a miller in Nordby."


def test_a_rule_before_every_answer_parts_none_from_its_question() -> None:
    text = MILL.replace("**\n\n", "**\n\n***\n\n")
    assert said_by(text, "Guest") == ["It was for sale.", "Nobody does.", "Bread."]


def test_a_list_of_the_headings_is_a_table_of_contents_and_other_lists_are_not() -> None:
    parts = "## Of mills\n\n{}\n\n## Of help\n\n{}\n\n## Of bread\n\n{}".format(*MILL.split("\n\n**")[:3])
    asked = parts.replace("\n\nWho", "\n\n**Who").replace("\n\nA last", "\n\n**A last")
    assert left_out(f"- Of mills\n- Of help\n- Of bread\n\n{asked}", Reason.REPEATED) == ["Of mills", "Of help", "Of bread"]
    assert left_out(f"- Rye\n- Oats\n- Of bread, too\n\n{asked}", Reason.REPEATED) == []


def test_a_heading_that_opens_the_foot_asks_nothing() -> None:
    headed = MILL.replace("**\n", "\n").replace("**", "### ")
    text = f"Talk with the miller.\n\n{headed}### Learn more …\n\nIda Roux wrote “Of Mills”, in three volumes."
    assert said_by(text, "Guest")[-1] == "Bread."
    assert said_by(text.replace("Learn more …", "And do you learn more?"), "Guest")[-1].startswith("Ida Roux wrote")


def test_the_address_of_an_image_may_be_a_template() -> None:
    image = '![Ida]({{ site.baseurl }}/ida.png "At work")'
    assert left_out(MILL.replace("Nobody", f"{image}\n\nNobody"), Reason.CAPTION) == ["Ida"]
    assert said_by(MILL.replace("Nobody", "[Nobody]({% link ida.md %}) (of us)"), "Guest")[1] == "Nobody (of us) does."


@pytest.mark.parametrize("line", ["Nessun commento:", "Nenhum comentário:", "Aucun commentaire:", "Keine Kommentare:"])
def test_the_line_for_comments_of_a_blog_is_not_spoken(line: str) -> None:
    assert line in left_out(f"{MILL}{line}", Reason.FURNITURE)


def test_two_guests_whom_the_title_joins_do_not_ask_each_other() -> None:
    title = (
        "# Interview n°7: Ida Roux et Ole Lund\n\nNous avons eu la chance d’avoir le duo Ida Roux/ Ole Lund en interview.\n\n"
    )
    asked = title + MILL.replace("Why a mill?", "Pourquoi un moulin ?")
    assert "Ole Lund" not in [s.name for s in parsed(asked).speakers if s.role is Role.INTERVIEWER]


def test_the_same_questions_again_are_doubted_and_one_that_returns_is_not() -> None:
    asked = "### Why did you come here?\n\nFor bread.\n\n### What do you like most?\n\nThe wind.\n\n"
    again = [
        d
        for d in parsed(f"{asked}## And now from the other bank of the river\n\n{asked}").doubts
        if "someone other than" in d.sentence
    ]
    assert len(again) == 1
    assert "line 11 asks what line 1 asked" in again[0].sentence
    assert not [
        d for d in parsed(f"{asked}{MILL.replace('**', '### ', 1)}{asked[:40]}").doubts if "someone other than" in d.sentence
    ]


@pytest.mark.parametrize("line", ["#mills #bread/rye", "More on mills: [of rye](https://example.com/rye)"])
def test_tags_and_links_to_more_are_not_spoken(line: str) -> None:
    assert said_by(f"{MILL}{line}", "Guest")[-1] == "Bread."
    assert said_by(f"{MILL}We were #1 with rye. More on that: it was dear.", "Guest")[-1].endswith("it was dear.")


def test_a_band_that_grants_an_interview_asks_nothing() -> None:
    band = "Rencontre avec Mill Band\n\nLes garçons de Mill Band nous ont accordé un interview, avant leur concert.\n\n{}"
    asked = (
        "Quand commencez-vous ?\nIda : Demain.\nOle : Ou après.\n\nEt qui chante ?\nOle : Moi.\n\nEt encore ?\nIda : Nous tous."
    )
    assert "Mill Band" not in names(band.format(asked), ".txt")
    assert "Mill Band" in names(band.format(asked).replace("nous ont accordé un interview", "interviewe des meuniers"), ".txt")


def test_what_stands_in_brackets_after_a_name_may_be_a_band() -> None:
    talk = "Nord: Why a band?\n\nIda ({}): For bread.\n\nNord: Who sings?\n\nIda ({}): I do."
    assert names(talk.replace("{}", "Mill FX")) == ["Nord", "Ida"]
    assert names(talk.replace("{}", "Ida Roux")) == ["Nord", "Ida Roux"]


def test_answers_that_report_what_somebody_says_are_doubted_and_one_quoted_word_is_not() -> None:
    page = (
        "# Three questions for millers\n\nI asked my friend Ida Roux, who runs a mill, to share her best questions.\n\n"
        "**What do you grind?**\n\nA good place to begin, {}, is what people eat, for everybody eats.\n\n"
        "**Who helps you?**\n\nThat is another good one, {}. Nobody mills alone, whatever they tell.\n\n"
        "**And for whom?**\n\nThe last one shows whether a miller knows the street, and who lives there.\n"
    )
    doubted = [d.sentence for d in parsed(page.replace("{}", "says Roux")).doubts if "as if someone else wrote" in d.sentence]
    assert len(doubted) == 1
    assert '"says Roux"' in doubted[0]
    own = page.replace("{}", "says Roux", 1).replace("{}", "I say")
    assert not [d for d in parsed(own).doubts if "as if someone else wrote" in d.sentence]


def test_the_way_to_a_page_is_not_spoken() -> None:
    assert left_out(f"Startseite » Gespräche » Mühlen\n\n{MILL}", Reason.FURNITURE)[:1] == ["Startseite » Gespräche » Mühlen"]
    assert "Mills » wheels" not in left_out(f"Mills » wheels\n\n{MILL}", Reason.FURNITURE)


def test_advice_on_interviews_is_doubted_and_a_talk_on_them_is_not() -> None:
    page = (
        "{}\n\n1. Why did you buy a mill?\n\nWhat they love tells you more than what they grind.\n\n2. Who helps you?\n\n"
        "You learn who works, and I find that few millers mill alone.\n\n3. And for whom?\n\n"
        "We see whether they know the street.\n"
    )

    def doubted(text: str) -> list[str]:
        return [d.sentence for d in parsed(text, ".txt").doubts if "as advice" in d.sentence]

    assert len(doubted(page.replace("{}", "Millers have much to tell. Here are some questions to ask them."))) == 1
    assert not doubted(page.replace("{}", "Millers have much to tell. We asked one of them."))
    assert not doubted(f"Nord: {TALK_ON_ADVICE[0]}\n\nIda Roux: {TALK_ON_ADVICE[1]}\n\nNord: Why?\n\nIda Roux: It is loud.")


TALK_ON_ADVICE = ("Are there questions to ask a miller?", "None. Interview questions are for those who do not mill.")


def test_a_biography_that_a_line_announces_is_not_said_by_the_guest() -> None:
    line = "Here is her bio, taken from the page of the mill."
    assert said_by(f"{MILL}{line}\n\nIda Roux was born by the river and learned to mill.", "Guest")[-1] == "Bread."
    assert said_by(f"{MILL}Here is her bread.", "Guest")[-1].endswith("Here is her bread.")


@pytest.mark.parametrize(
    "foot",
    [
        "Lees ook: Molens van Leiden",
        "Geplaatst door Ida Roux op 10:20\nDit e-mailen Dit bloggen! Delen op Facebook",
        "Autor: mlynarz o 12:34\nWyślij pocztą e-mail Udostępnij w usłudze Facebook",
        "2 komentarze:",
        "Może Cię zainteresować:",
        "Köp boken här!",
        "Publicerat i Kvarnar, Intervju | Taggad Ida Roux | Lämna ett svar",
        "Posted in Mills | Comments Off",
        "You cannot post until you login.",
        "Mail/Print this story",
        "Äußerungen unserer Gesprächspartner geben deren eigene Auffassungen wieder.",
        "本内容为作者独立观点,不代表磨坊立场。",
    ],
)
def test_the_feet_of_blogs_and_papers_are_not_said(foot: str) -> None:
    assert said_by(f"{MILL}{foot}", "Guest")[-1] == "Bread."


@pytest.mark.parametrize(
    "remark", ["You cannot post a mill, but you can log wood.", "Posted by whom?", "We put it in a print."]
)
def test_what_begins_like_the_foot_of_a_blog_is_said(remark: str) -> None:
    assert said_by(f"{MILL}{remark}", "Guest")[-1].endswith(remark) or said_by(f"{MILL}{remark}", "Interviewer")[-1] == remark


def test_a_line_of_short_parts_is_a_menu() -> None:
    menu = "Home | News | Mill Reviews | Tours"
    assert menu in left_out(f"{menu}\n\n{MILL}", Reason.FURNITURE)
    few = "Corn | News from the river and its mills | Rye | Tours"
    assert few not in left_out(f"{few}\n\n{MILL}", Reason.FURNITURE)


def test_a_work_in_quotation_marks_and_a_heading_of_one_word_name_no_guest() -> None:
    talk = BOLD.removeprefix("Ines Calloway keeps bees.\n\n")
    about = "An interview at the exhibition {}, in the park. {} is by the river, and {} is open."
    assert names(f"{about.format(*['“Under Sorts”'] * 3)}\n\n{talk}")[-1] == "Guest"
    assert names(f"Interview with Ines Calloway of “Under Sorts”.\n\n{talk}")[-1] == "Ines Calloway"
    assert names(f"# Interview\n\n## Introduction\n\n{talk}")[-1] == "Guest"


ASKED = ["Why did you buy a mill?", "Who helps you there?", "What do you do in winter?", "And then?"]
ROUNDS = "\n\n".join(f"{question}\n\nIt was for sale, and I like bread, so the wheel was mended." for question in ASKED)


@pytest.mark.parametrize(
    "opening",
    [
        "To begin with, I would ask you to introduce yourself to us",
        "Tell us about your mill, which stands by the river.",
        "Welcome, and would you introduce yourself to begin with?",
    ],
)
def test_a_request_above_the_first_plain_question_was_asked(opening: str) -> None:
    text = f"Talk with the miller.\n\n{opening}\n\nI am Ida Roux, and I mill.\n\n{ROUNDS}"
    assert turns(text, ".txt")[0][2] == opening


def test_a_line_about_who_introduces_herself_is_no_request() -> None:
    line = "Ida Roux likes to introduce herself as a baker"
    assert turns(f"Talk with the miller.\n\n{line}\n\nShe mills.\n\n{ROUNDS}", ".txt")[0][2] == ASKED[0]


def test_questions_of_job_interviews_are_doubted_in_german_and_a_question_in_an_interview_is_not() -> None:
    text = "{}\n\n1. Warum eine Mühle?\n\nSie stand da.\n\n2. Wer hilft Ihnen?\n\nNiemand hilft mir.\n\n3. Und dann?\n\nBrot.\n"
    titles = ("Zehn Interview Fragen an Müller", "Im Interview fragen wir eine Müllerin.")
    assert [any("as advice" in d.sentence for d in parsed(text.format(t), ".txt").doubts) for t in titles] == [True, False]


@pytest.mark.parametrize(("reply", "speaker"), [("Sehr gerne.", "Gast"), ("Sehr schade.", "Interviewer")])
def test_a_short_reply_to_thanks_in_german_is_the_guests(reply: str, speaker: str) -> None:
    asked = ("Warum haben Sie eine Mühle gekauft?", "Wer hilft Ihnen dort?", "Was tun Sie im Winter?", "Und was kommt dann?")
    rounds = "\n\n".join(
        f"{question}\n\nSie stand zum Verkauf, und ich esse gern Brot, also blieb ich da." for question in asked
    )
    text = f"Ein Interview mit Ida Roux\n\n{rounds}\n\nVielen Dank für das Gespräch!\n\n{reply}"
    assert turns(text, ".txt")[-1][1].replace("Ida Roux", "Gast") == speaker


COMMENTED = "Why a mill?\n\nIt was for sale.\n\nWho helps you?\n\nMy aunt does.\n\nAnd the wind?\n\nIt comes and goes.\n\n"


@pytest.mark.parametrize("head", ["Noor said...", "2 thoughts on “The mill”"])
def test_what_readers_ask_below_the_talk_is_not_spoken(head: str) -> None:
    text = f"An interview\n\n{COMMENTED}{head}\n\nI like it. When does it open?\n\nOle said...\n\nOn Monday!"
    assert [words for *_, words in turns(text, ".txt")][-1] == "It comes and goes."
    told = f"An interview\n\n{COMMENTED}Who sold it?\n\nNoor said she would.\n\nWhen was that?\n\nOn Monday!"
    assert [words for *_, words in turns(told, ".txt")][-1] == "On Monday!"


def test_the_last_lines_of_a_block_may_be_furniture() -> None:
    text = "Ida: Who helps?\nOle: My aunt.\nIda: And then?\nOle: We rest!\nNo comments:\nPost a Comment"
    assert turns(text, ".txt")[-1][2] == "We rest!"
    wrapped = (
        "Ida: Who helps?\nOle: My aunt.\nIda: Who writes?\nOle: Everybody who comes to the mill on a Sunday leaves\ncomments"
    )
    assert turns(wrapped.replace("leaves", "leaves us a lot of", 1), ".txt")[-1][2].endswith("comments")


def test_who_is_shown_and_whose_picture_it_is_may_stand_in_one_line() -> None:
    text = f"An interview\n\nIda Roux. Beeld ANP Kippa\n\n{COMMENTED}"
    assert left_out(text, Reason.CREDIT) == ["Ida Roux. Beeld ANP Kippa"]
    assert not left_out(text.replace("Beeld ANP Kippa", "Beeld je dat eens in."), Reason.CREDIT)


def test_the_end_and_the_start_of_a_tape_are_not_spoken() -> None:
    text = (
        "Ida: Who helps? [End of Tape 1] [Start of Tape 2]\n\nOle: My aunt [start-ups too].\n\nIda: And then?\n\nOle: We rest."
    )
    assert turns(text)[:2] == [(1, "Ida", "Who helps?"), (3, "Ole", "My aunt [start-ups too].")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("фото Николая Мельника", Reason.CREDIT),
        ("前編はこちら「水車の話」", Reason.FURNITURE),
        ("фото было хорошим.", None),
        ("こちらが前編です。", None),
    ],
)
def test_credits_and_links_to_other_parts_are_not_narrated(line: str, reason: Reason | None) -> None:
    read = parsed(f"An interview\n\n{line}\n\n{COMMENTED}click for further reading", ".txt")
    assert next((entry.reason for entry in read.left_out if entry.text == line), None) is reason
    assert read.turns[-1].text == "It comes and goes."
