"""The shipped voices: complete, described, and the very vectors whose likeness was measured."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import numpy as np

from tts_interview import Gender
from tts_interview.catalogue import catalogue, catalogued_voices, voices_folder

REPORT = json.loads((voices_folder() / "kokoro-similarity.json").read_text(encoding="utf-8"))


def test_the_shipped_vectors_are_those_that_were_measured() -> None:
    shipped = hashlib.sha256((voices_folder() / "kokoro.npz").read_bytes()).hexdigest()
    assert shipped == REPORT["vectors_sha256"]


def test_every_voice_is_at_least_98_percent_like_its_pack() -> None:
    assert set(REPORT["similarity"]) == {voice.name for voice in catalogued_voices("kokoro")}
    assert all(len(rows) == 3 for rows in REPORT["similarity"].values())
    assert min(min(rows) for rows in REPORT["similarity"].values()) >= 0.98


def test_there_are_american_and_british_women_and_men() -> None:
    voices = catalogued_voices("kokoro")
    assert len(voices) >= 12
    kinds = {(voice.accent, voice.gender) for voice in voices}
    assert kinds == {(a, g) for a in ("American", "British") for g in (Gender.FEMALE, Gender.MALE)}


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


def test_names_tell_language_and_gender_as_the_catalogue_does() -> None:
    for voice in catalogued_voices("kokoro"):
        assert voice.language == {"a": "en-us", "b": "en-gb"}[voice.name[0]]
        assert voice.gender.value[0] == voice.name[1]


def test_the_model_of_the_measurement_is_the_model_that_is_used() -> None:
    from tts_interview.engines.kokoro.model_file import KOKORO

    assert REPORT["model_sha256"] == KOKORO.sha256


def test_every_file_of_the_folder_has_its_origin_written_down() -> None:
    readme = (voices_folder() / "README.md").read_text(encoding="utf-8")
    for name in (path.name for path in voices_folder().iterdir()):
        if name not in {"README.md", "__pycache__"}:
            assert f"`{name}`" in readme
    assert re.search(r"Apache-2\.0", readme)


def test_espeak_variants_alternate_so_that_the_first_two_differ_most() -> None:
    first, second = catalogue()["espeak"]["variant"][:2]
    assert {first["gender"], second["gender"]} == {"female", "male"}
    assert abs(first["pitch"] - second["pitch"]) >= 40


def test_the_folder_is_found_in_a_checkout() -> None:
    assert (voices_folder() / "catalogue.toml").is_file()
    assert Path(voices_folder()).name == "voices"
