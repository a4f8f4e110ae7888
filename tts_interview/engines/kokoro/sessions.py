"""Sessions of ONNX Runtime, each of one thread, and whether a graph speaks as the shipped one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tts_interview.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_ONLY_ERRORS = 3  # ONNX Runtime's name for that severity
_FRAME = 600  # samples: what one frame of the model becomes
# "The harbour was quiet that morning." as tokens of Kokoro's vocabulary.
_TOKENS = (
    *(81, 83, 16, 50, 156, 69, 158, 44, 83, 16, 65, 71, 68, 16, 53, 65, 156, 43, 102, 83, 62, 16),
    *(81, 43, 62, 16, 55, 156, 76, 158, 56, 102, 112, 4),
)
_FLOOR_DB = -40.0  # frames that are quieter than the loudest by more are silence
_MOST_DIFFERENCE_DB = 3.0


def make_session(model: Path) -> Any:  # noqa: ANN401 - onnxruntime is loaded when first needed
    """A session of one thread: two threads give other bytes than one, and threads that share a session are quicker anyway.

    Raises ModelError if ONNX Runtime cannot load the model.
    """
    import onnxruntime

    onnxruntime.set_default_logger_severity(_ONLY_ERRORS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ONLY_ERRORS
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime raises classes of its own that have no public base
        raise ModelError(f"{model} is no model that ONNX Runtime can load: {error}; give another --model") from error


def check(quick: Path, shipped: Path) -> None:
    """Raise ModelError if the quick graph does not say a sentence as the shipped one does on this machine."""
    ours, theirs = (_loudness(_said(path)) for path in (quick, shipped))
    difference_db = _difference(ours, theirs)
    if not difference_db < _MOST_DIFFERENCE_DB:
        raise ModelError(
            f"the quick voice model does not speak well on this machine ({difference_db:.1f} dB off): "
            f"use the model as it is shipped, with --model {shipped}, and report it with what `doctor` says"
        )


def _said(model: Path) -> NDArray[np.float32]:
    import numpy as np

    from tts_interview.catalogue import voices_folder

    with np.load(voices_folder() / "kokoro.npz") as vectors:
        style = vectors["af_heart.basis"][:1].astype(np.float32)
    inputs = {"tokens": np.array([[0, *_TOKENS, 0]]), "style": style, "speed": np.ones(1, np.float32)}
    return np.asarray(make_session(model).run(None, inputs)[0]).ravel()


def _loudness(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """The level of each frame in dB."""
    import numpy as np

    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float64)
    levels: NDArray[np.float64] = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    return levels


def _difference(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    """The mean difference of the levels in dB where there is speech; without end if one is longer or holds no numbers."""
    import numpy as np

    if len(ours) != len(theirs) or not np.isfinite(ours).all():
        return float("inf")
    speech = theirs > theirs.max() + _FLOOR_DB
    return float(np.abs(ours - theirs)[speech].mean())
