"""How long the page of an hour takes to load in Chromium, and a search in it.

Usage: python benchmarks/page.py [WORDS]; it wants the validators: python scripts/get_validators.py
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from published import GUEST, HOST, publication  # noqa: E402
from validating import seen  # noqa: E402

from tts_interview.files.ffmpeg import FORMATS, encode  # noqa: E402
from tts_interview.model import Samples  # noqa: E402
from tts_interview.publishing.page import page_html  # noqa: E402

# An hour of speech at some 150 words a minute.
_WORDS = 9_000
_SENTENCE = "The lamp at the end of the harbour wall has a keeper who climbs up to it in every kind of weather"
_SEARCHED = ("e", "the", "keeper who climbs", "nobody")
_RUNS = 5


def main(words: int) -> None:
    """Make the page, and print what it weighs and how quick it is."""
    talk, said = [], _SENTENCE.split()
    for turn in range(words // 100):
        sentences = [" ".join(said[n % 7 :] + said[: n % 7]) + "." for n in range(5)]
        talk.append((GUEST if turn % 2 else HOST, [sentences[:3], sentences[3:]]))
    with tempfile.TemporaryDirectory() as folder:
        made = publication(talk, audio=Path(folder) / "hour.mp3")
        silence = bytes(4 * 8_000)
        samples = Samples(lambda: (silence for _ in range(int(made.episode.seconds))), 8_000)
        made = replace(made, samples=samples)
        encode(samples, made.audio, FORMATS[".mp3"], "anull", {})
        path = made.file(".html")
        path.write_bytes(page_html(made))
        data = path.read_bytes()
        print(f"{made.episode.seconds / 60:.0f} min, {len(made.episode.words)} words, {len(data) / 1000:.0f} kB,", end=" ")
        print(f"{len(gzip.compress(data)) / 1000:.0f} kB compressed")
        for _ in range(_RUNS):
            print(seen("speed", path, json.dumps(_SEARCHED)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _WORDS)
