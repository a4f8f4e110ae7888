#!/usr/bin/env python3
"""Put ten faults into episodes, and count what `verify` finds, what it invents, what it mends, and what it costs.

Usage: python benchmarks/verification.py [PAGE ...] [--seeds N ...]     (English examples unless given; needs the extra verify)

Each page is rendered as it is, and with faults that an engine might make, drawn by seed: two wrong words, two phrases left out,
two said twice, a turn in another voice, two bursts of noise, and silence in a sentence. A fault is found if a finding touches
its sentence; a finding that touches no faulty sentence is invented. The engine makes a fault only in the utterance that it was
drawn for, not at another rate, and `render --verify` mends them. Costs are processor time of one thread for a second of sound.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tts_interview import Clip, PublishingSettings, Settings, SpeechSettings, plan, render, verify
from tts_interview.speech import closing, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tts_interview import Discrepancy, Plan, Speech, Utterance, Verification

    Speaker = Callable[[Utterance], Clip]
    Spoiled = Callable[[Speaker, Utterance], Clip]

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PAGES = [EXAMPLES / name for name in ("ferry-town.txt", "beekeeper.md", "library-panel.md")]
KINDS = ("other voice", *("other word", "left out", "said twice", "burst") * 2, "silence")
LONG_WORDS, LONG_LETTERS, LONG_TURN = 9, 5, 60
BURST_S, BURST_LEVEL, SILENCE_S = (0.03, 0.1, 0.3), 8_000, (0.7, 1.2)
EDGE_S, PAUSE_S = 0.1, 0.4
MOST_COST_S = 0.12


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault that was put into an episode, with the sentences that have it."""

    kind: str
    detail: str
    sentences: tuple[str, ...]


class FaultyEngine:
    """An engine that speaks some utterances with a fault, and all others as it should, even the same at another rate."""

    missing = classmethod(lambda _cls: "")

    def __init__(self, planned: Plan, faults: dict[Utterance, Spoiled]) -> None:
        self._engine, self._cache, self._faults = planned.engine, planned.cache, faults

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the engine has
        return getattr(self._engine, name)

    def speak(self, utterance: Utterance) -> Clip:
        """Speak an utterance, perhaps with its fault."""
        fault = self._faults.get(utterance)
        return fault(self._plainly, utterance) if fault else self._plainly(utterance)

    def _plainly(self, utterance: Utterance) -> Clip:
        with closing(speak([utterance], self._engine, self._cache)) as clips:
            return next(clips)


def saying(text: str) -> Spoiled:
    """Say another text; the times of its words are then unknown."""
    return lambda plainly, said: replace(plainly(replace(said, text=text, pronunciations=())), words=())


def in_voice(name: str) -> Spoiled:
    """Say it in another voice."""
    return lambda plainly, said: plainly(replace(said, voice=name))


def sounding(start: float, seconds: float, level: float, seed: int) -> Spoiled:
    """Replace a part of the sound by silence, or add noise to it; `start` is a share of the rest, 0 to 1."""

    def spoiled(plainly: Speaker, said: Utterance) -> Clip:
        clip = plainly(said)
        samples = np.frombuffer(clip.pcm, "<i2").astype(np.float64)
        length = int(seconds * clip.sample_rate_hz)
        first = max(0, int(start * (len(samples) - length)))
        part = samples[first : first + length]
        part[:] = part + level * np.random.default_rng(seed).standard_normal(len(part)) if level else 0
        return replace(clip, pcm=np.clip(samples.round(), -32_768, 32_767).astype("<i2").tobytes())

    return spoiled


def words_of(text: str) -> list[re.Match[str]]:
    """Return the words of a text."""
    return list(re.finditer(r"[\w'’-]+", text))


