"""Kokoro-82M on ONNX Runtime: natural voices, on the machine itself."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar

from tts_interview.errors import EngineError
from tts_interview.files.installation import install
from tts_interview.files.packaged import voices_folder
from tts_interview.model import Clip, HeardWord, Utterance, Voice
from tts_interview.speech.catalogue import catalogued_voices
from tts_interview.speech.engines.espeak_library import PACKAGE, package_version
from tts_interview.speech.engines.kokoro.alignment import at_onsets, heard_words, words_of
from tts_interview.speech.engines.kokoro.devices import CPU
from tts_interview.speech.engines.kokoro.inference import SAMPLE_RATE_HZ, Inference, symbols
from tts_interview.speech.engines.kokoro.loading import Model
from tts_interview.speech.engines.kokoro.model_file import find_model
from tts_interview.speech.engines.kokoro.phonemes import Phonemes
from tts_interview.speech.engines.kokoro.quick_graph import Made, preparation
from tts_interview.speech.engines.kokoro.sessions import runtime_version
from tts_interview.speech.engines.samples import sounding, to_pcm

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.speech.engines import EngineSetup

_VECTORS = "kokoro.npz"
# The modules that it needs, and the packages that have them.
_NEEDS = {"espeakng_loader": PACKAGE, "onnx": "onnx", "onnxruntime": "onnxruntime"}
_SLOWEST, _FASTEST = 0.5, 2.0
# Speech since kokoro-onnx 0.6.1, whose bytes this code repeats, with the version of espeakng-loader of that time.
_SPEECH, _FIRST_ESPEAK = "0.6.1", "0.2.4"


class KokoroEngine:
    """One session of one thread, used by as many threads as there are cores: they share the weights."""

    name: ClassVar[str] = "kokoro"
    preference: ClassVar[int] = 20
    greeting: ClassVar[str] = "Voices: kokoro (natural, on this machine)"
    sample_rate_hz: ClassVar[int] = SAMPLE_RATE_HZ
    # A window of the model is 510 phonemes; so long a sentence is heard whole, and takes little memory.
    piece_chars: ClassVar[int] = 280
    paces: ClassVar[tuple[float, float]] = (0.8, 1.2)
    work_per_second: ClassVar[float] = 0.16

    def __init__(self, setup: EngineSetup) -> None:
        self.workers = os.cpu_count() or 1
        self._setup = setup
        self._lock = threading.Lock()
        self._model = Model(setup)
        self._inference: Inference | None = None
        self._stand_in: ShippedKokoro | None = None
        self._has_told = False
        self._styles: dict[str, NDArray[np.float32]] = {}

    @classmethod
    def missing(cls) -> str:
        """Name the command that installs what is missing."""
        missing = [package for module, package in _NEEDS.items() if not find_spec(module)]
        return f"natural voices are not installed; get them with: {install(*missing)}" if missing else ""

    def voices(self) -> tuple[Voice, ...]:
        """The voices whose style vectors are in voices/."""
        return catalogued_voices(self.name)

    def fingerprint(self, voice: str) -> str:
        """Packages, model and the style vectors of the voice: those of others may come and go."""
        vectors = _identity(voices_folder() / _VECTORS, voice)
        espeak = package_version()
        reading = "" if espeak == _FIRST_ESPEAK else f" espeak-ng {espeak}"
        return f"kokoro {_SPEECH} {runtime_version()} {self._graph()} {vectors} trim1 words2 said1{reading}"

    def _graph(self) -> str:
        """Names the graph and, if it is an accelerator, the device: whether one works is known when it has loaded."""
        devices = self._model.devices()
        device = devices[0] if len(devices) == 1 else self._model.loaded().device
        if device != CPU:
            # A device does one thing at a time, and some of them bear no second thread.
            self.workers = 1
        model = self._setup.model
        own = f"{model.stat().st_size}-{model.stat().st_mtime_ns}" if model and model.is_file() else ""
        if device == CPU:
            return own or preparation()
        return f"{own or preparation(Made.FLOAT)} {device.name}"

    def devices(self) -> tuple[str, ...]:
        """The names of what it would compute on, first choice first; untried. Raises EngineError if that is not here."""
        return tuple(device.name for device in self._model.devices())

    def warm_up(self) -> None:
        """Begin to load the session, if that needs neither fetching nor preparing."""
        if self._model.is_here():
            self._model.begin()

    def stand_in(self) -> ShippedKokoro | None:
        """The model as it is shipped, while the quick graph is being prepared, which begins with the first call."""
        with self._lock:
            if self._stand_in is None and not self._model.is_loaded and self._may_be_stood_in_for():
                shipped = find_model(self._setup)
                self._stand_in = ShippedKokoro(replace(self._setup, model=shipped, device=CPU.name))
                self._model.begin()
            failure = self._model.failure()
            if self._stand_in and failure and not self._has_told:
                self._has_told = True
                self._setup.on_notice(f"The model as it is shipped speaks on: {failure}")
            return None if self._model.is_loaded else self._stand_in

    def _may_be_stood_in_for(self) -> bool:
        return self._model.devices() == (CPU,) and not self._model.is_here()

    def let_go(self) -> None:
        """Give up preparing, if that still goes on."""
        self._model.give_up()

    def speak(self, utterance: Utterance) -> Clip:
        """Phonemes by espeak-ng, sound by the model, silence trimmed."""
        if not any(c.isalnum() for c in utterance.text):
            raise EngineError(f'Kokoro cannot speak "{utterance.text[:60]}": there are no words in it; leave it out')
        inference, style = self._loaded(), self.style(utterance.voice)
        speed = min(_FASTEST, max(_SLOWEST, utterance.delivery.rate))
        words = words_of(utterance.text)
        try:
            phonemes = Phonemes(inference.symbols)
            samples, timings = inference.speak(phonemes.of(utterance), style, speed)
            alone = phonemes.of_words(utterance, words)
        except (ValueError, RuntimeError, EngineError) as error:
            raise EngineError(f'Kokoro cannot speak "{utterance.text[:60]}": {error}; leave it out or reword it') from error
        part = sounding(samples, self.sample_rate_hz)
        heard = at_onsets(heard_words(words, alone, timings), samples, self.sample_rate_hz) if timings else ()
        return Clip(to_pcm(samples[part]), self.sample_rate_hz, _shifted(heard, part, self.sample_rate_hz))

    def phonemes(self, utterance: Utterance) -> str:
        """The phonemes that it would speak, in the International Phonetic Alphabet; no model is needed for that."""
        return Phonemes(symbols()).of(utterance)

    def style(self, name: str) -> NDArray[np.float32]:
        """The style rows of a voice, shape (510, 1, 256): one for each number of phonemes."""
        import numpy as np

        with self._lock:
            if name not in self._styles:
                with np.load(voices_folder() / _VECTORS) as vectors:
                    if f"{name}.basis" not in vectors:
                        raise EngineError(f'Kokoro has no voice "{name}"; "tts-interview voices" lists them')
                    basis = vectors[f"{name}.basis"].astype(np.float32)
                    rows = basis[0] + vectors[f"{name}.weights"].astype(np.float32) @ basis[1:]
                self._styles[name] = rows[:, None, :]
            return self._styles[name]

    def _loaded(self) -> Inference:
        with self._lock:
            if self._inference is None:
                self._inference = Inference(self._model.loaded().session)
            return self._inference


class ShippedKokoro(KokoroEngine):
    """Speaks with the model as it is shipped while another thread prepares the quick graph. Its clips are its own."""

    # It needs twice the work, and has one of two cores.
    work_per_second: ClassVar[float] = 0.6


def _identity(vectors: Path, voice: str) -> str:
    """Changes when the vectors of that voice do. An NPZ file is a ZIP file of arrays, whose bytes are read without numpy."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(vectors) as arrays:
        for name in sorted(name for name in arrays.namelist() if name.startswith(f"{voice}.")):
            digest.update(f"{name}\0".encode() + arrays.read(name))
    return digest.hexdigest()[:16]


def _shifted(words: tuple[HeardWord, ...], part: slice, sample_rate_hz: int) -> tuple[HeardWord, ...]:
    """The times of words in that part of the samples."""
    start_s, end_s = part.start / sample_rate_hz, part.stop / sample_rate_hz
    inside = (replace(w, start_s=max(w.start_s, start_s), end_s=min(w.end_s, end_s)) for w in words)
    return tuple(replace(w, start_s=w.start_s - start_s, end_s=max(w.start_s, w.end_s) - start_s) for w in inside)
