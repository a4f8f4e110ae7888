"""Single-threaded sessions of ONNX Runtime, and a check that a graph speaks correctly."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ModelError
from tts_interview.files.packaged import voice_data, voices_folder
from tts_interview.speech.engines.kokoro.devices import CPU
from tts_interview.speech.engines.onnx_runtime import load_runtime

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.speech.engines.kokoro.devices import Device
    from tts_interview.speech.engines.kokoro.inference import Halves, Whole

_ONLY_ERRORS = 3  # ONNX Runtime's name for that severity
# Its names for the file beside an optimised graph that holds the weights, and for the size of those that go there.
_WEIGHTS_FILE = "session.optimized_model_external_initializers_file_name"
_LEAST_WEIGHTS = "session.optimized_model_external_initializers_min_size_in_bytes"
_LEAST_WEIGHTS_BYTES = 1024
_FRAME = 600  # samples in one frame of the model
# "The harbour was quiet that morning." as tokens of Kokoro's vocabulary.
_TOKENS = (
    *(81, 83, 16, 50, 156, 69, 158, 44, 83, 16, 65, 71, 68, 16, 53, 65, 156, 43, 102, 83, 62, 16),
    *(81, 43, 62, 16, 55, 156, 76, 158, 56, 102, 112, 4),
)
_FLOOR_DB = -40.0  # relative to the loudest frame; quieter frames are silence
_MOST_DIFFERENCE_DB = 3.0
# All of them provide the module onnxruntime, built for different devices.
_PACKAGES = tuple(
    f"onnxruntime{build}" for build in ("", "-gpu", "-directml", "-openvino", "-migraphx", "-rocm", "-silicon", "-training")
)


def runtime_version() -> str:
    """Return the version of ONNX Runtime, whichever of its packages is installed, without loading it."""
    for package in _PACKAGES:
        try:
            return version(package)
        except PackageNotFoundError:
            continue
    return str(load_runtime().__version__)


def providers() -> tuple[str, ...]:
    """Return the names of the installed ONNX Runtime's providers; only a session shows whether one works."""
    return tuple(load_runtime().get_available_providers())


def make_session(model: Path, device: Device = CPU, *, is_optimised: bool = False) -> Any:  # noqa: ANN401 - loaded when first needed
    """Make a session with one thread: two give different bytes, and threads that share a session are faster anyway.

    A model that `optimise` has written is used unchanged, which loads faster.
    Raises ModelError if ONNX Runtime cannot load the model or the device fails.
    """
    onnxruntime = load_runtime()
    options = _options(device)
    if is_optimised:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    order = [(device.provider, dict(device.options)), *([] if device == CPU else [CPU.provider])]
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=order)
    except Exception as error:  # ONNX Runtime's exceptions have no public base class
        if device != CPU:
            raise ModelError(
                f"the device {device.name} failed: {error}; update its driver, or give `speech.device` cpu"
            ) from error
        raise ModelError(f"ONNX Runtime cannot load the model {model}: {error}; give another `speech.model`") from error
    # If the libraries of a device are missing, ONNX Runtime falls back to the CPU without an error.
    if device.provider not in session.get_providers():
        raise ModelError(
            f"the device {device.name} does not start: install the libraries it needs, or give `speech.device` cpu"
        )
    return session


def weights_of(graph: Path) -> Path:
    """Return the path of the weights of a graph that `optimise` wrote."""
    return graph.with_name(f"{graph.name}.weights")


def optimise(model: bytes, target: Path) -> None:
    """Write the model with ONNX Runtime's optimisations, so that loading need not repeat them, and its weights beside it.

    A file of weights is mapped into memory, which takes less time and memory than reading them. The result depends on ONNX
    Runtime's version. Raises ModelError if the model cannot be loaded or written.
    """
    onnxruntime = load_runtime()
    options = _options(CPU)
    # The next level would write a graph that only CPUs of the same kind can load.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    options.add_session_config_entry(_WEIGHTS_FILE, weights_of(target).name)
    options.add_session_config_entry(_LEAST_WEIGHTS, str(_LEAST_WEIGHTS_BYTES))
    try:
        onnxruntime.InferenceSession(model, options, providers=[CPU.provider])
    except Exception as error:  # as above
        raise ModelError(f"the quick voice model cannot be written to {target.parent}: {error}; free some space") from error


def check(graph: Whole | Halves) -> None:
    """Raise ModelError if a graph does not speak a sentence like the float graph."""
    expected = voice_data("kokoro-check.json")
    difference_db = _difference(levels(graph), expected)
    if not difference_db < _MOST_DIFFERENCE_DB:
        raise ModelError(
            f"the voice model does not speak correctly on this machine ({difference_db:.1f} dB off): report it with the output "
            "of `doctor`, and use the shipped model: `speech.model` with kokoro-v1.0.int8.onnx from the cache's folder models"
        )


def levels(graph: Whole | Halves) -> list[float]:
    """Return the level in dB of each frame of a sentence that a graph speaks. Raises ModelError if it cannot run."""
    import numpy as np

    with np.load(voices_folder() / "kokoro.npz") as vectors:
        style = vectors["af_heart.basis"][:1].astype(np.float32)
    try:
        samples, _ = graph.run([0, *_TOKENS, 0], style, 1.0, lambda melody: melody)
    except Exception as error:  # as above
        raise ModelError(f"the voice model cannot run: {error}; give `speech.device` cpu, or another `speech.model`") from error
    found: list[float] = _loudness(samples).tolist()
    return found


def _options(device: Device) -> Any:  # noqa: ANN401 - as above
    onnxruntime = load_runtime()
    onnxruntime.set_default_logger_severity(_ONLY_ERRORS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ONLY_ERRORS
    options.enable_mem_pattern = device.memory_pattern
    return options


def _loudness(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    import numpy as np

    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float64)
    found: NDArray[np.float64] = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    return found


def _difference(ours: list[float], theirs: list[float]) -> float:
    """Return the mean difference in dB of the levels of speech; infinite if lengths differ or a level is not finite."""
    import numpy as np

    heard, expected = np.array(ours), np.array(theirs)
    if len(heard) != len(expected) or not np.isfinite(heard).all():
        return float("inf")
    speech = expected > expected.max() + _FLOOR_DB
    return float(np.abs(heard - expected)[speech].mean())
