"""The only caller of ffmpeg: the program that imageio-ffmpeg carries, so that none need be installed."""

from __future__ import annotations

import contextlib
import math
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from tts_interview.errors import EncodingError, OutputError
from tts_interview.files.tags import (
    AI_VOICE,
    STAND_IN,
    ffmetadata,
    image_kind,
    stand_in,
    take_place,
    vorbis_chapters,
    vorbis_picture,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tts_interview.model import Chapter


# A file is opened here and handed over: no name that stands in it, as in a playlist, then leads ffmpeg to another.
_OPENED_FILE = ("-protocol_whitelist", "fd", "-fd", "0", "-i", "fd:")
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d\.\d+)", re.M)
# What ebur128 says where everything is below its gate.
_SILENCE_LUFS = -70.0
_EMPTY = "nothing is heard in it"
BLOCK_BYTES = 1 << 20
# ffmpeg reads raw sound in frames of a thousand samples, and each of them is a meeting of its threads.
_LONG_FRAMES = "asetnsamples=n=8192:p=0"
# A resampler in single precision, whose noise lies at -140 dB, is a third quicker than in double.
_SINGLE = "internal_sample_fmt=fltp"
# True peak at four times the rate (ITU-R BS.1770, annex 2); ebur128 finds the same in twice the time.
_PEAK_METER = f"aresample=192000:{_SINGLE},astats=measure_perchannel=none:measure_overall=Peak_level"
_COUNTING_HZ = 8_000
# Files that hold a cover as a stream of its own.
_STREAMED_COVER = {"MP3", "AAC", "FLAC"}
# Files whose tags are Vorbis comments.
_COMMENTS = {"Opus", "FLAC"}


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """How a kind of audio file is made.

    `loss_db` is how much the encoder was measured to turn speech down, which is given back before; `overshoot_db` how far
    the peaks of speech were measured to rise above those of what it was given. `is_lossless` says that it is quickly made and
    changes nothing. `atoms` says that its tags are those of MP4.
    """

    name: str
    arguments: tuple[str, ...]
    sample_rate_hz: int = 44_100
    loss_db: float = 0.0
    overshoot_db: float = 0.5
    is_lossless: bool = False
    atoms: bool = False


# Of AAC's and Opus's encoders the quicker ways, in less than half the time: speech at these rates is judged the same (DNSMOS).
_AAC = AudioFormat(
    "AAC",
    ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "64k", "-movflags", "+faststart", "-f", "ipod"),
    loss_db=0.04,
    overshoot_db=1.2,
    atoms=True,
)
FORMATS: dict[str, AudioFormat] = {
    ".mp3": AudioFormat(
        "MP3", ("-c:a", "libmp3lame", "-b:a", "96k", "-id3v2_version", "4", "-f", "mp3"), loss_db=0.45, overshoot_db=0.8
    ),
    ".m4a": _AAC,
    ".m4b": _AAC,
    ".opus": AudioFormat(
        "Opus",
        ("-c:a", "libopus", "-compression_level", "5", "-b:a", "32k", "-f", "opus"),
        sample_rate_hz=48_000,
        loss_db=0.25,
        overshoot_db=1.0,
    ),
    ".flac": AudioFormat("FLAC", ("-c:a", "flac", "-f", "flac"), is_lossless=True),
    ".wav": AudioFormat("WAV", ("-c:a", "pcm_s16le", "-rf64", "auto", "-f", "wav"), is_lossless=True),
}


def check_format(path: Path) -> None:
    """Raise OutputError if the suffix of an output file is none that can be made."""
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        what = f'"{path.suffix}" is no audio format' if path.suffix else "it has no suffix"
        raise OutputError(f"{path} cannot be made: {what}; choose one of {known}, or end a folder's name with /")


@dataclass(frozen=True, slots=True)
class Samples:
    """Mono sound that is piped block by block; `blocks` begins anew whenever it is called.

    Samples are 32-bit float little-endian, or what ffmpeg's name of a format says.
    """

    blocks: Callable[[], Iterable[bytes]]
    sample_rate_hz: int
    sample_format: str = "f32le"

    @property
    def input_arguments(self) -> list[str]:
        """How ffmpeg is told to read it."""
        return ["-f", self.sample_format, "-ar", str(self.sample_rate_hz), "-ac", "1", "-i", "pipe:0"]


