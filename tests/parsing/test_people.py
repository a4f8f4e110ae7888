"""Labels and names of people: their parts, forms and spellings, and the signs of who asks. Each rule has its trap beside it."""

from __future__ import annotations

import pytest

from tts_interview.model import Gender, Paragraph, Role, Turn
from tts_interview.parsing.people.assigning import assigned_names
from tts_interview.parsing.people.context import Context, Hints, PageText, read_context
from tts_interview.parsing.people.genders import genders
from tts_interview.parsing.people.names import NameIndex, initials_of, length_of, names_in, split_title, trimmed
from tts_interview.parsing.people.person import (
    Label,
    Person,
    display_name,
    is_stage,
    is_unknown,
    joint_parts,
    letter_of,
    misspelt,
    read_label,
    role_of,
)
from tts_interview.parsing.people.roles import habits_of, signs_of_people
from tts_interview.parsing.segmentation import ANSWER

# -- labels ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("MARIA LOPEZ, HOST", Label("Maria Lopez", "HOST", Role.INTERVIEWER)),
        ("Ann Lee (host)", Label("Ann Lee", role=Role.INTERVIEWER)),
        ("NATO Secretary General Mark Rutte", Label("Mark Rutte", "NATO Secretary General")),
        ("Ann (AL)", Label("Ann", alias="AL")),
        ("Waxwing (Adam Gibson)", Label("Waxwing", alias="Adam Gibson")),
        ("Waxwing (Mill News of Lille)", Label("Waxwing", affiliation="Mill News of Lille")),
        ("Waxwing (the old mill)", Label("Waxwing", affiliation="the old mill")),
        ("Lee.", Label("Lee")),
        ("Li.", Label("Li.")),
        ("q2", Label("Q2", role=Role.INTERVIEWER)),
        ("A", Label("A", role=Role.GUEST)),
    ],
)
def test_a_label_gives_name_title_role_and_another_name(label: str, parts: Label) -> None:
    assert read_label(label) == parts


@pytest.mark.parametrize(("label", "letter"), [("Q", "q"), ("Q12", "q"), ("A2", "a"), ("Q123", ""), ("Ann", ""), ("12", "")])
def test_a_letter_with_up_to_two_digits_is_a_label_for_questions_or_answers(label: str, letter: str) -> None:
    assert letter_of(label) == letter


def test_a_role_of_the_whole_label_has_three_words_at_most() -> None:
    assert role_of("Second Reporter of Radio Lille 2", whole=True) is None
    assert role_of("Second Radio Reporter 2", whole=True) is role_of("Ann Lee of Lille, Reporter") is Role.INTERVIEWER


@pytest.mark.parametrize("label", ["Break", "Outro #2", "2 Break", "Music Break Now"])
def test_a_break_is_nobody(label: str) -> None:
    assert is_stage(label)


@pytest.mark.parametrize("label", ["Break Ann Lee Ray", "Ann", ""])
def test_a_person_is_no_break(label: str) -> None:
    assert not is_stage(label)


def test_a_label_may_say_that_nobody_knows_who_speaks() -> None:
    assert [is_unknown(label) for label in ("?", "Unknown", "Unknown speaker", "All", "Ann", "Speaker 2")] == [True] * 4 + [
        False
    ] * 2


def test_a_label_of_several_people_has_their_names() -> None:
    assert [joint_parts(label) for label in ("Ann & Ben, Cleo", "Ann / Ben.", "Ann")] == [
        ["ann", "ben", "cleo"],
        ["ann", "ben"],
        ["ann"],
    ]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("ANN O'LEE", "Ann O'Lee"),
        ("ANNA", "Anna"),
        ("JFK", "JFK"),
        ("A. v. Lee", "A. v. Lee"),
        ("IDA MCGREGOR", "Ida McGregor"),
        ("IDA MCA", "Ida Mca"),
    ],
)
def test_capitals_become_a_name_and_initials_stay(label: str, name: str) -> None:
    assert display_name(label) == name


@pytest.mark.parametrize(
    ("label", "other", "is_slip"),
    [
        ("nick harries", "nicholas harris", True),
        ("ida roux", "idda roux", True),
        ("anna", "annas", True),
        ("anna", "anno", False),
        ("ann", "anns", False),
        ("ida roux", "ida rouk", False),
        ("ida roux", "ole roux", False),
        ("nick harries", "dick harries", False),
        ("harris", "nick harris", False),
    ],
)
def test_a_slip_of_the_pen_is_nearly_the_same_name(label: str, other: str, *, is_slip: bool) -> None:
    assert misspelt(label, other) == is_slip


