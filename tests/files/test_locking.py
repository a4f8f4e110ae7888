"""Folders are locked on Windows too, by a file in them; there, `msvcrt` takes the place of `fcntl`."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest
from processes import started

from tts_interview.files.atomic import in_turn, lock_folder

if TYPE_CHECKING:
    from pathlib import Path

HOLDS = """\
import sys
from pathlib import Path
from tts_interview.files.atomic import in_turn
with in_turn(Path(sys.argv[1]), int(sys.argv[2])):
    print("holds", flush=True)
    sys.stdin.read()
"""
fcntl = pytest.importorskip("fcntl")


class _Msvcrt:
    """Locks files as Windows does, but gives up at once instead of after ten seconds."""

    LK_LOCK, LK_UNLCK = 1, 0

    def __init__(self) -> None:
        self.refused = Event()
        self.has_locks = True

    def locking(self, opened: int, mode: int, size: int) -> None:
        """Lock or unlock the first byte of a file."""
        assert size == 1
        if not self.has_locks:
            raise OSError(errno.EINVAL, "Invalid argument")
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB if mode == self.LK_LOCK else fcntl.LOCK_UN)
        except BlockingIOError as error:
            self.refused.set()
            raise OSError(errno.EDEADLK, "Resource deadlock avoided") from error


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> _Msvcrt:
    """Take `fcntl` away, and give the module that Windows has."""
    module = _Msvcrt()
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", module)
    return module


def test_a_second_run_waits_until_the_first_has_left_the_folder(windows: _Msvcrt, tmp_path: Path) -> None:
    order = []

    def second() -> None:
        with lock_folder(tmp_path / "show"):
            order.append("second enters")

    with ThreadPoolExecutor(1) as other:
        with lock_folder(tmp_path / "show"):
            waiting = other.submit(second)
            assert windows.refused.wait(60)
            order.append("first leaves")
        waiting.result(60)
    assert order == ["first leaves", "second enters"]


def test_a_drive_without_locks_is_used_without(windows: _Msvcrt, tmp_path: Path) -> None:
    windows.has_locks = False
    with lock_folder(tmp_path / "show"):
        (tmp_path / "show" / "feed.xml").touch()
    assert (tmp_path / "show" / "feed.xml").exists()


def test_a_number_of_a_file_is_held_until_its_process_ends(tmp_path: Path) -> None:
    file, entered = tmp_path / "making.lock", Event()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment}

    def second() -> None:
        with in_turn(file, 7):
            entered.set()

    with started([sys.executable, "-c", HOLDS, file, 7], **pipes) as first, ThreadPoolExecutor(1) as other:
        assert first.stdout
        assert first.stdout.readline() == b"holds\n"
        with in_turn(file, 8):
            assert file.exists()
        waiting = other.submit(second)
        assert not entered.wait(0.2)
        first.kill()
        waiting.result(60)
    assert entered.is_set()


def test_a_number_is_held_on_windows_and_on_drives_without_locks(windows: _Msvcrt, tmp_path: Path) -> None:
    for has_locks in (True, False):
        windows.has_locks = has_locks
        with in_turn(tmp_path / "making.lock", 3):
            assert (tmp_path / "making.lock").exists()
