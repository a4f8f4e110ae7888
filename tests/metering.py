"""Sound like that of speakers, and a second opinion on the sound of a file: ffmpeg's other meter of true peaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from tts_interview.files.ffmpeg import measure_lufs, run_ffmpeg
from tts_interview.model import Loudness, Passage, Samples
from tts_interview.sound.mix import Mix

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Sound = NDArray[np.float64]

RATE_HZ = 24_000
ANN, BEN, CLEO = "Ann Lee", "Ben Ray", "Cleo Day"
LEVELS = {ANN: 0.25, BEN: 0.04, CLEO: 0.08}


def murmur(seconds: float, level: float = 0.1, seed: int = 1) -> Sound:
    """Noise with roughly the spectrum, the syllables and the peaks of speech, in [-1, 1]."""
    count = int(seconds * RATE_HZ)
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft(random.normal(size=count))
    hertz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    shape = 1 / (1 + (hertz / 500) ** 1.5) * (hertz > 80)
    voice = np.fft.irfft(spectrum * shape, count)
    places = np.arange(0, count + 4800, 4800)
    sound = voice * np.interp(np.arange(count), places, random.uniform(0.05, 1, len(places)))
    clipped: Sound = np.clip(sound * level / np.sqrt(np.mean(sound**2)), -1, 1)
    return clipped


def pcm(sound: Sound) -> bytes:
    return bytes((sound * 32_767).astype("<i2").tobytes())


def samples_of(data: bytes) -> Sound:
    return np.frombuffer(data, "<i2") / 32_768


def spoken(folder: Path, seconds: float = 2.5) -> Mix:
    """Three people who speak twice each, at different levels, with silence in between."""
    passages: list[Passage] = []
    parts: list[Sound] = []
    at = 0
    for number, name in enumerate((ANN, BEN, CLEO, BEN, ANN, CLEO)):
        sound = murmur(seconds, LEVELS[name], number)
        passages.append(Passage(name, at, at + len(sound)))
        parts += [sound, np.zeros(RATE_HZ // 2)]
        at += len(sound) + RATE_HZ // 2
    (folder / "raw.pcm").write_bytes(pcm(np.concatenate(parts)))
    return Mix(folder / "raw.pcm", RATE_HZ, tuple(passages))


def lufs_of(sound: Sound, rate_hz: int = RATE_HZ) -> float:
    data = sound.astype("<f4").tobytes()
    return measure_lufs(Samples(lambda: [data], rate_hz))


def heard(audio: Path) -> Loudness:
    """Measure a file with ebur128, which also measures true peaks, unlike the meter of the mastering stage."""
    meter = ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    log = run_ffmpeg(["-i", f"file:{audio}", "-vn", *meter], loglevel="info")
    return Loudness(measure_lufs(audio), float(re.findall(r"^ +Peak: +(\S+) dBFS", log, re.M)[-1]))
