"""Play sound while it is synthesised: on the sound card, through a player program, or as a WAV stream.

Mastering needs the whole episode, which is not there yet. So every sample gets one fixed gain, and peaks near full scale are
soft-limited. A mastered episode, which is measured and limited, sounds better.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from functools import partial
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Protocol

from tts_interview.errors import PlayerError
from tts_interview.files.installation import install_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Voices measure -24 to -13 LUFS, most of them two to three below the -16 of a mastered episode.
_GAIN = 10 ** (3 / 20)
# Above the knee, samples approach the ceiling of -1 dBFS but never reach it.
_KNEE, _CEILING = 0.6, 10 ** (-1 / 20)
_FULL_SCALE = 32_767
# Short enough for Ctrl-C to act at once, even if the system does not interrupt a write.
_PORTION_S = 0.1
_BYTES_PER_FRAME = 2
# The smallest pipe, where a system lets one choose: what waits in it is not heard yet.
_PIPE_BYTES = 4096
_UNKNOWN_LENGTH = 0xFFFFFFFF
_POLL_S = 0.2
_WAV_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class Player(Protocol):
    """An output for mono PCM, 16-bit signed, little-endian."""

    def write(self, pcm: bytes) -> None:
        """Play this next, and return when there is room for more. Raises PlayerError if the player failed."""

    def drop(self) -> None:
        """Forget what was written and not yet played, and be silent until the next sound."""

    def finish(self) -> None:
        """Wait until everything has been played."""

    def stop(self) -> None:
        """Stop playing at once."""


def without_player() -> str:
    """Return what to do where nothing can play sound."""
    return f"nothing here can play sound: {_remedy()}, or pass it on with -o - | PLAYER"


def _remedy() -> str:
    if find_spec("sounddevice") is None:
        # On other systems the package brings PortAudio with it.
        also = " and PortAudio, as in: apt install libportaudio2" if sys.platform.startswith("linux") else ""
        return f"get sounddevice with: {install_extra('listen')}{also}"
    return "connect a sound card" if _sounddevice() else "get PortAudio, as in: apt install libportaudio2"


@contextlib.contextmanager
def open_player(sample_rate_hz: int, stream: BinaryIO | None = None) -> Iterator[Player]:
    """Open a player that plays to the end, or stops at once on an exception.

    It writes WAV to `stream` if given, and otherwise uses the sound card or the first player program found.
    Raises PlayerError if there is none.
    """
    # For `amplified`. Imported before any thread starts: two concurrent imports may both see a half-initialised module.
    import numpy  # noqa: F401, ICN001

    player = _Stream(stream, sample_rate_hz) if stream else _sound_card(sample_rate_hz) or _program(sample_rate_hz)
    try:
        yield player
        player.finish()
    except BaseException:
        player.stop()
        raise


def amplified(pcm: bytes) -> bytes:
    """Apply the gain for listening, and soft-limit the peaks."""
    import numpy as np

    wave = np.frombuffer(pcm, dtype="<i2") * np.float32(_GAIN / _FULL_SCALE)
    size, room = np.abs(wave), _CEILING - _KNEE
    limited = np.where(size > _KNEE, _KNEE + room * np.tanh((size - _KNEE) / room), size)
    return bytes(np.rint(np.copysign(limited, wave) * _FULL_SCALE).astype("<i2").tobytes())


def wav_header(sample_rate_hz: int) -> bytes:
    """Return the header of a WAV stream of unknown length, with the largest possible sizes."""
    return _WAV_HEADER.pack(
        b"RIFF",
        _UNKNOWN_LENGTH,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        sample_rate_hz,
        sample_rate_hz * _BYTES_PER_FRAME,
        _BYTES_PER_FRAME,
        8 * _BYTES_PER_FRAME,
        b"data",
        _UNKNOWN_LENGTH,
    )


# -- a stream --------------------------------------------------------------------------------------------------------


class _Stream:
    """A WAV stream on standard output. BrokenPipeError is left to the caller: its reader has had enough."""

    def __init__(self, stream: BinaryIO, sample_rate_hz: int) -> None:
        self._stream = stream
        self._header = wav_header(sample_rate_hz)

    def write(self, pcm: bytes) -> None:
        header, self._header = self._header, b""
        try:
            self._stream.write(header + pcm)
            self._stream.flush()
        except OSError as error:
            if error.errno == errno.EINVAL:  # a broken pipe, as Windows calls it
                raise BrokenPipeError from error
            if isinstance(error, BrokenPipeError):
                raise
            raise PlayerError(f"the stream cannot be written: {error.strerror}") from error

    def drop(self) -> None:
        """Do nothing: what is written stays."""

    def finish(self) -> None:
        """Do nothing: everything is written."""

    def stop(self) -> None:
        """Do nothing: nothing is pending."""


# -- a program -------------------------------------------------------------------------------------------------------

_RAW = {
    "paplay": ("--raw", "--format=s16le", "--channels=1", "--rate={rate}", "--client-name=tts-interview"),
    "aplay": ("-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", "{rate}", "-"),
    "pw-play": ("--format=s16", "--channels=1", "--rate={rate}", "-"),
}
# Its options for raw sound differ between versions, and it reads WAV.
_WAV = {"ffplay": ("-nodisp", "-autoexit", "-loglevel", "error", "-i", "-")}


def players() -> tuple[str, ...]:
    """Return the players that `listen` would try, first choice first; whether one works shows only when it plays."""
    card = ("the sound card",) if _sounddevice() else ()
    return (*card, *filter(shutil.which, _RAW | _WAV))


def _program(sample_rate_hz: int) -> Player:
    failure = PlayerError(without_player())
    for name, arguments in (_RAW | _WAV).items():
        found = shutil.which(name)
        if not found:
            continue
        command = [found, *(argument.format(rate=sample_rate_hz) for argument in arguments)]
        player = _Program(name, command, wav_header(sample_rate_hz) if name in _WAV else b"", sample_rate_hz)
        if not player.gave_up():
            return player
        # For example paplay without a sound server: try the next one.
        failure = player.failure()
        player.stop()
    raise failure


class _Program:
    """A player program that reads sound from its standard input.

    Nothing but its end makes it drop sound, so after that another process of it plays.
    """

    def __init__(self, name: str, command: list[str], header: bytes, sample_rate_hz: int) -> None:
        self._name, self._command, self._header = name, command, header
        self._portion = _portion_bytes(sample_rate_hz)
        # A file, because a full pipe that nobody reads would block the program.
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the program ends
        # One thread must not start the program while another stops it.
        self._lock = threading.Lock()
        self._is_stopped = False
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(
                self._command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                pipesize=_PIPE_BYTES,
            )
        except OSError as error:
            self._log.close()
            raise PlayerError(f"{self._name} cannot be started: {error.strerror}; {without_player()}") from error
        self._due = self._header
        return process

    def write(self, pcm: bytes) -> None:
        with self._lock:
            if self._stdin.closed and not self._is_stopped:
                self._process = self._started()
        due, self._due = self._due, b""
        for portion in _portions(due + pcm, self._portion):
            self._write(portion)

    def gave_up(self) -> bool:
        """Return whether the program ended right after its start."""
        return self._ended() is not None

    def failure(self) -> PlayerError:
        """Return the error for its end, with the last line of its log."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_POLL_S)
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        why = f": {lines[-1].strip()}" if lines else ""
        return PlayerError(f"{self._name} stopped playing{why}; try another player with -o - | PLAYER")

    def drop(self) -> None:
        with self._lock:
            self._kill()

    def finish(self) -> None:
        was_dropped = self._stdin.closed
        with contextlib.suppress(OSError):
            self._stdin.close()
        # With a timeout: on Windows, Ctrl-C does not interrupt a wait without one.
        while (code := self._ended()) is None:
            continue
        if code and not was_dropped:
            raise self.failure()
        self._log.close()

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            self._kill()
        self._log.close()

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._stdin.close()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin  # noqa: S101 - opened as a pipe
        return self._process.stdin

    def _write(self, portion: bytes) -> None:
        rest = memoryview(portion)
        try:
            while rest:
                rest = rest[self._stdin.write(rest) :]
        except (OSError, ValueError) as error:  # ValueError: it was stopped meanwhile
            raise self.failure() from error

    def _ended(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(_POLL_S)
        return None


# -- the sound card --------------------------------------------------------------------------------------------------


def _sounddevice() -> Any:  # noqa: ANN401 - it has no types
    try:
        import sounddevice
    except (ImportError, OSError):  # OSError: PortAudio is missing
        return None
    return sounddevice


def _sound_card(sample_rate_hz: int) -> Player | None:
    """Open the sound card through sounddevice; None without that library, PortAudio or a card."""
    sounddevice = _sounddevice()
    if sounddevice is None:
        return None
    try:
        stream = sounddevice.RawOutputStream(samplerate=sample_rate_hz, channels=1, dtype="int16", latency="high")
        stream.start()
    except sounddevice.PortAudioError:
        return None
    return _SoundCard(stream, sounddevice.PortAudioError, sample_rate_hz)


class _SoundCard:
    def __init__(self, stream: Any, failure: type[Exception], sample_rate_hz: int) -> None:  # noqa: ANN401 - it has no types
        self._stream, self._failure = stream, failure
        self._portion = _portion_bytes(sample_rate_hz)
        # One thread must not stop the stream while another writes to it.
        self._lock = threading.Lock()
        self._is_stopped = False

    def write(self, pcm: bytes) -> None:
        for portion in _portions(pcm, self._portion):
            with self._lock:
                if self._is_stopped:
                    return
                self._call(partial(self._stream.write, portion))

    def drop(self) -> None:
        with self._lock:
            if not self._is_stopped:
                self._call(self._stream.abort)
                self._call(self._stream.start)

    def finish(self) -> None:
        self._call(self._stream.stop)
        self._call(self._stream.close)

    def stop(self) -> None:
        with self._lock, contextlib.suppress(self._failure):
            self._is_stopped = True
            self._stream.abort()
            self._stream.close()

    def _call(self, work: Callable[[], object]) -> None:
        try:
            work()
        except self._failure as error:
            raise PlayerError(f"the sound card stopped playing: {error}; try a player with -o - | PLAYER") from error


def _portion_bytes(sample_rate_hz: int) -> int:
    return int(_PORTION_S * sample_rate_hz) * _BYTES_PER_FRAME


def _portions(pcm: bytes, size: int) -> Iterator[bytes]:
    return (pcm[start : start + size] for start in range(0, len(pcm), size))