@dataclass(frozen=True, slots=True)
class Attached:
    """What a file holds besides its sound and tags: chapters, and the path of a PNG or JPEG file as cover."""

    chapters: Sequence[Chapter] = ()
    cover: Path | None = None


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS as heard from two speakers, and true peak in dBTP; -inf for silence."""

    lufs: float
    peak_dbtp: float = field(default=-math.inf)


def measure_loudness(sound: Samples | Path, *, filters: str = "", peak: bool = False) -> Loudness:
    """Loudness by ITU-R BS.1770 through ffmpeg's ebur128, of what is left after the filters given.

    A mono file is measured as it is heard, on two speakers.
    """
    source = sound.input_arguments if isinstance(sound, Samples) else ["-i", _named(sound)]
    chain = ",".join(part for part in (filters, _meter(peak=peak)) if part)
    return _loudness(run_ffmpeg([*source, "-vn", "-af", chain, "-f", "null", "-"], loglevel="info", feed=_feed(sound)))


def encode(  # noqa: PLR0913, PLR0917 - what is attached is a choice that few make
    sound: Samples,
    target: Path,
    kind: AudioFormat,
    filters: str,
    tags: Mapping[str, str],
    attached: Attached | None = None,
) -> Loudness:
    """Encode sound to `target`, through the audio filters given, with tags; the same input gives the same bytes.

    The loudness and the true peak given back are those of the encoded file: ffmpeg decodes it again while it is made.
    """
    resampled = f"aresample={kind.sample_rate_hz}:{_SINGLE}"
    chain = ",".join(part for part in (_LONG_FRAMES, filters, resampled) if part)
    # Two graphs are two threads of ffmpeg, beside those of the encoder and of the filters before it.
    graphs = {"loudness": _meter(), "peak": _PEAK_METER}
    decoding = [word for name, graph in graphs.items() for word in ("-filter_complex", f"[dec:0]{graph}[{name}]")]
    nowhere = [word for name in graphs for word in ("-map", f"[{name}]", "-f", "null", "-")]
    with _labels(kind, tags, attached or Attached()) as labels:
        arguments = [*_encoding(sound, target, kind, chain, labels), "-dec", "0:0", *decoding, *nowhere]
        loudness = _loudness(run_ffmpeg(arguments, loglevel="info", feed=sound.blocks(), target=str(target)))
    if kind.atoms and AI_VOICE in tags:
        take_place(target, AI_VOICE, tags[AI_VOICE])
    return loudness


def write_sound(sound: Samples, target: Path, kind: AudioFormat, filters: str) -> None:
    """Write sound to `target` at its own sample rate, through the audio filters given, and measure nothing."""
    run_ffmpeg(_encoding(sound, target, kind, filters, _Labels()), feed=sound.blocks(), target=str(target))


@dataclass(frozen=True, slots=True)
class _Labels:
    """How ffmpeg is told what a file holds besides its sound: its further inputs, and what it takes from them."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ("-map_metadata", "-1")


@contextlib.contextmanager
def _labels(kind: AudioFormat, tags: Mapping[str, str], attached: Attached) -> Iterator[_Labels]:
    """Tags, chapters and a cover, as far as the kind of file holds them."""
    outputs = ["-map_metadata", "1", "-map_chapters", "1"]
    if kind.atoms and "language" in tags:
        outputs += ["-metadata:s:a:0", f"language={tags['language']}"]
    if kind.atoms and AI_VOICE in tags:
        tags = {**tags, STAND_IN: stand_in(AI_VOICE, tags[AI_VOICE])}
    cover: list[str] = []
    if attached.cover and kind.name in _STREAMED_COVER:
        cover = ["-f", f"{image_kind(attached.cover)}_pipe", "-i", _named(attached.cover)]
        outputs += ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic", "-metadata:s:v", "comment=Cover (front)"]
    with tempfile.TemporaryDirectory(prefix="tts-interview-") as folder:
        text = Path(folder, "labels.txt")
        text.write_text(_labels_text(kind, tags, attached), encoding="utf-8", newline="\n")
        yield _Labels(("-f", "ffmetadata", "-i", str(text), *cover), tuple(outputs))


def _labels_text(kind: AudioFormat, tags: Mapping[str, str], attached: Attached) -> str:
    """What ffmpeg reads of tags and chapters. In Opus it writes chapters up to a second late and no cover, in FLAC none."""
    if kind.name not in _COMMENTS:
        return ffmetadata(tags, attached.chapters)
    picture = vorbis_picture(attached.cover) if attached.cover and kind.name == "Opus" else ""
    return ffmetadata({**tags, **vorbis_chapters(attached.chapters)}, picture=picture)


def _encoding(sound: Samples, target: Path, kind: AudioFormat, filters: str, labels: _Labels) -> list[str]:
    exact = ["-fflags", "+bitexact", "-flags:a", "+bitexact"]
    inputs = [*sound.input_arguments, *labels.inputs]
    return [*inputs, "-map", "0:a", *labels.outputs, *exact, "-af", filters, *kind.arguments, "-y", _named(target)]


def _named(path: Path) -> str:
    """A path that ffmpeg takes for no address and no option, whatever is in it."""
    return f"file:{path}"


def _meter(*, peak: bool = False) -> str:
    return f"ebur128=dualmono=true:framelog=quiet{':peak=true' if peak else ''}"


def _feed(sound: Samples | Path) -> Iterable[bytes]:
    return sound.blocks() if isinstance(sound, Samples) else ()


