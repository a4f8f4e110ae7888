"""Check what is installed, what is missing, and what to do about it."""

from __future__ import annotations

import platform
import shlex
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import TtsInterviewError
from tts_interview.files.ffmpeg import ffmpeg, run_ffmpeg
from tts_interview.files.installation import install
from tts_interview.files.workspace import nearest_existing_folder
from tts_interview.language.segmentation import base_language
from tts_interview.sound.players import players, without_player
from tts_interview.speech.engines import ChoosesDevice, engine_class, engine_names
from tts_interview.speech.engines.onnx_runtime import SWITCH, is_telemetry_off

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.speech.engines import EngineSetup

_LEAST_FREE_BYTES = 1_000_000_000
# What ONNX Runtime's telemetry keeps: an identifier of the machine, and events that wait to be sent.
_LEFT_BY_TELEMETRY = "Microsoft/DeveloperTools/.onnxruntime"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: whether it is well, what was seen, and a remedy if it is not well."""

    subject: str
    well: bool
    seen: str
    remedy: str = ""


def examine(setup: EngineSetup, caches: Path) -> list[Finding]:
    """Check everything that an episode needs. `caches` is the folder in which all programs of the user keep caches."""
    return [_python(), *_engines(setup), _ffmpeg(), _listening(), _privacy(caches), _cache(setup.cache_folder)]


def engine_states(setup: EngineSetup) -> list[tuple[str, str]]:
    """Return the name of each engine, with "ready" or what it still needs."""
    return [(finding.subject.removeprefix("engine "), finding.seen) for finding in _engines(setup)]


def verdict(findings: list[Finding]) -> str:
    """Return the last line of the report: "ready", or the remedy to apply first."""
    engines = [f for f in findings if f.subject.startswith("engine ")]
    natural = next((f for f in engines if f.subject == "engine kokoro"), None)
    needed = [f for f in findings if f not in engines and not f.well]
    if needed:
        return needed[0].remedy
    if not any(f.well for f in engines if f.subject != "engine tone"):
        return engines[0].remedy
    return natural.remedy if natural and not natural.well else "ready"


def _python() -> Finding:
    return Finding("Python", well=True, seen=f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _engines(setup: EngineSetup) -> list[Finding]:
    findings = []
    for name in engine_names():
        try:
            missing = engine_class(name).missing()
        except TtsInterviewError as error:
            missing = str(error)
        if name == "piper" and not missing:
            findings.append(_piper(setup))
        elif name == "kokoro" and not missing:
            findings.append(_kokoro(setup))
        else:
            findings.append(Finding(f"engine {name}", not missing, missing or "ready", missing))
    return findings


def _kokoro(setup: EngineSetup) -> Finding:
    """Name the device that Kokoro would use. An accelerator is only tried when it speaks, and a line reports a failure."""
    engine = engine_class("kokoro")(setup)
    try:
        devices = engine.devices() if isinstance(engine, ChoosesDevice) else ()
    except TtsInterviewError as error:
        return Finding("engine kokoro", well=False, seen=str(error), remedy=str(error))
    first, others = devices[0], f", or {' or '.join(devices[1:])} if that fails" if devices[1:] else ""
    return Finding("engine kokoro", well=True, seen=f"ready, on {first}{others}")


def _piper(setup: EngineSetup) -> Finding:
    """Check that Piper has a voice: it is the one engine whose voices are installed separately."""
    spoken = sorted({base_language(voice.language) for voice in engine_class("piper")(setup).voices()})
    if spoken:
        return Finding("engine piper", well=True, seen=f"ready, with voices for {', '.join(spoken)}")
    remedy = "download one, as in: tts-interview voices get de"
    return Finding("engine piper", well=False, seen=f"no voice is installed; {remedy}", remedy=remedy)


def _ffmpeg() -> Finding:
    try:
        run_ffmpeg(["-f", "lavfi", "-i", "anullsrc", "-t", "0.1", "-c:a", "libmp3lame", "-f", "null", "-"])
    except TtsInterviewError as error:
        return Finding("ffmpeg", well=False, seen=str(error), remedy=install("imageio-ffmpeg", again=True))
    return Finding("ffmpeg", well=True, seen=ffmpeg())


def _listening() -> Finding:
    """Report the players. Always well, as an episode needs no player."""
    found = players()
    return Finding("listen", well=True, seen=f"through {', or '.join(found)}" if found else f"not possible: {without_player()}")


def _privacy(caches: Path) -> Finding:
    """Well in any case: what ONNX Runtime does in other programs is not a fault of this one."""
    if not is_telemetry_off():
        return Finding("privacy", well=True, seen=f"{SWITCH} is set so that ONNX Runtime may report to Microsoft; unset it")
    left = caches / _LEFT_BY_TELEMETRY
    # Where ONNX Runtime keeps them on other systems is not known.
    if not sys.platform.startswith("linux") or not left.is_dir():
        return Finding("privacy", well=True, seen="nothing is reported to anybody")
    removal = f"remove them with: rm -r {shlex.quote(str(left))}"
    seen = f"nothing is reported; ONNX Runtime in other programs left an identifier and events: {removal}"
    return Finding("privacy", well=True, seen=seen)


def _cache(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(nearest_existing_folder(folder)).free
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(
            "cache", well=False, seen=f"{folder}: {error.strerror}", remedy=f"choose another folder than {folder} with --cache"
        )
    if free < _LEAST_FREE_BYTES:
        return Finding(
            "cache",
            well=False,
            seen=f"{folder}, {free // 1_000_000} MB free",
            remedy=f"free some space on the disk of {folder}",
        )
    return Finding("cache", well=True, seen=f"{folder}, {free // 1_000_000_000} GB free")
