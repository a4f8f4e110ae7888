"""Graphs made of the model as it is shipped, in the cache: each prepared once, some seconds of work.

The quick one is for the processor. The one in float is for accelerators, which have nothing for integers.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.errors import ModelError
from tts_interview.files.packaged import voices_folder
from tts_interview.model import Progress
from tts_interview.speech.engines.kokoro.model_file import KOKORO
from tts_interview.speech.engines.kokoro.rewriting import VERSION, Range, float_graph, rewrite
from tts_interview.speech.engines.kokoro.sessions import optimise, runtime_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tts_interview.speech.engines import EngineSetup

STEP = "preparing the voice model"


class Made(StrEnum):
    """What is made of the shipped graph."""

    QUICK = "quick"
    FLOAT = "float"


@cache
def preparation(kind: Made = Made.QUICK) -> str:
    """Names the way in which the graph is prepared: version of the rewriting, source, ranges and library of graphs."""
    from importlib.metadata import version

    if kind is Made.FLOAT:
        return f"float-{VERSION}-{KOKORO.sha256[:8]}-{version('onnx')}"
    ranges = hashlib.sha256((voices_folder() / "kokoro-ranges.npz").read_bytes()).hexdigest()
    return f"{VERSION}-{KOKORO.sha256[:8]}-{ranges[:8]}-{version('onnx')}"


def prepared_path(setup: EngineSetup, kind: Made = Made.QUICK) -> Path:
    """Where the prepared graph is, or will be. ONNX Runtime has worked on the quick one, so its version is in the name."""
    name = preparation(kind) if kind is Made.FLOAT else f"quick-{preparation(kind)}-{runtime_version()}"
    return setup.cache_folder / "models" / f"kokoro-v1.0.{name}.onnx"


@dataclass
class Preparation:
    """Making a graph, which another thread may give up: then nothing half-written stays, and nothing more is written."""

    setup: EngineSetup
    _draft: Path | None = None
    _is_given_up: bool = False
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def run(self, source: Path, kind: Made, check: Callable[[Path], None]) -> Path:
        """The path of the graph of the shipped model `source`, which is made first if need be.

        `check` raises ModelError if the graph does not speak as it should; then it is not kept.
        Raises ModelError too if it cannot be written, is given up, or `source` is not the graph that is known.
        """
        target = prepared_path(self.setup, kind)
        if target.is_file():
            return target
        self.setup.on_notice("First run: preparing the voice model for this program; this takes some seconds and is done once")
        self.setup.on_progress(Progress(STEP, 0, 3))
        content = _rewritten(source, self.setup, kind)
        draft = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with self._wanted(draft):
                target.parent.mkdir(parents=True, exist_ok=True)
                _write(content, draft, kind)
            check(draft)
            with self._wanted(draft):
                _put_in_place(draft, target)
        except OSError as error:
            raise ModelError(
                f"the voice model cannot be written to {target.parent}: {error.strerror}; free some space"
            ) from error
        finally:
            draft.unlink(missing_ok=True)
        _remove_others(target, kind)
        self.setup.on_progress(Progress(STEP, 3, 3, 0.0))
        return target

    def give_up(self) -> None:
        """Let nothing more be written, and remove what was begun."""
        with self._writing:
            self._is_given_up = True
            if self._draft:
                # On Windows what is just being checked is open: then whoever checks removes it.
                with contextlib.suppress(OSError):
                    self._draft.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _wanted(self, draft: Path) -> Iterator[None]:
        with self._writing:
            if self._is_given_up:
                raise ModelError("the voice model was not prepared to the end: the next run does it")
            self._draft = draft
            yield


def _write(content: bytes, draft: Path, kind: Made) -> None:
    if kind is Made.QUICK:
        optimise(content, draft)
    else:
        # Each device has a way of its own to make it quicker.
        draft.write_bytes(content)


def _put_in_place(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except PermissionError:
        # On Windows no file takes the place of one that is open: another run has made the same, and speaks already.
        if not target.is_file():
            raise


def _remove_others(target: Path, kind: Made) -> None:
    """Remove the graphs of other versions; one that another run holds open on Windows stays."""
    for path in target.parent.glob(f"kokoro-v1.0.{kind}-*.onnx"):
        if path != target:
            with contextlib.suppress(OSError):
                path.unlink()


def read_ranges(path: Path) -> dict[str, Range]:
    """The ranges by the name of the convolution."""
    import numpy as np

    found: dict[str, dict[str, np.ndarray]] = {}
    with np.load(path) as arrays:
        for key in arrays.files:
            name, _, end = key.rpartition(":")
            found.setdefault(name, {})[end] = arrays[key].astype(np.float32)
    return {name: Range(ends["incoming"], ends["outgoing"], ends.get("argument", np.empty(0))) for name, ends in found.items()}


def _rewritten(source: Path, setup: EngineSetup, kind: Made) -> bytes:
    import onnx

    try:
        model = onnx.load(str(source))
        setup.on_progress(Progress(STEP, 1, 3))
        made = float_graph(model).model() if kind is Made.FLOAT else rewrite(model, _ranges())
        content: bytes = made.SerializeToString()
    except Exception as error:  # protobuf and numpy have errors of many kinds for a graph that is not the one expected
        raise ModelError(f"{source} cannot be prepared: {error}; remove it, and it is unpacked again") from error
    setup.on_progress(Progress(STEP, 2, 3))
    return content


def _ranges() -> dict[str, Range]:
    return read_ranges(voices_folder() / "kokoro-ranges.npz")
