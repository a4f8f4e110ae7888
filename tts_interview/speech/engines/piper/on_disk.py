"""The voices of Piper on this machine: a model NAME.onnx with NAME.onnx.json beside it, in folders and installed wheels."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ModelError
from tts_interview.model import Gender, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.speech.engines import EngineSetup

ENGINE = "piper"
_MODEL, _SETTINGS = ".onnx", ".onnx.json"
# Bounds for what lies in a folder that somebody names: more is a mistake, or made to hurt.
_MOST_FOLDERS, _DEEPEST, _MOST_VOICES, _MOST_SPEAKERS = 5_000, 6, 1_000, 100
_LARGEST_SETTINGS_BYTES, _LARGEST_MODEL_BYTES = 2_000_000, 1_000_000_000
_LARGEST_ID = 100_000
_RATES_HZ = (8_000, 48_000)
_ESPEAK_VOICE = re.compile(r"\w[\w+-]*(/\w[\w+-]*)*")
_NAME = re.compile(r"\w[\w.-]{0,99}")
# The phonemizers that come whole with piper-tts; those of Chinese, Japanese and Thai need packages or models of their own.
_PHONEMIZERS = {"espeak", "text", "hebrew"}
_ONNX_STARTS = b"\x08"  # the field of its version
_BEST_FIRST = ("high", "medium", "low", "x_low")


@dataclass(frozen=True, slots=True)
class VoiceOnDisk:
    """A voice that was found: its model, the settings beside it as far as they are checked, and its speakers' numbers."""

    name: str
    model: Path
    settings: dict[str, Any]
    language: str
    quality: str
    speakers: tuple[tuple[str, int], ...] = ()

    def voices(self) -> Iterator[tuple[Voice, int | None]]:
        """What it offers, one for each speaker, with the speaker's number."""
        rank = 100 * (_BEST_FIRST.index(self.quality) if self.quality in _BEST_FIRST else len(_BEST_FIRST))
        if not self.speakers:
            yield Voice(ENGINE, self.name, self.language, _gender(self.name), "", self.quality, rank), None
        for place, (speaker, number) in enumerate(self.speakers):
            name = f"{self.name}#{speaker}"
            yield Voice(ENGINE, name, self.language, _gender(name), "", self.quality, rank + min(place, 99)), number

    def identity(self) -> str:
        """Changes when its files do."""
        found = [path.stat() for path in (self.model, _settings_of(self.model))]
        return " ".join([self.name, *(f"{stat.st_size}-{stat.st_mtime_ns}" for stat in found)])


def own_folder(cache_folder: Path) -> Path:
    """Where voices are put that are fetched."""
    return cache_folder / "piper"


def find_voices(setup: EngineSetup) -> dict[str, VoiceOnDisk]:
    """The voices by name: of the folders that the user names, of those fetched, of installed wheels.

    The first of a name counts. What is broken is left out with a notice: it must not take the others with it.
    """
    found: dict[str, VoiceOnDisk] = {}
    for model in _models(setup):
        name = model.name.removesuffix(_MODEL)
        if name in found:
            continue
        try:
            found[name] = read_voice(model)
        except ModelError as error:
            setup.on_notice(f"Left out a voice: {error}")
        if len(found) == _MOST_VOICES:
            setup.on_notice(f"There are more than {_MOST_VOICES} voices of Piper here: the others are left out")
            break
    return found