# -- names in prose ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Dr. Ann Lee", ("Dr.", "Ann Lee")),
        ("Harbour master Signe Aldal", ("Harbour master", "Signe Aldal")),
        ("Ann von Lee", ("", "Ann von Lee")),
        ("Ann for Lee", ("", "Ann for Lee")),
        ("Speaker 2", ("", "Speaker 2")),
    ],
)
def test_a_title_ends_where_the_name_begins(name: str, parts: tuple[str, str]) -> None:
    assert split_title(name) == parts


def test_initials_count_particles_and_both_parts_of_a_double_name() -> None:
    assert initials_of("Anna-Maria van Wees") == "amvw"


MILL = "Ann Lee mills. Gardener Ann Lee sows. Og Benso Reis met Ann Lee. Ann Lee Sings is a song. Ann Ray's Mill."


def test_a_name_is_found_by_its_ends_and_its_initials() -> None:
    index = NameIndex(MILL)
    assert index.named("initials", "al") == ["Ann Lee"]
    assert index.named("initials", "obr") == index.named("outer initials", "or") == ["Og Benso Reis"]
    assert index.named("outer initials", "al") == []
    assert index.best(index.named("end", "ann")) == index.best(index.named("end", "LEE")) == "Ann Lee"
    assert index.best(["Cleo Day"]) == ""


@pytest.mark.parametrize(
    ("prose", "count"), [("Ann Lee mills.", 1), ("We met Ann Lee.", 2), ("So. “Ann Lee mills.”", 1), ("So, Ann Lee mills.", 2)]
)
def test_the_first_word_of_a_sentence_may_have_its_capital_for_that(prose: str, count: int) -> None:
    assert NameIndex(prose).counts["Ann Lee"] == count


def test_a_chinese_name_is_known_by_its_surname_and_the_form_of_address_after_it() -> None:
    index = NameIndex("王小雨先生说好。李 明女士走了。王小雨先生走了。")
    assert (index.counts["王小雨"], index.counts["李 明"]) == (4, 2)
    assert index.surnames == {"王", "王小", "李"}
    assert index.named("surname", "王") == ["王小雨"]


def test_a_longer_name_is_the_name_if_it_is_seen_half_as_often() -> None:
    index = NameIndex("")
    index.counts.update({"Ann Lee": 4, "Ann Bo Lee": 2, "Ann Bo Cy Lee": 1})
    assert index.best(index.counts) == "Ann Bo Lee"


def test_names_in_prose_end_at_a_genitive_and_have_four_words_at_most() -> None:
    index = NameIndex(MILL)
    assert names_in("Then Ann Ray's Mill burned, and Lee wept for Ida Bo Cy Di Roux.", index) == [
        "Ann Ray",
        "Ann Lee",
        "Ida Bo Cy Di",
    ]
    assert names_in("Then Lee wept.") == []


def test_a_name_loses_the_words_that_only_stand_beside_it() -> None:
    assert [trimmed(name, MILL) for name in ("Gardener Ann Lee", "Ann Lee Sings", "Og Benso Reis", "Ann Lee")] == [
        "Ann Lee",
        "Ann Lee",
        "Og Benso Reis",
        "Ann Lee",
    ]


def test_text_without_spaces_has_a_word_for_two_characters() -> None:
    assert [length_of(text) for text in ("one two three", "橋は何を言いますか", "abcd efgh 橋 は何", "")] == [3, 4.5, 4, 0]


@pytest.mark.parametrize(
    ("prose", "names"),
    [
        ("Welcome back. I'm Mina, and Jost is here.", []),
        ("I’m Mina Roe, and we’ve Jost Lee here.", ["Mina Roe", "Jost Lee"]),
        ("C'est Marie Dupont.", ["Marie Dupont"]),
        ("O'Neil Bradley met D'Angelo Russell and A'isha Khan.", ["O'Neil Bradley", "D'Angelo Russell", "A'isha Khan"]),
    ],
)
def test_a_contraction_before_a_name_is_no_part_of_it(prose: str, names: list[str]) -> None:
    assert names_in(prose) == names


# -- she and he --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prose", "gender"),
    [
        ("Ann Lee mills. She bakes.", Gender.FEMALE),
        ("Mr. Lee mills.", Gender.MALE),
        ("Ann Lee mills. She bakes. He sows.", Gender.UNKNOWN),
        ("Ann Lee mills. She bakes, she sows. He sings.", Gender.FEMALE),
        ("Ann Lee met Ole. He bakes.", Gender.UNKNOWN),
        ("Ann Lee met the BBC. She bakes.", Gender.FEMALE),
        ("Ann Lee met the Mayor. She bakes.", Gender.FEMALE),
        ("She bakes. Ann Lee mills.", Gender.UNKNOWN),
        ("Ann Lee’s mill is hers.", Gender.FEMALE),
        ("The mill stands in the lee. He bakes.", Gender.UNKNOWN),
    ],
)
def test_pronouns_and_titles_tell_whether_somebody_is_she_or_he(prose: str, gender: Gender) -> None:
    assert genders({"Ann Lee": ["Ann"]}, [prose]) == {"Ann Lee": gender}


