"""Kokoro in this program beside stock kokoro-onnx with the stock int8 model, on the same sentences, in turn, in one run.

Usage: python benchmarks/speed.py [PAGE] [--rounds N]     (examples/ferry-town.txt and 3 rounds unless given)

Each round speaks all utterances of the page's script by the one and by the other; who begins changes from round to round. Both
have all cores: stock kokoro-onnx by its own threads, this program by its workers. Printed: seconds of work for a second of
sound of either, the median of the ratios of the rounds, and the share of the program's work that is outside the engine.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview import Settings
from tts_interview.files.packaged import voices_folder
from tts_interview.pipeline import plan
from tts_interview.settings.parts import SpeechSettings, default_cache_folder
from tts_interview.sound.stitching import stitch
from tts_interview.speech import speak
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.speech.engines.kokoro.model_file import find_model
from tts_interview.speech.engines.onnx_runtime import load_runtime

if TYPE_CHECKING:
    from kokoro_onnx import Kokoro

    from tts_interview.model import Utterance
    from tts_interview.pipeline import Plan

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ferry-town.txt"


def stock(engine: KokoroEngine) -> Kokoro:
    """kokoro-onnx as its own documentation makes it."""
    load_runtime()  # first, or ONNX Runtime would report to its maker
    from kokoro_onnx import Kokoro

    model = find_model(EngineSetup(default_cache_folder()))
    kokoro = Kokoro(str(model), str(voices_folder() / "kokoro.npz"))
    kokoro.create("One two three.", engine.style("af_heart"))
    return kokoro


def speak_stock(kokoro: Kokoro, engine: KokoroEngine, utterances: list[Utterance]) -> tuple[float, float]:
    """Seconds of work and of sound."""
    start, sound_s = time.perf_counter(), 0.0
    for utterance in utterances:
        samples, rate = kokoro.create(utterance.text, engine.style(utterance.voice), lang=utterance.language)
        sound_s += len(samples) / rate
    return time.perf_counter() - start, sound_s


def speak_here(engine: KokoroEngine, utterances: list[Utterance]) -> tuple[float, float]:
    """Seconds of work and of sound, with nothing in the cache."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        sound_s = sum(clip.seconds for clip in speak(utterances, engine, ClipCache(Path(folder))))
        return time.perf_counter() - start, sound_s


def outside_s(planned: Plan, page: Path) -> float:
    """Seconds of all that is neither speaking nor mastering: reading, casting, script, cache and stitching."""
    with tempfile.TemporaryDirectory() as folder:
        cache, utterances = ClipCache(Path(folder) / "clips"), [s.utterance for s in planned.script.speeches]
        for _clip in speak(utterances, planned.engine, cache):
            pass
        start = time.perf_counter()
        again = plan(page, Settings(speech=SpeechSettings(engine="kokoro")))
        clips = speak(utterances, planned.engine, cache)
        stitch(again.script, clips, again.transcript, again.casting, Path(folder) / "episode.pcm", again.engine.sample_rate_hz)
        return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path, nargs="?", default=EXAMPLE)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    planned = plan(arguments.page, Settings(speech=SpeechSettings(engine="kokoro")))
    engine = planned.engine
    if not isinstance(engine, KokoroEngine):
        parser.error("this needs the engine kokoro")
    utterances = [s.utterance for s in planned.script.speeches]
    engine.speak(utterances[0])
    kokoro = stock(engine)
    ours, theirs = [], []
    for number in range(arguments.rounds):
        for mine in (True, False) if number % 2 else (False, True):
            work_s, sound_s = speak_here(engine, utterances) if mine else speak_stock(kokoro, engine, utterances)
            (ours if mine else theirs).append(work_s / sound_s)
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    chars = statistics.mean(len(u.text) for u in utterances)
    print(f"{platform.machine()}, {os.cpu_count()} cores; {len(utterances)} utterances of {chars:.0f} characters")
    print(f"stock kokoro-onnx, int8   {statistics.median(theirs):.3f} seconds for a second of sound")
    print(f"this program              {statistics.median(ours):.3f}")
    print(f"ratio of throughputs      {statistics.median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")
    spent_s = outside_s(planned, arguments.page)
    print(f"outside the engine        {100 * spent_s / (statistics.median(ours) * planned.sound_s):.1f} % of the work")


if __name__ == "__main__":
    main()
