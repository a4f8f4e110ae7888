"""Directions in braces change how words of a script are spoken, and nothing else."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.spoken_text import rules, spoken, worded
from tts_interview.model import (
    Ask,
    Casting,
    Direction,
    Gender,
    Paragraph,
    Pronunciation,
    Role,
    Speaker,
    Transcript,
    Turn,
    Utterance,
    Voice,
)
from tts_interview.rundown import Arrangement, assemble
from tts_interview.script import directions

CASTING = Casting({"Ann": Voice("tone", "alto", "en-gb", Gender.FEMALE)})


def utterances(text: str, piece_chars: int = 400) -> list[Utterance]:
    found = directions.read(text, lambda place: f"character {place}")
    turn = Turn("Ann", Role.GUEST, 1, (Paragraph(found.text, 1, directions=found.directions),))
    transcript = Transcript("Test", (Speaker("Ann", Role.GUEST),), (turn,))
    return [s.utterance for s in assemble(transcript, CASTING, Arrangement(piece_chars=piece_chars)).speeches]


@pytest.mark.parametrize(
    ("written", "text", "said"),
    [
        ('We met {say "RUT-uh": Rutte} — twice.', "We met Rutte, twice.", [Pronunciation(7, 12, respelling="RUT-uh")]),
        ('{ipa "ˈneɪtoʊ": NATO} met.', "NATO met.", [Pronunciation(0, 4, ipa="ˈneɪtoʊ")]),
        ("The {spell: nfl} won.", "The N F L won.", []),
        ("An {spell: MA}!", "An M A!", [Pronunciation(5, 6, "ˈeɪ", "ay")]),
        ("He said {lang fr: c'est [la] vie} & left.", "He said c'est la vie and left.", None),
    ],
)
def test_a_direction_is_followed(written: str, text: str, said: list[Pronunciation] | None) -> None:
    (utterance,) = utterances(written)
    assert utterance.text == text
    if said is not None:
        assert list(utterance.pronunciations) == said


@pytest.mark.parametrize(
    ("language", "written", "text"),
    [
        ("fr", "{lang fr: La {spell: RATP}} left.", "La erre a té pé left."),
        ("de", "{lang de: Die {spell: Weß}} left.", "Die we e eszett left."),
        ("pt-pt", "{lang pt-PT: O {spell: KM} é}", "O cá eme é"),
        ("hi", "{lang hi: {spell: TV} पर}", "टी वी पर"),
        ("en", "The {spell: WHO} met.", "The W H O met."),
        ("pl", "{lang pl: {spell: PKP} tu}", "P K P tu"),
    ],
)
def test_letters_have_the_names_of_the_surrounding_language(language: str, written: str, text: str) -> None:
    (utterance,) = utterances(written)
    assert utterance.text == text
    assert {p.language for p in utterance.pronunciations} <= {language, "pt-PT"}


def test_letters_of_a_text_in_another_language_need_no_passage() -> None:
    asked = Paragraph("La SNCF", 1, directions=(Direction(Ask.SPELL, 3, 7),))
    assert spoken(worded(asked, "fr").spans(0, 7)) == "La esse enne cé effe"
    double = replace(asked, text="el www", directions=(Direction(Ask.SPELL, 3, 6),))
    assert spoken(worded(double, "es-MX").spans(0, 6)) == "el uve doble uve doble uve doble"
    assert [(s.start, s.end) for s in worded(double, "es-MX").spans(3, 6)] == [(0, 1), (1, 2), (2, 3)]


def test_a_passage_is_spoken_in_its_language() -> None:
    (utterance,) = utterances("He said {lang fr: c'est la vie} & left.")
    assert {p.language for p in utterance.pronunciations} == {"fr"}
    assert [utterance.text[p.start : p.end] for p in utterance.pronunciations] == ["c'est la vie"]


def test_french_rules_apply_in_a_french_passage() -> None:
    assert utterances("{lang fr: pain & vin} & so on")[0].text == "pain et vin and so on"


def test_a_direction_inside_a_passage_takes_precedence_over_its_language() -> None:
    (utterance,) = utterances('{lang fr: à {say "RENSS": Reims} hier}')
    assert [(p.respelling, p.language) for p in utterance.pronunciations] == [("", "fr"), ("RENSS", "fr"), ("", "fr")]


def test_words_under_one_direction_are_not_cut() -> None:
    (utterance,) = utterances('{say "yes no": Yes. No} matter')
    assert utterance.text == "Yes. No matter"
    assert len(utterances("Yes. No matter")) == 2
    cut = utterances('one two three {say "x": four five} six', 18)
    assert [u.text for u in cut] == ["one two three", "four five six"]
    assert [bool(u.pronunciations) for u in cut] == [False, True]


def test_a_direction_changes_only_its_own_utterance() -> None:
    before, after = utterances("Rutte came. He spoke."), utterances('{say "RUT-uh": Rutte} came. He spoke.')
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_a_rule_sees_the_text_of_fixed_spans() -> None:
    (utterance,) = utterances('{lang de: Ich sah Dr. {say "MAIR-kel": Merkel}}')
    assert utterance.text == "Ich sah Doktor Merkel"
    rule = rules.Rule("saint", re.compile(r"\bSt\. (?=[A-Z])"), lambda _: "Saint ")
    written = "St. Gallen"
    taken, left = rules._apply(rule, written, 0, written.index("Gallen"))
    assert [span.spoken for span in taken] == ["Saint "]
    assert left == []


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    text = draw(st.text(alphabet=st.sampled_from("ab A.&[]—'é "), min_size=1, max_size=40))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(places[::2], places[1::2], strict=False)
    asks = st.sampled_from([Ask.SAY, Ask.SPELL, Ask.IPA, Ask.LANGUAGE])
    return Paragraph(text, 1, directions=tuple(Direction(draw(asks), a, b, "fr") for a, b in pairs if a < b))


@given(paragraphs(), st.data())
def test_with_any_directions_spans_cover_any_range_in_order(paragraph: Paragraph, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(paragraph.text)))
    end = data.draw(st.integers(start, len(paragraph.text)))
    spans = worded(paragraph, "en").spans(start, end)
    assert "".join(paragraph.text[start:end][s.start : s.end] for s in spans) == paragraph.text[start:end]
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))
    assert spoken(spans) == spoken(spans).strip()
