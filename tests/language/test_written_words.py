"""Each written word that is spoken has its range of the spoken text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.spoken_text import pronunciations, speakable, spoken, written_words
from tts_interview.model import SpokenSpan


def ranges(written: str, spans: tuple[SpokenSpan, ...]) -> list[tuple[str, str]]:
    text = spoken(spans)
    return [(word.text, text[word.start : word.end]) for word in written_words(written, spans)]


def spoken_ranges(written: str) -> list[tuple[str, str]]:
    return ranges(written, speakable(written, "en"))


def test_words_spoken_as_written_have_their_own_range() -> None:
    assert spoken_ranges("Yes, of course.") == [("Yes,", "Yes,"), ("of", "of"), ("course.", "course.")]


def test_words_in_editorial_brackets_are_spoken_without_the_brackets() -> None:
    assert spoken_ranges("[Pete] Hegseth [was] there") == [
        ("[Pete]", "Pete"),
        ("Hegseth", "Hegseth"),
        ("[was]", "was"),
        ("there", "there"),
    ]


def test_a_transcribers_note_is_not_a_spoken_word() -> None:
    assert spoken_ranges("Well [laughs] yes") == [("Well", "Well"), ("yes", "yes")]


def test_a_lone_dash_is_not_a_spoken_word() -> None:
    assert [word for word, _ in spoken_ranges("He came — and left")] == ["He", "came", "and", "left"]


def test_words_spoken_as_one_expression_share_its_range_by_their_length() -> None:
    written = "It cost $1.2 billion then"
    spans = (
        SpokenSpan("It cost ", 0, 8),
        SpokenSpan("one point two billion dollars", 8, 20),
        SpokenSpan(" then", 20, 25),
    )
    first, second = written_words(written, spans)[2:4]
    assert (first.text, second.text) == ("$1.2", "billion")
    assert spoken(spans)[first.start : first.end] == spoken(spans)[second.start : second.end] == "one point two billion dollars"
    assert (first.first, second.last) == (0.0, 1.0)
    assert first.last < second.first  # the space belongs to neither
    assert first.last == 4 / 12


def test_words_spoken_before_the_text_are_not_written_words() -> None:
    assert ranges("A harbour.", (SpokenSpan("Image: ", 0, 0), SpokenSpan("A harbour.", 0, 10))) == [
        ("A", "A"),
        ("harbour.", "harbour."),
    ]


def test_the_pronunciation_of_a_span_becomes_a_range_of_the_spoken_text() -> None:
    spans = (
        SpokenSpan("I  ", 0, 3),
        SpokenSpan(" read ", 3, 9, "ɹɛd", "red"),
        SpokenSpan(" , and ", 9, 15),
        SpokenSpan("NATO", 15, 19, respelling="nay-toe"),
        SpokenSpan("c'est la vie", 19, 31, language="fr"),
        SpokenSpan(" ", 31, 32, "ə"),
    )
    text = spoken(spans)
    assert text == "I read, and NATOc'est la vie"
    found = pronunciations(spans)
    assert [text[p.start : p.end] for p in found] == ["read", "NATO", "c'est la vie"]
    assert [(p.ipa, p.respelling, p.language) for p in found] == [("ɹɛd", "red", ""), ("", "nay-toe", ""), ("", "", "fr")]


@given(st.text(alphabet="ab 1,.—[]()&\n\u00a0$", max_size=60))
def test_ranges_are_in_order_inside_the_spoken_text(written: str) -> None:
    spans = speakable(written, "en")
    words = written_words(written, spans)
    text = spoken(spans)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert {w for w in written.split() if w.isalnum()} <= {word.text for word in words}
