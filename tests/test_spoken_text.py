"""Written words become spoken ones, in spans that cover the written text; sentences and pieces are cut where they should."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.model import SpokenSpan
from tts_interview.spoken_text import has_words, opening, pieces, sentences, speakable, spoken, spoken_pieces


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four.", ["One.", "Two!", "Three?", "Four."]),
        ("Dr. Jane Roe met Mr. Poe. They spoke.", ["Dr. Jane Roe met Mr. Poe.", "They spoke."]),
        ("The U.S. has complained. It will pay.", ["The U.S. has complained.", "It will pay."]),
        ("He left the U.S. The road was long.", ["He left the U.S.", "The road was long."]),
        ("J. R. R. Tolkien wrote. George W. Bush read.", ["J. R. R. Tolkien wrote.", "George W. Bush read."]),
        ("It cost $4.2 million. Yes.", ["It cost $4.2 million.", "Yes."]),
        ("“Is it?” he asked. “No.” She left.", ["“Is it?” he asked.", "“No.”", "She left."]),
        ("Well... maybe. Or not…", ["Well... maybe.", "Or not…"]),
        ("So do I. But you?", ["So do I.", "But you?"]),
        ("e.g. this, i.e. that. Fine.", ["e.g. this, i.e. that.", "Fine."]),
        ("See No. 10. It is near.", ["See No. 10.", "It is near."]),
        ("Acme Inc. The rest, etc. Then on.", ["Acme Inc.", "The rest, etc.", "Then on."]),
        ("No end", ["No end"]),
        ("他来了。我走了。", ["他来了。", "我走了。"]),
        ("वह आया। मैं गया।", ["वह आया।", "मैं गया।"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


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
