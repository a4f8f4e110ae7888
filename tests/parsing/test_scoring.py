"""The features of a reading, counted by hand on two small pages, and which labels are one person's."""

from __future__ import annotations

from dataclasses import replace
from math import log1p

import pytest

from tts_interview.documents import read_bytes
from tts_interview.parsing.page.places import Known, Page
from tts_interview.parsing.preparing import prepare
from tts_interview.parsing.scoring import Reading, agreements, same_people
from tts_interview.parsing.segmentation import ANSWER, QUESTION, Form, LabelStyle, Segmentation, TurnStart
from tts_interview.settings.parts import ReadingSettings

LISTED, WEAK = LabelStyle(listed=True), LabelStyle(Form.WEAK)


def page_of(*blocks: str) -> Page:
    page = prepare(read_bytes("\n\n".join(blocks).encode(), "page", ".md"), ReadingSettings()).page
    return replace(page, reasons=(None,) * len(page.blocks), known=Known.of(["Ann Lee", "Ben Ray"]))


def mark(block: int, label: str, style: LabelStyle = LISTED) -> TurnStart:
    return TurnStart(block, 0, 0 if label in {QUESTION, ANSWER} else len(label) + 1, label, style=style)


def features(page: Page, *marks: TurnStart) -> dict[str, float]:
    return Reading(page, Segmentation("by hand", marks)).features


def test_the_features_of_labelled_turns() -> None:
    # Ann has two turns of 5 and 7 words, Ben two of 10 and 5, Cleo one of 4; the page has 46 words, labels included.
    page = page_of(
        "A mill stands by the river.",
        "Ann Lee: Why do you grind here?",
        "Ben Ray: I like the noise.",
        "**Is it loud?**",
        "It never is.",
        "Ann: iPads we hear and you",
        "AL: sleep there?",
        "Cleo Day: There you hear it.",
        "Ben: No.",
        "Ann Lee: Good night.",
    )
    plain = LabelStyle()
    marks = (
        mark(1, "Ann Lee"),
        mark(2, "Ben Ray", WEAK),
        mark(5, "Ann", plain),
        mark(6, "AL", plain),
        mark(7, "Cleo Day", plain),
    )
    assert features(page, *marks, mark(8, "Ben", WEAK)) == pytest.approx(
        {
            "listed": 1 / 6,
            "weak": 2 / 6,
            "unexplained": log1p(1),
            "same again": 1 / 6,
            "words before": log1p(6),
            "share before": 6 / 46,
            "named": 1,
            "strangers once": log1p(1),
            "returning": 1 / 2,
            "role labels": 0,
            "turns": log1p(5),
            "people": log1p(3),
            "mean words": log1p(31 / 5),
            "blocks a turn": log1p(9 / 5),
            "people a turn": 3 / 5,
            "longest turn": log1p(10),
            "over 500": 0,
            "two words": 0,
            "median words": log1p(5),
            "coverage": 31 / 46,
            "asker's share": 12 / 31,
            "largest voice": 15 / 31,
            "over 90": 0,
            "two voices": 27 / 31,
            "short questions": log1p(19 / 3) - log1p(6),
            "asks": 1,
            "asker asks": 1,
            "others ask": 2 / 3,
            "first person": 1 / 3,
            "second person": 1,
            "you and i": 1 / 3,
            "asker on self": 1 / 2,
            "answers to reader": 1 / 3,
            "small": 1 / 5,
            "sentences": 1,
            "left inside": 1 / 5,
        }
    )


