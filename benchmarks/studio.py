"""How quick the studio is: a script of ten hours in Chromium, the first sound after a paste, and the way to a published kit.

Usage: python benchmarks/studio.py [TURNS]; it wants the validators: python scripts/get_validators.py

The server is a process of its own. The script is spoken by the tone engine; the first sound is Kokoro's, after a first paste
that prepared and loaded the model. An action is a press of a button or a link, or a field that is filled.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from statistics import median, quantiles
from subprocess import PIPE
from typing import TYPE_CHECKING, Any

import psutil
from material import english_sentences, interview

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from processes import started  # noqa: E402
from validating import node  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

_TURNS, _TURN_CHARS = 2_000, 258  # ten hours, at 860 letters a minute
_PAGE_MINUTES = 5.4  # 1,000 words
# Nobody can tell from the names who is a woman and who is a man.
_UNSURE = """# The keeper of the last orchard

Sky Renner: How many trees are left?

Ash Maddox: Nineteen, and I know each of them by its name.

Renner: Which of them is the oldest?

Maddox: The one behind the chapel. My grandmother was married under it.

Renner: And who will look after them when you stop?

Maddox: A girl from the village comes on Saturdays, and she asks better questions than you do.
"""


@contextmanager
def studio(folder: Path, engine: str, *source: Path) -> Iterator[tuple[psutil.Process, str]]:
    """Run a studio, and yield its process and its address."""
    options = ["--projects", folder / "projects", "--cache", folder / "cache", "--lexicon", folder / "lexicon.toml"]
    (folder / "lexicon.toml").touch()
    command = [sys.executable, "-m", "tts_interview", "studio", *source, *options, "--engine", engine, "--no-browser", "-q"]
    with started(command, stdout=PIPE, text=True) as running:
        assert running.stdout  # noqa: S101 - it was asked to be a pipe
        yield psutil.Process(running.pid), running.stdout.readline().strip()


def found(check: str, address: str, argument: object = "") -> Any:  # noqa: ANN401 - any JSON
    """Return what a check of tests/validators/studio.mjs finds."""
    given = argument if isinstance(argument, str) else json.dumps(argument)
    return node("studio.mjs", check, address, given, env={"CHROMIUM": which("chromium") or ""})


def long_script(turns: int) -> str:
    """Return an interview of so many turns."""
    shuffled, known = random.Random(7), english_sentences()  # noqa: S311 - an order, not a secret
    text = "A long conversation\n\n"
    for turn in range(turns):
        said = ""
        while len(said) < _TURN_CHARS - 50:  # half a sentence less, so that the mean is right
            words = shuffled.choice(known).rstrip(".?!").split()
            first = shuffled.randrange(len(words))  # so that no two sentences are the same
            said = f"{said} {' '.join([*words[first:], *words[:first]])}."
        text += f"{('Mara Quill', 'Jonas Feld')[turn % 2]}:{said}\n\n"
    return text


def measure_script(turns: int) -> None:
    """Print how quick a long script is to show, to go through and to change."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "long.txt"
        page.write_text(long_script(turns), encoding="utf-8")
        with studio(Path(folder), "tone", page) as (process, address):
            base, _, place = address.partition("/p/")
            before = process.memory_info().rss
            seen = found("speed", f"{base}/", f"p/{place}script")
            after = process.memory_info().rss
    print(f"{turns} turns: first page {seen['first']:.0f} ms")
    print(f"key to paint: {median(seen['keys']):.0f} ms (median), {_late(seen['keys']):.0f} ms (95th percentile)")
    print(f"edit until saved: {median(seen['saves']):.0f} ms (median), {_late(seen['saves']):.0f} ms (95th percentile)")
    print(f"edit until shown: {median(seen['edits']):.0f} ms (median), {_late(seen['edits']):.0f} ms (95th percentile)")
    print(f"memory of the server: {before / 1e6:.0f} MB before, {after / 1e6:.0f} MB after")


def _late(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def measure_first_sound() -> None:
    """Print how long it takes from a paste to the first sound."""
    names = ("A first", "Another", "A third")  # the title is spoken first, and has to be new
    texts = [interview(_PAGE_MINUTES, seed=seed).replace("A long", name, 1) for seed, name in enumerate(names)]
    with tempfile.TemporaryDirectory() as folder, studio(Path(folder), "kokoro") as (_process, address):
        cold, *warm = (found("first-sound", address, text) for text in texts)
    print(
        f"first sound after a paste of {len(texts[1].split())} words: {', '.join(f'{taken_s:.1f}' for taken_s in warm)} s",
        end=" ",
    )
    print(f"(the first one, with the model to be loaded: {cold:.1f} s)")


def measure_actions() -> None:
    """Print how many actions it takes from a paste to a published kit."""
    with tempfile.TemporaryDirectory() as folder, studio(Path(folder), "tone") as (_process, address):
        actions = found("newcomer", address, _UNSURE)
    print(f"{len(actions)} actions from paste to kit: {', '.join(actions)}")


def main(turns: int) -> None:
    """Print all of it, and how busy the machine is."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    measure_script(turns)
    measure_first_sound()
    measure_actions()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _TURNS)
