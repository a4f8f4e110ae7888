"""Single keys from the terminal while something else runs, on POSIX systems and on Windows."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A key arrives at most this much later, and the terminal is given back.
_POLL_S = 0.1
_MOST_BYTES = 64
_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
_ARROWS_ON_WINDOWS = {"H": "up", "P": "down", "M": "right", "K": "left"}
# An arrow, another sequence of a special key, or a character.
_KEY = re.compile(r"\x1b[\[O]([A-D])|\x1b[\[O][0-9;]*[~A-Z]|([^\x1b])", re.S)


def keys_in(text: str) -> list[str]:
    """Return the keys whose characters a terminal sent: a character each, or "up", "down", "left" and "right"."""
    return [_ARROWS.get(found[1] or "") or found[2] for found in _KEY.finditer(text) if found[1] or found[2]]


@contextlib.contextmanager
def keys_pressed(on_key: Callable[[str], None]) -> Iterator[None]:
    """Call `on_key` in a thread with each key that is pressed until the end of the block.

    Standard input is a terminal. It is as before in the end, and while Ctrl-Z holds the program; Ctrl-C stays an interrupt.
    """
    ended = threading.Event()
    with _each_key_at_once():
        read = _read_on_windows if os.name == "nt" else _read
        reader = threading.Thread(target=_report, args=(read, on_key, ended), name="keys", daemon=True)
        reader.start()
        try:
            yield
        finally:
            ended.set()
            reader.join(2 * _POLL_S)


def _report(read: Callable[[], list[str]], on_key: Callable[[str], None], ended: threading.Event) -> None:
    with contextlib.suppress(OSError, ValueError):  # the terminal was closed
        while not ended.is_set():
            for key in read():
                on_key(key)


def _read_on_windows() -> list[str]:
    import msvcrt
    import time

    if not msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
        time.sleep(_POLL_S)
        return []
    key: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    if key not in "\x00\xe0":
        return [key]
    special: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    return [_ARROWS_ON_WINDOWS[special]] if special in _ARROWS_ON_WINDOWS else []


def _read() -> list[str]:
    import select

    terminal = sys.stdin.fileno()
    # In the background, reading would stop the program.
    if not select.select([terminal], [], [], _POLL_S)[0] or not _is_in_foreground(terminal):
        return []
    given = os.read(terminal, _MOST_BYTES)
    if not given:
        raise OSError
    return keys_in(given.decode(errors="replace"))


def _is_in_foreground(terminal: int) -> bool:
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False


@contextlib.contextmanager
def _each_key_at_once() -> Iterator[None]:
    """Make the terminal pass on each key without a line end and without showing it. Windows needs nothing for that."""
    if os.name == "nt":
        yield
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    kept = termios.tcgetattr(terminal)

    def put_back() -> None:
        with contextlib.suppress(termios.error):
            if _is_in_foreground(terminal):
                termios.tcsetattr(terminal, termios.TCSADRAIN, kept)

    def take() -> None:
        if _is_in_foreground(terminal):
            tty.setcbreak(terminal, termios.TCSADRAIN)

    def stop(number: int, _frame: object) -> None:
        put_back()
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)  # it returns when the program goes on
        signal.signal(number, stop)
        take()

    before = signal.signal(signal.SIGTSTP, stop)
    try:
        take()
        yield
    finally:
        put_back()
        signal.signal(signal.SIGTSTP, before)
