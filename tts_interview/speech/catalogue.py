"""The catalogue of voices in `voices/`, and the sample sentence of each language."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from tts_interview.files.packaged import voice_data, voices_folder
from tts_interview.model import Gender, Voice


@cache
def catalogue() -> dict[str, Any]:
    """Return the content of catalogue.toml."""
    with (voices_folder() / "catalogue.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def catalogued_voices(engine: str) -> tuple[Voice, ...]:
    """Return the catalogued voices of an engine, best first."""
    entries = [entry for entry in catalogue()["voice"] if entry["engine"] == engine]
    return tuple(
        Voice(engine, e["name"], e["language"], Gender(e["gender"]), e["accent"], _quality(e), e["rank"])
        for e in sorted(entries, key=lambda entry: (entry["rank"], entry["name"]))
    )


def pace_of(voice: str) -> float:
    """Return the rate at which a Kokoro voice is as quick as others of its language; 1 if nobody measured it."""
    return float(voice_data("kokoro-pace.json").get(voice, 1.0))  # written by scripts/measure_paces.py


def _quality(entry: dict[str, Any]) -> str:
    """Summarise a voice: predicted opinion score from 1 to 5 (P.808), share of misheard words, and its makers' grade."""
    # written by benchmarks/voices.py
    found = voice_data("kokoro-quality.json")["voices"].get(entry["name"], {}) if entry["engine"] == "kokoro" else {}
    parts = [f"MOS {found['p808']:.1f}"] if found else []
    parts += [f"{found['word_errors']:.0%} misheard"] if "word_errors" in found else []
    return ", ".join([*parts, *([f"grade {entry['quality']}"] if entry["quality"] else [])])


def sample_sentence(voice: Voice) -> str:
    """Return what a voice says as a sample, in its own language; it counts to seven if there is no sentence for that."""
    name = voice.name.rpartition("_")[2].replace("+", " ")
    language = (voice.language or "en").partition("-")[0]
    return str(catalogue()["sample"].get(language, "1, 2, 3, 4, 5, 6, 7.")).format(name=name)
