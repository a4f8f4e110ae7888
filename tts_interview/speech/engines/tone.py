"""An engine of beeps as long as the speech would be, for tests and dry runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tts_interview.errors import EngineError
from tts_interview.model import Clip, Gender, Utterance, Voice
from tts_interview.speech.engines.samples import to_pcm

if TYPE_CHECKING:
    from tts_interview.speech.engines import EngineSetup

_CHARS_PER_SECOND = 16.0  # the measured speed of Kokoro's voices
_SHORTEST_S = 0.15
_LOUDNESS = 0.25
_FADE_S = 0.01
_PITCH_HZ = {"soprano": 520.0, "alto": 390.0, "tenor": 260.0, "bass": 130.0, "treble": 660.0, "baritone": 195.0}
_WOMEN = ("soprano", "alto", "treble")


class ToneEngine:
    """Each voice is a pitch, each utterance one beep."""

    name: ClassVar[str] = "tone"
    preference: ClassVar[int] = 0
    greeting: ClassVar[str] = "Voices: tone (beeps instead of speech)"
    sample_rate_hz: ClassVar[int] = 24_000
    piece_chars: ClassVar[int] = 400
    paces: ClassVar[tuple[float, float]] = (0.4, 4.0)
    work_per_second: ClassVar[float] = 0.001

    def __init__(self, setup: EngineSetup) -> None:
        del setup
        self.workers = 1

    @classmethod
    def missing(cls) -> str:
        """Nothing ever is."""
        return ""

    def voices(self) -> tuple[Voice, ...]:
        """Return three high and three low pitches, for any language."""
        return tuple(
            Voice(self.name, name, "", Gender.FEMALE if name in _WOMEN else Gender.MALE, "beep", "", rank)
            for rank, name in enumerate(_PITCH_HZ)
        )

    def fingerprint(self, voice: str) -> str:
        """Return the version of the beeps."""
        del voice
        return "tone 1"

    def speak(self, utterance: Utterance) -> Clip:
        """Return a beep as long as the text would take to speak."""
        import numpy as np

        if utterance.voice not in _PITCH_HZ:
            raise EngineError(f'the engine tone has no voice "{utterance.voice}": expected one of {", ".join(_PITCH_HZ)}')
        seconds = max(_SHORTEST_S, len(utterance.text) / _CHARS_PER_SECOND / utterance.delivery.rate)
        time_s = np.arange(int(seconds * self.sample_rate_hz), dtype=np.float32) / self.sample_rate_hz
        edge = np.minimum(1.0, np.minimum(time_s, seconds - time_s) / _FADE_S)
        wave = _LOUDNESS * edge * np.sin(2 * np.pi * _PITCH_HZ[utterance.voice] * time_s)
        return Clip(to_pcm(wave.astype(np.float32)), self.sample_rate_hz)
