#!/usr/bin/env python3
"""Whole episodes, heard by machine: are host and guest two people, and are the words where the transcript has them?

Usage: python benchmarks/episodes.py [PAGE ...]     (the English examples unless given)

Each page is rendered with kokoro and its default cast. Of each two people the likeness of their voices (`cross`, at most
0.60 between interviewer and guest) and of each with himself over the whole episode (`within`, at least 0.85) is that of
windows of four seconds. Word starts are compared with those of Whisper: the median and the 95th percentile of the
distances; after a pause of 150 ms or more, with the onset of energy instead, which says it better than Whisper does.
"""

from __future__ import annotations

import argparse
import difflib
import itertools
import json
import re
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ear import Sound, alike, hear, write_wav
from material import EXAMPLES, PROGRAM, machine, run, verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAGES = tuple(EXAMPLES / name for name in ("ferry-town.txt", "beekeeper.md", "library-panel.md", "night-train.html"))
WINDOW_S, PAUSE_S = 4.0, 0.15
FRAME_S, LOUD_DB, NEAR_S = 0.005, -40.0, 0.1
MOST_CROSS, LEAST_WITHIN = 0.60, 0.85
MOST_MS = {"median": 80.0, "p95": 250.0, "onset p95": 40.0}


@dataclass(frozen=True, slots=True)
class Episode:
    """The sound of an episode, 16-bit mono, and its transcript."""

    samples: NDArray[np.int16]
    rate_hz: int
    segments: list[dict[str, Any]]

    def between(self, start_s: float, end_s: float) -> NDArray[np.int16]:
        """A part of the sound."""
        return self.samples[int(start_s * self.rate_hz) : int(end_s * self.rate_hz)]


def rendered(page: Path, folder: Path) -> Episode:
    """Render a page and read back what came of it."""
    run(PROGRAM, "render", page, "-o", "episode.wav", "--engine", "kokoro", "-q", "--force", cwd=folder)
    with wave.open(str(folder / "episode.wav"), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        samples = samples.reshape(-1, file.getnchannels())[:, 0]
        rate_hz = file.getframerate()
    return Episode(samples, rate_hz, json.loads((folder / "episode.transcript.json").read_text(encoding="utf-8"))["segments"])


def turns(episode: Episode) -> list[tuple[str, float, float, str]]:
    """Speaker, start and end in seconds, and words of each turn."""
    found = []
    for speaker, group in itertools.groupby(episode.segments, key=lambda segment: segment["speaker"]):
        segments = list(group)
        found.append((speaker, segments[0]["startTime"], segments[-1]["endTime"], " ".join(s["body"] for s in segments)))
    return found


def likeness(episode: Episode, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """`within` by speaker, `cross` by pair of speakers; of speakers who are heard for two windows or more."""
    windows: dict[str, list[Sound]] = {}
    for speaker, start_s, end_s, _words in turns(episode):
        for number in range(int((end_s - start_s) / WINDOW_S)):
            path = folder / f"window-{speaker}-{start_s:.2f}-{number}.wav"
            part = episode.between(start_s + number * WINDOW_S, start_s + (number + 1) * WINDOW_S)
            write_wav(path, part.tobytes(), episode.rate_hz)
            windows.setdefault(speaker, []).append(Sound(path))
    heard = iter(hear([sound for sounds in windows.values() for sound in sounds]))
    found = {speaker: [next(heard) for _ in sounds] for speaker, sounds in windows.items()}
    found = {speaker: results for speaker, results in found.items() if len(results) > 1}
    within = {speaker: alike(results, results) for speaker, results in found.items()}
    return within, {f"{a} / {b}": alike(found[a], found[b]) for a, b in itertools.combinations(found, 2)}


def narrator(episode: Episode) -> str:
    """Who says what the program itself has to say; of him only the likeness with himself has a limit."""
    return next((segment["speaker"] for segment in episode.segments if segment.get("announcement")), "")


def plain(word: str) -> str:
    """A word as it is compared."""
    return re.sub(r"\W", "", word.casefold())


def distances_ms(episode: Episode, folder: Path) -> tuple[list[float], list[float]]:
    """How far the starts of words are from Whisper's, and those after pauses from the onset of energy, in milliseconds."""
    sounds, spoken = [], turns(episode)
    for number, (_speaker, start_s, end_s, words) in enumerate(spoken):
        path = folder / f"turn-{number}.wav"
        write_wav(path, episode.between(start_s, end_s).tobytes(), episode.rate_hz)
        sounds.append(Sound(path, words))
    from_whisper: list[float] = []
    onsets: list[float] = []
    for (_speaker, start_s, end_s, _words), heard in zip(spoken, hear(sounds), strict=True):
        ours = [w for s in episode.segments if start_s <= s["startTime"] < end_s for w in s.get("words", ())]
        matcher = difflib.SequenceMatcher(
            None, [plain(w["body"]) for w in ours], [plain(w[0]) for w in heard["heard"]], autojunk=False
        )
        for match in matcher.get_matching_blocks():
            for offset in range(match.size):
                theirs_s = heard["heard"][match.b + offset][1] + start_s
                from_whisper.append(1000 * abs(ours[match.a + offset]["startTime"] - theirs_s))
        onsets += _from_onsets(episode, ours)
    return from_whisper, onsets


def _from_onsets(episode: Episode, words: list[dict[str, Any]]) -> list[float]:
    found = []
    for before, word in itertools.pairwise(words):
        if word["startTime"] - before["endTime"] < PAUSE_S:
            continue
        start_s = word["startTime"] - NEAR_S
        part = episode.between(start_s, word["startTime"] + 3 * NEAR_S).astype(np.float64) / 32768
        frame = int(FRAME_S * episode.rate_hz)
        level = 10 * np.log10(np.mean(part[: len(part) // frame * frame].reshape(-1, frame) ** 2, axis=1) + 1e-12)
        quiet = np.flatnonzero(level <= LOUD_DB)
        loud = np.flatnonzero(level > LOUD_DB)
        loud = loud[loud > quiet[0]] if len(quiet) else loud  # before that, the word before is still heard
        if len(loud):
            found.append(1000 * abs(start_s + loud[0] * FRAME_S - word["startTime"]))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="*", default=PAGES)
    print(machine())
    for page in parser.parse_args().pages:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            episode = rendered(page.resolve(), folder)
            within, cross = likeness(episode, folder)
            for pair, value in cross.items():
                told = narrator(episode) in pair.split(" / ")
                line = (
                    f"{page.name + ': ' + pair:52} {value:9.2f}"
                    if told
                    else verdict(f"{page.name}: {pair}", value, MOST_CROSS, "")
                )
                print(line)
            for speaker, value in within.items():
                ok = "ok" if value >= LEAST_WITHIN else "TOO LITTLE"
                print(f"{page.name + ': ' + speaker:52} {value:9.2f}      (at least {LEAST_WITHIN}) {ok}")
            words, onsets = distances_ms(episode, folder)
            print(verdict(f"{page.name}: word starts, median", float(np.median(words)), MOST_MS["median"], "ms"))
            print(verdict(f"{page.name}: word starts, 95th percentile", float(np.percentile(words, 95)), MOST_MS["p95"], "ms"))
            if onsets:
                late_ms = float(np.percentile(onsets, 95))
                print(verdict(f"{page.name}: after {len(onsets)} pauses, 95th percentile", late_ms, MOST_MS["onset p95"], "ms"))


if __name__ == "__main__":
    main()
