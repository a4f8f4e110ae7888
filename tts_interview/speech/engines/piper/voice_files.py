"""Download a voice from the list: verified, and put in place atomically."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import ModelError
from tts_interview.model import no_progress
from tts_interview.speech.engines.download import fetch
from tts_interview.speech.engines.piper.index import CARD, OfferedVoice
from tts_interview.speech.engines.piper.on_disk import own_folder, read_settings, read_voice

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.model import OnProgress

# Hidden from the search for voices, and kept so that an interrupted download can resume.
_DRAFTS = ".fetching"
_SPARE_BYTES = 50_000_000
_LICENCE = re.compile(r"^\W*licen[cs]e\W*?:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_LONGEST_LICENCE = 200


@dataclass(frozen=True, slots=True)
class FetchedVoice:
    """A downloaded voice: its folder, and the licence that its model card names."""

    folder: Path
    licence: str


def fetch_voice(voice: OfferedVoice, cache_folder: Path, on_progress: OnProgress) -> FetchedVoice:
    """Download a voice into the cache, resuming a partial download and replacing an older version.

    Raises ModelError if it cannot be downloaded, is damaged or cannot be used here; an older version then remains.
    """
    target, draft = own_folder(cache_folder) / voice.name, own_folder(cache_folder) / _DRAFTS / voice.name
    try:
        draft.mkdir(parents=True, exist_ok=True)
        _check_space(voice, draft)
        _fetch_all(voice, draft, on_progress)
        _put_in_place(draft, target)
    except OSError as error:
        raise ModelError(
            f"the voice {voice.name} cannot be written to {target}: {error.strerror}; choose another `speech.cache_folder`"
        ) from error
    return FetchedVoice(target, licence_in(target))


def licence_in(folder: Path) -> str:
    """Return the licence that a voice's model card names, or "not said"."""
    card = folder / CARD
    text = card.read_text(encoding="utf-8", errors="replace") if card.is_file() else ""
    found = _LICENCE.search(text)
    licence = "".join(character for character in found[1] if character.isprintable()) if found else ""
    return licence.strip()[:_LONGEST_LICENCE] or "not said"


def _check_space(voice: OfferedVoice, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < voice.size + _SPARE_BYTES:
        raise ModelError(
            f"the voice {voice.name} needs {voice.size // 1_000_000} MB, but {folder} has {free // 1_000_000} MB free: "
            "free some space, or choose another `speech.cache_folder`"
        )


def _fetch_all(voice: OfferedVoice, draft: Path, on_progress: OnProgress) -> None:
    """Download the small files first, so that an unusable voice is refused before its model is downloaded."""
    for name, remote in sorted(voice.files.items(), key=lambda file: file[1].size):
        is_model = name == f"{voice.name}.onnx"
        fetch(remote, draft / name, on_progress if is_model else no_progress)
        if name == f"{voice.name}.onnx.json":
            _check(draft / name)
    try:
        read_voice(draft / f"{voice.name}.onnx")
    except ModelError:
        shutil.rmtree(draft)
        raise


def _check(settings: Path) -> None:
    try:
        read_settings(settings)
    except ValueError as error:
        raise ModelError(f"the voice {settings.name.partition('.')[0]} cannot be used here: {error}; choose another") from error


def _put_in_place(draft: Path, target: Path) -> None:
    """Rename the draft folder, so that all files of the voice appear at once."""
    old = draft.with_name(f"{draft.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    draft.rename(target)
    shutil.rmtree(old, ignore_errors=True)
