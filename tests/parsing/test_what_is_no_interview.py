"""What stands around an interview on its page, in any language, and is never read aloud. Each rule has its trap beside it."""

from __future__ import annotations

import pytest
from reading_pages import left_out, names, parsed

from tts_interview import Reason

TALK = "Ines Calloway keeps bees.\n\n**Why bees?**\n\nThey were here.\n\n**And honey?**\n\nOn Sundays."
MIDDLE = "**Why bees?**\n\nThey were here.\n\n{}\n\n**And honey?**\n\nOn Sundays."


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi : Les abeilles de la ville",
        "Lesen Sie auch: Honig aus der Stadt",
        "Читайте также: Пчёлы в городе",
        "相关阅读：城里的蜜蜂",
        "यह भी पढ़ें: शहर की मधुमक्खियाँ",
        "Te puede interesar",
        "Partager l'article",
        "分享到",
        "Publié le 12 mars 2026 à 08h30",
        "Опубликовано 12 марта 2026",
        "12 de marzo de 2026",
        "सोमवार, मार्च 12, 2026",
        "2026年3月12日",
        "8 min de lecture",
        "Tiempo de lectura: 8 min",
        "Boston, MA | June 9, 2026",
        "Loading...",
        "bees-at-home-640x480",
    ],
)
def test_furniture_of_any_language_is_left_out_among_the_turns(line: str) -> None:
    assert line in left_out(MIDDLE.format(line), Reason.FURNITURE)


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi la nuit, c'est mon luxe.",
        "12 de marzo: ese día llegaron.",
        "Опубликовано было мало.",
        "分享蜂蜜是快乐的。",
        "Boston | rain",
        "In March 2026 they left.",
    ],
)
def test_what_begins_like_furniture_and_goes_on_is_spoken(line: str) -> None:
    assert line in "\n".join(turn.text for turn in parsed(MIDDLE.format(line)).turns)


@pytest.mark.parametrize(
    "line",
    [
        "Par Pia Sommer | Publié le 12 mars 2026 à 08h30 | 8 min de lecture",
        "Von Pia Sommer",
        "Texte: Pia Sommer Photo: Jan Roth",
        "By Pia Sommer · May 3, 2026",
        "Geführt von Pia Sommer",
    ],
)
def test_a_by_line_of_any_language_is_a_credit_and_names_who_asked(line: str) -> None:
    for text in (f"{line}\n\n{TALK}", f"{TALK}\n\n{line}"):
        assert line in left_out(text, Reason.CREDIT)
        assert names(text) == ["Pia Sommer", "Ines Calloway"]


def test_two_by_lines_name_nobody_who_asked() -> None:
    assert names(f"Von Pia Sommer\n\nVon Jan Roth\n\n{TALK}")[0] == "Interviewer"


@pytest.mark.parametrize(
    "heading",
    ["Additional information and links", "Pour aller plus loin", "Weiterführende Links", "Further reading on bees", "参考资料"],
)
def test_what_stands_below_a_heading_of_links_is_left_out(heading: str) -> None:
    assert parsed(f"{TALK}\n\n### {heading}\n\n- Ines keeps bees.\n- She sells honey.").turns[-1].text == "On Sundays."


def test_a_heading_about_links_between_the_turns_ends_nothing() -> None:
    assert parsed(MIDDLE.format("### Links")).turns[-1].text == "On Sundays."