@pytest.mark.parametrize(
    ("language", "prose", "gender"),
    [
        ("en", "Ole Ray speaks with Ann Lee about his mill.", Gender.UNKNOWN),
        ("en", "On the panel were Ole Ray and Ann Lee, who says that she mills.", Gender.FEMALE),
        ("en", "Ann Lee (The Mill, 2024) bakes. She mills.", Gender.FEMALE),
        ("en", "Born in windy northern Marsk, Ann Lee mills in old Torp, and she bakes.", Gender.FEMALE),
        ("en", "The actress Ann Lee mills.", Gender.FEMALE),
        ("en", "Ann Lee is a patient mother of two.", Gender.FEMALE),
        ("en", "Ann Lee is with the miller's mother.", Gender.UNKNOWN),
        ("en", "The miller and his wife, Ann Lee, bake.", Gender.FEMALE),
        ("en", "Ann Lee, actress Ida Moe and others came.", Gender.UNKNOWN),
        ("en", "I'm Ann Lee.", Gender.UNKNOWN),
        ("de", "Die Müllerin und Autorin Ann Lee mahlt.", Gender.FEMALE),
        ("de", "Interview mit Schriftstellerin Ann Lee", Gender.FEMALE),
        ("de", "Frau Dr. Lee, wie mahlt man?", Gender.FEMALE),
        ("de", "Der Mühlenforscher Ann Lee mahlt.", Gender.MALE),
        ("de", "Der Windmühlen-Chef und seine Stellvertreterin Ann Lee mahlen.", Gender.FEMALE),
        ("de", "Ann Lee, 34, ist eine norwegische Historikerin.", Gender.FEMALE),
        ("de", "Ann Lee, Historikerin Ida Moe und andere kamen.", Gender.UNKNOWN),
        ("de", "Ann Lee mahlt in Torp. Sie betreibt dort zwei Mühlen.", Gender.FEMALE),
        ("de", "Ann Lee mahlt in Torp. Er betreibt dort zwei Mühlen.", Gender.MALE),
        ("de", "Ann Lee mahlt in Torp. Sie betreiben dort zwei Mühlen.", Gender.UNKNOWN),
        ("de", "Im November Ann Lee, zum Termin Ann Lee, in Berlin Ann Lee", Gender.UNKNOWN),
        ("fr", "La sociologue Ann Lee moud.", Gender.FEMALE),
        ("fr", "Le romancier Ann Lee moud.", Gender.MALE),
        ("fr", "Nous parlons avec Ann Lee, l’une des grandes meunières.", Gender.FEMALE),
        ("fr", "Ann Lee moud. Il faut du vent. Il y a du vent.", Gender.UNKNOWN),
        ("fr", "Ann Lee moud. Elle fait du pain.", Gender.FEMALE),
        ("es", "La escritora Ann Lee muele.", Gender.FEMALE),
        ("es", "El futbolista Ann Lee muele.", Gender.MALE),
        ("es", "Ann Lee, nacida en Torp, muele.", Gender.FEMALE),
        ("es", "La calle Ann Lee es larga.", Gender.UNKNOWN),
        ("it", "Con Ann Lee, scrittrice, parliamo di mulini.", Gender.FEMALE),
        ("pt", "O pesquisador Ann Lee mói.", Gender.MALE),
        ("ru", "Актриса Ann Lee мелет.", Gender.FEMALE),
        ("ru", "Ann Lee живёт в Торпе. Он мелет.", Gender.MALE),
    ],
)
def test_each_language_has_its_own_signs_of_women_and_men(language: str, prose: str, gender: Gender) -> None:
    people = {"Ann Lee": ["Ann"], "Ole Ray": ["Ole"]}
    assert genders(people, [prose], (), language)["Ann Lee"] is gender


@pytest.mark.parametrize(
    ("language", "prose", "gender"),
    [
        ("zh", "苏禾女士在山上种茶。", Gender.FEMALE),
        ("zh", "苏禾在山上种茶。他很忙。", Gender.MALE),
        ("zh", "苏禾在山上种茶。他们很忙。", Gender.UNKNOWN),
        ("ja", "苏禾は山で茶を作る。彼女は忙しい。", Gender.FEMALE),
        ("ja", "苏禾先生", Gender.UNKNOWN),
    ],
)
def test_signs_are_found_where_no_spaces_set_words_apart(language: str, prose: str, gender: Gender) -> None:
    assert genders({"苏禾": []}, [prose], (), language) == {"苏禾": gender}


