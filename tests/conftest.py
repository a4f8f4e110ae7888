"""Fixtures that many tests share: the command line, an empty cache, the example interviews, the corpus of real pages."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from encoding import Encodings

# Examples have no deadline because the machine may be busy. They are the same in every run; `-m exhaustive` tries more.
settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
INTERVIEWS = sorted(path for path in EXAMPLES.iterdir() if path.is_file() and path.name != "README.md")
SHARED = ROOT.parent / "shared"
# A shell starts background jobs with Ctrl-C ignored, and programs inherit that. Code that runs first turns Ctrl-C on again.
CTRL_C_ON = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
_ENDING = {getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)}
# Markers of tests that need more time than the usual limit in pyproject.toml.
LONG_LIMIT_S = {"exhaustive": 3600, "validators": 900, "slow": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give long tests a longer time limit, and run them first, so that no worker waits for one in the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for item in items:
        limits = [seconds for marker, seconds in LONG_LIMIT_S.items() if item.get_closest_marker(marker)]
        if limits and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(max(limits)))


@dataclass(frozen=True)
class Run:
    """The exit code and the output of one run of the command line."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """Run the command line in a folder, with a cache of its own.

    Calling it runs the program inside the test's process, which saves the start of Python. `process` starts a real process:
    use it where signals, start-up or the voices of a real engine matter. Variables of Python itself always need a process.
    """

    folder: Path

    def __call__(self, *arguments: str | Path, stdin: bytes | None = None, env: dict[str, str] | None = None) -> Run:
        """Run the program with these arguments, in this process where that makes no difference."""
        if any(name.startswith("PYTHON") for name in env or {}):
            return self.process(*arguments, stdin=stdin, env=env)
        from tts_interview import cli

        with self._environment(env), _streams(stdin or b"") as (out, err):
            try:
                code = cli.run([str(argument) for argument in arguments])
            except SystemExit as ended:  # click ends a request for completions itself
                code = int(ended.code or 0)
            return Run(code, _written(sys.stdout, out), _written(sys.stderr, err))

    def process(self, *arguments: str | Path, stdin: bytes | None = None, env: dict[str, str] | None = None) -> Run:
        """Run the program with these arguments in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "tts_interview", *map(str, arguments)],
            cwd=self.folder,
            env={**os.environ, "PYTHONWARNINGS": "default", **self._variables(), **_with_the_path_of_modules(env or {})},
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
            timeout=240,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def _variables(self) -> dict[str, str]:
        return {"TTS_INTERVIEW_CACHE": str(self.folder / "cache"), "XDG_CONFIG_HOME": str(self.folder / "config")}

    @contextlib.contextmanager
    def _environment(self, env: dict[str, str] | None) -> Iterator[None]:
        """Set the current folder and the variables, and restore them together with the handlers of signals."""
        handlers = {number: signal.getsignal(number) for number in _ENDING}
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            for name, value in {**self._variables(), **(env or {})}.items():
                patch.setenv(name, value)
            try:
                yield
            finally:
                for number, handler in handlers.items():
                    signal.signal(number, handler)


def _with_the_path_of_modules(env: dict[str, str]) -> dict[str, str]:
    """Add the PYTHONPATH of the tests to that of `env`."""
    paths = [variables["PYTHONPATH"] for variables in (env, os.environ) if variables.get("PYTHONPATH")]
    return {**env, "PYTHONPATH": os.pathsep.join(paths)} if paths else env


@contextlib.contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Put files in place of the standard streams, for Python, for libraries in C and for programs that are started."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        kept = [(stream, os.dup(number)) for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr))]
        for number, file in enumerate((given, out, err)):
            os.dup2(file.fileno(), number)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, "w" if n else "r", closefd=False) for n in range(3))
        try:
            yield out, err
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            sys.stdin, sys.stdout, sys.stderr = (stream for stream, _ in kept)
            for number, (_, copy) in enumerate(kept):
                os.dup2(copy, number)
                os.close(copy)


def _written(stream: TextIO, file: BinaryIO) -> str:
    """Return what a stream wrote to its file."""
    stream.flush()
    file.seek(0)
    return file.read().decode()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty cache."""
    return tmp_path / "cache"


@pytest.fixture
def tts(tmp_path: Path) -> CommandLine:
    """The command line in `tmp_path`."""
    return CommandLine(tmp_path)


@pytest.fixture(scope="session")
def seed_page() -> Path:
    """A real news page; the test is skipped where the corpus is absent."""
    path = SHARED / "seed" / "nato-chief-interview.txt"
    if not path.exists():
        pytest.skip("the corpus of real pages is not here")
    return path


@pytest.fixture(scope="session")
def encodings() -> Encodings:
    """What ffmpeg made in this session, for `encoded_once`."""
    from encoding import Encodings

    return Encodings()


@pytest.fixture
def encoded_once(encodings: Encodings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run ffmpeg once for the same input, where its work is not what is tested."""
    monkeypatch.setattr("tts_interview.files.ffmpeg.run_ffmpeg", encodings)


CORPUS = sorted((SHARED / "interviews").glob("*/*.md"))


@pytest.fixture(params=CORPUS, ids=lambda path: path.name)
def corpus_page(request: pytest.FixtureRequest) -> Path:
    """Each real page in turn; without the corpus there is none, and the test is skipped."""
    return Path(request.param)
