"""The quick graph of Kokoro in the cache: prepared once, from the model as it is shipped."""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.catalogue import voices_folder
from tts_interview.engines.kokoro.model_file import KOKORO
from tts_interview.engines.kokoro.rewriting import VERSION, Range, rewrite
from tts_interview.errors import ModelError
from tts_interview.model import Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tts_interview.engines import EngineSetup

STEP = "preparing the voice model"


@cache
def preparation() -> str:
    """Names the way in which the graph is prepared: version of the rewriting, source, ranges and library of graphs."""
    from importlib.metadata import version

    ranges = hashlib.sha256((voices_folder() / "kokoro-ranges.npz").read_bytes()).hexdigest()
    return f"{VERSION}-{KOKORO.sha256[:8]}-{ranges[:8]}-{version('onnx')}"


def prepared_model(source: Path, setup: EngineSetup, check: Callable[[Path], None]) -> Path:
    """The path of the quick graph of the shipped model `source`, which is made first if need be: some seconds of work.

    `check` raises ModelError if the graph does not speak as it should; then it is not kept.
    Raises ModelError too if it cannot be written, or `source` is not the graph that is known.
    """
    target = setup.cache_folder / "models" / f"kokoro-v1.0.quick-{preparation()}.onnx"
    if target.is_file():
        return target
    setup.on_notice("First run: preparing the voice model for this program; this takes some seconds and is done once")
    setup.on_progress(Progress(STEP, 0, 3))
    content = _rewritten(source, setup)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        check(draft)
        draft.replace(target)
    except OSError as error:
        raise ModelError(f"the voice model cannot be written to {target.parent}: {error.strerror}; free some space") from error
    finally:
        draft.unlink(missing_ok=True)
    _remove_others(target)
    setup.on_progress(Progress(STEP, 3, 3, 0.0))
    return target


def _remove_others(target: Path) -> None:
    """Remove the graphs of other versions; one that another run holds open on Windows stays."""
    for path in target.parent.glob("kokoro-v1.0.quick-*.onnx"):
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


def _rewritten(source: Path, setup: EngineSetup) -> bytes:
    import onnx

    try:
        model = onnx.load(str(source))
        setup.on_progress(Progress(STEP, 1, 3))
        content: bytes = rewrite(model, read_ranges(voices_folder() / "kokoro-ranges.npz")).SerializeToString()
    except Exception as error:  # protobuf and numpy have errors of many kinds for a graph that is not the one expected
        raise ModelError(f"{source} cannot be prepared: {error}; remove it, and it is unpacked anew") from error
    setup.on_progress(Progress(STEP, 2, 3))
    return content
