"""English is said as a person would say it: a table of written and spoken pairs with its traps, and what holds for any text."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview.language.spoken_text import pronunciations, rules_for, speakable, spoken, written_words
from tts_interview.language.spoken_text.english import numbers


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
    ],
)
def test_a_hundred_thousand_characters_of_anything_are_spoken(scrap: str) -> None:
    """A rule that looks back over what it looked at already would not come to an end here."""
    written = (scrap * 100_000)[:100_000]
    assert speakable(written, "en")[-1].end == len(written)


@pytest.mark.parametrize(
    "scrap",
    [
        *("A.", "a.", "1,", "1.", "1-", "1/", "1:", "a@", "a/", "a-", "...", ". ", "1,111", "www.", "a@b.", "1+", "x=", "1 1/"),
        *(
            "1 ",
            "1/1 ",
            "$1 ",
            "A B ",
            "IV ",
            "May ",
            "3 May ",
            "Dr. ",
            "St. ",
            "read ",
            "the ",
            "NO ",
            "e.g. ",
            "1 m ",
            "1% – ",
        ),
    ],
)
def test_a_long_run_of_expressions_is_spoken(scrap: str) -> None:
    written = scrap * 1000
    assert speakable(written, "en")[-1].end == len(written)


def test_the_rules_of_a_language_are_imported_when_it_is_first_spoken() -> None:
    program = "import sys, tts_interview.cli, tts_interview.pipeline; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {name for name in done.stdout.split() if name.startswith("tts_interview.language.spoken_text.english")}


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


# What an engine says rightly by itself is left to it.
HETERONYMS = """
    I have already *read* it.                       ɹɛd
    She *read* it aloud and smiled.                 ɹɛd
    It is *read* by many.                           ɹɛd
    Ann *read* the letter.                          ɹɛd
    I *read* the book yesterday.                    ɹɛd
    We sat down and *read* what he had written.     ɹɛd
    a well-*read* man                               ɹɛd
    I'd never been *read* to.                       ɹɛd
    I like to *read* books.                         as-it-is
    Did she *read* it?                              ɹiːd
    Can anybody *read* this?                        ɹiːd
    They let him *read* the mail.                   ɹiːd
    I *read* every day.                             ɹiːd
    Don't *read* it.                                ɹiːd
    *Read* this.                                    ɹiːd
    It was a good *read*.                           ɹiːd
    the *lead* pipe                                 lɛd
    *lead* poisoning                                lɛd
    a sheet made of *lead*                          lɛd
    They *lead* the way.                            as-it-is
    a *lead* singer                                 as-it-is
    She is in the *lead*.                           as-it-is
    We listened to *live* music.                    laɪv
    They went *live* on air.                        laɪv
    a *live* show                                   laɪv
    We are *live* from Ostrand.                     laɪv
    They *live* here.                               lɪv
    Fishermen *live* on the coast.                  lɪv
    to *live* and learn                             as-it-is
    It saved their *lives*.                         laɪvz
    He *lives* here.                                lɪvz
    on the *record*                                 as-it-is
    a *record* high                                 ɹɛkɚd
    to *record* levels of rain                      ɹɛkɚd
    We want to *record* it.                         as-it-is
    They *record* music.                            ɹɪkɔːɹd
    Wait a *minute*.                                as-it-is
    in *minute* detail                              maɪnuːt
    The *wind* blows.                               wɪnd
    I have to *wind* the clock.                     as-it-is
    They *wind* down.                               waɪnd
    The path *winds* up the hill.                   waɪndz
    Strong *winds* blew.                            as-it-is
    the *wound* healed                              as-it-is
    He *wound* up in jail.                          waʊnd
    A *tear* fell.                                  as-it-is
    They will *tear* it down.                       tɛɹ
    *tear* gas                                      tɪɹ
    *Close* the door.                               kloʊz
    They *close* at six.                            kloʊz
    He was *close* to it.                           kloʊs
    *close* friends                                 kloʊs
    *Use* it.                                       juːz
    Farmers *use* it.                               juːz
    the *use* of it                                 juːs
    I am *content* with it.                         kəntɛnt
    the *content* of it                             as-it-is
    fresh *produce*                                 pɹoʊduːs
    They *produce* steel.                           pɹəduːs
    Take a *bow*.                                   baʊ
    *bow* and arrow                                 as-it-is
    sea *bass*                                      bæs
    a *bass* guitar                                 as-it-is
    *Excuse* me.                                    ɪkskjuːz
    no *excuse*                                     ɪkskjuːs
"""


@pytest.mark.parametrize("line", [line.strip() for line in HETERONYMS.splitlines() if line.strip()])
def test_what_stands_around_a_heteronym_decides_how_it_is_said(line: str) -> None:
    marked, sound = line.rsplit(maxsplit=1)
    word = marked.split("*")[1]
    said = words_of(marked.strip().replace("*", "")).get(word, "as-it-is")
    assert said.replace("ˈ", "") == sound


@pytest.mark.parametrize("written", ["a reader", "the leader", "alive", "recorded minutes", "closely used", "the redhead"])
def test_words_that_hold_a_heteronym_are_none(written: str) -> None:
    assert not words_of(written)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "April fifth, twenty twenty-four"),
        ("en-US", "April fifth, twenty twenty-four"),
        ("en-GB", "May fourth, twenty twenty-four"),
    ],
)
def test_which_figure_of_a_date_is_the_month_is_told_by_the_country(language: str, said: str) -> None:
    assert spoken(speakable("4/5/2024", language)) == said
    assert spoken(speakable("13/5/2024", language)) == "May thirteenth, twenty twenty-four"
