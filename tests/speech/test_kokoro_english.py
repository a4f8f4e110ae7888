"""English words get listed phonemes, in the form that the words around need; rules read what is not listed."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tts_interview.language.phonetics import word_list
from tts_interview.language.phonetics.word_list import PronunciationList, listed_words
from tts_interview.language.segmentation import word_ranges
from tts_interview.model import Delivery, Pronunciation, Utterance
from tts_interview.speech.engines.kokoro.inference import symbols
from tts_interview.speech.engines.kokoro.phonemes import Phonemes, english_pieces

if TYPE_CHECKING:
    from pathlib import Path


def of(text: str, language: str = "en-us", pronunciations: tuple[Pronunciation, ...] = ()) -> str:
    return Phonemes(symbols()).of(Utterance(text, "", language, pronunciations=pronunciations))


def sources(text: str, language: str = "en-us") -> dict[str, str]:
    return {piece.text: piece.source for piece in english_pieces(Utterance(text, "", language)) if piece.is_word}


SAID = """
    en-gb  the last one asked after his answer    ðə lˈɑːst wˈʌn ˈɑːskt ˈɑːftə hɪz ˈɑːnsə
    en-us  the last one asked after his answer    ðə lˈæst wˈʌn ˈæskt ˈæftɚ hɪz ˈænsɚ
    en-us  COVID in Karlsruhe                     kˈoʊvˌɪd ɪn kˈɑːɹlzɹˌʊə
    en-us  podcasts stopped, boxes needed         pˈɑːdkˌæsts stˈɑːpt, bˈɑːksᵻz nˈiːdᵻd
    en-gb  podcasts stopped, boxes needed         pˈɒdkɑːsts stˈɒpt, bˈɒksɪz nˈiːdɪd
    en-us  he studied what she'd been rating      hiː stˈʌdid wˌʌt ʃiːd bɪn ɹˈeɪɾɪŋ
    en-us  the old and the new                    ðɪ ˈoʊld ænd ðə nˈuː
    en-us  to ask, to go, to.                     tʊ ˈæsk, tə ɡˈoʊ, tˈuː.
    en-us  a use                                  ɐ jˈuːz
    en-gb  far off, for it; far.                  fˈɑːɹ ˈɒf, fɔːɹ ˈɪt; fˈɑː.
    en-gb  hear, it is                            hˈiə, ɪt ˈɪz
    en-us  They were. It is!                      ðeɪ wˈɜː. ɪt ˈɪz!
    en-us  I used to live there.                  aɪ jˈuːst tə lˈɪv ðˈɛɹ.
    en-us  it was used to measure                 ɪt wʌz jˈuːzd tə mˈɛʒɚ
    en-us  continued to decrease                  kəntˈɪnjuːd tə dəkɹˈiːs
    en-us  nearly to tears                        nˈɪɹli tə tˈɪɹz
    en-us  the RAM “quoted” it                    ðə ɹˈæm “kwˈoʊɾᵻd” ɪt
    en-us  a café, ’tis                           ɐ kæfˈeɪ, tˈɪz
    en-us  OneNote webseries well-known           wˈʌnnˈoʊt wˈɛbsˌɪɹiz wˈɛlnˈoʊn
    en-us  prettier, refactoring, smartest        pɹˈɪɾiɚ, ɹifˈæktəɹɪŋ, smˈɑːɹɾɪst
    en-gb  prettier, refactoring, smartest        pɹˈɪtiə, ɹiːfˈaktəɹɪŋ, smˈɑːtɪst
    en-us  3.5 of them                            θɹˈiː pɔɪnt fˈaɪv ʌv ðˌɛm
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_words_are_said_as_a_person_says_them_in_that_place(line: str) -> None:
    language, text, phonemes = re.split(r"\s{2,}", line.strip())
    assert of(text, language) == phonemes


def test_a_pronunciation_leaves_the_words_around_it_as_they_are() -> None:
    text = "I use it: I know."
    assert of(text, pronunciations=(Pronunciation(2, 5, "ˈjuːs"),)) == of(text).replace("jˈuːz", "jˈuːs")


def test_a_pronunciation_decides_the_form_of_the_word_before_it() -> None:
    assert of("the Rutte", pronunciations=(Pronunciation(4, 9, "ˈʌtə"),)) == "ðɪ ˈʌtə"


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("ˈɹɛkɚd", "ɹˈɛkəd"),
        ("ˈhoʊkɔːɹ", "hˈəʊkɔː"),
        ("ˈkæɹɪ", "kˈaɹɪ"),
        ("ˈwɜːɹi", "wˈɜːɹi"),
        ("ˈwɛɹ", "wˈeə"),
        ("ˈnoʊɾɚɪŋ", "nˈəʊtəɹɪŋ"),
    ],
)
def test_phonemes_of_american_english_become_those_of_a_british_voice(american: str, british: str) -> None:
    assert of("word", "en-gb", (Pronunciation(0, 4, american),)) == british


def test_a_respelling_in_words_is_read_as_words() -> None:
    assert of("a record", pronunciations=(Pronunciation(2, 8, respelling="reck third"),)) == "ɐ ɹˈɛk θˈɜːd"


@pytest.mark.parametrize("language", ["en-us", "en-gb"])
def test_the_words_of_a_text_have_exactly_its_phonemes(language: str) -> None:
    text = "“Rutte’s well-known, 3.5 GB RAM — for it; the café’s (old) one… No?”"
    utterance = Utterance(text, "", language, pronunciations=(Pronunciation(1, 6, "ˈɹʌtə"), Pronunciation(28, 31, "ˈɹɒm")))
    assert text[28:31] == "RAM"
    phonemes = Phonemes(symbols())
    joined = "".join(phonemes.of_words(utterance, word_ranges(text, "en")))
    assert joined == "".join(c for c in phonemes.of(utterance) if c.isalpha() or c in "ˈˌː")


