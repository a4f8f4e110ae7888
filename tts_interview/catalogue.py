"""The folder voices/ -> the voices to cast from, and voices by the names that people type."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import CastingError
from tts_interview.model import Gender, Voice

if TYPE_CHECKING:
    from collections.abc import Sequence


def voices_folder() -> Path:
    """Where the data of the voices is: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "voices"
    return installed if installed.is_dir() else package.parent / "voices"


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


def find_voice(wish: str, voices: Sequence[Voice]) -> Voice:
    """The voice meant by `engine:name`, by what follows the underscore in it, or by any part of it that only one voice has.

    Raises CastingError, which names the nearest, if there is none, or several.
    """
    wanted = wish.strip().casefold()
    exact = [v for v in voices if wanted in (v.full_name.casefold(), v.name.casefold())]
    exact = exact or [v for v in voices if wanted and wanted == v.name.casefold().rpartition("_")[2]]
    found = exact or [v for v in voices if wanted and wanted in v.full_name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(v.full_name for v in found[:6])
        raise CastingError(f'"{wish}" may be any of these voices: {names}; give more of the name')
    raise CastingError(f'there is no voice "{wish}"{_nearest(wanted, voices)}; "{_listing(voices)}" lists them')


def _listing(voices: Sequence[Voice]) -> str:
    """The command that lists these voices: those of an interview are of one language, and often of one engine."""
    languages = {voice.language.partition("-")[0] for voice in voices if voice.language}
    engines = {voice.engine for voice in voices}
    language = languages.pop() if len(languages) == 1 else "en"
    engine = engines.pop() if len(engines) == 1 else "kokoro"
    other_language = f" --language {language}" if language != "en" else ""
    return "tts-interview voices" + other_language + (f" --engine {engine}" if engine != "kokoro" else "")


def _nearest(wanted: str, voices: Sequence[Voice]) -> str:
    import difflib

    names = {v.name.casefold(): v.full_name for v in voices}
    short = {name.rpartition("_")[2]: full for name, full in names.items()}
    near = difflib.get_close_matches(wanted.rpartition(":")[2], [*names, *short], n=3, cutoff=0.5)
    return f" (nearest: {', '.join(dict.fromkeys({**short, **names}[n] for n in near))})" if near else ""
