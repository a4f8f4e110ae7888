"""Kokoro-82M on ONNX Runtime: natural voices that run on this machine."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar

from tts_interview.errors import EngineError, MissingExtraError
from tts_interview.files.installation import install
from tts_interview.files.packaged import voices_folder
from tts_interview.language.segmentation import dictionary_versions, require_dictionary, word_ranges
from tts_interview.model import Clip, HeardWord, Utterance, Voice
from tts_interview.speech.catalogue import catalogued_voices, pace_of
from tts_interview.speech.engines.espeak_library import PACKAGE, package_version
from tts_interview.speech.engines.kokoro.alignment import at_onsets, heard_words
from tts_interview.speech.engines.kokoro.devices import CPU
from tts_interview.speech.engines.kokoro.inference import SAMPLE_RATE_HZ, Inference, symbols
from tts_interview.speech.engines.kokoro.loading import Model
from tts_interview.speech.engines.kokoro.melody import Melody, quoted_in, shaped
from tts_interview.speech.engines.kokoro.model_file import find_model
from tts_interview.speech.engines.kokoro.quick_graph import Made, preparation
from tts_interview.speech.engines.kokoro.sessions import runtime_version
from tts_interview.speech.engines.samples import sounding, to_pcm

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.speech.engines import EngineSetup
    from tts_interview.speech.engines.kokoro.phonemes import Phonemes

_VECTORS = "kokoro.npz"
# The modules that Kokoro needs, with the packages that provide them.
_NEEDS = {"espeakng_loader": PACKAGE, "onnx": "onnx", "onnxruntime": "onnxruntime"}
_SLOWEST, _FASTEST = 0.5, 2.0
# This code produces the same bytes as kokoro-onnx 0.6.1 with the espeakng-loader of its time.
_SPEECH, _FIRST_ESPEAK = "0.6.1", "0.2.4"
# The version of how Chinese and Japanese are read.
_READING = "signs1"


class KokoroEngine:
    """An engine with one single-threaded session, which one worker per core uses; the workers share the weights."""

    name: ClassVar[str] = "kokoro"
    preference: ClassVar[int] = 20
    greeting: ClassVar[str] = "Voices: kokoro (natural, on this machine)"
    digital_source_type: ClassVar[str] = "trainedAlgorithmicMedia"
    sample_rate_hz: ClassVar[int] = SAMPLE_RATE_HZ
    # The model's window holds 510 phonemes. A sentence of this length fits into it and needs little memory.
    piece_chars: ClassVar[int] = 280
    paces: ClassVar[tuple[float, float]] = (0.8, 1.2)
    melodic: ClassVar[bool] = True
    work_per_second: ClassVar[float] = 0.16

    def __init__(self, setup: EngineSetup) -> None:
        self.workers = os.cpu_count() or 1
        self._setup = setup
        self._lock = threading.Lock()
        self._model = Model(setup)
        self._inference: Inference | None = None
        self._stand_in: ShippedKokoro | None = None
        self._has_reported = False
        self._styles: dict[str, NDArray[np.float32]] = {}

    @classmethod
    def missing(cls) -> str:
        """Return what is missing and the command that installs it; empty if nothing is missing."""
        missing = [package for module, package in _NEEDS.items() if not find_spec(module)]
        return f"natural voices are not installed; get them with: {install(*missing)}" if missing else ""

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices whose style vectors are in voices/."""
        return catalogued_voices(self.name)

    def check_language(self, language: str) -> None:
        """Raise MissingExtraError if a language (a BCP 47 tag) needs a dictionary that is not installed."""
        require_dictionary(language)

    def fingerprint(self, voice: str) -> str:
        """Return the identity of the packages, the model and this voice's style vectors; other voices may change."""
        vectors = _identity(voices_folder() / _VECTORS, voice)
        espeak = package_version()
        reading = "" if espeak == _FIRST_ESPEAK else f" espeak-ng {espeak}"
        dictionaries = "".join(dictionary_versions(one.language) for one in self.voices() if one.name == voice)
        reading += f" {dictionaries} {_READING}" if dictionaries else ""
        made = f"trim1 words2 said2 melody1 pace{pace_of(voice)}"
        return f"kokoro {_SPEECH} {runtime_version()} {self._graph()} {vectors} {made}{reading}"

    def _graph(self) -> str:
        """Return the name of the graph, with that of an accelerator. Only loading shows whether an accelerator works."""
        devices = self._model.devices()
        device = devices[0] if len(devices) == 1 else self._model.loaded().device
        if device != CPU:
            # An accelerator runs one job at a time, and some do not support a second thread.
            self.workers = 1
        model = self._setup.model
        own = f"{model.stat().st_size}-{model.stat().st_mtime_ns}" if model and model.is_file() else ""
        if device == CPU:
            return own or preparation()
        return f"{own or preparation(Made.FLOAT)} {device.name}"

    def devices(self) -> tuple[str, ...]:
        """Return the names of the devices to try, best first. Raises EngineError if the requested one is not available."""
        return tuple(device.name for device in self._model.devices())

    def warm_up(self) -> None:
        """Start loading the session if the graph is already downloaded and prepared."""
        if self._model.is_here():
            self._model.begin()

    def stand_in(self) -> ShippedKokoro | None:
        """Return an engine with the shipped model until the quick graph is ready. The first call starts preparing the graph."""
        with self._lock:
            if self._stand_in is None and not self._model.is_loaded and self._may_be_stood_in_for():
                shipped = find_model(self._setup)
                self._stand_in = ShippedKokoro(replace(self._setup, model=shipped, device=CPU.name))
                self._model.begin()
            failure = self._model.failure()
            if self._stand_in and failure and not self._has_reported:
                self._has_reported = True
                self._setup.on_notice(f"Continuing with the shipped model: {failure}")
            return None if self._model.is_loaded else self._stand_in

    def _may_be_stood_in_for(self) -> bool:
        return self._model.devices() == (CPU,) and not self._model.is_here()

    def let_go(self) -> None:
        """Cancel the preparation of the graph if it is still running."""
        self._model.give_up()

    def speak(self, utterance: Utterance) -> Clip:
        """Synthesise an utterance from phonemes with the model, shape its melody, and trim silence. Raises EngineError."""
        if not any(c.isalnum() for c in utterance.text):
            raise EngineError(f'Kokoro cannot speak "{utterance.text[:60]}": it contains no words; leave it out')
        from tts_interview.speech.engines.kokoro.phonemes import Phonemes  # while the model loads

        inference, style = self._loaded(), self.style(utterance.voice)
        speed = min(_FASTEST, max(_SLOWEST, utterance.delivery.rate * pace_of(utterance.voice)))
        words = word_ranges(utterance.text, utterance.language)
        try:
            phonemes = Phonemes(inference.symbols)
            shape = partial(_shaped, utterance)
            before = _said_before(utterance, phonemes)
            samples, timings = inference.speak(phonemes.of(utterance), style, speed, shape, before)
            alone = phonemes.of_words(utterance, words)
        except MissingExtraError:
            raise
        except (ValueError, RuntimeError, EngineError) as error:
            raise EngineError(f'Kokoro cannot speak "{utterance.text[:60]}": {error}; leave it out or reword it') from error
        part = sounding(samples, self.sample_rate_hz)
        heard = at_onsets(heard_words(words, alone, timings), samples, self.sample_rate_hz) if timings else ()
        return Clip(to_pcm(samples[part]), self.sample_rate_hz, _shifted(heard, part, self.sample_rate_hz))

    def phonemes(self, utterance: Utterance) -> str:
        """Return the phonemes of an utterance in the International Phonetic Alphabet, without loading the model."""
        from tts_interview.speech.engines.kokoro.phonemes import Phonemes

        return Phonemes(symbols()).of(utterance)

    def style(self, name: str) -> NDArray[np.float32]:
        """Return the style rows of a voice, shape (510, 1, 256): one for each number of phonemes. Raises EngineError."""
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
                self._inference = Inference(self._model.loaded().graph)
            return self._inference


