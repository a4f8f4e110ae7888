"""Recognise speech with Whisper, through faster-whisper; no other module imports it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tts_interview.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_BEAMS, _CAREFUL_BEAMS = 1, 5
_MOST_TOKENS = 448
_MOST_FRAMES = 3_000
_MEDIAN = 7
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a recogniser heard, and for each character of the reference log10 of the probability that it was said."""

    text: str
    logs: Sequence[float]


class Recogniser(Protocol):
    """A recogniser of speech."""

    name: str

    def hear(self, samples: NDArray[np.float32], reference: str, *, carefully: bool = False) -> Recognition:
        """Hear at most 30 seconds of samples at 16 kHz; `carefully` takes longer. Raises ModelError."""


class Whisper:
    """A Whisper model in a folder, in the format of CTranslate2, on one thread."""

    def __init__(self, folder: Path, language: str, name: str) -> None:
        """Load the model. `language` is a code of two letters. Raises ModelError if it cannot be loaded."""
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        self.name = name
        try:
            self._model: Any = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
            )
            self._tokenizer = Tokenizer(
                self._model.hf_tokenizer, self._model.model.is_multilingual, task="transcribe", language=language
            )
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"the model in {folder} cannot be loaded: {error}; give a Whisper model for faster-whisper"
            ) from error

    def hear(self, samples: NDArray[np.float32], reference: str, *, carefully: bool = False) -> Recognition:
        """Transcribe the samples, and ask the model how probable the reference is."""
        from faster_whisper.audio import pad_or_trim

        model, tokenizer = self._model.model, self._tokenizer
        features = self._model.feature_extractor(samples)
        encoded = self._model.encode(pad_or_trim(features))
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        beams = _CAREFUL_BEAMS if carefully else _BEAMS
        found = model.generate(encoded, [prompt], beam_size=beams, max_length=_MOST_TOKENS, suppress_tokens=[-1])[0]
        text = tokenizer.decode([token for token in found.sequences_ids[0] if token < tokenizer.eot]).strip()
        tokens = tokenizer.encode(f" {reference}")[: _MOST_TOKENS // 2]
        frames = min(features.shape[-1], _MOST_FRAMES)
        aligned = model.align(encoded, tokenizer.sot_sequence, [tokens], frames, median_filter_width=_MEDIAN)[0]
        return Recognition(text, self._by_character(tokens, aligned.text_token_probs)[1:])

    def _by_character(self, tokens: Sequence[int], probabilities: Sequence[float]) -> list[float]:
        logs: list[float] = []
        parts, grouped = self._tokenizer.split_tokens_on_unicode(list(tokens))
        done = 0
        for part, group in zip(parts, grouped, strict=True):
            least = min(probabilities[done : done + len(group)], default=1.0)
            logs += [math.log10(max(least, _LEAST))] * len(part)
            done += len(group)
        return logs
