"""Keys of a terminal while an interview is played, and the terminal afterwards."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CTRL_C_ON, EXAMPLES
from processes import started

from tts_interview.cli.keys import keys_in
from tts_interview.cli.listen import KEYS

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

unix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
# It plays in a tenth of the time, and dies where a test wants it to.
PLAYER = f"""#!{sys.executable}
import os, sys, time
while sound := sys.stdin.buffer.read(4800):
    time.sleep(0.01)
    if os.path.exists("dies"):
        sys.exit("no such device")
"""
PROGRAM = f"{CTRL_C_ON}from tts_interview.cli import main\nmain()"


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (" ", [" "]),
        ("\x1b[C\x1b[D", ["right", "left"]),
        ("\x1bOCq", ["right", "q"]),
        ("n+-p", ["n", "+", "-", "p"]),
        ("\x1b[5~\x1b[1;5Cn", ["n"]),
        ("\x1b", []),
        ("é?", ["é", "?"]),
    ],
)
def test_what_a_terminal_sends_is_read_as_keys(sent: str, keys: list[str]) -> None:
    assert keys_in(sent) == keys


def test_no_two_keys_of_the_listener_are_the_same() -> None:
    assert len({key.pressed for key in KEYS}) == len({key.command for key in KEYS}) == len(KEYS)


class Terminal:
    """A terminal in which the program runs."""

    def __init__(self, running: subprocess.Popen[bytes], ours: int, theirs: int, before: list[Any]) -> None:
        self.running, self._ours, self._theirs, self._before = running, ours, theirs, before
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Wait until the program has shown a text since the last one."""
        while text not in self.shown:
            assert select.select([self._ours], [], [], 30)[0], self.shown
            self.shown += os.read(self._ours, 1000).decode()
        self.shown = self.shown[self.shown.index(text) + len(text) :]

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Wait for the end of the program, and return its exit code."""
        code = self.running.wait(60)
        os.set_blocking(self._ours, False)
        with contextlib.suppress(BlockingIOError):
            while text := os.read(self._ours, 1000):
                self.shown += text.decode()
        return code

    @property
    def is_as_before(self) -> bool:
        import termios

        return termios.tcgetattr(self._theirs) == self._before


@contextlib.contextmanager
def listening(folder: Path, *options: str) -> Iterator[Terminal]:
    import pty
    import termios

    (folder / "bin").mkdir(exist_ok=True)
    (folder / "bin" / "aplay").write_text(PLAYER)
    (folder / "bin" / "aplay").chmod(0o755)
    (folder / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    modules = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    own = {"PYTHONPATH": modules, "PATH": str(folder / "bin"), "TTS_INTERVIEW_CACHE": str(folder / "cache"), "TERM": "xterm"}
    command = [sys.executable, "-c", PROGRAM, "listen", EXAMPLES / "ferry-town.txt", "--engine", "tone", *options]
    ours, theirs = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    try:
        before = termios.tcgetattr(theirs)
        with started(command, cwd=folder, env={**os.environ, **own}, **streams, preexec_fn=_own_terminal) as running:
            yield Terminal(running, ours, theirs, before)
    finally:
        os.close(ours)
        os.close(theirs)


def _own_terminal() -> None:
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@unix_only
def test_keys_move_playback_and_the_next_time_it_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    with listening(tmp_path) as terminal:
        terminal.wait_for("Keys: space pause, left 15 s back")
        terminal.wait_for("1 Narrator: The ferry")
        assert not terminal.is_as_before
        terminal.press("n")
        terminal.wait_for("\r2 Tobias Renn:")
        terminal.press(" ")
        terminal.wait_for("\rPaused")
        terminal.press(" +")
        terminal.wait_for("\rSpeed 1.1")
        terminal.press("?")
        terminal.wait_for("Play slower at the same pitch, down to half as fast.")
        terminal.press("q")
        assert terminal.end() == 0
        assert "Interrupted" not in terminal.shown
        assert terminal.is_as_before
    with listening(tmp_path) as terminal:
        terminal.wait_for("Resuming in turn 2;")
        terminal.wait_for("2 Tobias Renn:")
        terminal.press("p")
        terminal.press("p")
        terminal.wait_for("1 Narrator: The ferry")
        terminal.press("q")
        assert terminal.end() == 0
    with listening(tmp_path, "--from-start") as terminal:
        terminal.wait_for("\r1 Narrator: The ferry")
        terminal.press("\x03")
        assert terminal.end() == 130
        assert terminal.is_as_before


@unix_only
def test_the_terminal_is_as_before_after_a_signal_and_lines_are_whole_with_plain(tmp_path: Path) -> None:
    with listening(tmp_path, "--plain") as terminal:
        terminal.wait_for("\r\n1 Narrator: The ferry that came back")
        terminal.press(" ")
        terminal.wait_for("\nPaused\r\n")
        terminal.running.send_signal(signal.SIGTERM)
        assert terminal.end() == 130
        assert "\r" not in terminal.shown.replace("\r\n", "")
        assert terminal.is_as_before


@unix_only
def test_the_terminal_is_as_before_after_an_error(tmp_path: Path) -> None:
    with listening(tmp_path) as terminal:
        terminal.wait_for("1 Narrator: The ferry")
        (tmp_path / "dies").touch()
        assert terminal.end() == 1
        assert "aplay stopped playing: no such device; try another player" in terminal.shown
        assert terminal.is_as_before