class ShippedKokoro(KokoroEngine):
    """An engine with the shipped model, for use while another thread prepares the quick graph; its clips differ."""

    # The shipped model needs twice the work, and preparing takes up one of two cores.
    work_per_second: ClassVar[float] = 0.6


def _identity(vectors: Path, voice: str) -> str:
    """Return a hash of a voice's vectors. An NPZ file is a ZIP file of arrays, so its bytes can be read without numpy."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(vectors) as arrays:
        for name in sorted(name for name in arrays.namelist() if name.startswith(f"{voice}.")):
            digest.update(f"{name}\0".encode() + arrays.read(name))
    return digest.hexdigest()[:16]


def _said_before(utterance: Utterance, phonemes: Phonemes) -> str:
    """Return the phonemes of what the voice has said before an utterance."""
    before = utterance.delivery.before
    return phonemes.of(Utterance(before, utterance.voice, utterance.language)) if before else ""


def _shaped(utterance: Utterance, phonemes: str, melody: Melody) -> Melody:
    """Return the melody of phonemes of an utterance as its delivery asks."""
    asked = utterance.delivery
    quoted = quoted_in(phonemes, utterance.text, asked.quoted)
    return shaped(phonemes, melody, rises=asked.rises, pitch_st=asked.pitch_st, quoted=quoted)


def _shifted(words: tuple[HeardWord, ...], part: slice, sample_rate_hz: int) -> tuple[HeardWord, ...]:
    """Return the words with their times relative to `part` of the samples, clipped to it."""
    start_s, end_s = part.start / sample_rate_hz, part.stop / sample_rate_hz
    inside = (replace(w, start_s=max(w.start_s, start_s), end_s=min(w.end_s, end_s)) for w in words)
    return tuple(replace(w, start_s=w.start_s - start_s, end_s=max(w.start_s, w.end_s) - start_s) for w in inside)
