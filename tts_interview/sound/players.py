"""Sound as it is made -> ears: the sound card, a program that plays, or a WAV stream for one.

Clips are about as loud as the voices of an engine happen to be. Mastering needs the whole episode, and who listens has only its
beginning, so every sample gets the same gain; what would come near full scale is bent down, which is heard as little as on the
loudest syllables. A mastered episode is measured and limited, and better.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import struct
import subprocess
import tempfile
import threading
from functools import partial
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Protocol

from tts_interview.errors import PlayerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Voices were measured at -24 to -13 LUFS as heard, most of them two to three below the -16 of a mastered episode.
_GAIN = 10 ** (3 / 20)
# Above the knee, samples approach the ceiling of -1 dBFS and never reach it.
_KNEE, _CEILING = 0.6, 10 ** (-1 / 20)
_FULL_SCALE = 32_767
# So short that Ctrl-C is heard at once also where a system does not interrupt a write.
_PORTION_S = 0.1
_BYTES_PER_FRAME = 2
_UNKNOWN_LENGTH = 0xFFFFFFFF
_POLL_S = 0.2
_WAV_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
WITHOUT_PLAYER = "nothing here can play sound: pip install 'tts-interview[listen]', or pass it on with -o - | PLAYER"


class Player(Protocol):
    """Takes mono PCM, 16-bit signed little-endian, and lets it be heard in the order in which it comes."""

    def write(self, pcm: bytes) -> None:
        """Play this next; returns when there is room for more. Raises PlayerError if the player failed."""

    def finish(self) -> None:
        """Wait until all is heard."""

    def stop(self) -> None:
        """Be silent at once."""


@contextlib.contextmanager
def opened_player(sample_rate_hz: int, stream: BinaryIO | None = None) -> Iterator[Player]:
    """A player, which is heard to the end, or silenced at once if anything goes wrong meanwhile.

    With `stream`, that is written to, as WAV; else it is the sound card, or the first program found that plays.
    Raises PlayerError if there is none.
    """
    # Wanted by `louder`. Here, before there are threads: two that import it at once may both find half of it.
    import numpy  # noqa: F401, ICN001

    player = _Stream(stream, sample_rate_hz) if stream else _sound_card(sample_rate_hz) or _program(sample_rate_hz)
    try:
        yield player
        player.finish()
    except BaseException:
        player.stop()
        raise


def louder(pcm: bytes) -> bytes:
    """The same sound with the gain of listening, its peaks bent down."""
    import numpy as np

    wave = np.frombuffer(pcm, dtype="<i2") * np.float32(_GAIN / _FULL_SCALE)
    size, room = np.abs(wave), _CEILING - _KNEE
    bent = np.where(size > _KNEE, _KNEE + room * np.tanh((size - _KNEE) / room), size)
    return bytes(np.rint(np.copysign(bent, wave) * _FULL_SCALE).astype("<i2").tobytes())


def wav_header(sample_rate_hz: int) -> bytes:
    """The header of a WAV stream whose length is not known yet: it says the most that it can."""
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
    """Standard output, or what stands for it. BrokenPipeError, if its reader has enough, is for the caller."""

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
            raise PlayerError(f"the sound cannot be passed on: {error.strerror}") from error

    def finish(self) -> None:
        """All is written."""

    def stop(self) -> None:
        """Nothing more will be."""


# -- a program -------------------------------------------------------------------------------------------------------

_RAW = {
    "paplay": ("--raw", "--format=s16le", "--channels=1", "--rate={rate}", "--client-name=tts-interview"),
    "aplay": ("-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", "{rate}", "-"),
    "pw-play": ("--format=s16", "--channels=1", "--rate={rate}", "-"),
}
# Its options for raw sound are not the same in all its versions, and it knows WAV.
_WAV = {"ffplay": ("-nodisp", "-autoexit", "-loglevel", "error", "-i", "-")}


def players() -> tuple[str, ...]:
    """What `listen` would try here, first choice first: whether one can play is known when it does."""
    card = ("the sound card",) if _sounddevice() else ()
    return (*card, *filter(shutil.which, _RAW | _WAV))


def _program(sample_rate_hz: int) -> Player:
    failure = PlayerError(WITHOUT_PLAYER)
    for name, arguments in (_RAW | _WAV).items():
        found = shutil.which(name)
        if not found:
            continue
        command = [found, *(argument.format(rate=sample_rate_hz) for argument in arguments)]
        player = _Program(name, command, wav_header(sample_rate_hz) if name in _WAV else b"", sample_rate_hz)
        if not player.gave_up():
            return player
        # Such as paplay where there is no sound server: the next one may know another way.
        failure = player.failure()
        player.stop()
    raise failure


class _Program:
    """A program of the system that reads sound from its standard input."""

    def __init__(self, name: str, command: list[str], header: bytes, sample_rate_hz: int) -> None:
        self._name, self._header = name, header
        self._portion = _portion_bytes(sample_rate_hz)
        # A file, for a pipe that nobody reads would stop it.
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the program is done
        try:
            self._process = subprocess.Popen(
                command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._log
            )
        except OSError as error:
            self._log.close()
            raise PlayerError(f"{name} cannot be started: {error.strerror}; {WITHOUT_PLAYER}") from error

    def write(self, pcm: bytes) -> None:
        header, self._header = self._header, b""
        for portion in _portions(header + pcm, self._portion):
            self._write(portion)

    def gave_up(self) -> bool:
        """Whether it ended as soon as it was started, without any sound."""
        return self._ended() is not None

    def failure(self) -> PlayerError:
        """Why it ended, as far as it told."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_POLL_S)
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        why = f": {lines[-1].strip()}" if lines else ""
        return PlayerError(f"{self._name} stopped playing{why}; try another player with -o - | PLAYER")

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            self._stdin.close()
        # With a limit, for elsewhere Ctrl-C does not end a wait on Windows.
        while (code := self._ended()) is None:
            continue
        if code:
            raise self.failure()
        self._log.close()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._stdin.close()
        self._log.close()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin  # noqa: S101 - it was asked to be a pipe
        return self._process.stdin

    def _write(self, portion: bytes) -> None:
        rest = memoryview(portion)
        try:
            while rest:
                rest = rest[self._stdin.write(rest) :]
        except OSError as error:
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
    """The sound card through sounddevice; None without that library, what it needs of the system, or a card."""
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
        # It must not be stopped by one thread while another writes to it.
        self._lock = threading.Lock()
        self._is_stopped = False

    def write(self, pcm: bytes) -> None:
        for portion in _portions(pcm, self._portion):
            with self._lock:
                if self._is_stopped:
                    return
                self._call(partial(self._stream.write, portion))

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
