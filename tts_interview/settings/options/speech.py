"""Options: the engine's files and the cache."""

from __future__ import annotations

from tts_interview.settings.options.kinds import amount, path, text
from tts_interview.settings.options.row import EPISODE, Option, in_bytes
from tts_interview.settings.parts import CLIP_LIMIT_BYTES

_PLACES = (*EPISODE, "voices", "engines", "doctor")


SPEECH = (
    Option(
        "--cache",
        "speech.cache_folder",
        path("FOLDER"),
        "Keep models and clips in this folder.",
        commands=(*_PLACES, "fix", "cache", "get", "verify", "serve"),
        environment="CACHE",
    ),
    Option("--model", "speech.model", path("FILE"), "Give the engine this model file.", commands=_PLACES, environment="MODEL"),
    Option(
        "--voices-folder",
        "speech.voices_folders",
        path("FOLDER"),
        "Use the voices in this folder, too. Repeatable.",
        commands=_PLACES,
        environment="VOICES",
        repeatable=True,
    ),
    Option(
        "--device",
        "speech.device",
        text("NAME"),
        "Compute on this device: cpu, or an accelerator such as cuda.",
        commands=_PLACES,
        environment="DEVICE",
        default="auto",
    ),
    Option(
        "--cache-limit",
        "speech.clip_limit_bytes",
        amount("MB", 0),
        "Evict the oldest clips above this size; 0 means no limit.",
        commands=("render", "listen", "cache"),
        environment="CACHE_LIMIT",
        default=f"{CLIP_LIMIT_BYTES / 1e6:g}",
        assign=in_bytes("speech.clip_limit_bytes"),
    ),
)
