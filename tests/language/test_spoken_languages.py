"""Other languages than English: figures, signs and abbreviations are said as a person would, whatever the text."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.spoken_text import sentences, speakable, spoken, unbroken_ranges

TABLES = sorted((Path(__file__).parent / "spoken").glob("??.tsv"))
LANGUAGES = [table.stem for table in TABLES if table.stem != "en"]


def pairs(language: str) -> list[tuple[str, str]]:
    """What is written and what is said; a line without a tab is a trap, which is said as it is written."""
    lines = (Path(__file__).parent / "spoken" / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    split = [line.partition("\t") for line in lines if line and not line.startswith("# ")]
    return [(written, said if tab else written) for written, tab, said in split]


ALL = [(language, written, said) for language in LANGUAGES for written, said in pairs(language)]


@pytest.mark.parametrize(("language", "written", "said"), ALL)
def test_what_is_written_is_said_as_a_person_would(language: str, written: str, said: str) -> None:
    assert spoken(speakable(written, language)) == said


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
def test_portuguese_has_the_number_words_of_its_country(written: str, brazilian: str, european: str) -> None:
    assert spoken(speakable(written, "pt")) == spoken(speakable(written, "pt-BR")) == brazilian
    assert spoken(speakable(written, "pt-PT")) == european


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_table_with_traps(language: str) -> None:
    found = pairs(language)
    assert len({written for written, _ in found}) >= 60
    assert sum(written == said for written, said in found) >= 10


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
def test_a_full_stop_that_ends_no_sentence_of_the_language_ends_none(language: str, written: str) -> None:
    expected = written.split("|")
    text = " ".join(expected)
    assert [text[a:b] for a, b in sentences(text, unbroken_ranges(text, language))] == expected


# What rules look for, so that they meet in every order.
SCRAPS = (
    *("1", "21", "0", "007", "1990", "3,14", "2.5", "1.000", "1,000", "1 000", "12", "½", "²", "१२", "٣"),
    *(
        "-",
        "–",
        "—",
        "−",
        "/",
        ":",
        ".",
        ",",
        "%",
        "€",
        "$",
        "°C",
        "º",
        "ª",
        "&",
        "#",
        "@",
        "+",
        "=",
        "'",
        "’",
        "[",
        "]",
        "(",
        ")",
    ),
    *(
        "km",
        "h",
        "Uhr",
        "M",
        "Mio.",
        "XX",
        "IV",
        "e",
        "er",
        "th",
        "FBI",
        "www.a1.com",
        "a@b3.de",
        "Dr.",
        " ",
        " ",
        " ",
        "\u00a0",
    ),
)
ANY = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=3), max_size=12).map("".join)


@pytest.mark.parametrize("language", LANGUAGES)
@given(written=ANY)
def test_of_any_text_no_digit_is_left_and_no_character_is_lost(language: str, written: str) -> None:
    spans = speakable(written, language)
    assert not [c for c in spoken(spans) if c.isdecimal()]
    assert "".join(written[span.start : span.end] for span in spans) == written
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scrap", ["1", "1,", "1.", "1 ", "1-", "A", "A.", "I", "a.", "a@", "-", "#a", "1:", "10/", "€"])
def test_a_long_run_of_anything_is_spoken_too(language: str, scrap: str) -> None:
    written = scrap * 10_000
    assert speakable(written, language)[-1].end == len(written)
