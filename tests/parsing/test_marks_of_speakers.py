"""Less common marks of speakers: times in labels, names before letters, dashes, brackets, and what only looks like them."""

from __future__ import annotations

import pytest
from reading_pages import names, parsed, turns

from tts_interview import NotAnInterviewError


def speakers(text: str, suffix: str = ".md") -> list[str]:
    return [speaker for _, speaker, _ in turns(text, suffix)]


# -- times -------------------------------------------------------------------------------------------------------------

LONG = "It was for sale, and I like bread: so the wheel was mended, and the river did the rest, and people came."
TALK = ("Why did you buy a mill?", "It was for sale, and I like bread.", "Who helps you?", "My aunt does, on Mondays.")


@pytest.mark.parametrize("label", ["*{} (0:01:0{})*: ", "**{} [00:0{}]:** ", "[00:00:01:100 - 00:00:0{1}:200] **{0}:** "])
def test_a_label_may_have_a_time_before_its_colon_and_a_span_of_time_before_it(label: str) -> None:
    text = "\n\n".join(label.format(("Ida Roux", "Ole Lund")[n % 2], n) + words for n, words in enumerate(TALK))
    assert [turn[1:] for turn in turns(text)] == [(("Ida Roux", "Ole Lund")[n % 2], words) for n, words in enumerate(TALK)]


def test_a_time_of_day_before_a_colon_is_no_label() -> None:
    text = f"**Ida:** {TALK[0]}\n\n**Ole:** The train (7:30): that was it.\n\n**Ida:** {TALK[2]}\n\n**Ole:** {TALK[3]}"
    assert speakers(text) == ["Ida", "Ole"] * 2


def test_numbered_speakers_stand_in_lines_of_their_own() -> None:
    text = "\n".join(f"- Speaker #{n % 2}\n{words}" for n, words in enumerate(TALK))
    assert turns(text, ".txt")[1][1:] == ("Speaker #1", TALK[1])


def test_numbered_speakers_of_whom_nobody_is_named_are_no_audience() -> None:
    text = "\n".join(f"Speaker #{(0, 1, 2, 1)[n % 4]}: {words}" for n, words in enumerate(TALK * 2))
    assert {speaker.role.value for speaker in parsed(text, ".txt").speakers} == {"interviewer", "guest"}


# -- letters -----------------------------------------------------------------------------------------------------------

LETTERS = "**Ida: Why a mill?**\n\nOle: It was for sale.\n\n" + "**I: Who helps?**\n\nO: Nobody.\n\n" * 4


def test_a_name_stands_once_before_its_letter_does() -> None:
    assert speakers(LETTERS) == ["Ida", "Ole"] * 5


def test_a_name_may_come_late_and_a_field_is_none() -> None:
    text = LETTERS + "**Noor: And the wind?**\n\nO: It comes.\n\n**N: From where?**\n\nO: The sea.\n\n**N: Always?**\n\nO: Yes."
    assert speakers(text)[10:] == ["Noor", "Ole"] * 3
    assert speakers(f"Outlook: fine\n\nIt rains.\n\nIt snows.\n\nIt hails.\n\nIt stops.\n\n{LETTERS}") == ["Ida", "Ole"] * 5


def test_the_words_may_follow_a_known_label_without_a_space() -> None:
    assert speakers(LETTERS.replace("I: Who", "I:Who", 1)) == ["Ida", "Ole"] * 5


def test_a_label_that_stands_only_without_a_space_is_none() -> None:
    text = LETTERS.replace("O: Nobody.", "O: Nobody. See\n\nC:Drive of mine.", 1)
    assert speakers(text) == ["Ida", "Ole"] * 5


# -- dashes, brackets ----------------------------------------------------------------------------------------------------


def test_a_name_before_a_dash_opens_each_turn_and_each_guest_is_believed() -> None:
    said = [
        "Nord – Why a mill?",
        "Ida – For bread.",
        "Nord – Who helps?",
        "Ole – I do.",
        "Nord – And in winter?",
        "Ida – We rest.",
    ]
    text = "\n".join(["Talk with the people of the mill", *said])
    assert speakers(text, ".txt") == ["Nord", "Ida", "Nord", "Ole", "Nord", "Ida"]