# -- words that are not listed -----------------------------------------------------------------------------------------


def test_a_name_is_read_by_the_rules_of_the_language_that_its_letters_show() -> None:
    text = "Rüdiger Vandersteg met Vandersteg"
    found = english_pieces(Utterance(text, "", "en-us"))
    assert [(piece.text, piece.source) for piece in found if piece.is_word] == [
        ("Rüdiger", "de"),
        ("Vandersteg", "de"),
        ("met", "list"),
        ("Vandersteg", "rules"),
    ]
    assert found[0].phonemes.startswith("ɹˈuːdɪɡ")
    assert found[2].phonemes != found[-1].phonemes


def test_a_passage_of_another_language_is_read_in_it_with_english_sounds() -> None:
    said = of("a Gemütlichkeit here", pronunciations=(Pronunciation(2, 15, language="de"),)).split()[1]
    assert said.startswith("ɡəmˈuːt")
    assert set(said) <= set("ˈˌːɡəmutlɪʃkaɪ")


def test_some_endings_of_names_have_the_stress() -> None:
    assert of("Walensky") == "wælˈɛnski"
    assert of("risky") == "ɹˈɪski"


def test_names_are_not_taken_for_compounds_or_plurals() -> None:
    assert sources("Ines Blinken’s webseries") == {"Ines": "rules", "Blinken’s": "rules", "webseries": "parts"}


def test_words_in_capitals_are_not_spelled() -> None:
    assert of("the ZORBET") == of("the zorbet")


@pytest.mark.parametrize("word", ["ed" * 3000, "'s" * 3000, "a-" * 3000, "’" * 3000, "ing" * 3000, "-", "é" * 500])
def test_long_words_and_odd_ones_are_read(word: str) -> None:
    assert of(f"a {word} b").startswith("ɐ")


# -- the lists ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", ["us", "gb"])
def test_a_list_has_only_sounds_of_kokoro_and_finds_every_word(dialect: str) -> None:
    lines = gzip.decompress(_file(dialect).read_bytes()).decode().splitlines()
    assert len(lines) > 130_000
    sounds = "".join(re.sub("[A-Z]+=|None=", "", line.partition("\t")[2]) for line in lines)
    assert set(sounds) - {"\t"} <= set(symbols())
    listed = listed_words(dialect)
    for line in [*lines[::997], lines[-1]]:
        found = listed.find(line.partition("\t")[0])
        assert found
        assert line.split("\t")[1] == found.ipa
    assert {word for word in ("zzzz", "", "Aaaaa", "~") if listed.find(word)} == set()


def test_both_lists_take_less_than_three_megabytes() -> None:
    assert sum(_file(dialect).stat().st_size for dialect in ("us", "gb")) < 3_000_000


def test_a_list_keeps_variants_by_their_tags() -> None:
    listed = PronunciationList("a\tx\nuse\tjˈuːz\tNOUN=jˈuːs\nused\ty\n".encode()).find("use")
    assert listed
    assert (listed.ipa, listed.tagged("ADJ", "NOUN"), listed.tagged("VERB")) == ("jˈuːz", "jˈuːs", "jˈuːz")


def test_importing_the_engine_loads_no_list() -> None:
    program = (
        "import tts_interview.speech.engines.kokoro\n"
        "from tts_interview.language.phonetics.word_list import listed_words as words\n"
        "print(words.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout == "0\n"


def _file(dialect: str) -> Path:
    return word_list.file_of(dialect)


STRESSED = """
    en-us  It *was* there.               ɪt wˈˈʌz ðˈɛɹ.
    en-us  I did *not* go.               aɪ dˈɪd nˈˈɑːt ɡˌoʊ.
    en-us  in *the* place, *a* place     ɪn ðˈˈiː plˈeɪs, ˈˈeɪ plˈeɪs
    en-gb  for *an* hour *and* a day     fɔːɹ ˈˈan ˈaʊəɹ ˈˈand ɐ dˈeɪ
    en-us  You *have to* see.            juː hˈˈæv tuː sˈiː.
    en-us  *a lot* of *it*               ɐ lˈˈɑːt ʌv ˈˈɪt
    en-us  only *because* of it          ˈoʊnli bəkˈˈʌz ʌv ɪt
    en-us  I was *not at all* sure.      aɪ wʌz nˈˈɑːt æt ˈˈɔːl ʃˈʊɹ.
"""


@pytest.mark.parametrize("line", STRESSED.strip().splitlines())
def test_a_word_that_stands_out_has_its_strong_form_and_more_stress(line: str) -> None:
    language, written, phonemes = re.split(r"\s{2,}", line.strip())
    edges = [found.start() - number for number, found in enumerate(re.finditer(r"\*", written))]
    stressed = Delivery(stressed=tuple(zip(edges[::2], edges[1::2], strict=True)))
    assert Phonemes(symbols()).of(Utterance(written.replace("*", ""), "", language, stressed)) == phonemes


def test_a_word_with_phonemes_of_its_own_may_stand_out() -> None:
    utterance = Utterance("with Rutte", "", "en-us", Delivery(stressed=((5, 10),)), (Pronunciation(5, 10, "ɹʊtə"),))
    assert Phonemes(symbols()).of(utterance) == "wɪð ɹˈˈʊtə"
