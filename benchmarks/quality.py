#!/usr/bin/env python3
"""How the program's Kokoro sounds beside stock kokoro-onnx on its int8 model: the same sentences, the same six voices.

Usage: python benchmarks/quality.py [--seconds 120] [-v]

Each voice says `--seconds` of sentences of the examples, by the one and by the other: more than ten minutes in all unless
told otherwise. Printed for both: word errors of a small Whisper, DNSMOS overall and P.808, and how alike each voice is to
itself in the other. Neither may be worse than stock, DNSMOS by no more than 0.02.

The transcription errs by itself, so the difference in words comes with how often one as large would come by chance if both
were equally clear: each sentence's two counts of errors are exchanged at random, ten thousand times.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ear import Sound, alike, hear, mean, word_error_rate, write_wav
from material import english_sentences, machine
from speed import stock

from tts_interview.language.spoken_text import speakable, spoken
from tts_interview.model import Utterance
from tts_interview.settings.parts import default_cache_folder
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.speech.engines.samples import sounding, to_pcm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kokoro_onnx import Kokoro

VOICES = ("af_heart", "af_bella", "am_michael", "am_fenrir", "bf_emma", "bm_george")
CHARS_PER_SECOND = 16
MOST_WORSE = 0.02
EXCHANGES = 10_000


def utterances(seconds: float) -> Iterator[tuple[str, Utterance]]:
    """What is written, and what is said: each voice goes on where the one before it ended."""
    known, number = [text for text in english_sentences() if len(text) >= 2 * CHARS_PER_SECOND], 0
    for voice in VOICES:
        chars = 0
        while chars < seconds * CHARS_PER_SECOND:
            text = known[number % len(known)]
            said = spoken(speakable(text, "en"))
            yield text, Utterance(said, voice, "en-gb" if voice.startswith("b") else "en-us")
            number, chars = number + 1, chars + len(said)


def say(engine: KokoroEngine, kokoro: Kokoro, utterance: Utterance, path: Path, *, here: bool) -> None:
    """Write the sound of an utterance, by this program or by stock kokoro-onnx."""
    if here:
        write_wav(path, engine.speak(utterance).pcm, engine.sample_rate_hz)
        return
    samples, rate_hz = kokoro.create(utterance.text, engine.style(utterance.voice), lang=utterance.language)
    write_wav(path, to_pcm(samples[sounding(samples, rate_hz)]), rate_hz)


def by_chance(ours: list[int], theirs: list[int]) -> float:
    """The share of random exchanges of each pair whose sums differ at least as much: a paired permutation test, two-sided."""
    differences = np.subtract(ours, theirs)
    signs = np.random.default_rng(1).choice((-1, 1), (EXCHANGES, len(differences)))
    return float(np.mean(np.abs(signs @ differences) >= abs(differences.sum())))


def print_differences(said: list[tuple[str, Utterance]], ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    """The sentences in which one was misheard more than the other, and what was heard."""
    for (text, utterance), mine, yours in zip(said, ours, theirs, strict=True):
        if mine["errors"] != yours["errors"]:
            print(f"{utterance.voice}: {text}")
            for name, found in (("stock", yours), ("here", mine)):
                print(f"    {name:6} {found['errors']} {' '.join(word for word, *_ in found['heard'])}")


def report(said: list[tuple[str, Utterance]], ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    """Print the table."""
    print(f"{'':28} {'stock':>8} {'here':>8}")
    ok = word_error_rate(ours) <= word_error_rate(theirs)
    print(f"{'word errors':28} {word_error_rate(theirs):8.2%} {word_error_rate(ours):8.2%} {'ok' if ok else 'WORSE'}")
    print(f"{'  of them added words':28} {word_error_rate(theirs, 'added'):8.2%} {word_error_rate(ours, 'added'):8.2%}")
    chance = by_chance([f["errors"] for f in ours], [f["errors"] for f in theirs])
    print(f"{'  as far apart by chance':28} {chance:17.0%}")
    for name in ("overall", "p808"):
        ok = mean(ours, name) >= mean(theirs, name) - MOST_WORSE
        print(f"{'DNSMOS ' + name:28} {mean(theirs, name):8.3f} {mean(ours, name):8.3f} {'ok' if ok else 'WORSE'}")
    for voice in VOICES:
        a, b = ([f for f, (_, u) in zip(side, said, strict=True) if u.voice == voice] for side in (theirs, ours))
        print(f"{voice + ', alike':28} {alike(a, a):8.3f} {alike(b, b):8.3f} {alike(a, b):8.3f} between them")


def main() -> None:
    """Let both speak, and have them heard."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("-v", "--verbose", action="store_true", help="show the sentences that differ")
    arguments = parser.parse_args()
    said = list(utterances(arguments.seconds))
    engine = KokoroEngine(EngineSetup(default_cache_folder(), device="cpu"))
    kokoro = stock(engine)
    with tempfile.TemporaryDirectory() as folder:
        sounds = {True: [], False: []}
        for here, found in sounds.items():
            for number, (text, utterance) in enumerate(said):
                path = Path(folder) / f"{number}-{here}.wav"
                say(engine, kokoro, utterance, path, here=here)
                found.append(Sound(path, text))
        heard = hear([*sounds[False], *sounds[True]])
        seconds = sum(sound.path.stat().st_size for sound in sounds[True]) / 2 / engine.sample_rate_hz
    print(f"{machine()}; {len(said)} sentences in {len(VOICES)} voices, {seconds / 60:.1f} minutes of sound")
    theirs, ours = heard[: len(said)], heard[len(said) :]
    report(said, ours, theirs)
    if arguments.verbose:
        print_differences(said, ours, theirs)


if __name__ == "__main__":
    main()
