"""What many tests share: folders of their own, the command line run in process, the examples, the corpus where it is."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

# No test measures time: the machine may be busy. The same code gets the same answer each time; `-m exhaustive` looks further.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Run:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty cache."""
    return tmp_path / "cache"


@pytest.fixture
def tts(tmp_path: Path) -> Callable[..., Run]:
    """Runs the command line in a process of its own, in `tmp_path`, with a cache of its own."""
    own = {"TTS_INTERVIEW_CACHE": str(tmp_path / "cache"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    environment = {**os.environ, **own, "PYTHONWARNINGS": "default"}

    def run(*arguments: str | Path, stdin: bytes | None = None, env: dict[str, str] | None = None) -> Run:
        command = [sys.executable, "-m", "tts_interview", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={**environment, **(env or {})},
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
            timeout=300,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def seed_page() -> Path:
    """A real news page; the test is skipped where the corpus is absent."""
    path = SHARED / "seed" / "nato-chief-interview.txt"
    if not path.exists():
        pytest.skip("the corpus of real pages is not here")
    return path


CORPUS = sorted((SHARED / "interviews").glob("*/*.md"))


@pytest.fixture(params=CORPUS, ids=lambda path: path.name)
def corpus_page(request: pytest.FixtureRequest) -> Path:
    """Each real page in turn; without the corpus there is none, and the test is skipped."""
    return Path(request.param)
