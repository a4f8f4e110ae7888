"""English is said as a person would say it: a table of written and spoken pairs with its traps, and what holds for any text."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview.spoken_text import pronunciations, rules_for, speakable, spoken, written_words
from tts_interview.spoken_text.english import numbers


def pairs() -> list[tuple[str, str]]:
    """What is written and what is said; a line without a tab is a trap, which is said as it is written."""
    lines = (Path(__file__).parent / "spoken" / "en.tsv").read_text(encoding="utf-8").splitlines()
    split = [line.partition("\t") for line in lines if line and not line.startswith("# ")]
    return [(written, said if tab else written.strip()) for written, tab, said in split]


@pytest.mark.parametrize(("written", "said"), pairs())
def test_what_is_written_is_said_as_a_person_would(written: str, said: str) -> None:
    assert spoken(speakable(written, "en-US")) == said


def test_the_table_is_large_and_has_a_trap_for_every_seventh_pair() -> None:
    found = dict(pairs())
    assert len(found) >= 400
    assert sum(written == said for written, said in found.items()) >= len(found) / 7


@pytest.mark.parametrize("said", [said for written, said in pairs() if written != said])
def test_what_is_spoken_already_is_said_as_it_is(said: str) -> None:
    assert spoken(speakable(said, "en")) == said


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in rules_for("en")]
    assert len(names) == len(set(names))


# What rules look for, so that they meet in every order.
SCRAPS = (
    *"1 21 0 007 1990 3.14 1,000 12 ½ ² ١ ३ ① 90s 's 1st 2nd - – — − / : . , % € $ £ ° °C & # @ + = ' ’ \" “ ” [ ]".split(),
    *"km/h m² h pm p.m. a.m. M bn million XX IV I A e th FBI U.S. NATO www.a1.com a@b3.de #tag1 @a1 Dr. St. No.".split(),
    *"vs. Jan. May Henry World War F-35 to the read live 555-0142 v2.1 sooo :) 😀 ( ) km [sic] (laughs) etc.".split(),
    *(" ", " ", " ", " ", "\u00a0", "\n"),
)
ANY = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=3), max_size=14).map("".join)


@settings(deadline=None)  # the first call imports the rules
@given(written=ANY)
def test_of_any_text_no_digit_is_left_and_no_character_is_lost(written: str) -> None:
    spans = speakable(written, "en")
    assert not [c for c in spoken(spans) if c.isdigit()]
    assert "".join(written[span.start : span.end] for span in spans) == written
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))


@settings(deadline=None)  # the first call imports the rules
@given(written=ANY)
def test_every_written_word_is_spoken_in_order_or_left_out(written: str) -> None:
    spans = speakable(written, "en")
    text = spoken(spans)
    words = written_words(written, spans)
    all_words = iter(written.split())
    assert all(word.text in all_words for word in words)
    assert all(0 <= word.start < word.end <= len(text) for word in words)


@settings(deadline=None)  # the first call imports the rules
@given(written=ANY)
def test_what_is_told_of_the_sound_are_ranges_in_order_that_do_not_overlap(written: str) -> None:
    spans = speakable(written, "en")
    found = pronunciations(spans)
    assert all(0 <= p.start < p.end <= len(spoken(spans)) for p in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@settings(deadline=None)  # the first call imports the rules
@given(written=ANY, name=st.sampled_from([rule.name for rule in rules_for("en")]))
def test_a_rule_says_something_for_all_that_it_finds_or_leaves_it(written: str, name: str) -> None:
    rule = next(rule for rule in rules_for("en") if rule.name == name)
    for found in rule.pattern.finditer(written):
        assert rule.say(found) == rule.say(found)


@pytest.mark.parametrize(
    "scrap",
    [
        *("1", "A", "a", "I", "é", ".", "-", "/", "@", "#", "[", "(", "'", "’", "%", "&", "$", "😀", "🏽", "½", "²", " ", "\n"),
        *("A.", "a.", "1,", "1.", "1-", "1/", "1:", "a@", "a/", "a-", "...", ". ", "1,111", "www.", "a@b."),
    ],
)
def test_a_hundred_thousand_characters_of_anything_are_spoken(scrap: str) -> None:
    """A rule that looks back over what it looked at already would not come to an end here."""
    written = (scrap * 100_000)[:100_000]
    assert speakable(written, "en")[-1].end == len(written)


@pytest.mark.parametrize(
    "scrap",
    ["1 ", "1/1 ", "$1 ", "A B ", "IV ", "May ", "3 May ", "Dr. ", "St. ", "read ", "the ", "NO ", "e.g. ", "1 m ", "1% – "],
)
def test_a_long_run_of_expressions_is_spoken(scrap: str) -> None:
    written = scrap * 1000
    assert speakable(written, "en")[-1].end == len(written)


def test_the_rules_of_a_language_are_imported_when_it_is_first_spoken() -> None:
    program = "import sys, tts_interview.cli, tts_interview.pipeline; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {name for name in done.stdout.split() if name.startswith("tts_interview.spoken_text.english")}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (110, "one hundred ten"),
        (1_000_001, "one million one"),
        (
            10**15 - 1,
            "nine hundred ninety-nine trillion " + "nine hundred ninety-nine billion nine hundred ninety-nine million",
        ),
    ],
)
def test_numbers_of_any_size_have_their_words(number: int, words: str) -> None:
    assert numbers.cardinal(number).startswith(words)


@given(st.integers(0, 10**15 - 1))
def test_numbers_are_words_and_their_ordinals_end_as_ordinals_do(number: int) -> None:
    assert numbers.cardinal(number).replace("-", "").replace(" ", "").isalpha()
    assert numbers.ordinal(number).endswith(("th", "first", "second", "third"))


def words_of(written: str, language: str = "en") -> dict[str, str]:
    """The phonemes of the words that have their own."""
    spans = speakable(written, language)
    text = spoken(spans)
    return {text[p.start : p.end]: p.ipa for p in pronunciations(spans)}


def test_an_acronym_with_an_a_has_phonemes_as_an_article_would_be_read_in_it() -> None:
    assert words_of("the CIA and two PTAs met the FBI") == {"C I A": "ˌsiːˌaɪˈeɪ", "P T A's": "ˌpiːˌtiːˈeɪz"}


def test_titles_that_no_engine_reads_have_phonemes() -> None:
    assert words_of("Ms. Roe met Mx. Poe") == {"Ms": "mɪz", "Mx": "mɪks"}
