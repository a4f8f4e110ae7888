#!/usr/bin/env python3
"""Measure how fast each of Kokoro's voices speaks by itself, and write voices/kokoro-pace.json.

Usage: python scripts/measure_paces.py

All voices of a language say the same sentences. A voice that takes longer than the middle one of its language is asked to
speak faster by that factor, and one that takes less time slower, so that nobody in an interview is hurried or drags.
"""

from __future__ import annotations

import json
import runpy
from collections import defaultdict
from pathlib import Path
from statistics import median

from tts_interview.files.packaged import voices_folder
from tts_interview.language.spoken_text import speakable, spoken
from tts_interview.model import Delivery, Utterance
from tts_interview.settings.parts import default_cache_folder
from tts_interview.speech.catalogue import catalogued_voices, pace_of
from tts_interview.speech.engines import EngineSetup, base_language
from tts_interview.speech.engines.kokoro import KokoroEngine

SENTENCES = runpy.run_path(str(Path(__file__).with_name("derive_voices.py")))["SENTENCES"]
# The model speaks well at these rates.
SLOWEST, FASTEST = 0.8, 1.25


def main() -> None:
    """Print the pace of each voice, and write them all."""
    engine = KokoroEngine(EngineSetup(default_cache_folder(), device="cpu"))
    seconds: dict[str, dict[str, float]] = defaultdict(dict)
    for voice in catalogued_voices(engine.name):
        language = base_language(voice.language)
        own_pace = Delivery(rate=1 / pace_of(voice.name))
        texts = (spoken(speakable(text, language)) for text in SENTENCES[language])
        said = (Utterance(text, voice.name, voice.language, own_pace) for text in texts)
        seconds[language][voice.name] = sum(engine.speak(utterance).seconds for utterance in said)
        print(voice.name, round(seconds[language][voice.name], 2), flush=True)
    paces = {
        name: round(min(max(taken / median(by_voice.values()), SLOWEST), FASTEST), 3)
        for by_voice in seconds.values()
        for name, taken in by_voice.items()
    }
    (voices_folder() / "kokoro-pace.json").write_text(json.dumps(paces, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
