#!/usr/bin/env python3
"""Encode the same sound many times on a busy machine: each file must be measured, and have the same bytes.

Usage: python benchmarks/encoding.py [--encodes 300] [--at-once 4] [--format mp3]

The sound is ten seconds of noise with the peaks of speech. Prints how many different files and records there were, and exits
with 1 if there was more than one of either, or if a figure is not finite.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tts_interview.files.ffmpeg import FORMATS
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mix import Mix

if TYPE_CHECKING:
    from tts_interview.model import Loudness

RATE_HZ, SECONDS = 24_000, 10


def noise(folder: Path) -> Mix:
    """Write noise in syllables."""
    random = np.random.default_rng(1)
    syllables = np.repeat(random.uniform(0.05, 1, SECONDS * 5), RATE_HZ // 5)
    sound = np.clip(random.normal(0, 0.2, SECONDS * RATE_HZ) * syllables, -1, 1)
    (folder / "raw.pcm").write_bytes((sound * 32_767).astype("<i2").tobytes())
    return Mix(folder / "raw.pcm", RATE_HZ)


def main() -> None:
    """Encode, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encodes", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--format", default="mp3")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(chosen.at_once) as pool:
        mix = noise(Path(scratch))

        def encoded(number: int) -> tuple[str, Loudness]:
            target = Path(scratch) / f"{number}.{chosen.format}"
            loudness = finish(mix, target, FORMATS[f".{chosen.format}"], {"title": "Noise"}).loudness
            digest = hashlib.sha256(target.read_bytes()).hexdigest()[:12]
            target.unlink()
            return digest, loudness

        start = time.perf_counter()
        found = Counter(pool.map(encoded, range(chosen.encodes)))
    for (digest, loudness), times in found.most_common():
        print(f"{times:5} x {digest}  {loudness.lufs:6.1f} LUFS  {loudness.peak_dbtp:6.2f} dBTP")
    print(f"{chosen.encodes} encodes, {chosen.at_once} at once, {time.perf_counter() - start:.0f} s")
    is_whole = all(math.isfinite(figure) for _, loudness in found for figure in (loudness.lufs, loudness.peak_dbtp))
    sys.exit(0 if len(found) == 1 and is_whole else 1)


if __name__ == "__main__":
    main()
