"""English rules: number words, phonemes of letters, titles and heteronyms, and dates by country."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.spoken_text import pronunciations, rules_for, speakable, spoken
from tts_interview.language.spoken_text.english import numerals


def test_rules_have_distinct_names() -> None:
    names = [rule.name for rule in rules_for("en")]
    assert len(names) == len(set(names))


def test_the_rules_of_a_language_are_imported_on_first_use() -> None:
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
def test_numbers_of_any_size_have_words(number: int, words: str) -> None:
    assert numerals.cardinal(number).startswith(words)


@given(st.integers(0, 10**15 - 1))
def test_numbers_are_words_and_ordinals_end_like_ordinals(number: int) -> None:
    assert numerals.cardinal(number).replace("-", "").replace(" ", "").isalpha()
    assert numerals.ordinal(number).endswith(("th", "first", "second", "third"))


def sounds(written: str, language: str = "en") -> dict[str, str]:
    """Return the phonemes of the words that have them."""
    spans = speakable(written, language)
    text = spoken(spans)
    return {text[p.start : p.end]: p.ipa for p in pronunciations(spans)}


def test_an_acronym_with_an_a_has_phonemes_so_that_the_a_is_not_read_as_an_article() -> None:
    assert sounds("the CIA and two PTAs met the FBI") == {"C I A": "ˌsiːˌaɪˈeɪ", "P T A's": "ˌpiːˌtiːˈeɪz"}


def test_titles_that_engines_misread_have_phonemes() -> None:
    assert sounds("Ms. Roe met Mx. Poe") == {"Ms": "mɪz", "Mx": "mɪks"}


# A word that engines read correctly by themselves stays as it is.
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
    on the *record*                                 ɹɛkɚd
    a *record* high                                 ɹɛkɚd
    to *record* levels of rain                      ɹɛkɚd
    We want to *record* it.                         as-it-is
    They *record* music.                            ɹəkɔːɹd
    Nobody can *record* that.                       ɹəkɔːɹd
    They did not *record* it.                       ɹəkɔːɹd
    an *invalid* number                             as-it-is
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
    Farmers *use* it.                               juːz
    the *use* of it                                 juːs
    It gets way more *use* than it should.          juːs
    Someone *uses* it.                              juːzᵻz
    It has two *uses*.                              as-it-is
    Its *uses* are many.                            juːsᵻz
    It continued to *decrease*.                     as-it-is
    They *decrease* every year.                     dəkɹiːs
    a large *decrease*                              as-it-is
    a sharp *increase* of it                        ɪnkɹˌiːs
    My own *estimate* is higher.                    ɛstəmət
    We *estimate* that.                             ɛstəmˌeɪt
    I am *content* with it.                         kəntɛnt
    the *content* of it                             kɑːntɛnt
    fresh *produce*                                 pɹoʊdˌuːs
    They *produce* steel.                           pɹəduːs
    Take a *bow*.                                   baʊ
    *bow* and arrow                                 as-it-is
    sea *bass*                                      bæs
    a *bass* guitar                                 beɪs
    no *excuse*                                     ɪkskjuːs
"""


def test_the_words_around_a_heteronym_decide_how_it_is_pronounced() -> None:
    wrong = []
    for line in HETERONYMS.strip().splitlines():
        marked, expected = line.strip().rsplit(maxsplit=1)
        sound = sounds(marked.strip().replace("*", "")).get(marked.split("*")[1], "as-it-is").replace("ˈ", "")
        wrong += [(marked, expected, sound)] if sound != expected else []
    assert not wrong


def test_engines_without_phonemes_read_a_noun_or_a_verb_as_it_is_written() -> None:
    spans = speakable("the Estimate of it", "en-US")
    assert [(span.spoken, span.respelling) for span in spans if span.ipa] == [("Estimate", "Estimate")]


@pytest.mark.parametrize("written", ["a reader", "the leader", "alive", "recorded minutes", "closely used", "the redhead"])
def test_a_word_that_contains_a_heteronym_is_not_one(written: str) -> None:
    assert not sounds(written)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "April fifth, twenty twenty-four"),
        ("en-US", "April fifth, twenty twenty-four"),
        ("en-GB", "May fourth, twenty twenty-four"),
    ],
)
def test_the_country_decides_which_figure_of_a_date_is_the_month(language: str, words: str) -> None:
    assert spoken(speakable("4/5/2024", language)) == words
    assert spoken(speakable("13/5/2024", language)) == "May thirteenth, twenty twenty-four"