@pytest.mark.parametrize(
    ("speaker", "words", "gender"),
    [
        ("Bo", "Mr. Chair, do you mill?", Gender.MALE),
        ("Bo", "Ms. Lee, do you mill?", Gender.FEMALE),
        ("Bo", "Ann Lee mills. She bakes.", Gender.UNKNOWN),
        ("Ann Lee", "As a mother, I mill at night.", Gender.FEMALE),
        ("Ann Lee", "As a mother told me, nobody mills at night.", Gender.UNKNOWN),
        ("Bo", "As a mother, I mill at night.", Gender.UNKNOWN),
    ],
)
def test_the_talk_tells_by_titles_and_by_what_people_say_of_themselves(speaker: str, words: str, gender: Gender) -> None:
    people = {"Ann Lee": ["THE CHAIR"], "Bo": ["Bo"]}
    assert genders(people, [], [(speaker, words)])["Ann Lee"] is gender


def test_a_title_in_a_label_counts_more_than_two_pronouns() -> None:
    assert genders({"Ann Lee": ["Mrs.Lee"]}, ["Lee mills. He bakes."]) == {"Ann Lee": Gender.FEMALE}
    assert genders({"Ann Lee": ["Mrs.Lee"]}, ["Lee mills. She bakes. He bakes. He sows."]) == {"Ann Lee": Gender.FEMALE}
    assert genders({"Ann Lee": ["Mrs.Lee"]}, ["Lee mills. He bakes. He sows."]) == {"Ann Lee": Gender.UNKNOWN}


# -- who asks ----------------------------------------------------------------------------------------------------------


def test_the_signs_of_who_asks_are_counted_over_all_turns() -> None:
    said = [("Ben", "It hums."), ("Ben", "It is the wind, and it is old."), ("Ann", "Why does it hum?"), ("Ann", "Is it?")]
    turns = [Turn(speaker, Role.GUEST, 1, (Paragraph(words, 1),)) for speaker, words in said]
    signs = signs_of_people(["Ben", "Ann"], turns, Context(guests=("Ben",), interviewers=("Ann",)))
    expected = {
        "questions": 2.3 / 3,
        "short": 1 - 3 / 5,
        "opens": 0,
        "share of turns": 1,
        "share of words": 12 / 16,
        "late": 1 / 4,
    }
    assert signs["Ann"] == pytest.approx(signs["Ann"] | expected | {"announced host": 1, "announced guest": 0})
    expected = {"questions": 0.3 / 3, "short": 0, "opens": 1, "share of turns": 1, "share of words": 20 / 16, "late": 0}
    assert signs["Ben"] == pytest.approx(signs["Ben"] | expected | {"announced host": 0, "announced guest": 1})


def test_phrases_of_hosts_count_in_all_turns_and_those_of_guests_in_the_first_two() -> None:
    host, guest = "Welcome to the show.", "Thanks for having me."
    assert [habits_of([host, "So?", "And?", host], listen=listen).host_words for listen in (True, False)] == [2, 0]
    assert [habits_of(texts).guest_words for texts in (["Yes.", guest], ["Yes.", "No.", guest])] == [1, 0]


@pytest.mark.parametrize(("labels", "name"), [(["Ann", "Ben"], "Pia Sommer"), (["Ann", "Ben", "Cleo"], ANSWER)])
def test_answers_without_a_label_beside_three_people_with_one_are_nobody_elses(labels: list[str], name: str) -> None:
    context = read_context(Hints(), PageText(introduction="We spoke with Pia Sommer."))
    silent = Person(ANSWER, [ANSWER], role=Role.GUEST)
    found = assigned_names([*(Person(label, [label]) for label in labels), silent], context, set())
    assert found == ([] if name == ANSWER else [(silent, name)])


def test_an_author_has_a_role_only_where_one_is_said() -> None:
    roles = {"ann": Role.GUEST, "dee": Role.INTERVIEWER}
    hints = Hints(names=("Ann", "Ben", "Cleo", "Dee"), roles=roles, authors=("Cleo", "Dee"))
    assert [hints.of_role(role) for role in (Role.GUEST, Role.INTERVIEWER, None)] == [["Ann"], ["Dee"], ["Ben"]]


def test_an_office_is_held_by_whom_the_prose_names_after_it() -> None:
    context = Context(text=PageText(introduction="President Roux met Ann Lee. Of President Ida Roux's mill."))
    assert [context.holder_of(label) for label in ("The President", "Ann", "The", "Professor")] == ["Ida Roux", "", "", ""]
