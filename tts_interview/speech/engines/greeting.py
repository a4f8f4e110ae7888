"""The line about the voices of a run, with advice on how to get better ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.files.installation import install_extra
from tts_interview.language.segmentation import base_language
from tts_interview.speech.catalogue import catalogued_voices
from tts_interview.speech.engines import engine_class, speaks

if TYPE_CHECKING:
    from tts_interview.speech.engines import Engine


def greeting(engine: Engine, language: str) -> str:
    """Return the engine's own line and, if it has no natural voices, how to get some for the language."""
    advice = _advice(language) if engine.name == "system" else ""
    return f"{engine.greeting}; {advice}" if advice else engine.greeting


def _advice(language: str) -> str:
    if any(speaks(voice, language) for voice in catalogued_voices("kokoro")):
        return engine_class("kokoro").missing()
    first = f"{install_extra('piper')} and then " if engine_class("piper").missing() else ""
    return f"for natural ones: {first}tts-interview voices get {base_language(language)}"
