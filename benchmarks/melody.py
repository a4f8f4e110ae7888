#!/usr/bin/env python3
"""How sentences end, which words stand out, how a paragraph declines, and how fast the voices speak.

Usage: python benchmarks/melody.py [--voices N] [--hear]

The best English voices say the sentences of `melody.tsv`, which were written before the rules, and a paragraph.
Pitch is that of Praat. A sentence rises if it ends two semitones or more above the median pitch of the half second before.
A word between asterisks is said plainly and as one that stands out, in turn. It is higher if its peak, the ninth decile of its
pitch, is by 1.5 semitones, and longer if it lasts by 15 % longer. Quoted speech is said plainly and set off, in turn: how much
higher is the median of its pitch? `--hear` has all of them heard as `quality.py` does.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import parselmouth
from ear import Sound, hear, mean, word_error_rate, write_wav
from material import machine

from tts_interview.language.questions import rises
from tts_interview.language.quotations import quoted
from tts_interview.model import Delivery, Rundown, Speech, Utterance
from tts_interview.rundown.delivery import with_melody
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
LEAST_RISE_ST = 2.0
STRESS, QUOTE = "stress", "quote"
LEAST_HIGHER_ST, LEAST_LONGER = 1.5, 1.15
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


def said(engine: KokoroEngine, voice: Voice, text: str, **manner: Any) -> Clip:  # noqa: ANN401 - fields of a delivery
    """Speak a sentence as it is spoken in an episode."""
    return engine.speak(Utterance(text, voice.name, voice.language, Delivery(rises=rises(text, voice.language), **manner)))


def in_one_breath(voice: Voice) -> list[Utterance]:
    """Return the paragraph as an episode has it."""
    said_by = ((text, Utterance(text, voice.name, voice.language)) for text in PARAGRAPH)
    speeches = [Speech(0, number, text, (), utterance) for number, (text, utterance) in enumerate(said_by)]
    return [speech.utterance for speech in with_melody(Rundown(tuple(speeches))).speeches]


def marked(sentence: str) -> tuple[str, tuple[int, int]]:
    """Return a sentence without its asterisks, and the range between them."""
    before, word, after = sentence.split("*")
    return before + word + after, (len(before), len(before) + len(word))


def peak_and_length(clip: Clip, word: tuple[int, int]) -> tuple[float, float]:
    """Return the peak of a word in semitones and its length in seconds."""
    heard = next(one for one in clip.words if one.start < word[1] and one.end > word[0])
    within = pitch_st(clip)[round(heard.start_s / STEP_S) : round(heard.end_s / STEP_S) + 1]
    return float(np.nanpercentile(within, 90)) if np.isfinite(within).any() else float("nan"), heard.end_s - heard.start_s


def keep(folder: Path | None, kind: str, voice: Voice, number: int, clips: list[Clip]) -> None:
    """Keep the sounds of a sentence, plain and not, in a folder."""
    for name, clip in zip((f"plain {kind}", kind), clips, strict=True):
        if folder:
            write_wav(folder / f"{name}-{voice.name}-{number}.wav", clip.pcm, clip.sample_rate_hz)


def set_off(engine: KokoroEngine, voice: Voice, sentences: list[str], folder: Path | None) -> str:
    """Return how much higher quoted speech is when it is set off; keep the sounds in a folder."""
    higher = []
    for number, text in enumerate(sentences):
        ((quote,),) = quoted([text])
        clips = [said(engine, voice, text, quoted=ranges) for ranges in ((), (quote,))]
        inside = [[word for word in clip.words if quote[0] <= word.start < quote[1]] for clip in clips]
        low, high = (
            np.nanmedian(pitch_st(clip)[round(words[0].start_s / STEP_S) : round(words[-1].end_s / STEP_S)])
            for clip, words in zip(clips, inside, strict=True)
        )
        higher.append(high - low)
        keep(folder, QUOTE, voice, number, clips)
    return f"{voice.name}: quoted speech is {np.median(higher):+.1f} st ({min(higher):+.1f} to {max(higher):+.1f})"


def standing_out(engine: KokoroEngine, voice: Voice, sentences: list[str], folder: Path | None) -> str:
    """Return how many words are higher and longer when they stand out, with the medians; keep the sounds in a folder."""
    raised, longer = [], []
    for number, sentence in enumerate(sentences):
        text, word = marked(sentence)
        clips = [said(engine, voice, text, stressed=stressed) for stressed in ((), (word,))]
        (low, short), (high, long) = (peak_and_length(clip, word) for clip in clips)
        raised.append(high - low)
        longer.append(long / short)
        keep(folder, STRESS, voice, number, clips)
    counts = sum(st >= LEAST_HIGHER_ST for st in raised), sum(ratio >= LEAST_LONGER for ratio in longer)
    return (
        f"{voice.name}: of {len(sentences)} words that stand out {counts[0]} higher ({np.nanmedian(raised):+.1f} st), "
        f"{counts[1]} longer ({np.median(longer):.2f})"
    )


def print_heard(folder: Path, kind: str, texts: list[str], voices: list[Voice]) -> None:
    """Print the opinions of the sounds of a kind in a folder, and how many of their words are misheard."""
    places = [(voice.name, number) for voice in voices for number in range(len(texts))]
    names = (f"plain {kind}", kind)
    found = hear([Sound(folder / f"{name}-{voice}-{n}.wav", texts[n]) for name in names for voice, n in places])
    for name, heard in zip(names, (found[: len(places)], found[len(places) :]), strict=True):
        errors = word_error_rate(heard)
        print(f"{name:12} DNSMOS {mean(heard, 'overall'):.3f}, P.808 {mean(heard, 'p808'):.3f}, {errors:.2%} of words misheard")


def main() -> None:
    """Print a row for each voice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", type=int, default=4, help="how many voices, the best first [default: 4]")
    parser.add_argument("--hear", action="store_true", help="have the words that stand out heard, too")
    arguments = parser.parse_args()
    engine = KokoroEngine(EngineSetup(default_cache_folder(), device="cpu"))
    voices = [voice for voice in catalogued_voices(engine.name) if speaks(voice, "en")]
    lines = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    sentences = [line for line in lines if line[0] not in (STRESS, QUOTE)]
    stressed, quotes = ([text for kind, text in lines if kind == wanted] for wanted in (STRESS, QUOTE))
    kinds = dict.fromkeys(kind for kind, _ in sentences)
    print(machine())
    print(f"{'rises of':14}" + "".join(f"{kind:>17}" for kind in kinds) + "   starts of a paragraph, st")
    best = voices[: arguments.voices]
    for voice in best:
        risen: defaultdict[str, int] = defaultdict(int)
        for kind, sentence in sentences:
            risen[kind] += rise_st(said(engine, voice, sentence)) >= LEAST_RISE_ST
        starts = [start_st(engine.speak(utterance)) for utterance in in_one_breath(voice)]
        relative = " ".join(f"{start - starts[0]:+.1f}" for start in starts)
        counts = "".join(f"{risen[kind]:>10} of {sum(kind == other for other, _ in sentences):2}" for kind in kinds)
        print(f"{voice.name:14}{counts}   {relative}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        for voice in best:
            folder = Path(name) if arguments.hear else None
            print(standing_out(engine, voice, stressed, folder), flush=True)
            print(set_off(engine, voice, quotes, folder), flush=True)
        if arguments.hear:
            print_heard(Path(name), STRESS, [marked(sentence)[0] for sentence in stressed], best)
            print_heard(Path(name), QUOTE, quotes, best)
    words = sum(len(text.split()) for text in PARAGRAPH)
    paces = {v.name: 60 * words / sum(engine.speak(utterance).seconds for utterance in in_one_breath(v)) for v in voices}
    slowest, quickest = min(paces, key=paces.__getitem__), max(paces, key=paces.__getitem__)
    print(f"words a minute: {paces[slowest]:.0f} ({slowest}) to {paces[quickest]:.0f} ({quickest})")


if __name__ == "__main__":
    main()