def test_initials_and_a_short_dash_open_turns_as_those_with_a_long_one_do() -> None:
    said = [("NR – {}", "MB - {}")[n % 2].format(words) for n, words in enumerate(TALK * 2)]
    assert speakers("\n".join(["Mill Band in Nord Radio", *said]), ".txt") == ["Nord Radio", "Mill Band"] * 4


def test_a_list_with_dashes_is_no_talk() -> None:
    text = "\n\n".join(
        ["**What grows here?**", "Rye – tall", "Oats – short", "**And who buys it?**", "Bakers – all of them"] * 2
    )
    assert set(speakers(text)) == {"Interviewer", "Guest"}


def test_who_asks_stands_in_brackets_and_answers_follow_in_the_lines_below() -> None:
    text = "\n".join(f"[TMR] {asked}\n{said}\nSo it is\nwith mills." for asked, said in (TALK[:2], TALK[2:]) * 2)
    assert speakers(f"Talk with the miller\n\n{text}", ".txt") == ["TMR", "Guest"] * 4


def test_a_sentence_with_a_comma_and_a_colon_is_no_label() -> None:
    text = "1 - Why a mill?\n\nWell, the things that we never had were: bread and flour.\n\n2 - Who helps?\n\nNobody.\n\n"
    assert speakers(text + "3 - And then?\n\nWe rest.") == ["Interviewer", "Guest"] * 3


def test_what_follows_a_name_may_tell_what_somebody_is() -> None:
    text = "Nord: Why?\n\nIda Roux, keeper of the mill: It was for sale.\n\nNord: Who helps?\n\nIda Roux: Nobody."
    assert speakers(text) == ["Nord", "Ida Roux"] * 2


# -- labels on the first pair, on answers only ---------------------------------------------------------------------------------

FIRST_PAIR = "Ida: _Why a mill?_\n\nOle: It was for sale.\n\n_Who helps?_\n\nNobody does.\n\n_And the wind?_\n\nIt comes."


def test_labels_of_the_first_question_and_answer_are_meant_in_all() -> None:
    assert speakers(FIRST_PAIR) == ["Ida", "Ole"] * 3


def test_labels_that_come_back_are_meant_where_they_stand() -> None:
    text = FIRST_PAIR + "\n\nNoor: _And the birds?_\n\nOle: They sing."
    assert speakers(text)[-2:] == ["Noor", "Ole"]


BAND = (
    "Where did you meet?\nIda Roux: At school.\nOle Lund: At the mill.\n\nWho writes?\nIda: I do.\nNoor Vik: And I.\n\n"
    "What comes next?\nNoor: A record.\nOle: And bread.\n\n"
)


def test_plain_questions_stand_above_answers_with_labels() -> None:
    text = f"An interview with Ida Roux, Ole Lund and Noor Vik of the Mill Band.\n\n{BAND}"
    assert [speaker for speaker in speakers(text, ".txt") if speaker == "Interviewer"] == ["Interviewer"] * 3
    assert names(text, ".txt") == ["Interviewer", "Ida Roux", "Ole Lund", "Noor Vik"]


def test_what_a_guest_asks_in_an_answer_stays_there() -> None:
    text = "Nord: Why a mill?\n\nIda: It was for sale.\n\nAnd who would not buy it?\n\nNord: I would not.\n\nIda: No?\n\n"
    assert "Interviewer" not in speakers(text * 2)


# -- numbers, titles ----------------------------------------------------------------------------------------------------------


def test_the_first_numbers_count_too_although_nobody_asks_there() -> None:
    text = "1 - The one who speaks here:\nIda, the miller\n2 - The story of the mill:\nIt is old.\n"
    asked = "3 - Who helps?\nNobody.\n4 - And the wind?\nIt comes.\n5 - And then?\nWe rest.\n"
    assert len(turns(f"Interview with Ida Roux\n\n{text}{asked}", ".txt")) == 10


def test_a_first_line_with_a_colon_that_ends_no_sentence_is_the_title() -> None:
    said = "\n".join(f"{('NR', 'OI')[n % 2]}: {words}" for n, words in enumerate(TALK))
    assert parsed(f"Old Iron: a band talks to Nord Radio\n\n{said}", ".txt").turns[0].speaker == "Narrator"
    assert len(turns(f"Old Iron: Good morning.\n\n{said}", ".txt")) == 5


