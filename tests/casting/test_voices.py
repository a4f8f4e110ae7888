"""The shipped voices are complete and described, and their vectors are those that were measured."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from tts_interview import Gender, Voice
from tts_interview.casting.likeness import in_words, likeness
from tts_interview.files.packaged import voices_folder
from tts_interview.speech.catalogue import catalogue, catalogued_voices, sample_sentence

LANGUAGES = {"a": "en-us", "b": "en-gb", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-br", "z": "zh"}
CONTRAST = json.loads((voices_folder() / "contrast.json").read_text(encoding="utf-8"))
REPORT = json.loads((voices_folder() / "kokoro-similarity.json").read_text(encoding="utf-8"))


def test_the_shipped_vectors_are_those_that_were_measured() -> None:
    shipped = hashlib.sha256((voices_folder() / "kokoro.npz").read_bytes()).hexdigest()
    assert shipped == REPORT["vectors_sha256"]


def test_every_voice_is_at_least_98_percent_like_its_pack() -> None:
    assert set(REPORT["similarity"]) == {voice.name for voice in catalogued_voices("kokoro")}
    assert all(len(rows) == 3 for rows in REPORT["similarity"].values())
    assert min(min(rows) for rows in REPORT["similarity"].values()) >= 0.98


def test_there_are_american_and_british_women_and_men() -> None:
    voices = [voice for voice in catalogued_voices("kokoro") if voice.language.startswith("en")]
    assert len(voices) == 28
    kinds = {(voice.accent, voice.gender) for voice in voices}
    assert kinds == {(a, g) for a in ("American", "British") for g in (Gender.FEMALE, Gender.MALE)}


@pytest.mark.parametrize(
    ("language", "women", "men"),
    [("es", 1, 2), ("fr", 1, 0), ("hi", 2, 2), ("it", 1, 1), ("ja", 4, 1), ("pt-br", 1, 2), ("zh", 4, 4)],
)
def test_other_languages_have_all_voices_of_the_packs(language: str, women: int, men: int) -> None:
    genders = [voice.gender for voice in catalogued_voices("kokoro") if voice.language == language]
    assert (genders.count(Gender.FEMALE), genders.count(Gender.MALE)) == (women, men)


def test_the_english_vectors_have_not_changed() -> None:
    digest = hashlib.sha256()
    with np.load(voices_folder() / "kokoro.npz") as vectors:
        for name in sorted(vectors.files):
            if name[0] in "ab":
                digest.update(vectors[name].tobytes())
    assert digest.hexdigest() == "28b860f01e27e8298000541c3964815b0f8ce4dda7ed5f5cdd255c33c34c06ab"


def test_every_voice_has_finite_vectors_of_the_right_shape() -> None:
    with np.load(voices_folder() / "kokoro.npz") as vectors:
        for voice in catalogued_voices("kokoro"):
            basis, weights = vectors[f"{voice.name}.basis"], vectors[f"{voice.name}.weights"]
            assert basis.shape[1] == 256
            assert weights.shape == (510, basis.shape[0] - 1)
            assert np.isfinite(basis).all()
            assert np.isfinite(weights).all()


def test_the_first_voices_of_a_gender_have_different_ranks() -> None:
    for gender in (Gender.FEMALE, Gender.MALE):
        ranks = [voice.rank for voice in catalogued_voices("kokoro") if voice.gender is gender]
        assert ranks == sorted(set(ranks))


def test_names_agree_with_the_language_and_gender_in_the_catalogue() -> None:
    for voice in catalogued_voices("kokoro"):
        assert voice.language == LANGUAGES[voice.name[0]]
        assert voice.gender.value[0] == voice.name[1]


def test_the_vectors_hold_exactly_the_voices_of_the_catalogue() -> None:
    with np.load(voices_folder() / "kokoro.npz") as vectors:
        assert {name.partition(".")[0] for name in vectors.files} == {voice.name for voice in catalogued_voices("kokoro")}


def test_every_voice_has_a_sample_sentence_in_its_own_language() -> None:
    voices = {voice.language.partition("-")[0]: voice for voice in catalogued_voices("kokoro")}
    said = {language: sample_sentence(voice) for language, voice in voices.items()}
    assert len(set(said.values())) == len(said) == 8
    assert said["it"] == "Questa è la voce nicola. Che ne pensa?"
    assert sample_sentence(Voice("e", "fi+f4", "fi", Gender.FEMALE)) == "1, 2, 3, 4, 5, 6, 7."
    assert sample_sentence(Voice("e", "en+f4", "", Gender.FEMALE)).startswith("This is the voice en f4.")


# -- contrast --------------------------------------------------------------------------------------------------------


def test_the_contrast_was_measured_with_the_shipped_vectors_and_the_model_in_use() -> None:
    assert CONTRAST["vectors_sha256"] == hashlib.sha256((voices_folder() / "kokoro.npz").read_bytes()).hexdigest()
    assert CONTRAST["model_sha256"] == REPORT["model_sha256"]


def test_the_contrast_of_every_pair_of_voices_of_a_language_is_known_in_both_orders() -> None:
    pairs = combinations(catalogued_voices("kokoro"), 2)
    for one, other in (pair for pair in pairs if pair[0].language[:2] == pair[1].language[:2]):
        figure = likeness(one, other)
        assert figure is not None
        assert 0 < figure < 1
        assert likeness(other, one) == figure


def test_the_quality_of_every_voice_was_measured_with_the_shipped_vectors() -> None:
    report = json.loads((voices_folder() / "kokoro-quality.json").read_text(encoding="utf-8"))
    assert report["vectors_sha256"] == hashlib.sha256((voices_folder() / "kokoro.npz").read_bytes()).hexdigest()
    for voice in catalogued_voices("kokoro"):
        found = report["voices"][voice.name]
        assert 1 < found["overall"] < found["p808"] < 5
        assert ("word_errors" in found) == voice.language.startswith("en")
        assert voice.quality.startswith(f"MOS {found['p808']:.1f}")


def test_a_voice_that_was_not_measured_has_a_likeness_only_to_itself() -> None:
    known, unknown = catalogued_voices("kokoro")[0], Voice("mine", "af_heart", "en", Gender.FEMALE)
    assert likeness(known, unknown) is None
    assert likeness(unknown, unknown) == 1.0


def test_the_figures_agree_with_what_listeners_know_of_these_voices() -> None:
    voice = {v.name: v for v in catalogued_voices("kokoro")}
    assert (likeness(voice["am_puck"], voice["am_echo"]) or 0) > 0.75
    assert (likeness(voice["af_heart"], voice["bm_george"]) or 1) < 0.55


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (0.60, "easy to tell apart"),
        (0.601, "can be told apart"),
        (0.75, "can be told apart"),
        (0.751, "hard to tell apart"),
        (0.80, "hard to tell apart"),
        (0.801, "nearly the same"),
    ],
)
def test_a_likeness_is_put_into_words(figure: float, words: str) -> None:
    assert in_words(figure) == words


def test_the_model_of_the_measurement_is_the_model_in_use() -> None:
    from tts_interview.speech.engines.kokoro.model_file import KOKORO

    assert REPORT["model_sha256"] == KOKORO.sha256


def test_the_readme_documents_every_file_of_the_folder() -> None:
    readme = (voices_folder() / "README.md").read_text(encoding="utf-8")
    for name in (path.name for path in voices_folder().iterdir()):
        if name not in {"README.md", "__pycache__"}:
            assert f"`{name}`" in readme
    assert re.search(r"Apache-2\.0", readme)


def test_the_first_two_espeak_variants_differ_most() -> None:
    first, second = catalogue()["espeak"]["variant"][:2]
    assert {first["gender"], second["gender"]} == {"female", "male"}
    assert abs(first["pitch"] - second["pitch"]) >= 40


def test_the_folder_is_found_in_a_checkout() -> None:
    assert (voices_folder() / "catalogue.toml").is_file()
    assert Path(voices_folder()).name == "voices"
