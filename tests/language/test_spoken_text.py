"""Spans of spoken words cover the written text; sentences and pieces end where a reader would end them."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.spoken_text import (
    has_words,
    opening,
    pieces,
    sentences,
    speakable,
    spoken,
    spoken_pieces,
    unbroken_ranges,
)
from tts_interview.model import SpokenSpan


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("the Secretaries [Pete] Hegseth, [Marco] Rubio", "the Secretaries Pete Hegseth, Marco Rubio"),
        ("last [in] the attack, [was] 12 people", "last in the attack, was twelve people"),
        ("Well [laughs], yes.", "Well, yes."),
        ("(LAUGHTER) Thank you.", "Thank you."),
        ("It was [inaudible 00:12:04] then.", "It was then."),
        ("He said it's [sic] late.", "He said it's late."),
        ("(SOUNDBITE OF MUSIC)", ""),
        ("the break (it was short) ended", "the break (it was short) ended"),
        ("the music (which I love) began", "the music (which I love) began"),
        ("bread & butter", "bread and butter"),
        ("R&D is fun", "R and D is fun"),
        ("a fact—and no other—remains", "a fact, and no other, remains"),
        ("the years 1990–95", "the years nineteen ninety to ninety-five"),
        ("very* important†", "very important"),
    ],
)
def test_notes_brackets_and_signs_are_spoken_as_a_person_would(written: str, said: str) -> None:
    assert spoken(speakable(written, "en-US")) == said


@given(st.text(alphabet=st.sampled_from("ab [](){}&—-*.laughs sic"), max_size=60))
def test_spans_cover_the_written_text_in_order(written: str) -> None:
    spans = speakable(written, "en")
    assert "".join(written[s.start : s.end] for s in spans) == written
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))


def test_sentences_end_where_a_reader_would_end_them() -> None:
    lines = (Path(__file__).parent / "spoken" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    wrong = []
    for language, _, expected in (line.partition("\t") for line in lines if not line.startswith("# ")):
        text = expected.replace("|", "" if language in {"ja", "zh"} else " ")
        found = "|".join(text[a:b] for a, b in sentences(text, unbroken_ranges(text, language)))
        wrong += [(language, expected, found)] if found != expected else []
    assert not wrong


def test_a_text_without_words_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n") == []


def test_a_quotation_is_cut_only_if_it_is_very_long() -> None:
    short = "“" + "We came. " * 20 + "We left.” Then she slept."
    assert len(sentences(short)) == 2
    long = "“" + "We came. " * 60 + "We left.” Then she slept."
    assert len(sentences(long)) == 62


@pytest.mark.parametrize(
    "scrap", [".", "?! ", ". ", "“A. ", "“A.” ", '"A. ', "(", "‘a. ", "Dr. ", "。", "…", " ", "a, ", "and ", "\n"]
)
def test_a_hundred_thousand_characters_are_cut_into_sentences_and_pieces(scrap: str) -> None:
    """A rule that examines the same text again and again would not finish here."""
    text = (scrap * 100_000)[:100_000]
    assert "".join("".join(text[a:b] for a, b in sentences(text)).split()) == "".join(text.split())
    assert all(b - a <= 280 for a, b in pieces(text, 280))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("They rowed out to the island that lay in the bay because the light had gone out in the night", "because"),
        ("Sie ruderten hinaus auf die Insel in der Bucht weil das Licht in der Nacht ausgegangen war gestern", "weil"),
        ("Salieron en barca hasta la isla de la bahía porque la luz se había apagado durante la noche anterior", "porque"),
    ],
)
def test_without_punctuation_a_sentence_is_cut_before_a_conjunction(text: str, first: str) -> None:
    cut = [text[a:b] for a, b in pieces(text, 60)]
    assert len(cut) == 2
    assert cut[1].startswith(first)


def test_a_long_quotation_is_cut_where_its_sentences_end() -> None:
    text = "He said, “We went down to the old harbour. Nobody had seen the boat come in. It was gone.”"
    cut = [text[a:b] for a, b in pieces(text, 50)]
    assert cut == ["He said, “We went down to the old harbour.", "Nobody had seen the boat come in. It was gone.”"]


@given(st.text(alphabet=st.sampled_from('aB .?!…,;—"”U.S '), max_size=80), st.integers(5, 40))
def test_sentences_and_pieces_lose_no_character(text: str, longest: int) -> None:
    kept = "".join(text[a:b] for a, b in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())
    cut = [text[a:b] for a, b in pieces(text, longest)]
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(0 < len(piece) <= longest for piece in cut)


def test_a_long_sentence_is_cut_after_clauses_in_even_lengths() -> None:
    text = "When the boat came in, the town was asleep, and nobody but the harbour master saw it, for it was late"
    cut = [text[a:b] for a, b in pieces(text, 60)]
    assert all(piece.endswith(",") for piece in cut[:-1])
    assert max(map(len, cut)) <= 60


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The ferry that came back: how Ostrand saved its harbour", "The ferry that came back:"),
        ("Well, the ferry that came back, and how it was built anew", "Well, the ferry that came back,"),
        # There is no clause, or it ends before the rest is synthesised.
        ("How the ferry of Ostrand came back to its old harbour", "How the ferry of Ostrand came back to its old harbour"),
        ("On a cold Monday morning, " + "they came " * 9 + "home", "On a cold Monday morning, " + "they came " * 9 + "home"),
        ("They came back home at last,", "They came back home at last,"),
    ],
)
def test_an_episode_opens_with_a_clause_that_leaves_time_for_the_next(text: str, first: str) -> None:
    ranges = opening(text, 280)
    assert text[slice(*ranges[0])] == first
    assert " ".join(text[start:end] for start, end in ranges) == text


def test_an_empty_opening_has_no_pieces() -> None:
    assert opening("", 280) == []


def test_an_opening_is_not_cut_inside_an_unbroken_range() -> None:
    text = "The ferry that came back: how Ostrand saved its harbour"
    assert opening(text, 280, [(0, 40)]) == [(0, len(text))]


def test_an_unbroken_range_is_cut_neither_into_sentences_nor_into_pieces() -> None:
    text = "She sang one. Two, three, four, and left"
    whole = [(text.index("one"), text.index("four"))]
    assert len(sentences(text)) == 2
    assert len(sentences(text, whole)) == 1
    cut = [text[a:b] for a, b in pieces(text, 22, whole)]
    assert cut == ["She sang", "one. Two, three,", "four, and left"]


def test_an_unbroken_range_longer_than_a_piece_is_cut_after_words() -> None:
    text = "aa bb cc dd"
    assert [text[a:b] for a, b in pieces(text, 6, [(0, len(text))])] == ["aa bb", "cc dd"]


def test_a_word_longer_than_a_piece_is_cut() -> None:
    assert [b - a for a, b in pieces("x" * 100, 40)] == [40, 40, 20]


@pytest.mark.parametrize(("text", "expected"), [("…", False), ("—", False), ("A", True), ("7", True), ("我", True)])
def test_a_text_has_words_if_it_has_a_letter_or_a_digit(text: str, *, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "Wir haben uns in Bremen am 3. Mai wieder getroffen und lange geredet."),
        ("en", "Then I went to see my old friend Dr. Roe in the town where we lived."),
    ],
)
def test_the_opening_piece_does_not_end_with_an_abbreviation(language: str, written: str) -> None:
    assert len(spoken_pieces(written, speakable(written, language), 300, opens=True)) == 1


def test_the_opening_piece_ends_with_a_clause() -> None:
    written = "Then I went to see my old friend, and she was in the town where we lived."
    (first, _), _ = spoken_pieces(written, speakable(written, "en"), 300, opens=True)
    assert first == "Then I went to see my old friend,"


def test_an_expression_is_not_cut_and_the_spans_of_a_piece_count_from_its_start() -> None:
    written = "It was worth, they said, $1.2 billion, or more"
    start, end = written.index("$"), written.index(", or")
    spans = (
        SpokenSpan(written[:start], 0, start),
        SpokenSpan("one point two billion dollars", start, end),
        SpokenSpan(written[end:], end, len(written)),
    )
    found = spoken_pieces(written, spans, 40)
    assert [text for text, _ in found] == ["It was worth, they said,", "$1.2 billion, or more"]
    assert [spoken(piece) for _, piece in found] == ["It was worth, they said,", "one point two billion dollars, or more"]
    assert all(piece[0].start == 0 and piece[-1].end == len(text) for text, piece in found)


def test_pieces_are_limited_by_their_spoken_length_too() -> None:
    written = " ".join(["7"] * 60)
    spans = tuple(SpokenSpan("seventy-seven", at, at + 1) if at % 2 == 0 else SpokenSpan(" ", at, at + 1) for at in range(119))
    found = spoken_pieces(written, spans, 200)
    assert all(len(spoken(piece)) <= 200 for _, piece in found)
    assert " ".join(text for text, _ in found) == written