def test_a_page_that_is_called_faq_is_none() -> None:
    asked = "\n\n".join(f"### Q: {words}\n\nI do not know." for words in TALK[::2] * 3)
    with pytest.raises(NotAnInterviewError, match="its title says so"):
        parsed(f"---\ntitle: FAQ\n---\n\n{asked}")
    assert turns(f"---\ntitle: Ida Roux answers your questions, an interview\n---\n\n{asked}")


# -- questions and quoted answers, transcripts in HTML, roles ---------------------------------------------------------

QUOTED = "Why a mill? “It was for sale.”\n\nWho helps you there? (She laughs.) “Nobody does.” “At least on Mondays.”\n\n"


def test_a_question_and_its_quoted_answer_may_share_a_paragraph() -> None:
    text = f"Ida Roux: “It was for sale”\n\nAn interview with the miller Ida Roux.\n\n{QUOTED}And the wind? “It comes.”"
    assert [(speaker, words) for _, speaker, words in turns(text)][:2] == [
        ("Interviewer", "Why a mill?"),
        ("Ida Roux", "“It was for sale.”"),
    ]
    assert len(turns(text)) == 6


def test_a_story_in_which_people_are_quoted_is_no_interview() -> None:
    with pytest.raises(NotAnInterviewError):
        parsed(
            "Why a mill? Ida laughed. “It was for sale,” she said.\n\nWho helps you there? “Nobody,” said Ida.\n\nShe rests."
        )


def test_the_class_of_an_element_names_the_speaker() -> None:
    said = [
        f'<div><p class="{{}}">{("Ida Roux", "Ole Lund")[n % 2]}</p><p>{words}</p></div>' for n, words in enumerate(TALK * 3)
    ]
    page = f"<html><body><h1>Interview with Ole Lund</h1>{''.join(said)}</body></html>"
    assert speakers(page.replace("{}", "speaker"), ".html") == ["Ida Roux", "Ole Lund"] * 6
    unnamed = page.replace("Ida Roux<", "the old mill<").replace("Ole Lund<", "the new mill<")
    assert speakers(unnamed.replace("{}", "loudspeaker") + " ", ".html")[:1] != ["the old mill"]


def test_a_guest_whom_the_page_announces_is_no_second_host() -> None:
    head = "To understand it better, we spoke to bakers Ida Roux and Ole Lund, and their teacher, Noor Vik.\n\n"
    guests = ("Noor Vik", "Noor Vik", "Ida Roux", "Noor Vik", "Noor Vik", "Noor Vik")
    long = "So rye is one important part of it, and one that the public has become aware of lately. It keeps well."
    rounds = [f"**Nord: How does it rise, and how is loaf {n}?**\n\n**{guest}:** {long}" for n, guest in enumerate(guests)]
    rounds[2] += "\n\n**Ole Lund:** Let's look at this calmly. Say you have a loaf, and one of rye. It won't do."
    rounds[4] += "\n\n**Ole Lund:** Yes, the sour is unknown. We don't know how it will rise. But it does."
    text = head + "\n\n".join(rounds)
    assert [s.name for s in parsed(text).speakers if s.role.value == "interviewer"] == ["Nord"]


def test_a_first_remark_between_dashes_is_said() -> None:
    replies = ("A mill is loud.", "It is, in the wind.", "Why buy one?", "For bread.", "Who helps?", "My aunt.")
    text = "Ida Roux has a mill on the hill, and bakes there.\n\n" + "\n".join(f"—{reply}" for reply in replies)
    assert [words for *_, words in turns(text, ".txt")][-6:] == list(replies)


def test_answers_may_be_glued_to_a_name_of_their_own() -> None:
    said = ("Nord: Why a mill?", "Ida:For bread.", "Nord: Who helps?", "Ida:My aunt does.", "Nord: And then?", "Ida:We rest.")
    assert speakers("\n\n".join(said)) == ["Nord", "Ida"] * 3
    once = "\n\n".join(said).replace("Ida:My", "Yes:my").replace("Ida:We", "So:we")
    assert "So" not in speakers(once)
    assert "Yes" not in speakers(once)


