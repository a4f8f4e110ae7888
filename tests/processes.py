"""Processes that tests start: none outlives its test."""

from __future__ import annotations

import contextlib
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextlib.contextmanager
def started(command: Sequence[object], **options: Any) -> Iterator[subprocess.Popen[Any]]:  # noqa: ANN401 - as of Popen
    """Run a process until the end of the block, at which it is killed if it is still there."""
    with subprocess.Popen([str(part) for part in command], **options) as running:
        try:
            yield running
        finally:
            running.kill()
