"""Piper on ONNX Runtime, through piper-tts: natural voices of more than thirty languages, from the extra `piper`."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from tts_interview.errors import EngineError, ModelError
from tts_interview.files.installation import install_extra
from tts_interview.model import Clip, Utterance, Voice
from tts_interview.speech.engines.onnx_runtime import load_runtime
from tts_interview.speech.engines.piper.noise import with_fixed_noise
from tts_interview.speech.engines.piper.on_disk import ENGINE, VoiceOnDisk, find_voices
from tts_interview.speech.engines.piper.phonemes import marked_text, phonemes
from tts_interview.speech.engines.samples import resample, to_pcm, trim

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.speech.engines import EngineSetup

# A voice takes 60 to 120 MB, and an interview needs two or three.
_MOST_LOADED = 4
_SLOWEST, _FASTEST = 0.5, 2.0
_ONLY_ERRORS = 3  # ONNX Runtime's name for that severity


@dataclass(frozen=True, slots=True)
class _Offer:
    """A voice, its model on disk, and the number of the speaker in the model."""

    voice: Voice
    on_disk: VoiceOnDisk
    speaker: int | None


class PiperEngine:
    """An engine with one single-threaded session for each voice, which one worker per core shares."""

    name: ClassVar[str] = ENGINE
    preference: ClassVar[int] = 15
    greeting: ClassVar[str] = "Voices: piper (natural, on this machine)"
    digital_source_type: ClassVar[str] = "trainedAlgorithmicMedia"
    # The rate of most voices; low-quality voices use 16,000 Hz and are resampled.
    sample_rate_hz: ClassVar[int] = 22_050
    piece_chars: ClassVar[int] = 300
    paces: ClassVar[tuple[float, float]] = (0.8, 1.2)
    work_per_second: ClassVar[float] = 0.1

    def __init__(self, setup: EngineSetup) -> None:
        self.workers = os.cpu_count() or 1
        self._setup = setup
        self._lock = threading.Lock()
        self._offers: dict[str, _Offer] | None = None
        self._loaded: OrderedDict[Path, Any] = OrderedDict()

    @classmethod
    def missing(cls) -> str:
        """Return what is missing and the command that installs it; a lack of voices does not count: `voices` is then empty."""
        if _is_installed():
            return ""
        return f"piper-tts is not installed; get it, for voices of many languages, with: {install_extra('piper')}"

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices on this machine, best quality first."""
        return tuple(offer.voice for offer in self._offered().values())

    def fingerprint(self, voice: str) -> str:
        """Return the versions of the packages and the identity of the voice's files."""
        offer = self._offered().get(voice)
        files = offer.on_disk.identity() if offer else "not here"
        return f"piper {version('piper-tts')} {version('onnxruntime')} noise1 trim1 said1 {files}"

    def speak(self, utterance: Utterance) -> Clip:
        """Synthesise an utterance from espeak-ng's phonemes with the voice's model, and trim silence."""
        offer = self._offered().get(utterance.voice)
        if not offer:
            raise EngineError(f'Piper has no voice "{utterance.voice}" here; "tts-interview voices get LANG" downloads voices')
        if not any(c.isalnum() for c in utterance.text):
            raise EngineError(f'Piper cannot speak "{utterance.text[:60]}": it contains no words; leave it out')
        voice = self._voice(offer.on_disk)
        try:
            samples = _synthesised(voice, utterance, offer.speaker)
        except Exception as error:  # ONNX Runtime's exceptions have no public base class
            raise EngineError(
                f'the voice {offer.voice.name} cannot speak "{utterance.text[:60]}": {error}; leave it out or reword it'
            ) from error
        if not samples.any():
            raise EngineError(
                f'the voice {offer.voice.name} produced no sound for "{utterance.text[:60]}": leave it out or reword it'
            )
        samples = resample(samples, int(voice.config.sample_rate), self.sample_rate_hz)
        return Clip(to_pcm(trim(samples, self.sample_rate_hz)), self.sample_rate_hz)

    def phonemes(self, utterance: Utterance) -> str:
        """Return the phonemes that the voice is given, in IPA, without loading its model."""
        from piper.config import PiperConfig
        from piper.voice import PiperVoice

        offer = self._offered().get(utterance.voice)
        # Converting to phonemes needs no session, although the type demands one.
        return phonemes(utterance, PiperVoice(None, PiperConfig.from_dict(offer.on_disk.settings))) if offer else ""

    def _offered(self) -> dict[str, _Offer]:
        with self._lock:
            if self._offers is None:
                self._offers = {offer.voice.name: offer for offer in self._found()}
            return self._offers

    def _found(self) -> list[_Offer]:
        on_disk = find_voices(self._setup)
        offers = [_Offer(voice, found, speaker) for found in on_disk.values() for voice, speaker in found.voices()]
        return sorted(offers, key=lambda offer: (offer.voice.rank, offer.on_disk.name))

    def _voice(self, on_disk: VoiceOnDisk) -> Any:  # noqa: ANN401 - piper-tts is loaded when first needed
        """Return the voice with its session; loading it evicts the least recently used one."""
        with self._lock:
            if on_disk.model not in self._loaded:
                while len(self._loaded) >= _MOST_LOADED:
                    self._loaded.popitem(last=False)
                self._loaded[on_disk.model] = _load(on_disk)
            self._loaded.move_to_end(on_disk.model)
            return self._loaded[on_disk.model]


def _is_installed() -> bool:
    """Return whether piper-tts with its espeak-ng is installed; other packages also have a module "piper"."""
    spec = find_spec("piper")
    places = (spec.submodule_search_locations if spec else None) or ()
    return bool(find_spec("onnxruntime")) and any(list(Path(place).glob("espeakbridge.*")) for place in places)


def _load(on_disk: VoiceOnDisk) -> Any:  # noqa: ANN401 - piper-tts is loaded when first needed
    import logging

    onnxruntime = load_runtime()
    from piper.config import PiperConfig
    from piper.voice import PiperVoice

    # It warns about each phoneme that a voice lacks, which are inaudible marks.
    logging.getLogger("piper").setLevel(logging.ERROR)
    onnxruntime.set_default_logger_severity(_ONLY_ERRORS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ONLY_ERRORS
    try:
        model = with_fixed_noise(on_disk.model.read_bytes())
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # as in `speak`
        raise ModelError(f"{on_disk.model} cannot be loaded as a voice: {error}; download it again, or remove it") from error
    return PiperVoice(session, PiperConfig.from_dict(on_disk.settings))


def _synthesised(voice: Any, utterance: Utterance, speaker: int | None) -> NDArray[np.float32]:  # noqa: ANN401 - as above
    import numpy as np
    from piper.config import SynthesisConfig

    rate = min(_FASTEST, max(_SLOWEST, utterance.delivery.rate))
    # Not normalised: a soft "yes" would become as loud as a shout.
    settings = SynthesisConfig(speaker_id=speaker, length_scale=voice.config.length_scale / rate, normalize_audio=False)
    spoken = [chunk.audio_float_array for chunk in voice.synthesize(marked_text(utterance, voice), settings)]
    return np.concatenate([np.zeros(0, dtype=np.float32), *(np.atleast_1d(samples) for samples in spoken)])