def read_voice(model: Path) -> VoiceOnDisk:
    """A voice from its model's path; the settings are read and checked, the model only looked at.

    Raises ModelError, which names the file and what is wrong with it.
    """
    name = model.name.removesuffix(_MODEL)
    if not _NAME.fullmatch(name):
        raise ModelError(f"{str(model)!r} is no name for a voice: letters, digits, - _ and . are; rename both of its files")
    try:
        _check_model(model)
        settings = read_settings(_settings_of(model))
        return VoiceOnDisk(name, model, settings, _language(settings), _quality(settings), tuple(_speakers(settings)))
    except OSError as error:
        raise ModelError(f"{model} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ModelError(f"{model} is no voice of Piper: {error}; fetch it again, or remove it") from error


def _settings_of(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


def _models(setup: EngineSetup) -> Iterator[Path]:
    for folder in setup.voices_folders:
        if not folder.is_dir():
            setup.on_notice(f"There is no folder of voices at {folder}: check --voices-folder")
        yield from _models_in(folder, setup)
    yield from _models_in(own_folder(setup.cache_folder), setup)
    yield from _models_in_wheels()


def _models_in(folder: Path, setup: EngineSetup) -> Iterator[Path]:
    """Models with settings beside them, in the folder and those in it, such as a copy of the project's whole collection."""
    for visited, (path, folders, files) in enumerate(os.walk(folder)):
        if visited == _MOST_FOLDERS:
            setup.on_notice(f"{folder} has more than {_MOST_FOLDERS} folders: the rest is not searched for voices")
            return
        here = Path(path)
        deep = len(here.parts) - len(folder.parts) >= _DEEPEST
        folders[:] = [] if deep else sorted(name for name in folders if not name.startswith("."))
        there = set(files)
        yield from (here / name for name in sorted(files) if name.endswith(_MODEL) and f"{name}.json" in there)


def _models_in_wheels() -> Iterator[Path]:
    """Of packages that have Piper in their name: to look into every package would take long."""
    for package in distributions():
        if "piper" in (package.name or "").casefold():
            for file in package.files or ():
                if file.name.endswith(_SETTINGS):
                    model = Path(str(package.locate_file(file))).with_name(file.name.removesuffix(".json"))
                    if model.is_file():
                        yield model


# -- the settings ----------------------------------------------------------------------------------------------------


def _check_model(model: Path) -> None:
    if model.stat().st_size > _LARGEST_MODEL_BYTES:
        raise ValueError(f"it is larger than {_LARGEST_MODEL_BYTES // 1_000_000} MB")
    with model.open("rb") as file:
        if file.read(1) != _ONNX_STARTS:
            raise ValueError("it is no ONNX model")


def read_settings(path: Path) -> dict[str, Any]:
    """The settings, with all that piper-tts takes from them of the type and size that it takes for granted."""
    if path.stat().st_size > _LARGEST_SETTINGS_BYTES:
        raise ValueError(f"{path.name} is larger than {_LARGEST_SETTINGS_BYTES // 1_000_000} MB")
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is no JSON") from error
    if not isinstance(settings, dict):
        raise ValueError(f"{path.name} holds no settings")  # noqa: TRY004 - of a file, not of an argument
    audio, espeak = _part(settings, "audio"), _part(settings, "espeak")
    _number(audio, "sample_rate", *_RATES_HZ)
    _number(settings, "num_speakers", 1, _LARGEST_ID)
    _number(settings, "num_symbols", 1, _LARGEST_ID)
    if not _ESPEAK_VOICE.fullmatch(str(espeak.get("voice", ""))):
        raise ValueError(f"{path.name} names no voice of espeak-ng")
    kind = str(settings.get("phoneme_type", "espeak"))
    if kind not in _PHONEMIZERS:
        raise ValueError(f"its kind of phonemes, {kind[:20]!r}, needs more than piper-tts itself brings")
    _check_phonemes(_part(settings, "phoneme_id_map"))
    _check_clusters(settings.get("vowel_clusters", []))
    _check_pace(settings.get("inference", {}))
    # What is left is of no use to us, and was not checked.
    known = ("audio", "espeak", "num_speakers", "num_symbols", "phoneme_type", "phoneme_id_map", "inference", "vowel_clusters")
    return {key: settings[key] for key in (*known, "speaker_id_map", "language") if key in settings}


def _part(settings: dict[str, Any], key: str) -> dict[str, Any]:
    part = settings.get(key)
    if not isinstance(part, dict):
        raise ValueError(f'its settings lack "{key}"')  # noqa: TRY004 - of a file, not of an argument
    return part


def _number(part: dict[str, Any], key: str, least: float, most: float) -> None:
    value = part.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f'its "{key}" is no number from {least:g} to {most:g}')


def _check_phonemes(numbers: dict[str, Any]) -> None:
    if not {"_", "^", "$"} <= set(numbers):
        raise ValueError("its phonemes lack the marks of beginning and end")
    ids = [number for entry in numbers.values() for number in (entry if isinstance(entry, list) else [None])]
    if not all(isinstance(number, int) and 0 <= number <= _LARGEST_ID for number in ids):
        raise ValueError("its phonemes have no proper numbers")


def _check_clusters(clusters: object) -> None:
    """Vowels that the voice takes for one phoneme."""
    entries = clusters if isinstance(clusters, list) else [None]
    if not all(isinstance(entry, list) and entry and all(isinstance(vowel, str) for vowel in entry) for entry in entries):
        raise ValueError('its "vowel_clusters" are no lists of phonemes')


def _check_pace(inference: object) -> None:
    if not isinstance(inference, dict):
        raise ValueError('its "inference" holds no settings')  # noqa: TRY004 - of a file, not of an argument
    for key, least, most in (("length_scale", 0.1, 10), ("noise_scale", 0, 10), ("noise_w", 0, 10)):
        if key in inference:
            _number(inference, key, least, most)


def _language(settings: dict[str, Any]) -> str:
    """A tag: "de-de" of "de_DE"; where the settings lack it, that of espeak-ng's voice, whose last part it is."""
    language = settings.get("language")
    code = language.get("code") if isinstance(language, dict) else None
    tag = str(code or settings["espeak"]["voice"].rpartition("/")[2]).replace("_", "-").casefold()
    if not re.fullmatch(r"[a-z]{2,3}(-\w{1,8})*", tag):
        raise ValueError("its settings name no language")
    return tag


def _quality(settings: dict[str, Any]) -> str:
    quality = str(settings["audio"].get("quality", ""))
    return quality if re.fullmatch(r"\w{0,20}", quality) else ""


def _speakers(settings: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The speakers of a voice that has several, by number; one whose name is no name goes by the number."""
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
    """As the name says in so many words ("northern_english_male"); a first name says nothing."""
    words = set(re.split(r"[^a-z]+", name.casefold()))
    told = [gender for gender in (Gender.FEMALE, Gender.MALE) if gender.value in words]
    return told[0] if len(told) == 1 else Gender.UNKNOWN
