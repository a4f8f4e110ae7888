"""ONNX Runtime, which computes the sound of Kokoro and Piper, without its telemetry."""

from __future__ import annotations

import os
from typing import Any

# Its builds report to Microsoft unless this is set before it is imported. Its own function comes too late for that.
SWITCH = "ORT_DISABLE_TELEMETRY"
_OFF = frozenset({"1", "true", "yes", "on"})


def load_runtime() -> Any:  # noqa: ANN401 - it has no types
    """Import ONNX Runtime with its telemetry off. A value that the user has set stays as it is."""
    os.environ.setdefault(SWITCH, "1")
    import onnxruntime

    return onnxruntime


def is_telemetry_off() -> bool:
    """Return whether ONNX Runtime, once loaded here, reports to nobody: always, unless the user wants it otherwise."""
    return os.environ.get(SWITCH, "1").casefold() in _OFF
