"""Phonemes and their respellings."""

from __future__ import annotations

import pytest

from tts_interview.language.phonetics.ipa import ENGLISH, fitted
from tts_interview.language.phonetics.respelling import respelling_of


@pytest.mark.parametrize(
    ("ipa", "respelling"),
    [
        ("nˈeɪɾoʊ", "NAY-toh"),
        ("nˈɛɾə", "NEH-tuh"),
        ("bˈiːɾi", "BEE-tee"),
        ("pˈɑːɹɾi", "PAHR-tee"),
        ("ɹˈɪɾɚ", "RIH-ter"),
        ("ˌɔːɾəmˈæɾɪk", "aw-tuh-MA-tik"),
        ("ɡɛɾ ˈʌp", "get UP"),
        ("ˈneɪɾoʊ", "NAY-toh"),
    ],
)
def test_an_american_flap_is_respelled_as_t(ipa: str, respelling: str) -> None:
    assert respelling_of(ipa) == respelling


@pytest.mark.parametrize(
    ("ipa", "respelling"),
    [
        ("ˈpeɾeθ", "PEH-reth"),
        ("ˈpeɾes", "PEH-res"),
        (fitted("ˈpeɾeθ", ENGLISH), "PEH-reth"),
        ("ˈkaɾo", "KA-roh"),
        ("maˈɾia", "ma-REE-a"),
        ("maɾˈia", "ma-REE-a"),
        ("ˈiɾis", "EE-rees"),
        ("ˈpeðɾo", "PEDH-roh"),
    ],
)
def test_a_spanish_r_in_typed_ipa_stays_an_r(ipa: str, respelling: str) -> None:
    assert respelling_of(ipa) == respelling


def test_an_american_glottal_stop_is_respelled_as_t() -> None:
    assert respelling_of("bɹˈɪʔn") == "BRIH-tuhn"


def test_the_phonemes_of_other_languages_have_no_flap() -> None:
    assert respelling_of("teɪʃˈeɪɾɐ", "pt-BR") == "tay-SHAY-ruh"
    assert respelling_of("teɪʃˈeɪɾɐ", "en-US") == "tay-SHAY-tuh"
