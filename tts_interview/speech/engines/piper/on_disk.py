"""Find Piper voices on this machine, NAME.onnx with its settings NAME.onnx.json, in folders and installed wheels."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ModelError
from tts_interview.model import Gender, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import Distribution

    from tts_interview.speech.engines import EngineSetup

ENGINE = "piper"
_MODEL, _SETTINGS = ".onnx", ".onnx.json"
# Limits for the content of a folder that the user names: more is a mistake or an attack.
_MOST_FOLDERS, _DEEPEST, _MOST_VOICES, _MOST_SPEAKERS = 5_000, 6, 1_000, 100
_LARGEST_SETTINGS_BYTES, _LARGEST_MODEL_BYTES = 2_000_000, 1_000_000_000
_LARGEST_ID = 100_000
_RATES_HZ = (8_000, 48_000)
_ESPEAK_VOICE = re.compile(r"\w[\w+-]*(/\w[\w+-]*)*")
_NAME = re.compile(r"\w[\w.-]{0,99}")
# The phonemizers that piper-tts includes; those for Chinese, Japanese and Thai need further packages or models.
_PHONEMIZERS = {"espeak", "text", "hebrew"}
_ONNX_STARTS = b"\x08"  # the field with its version
_BEST_FIRST = ("high", "medium", "low", "x_low")


@dataclass(frozen=True, slots=True)
class VoiceOnDisk:
    """A voice that was found: its model, its checked settings, and the names and numbers of its speakers."""

    name: str
    model: Path
    settings: dict[str, Any]
    language: str
    quality: str
    speakers: tuple[tuple[str, int], ...] = ()

    def voices(self) -> Iterator[tuple[Voice, int | None]]:
        """Yield a voice for each speaker, with the speaker's number."""
        rank = 100 * (_BEST_FIRST.index(self.quality) if self.quality in _BEST_FIRST else len(_BEST_FIRST))
        if not self.speakers:
            yield Voice(ENGINE, self.name, self.language, _gender(self.name), "", self.quality, rank), None
        for place, (speaker, number) in enumerate(self.speakers):
            name = f"{self.name}#{speaker}"
            yield Voice(ENGINE, name, self.language, _gender(name), "", self.quality, rank + min(place, 99)), number

    def identity(self) -> str:
        """Return a string that changes when the files do."""
        found = [path.stat() for path in (self.model, _settings_of(self.model))]
        return " ".join([self.name, *(f"{stat.st_size}-{stat.st_mtime_ns}" for stat in found)])


def own_folder(cache_folder: Path) -> Path:
    """Return the folder of downloaded voices."""
    return cache_folder / "piper"


def find_voices(setup: EngineSetup) -> dict[str, VoiceOnDisk]:
    """Return the voices by name: from the user's folders, the downloads and installed wheels.

    The first voice of a name wins. Broken ones are skipped with a notice, without affecting the others.
    """
    found: dict[str, VoiceOnDisk] = {}
    for model in _models(setup):
        name = model.name.removesuffix(_MODEL)
        if name in found:
            continue
        try:
            found[name] = read_voice(model)
        except ModelError as error:
            setup.on_notice(f"Skipped a voice: {error}")
        if len(found) == _MOST_VOICES:
            setup.on_notice(f"Found more than {_MOST_VOICES} Piper voices: the others are ignored")
            break
    return found


