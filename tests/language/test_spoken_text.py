"""Written words become spoken ones, in spans that cover the written text; sentences and pieces are cut where they should."""

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
def test_english_is_said_as_a_person_would(written: str, said: str) -> None:
    assert spoken(speakable(written, "en-US")) == said


@given(st.text(alphabet=st.sampled_from("ab [](){}&—-*.laughs sic"), max_size=60))
def test_spans_cover_the_written_text_in_order(written: str) -> None:
    spans = speakable(written, "en")
    assert "".join(written[s.start : s.end] for s in spans) == written
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))


def sentence_cases() -> list[tuple[str, list[str]]]:
    lines = (Path(__file__).parent / "spoken" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    split = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [(language, text.split("|")) for language, text in split]


@pytest.mark.parametrize(("language", "expected"), sentence_cases())
def test_sentences_end_where_a_reader_would_end_them(language: str, expected: list[str]) -> None:
    text = ("" if language in {"ja", "zh"} else " ").join(expected)
    assert [text[a:b] for a, b in sentences(text, unbroken_ranges(text, language))] == expected


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
def test_a_hundred_thousand_characters_of_anything_are_cut(scrap: str) -> None:
    """A rule that looks back over what it looked at already would not come to an end here."""
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
def test_without_marks_a_speaker_breathes_before_a_conjunction(text: str, first: str) -> None:
    cut = [text[a:b] for a, b in pieces(text, 60)]
    assert len(cut) == 2
    assert cut[1].startswith(first)


def test_a_long_quotation_breathes_where_its_sentences_end() -> None:
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
        # There is no clause, or it is over before the rest is spoken.
        ("How the ferry of Ostrand came back to its old harbour", "How the ferry of Ostrand came back to its old harbour"),
        ("On a cold Monday morning, " + "they came " * 9 + "home", "On a cold Monday morning, " + "they came " * 9 + "home"),
        ("They came back home at last,", "They came back home at last,"),
    ],
)
def test_an_episode_opens_with_a_clause_that_leaves_time_for_the_next(text: str, first: str) -> None:
    ranges = opening(text, 280)
    assert text[slice(*ranges[0])] == first
    assert " ".join(text[start:end] for start, end in ranges) == text


def test_an_opening_that_has_no_words_has_no_pieces() -> None:
    assert opening("", 280) == []


def test_an_opening_is_not_cut_inside_what_belongs_together() -> None:
    text = "The ferry that came back: how Ostrand saved its harbour"
    assert opening(text, 280, [(0, 40)]) == [(0, len(text))]


def test_what_belongs_together_is_cut_neither_into_sentences_nor_into_pieces() -> None:
    text = "She sang one. Two, three, four, and left"
    whole = [(text.index("one"), text.index("four"))]
    assert len(sentences(text)) == 2
    assert len(sentences(text, whole)) == 1
    cut = [text[a:b] for a, b in pieces(text, 22, whole)]
    assert cut == ["She sang", "one. Two, three,", "four, and left"]


def test_a_whole_that_is_longer_than_a_piece_is_cut_after_words() -> None:
    text = "aa bb cc dd"
    assert [text[a:b] for a, b in pieces(text, 6, [(0, len(text))])] == ["aa bb", "cc dd"]


def test_a_word_longer_than_a_piece_is_cut_all_the_same() -> None:
    assert [b - a for a, b in pieces("x" * 100, 40)] == [40, 40, 20]


@pytest.mark.parametrize(("text", "expected"), [("…", False), ("—", False), ("A", True), ("7", True), ("我", True)])
def test_there_is_something_to_say_if_there_is_a_letter_or_a_digit(text: str, *, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "Wir haben uns in Bremen am 3. Mai wieder getroffen und lange geredet."),
        ("en", "Then I went to see my old friend Dr. Roe in the town where we lived."),
    ],
)
def test_what_is_heard_first_does_not_end_with_the_full_stop_of_an_abbreviation(language: str, written: str) -> None:
    assert len(spoken_pieces(written, speakable(written, language), 300, opens=True)) == 1


def test_what_is_heard_first_ends_with_a_clause() -> None:
    written = "Then I went to see my old friend, and she was in the town where we lived."
    (first, _), _ = spoken_pieces(written, speakable(written, "en"), 300, opens=True)
    assert first == "Then I went to see my old friend,"


def test_what_is_spoken_as_one_is_never_cut_and_the_spans_of_a_piece_count_from_its_start() -> None:
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


def test_pieces_are_short_when_spoken_and_not_only_when_written() -> None:
    written = " ".join(["7"] * 60)
    spans = tuple(SpokenSpan("seventy-seven", at, at + 1) if at % 2 == 0 else SpokenSpan(" ", at, at + 1) for at in range(119))
    found = spoken_pieces(written, spans, 200)
    assert all(len(spoken(piece)) <= 200 for _, piece in found)
    assert " ".join(text for text, _ in found) == written