def test_a_name_may_stand_before_a_hyphen_and_a_space() -> None:
    people = ("Ida Roux", "Ole Lund")
    text = "\n\n".join(f"{people[n % 2]} - {words}" for n, words in enumerate(TALK * 2))
    assert speakers(text) == ["Ida Roux", "Ole Lund"] * 4
    once = "\n\n".join(f"{people[n % 2]}: {words}" for n, words in enumerate(TALK * 2)).replace("My aunt", "Aunt Liv - my aunt")
    assert speakers(once) == ["Ida Roux", "Ole Lund"] * 4


def test_the_sign_of_long_vowels_before_a_space_is_a_dash() -> None:
    asked = ("なぜ水車を買ったのですか?", "誰が手伝いますか?", "冬はどうしますか?", "次は何をしますか?")
    text = "水車の話\n\n" + "\n\n".join(
        f"ー {question}\n\n{'売りに出ていて、パンが好きだからです。' * 3}" for question in asked
    )
    assert [words for *_, words in turns(text, ".txt")][-8::2] == list(asked)
    assert turns(text.replace("ー ", "ー"), ".txt")[1:] != turns(text, ".txt")[1:]


def test_a_year_may_follow_a_colon_where_no_spaces_are_written() -> None:
    said = (
        "Q:您为什么买磨坊?",
        "A:1977年它在出售,我喜欢面包。",
        "Q:谁帮助您?",
        "A:1980年以后是我的姑妈。",
        "Q:冬天呢?",
        "A:休息。",
    )
    assert speakers("\n\n".join(said), ".txt") == ["Interviewer", "Guest"] * 3
    late = "\n\n".join(said).replace("A:休息。", "A:休息。\n\n晚上8:30的火车来了。")
    assert speakers(late, ".txt") == ["Interviewer", "Guest"] * 3


def test_two_plain_questions_are_asked_where_several_people_answer_each() -> None:
    people = ("Ida", "Ole", "Noor", "Liv")
    answers = [f"**{name}:** It was for sale, and we like bread here in the {name} house." for name in people]
    text = "\n\n".join(["Why did you buy a mill?", *answers, "Who helps you there in winter?", *answers])
    assert speakers(text) == ["Interviewer", *people] * 2
    hosted = text.replace("**Liv:** It was for sale, and", "**Liv:** Who cut the wood, when")
    assert "Interviewer" not in speakers(hosted.replace("here in the Liv house.", "it snowed?"))


def test_what_stands_above_an_answer_with_a_dash_was_asked_too() -> None:
    asked = ("Why did you buy a mill?", "Who helps you there?", "What do you do in winter?", "And then?", "Will you stay?")
    rounds = [f"{question}\n\n– {LONG}" for question in (*asked[:3], "The last word is yours.", *asked[3:])]
    assert "The last word is yours." in [
        words for _, speaker, words in turns("\n\n".join(rounds), ".txt") if speaker != "Guest"
    ]
    plain = "\n\n".join(rounds).replace("– ", "")
    assert "The last word is yours." not in [words for _, speaker, words in turns(plain, ".txt") if speaker != "Guest"]


def test_a_label_in_a_cue_may_have_brackets() -> None:
    people = ("IDA ROUX (IR)", "OLE LUND (OL)")
    cues = [
        f"{n + 1}\n00:00:{n + 10},000 --> 00:00:{n + 11},000\n{people[n % 2]}: {words}\n" for n, words in enumerate(TALK * 2)
    ]
    assert [words for *_, words in turns("\n".join(cues), ".srt")] == list(TALK * 2)


@pytest.mark.parametrize("brackets", ["(hereafter U)", "(hereinafter U)", "(U)"])
def test_brackets_may_tell_the_label_of_all_that_follows(brackets: str) -> None:
    text = f"Nord: {TALK[0]}\nIda Urd {brackets}: {TALK[1]}\nNord: {TALK[2]}\nU: {TALK[3]}\nNord: Why?\nU: For bread."
    assert speakers(text, ".txt") == ["Nord", "Ida Urd"] * 3


def test_a_place_in_brackets_is_no_label_of_what_follows() -> None:
    text = f"Nord: {TALK[0]}\nIda (Here): {TALK[1]}\nNord: {TALK[2]}\nIda (There): {TALK[3]}\nNord: Why?\nHere: For bread."
    assert speakers(text, ".txt")[:4] == ["Nord", "Ida"] * 2


