"""Work folders, one for each run, and which runs are still active."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
import time
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STALE_S = 24 * 3600
# The name contains the process. No other folder is ever removed: the user's --cache may contain an unrelated `work` folder.
_RUN = re.compile(r"run-(?P<process>\d+)-\w{8}")


@contextlib.contextmanager
def workspace(work: Path) -> Iterator[Path]:
    """Create a folder in `work` for one run, and remove those of killed runs. Raises OutputError if that fails."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        remove_abandoned(work)
        folder = work / os.path.basename(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=work))  # noqa: PTH119 - it is no Path
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        raise OutputError(f"{work} cannot be written: {why}; choose another `speech.cache_folder`") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(work: Path) -> None:
    """Remove the folders of killed runs once they are a day old, as a run may be active on another machine."""
    for folder in run_folders(work):
        if not _is_young(folder) and (os.name == "nt" or not _has_process(folder)):
            shutil.rmtree(folder, ignore_errors=True)


def is_idle(work: Path) -> bool:
    """Return whether no run appears to be active."""
    return not any(_is_young(folder) and _has_process(folder) for folder in run_folders(work))


def run_folders(work: Path) -> list[Path]:
    """Return the folders of all runs, active or killed."""
    with contextlib.suppress(OSError):
        return [folder for folder in work.iterdir() if _RUN.fullmatch(folder.name)]
    return []


def nearest_existing_folder(path: Path) -> Path:
    """Return the path if it exists, or else its nearest accessible parent that does."""
    for folder in (path, *path.absolute().parents):
        with contextlib.suppress(OSError):
            if folder.exists():
                return folder
    return path


def is_running(process: int) -> bool:
    """Return whether a process exists; always true on Windows, where asking might end it."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it exists and belongs to another user
        return True
    return True


def _is_young(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime < _STALE_S
    except OSError:  # removed meanwhile
        return False


def _has_process(folder: Path) -> bool:
    named = _RUN.fullmatch(folder.name)
    return named is not None and is_running(int(named["process"]))
