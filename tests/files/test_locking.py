"""Folders are locked on Windows too, by a file in them; there, `msvcrt` takes the place of `fcntl`."""

from __future__ import annotations

import errno
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tts_interview.files.atomic import lock_folder

if TYPE_CHECKING:
    from pathlib import Path

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