def _loudness(log: str) -> Loudness:
    summary = log.rpartition("Summary:")[2]
    lufs = _number(re.search(r"\bI:\s*(-?[\d.]+|-?inf|nan)\s*LUFS", summary))
    # The last one: tags, which are anybody's words, stand at the beginning of the log.
    peaks = list(re.finditer(r"\bPeak(?: level dB)?:\s*(-?[\d.]+|-?inf)", log))
    return Loudness(lufs if lufs > _SILENCE_LUFS else -math.inf, round(_number(peaks[-1] if peaks else None), 2))


def decoded(path: Path, sample_rate_hz: int, sample_format: str = "s16le") -> Iterator[bytes]:
    """Any sound file as mono PCM at that rate, block by block: 16-bit signed, or what ffmpeg's name of a format says.

    Raises EncodingError if it is no sound that can be read, or none is in it.
    """
    arguments = [*_OPENED_FILE, "-map", "0:a:0", "-f", sample_format, "-ar", str(sample_rate_hz), "-ac", "1", "-"]
    with _opened(path) as file, tempfile.TemporaryFile() as log:
        with _started(arguments, "error", log, stdin=file, stdout=subprocess.PIPE) as process:
            is_empty, output = True, cast("IO[bytes]", process.stdout)
            while block := output.read(BLOCK_BYTES):
                is_empty = False
                yield block
            code = process.wait()
        if code or is_empty:
            raise _no_sound(path, _last_line(_text(log)) if code else _EMPTY)


def duration_s(path: Path) -> float:
    """How long a sound file says that it is, or is if it does not say. Raises EncodingError as `decoded` does."""
    arguments = [*_OPENED_FILE, "-map", "0:a:0", "-t", "1", "-f", "s16le", "-"]
    with _opened(path) as file, tempfile.TemporaryFile() as log:
        with _started(arguments, "info", log, stdin=file, stdout=subprocess.PIPE) as process:
            beginning = cast("IO[bytes]", process.stdout).read()
            code = process.wait()
        said = _text(log)
    if code or not beginning:
        raise _no_sound(path, _last_line(said) if code else _EMPTY)
    if found := _DURATION.search(said):
        hours, minutes, seconds = map(float, found.groups())
        return 3600 * hours + 60 * minutes + seconds
    return sum(len(block) for block in decoded(path, _COUNTING_HZ)) / 2 / _COUNTING_HZ


def _opened(path: Path) -> IO[bytes]:
    try:
        if path.is_file():
            return path.open("rb")
    except OSError as error:
        raise EncodingError(f"{path} cannot be read: {error.strerror}; give another sound file") from error
    raise EncodingError(f"{path} is no file: give a sound file in its place")


def _no_sound(path: Path, reason: str) -> EncodingError:
    return EncodingError(f"{path} is no sound that can be read ({reason}): give a sound file in its place")


def decode_pcm(path: Path, sample_rate_hz: int) -> bytes:
    """Any sound file as mono PCM, 16-bit signed little-endian, at that rate. Raises EncodingError if it is none."""
    return b"".join(decoded(path, sample_rate_hz))


def run_ffmpeg(arguments: Sequence[str], *, loglevel: str = "error", feed: Iterable[bytes] = (), target: str = "") -> str:
    """Run ffmpeg, `feed` piped to it, and give back its log; `target` is what it writes, if not the last of the arguments.

    Raises OutputError for a full disk, else EncodingError.
    """
    with tempfile.TemporaryFile() as log, _started(arguments, loglevel, log) as process:
        pipe = cast("IO[bytes]", process.stdin)
        for block in feed:
            try:
                pipe.write(block)
            except OSError:  # it ended early, and its log says why
                break
        with contextlib.suppress(OSError):
            pipe.close()
        code, said = process.wait(), _text(log)
    if not code:
        return said
    if "No space left on device" in said:
        raise OutputError(f"the disk of {target or arguments[-1]} is full: free some space and run the same command again")
    raise EncodingError(f"ffmpeg failed: {_last_line(said)}")


@contextlib.contextmanager
def _started(
    arguments: Sequence[str],
    loglevel: str,
    log: IO[bytes],
    stdin: IO[bytes] | int = subprocess.PIPE,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """A running ffmpeg; it is ended if who uses it fails or is interrupted."""
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-nostats", "-v", loglevel, *arguments]
    try:
        process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=log)
    except OSError as error:
        raise EncodingError(f"ffmpeg cannot be started: {error}; reinstall imageio-ffmpeg") from error
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@cache
def ffmpeg() -> str:
    """The path of ffmpeg. Raises EncodingError if imageio-ffmpeg has none for this machine."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncodingError(f"there is no ffmpeg: {error}; get one with: pip install imageio-ffmpeg") from error


def _number(found: re.Match[str] | None) -> float:
    value = float(found.group(1)) if found else -math.inf
    return -math.inf if math.isnan(value) else value


def _text(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode("utf-8", errors="replace")


def _last_line(log: str) -> str:
    return (log.strip().splitlines() or ["it gave no reason"])[-1]