def read_voice(model: Path) -> VoiceOnDisk:
    """Read a voice by its model's path: check all settings, and the size and first byte of the model.

    Raises ModelError, which names the file and what is wrong with it.
    """
    name = model.name.removesuffix(_MODEL)
    if not _NAME.fullmatch(name):
        raise ModelError(f"invalid voice name {str(model)!r}: expected letters, digits, - _ and . only; rename both files")
    try:
        _check_model(model)
        settings = read_settings(_settings_of(model))
        return VoiceOnDisk(name, model, settings, _language(settings), _quality(settings), tuple(_speakers(settings)))
    except OSError as error:
        raise ModelError(f"{model} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ModelError(f"{model} is not a usable Piper voice: {error}; download it again, or remove it") from error


def _settings_of(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


def _models(setup: EngineSetup) -> Iterator[Path]:
    for folder in setup.voices_folders:
        if not folder.is_dir():
            setup.on_notice(f"{folder} is not a folder: check `speech.voices_folders`")
        yield from _models_in(folder, setup)
    yield from _models_in(own_folder(setup.cache_folder), setup)
    yield from _models_in_wheels()


def _models_in(folder: Path, setup: EngineSetup) -> Iterator[Path]:
    """Yield models with settings in the folder and its subfolders, such as a copy of Piper's whole collection."""
    for visited, (path, folders, files) in enumerate(os.walk(folder)):
        if visited == _MOST_FOLDERS:
            setup.on_notice(f"{folder} has more than {_MOST_FOLDERS} folders: the others are not searched for voices")
            return
        here = Path(path)
        deep = len(here.parts) - len(folder.parts) >= _DEEPEST
        folders[:] = [] if deep else sorted(name for name in folders if not name.startswith("."))
        there = set(files)
        yield from (here / name for name in sorted(files) if name.endswith(_MODEL) and f"{name}.json" in there)


def _models_in_wheels() -> Iterator[Path]:
    """Yield the models of packages with "piper" in their name; searching every package would take long."""
    for package in _packages():
        for file in package.files or ():
            if file.name.endswith(_SETTINGS):
                model = Path(str(package.locate_file(file))).with_name(file.name.removesuffix(".json"))
                if model.is_file():
                    yield model


@cache
def _packages() -> tuple[Distribution, ...]:
    return tuple(package for package in distributions() if "piper" in (package.name or "").casefold())


# -- the settings ----------------------------------------------------------------------------------------------------


def _check_model(model: Path) -> None:
    if model.stat().st_size > _LARGEST_MODEL_BYTES:
        raise ValueError(f"it is larger than {_LARGEST_MODEL_BYTES // 1_000_000} MB")
    with model.open("rb") as file:
        if file.read(1) != _ONNX_STARTS:
            raise ValueError("it is not an ONNX model")


def read_settings(path: Path) -> dict[str, Any]:
    """Read the settings, and check the type and size of everything that piper-tts uses without checking."""
    if path.stat().st_size > _LARGEST_SETTINGS_BYTES:
        raise ValueError(f"{path.name} is larger than {_LARGEST_SETTINGS_BYTES // 1_000_000} MB")
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is not valid JSON") from error
    if not isinstance(settings, dict):
        raise ValueError(f"{path.name} is not a JSON object")  # noqa: TRY004 - a file's type, not an argument's
    audio, espeak = _part(settings, "audio"), _part(settings, "espeak")
    _number(audio, "sample_rate", *_RATES_HZ)
    _number(settings, "num_speakers", 1, _LARGEST_ID)
    _number(settings, "num_symbols", 1, _LARGEST_ID)
    if not _ESPEAK_VOICE.fullmatch(str(espeak.get("voice", ""))):
        raise ValueError(f"{path.name} does not name a voice of espeak-ng")
    kind = str(settings.get("phoneme_type", "espeak"))
    if kind not in _PHONEMIZERS:
        raise ValueError(f"its phoneme type {kind[:20]!r} needs more than piper-tts includes")
    _check_phonemes(_part(settings, "phoneme_id_map"))
    _check_clusters(settings.get("vowel_clusters", []))
    _check_pace(settings.get("inference", {}))
    # The rest is unused and unchecked.
    known = ("audio", "espeak", "num_speakers", "num_symbols", "phoneme_type", "phoneme_id_map", "inference", "vowel_clusters")
    return {key: settings[key] for key in (*known, "speaker_id_map", "language") if key in settings}


def _part(settings: dict[str, Any], key: str) -> dict[str, Any]:
    part = settings.get(key)
    if not isinstance(part, dict):
        raise ValueError(f'its settings lack "{key}"')  # noqa: TRY004 - as above
    return part


def _number(part: dict[str, Any], key: str, least: float, most: float) -> None:
    value = part.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f'its "{key}" is not a number from {least:g} to {most:g}')


def _check_phonemes(numbers: dict[str, Any]) -> None:
    if not {"_", "^", "$"} <= set(numbers):
        raise ValueError('its phonemes lack "_", "^" or "$"')
    ids = [number for entry in numbers.values() for number in (entry if isinstance(entry, list) else [None])]
    if not all(isinstance(number, int) and 0 <= number <= _LARGEST_ID for number in ids):
        raise ValueError(f"its phoneme ids are not integers from 0 to {_LARGEST_ID}")


def _check_clusters(clusters: object) -> None:
    """Check the vowel sequences that the voice treats as one phoneme."""
    entries = clusters if isinstance(clusters, list) else [None]
    if not all(isinstance(entry, list) and entry and all(isinstance(vowel, str) for vowel in entry) for entry in entries):
        raise ValueError('its "vowel_clusters" are not lists of phonemes')


def _check_pace(inference: object) -> None:
    if not isinstance(inference, dict):
        raise ValueError('its "inference" is not a JSON object')  # noqa: TRY004 - as above
    for key, least, most in (("length_scale", 0.1, 10), ("noise_scale", 0, 10), ("noise_w", 0, 10)):
        if key in inference:
            _number(inference, key, least, most)


def _language(settings: dict[str, Any]) -> str:
    """Return the language tag, such as "de-de" for "de_DE"; by default the last part of espeak-ng's voice."""
    language = settings.get("language")
    code = language.get("code") if isinstance(language, dict) else None
    tag = str(code or settings["espeak"]["voice"].rpartition("/")[2]).replace("_", "-").casefold()
    if not re.fullmatch(r"[a-z]{2,3}(-\w{1,8})*", tag):
        raise ValueError("its settings do not name a language")
    return tag


def _quality(settings: dict[str, Any]) -> str:
    quality = str(settings["audio"].get("quality", ""))
    return quality if re.fullmatch(r"\w{0,20}", quality) else ""


def _speakers(settings: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the name and number of each speaker if there are several; an invalid name is replaced by the number."""
    count = int(settings["num_speakers"])
    if count == 1:
        return
    named = settings.get("speaker_id_map")
    names = {number: name for name, number in named.items()} if isinstance(named, dict) and _hashable(named) else {}
    taken = set[str]()
    for number in range(min(count, _MOST_SPEAKERS)):
        name = str(names.get(number, ""))
        name = name if _NAME.fullmatch(name) and name not in taken else str(number)
        taken.add(name)
        yield name, number


def _hashable(named: dict[str, Any]) -> bool:
    return all(isinstance(number, int) for number in named.values())


def _gender(name: str) -> Gender:
    """Return the gender if it is a word of the name ("northern_english_male"); it is never guessed from a first name."""
    words = set(re.split(r"[^a-z]+", name.casefold()))
    found = [gender for gender in (Gender.FEMALE, Gender.MALE) if gender.value in words]
    return found[0] if len(found) == 1 else Gender.UNKNOWN
