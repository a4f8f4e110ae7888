"""The voices that the data of `voices/` describes, and the sentence that each says as a sample."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from typing import Any

from tts_interview.files.packaged import voices_folder
from tts_interview.model import Gender, Voice


@cache
def catalogue() -> dict[str, Any]:
    """All of catalogue.toml."""
    with (voices_folder() / "catalogue.toml").open("rb") as file:
        return tomllib.load(file)


def catalogued_voices(engine: str) -> tuple[Voice, ...]:
    """The voices of an engine that the catalogue describes, best first."""
    entries = [entry for entry in catalogue()["voice"] if entry["engine"] == engine]
    return tuple(
        Voice(engine, e["name"], e["language"], Gender(e["gender"]), e["accent"], _quality(e), e["rank"])
        for e in sorted(entries, key=lambda entry: (entry["rank"], entry["name"]))
    )


@cache
def _measured() -> dict[str, dict[str, float]]:
    """What was measured of each voice of Kokoro, by its name; benchmarks/voices.py writes it."""
    content = (voices_folder() / "kokoro-quality.json").read_text(encoding="utf-8")
    return dict(json.loads(content)["voices"])


def _quality(entry: dict[str, Any]) -> str:
    """In one line: the predicted opinion of listeners from 1 to 5 (P.808), words misheard, the grade that its makers give."""
    found = _measured().get(entry["name"], {}) if entry["engine"] == "kokoro" else {}
    said = [f"MOS {found['p808']:.1f}"] if found else []
    said += [f"{found['word_errors']:.0%} misheard"] if "word_errors" in found else []
    return ", ".join([*said, *([f"grade {entry['quality']}"] if entry["quality"] else [])])


def sample_sentence(voice: Voice) -> str:
    """What a voice says to be heard, in its own language; it counts where we have no sentence of that."""
    name = voice.name.rpartition("_")[2].replace("+", " ")
    language = (voice.language or "en").partition("-")[0]
    return str(catalogue()["sample"].get(language, "1, 2, 3, 4, 5, 6, 7.")).format(name=name)
