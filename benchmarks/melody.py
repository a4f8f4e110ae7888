#!/usr/bin/env python3
"""How sentences end, how a paragraph declines, and how fast the voices speak.

Usage: python benchmarks/melody.py [--voices N]

The best English voices say the sentences of `melody.tsv`, which were written before the rules, and a paragraph.
Pitch is that of Praat. A sentence rises if it ends two semitones or more above the median pitch of the half second before.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import parselmouth
from material import machine

from tts_interview.language.questions import rises
from tts_interview.model import Delivery, Utterance
from tts_interview.settings.parts import default_cache_folder
from tts_interview.speech.catalogue import catalogued_voices
from tts_interview.speech.engines import EngineSetup, speaks
from tts_interview.speech.engines.kokoro import KokoroEngine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tts_interview.model import Clip, Voice

SENTENCES = Path(__file__).with_suffix(".tsv")
PARAGRAPH = (
    "The door was locked, so I looked through the window.",
    "The wheel was still there, painted green, and somebody had left a coat on it.",
    "I stood there for a while.",
    "Then it began to snow, and I walked home along the canal.",
    "Nobody has been there since.",
)
# As the rundown shifts the sentences of a paragraph.
PITCHES_ST = (0.75, 0.375, 0.0, -0.375, -0.75)
LEAST_RISE_ST = 2.0
STEP_S, END_S, BEFORE_S, START_S = 0.01, 0.03, 0.5, 1.2
# What Praat finds further from the median is an octave off.
FARTHEST_ST = 12.0


def pitch_st(clip: Clip) -> NDArray[np.float64]:
    """Return the pitch in semitones every 10 ms; NaN where nothing is voiced."""
    samples = np.frombuffer(clip.pcm, "<i2") / 32768
    found = parselmouth.Sound(samples, clip.sample_rate_hz).to_pitch_ac(time_step=STEP_S, pitch_floor=60.0, pitch_ceiling=600.0)
    hz = found.selected_array["frequency"]
    pitch = 12 * np.log2(np.where(hz > 0, hz, np.nan))
    return np.where(np.abs(pitch - np.nanmedian(pitch)) < FARTHEST_ST, pitch, np.nan)


def rise_st(clip: Clip) -> float:
    """Return by how much a clip ends above the median pitch of the half second before its end."""
    pitch = pitch_st(clip)
    last = int(np.flatnonzero(~np.isnan(pitch))[-1])
    end = pitch[max(0, last + 1 - round(BEFORE_S / STEP_S)) : last + 1]
    voiced = end[~np.isnan(end)]
    smooth = [np.median(voiced[max(0, place - 2) : place + 3]) for place in range(len(voiced))]
    return float(np.mean(smooth[-round(END_S / STEP_S) :]) - np.median(smooth))


def start_st(clip: Clip) -> float:
    """Return the peak with which a clip begins: the ninth decile of its first 1.2 s."""
    return float(np.nanpercentile(pitch_st(clip)[: round(START_S / STEP_S)], 90))


def said(engine: KokoroEngine, voice: Voice, text: str, pitch: float = 0.0) -> Clip:
    """Speak a sentence as it is spoken in an episode."""
    return engine.speak(Utterance(text, voice.name, voice.language, Delivery(1.0, pitch, rises(text, voice.language))))


def main() -> None:
    """Print a row for each voice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", type=int, default=4, help="how many voices, the best first [default: 4]")
    engine = KokoroEngine(EngineSetup(default_cache_folder(), device="cpu"))
    voices = [voice for voice in catalogued_voices(engine.name) if speaks(voice, "en")]
    sentences = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    kinds = dict.fromkeys(kind for kind, _ in sentences)
    print(machine())
    print(f"{'rises of':14}" + "".join(f"{kind:>17}" for kind in kinds) + "   starts of a paragraph, st")
    for voice in voices[: parser.parse_args().voices]:
        risen: defaultdict[str, int] = defaultdict(int)
        for kind, sentence in sentences:
            risen[kind] += rise_st(said(engine, voice, sentence)) >= LEAST_RISE_ST
        starts = [start_st(said(engine, voice, text, pitch)) for text, pitch in zip(PARAGRAPH, PITCHES_ST, strict=True)]
        relative = " ".join(f"{start - starts[0]:+.1f}" for start in starts)
        counts = "".join(f"{risen[kind]:>10} of {sum(kind == other for other, _ in sentences):2}" for kind in kinds)
        print(f"{voice.name:14}{counts}   {relative}", flush=True)
    words = sum(len(text.split()) for text in PARAGRAPH)
    paces = {v.name: 60 * words / sum(said(engine, v, text).seconds for text in PARAGRAPH) for v in voices}
    slowest, quickest = min(paces, key=paces.__getitem__), max(paces, key=paces.__getitem__)
    print(f"words a minute: {paces[slowest]:.0f} ({slowest}) to {paces[quickest]:.0f} ({quickest})")


if __name__ == "__main__":
    main()
