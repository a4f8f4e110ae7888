"""Work folders, one for each run, and which runs are still active.

What a run may leave behind, such as a folder or a draft, has its `owner` in its name, so that later runs can tell whether the
run that made it is gone.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import os
import platform
import re
import shutil
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_STALE_S = 24 * 3600
_OWNER = r"(?P<machine>[0-9a-f]{8})-(?P<process>\d+)"
# No other folder is ever removed: the user's --cache may contain an unrelated `work` folder.
_RUN = re.compile(rf"run-{_OWNER}-\w{{8}}")
_SCRATCH = re.compile(rf"tts-interview-{_OWNER}-\w{{8}}")
# Of the Windows API: the right to wait for a process, and the error for one that belongs to somebody else.
_SYNCHRONIZE, _ACCESS_DENIED = 0x100000, 5
_DRAFT = re.compile(rf"\..*\.{_OWNER}\.part", re.S)


@lru_cache(maxsize=1)
def _machine() -> str:
    """Return a hash of what a process number belongs to: this machine, since it started, and this container on it."""
    about = [platform.node()]
    with contextlib.suppress(OSError):
        about += [Path("/proc/sys/kernel/random/boot_id").read_text(), str(Path("/proc/self/ns/pid").readlink())]
    return hashlib.sha256("\n".join(about).encode()).hexdigest()[:8]


def owner() -> str:
    """Return the name of this process, which no other process has on this machine or on another one."""
    return f"{_machine()}-{os.getpid()}"


def is_gone(process: str) -> bool:
    """Return whether a process of this machine that had this name as `owner` has ended; nobody knows that of another one's."""
    machine, _, number = process.partition("-")
    return machine == _machine() and not is_running(int(number))


@contextlib.contextmanager
def workspace(work: Path) -> Iterator[Path]:
    """Create a folder in `work` for one run, and remove those of killed runs. Raises OutputError if that fails."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        remove_abandoned_runs(work)
        folder = Path(tempfile.mkdtemp(prefix=f"run-{owner()}-", dir=work))
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        raise OutputError(f"{work} cannot be written: {why}; choose another `speech.cache_folder`") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned_runs(work: Path) -> None:
    """Remove the folders of killed runs."""
    _remove_abandoned(work, _RUN)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Create a folder for small temporary files, and remove those that killed runs left behind."""
    _remove_abandoned_scratch()
    with tempfile.TemporaryDirectory(prefix=f"tts-interview-{owner()}-") as folder:
        yield Path(folder)


def remove_abandoned_drafts(target: Path) -> None:
    """Remove the drafts of a file that killed runs left behind."""
    for draft in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        if is_abandoned_draft(draft):
            draft.unlink(missing_ok=True)


def is_abandoned_draft(path: Path) -> bool:
    """Return whether a file is a draft of a run that is gone."""
    return _is_abandoned(path, _DRAFT)


def is_idle(work: Path) -> bool:
    """Return whether no run appears to be active."""
    return all(_is_abandoned(folder, _RUN) for folder in run_folders(work))


def run_folders(work: Path) -> list[Path]:
    """Return the folders of all runs, active or killed."""
    return _folders(work, _RUN)


@lru_cache(maxsize=1)  # once in a process, as some speak thousands of sentences in such folders
def _remove_abandoned_scratch() -> None:
    _remove_abandoned(Path(tempfile.gettempdir()), _SCRATCH)


def _remove_abandoned(parent: Path, names: re.Pattern[str]) -> None:
    for folder in _folders(parent, names):
        if _is_abandoned(folder, names):
            shutil.rmtree(folder, ignore_errors=True)


def _folders(parent: Path, names: re.Pattern[str]) -> list[Path]:
    with contextlib.suppress(OSError):
        return [folder for folder in parent.iterdir() if names.fullmatch(folder.name)]
    return []


def _is_abandoned(left: Path, names: re.Pattern[str]) -> bool:
    """Return whether the run that made it is gone: its process here, or, on another machine, for a day."""
    named = names.fullmatch(left.name)
    if named and named["machine"] == _machine():
        return not is_running(int(named["process"]))
    try:
        return named is not None and time.time() - left.stat().st_mtime >= _STALE_S
    except OSError:  # removed meanwhile
        return False


def nearest_existing_folder(path: Path) -> Path:
    """Return the path if it exists, or else its nearest accessible parent that does."""
    for folder in (path, *path.absolute().parents):
        with contextlib.suppress(OSError):
            if folder.exists():
                return folder
    return path


def is_running(process: int) -> bool:
    """Return whether a process of this machine exists."""
    if os.name == "nt":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it exists and belongs to another user
        return True
    return True


def _is_running_on_windows(process: int) -> bool:
    """Ask without `os.kill`, which on Windows would end the process."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(_SYNCHRONIZE, 0, process)
    if not handle:
        return bool(kernel.GetLastError() == _ACCESS_DENIED)
    ended = kernel.WaitForSingleObject(handle, 0) == 0
    kernel.CloseHandle(handle)
    return not ended
