"""Every language speaks the lines of its table as a person would, and any text without an error."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.spoken_text import (
    pronunciations,
    rules_for,
    sentences,
    speakable,
    spoken,
    unbroken_ranges,
    written_words,
)

if TYPE_CHECKING:
    from tts_interview.language.spoken_text.rules import Rule


def pairs(table: Path) -> list[tuple[str, str]]:
    """Return the written and spoken texts of a table; a line without a tab is a trap, which is spoken as written."""
    lines = table.read_text(encoding="utf-8").splitlines()
    split = [line.partition("\t") for line in lines if line and not line.startswith("# ")]
    return [(written, words if tab else written.strip()) for written, tab, words in split]


PAIRS = {table.stem: pairs(table) for table in sorted((Path(__file__).parent / "spoken").glob("??.tsv"))}
# Repeated without end, these try every rule.
SCRAPS = (
    *"1 A a I é . - / @ # [ ( ' ’ % & $ € 😀 🏽 ½ ² A. a. a@ a/ a- #a 1, 1. 1- 1/ 1: 1+ x= 10/ ... 1,111 www. a@b.".split(),
    *(" ", "\n", "1 ", ". ", "1 1/", "1/1 ", "$1 ", "A B ", "IV ", "May ", "3 May ", "Dr. ", "St. ", "read ", "the "),
    *("NO ", "e.g. ", "1 m ", "1% – "),
)
# Rules look for these, which here meet in every order.
PARTS = (
    *"1 21 0 007 1990 3.14 3,14 2.5 1,000 1.000 12 ½ ² १२ ١ ٣ ③ ① 90s 's 1st 2nd - – — − / : . , % € $ £ ° °C º ª & #".split(),
    *"@ + = ' ’ \" “ ” [ ] ( ) km/h m² h pm p.m. a.m. M bn million XX IV I A e er th Uhr Mio. FBI U.S. NATO".split(),
    *"www.a1.com a@b3.de #tag1 @a1 Dr. St. No. vs. Jan. May Henry World War F-35 to the read live 555-0142 v2.1 sooo".split(),
    *(":)", "😀", "km", "[sic]", "(laughs)", "etc.", "1 000", " ", " ", " ", " ", "\u00a0", "\n"),
)
ANY = st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=14).map("".join)


def wrong(language: str, expected: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return the texts that are not spoken as expected: written, expected, spoken."""
    found = ((written, words, spoken(speakable(written, language))) for written, words in expected)
    return [row for row in found if row[1] != row[2]]


@pytest.mark.parametrize("language", PAIRS)
def test_every_line_of_the_table_is_spoken_as_a_person_would(language: str) -> None:
    assert not wrong("en-US" if language == "en" else language, PAIRS[language])


@pytest.mark.parametrize("language", PAIRS)
def test_the_table_is_large_and_has_traps(language: str) -> None:
    found = dict(PAIRS[language])
    traps = sum(written == words for written, words in found.items())
    assert len(found) >= (400 if language == "en" else 60)
    assert traps >= (len(found) / 7 if language == "en" else 10)


def test_english_text_that_is_spoken_already_stays_as_it_is() -> None:
    assert not wrong("en", [(words, words) for written, words in PAIRS["en"] if written != words])


@pytest.mark.parametrize("language", PAIRS)
@given(written=ANY)
def test_no_digit_is_left_and_no_character_is_lost(language: str, written: str) -> None:
    spans = speakable(written, language)
    assert not [c for c in spoken(spans) if (c.isdigit() if language == "en" else c.isdecimal())]
    assert "".join(written[span.start : span.end] for span in spans) == written
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("language", PAIRS)
@given(written=ANY)
def test_words_and_pronunciations_are_ranges_in_order(language: str, written: str) -> None:
    spans = speakable(written, language)
    length, words, sounds = len(spoken(spans)), written_words(written, spans), pronunciations(spans)
    all_words = iter(written.split())
    assert all(word.text in all_words for word in words)
    assert all(0 <= word.start < word.end <= length for word in words)
    assert all(0 <= sound.start < sound.end <= length for sound in sounds)
    assert all(a.end <= b.start for a, b in itertools.pairwise(sounds))


@given(written=ANY, rule=st.sampled_from(rules_for("en")))
def test_an_english_rule_speaks_or_leaves_every_match(written: str, rule: Rule) -> None:
    for found in rule.pattern.finditer(written):
        assert rule.say(found) == rule.say(found)


@pytest.mark.parametrize("chars", [2000, pytest.param(50_000, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("language", PAIRS)
def test_a_long_text_of_one_repeated_scrap_is_spoken(language: str, chars: int) -> None:
    """A rule that examines the same text again and again would not finish here."""
    for scrap in SCRAPS:
        written = (scrap * chars)[:chars]
        assert speakable(written, language)[-1].end == chars, scrap


@pytest.mark.parametrize(
    ("written", "brazilian", "european"),
    [
        ("16, 17, 19", "dezesseis, dezessete, dezenove", "dezasseis, dezassete, dezanove"),
        ("1.000.000.000 €", "um bilhão de euros", "mil milhões de euros"),
        ("3 mil milhões €", "três mil milhões de euros", "três mil milhões de euros"),
        ("2.000.000.000.000", "dois trilhões", "dois biliões"),
        ("às 18h30", "às dezoito e trinta", "às dezoito e trinta"),
        ("um bilhão de pessoas", "um bilhão de pessoas", "um bilhão de pessoas"),
    ],
)
def test_portuguese_uses_the_number_words_of_its_country(written: str, brazilian: str, european: str) -> None:
    assert spoken(speakable(written, "pt")) == spoken(speakable(written, "pt-BR")) == brazilian
    assert spoken(speakable(written, "pt-PT")) == european


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "Am 3. Mai kam er.|Dann ging er."),
        ("de", "Vom 3. bis 5. Mai war er da.|Gut."),
        ("de", "Im 19. Jahrhundert, z. B. Schiller.|Es war Nr. 7.|Danach kam Kap. IV."),
        ("de", "Er war der 2. Mann.|Sie war die 1. Frau im Amt."),
        ("de", "Brot, Wein usw.|Danach gingen wir."),
        ("de", "Das war 44 v. Chr.|Dann kam er."),
        ("de", "Er ist 3.|Sie ist 5."),
        ("de", "Es kostet 3 Mrd. Euro.|Viel."),
        ("es", "Vive en EE. UU. y viene.|La Sra. Gil y el Dr. Ruiz, en la Avda. Mayor.|Sí."),
        ("es", "Fue en el 44 a. C.|Después no."),
        ("es", "Pan, vino, etc.|Luego fuimos."),
        ("fr", "M. Dupont et le Dr Roy, en 50 av. J.-C.|Puis rien."),
        ("fr", "Voir p. ex. Balzac, chap. IV.|Oui."),
        ("it", "La Sig.ra Verdi e il Prof. Conti, p. es. Dante.|Sì."),
        ("it", "Pane, vino, ecc.|Poi basta."),
        ("pt", "O Sr. Silva e a Dra. Lima, na Av. Brasil.|Sim."),
        ("hi", "डॉ. शर्मा और प्रो. वर्मा आए।|वे गए।"),
    ],
)
def test_the_full_stop_of_an_abbreviation_or_ordinal_does_not_end_a_sentence(language: str, written: str) -> None:
    expected = written.split("|")
    text = " ".join(expected)
    assert [text[a:b] for a, b in sentences(text, unbroken_ranges(text, language))] == expected