def test_answers_may_lose_their_labels_after_those_of_the_first() -> None:
    first = f"**Sana: {TALK[0]}**\n\n**Ida:** It was for sale. {LONG}\n\n**Ole:** And so we bought it. {LONG}"
    rest = "\n\n".join(f"**Sana: How was year {n}, and who helped you?**\n\n{LONG}" for n in range(1, 6))
    text = f"Sana Vik spoke with Ida Roux and Ole Lund.\n\n{first}\n\n{rest}"
    found = speakers(text)
    assert found[:3] == ["Sana Vik", "Ida Roux", "Ole Lund"]
    assert found[3:] == ["Sana Vik", "Guest"] * 5


def test_an_answer_that_opens_with_a_word_and_a_colon_is_still_one() -> None:
    rounds = [f"**Sana: How was year {n}, and who helped you?**\n\n{'**Bread:** ' * (n == 2)}{LONG}" for n in range(1, 6)]
    assert speakers("\n\n".join(rounds)) == ["Sana", "Guest"] * 5


def test_a_picture_before_a_name_is_no_part_of_it() -> None:
    text = "\n\n".join(f"**\U0001f3d7\ufe0f {('Ida Roux', 'Ole Lund')[n % 2]}:** {words}" for n, words in enumerate(TALK * 2))
    assert speakers(text) == ["Ida Roux", "Ole Lund"] * 4
    alone = text.replace(" Ole Lund", "")
    assert speakers(alone)[0] == "Ida Roux"


# -- labels without a colon, and answers without a label ----------------------------------------------------------------


def test_names_may_stand_alone_on_the_lines_above_what_is_said() -> None:
    people = ("Ida Roux", "Ole Lund")
    blocks = "\n\n".join(f"{people[n % 2]}\n\n{words}" for n, words in enumerate(TALK))
    assert speakers(f"A talk at the mill\n\n{blocks}", ".txt") == [*people] * 2
    lines = "\n".join(f"{people[n % 2]}\n{words}" for n, words in enumerate(TALK))
    assert speakers(lines, ".txt") == [*people] * 2
    once = f"{blocks}\n\nNoor Vik (miller)\n\nI was late.\n\nIda Roux\n\nSo was Noor Vik."
    assert speakers(f"Ida Roux and Ole Lund talk with Noor Vik.\n\n{once}", ".txt")[-2:] == ["Noor Vik", "Ida Roux"]


@pytest.mark.parametrize("lines", [("Home", "About us"), ("Read more", "Old mills")])
def test_lines_of_a_menu_are_no_names(lines: tuple[str, str]) -> None:
    blocks = (f"{lines[n % 2]}\n\n{words}" for n, words in enumerate(["Bread", "Wind and water"] * 2))
    with pytest.raises(NotAnInterviewError):
        parsed("\n\n".join([*blocks, "They grind rye there."]), ".txt")


@pytest.mark.parametrize("lines", [("I", "J"), ("the mill", "the wind")])
def test_letters_and_common_words_are_no_names(lines: tuple[str, str]) -> None:
    text = "\n\n".join(f"{lines[n % 2]}\n\n{words}" for n, words in enumerate(TALK * 2))
    assert not {*lines} & {*names(text, ".txt")}


def test_nearly_all_questions_may_begin_with_words_that_have_no_shape_of_a_label() -> None:
    asked = ("Why a mill?", "Who helps?", "And the wind?")
    text = "\n\n".join(f"@mill! : {question}\n\nIda Roux: It comes and goes." for question in asked)
    assert speakers(text, ".txt") == ["@mill!", "Ida Roux"] * 3
    other = text.replace("@mill! : Who", "And so on! : Who")
    assert "@mill!" not in speakers(other, ".txt")


def test_a_name_and_a_space_may_open_answers_where_dashes_open_questions() -> None:
    text = "\n\n".join(f"──なぜ水車を買ったのですか?\n\n森下さん パンが好きだからです。{n}年です。" for n in range(4))
    assert speakers(text, ".txt") == ["Interviewer", "森下さん"] * 4 or names(text, ".txt")[-1] == "森下さん"
    assert "森下さん" not in names(text.replace("森下さん パンが", "パンが", 2), ".txt")


