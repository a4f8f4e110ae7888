"""ONNX Runtime, which computes the sound of Kokoro and Piper, without its telemetry."""

from __future__ import annotations

import os
from typing import Any

# Builds of ONNX Runtime report to Microsoft unless this is set before the import. The library's own switch comes too late.
SWITCH = "ORT_DISABLE_TELEMETRY"
_OFF = frozenset({"1", "true", "yes", "on"})


def load_runtime() -> Any:  # noqa: ANN401 - the package has no types
    """Import ONNX Runtime with its telemetry off, unless the user has set the variable to another value."""
    os.environ.setdefault(SWITCH, "1")
    import onnxruntime

    return onnxruntime


def is_telemetry_off() -> bool:
    """Return whether the telemetry of ONNX Runtime is off, as it is unless the user turns it on."""
    return os.environ.get(SWITCH, "1").casefold() in _OFF