def drawn(planned: Plan, seed: int) -> tuple[dict[Utterance, Spoiled], list[Injected]]:
    """Draw ten faults, each in sentences of its own."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    speeches = planned.rundown.speeches
    faults, told = other_voice(planned, chance)
    spoiled = set(faults)
    vocabulary = sorted(
        {m[0] for s in speeches for m in words_of(s.utterance.text) if len(m[0]) >= LONG_LETTERS and m[0].islower()}
    )
    for kind in KINDS[1:]:
        free = [s for s in speeches if s.utterance not in spoiled and len(words_of(s.utterance.text)) >= LONG_WORDS]
        speech = chance.choice(free)
        faults[speech.utterance], detail = fault_of(kind, speech, vocabulary, chance)
        spoiled.add(speech.utterance)
        told.append(Injected(kind, detail, (speech.written,)))
    return faults, told


def other_voice(planned: Plan, chance: random.Random) -> tuple[dict[Utterance, Spoiled], list[Injected]]:
    """Let another voice say a turn of somebody who speaks more than once."""
    turns: dict[tuple[str, int], list[Speech]] = {}
    for speech in planned.rundown.speeches:
        turns.setdefault((speech.utterance.voice, speech.turn), []).append(speech)
    voices = [voice for voice, _turn in turns]
    long = [key for key in turns if voices.count(key[0]) > 1 and sum(len(s.utterance.text) for s in turns[key]) >= LONG_TURN]
    voice, turn = chance.choice(long)
    spoken = planned.transcript.language.partition("-")[0]
    name = chance.choice(
        [v.name for v in planned.engine.voices() if v.language.partition("-")[0] == spoken and v.name != voice]
    )
    said = turns[voice, turn]
    return {s.utterance: in_voice(name) for s in said}, [
        Injected(KINDS[0], f"{voice} -> {name}", tuple(s.written for s in said))
    ]


def fault_of(kind: str, speech: Speech, vocabulary: Sequence[str], chance: random.Random) -> tuple[Spoiled, str]:
    """Return a fault of some kind for a sentence, and what it is."""
    text = speech.utterance.text
    words = words_of(text)
    if kind == "burst":
        seconds = chance.choice(BURST_S)
        return sounding(chance.uniform(0.2, 0.8), seconds, BURST_LEVEL, chance.randint(0, 9_999)), f"{seconds} s"
    if kind == "silence":
        seconds = chance.uniform(*SILENCE_S)
        return sounding(chance.uniform(0.1, 0.7), seconds, 0, 0), f"{seconds:.2f} s"
    if kind == "other word":
        word = chance.choice([m for m in words[1:] if len(m[0]) >= LONG_LETTERS and m[0].islower()])
        new = chance.choice([v for v in vocabulary if v[:2] != word[0][:2] and v[-2:] != word[0][-2:]])
        return saying(text[: word.start()] + new + text[word.end() :]), f"{word[0]} -> {new}"
    count = chance.randint(3, 4)
    first = chance.randint(1, len(words) - count - 1)
    start, end = words[first].start(), words[first + count].start()
    return saying(text[:start] + text[end:] if kind == "left out" else text[:end] + text[start:]), text[start:end].strip()


def settings_with(engine: object, cache: Path | None = None, *, verified: bool = False) -> Settings:
    """Return settings with an engine, and with a cache of its own for faulty clips."""
    speech = SpeechSettings(engine=engine, cache_folder=cache)
    return Settings(speech=speech, publishing=PublishingSettings(force=True, verify=verified))


def times_of(sentences: Iterable[str], audio: Path) -> list[tuple[float, float]]:
    """Return the start and end of sentences, or pieces of them, with the pause after each."""
    segments = json.loads(audio.with_suffix(".transcript.json").read_text(encoding="utf-8"))["segments"]
    found = [next(s for s in segments if sentence in s["body"]) for sentence in sentences]
    return [(s["startTime"] - EDGE_S, s["endTime"] + PAUSE_S) for s in found]


def missed_and_invented(
    told: Sequence[Injected], found: Sequence[Discrepancy], audio: Path
) -> tuple[list[Injected], list[Discrepancy]]:
    """Return the faults without a finding, and the findings without a fault."""
    places = {fault: times_of(fault.sentences, audio) for fault in told}
    touched = {
        finding: [f for f, times in places.items() if any(s <= finding.end_s and finding.start_s <= e for s, e in times)]
        for finding in found
    }
    known = {fault for faults in touched.values() for fault in faults}
    return [fault for fault in told if fault not in known], [finding for finding, faults in touched.items() if not faults]


def heard(audio: Path) -> tuple[Verification, float]:
    """Verify an episode; return what is heard and the processor time for a second of sound."""
    start = time.process_time()
    found = verify(audio)
    return found, (time.process_time() - start) / found.turns[-1].end_s


def examined(page: Path, seeds: Sequence[int], folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield a row for the page as it is, and for each seed, and whether all is as it should be."""
    planned = plan(page)
    clean = folder / f"{page.stem}.wav"
    render(page, clean, settings_with(planned.engine))
    found, cost_s = heard(clean)
    yield (
        f"{page.name:28}      0      0 {len(found.findings):8} {'':6} {cost_s:8.3f} s",
        not found.findings and cost_s <= MOST_COST_S,
    )
    for seed in seeds:
        faults, told = drawn(planned, seed)
        audio, mended, cache = (folder / f"{page.stem}-{seed}{kind}" for kind in (".wav", "-mended.wav", "-cache"))
        render(page, audio, settings_with(FaultyEngine(planned, faults), cache))
        found, cost_s = heard(audio)
        missed, invented = missed_and_invented(told, found.findings, audio)
        made = render(page, mended, settings_with(FaultyEngine(planned, faults), cache, verified=True))
        left = made.verification.doubts if made.verification else ()
        counts = f"{len(told):6} {len(told) - len(missed):6} {len(invented):8} {len(left):6}"
        yield f"{f'{page.name}, seed {seed}':28} {counts} {cost_s:8.3f} s", not (missed or invented or left)
        yield from ((f"    {one}", False) for one in (*missed, *invented, *left))


def main() -> None:
    """Print the table; exit with 1 if a fault is missed, invented or left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="*", default=PAGES)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2])
    arguments = parser.parse_args()
    print(f"{'':28} faults  found invented   left  CPU for a second")
    is_good = True
    with tempfile.TemporaryDirectory() as folder:
        for page in arguments.pages:
            for line, good in examined(page, arguments.seeds, Path(folder)):
                print(line, flush=True)
                is_good &= good
    sys.exit(not is_good)


if __name__ == "__main__":
    main()
