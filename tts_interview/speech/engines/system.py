"""The voices of the machine through pyttsx3: SAPI5 on Windows, NSSpeech on macOS, espeak-ng on Linux."""

from __future__ import annotations

import contextlib
import io
import sys
import time
import wave
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

from tts_interview.errors import EngineError
from tts_interview.files.ffmpeg import decode_pcm
from tts_interview.files.installation import install
from tts_interview.files.workspace import scratch
from tts_interview.model import Clip, Gender, Utterance, Voice
from tts_interview.speech.catalogue import catalogue
from tts_interview.speech.engines import espeak_driver
from tts_interview.speech.engines.espeak import marked_text, phonemes
from tts_interview.speech.engines.espeak_library import PACKAGE, data_folder, is_installed, package_version
from tts_interview.speech.engines.espeak_library import voices as espeak_voices
from tts_interview.speech.engines.pronunciation import respelled
from tts_interview.speech.engines.samples import to_pcm, trim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.speech.engines import EngineSetup

_WORDS_PER_MINUTE = 165
_PITCH = 50
_POLL_S = 0.1
_LONGEST_WAIT_S = 60.0


class SystemEngine:
    """The system voices, one utterance at a time in one thread: pyttsx3 holds one text and is not thread-safe."""

    name: ClassVar[str] = "system"
    preference: ClassVar[int] = 10
    greeting: ClassVar[str] = "Voices: system (what this machine has)"
    sample_rate_hz: ClassVar[int] = 22_050
    piece_chars: ClassVar[int] = 600
    paces: ClassVar[tuple[float, float]] = (0.5, 2.5)
    work_per_second: ClassVar[float] = 0.004

    def __init__(self, setup: EngineSetup) -> None:
        del setup
        self.workers = 1
        self._pyttsx3: Any = None
        self._voices: tuple[Voice, ...] = ()
        self._ids: dict[str, str] = {}

    @classmethod
    def missing(cls) -> str:
        """Name pyttsx3 or, on Linux, the library of espeak-ng, which a package of ours carries."""
        missing = [] if find_spec("pyttsx3") else ["pyttsx3"]
        missing += [PACKAGE] if _is_espeak() and not is_installed() else []
        return f"{missing[0]} is not installed; get it with: {install(*missing)}" if missing else ""

    @property
    def digital_source_type(self) -> str:
        """Say that espeak-ng follows rules; how the voices of Windows and macOS are made is unknown."""
        return "algorithmicMedia" if _is_espeak() else ""

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices of the machine; with espeak-ng, every language in variants that sound like different people."""
        if not self._voices:
            found = list(_espeak_voices() if _is_espeak() else _installed_voices(self._driver()))
            self._ids = {voice.name: identifier for voice, identifier in found}
            self._voices = tuple(voice for voice, _ in sorted(found, key=lambda pair: pair[0].rank))
        return self._voices

    def fingerprint(self, voice: str) -> str:
        """Return the version of espeak-ng, or the platform and the version of pyttsx3."""
        del voice
        backend = f"espeak-ng {package_version()} fresh1" if _is_espeak() else f"{version('pyttsx3')} {sys.platform}"
        return f"system {backend} {_WORDS_PER_MINUTE} trim1 said1"

    def speak(self, utterance: Utterance) -> Clip:
        """Speak an utterance. The same words in the same voice give the same sound, whatever was spoken before."""
        import numpy as np

        self.voices()
        if utterance.voice not in self._ids:
            raise EngineError(f'this machine has no voice "{utterance.voice}"; "tts-interview voices" lists them')
        samples = np.frombuffer(self._spoken(utterance), dtype="<i2").astype(np.float32) / 32768.0
        if not samples.any():
            raise EngineError(f'the system voice produced no sound for "{utterance.text[:60]}": leave it out or reword it')
        return Clip(to_pcm(trim(samples, self.sample_rate_hz)), self.sample_rate_hz)

    def phonemes(self, utterance: Utterance) -> str:
        """Return espeak-ng's phonemes in IPA; empty with the voices of Windows and macOS."""
        return phonemes(utterance) if _is_espeak() else ""

    def _spoken(self, utterance: Utterance) -> bytes:
        """Return mono 16-bit PCM."""
        with scratch() as folder:
            path = folder / "utterance.wav"
            self._say(utterance, path)
            return _read_pcm(path, self.sample_rate_hz) if path.is_file() and path.stat().st_size else b""

    def _say(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a file, which is all that pyttsx3 offers."""
        engine, variant = self._driver(), _variant(utterance.voice)
        try:
            engine.setProperty("voice", self._ids[utterance.voice])
            engine.setProperty("rate", int(variant.get("words_per_minute", _WORDS_PER_MINUTE) * utterance.delivery.rate))
            if _is_espeak():
                engine.setProperty("pitch", variant.get("pitch", _PITCH))
            engine.save_to_file(marked_text(utterance) if _is_espeak() else respelled(utterance), str(path))
            with contextlib.redirect_stdout(io.StringIO()):  # "Audio saved to …"
                engine.runAndWait()
                if not _is_espeak():
                    _wait_for(path)
        except (RuntimeError, ValueError, OSError, KeyError) as error:
            raise EngineError(f'the system voice failed to speak "{utterance.text[:60]}": {error}') from error

    def _driver(self) -> Any:  # noqa: ANN401 - pyttsx3 has no types
        if self._pyttsx3 is None:
            try:
                import pyttsx3

                espeak_driver.register()
                self._pyttsx3 = pyttsx3.init(espeak_driver.NAME if _is_espeak() else None)
            except (ImportError, OSError, RuntimeError, KeyError, AttributeError) as error:
                raise EngineError(f"the voices of this machine cannot be used: {error}") from error
        return self._pyttsx3


def _wait_for(path: Path) -> None:
    """Wait until a file stops growing: not every voice has finished it when pyttsx3 returns."""
    size, end_s = -1, time.monotonic() + _LONGEST_WAIT_S
    while time.monotonic() < end_s:
        now = path.stat().st_size if path.exists() else 0
        if now and now == size:
            return
        size = now
        time.sleep(_POLL_S)


def _is_espeak() -> bool:
    return sys.platform.startswith("linux")


def _variant(voice: str) -> dict[str, Any]:
    name = voice.partition("+")[2]
    return next((v for v in catalogue()["espeak"]["variant"] if v["name"] == name), {})


def _espeak_voices() -> Iterator[tuple[Voice, str]]:
    """Yield each language in each variant that espeak-ng's data contain: it silently ignores unknown ones."""
    variants = data_folder() / "voices" / "!v"
    preferred, without = catalogue()["espeak"]["preferred"], catalogue()["espeak"]["without"]
    for tag, (identifier, name) in espeak_voices().items():
        language = tag.casefold()
        if language in without:
            continue
        order = preferred.index(language) if language in preferred else len(preferred)
        for rank, variant in enumerate(catalogue()["espeak"]["variant"]):
            if (variants / variant["name"]).exists():
                voice_name, gender = f"{language}+{variant['name']}", Gender(variant["gender"])
                voice = Voice("system", voice_name, language, gender, name, "robot", 100 * order + rank)
                yield voice, f"{identifier}+{variant['name']}"


def _installed_voices(driver: Any) -> Iterator[tuple[Voice, str]]:  # noqa: ANN401 - pyttsx3 has no types
    """Yield the voices that Windows or macOS list; those in the catalogue rank first, in its order."""
    known = {entry["name"].casefold(): (rank, entry) for rank, entry in enumerate(catalogue()["system"]["preferred"])}
    for number, entry in enumerate(driver.getProperty("voices")):
        words = entry.name.replace("-", " ").casefold().split()
        rank, preferred = next((known[w] for w in words if w in known), (len(known) + number, {}))
        gender = _gender_of(str(entry.gender or ""), preferred)
        yield Voice("system", entry.name, _language_of(entry), gender, "", "system", rank), entry.id


def _gender_of(declared: str, preferred: dict[str, Any]) -> Gender:
    if "female" in declared.casefold():
        return Gender.FEMALE
    if "male" in declared.casefold():
        return Gender.MALE
    return Gender(preferred.get("gender", "unknown"))


def _language_of(entry: Any) -> str:  # noqa: ANN401 - pyttsx3 has no types
    """Return the language tag of a voice; Windows has it in the name of the registry key ("…_EN-US_ZIRA_11.0")."""
    languages = [str(tag) for tag in entry.languages or [] if tag]
    if languages:
        return languages[0].replace("_", "-").casefold()
    parts = entry.id.upper().replace("\\", "_").split("_")
    return next((p.casefold() for p in parts if len(p) == 5 and p[2] == "-"), "")  # noqa: PLR2004 - "EN-US"


def _read_pcm(path: Path, sample_rate_hz: int) -> bytes:
    """Read a sound file as mono 16-bit PCM at the given rate; macOS writes AIFF under any name."""
    with contextlib.suppress(wave.Error, EOFError), wave.open(str(path)) as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, sample_rate_hz):
            return bytes(file.readframes(file.getnframes()))
    return decode_pcm(path, sample_rate_hz)
