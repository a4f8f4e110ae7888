#!/usr/bin/env python3
"""How good each shipped voice of Kokoro is, as measured; `--write` keeps it in voices/, where `tts-interview voices` finds it.

Usage: python benchmarks/voices.py [--write]

Every voice says sentences of its language: English voices eight of the examples, the others those that scripts/derive_voices.py
has. Measured are DNSMOS overall and P.808 (the mean over the sentences) and, in English, how many words a small Whisper
mishears.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import runpy
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ear import Sound, hear, mean, word_error_rate, write_wav
from material import english_sentences, machine

from tts_interview.files.packaged import voices_folder
from tts_interview.language.segmentation import base_language
from tts_interview.language.spoken_text import speakable, spoken
from tts_interview.model import Utterance
from tts_interview.settings.parts import default_cache_folder
from tts_interview.speech.catalogue import catalogued_voices
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.kokoro import KokoroEngine

if TYPE_CHECKING:
    from tts_interview.model import Voice

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "derive_voices.py"
ENGLISH, LEAST_CHARS, MOST_CHARS = 8, 60, 140


def sentences_for(language: str) -> list[str]:
    """What a voice says."""
    if language != "en":
        return list(runpy.run_path(str(SCRIPT))["SENTENCES"][language])
    fit = [text for text in english_sentences() if LEAST_CHARS <= len(text) <= MOST_CHARS]
    return fit[:: max(1, len(fit) // ENGLISH)][:ENGLISH]


def said_by(engine: KokoroEngine, voice: Voice, folder: Path) -> list[Sound]:
    """The sounds of one voice, written to the folder."""
    found, language = [], base_language(voice.language)
    for number, text in enumerate(sentences_for(language)):
        clip = engine.speak(Utterance(spoken(speakable(text, language)), voice.name, voice.language))
        path = folder / f"{voice.name}-{number}.wav"
        write_wav(path, clip.pcm, clip.sample_rate_hz)
        found.append(Sound(path, text if language == "en" else ""))
    return found


def figures(results: list[dict[str, Any]], language: str) -> dict[str, float]:
    """What is kept of one voice."""
    found = {"overall": round(mean(results, "overall"), 2), "p808": round(mean(results, "p808"), 2)}
    return found | ({"word_errors": round(word_error_rate(results), 3)} if language == "en" else {})


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    engine = KokoroEngine(EngineSetup(default_cache_folder(), device="cpu"))
    with tempfile.TemporaryDirectory() as folder:
        sounds = {voice: said_by(engine, voice, Path(folder)) for voice in catalogued_voices("kokoro")}
        heard = iter(hear([sound for found in sounds.values() for sound in found]))
        measured = {
            voice.name: figures([next(heard) for _ in found], base_language(voice.language)) for voice, found in sounds.items()
        }
    print(machine())
    for name, found in sorted(measured.items(), key=lambda item: -item[1]["p808"]):
        misheard = f"{found['word_errors']:7.1%}" if "word_errors" in found else ""
        print(f"{name:14} {found['overall']:6.2f} {found['p808']:6.2f} {misheard}")
    if arguments.write:
        vectors = hashlib.sha256((voices_folder() / "kokoro.npz").read_bytes()).hexdigest()
        kept = {
            "vectors_sha256": vectors,
            "measure": "DNSMOS overall and P.808; words misheard by Whisper tiny.en",
            "voices": measured,
        }
        (voices_folder() / "kokoro-quality.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
