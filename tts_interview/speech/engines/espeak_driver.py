"""A driver of pyttsx3 for espeak-ng that speaks each text in a fresh state.

The same words give the same bytes. pyttsx3's own driver keeps the library loaded, whose noise depends on all that was said
before.
"""

from __future__ import annotations

import sys
import wave
from typing import Any

from tts_interview.speech.engines.espeak_library import spoken

# Under this name pyttsx3 looks for the driver.
NAME = "fresh_espeak"
SAMPLE_RATE_HZ = 22_050
_USUAL_RATE, _USUAL_PITCH = 165, 50


def register() -> None:
    """Let `pyttsx3.init(NAME)` find this module."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]


class EspeakDriver:
    """Speaks into files. The names and the order of calls are pyttsx3's, whose proxy queues the commands."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - pyttsx3 has no types
        self._proxy = proxy
        self._properties: dict[str, Any] = {"voice": "en", "rate": _USUAL_RATE, "pitch": _USUAL_PITCH}

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802 - as pyttsx3 calls it
        """Return the voice, the rate in words a minute, or the pitch from 0 to 100."""
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - as pyttsx3 calls it
        """Set what the next text is spoken with."""
        self._properties[name] = value

    def save_to_file(self, text: str, filename: str) -> None:
        """Speak a text into a WAV file, of mono 16-bit PCM."""
        voice, rate, pitch = (self._properties[name] for name in ("voice", "rate", "pitch"))
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE_HZ)
            file.writeframes(spoken(text, voice, rate, pitch))

    def startLoop(self) -> None:  # noqa: N802 - as pyttsx3 calls it
        """Work off the queue, whose last command ends the loop."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - as pyttsx3 calls it
        """Do nothing: all is spoken when a command returns."""

    def stop(self) -> None:
        """Do nothing, as above."""

    def destroy(self) -> None:
        """Do nothing: each text unloads what it loads."""


def buildDriver(proxy: Any) -> EspeakDriver:  # noqa: ANN401, N802 - as pyttsx3 calls it
    """Return a driver for the proxy of an engine."""
    return EspeakDriver(proxy)
