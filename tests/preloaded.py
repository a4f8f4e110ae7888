"""Runs shell scripts in which `tts-interview` and `python` start at once.

A server has the whole program imported. The two commands are clients that hand it their arguments, folder, environment and
open files; it forks a process that goes on with these. Speech is short beeps, in the voices of Kokoro.
"""

from __future__ import annotations

import array
import contextlib
import io
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes import started

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
_MOST_BYTES = 1_000_000
_LOST = 70
_CLIENT = """\
#!{python} -IS
import array, json, os, socket, sys
call = json.dumps({{"command": {command!r}, "arguments": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}})
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
server.sendmsg([call.encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
server.shutdown(socket.SHUT_WR)
sys.exit(int(server.recv(10) or {lost}))
"""


class _Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@contextlib.contextmanager
def server(folder: Path) -> Iterator[Path]:
    """Run a server until the end of the block; gives the folder that holds its clients."""
    address, clients = str(folder / "s"), folder / "bin"
    clients.mkdir(parents=True)
    for command in ("tts-interview", "python"):
        client = clients / command
        client.write_text(_CLIENT.format(python=sys.executable, command=command, address=address, lost=_LOST))
        client.chmod(0o755)
    own = {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with started([sys.executable, __file__, address], env=os.environ | own, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield clients


def run_script(script: str, name: str, folder: Path, clients: Path) -> subprocess.CompletedProcess[str]:
    """Run a Bash script in a folder of its own, without the settings and the cache of whoever runs the tests."""
    home = folder / ".home"
    home.mkdir(exist_ok=True)
    (home / name).write_text(script, encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TTS_INTERVIEW_", "XDG_"))}
    own = {
        "HOME": str(home),
        "PATH": f"{clients}{os.pathsep}{kept['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TTS_INTERVIEW_ENGINE": "tone",
        "COLUMNS": "100",
    }
    command = ["bash", "-euo", "pipefail", "-O", "nullglob", str(home / name)]
    return subprocess.run(
        command,
        cwd=folder,
        env=kept | own,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


# -- the server ------------------------------------------------------------------------------------------------------


def _serve(address: str) -> None:
    _load()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # processes that ended leave nothing behind
        os.write(1, b"ready\n")
        while True:
            connection, _ = listening.accept()
            with connection:
                call, files = _call(connection)
                if os.fork() == 0:
                    listening.close()
                    _answer(call, files, connection)
                for file in files:
                    os.close(file)


def _load() -> None:
    """Give the beeps the voices of Kokoro, and do once what most commands do, so that all of it is loaded."""
    from dataclasses import replace

    from tts_interview.cli import run
    from tts_interview.speech.catalogue import catalogued_voices
    from tts_interview.speech.engines import tone

    voices = catalogued_voices("kokoro")
    others = tuple(replace(voice, language="de") for voice in tone.ToneEngine.voices(tone.ToneEngine))  # type: ignore[arg-type]
    tone._PITCH_HZ.update({voice.name: 100.0 + 10 * rank for rank, voice in enumerate(voices)})
    tone.ToneEngine.voices = lambda _self: (*voices, *others)  # type: ignore[assignment,method-assign]
    tone.ToneEngine.preference = 1000
    tone._CHARS_PER_SECOND = 100.0  # the shorter the sound, the quicker the encoder
    page = str(ROOT / "examples" / "page" / "page.html")
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        os.environ["XDG_CACHE_HOME"] = folder
        assert run(["render", page, "-o", f"{folder}/page.wav", "--format", "epub", "--quiet"]) == 0
        assert run(["words", page, "--quiet"]) == 0


def _call(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    files = array.array("i")
    said, about, _, _ = connection.recvmsg(_MOST_BYTES, socket.CMSG_SPACE(3 * files.itemsize))
    for _, _, given in about:
        files.frombytes(given)
    while part := connection.recv(_MOST_BYTES):
        said += part
    return json.loads(said), list(files)


def _answer(call: dict[str, Any], files: list[int], connection: socket.socket) -> None:
    """Go on as the process that was called, say how it ended, and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, file in enumerate(files):
        os.dup2(file, number)
    sys.stdin, sys.stderr = open(0, encoding="utf-8"), open(2, "w", encoding="utf-8")  # noqa: SIM115
    kind = _Terminal if "AS_TERMINAL" in call["environment"] else io.TextIOWrapper
    sys.stdout = kind(open(1, "wb"), encoding="utf-8")  # noqa: SIM115
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    code = _LOST
    try:
        code = _code(call)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        connection.sendall(str(code).encode())
        os._exit(0)


def _code(call: dict[str, Any]) -> int:
    """The exit code of the command."""
    try:
        if call["command"] == "python":
            sys.argv = call["arguments"]
            sys.path.insert(0, str(Path(sys.argv[0]).resolve().parent))
            runpy.run_path(sys.argv[0], run_name="__main__")
        else:
            from tts_interview.cli import run

            return run(call["arguments"])
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter would
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve(sys.argv[1])
