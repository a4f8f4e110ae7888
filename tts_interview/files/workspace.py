"""A folder for one run in the cache, and how to tell which runs are still at work there."""

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
# Whose it is stands in its name. Nothing else is ours: somebody may have pointed --cache to a folder with a `work` of his own.
_RUN = re.compile(r"run-(?P<process>\d+)-\w{8}")


@contextlib.contextmanager
def workspace(work: Path) -> Iterator[Path]:
    """A folder in `work` for one run; what killed runs left there is removed. Raises OutputError if there can be none."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        remove_abandoned(work)
        folder = work / os.path.basename(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=work))  # noqa: PTH119 - it is no Path
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        raise OutputError(f"{work} cannot be written: {why}; choose another --cache") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(work: Path) -> None:
    """Remove the folders of runs that were killed: after a day, for runs on another machine cannot be asked after."""
    for folder in run_folders(work):
        if not _is_young(folder) and (os.name == "nt" or not _has_process(folder)):
            shutil.rmtree(folder, ignore_errors=True)


def is_quiet(work: Path) -> bool:
    """Whether no run is at work, as far as can be told."""
    return not any(_is_young(folder) and _has_process(folder) for folder in run_folders(work))


def run_folders(work: Path) -> list[Path]:
    """The folders of runs, be they at work or killed."""
    with contextlib.suppress(OSError):
        return [folder for folder in work.iterdir() if _RUN.fullmatch(folder.name)]
    return []


def present_folder(path: Path) -> Path:
    """A path itself if it is there, else the nearest folder above it that is there and can be seen."""
    for present in (path, *path.absolute().parents):
        with contextlib.suppress(OSError):
            if present.exists():
                return present
    return path


def is_running(process: int) -> bool:
    """Whether there is a process of that number. Windows is not asked, for there the question might end it: always."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it is there and somebody else's
        return True
    return True


def _is_young(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime < _STALE_S
    except OSError:  # gone since
        return False


def _has_process(folder: Path) -> bool:
    named = _RUN.fullmatch(folder.name)
    return named is not None and is_running(int(named["process"]))