def test_the_features_of_questions_without_labels() -> None:
    # "I" is the 1501st character of the first long answer, and the 1500th of the second.
    late, in_time = "so " * 500 + "I", "so " * 498 + "what I"
    looks_like_a_question = f"**{'so ' * 39}so?**", f"**{'so ' * 40}so?**"
    page = page_of(
        "**Why a mill?**",
        late,
        "**Old?**",
        "**Is it?**",
        "Is it old?",
        *looks_like_a_question,
        "**Why?**",
        in_time,
        "**So?**",
        "No one.",
    )
    places = (0, QUESTION), (1, ANSWER), (2, QUESTION), (3, ANSWER), (7, QUESTION), (8, ANSWER), (9, QUESTION), (10, ANSWER)
    found = features(page, *(mark(*place, WEAK) for place in places))
    answers = 501 + (2 + 3 + 40 + 41) + 500 + 2
    total = answers + 3 + 1 + 1 + 1
    assert found == pytest.approx(
        found
        | {
            "named": 0,
            "role labels": 0,
            "returning": 1,
            "mean words": log1p(total / 8),
            "over 500": 501 / total,
            "two words": 4 / 8,
            "median words": log1p(5 / 2),
            "asker's share": 6 / total,
            "largest voice": answers / total,
            "over 90": (answers / total - 0.85) / 0.15,
            "first person": 1 / 4,
            "left inside": 1 / 8,
        }
    )


def test_the_features_of_one_voice_and_of_none() -> None:
    page = page_of("Of mills.", "Interviewer: It is so.", "Break: A song.", "Why?")
    one, none = features(page, mark(1, "Interviewer"), mark(2, "Break")), features(page, mark(2, "Break"))
    assert one == pytest.approx(
        one
        | {
            "named": 1,
            "role labels": 1,
            "words before": log1p(2),
            "mean words": log1p(7),
            "largest voice": 1,
            "over 90": 1,
            "short questions": -log1p(7),
            "asks": 1,
            "left inside": 1,
        }
    )
    assert none == pytest.approx(
        none | {"largest voice": 1, "two voices": 0, "turns": 0, "short questions": 0, "share before": 1, "coverage": 1 / 10}
    )


@pytest.mark.parametrize(
    ("turns", "asker", "of_roles"),
    [
        (["A: Is it so?", "Q: Tell me."], "q", 1),
        (["Ann: It is. Why?", "Interviewer: So."], "interviewer", 1 / 2),
        (["Ann: Hello?", "Ben: Who?", "Cleo: Why?", "Ben: It is me.", "Cleo: And now?"], "cleo", 0),
        (["Ann: It is.", "Ben: Who?"], "ben", 0),
        (["Ann: Who?", "Reporter of the Old Lille Mill: It is."], "ann", 0),
    ],
)
def test_a_letter_or_a_role_tells_who_asks_or_else_the_share_of_turns_that_ask(
    turns: list[str], asker: str, of_roles: float
) -> None:
    reading = Reading(
        page_of(*turns), Segmentation("by hand", tuple(mark(i, t.partition(":")[0]) for i, t in enumerate(turns)))
    )
    assert (reading.asker, reading.features["role labels"]) == (asker, of_roles)


@pytest.mark.parametrize(
    ("labels", "people"),
    [
        ("Ann Lee, Ann, Lee, AL, Ben", "ann lee, ann lee, ann lee, ann lee, ben"),
        ("Ann Lee (XQ), XQ, A", "ann lee, ann lee, a"),
        ("Ann Lee, Ann Ray, Ann, Ray", "ann lee, ann ray, ann, ann ray"),
        ("Ann and Lee, Ann, Lee", "ann and lee, ann, lee"),
        ("Ann, A", "ann, a"),
    ],
)
def test_a_label_that_shortens_the_name_of_one_person_is_theirs(labels: str, people: str) -> None:
    assert ", ".join(same_people(labels.split(", ")).values()) == people


def test_readings_agree_by_the_share_of_their_marks_that_others_have() -> None:
    one, two, three = ([mark(block, "Ann") for block in blocks] for blocks in ((0, 1, 2, 3), (0, 1), (3, 9)))
    found = [Segmentation("by hand", tuple(marks)) for marks in (one, two, three)]
    assert agreements(found) == [(2 / 4 + 1 / 4) / 2, (2 / 2 + 0) / 2, (1 / 2 + 0) / 2]
    assert agreements(found[:1]) == [1]
