"""Has sounds judged by `hearing.py`, in an environment that is made on first use (about 3 GB, some minutes)."""

from __future__ import annotations

import json
import os
import subprocess
import venv
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Sound:
    """A WAV file and the English words in it; no words if it is of another language."""

    path: Path
    text: str = ""


def hear(sounds: Sequence[Sound]) -> list[dict[str, Any]]:
    """What `hearing.py` finds, for each sound. Raises CalledProcessError if it fails."""
    asked = json.dumps([{"sound": str(sound.path), "text": sound.text} for sound in sounds])
    program = [_python(), HERE / "hearing.py"]
    return list(json.loads(subprocess.run(program, input=asked, check=True, stdout=subprocess.PIPE, text=True).stdout))


def _python() -> Path:
    """The Python of the environment. BENCHMARK_EARS names one that has all of hearing-requirements.txt already."""
    folder = Path(os.environ.get("BENCHMARK_EARS") or HERE.parent / ".venv-hearing")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        install = [python, "-m", "pip", "install", "-q", "-r", HERE / "hearing-requirements.txt"]
        subprocess.run(install, check=True)
    return python


def write_wav(path: Path, pcm: bytes, sample_rate_hz: int) -> None:
    """Write 16-bit mono samples."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sample_rate_hz)
        file.writeframes(pcm)


def word_error_rate(found: Iterable[dict[str, Any]], what: str = "errors") -> float:
    """Errors by words, of all sounds together; 0 to 1, or more if more was heard than said. `added` counts no other errors."""
    found = list(found)
    return sum(f[what] for f in found) / max(1, sum(f["words"] for f in found))


def mean(found: Iterable[dict[str, Any]], name: str) -> float:
    """The mean of a figure over those sounds that have it."""
    values = [f[name] for f in found if f[name] is not None]
    return float(np.mean(values)) if values else float("nan")


def alike(some: Iterable[dict[str, Any]], others: Iterable[dict[str, Any]]) -> float:
    """The mean cosine of all of the one with all of the other, a sound with itself left out."""
    a, b = ([f for f in found if f["embedding"]] for found in (some, others))
    cosines = [float(np.dot(x["embedding"], y["embedding"])) for x in a for y in b if x is not y]
    return float(np.mean(cosines)) if cosines else float("nan")
