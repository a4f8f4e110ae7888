"""An engine for tts-interview in one module: it hums a note for every syllable.

Replace `_hum` with a call of your speech synthesis, and the constants with its facts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from tts_interview import Clip, EngineError, Gender, Utterance, Voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tts_interview.speech.engines import EngineSetup

_PITCH_HZ = {"alma": 220.0, "dora": 247.0, "kuno": 110.0, "otis": 131.0}
_GENDERS = {"alma": Gender.FEMALE, "dora": Gender.FEMALE, "kuno": Gender.MALE, "otis": Gender.MALE}
_SYLLABLE = re.compile(r"[aeiouyäöüáéíóú]+|\d", re.IGNORECASE)
_SYLLABLE_S = 0.18
_FADE_S = 0.02


class HumEngine:
    """Four voices that hum any language."""

    name: ClassVar[str] = "hum"
    preference: ClassVar[int] = 0  # never chosen by --engine auto
    greeting: ClassVar[str] = "Voices: hum (notes instead of words)"
    sample_rate_hz: ClassVar[int] = 24_000
    piece_chars: ClassVar[int] = 400
    paces: ClassVar[tuple[float, float]] = (0.5, 2.0)
    work_per_second: ClassVar[float] = 0.001

    def __init__(self, setup: EngineSetup) -> None:
        """Take the folders and callbacks of `setup`; load models only when the first utterance comes."""
        del setup  # this engine needs none of them
        self.workers = 1

    @classmethod
    def missing(cls) -> str:
        """Return what the engine still needs on this machine, with the remedy; empty if it can be used."""
        return ""

    def voices(self) -> tuple[Voice, ...]:
        """Return all voices, the best first; an empty language means any."""
        return tuple(Voice(self.name, name, "", _GENDERS[name], rank=rank) for rank, name in enumerate(_PITCH_HZ))

    def fingerprint(self, voice: str) -> str:
        """Return a text that changes whenever the same utterance would sound different: it keys the cache."""
        return f"hum 1 {voice}"

    def speak(self, utterance: Utterance) -> Clip:
        """Return the sound of an utterance as 16-bit mono PCM, without silence at its ends."""
        if utterance.voice not in _PITCH_HZ:
            known = ", ".join(_PITCH_HZ)
            raise EngineError(f'the engine hum has no voice "{utterance.voice}" (available: {known})')
        samples = _hum(utterance.text, _PITCH_HZ[utterance.voice], _SYLLABLE_S / utterance.delivery.rate)
        return Clip((samples * 32_767).astype("<i2").tobytes(), self.sample_rate_hz)


def _hum(text: str, pitch_hz: float, syllable_s: float) -> NDArray[np.float32]:
    """Return the samples of a text, from -1 to 1: its pitch falls, and rises at a question mark."""
    count = max(1, len(_SYLLABLE.findall(text)))
    length = int(syllable_s * HumEngine.sample_rate_hz)
    time_s = np.arange(length, dtype=np.float32) / HumEngine.sample_rate_hz
    edge = np.minimum(1.0, np.minimum(time_s, syllable_s - time_s) / _FADE_S)
    bend = np.linspace(1.0, 1.15 if text.rstrip().endswith("?") else 0.85, count)
    notes = [0.3 * edge * np.sin(2 * np.pi * pitch_hz * factor * time_s) for factor in bend]
    return np.concatenate(notes).astype(np.float32)
