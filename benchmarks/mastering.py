#!/usr/bin/env python3
"""Master and encode an hour of sound in every format: voices made equally loud, one gain, the limiter, the encoder, the meter.

Usage: python benchmarks/mastering.py [--minutes 60] [FORMAT ...]

The sound is the speech of two of the machine's own voices. Time is of the wall and of all
processors; loudness and true peak are those of the encoded file.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from pathlib import Path

from tts_interview.files.ffmpeg import FORMATS
from tts_interview.model import Gender, Passage, Utterance
from tts_interview.settings.sound import TARGET_LUFS
from tts_interview.sound.mastering.finishing import Finished, finish
from tts_interview.sound.mastering.levels import levelled
from tts_interview.sound.mix import Mix
from tts_interview.speech.engines import Engine, EngineSetup, make_engine, speaks

TEXT = (
    "We went out before it was light, and nobody spoke. The sea was flat, the kind of flat that makes you listen. "
    "Then, far off, there was the bell again: three strokes, a pause, and three more. My father said that it was nothing. "
    "I have thought about that morning more often than about any other, and I still could not tell you what it was. "
    "Somebody had to go and look, of course, and it was never going to be him."
)
MOST_S = 35.0


def said(engine: Engine) -> list[bytes]:
    """What each of two voices of the engine says, raw, for half a minute or so."""
    voices = [voice for voice in engine.voices() if speaks(voice, "en")]
    people = [next(v.name for v in voices if v.gender is gender) for gender in (Gender.FEMALE, Gender.MALE)]
    return [engine.speak(Utterance(TEXT, name, "en")).pcm for name in people]


def conversation(folder: Path, minutes: int) -> Mix:
    """Two people in turn, with half a second of silence between."""
    engine = make_engine("system", EngineSetup(folder), "en")
    rate_hz, turns, passages = engine.sample_rate_hz, said(engine), []
    with (folder / "raw.pcm").open("wb") as file:
        while file.tell() < minutes * 60 * rate_hz * 2:
            name, start = "AB"[len(passages) % 2], file.tell() // 2
            file.write(turns[len(passages) % 2])
            passages.append(Passage(name, start, file.tell() // 2))
            file.write(bytes(rate_hz))
    return Mix(folder / "raw.pcm", rate_hz, tuple(passages))


def spent_s() -> float:
    """Seconds of processor time, of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def mastered(mix: Mix, suffix: str, folder: Path) -> Finished:
    """The whole way from raw sound to a file."""
    return finish(levelled(mix, TARGET_LUFS), folder / f"e{suffix}", FORMATS[suffix], {})


def main() -> None:
    """Make every format and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", default=[s[1:] for s in FORMATS if s != ".m4b"])
    parser.add_argument("--minutes", type=int, default=60)
    chosen = parser.parse_args()
    print(f"{chosen.minutes} min of sound, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"{'format':>6} {'wall s':>8} {'cpu s':>8} {'LUFS':>7} {'dBTP':>6}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        mix = conversation(folder, chosen.minutes)
        for name in chosen.formats:
            start, before = time.perf_counter(), spent_s()
            loudness = mastered(mix, f".{name}", folder).loudness
            wall_s, cpu_s = time.perf_counter() - start, spent_s() - before
            quick = "" if wall_s <= MOST_S * chosen.minutes / 60 else f"  over {MOST_S:.0f} s an hour"
            print(f"{name:>6} {wall_s:8.1f} {cpu_s:8.1f} {loudness.lufs:7.1f} {loudness.peak_dbtp:6.1f}{quick}", flush=True)


if __name__ == "__main__":
    main()
