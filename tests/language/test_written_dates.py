"""Dates as people and programs write them, in figures and in words."""

from __future__ import annotations

import pytest

from tts_interview.language.written_dates import find_date, iso_date


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-03",
        "2026-05-03T23:30:00-05:00",
        "2026-05-03 18:50:16+02:00",
        "2026/05/03",
        "20260503",
        "20260503T120000Z",
        "03.05.2026",
        "May 3, 2026",
        "May 3rd, 2026",
        "the 3rd of May 2026",
        "Sunday, 3 May 2026",
        "Sun, 03 May 2026 21:32:46 +0000",
        "Sun May 03 2026 12:00:00 GMT+0100",
        "3. Mai 2026",
        "3 mai 2026",
        "3 de mayo de 2026",
        "3 de maio de 2026",
        "3 maggio 2026",
        "3 мая 2026 г.",
        "3 травня 2026",
        "3 Mayıs 2026",
        "३ मई २०२६",
        "2026年5月3日",
        "2026년 5월 3일",
    ],
)
def test_a_day_is_read_in_every_form(text: str) -> None:
    assert iso_date(text) == "2026-05-03"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1er mars 2026", "2026-03-01"),
        ("Sept. 7, 2026", "2026-09-07"),
        ("7 févr. 2026", "2026-02-07"),
        ("12 März 2026", "2026-03-12"),
        ("1. listopadu 2026", "2026-11-01"),
        ("November 2026", "2026-11"),
        ("2026-11", "2026-11"),
        ("2026", "2026"),
    ],
)
def test_short_names_of_months_count_and_a_month_or_year_may_be_all(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-13-45",
        "32 May 2026",
        "0001-01-01T00:00:00",
        "1970-01-01",
        "version 2026.1",
        "in 2026",
        "the class of 2026",
        "room 2026",
        "12 Monkeys 2026",
        "2026-2027",
        "1234567890",
        None,
        20260503,
    ],
)
def test_what_is_no_date_gives_none(text: object) -> None:
    assert iso_date(text) == ""


def test_the_language_tells_the_day_from_the_month_and_without_one_nothing_is_guessed() -> None:
    assert [iso_date("3/5/2026", tag) for tag in ("", "en", "en-US", "en_GB", "de")] == [
        *("", "", "2026-03-05", "2026-05-03", "2026-05-03")
    ]
    assert [iso_date(text) for text in ("13/5/2026", "5/13/2026", "5/5/2026")] == ["2026-05-13", "2026-05-13", "2026-05-05"]


def test_a_date_is_found_where_it_stands() -> None:
    found = find_date("Harbour Day, 3 May 2026, at noon")
    assert found is not None
    assert "Harbour Day, 3 May 2026, at noon"[found.start : found.end] == "3 May 2026"
    assert find_date("x" * 400 + " 3 May 2026") is None