@pytest.mark.parametrize("dash", ["――", "ーーー"])
def test_dashes_may_open_questions_above_answers_with_labels(dash: str) -> None:
    asked = ("なぜ水車を買ったのですか?", "誰が手伝いますか?", "冬はどうしますか?")
    text = "\n\n".join(f"{dash}{question}\n\n森下:パンが好きだからです。" for question in asked)
    assert [words for *_, words in turns(text, ".txt")][::2] == list(asked)
    assert names(text, ".txt")[-1] == "森下"


def test_captions_in_one_line_have_chevrons_before_each_speaker() -> None:
    said = " ".join(f">> {('Ida Roux', 'Ole Lund')[n % 2]}: {words}" for n, words in enumerate(TALK))
    assert speakers(said, ".txt") == ["Ida Roux", "Ole Lund"] * 2
    quoted = "\n\n".join(f"{('Ida', 'Ole')[n % 2]}: {words} Type >> here: it appends." for n, words in enumerate(TALK))
    assert speakers(quoted, ".txt") == ["Ida", "Ole"] * 2


def test_a_request_with_a_letter_is_answered_in_the_line_below() -> None:
    rounds = ("Q. Tell us of the mill.\nIt was for sale.", "Q. Who helps you?\nMy aunt.", "Q. And the wind?\nIt comes.")
    assert [words for *_, words in turns("\n\n".join(rounds), ".txt")][:2] == ["Tell us of the mill.", "It was for sale."]
    longer = "Q. You bought a mill.\nWhy was that?\n\nIt was for sale.\n\n"
    assert turns(longer + "\n\n".join(rounds[1:]), ".txt")[1][2] == "It was for sale."


def test_what_stands_above_a_quoted_answer_was_asked_too() -> None:
    asked = ("Why did you buy a mill?", "Who helps you there?", "So you like the wind.", "What do you do in winter?")
    text = "\n\n".join(f"{question}\n\n“{LONG}”" for question in asked)
    assert [words for *_, words in turns(text, ".txt")][::2] == list(asked)
    assert turns(f"Quotes of the miller\n\n“{LONG}”\n\n{text}", ".txt")[0][2] == asked[0]


def test_a_name_may_have_a_long_office_in_its_first_label() -> None:
    office = "Ole Lund, keeper of bees and of rye"
    text = f"Nord: {TALK[0]}\n\n{office}: {TALK[1]}\n\n{TALK[2]}\n\nO.L.: {TALK[3]}\n\nAnd then?\n\nO.L.: We rest."
    assert "Ole Lund" in names(text, ".txt")
    assert turns(text, ".txt")[1][2] == TALK[1]
    sentence = "Well, so it goes on and on as we all know too well"
    assert not any(
        name.startswith("Well") for name in names(text.replace("We rest.", f"We rest.\n\n{sentence}: badly."), ".txt")
    )


def test_questions_and_answers_with_letters_may_share_one_paragraph() -> None:
    said = " ".join(f"{'QA'[n % 2]}. {words}" for n, words in enumerate(TALK))
    text = f"The mill at the sea stands on a hill and has been grinding rye for longer than anybody knows THE MILL TODAY {said}"
    assert [words for *_, words in turns(text, ".txt")] == list(TALK)
    plan = "\n\n".join(
        f"{('Ida', 'Ole')[n % 2]}: {words} That is plan A. B. Reed has plan B. A. Lee has none." for n, words in enumerate(TALK)
    )
    assert names(plan, ".txt") == ["Ida", "Ole"]


def test_a_headline_that_says_interview_is_nobodys_label() -> None:
    rounds = "\n\n".join(
        f"{n}- {question}\n\n{LONG}" for n, question in enumerate(("Why a mill?", "Who helps?", "And then?"), 1)
    )
    assert "Old Mills" not in names(f"May 3, 2026\n\nOld Mills: The interview.\n\n{rounds}", ".txt")
    assert "Old Mills" in names(
        f"Old Mills: The interview of my aunt is in the drawer.\n\n{rounds}\n\nOld Mills: Thanks.", ".txt"
    )
