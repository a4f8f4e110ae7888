"""Graphs made from the shipped model: each is prepared once, in some seconds, and kept in the cache in two halves.

The quick graph is for the CPU. The float graph is for accelerators, which have no kernels for integers.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.errors import ModelError
from tts_interview.files.atomic import put_in_place
from tts_interview.files.packaged import voices_folder
from tts_interview.files.workspace import workspace
from tts_interview.model import Progress
from tts_interview.speech.engines.kokoro.model_file import KOKORO
from tts_interview.speech.engines.kokoro.rewriting import VERSION, Range, float_graph, halves, rewrite
from tts_interview.speech.engines.kokoro.sessions import optimise, runtime_version, weights_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tts_interview.speech.engines import EngineSetup

STEP = "preparing the voice model"


class Made(StrEnum):
    """The graphs that are made from the shipped one."""

    QUICK = "quick"
    FLOAT = "float"


@cache
def preparation(kind: Made = Made.QUICK) -> str:
    """Return a name for the preparation: version of the rewriting, source, ranges and version of the package onnx."""
    from importlib.metadata import version

    if kind is Made.FLOAT:
        return f"float-{VERSION}-{KOKORO.sha256[:8]}-{version('onnx')}"
    ranges = hashlib.sha256((voices_folder() / "kokoro-ranges.npz").read_bytes()).hexdigest()
    return f"{VERSION}-{KOKORO.sha256[:8]}-{ranges[:8]}-{version('onnx')}"


def prepared_path(setup: EngineSetup, kind: Made = Made.QUICK) -> Path:
    """Return the path of the back of the prepared graph, which is written last.

    ONNX Runtime optimises the quick one, so its version is in the name.
    """
    name = preparation(kind) if kind is Made.FLOAT else f"quick-{preparation(kind)}-{runtime_version()}"
    return setup.cache_folder / "models" / f"kokoro-v1.0.{name}.onnx"


def front_of(back: Path) -> Path:
    """Return the path of the front that belongs to a back."""
    return back.with_name(back.name.replace(".onnx", ".front.onnx", 1))


def files_of(back: Path) -> tuple[Path, ...]:
    """Return the paths of all files of a graph; that of the back, which is put in place last, comes last."""
    return weights_of(front_of(back)), weights_of(back), front_of(back), back


@dataclass
class Preparation:
    """The preparation of a graph. Another thread may cancel it; then nothing more is written."""

    setup: EngineSetup
    _given_up: threading.Event = field(default_factory=threading.Event)

    def run(self, source: Path, kind: Made, check: Callable[[Path], None]) -> Path:
        """Return the path of the back of the graph made from the shipped model `source`; make both halves if necessary.

        `check` is given that path, and raises ModelError if the graph does not speak correctly; then it is deleted. Raises
        ModelError also if the graph cannot be written, the preparation is cancelled, or `source` is not the expected graph.
        """
        target = prepared_path(self.setup, kind)
        if target.is_file():
            return target
        self.setup.on_notice("First run: preparing the voice model for this program; this takes some seconds and happens once")
        self.setup.on_progress(Progress(STEP, 0, 3))
        content = _rewritten(source, self.setup, kind)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with workspace(self.setup.work) as folder:
                draft = folder / target.name
                for half, path in zip(content, (front_of(draft), draft), strict=True):
                    self._go_on()
                    _write(half, path, kind)
                check(draft)
                self._go_on()
                for made in files_of(draft):
                    if made.exists():
                        _put_in_place(made, target.with_name(made.name))
        except OSError as error:
            raise ModelError(
                f"the voice model cannot be written to {target.parent}: {error.strerror}; free some space"
            ) from error
        _remove_others(target, kind)
        self.setup.on_progress(Progress(STEP, 3, 3, 0.0))
        return target

    def give_up(self) -> None:
        """Cancel the preparation; what it has written is removed."""
        self._given_up.set()

    def _go_on(self) -> None:
        if self._given_up.is_set():
            raise ModelError("the preparation of the voice model was cancelled: the next run repeats it")


def _write(content: bytes, draft: Path, kind: Made) -> None:
    if kind is Made.QUICK:
        optimise(content, draft)
    else:
        # Each device optimises the graph in its own way.
        draft.write_bytes(content)


def _put_in_place(draft: Path, target: Path) -> None:
    try:
        put_in_place(draft, target)
    except PermissionError:
        # On Windows an open file cannot be replaced: another run has made the same graph and is using it.
        if not target.is_file():
            raise


def _remove_others(target: Path, kind: Made) -> None:
    """Remove the graphs of other versions, except those that another run holds open on Windows."""
    kept = files_of(target)
    for path in target.parent.glob(f"kokoro-v1.0.{kind}-*.onnx*"):
        if path not in kept:
            with contextlib.suppress(OSError):
                path.unlink()


def read_ranges(path: Path) -> dict[str, Range]:
    """Return the ranges by the name of the convolution."""
    import numpy as np

    found: dict[str, dict[str, np.ndarray]] = {}
    with np.load(path) as arrays:
        for key in arrays.files:
            name, _, end = key.rpartition(":")
            found.setdefault(name, {})[end] = arrays[key].astype(np.float32)
    return {name: Range(ends["incoming"], ends["outgoing"], ends.get("argument", np.empty(0))) for name, ends in found.items()}


def _rewritten(source: Path, setup: EngineSetup, kind: Made) -> tuple[bytes, bytes]:
    import onnx

    try:
        model = onnx.load(str(source))
        setup.on_progress(Progress(STEP, 1, 3))
        made = float_graph(model).model() if kind is Made.FLOAT else rewrite(model, _ranges())
        content = halves(made.SerializeToString())
    except Exception as error:  # protobuf and numpy raise many kinds of errors for an unexpected graph
        raise ModelError(f"{source} cannot be prepared: {error}; remove it, and the next run restores it") from error
    setup.on_progress(Progress(STEP, 2, 3))
    return content


def _ranges() -> dict[str, Range]:
    return read_ranges(voices_folder() / "kokoro-ranges.npz")
