"""Find a voice by the name that people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.errors import CastingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Voice


def find_voice(wish: str, voices: Sequence[Voice]) -> Voice:
    """Return the voice with this name: `engine:name`, the part after the underscore, or any part that only one voice has.

    Raises CastingError if no voice matches, with the nearest names, or if several do.
    """
    wanted = wish.strip().casefold()
    exact = [v for v in voices if wanted in (v.full_name.casefold(), v.name.casefold())]
    exact = exact or [v for v in voices if wanted and wanted == v.name.casefold().rpartition("_")[2]]
    found = exact or [v for v in voices if wanted and wanted in v.full_name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(v.full_name for v in found[:6])
        raise CastingError(f'ambiguous voice "{wish}": it matches {names}; give more of the name')
    raise CastingError(f'unknown voice "{wish}"{_nearest(wanted, voices)}; "{_listing(voices)}" lists the voices')


def _listing(voices: Sequence[Voice]) -> str:
    """Return the command that lists these voices, which are of one language and often of one engine."""
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
