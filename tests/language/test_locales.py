"""Dates, percentages and directions, as CLDR has them."""

from __future__ import annotations

import pytest

from tts_interview.language.locales import is_right_to_left, long_date, percent


@pytest.mark.parametrize(
    ("language", "iso", "said"),
    [
        ("en", "2026-03-03", "March 3, 2026"),
        ("en-US", "2026-03-03", "March 3, 2026"),
        ("en-GB", "2026-03-01", "1 March 2026"),
        ("en_au", "2026-03", "March 2026"),
        ("es", "2026-03-01", "1 de marzo de 2026"),
        ("fr", "2026-05-01", "1er mai 2026"),
        ("fr", "2026-05-02T10:00:00Z", "2 mai 2026"),
        ("it", "2026-05-01", "1º maggio 2026"),
        ("pt-BR", "2026-12-31", "31 de dezembro de 2026"),
        ("hi", "2026-01-26", "26 जनवरी 2026"),
        ("zh", "2026-01-26", "2026年1月26日"),
        ("ja", "2026-12-01", "2026年12月1日"),
        ("zh-TW", "2026-10", "2026年10月"),
        ("de", "2026-10", "Oktober 2026"),
        ("de", "2026", "2026"),
        ("de", "2026-13-01", "2026-13-01"),
        ("de", "im Frühling", "im Frühling"),
        ("de", "", ""),
        ("de", "2026-02-31", "2026-02-31"),
        ("nb", "2026-03-01", "1. mars 2026"),
        ("hu", "2026-03-01", "2026. március 1."),
        ("ar", "2026-03-01", "1 مارس 2026"),
        ("ku", "2026-05-01", "1ê gulana 2026an"),
        ("sr-Latn", "2026-05-01", "1. maj 2026."),
        ("de-XX", "2026-05-01", "1. Mai 2026"),
        ("af", "2026-05-11", "11 Mei 2026"),
        ("xx", "2026-05-01", "2026-05-01"),
    ],
)
def test_a_date_is_written_out_as_far_as_it_is_known(language: str, iso: str, said: str) -> None:
    assert long_date(language, iso) == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "45%"), ("de-AT", "45\u00a0%"), ("fr", "45\u00a0%"), ("tr", "%45"), ("xx", "45%")]
)
def test_a_share_is_written_as_a_percentage_of_the_language(language: str, said: str) -> None:
    assert percent(language, 0.449) == said


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", True), ("fa-IR", True), ("he_IL", True), ("ur", True), ("ku", False), ("en-IL", False), ("xx", False), ("", False)],
)
def test_a_language_has_the_direction_of_its_script(language: str, *, expected: bool) -> None:
    assert is_right_to_left(language) is expected
