#!/usr/bin/env python3
"""Peak memory of a three-hour interview with kokoro, and whether one worker makes the same bytes as two.

Usage: python benchmarks/memory.py [--hours 3] [--distinct 240]

The interview is made of some minutes of different sentences (`--distinct`, in seconds) in ever new order, so that the
voices speak these once and the rest comes from the cache, as it does when a long run goes on where it ended. The model is
loaded and speaks with all workers at first, and then stays in memory to the end, while three hours are read, cast,
stitched, mastered and encoded. Memory is that of all processes of the program together, looked at every 20 ms.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

from material import PROGRAM, interview, machine, run, verdict

from tts_interview import Settings
from tts_interview.pipeline import plan
from tts_interview.settings.parts import SpeechSettings
from tts_interview.speech import speak
from tts_interview.speech.cache import ClipCache

MOST_GB = 1.5


def same_bytes(page: Path) -> bool:
    """Whether one worker and two make the same clips, each with an empty cache."""
    planned = plan(page, Settings(speech=SpeechSettings(engine="kokoro")))
    said = [speech.utterance for speech in planned.script.speeches]
    digests = set()
    for workers in (1, 2):
        planned.engine.workers = workers
        with tempfile.TemporaryDirectory() as folder:
            digest = hashlib.sha256()
            for clip in speak(said, planned.engine, ClipCache(Path(folder))):
                digest.update(clip.pcm)
        digests.add(digest.hexdigest())
    return len(digests) == 1


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--distinct", type=int, default=240, metavar="SECONDS")
    arguments = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        page, short = folder / "long.txt", folder / "short.txt"
        page.write_text(interview(60 * arguments.hours, sentences_s=arguments.distinct), encoding="utf-8")
        short.write_text(interview(1.0), encoding="utf-8")
        clips = ("--cache-limit", "0") if arguments.hours > 1 else ()
        took = run(PROGRAM, "render", page, "-o", "long.mp3", "--engine", "kokoro", "-q", *clips, cwd=folder)
        print(verdict(f"{arguments.hours:g} hours with kokoro, peak memory", took.peak_bytes / 1e9, MOST_GB, "GB"))
        print(f"{'the same, time':52} {took.seconds:9.1f} s")
        print(f"{'the same bytes from one worker and from two':52} {'yes' if same_bytes(short) else 'NO'}")


if __name__ == "__main__":
    main()
