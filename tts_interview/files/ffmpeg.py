"""Run the ffmpeg binary of imageio-ffmpeg: encode, decode and measure sound. No other module calls ffmpeg."""

from __future__ import annotations

import contextlib
import math
import re
import subprocess
import tempfile
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar, cast

from tts_interview.errors import EncodingError, OutputError
from tts_interview.files.installation import install
from tts_interview.files.tags import (
    AI_VOICE,
    STAND_IN,
    XMP,
    ffmetadata,
    image_kind,
    read_ffmetadata,
    replace_stand_in,
    stand_in,
    vorbis_chapters,
    vorbis_picture,
)
from tts_interview.files.workspace import scratch
from tts_interview.files.xmp import append_to_mp4, append_to_wav
from tts_interview.model import Loudness, Samples

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from tts_interview.model import Chapter

_Measured = TypeVar("_Measured", float, Loudness)
# ffmpeg gets an open file and no other protocol, so a playlist cannot make it read another file.
_OPENED_FILE = ("-protocol_whitelist", "fd", "-fd", "0", "-i", "fd:")
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d\.\d+)", re.M)
# The result of ebur128 if everything is below its gate.
_SILENCE_LUFS = -70.0
_EMPTY = "it contains no sound"
BLOCK_BYTES = 1 << 20
# ffmpeg reads raw sound in frames of a thousand samples and synchronises its threads for each; longer frames are faster.
_LONG_FRAMES = "asetnsamples=n=8192:p=0"
# Resampling in single precision is a third faster than in double, with noise at -140 dB.
_SINGLE = "internal_sample_fmt=fltp"
_LOUDNESS_METER = "ebur128=dualmono=true:framelog=quiet"
_LOUDNESS = re.compile(r"^ +I: +(-?[\d.]+|-?inf|nan) LUFS\s*$", re.M)
# True peak at four times the rate (ITU-R BS.1770, annex 2); ebur128 takes twice as long for the same result. The meters run at
# the same time and mix their lines in ffmpeg's log, so this one prints the peak so far, once a second, on standard output.
_PEAK_KEY = "lavfi.astats.Overall.Peak_level"
_PEAK_METER = (
    f"aresample=192000:{_SINGLE},asetnsamples=n=192000:p=0,astats=metadata=1:measure_perchannel=none:"
    f"measure_overall=Peak_level,ametadata=mode=print:key={_PEAK_KEY}:file=-"
)
_PEAK = re.compile(rf"^{re.escape(_PEAK_KEY)}=(-?[\d.]+|-inf)\s*$", re.M)
_MOST_ATTEMPTS = 3
_COUNTING_HZ = 8_000
# Formats with the cover in its own stream.
_STREAMED_COVER = {"MP3", "AAC", "FLAC"}
# Formats with Vorbis comments as tags.
_COMMENTS = {"Opus", "FLAC"}


# The codec of a WAV file and the options of FLAC, by bit depth; 32 bits are floating point.
_WAV_DEPTHS = {16: ("-c:a", "pcm_s16le"), 24: ("-c:a", "pcm_s24le"), 32: ("-c:a", "pcm_f32le")}
_FLAC_DEPTHS = {16: ("-sample_fmt", "s16"), 24: ("-sample_fmt", "s32", "-bits_per_raw_sample", "24")}
_MP3_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_HZ = (24_000, 32_000, 44_100, 48_000)


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """How to encode one audio format.

    `bitrate_kbps` and `bit_depth` are 0 where the format has none; `rates_hz`, `bitrates_kbps` and `depths`, with the options
    of the encoder, are those that can be asked for. `loss_db` is the measured attenuation of speech by the encoder, added to
    the gain before it; `overshoot_db` is how far decoded peaks were measured to exceed those of the input. `is_lossless`
    formats are fast to write and change nothing. `atoms` marks formats with MP4 tags. `xmp` names the tag of the XMP packet;
    `append_xmp` writes it where it is not a tag.
    """

    name: str
    arguments: tuple[str, ...]
    sample_rate_hz: int = 44_100
    bitrate_kbps: int = 0
    bit_depth: int = 0
    rates_hz: Sequence[int] = _RATES_HZ
    bitrates_kbps: Sequence[int] = ()
    depths: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    loss_db: float = 0.0
    overshoot_db: float = 0.5
    is_lossless: bool = False
    atoms: bool = False
    xmp: str = XMP
    append_xmp: Callable[[Path, str], None] | None = None

    @property
    def encoder(self) -> tuple[str, ...]:
        """The arguments of the encoder."""
        bitrate = ("-b:a", f"{self.bitrate_kbps}k") if self.bitrate_kbps else ()
        return (*self.depths.get(self.bit_depth, ()), *bitrate, *self.arguments)

    def asked(self, sample_rate_hz: int = 0, bit_depth: int = 0, bitrate_kbps: int = 0) -> AudioFormat:
        """Return the format with what is asked for; 0 means the usual. Raises OutputError for what the format does not have."""
        wishes = (
            ("sample rate", "Hz", sample_rate_hz, self.rates_hz, "sound.sample_rate_hz"),
            ("bit depth", "bits", bit_depth, tuple(self.depths), "sound.bit_depth"),
            ("bitrate", "kbit/s", bitrate_kbps, self.bitrates_kbps, "sound.bitrate_kbps"),
        )
        for what, unit, wish, possible, option in wishes:
            if wish and wish not in possible:
                known = f"expected {_listed(possible)}" if possible else f"{self.name} has no {what}; leave out `{option}`"
                raise OutputError(f"a {what} of {wish} {unit} is not possible in {self.name}: {known}")
        return replace(
            self,
            sample_rate_hz=sample_rate_hz or self.sample_rate_hz,
            bit_depth=bit_depth or self.bit_depth,
            bitrate_kbps=bitrate_kbps or self.bitrate_kbps,
        )


def _listed(possible: Sequence[int]) -> str:
    return f"{possible[0]} to {possible[-1]}" if isinstance(possible, range) else ", ".join(map(str, possible))


# The fast modes of the AAC and Opus encoders take less than half the time; DNSMOS rates speech at these bit rates the same.
_AAC = AudioFormat(
    "AAC",
    ("-c:a", "aac", "-aac_coder", "fast", "-movflags", "+faststart", "-f", "ipod"),
    bitrate_kbps=64,
    bitrates_kbps=range(32, 193),
    loss_db=0.04,
    overshoot_db=1.2,
    atoms=True,
    append_xmp=append_to_mp4,
)
FORMATS: dict[str, AudioFormat] = {
    ".mp3": AudioFormat(
        "MP3",
        ("-c:a", "libmp3lame", "-id3v2_version", "4", "-f", "mp3"),
        bitrate_kbps=96,
        rates_hz=_RATES_HZ[1:],
        bitrates_kbps=_MP3_KBPS,
        loss_db=0.45,
        overshoot_db=0.8,
        xmp="id3v2_priv.XMP",  # a private frame of ID3
    ),
    ".m4a": _AAC,
    ".m4b": _AAC,
    ".opus": AudioFormat(
        "Opus",
        ("-c:a", "libopus", "-compression_level", "5", "-f", "opus"),
        sample_rate_hz=48_000,
        bitrate_kbps=32,
        rates_hz=(48_000,),
        bitrates_kbps=range(12, 257),
        loss_db=0.25,
        overshoot_db=1.0,
    ),
    ".flac": AudioFormat(
        "FLAC",
        ("-c:a", "flac", "-f", "flac"),
        bit_depth=16,
        rates_hz=(*_RATES_HZ, 96_000),
        depths=_FLAC_DEPTHS,
        is_lossless=True,
    ),
    ".wav": AudioFormat(
        "WAV",
        ("-rf64", "auto", "-f", "wav"),
        bit_depth=16,
        rates_hz=(*_RATES_HZ, 96_000),
        depths=_WAV_DEPTHS,
        is_lossless=True,
        append_xmp=append_to_wav,
    ),
}


def check_format(path: Path) -> None:
    """Raise OutputError if the suffix of an output file is not a known audio format."""
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        what = f'unknown audio format "{path.suffix}"' if path.suffix else "it has no suffix"
        raise OutputError(f"{path} cannot be written: {what}; expected {known}, or / at the end of a folder's name")


@dataclass(frozen=True, slots=True)
class Attached:
    """Chapters, and the path of a PNG or JPEG file as cover."""

    chapters: Sequence[Chapter] = ()
    cover: Path | None = None


class _MissingFigureError(EncodingError):
    """A meter did not print what it measured."""


def measure_lufs(sound: Samples | Path, *, filters: str = "") -> float:
    """Measure loudness by ITU-R BS.1770 (ffmpeg's ebur128) after the given filters, in LUFS; -inf for silence.

    Mono is measured as heard from two speakers. Raises EncodingError if ffmpeg fails or prints no figure.
    """
    source = _raw_input(sound) if isinstance(sound, Samples) else ["-i", _named(sound)]
    chain = ",".join(part for part in (filters, _LOUDNESS_METER) if part)
    arguments = [*source, "-vn", "-af", chain, "-f", "null", "-"]
    return _repeated(lambda: _lufs(run_ffmpeg(arguments, loglevel="info", feed=_feed(sound))))


def encode(  # noqa: PLR0913, PLR0917 - few callers attach anything
    sound: Samples,
    target: Path,
    kind: AudioFormat,
    filters: str,
    tags: Mapping[str, str],
    attached: Attached | None = None,
) -> Loudness:
    """Encode sound to `target`, through audio filters and with tags, and return the loudness of the encoded file.

    ffmpeg decodes the file while it encodes it, to measure loudness and true peak. The same input gives the same bytes.
    Raises OutputError if the disk is full, and EncodingError if ffmpeg fails or prints no figure.
    """
    # Each graph runs in its own thread, in parallel with the encoder and the filters before it.
    graphs = {"loudness": _LOUDNESS_METER, "peak": _PEAK_METER}
    decoding = [word for name, graph in graphs.items() for word in ("-filter_complex", f"[dec:0]{graph}[{name}]")]
    nowhere = [word for name in graphs for word in ("-map", f"[{name}]", "-f", "null", "-")]
    with _labels(kind, tags, attached or Attached()) as labels:
        arguments = [*_encoding(sound, target, kind, _chain(kind, filters), labels), "-dec", "0:0", *decoding, *nowhere]
        loudness = _repeated(lambda: _encoded(arguments, sound, target))
    _complete_tags(target, kind, tags)
    return loudness


def _encoded(arguments: Sequence[str], sound: Samples, target: Path) -> Loudness:
    with tempfile.TemporaryFile() as peaks:
        log = run_ffmpeg(arguments, loglevel="info", feed=sound.blocks(), target=str(target), output=peaks)
        return Loudness(_lufs(log), round(float(_figures(_PEAK, _text(peaks))[-1]), 2))


def _repeated(measure: Callable[[], _Measured]) -> _Measured:
    """Measure again if a figure is missing, twice at most."""
    for _attempt in range(_MOST_ATTEMPTS - 1):
        with contextlib.suppress(_MissingFigureError):
            return measure()
    return measure()


def _lufs(log: str) -> float:
    lufs = float(_figures(_LOUDNESS, log.rpartition("Summary:")[2])[0])
    return lufs if lufs > _SILENCE_LUFS else -math.inf


def _figures(pattern: re.Pattern[str], printed: str) -> list[str]:
    if found := pattern.findall(printed):
        return found
    raise _MissingFigureError("ffmpeg did not print the loudness or the true peak: run the same command again")


def write_sound(
    sound: Samples, target: Path, kind: AudioFormat, filters: str = "", tags: Mapping[str, str] | None = None
) -> None:
    """Write sound to `target` at the format's sample rate, through audio filters and with tags, without measuring it."""
    with _labels(kind, tags or {}, Attached()) as labels:
        arguments = _encoding(sound, target, kind, _chain(kind, filters), labels)
        run_ffmpeg(arguments, feed=sound.blocks(), target=str(target))
    _complete_tags(target, kind, tags or {})


def write_flac(pcm: Iterable[bytes], sample_rate_hz: int, target: Path) -> None:
    """Write mono PCM, 16-bit signed, as FLAC, from which `decoded` gets the same samples. Raises OutputError."""
    raw = ["-f", "s16le", "-ar", str(sample_rate_hz), "-ac", "1", "-i", "-"]
    run_ffmpeg([*raw, "-fflags", "+bitexact", "-f", "flac", "-y", _named(target)], feed=pcm, target=str(target))


def _chain(kind: AudioFormat, filters: str) -> str:
    resampled = f"aresample={kind.sample_rate_hz}:{_SINGLE}"
    return ",".join(part for part in (_LONG_FRAMES, filters, resampled) if part)


def _complete_tags(target: Path, kind: AudioFormat, tags: Mapping[str, str]) -> None:
    if kind.atoms and AI_VOICE in tags:
        replace_stand_in(target, AI_VOICE, tags[AI_VOICE])
    if kind.append_xmp and XMP in tags:
        kind.append_xmp(target, tags[XMP])


@dataclass(frozen=True, slots=True)
class _Labels:
    """ffmpeg arguments for tags, chapters and cover: further inputs, and what to map from them."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ("-map_metadata", "-1")


@contextlib.contextmanager
def _labels(kind: AudioFormat, tags: Mapping[str, str], attached: Attached) -> Iterator[_Labels]:
    """Prepare tags, chapters and a cover, as far as the format supports them."""
    outputs = ["-map_metadata", "1", "-map_chapters", "1"]
    if kind.atoms and "language" in tags:
        outputs += ["-metadata:s:a:0", f"language={tags['language']}"]
    if kind.atoms and AI_VOICE in tags:
        tags = {**tags, STAND_IN: stand_in(AI_VOICE, tags[AI_VOICE])}
    cover: list[str] = []
    if attached.cover and kind.name in _STREAMED_COVER:
        cover = ["-f", f"{image_kind(attached.cover)}_pipe", "-i", _named(attached.cover)]
        outputs += ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic", "-metadata:s:v", "comment=Cover (front)"]
    with scratch() as folder:
        text = Path(folder, "labels.txt")
        text.write_text(_labels_text(kind, tags, attached), encoding="utf-8", newline="\n")
        yield _Labels(("-f", "ffmetadata", "-i", str(text), *cover), tuple(outputs))


def _labels_text(kind: AudioFormat, tags: Mapping[str, str], attached: Attached) -> str:
    """Format tags and chapters, as Vorbis comments for Opus and FLAC.

    ffmpeg would write chapters up to a second late and no cover into Opus, and no chapters into FLAC.
    """
    tags = {kind.xmp if name == XMP else name: value for name, value in tags.items()}
    if kind.name not in _COMMENTS:
        return ffmetadata(tags, attached.chapters)
    picture = vorbis_picture(attached.cover) if attached.cover and kind.name == "Opus" else ""
    return ffmetadata({**tags, **vorbis_chapters(attached.chapters)}, picture=picture)


def _encoding(sound: Samples, target: Path, kind: AudioFormat, filters: str, labels: _Labels) -> list[str]:
    exact = ["-fflags", "+bitexact", "-flags:a", "+bitexact"]
    inputs = [*_raw_input(sound), *labels.inputs]
    return [*inputs, "-map", "0:a", *labels.outputs, *exact, "-af", filters, *kind.encoder, "-y", _named(target)]


def _raw_input(sound: Samples) -> list[str]:
    return ["-f", sound.sample_format, "-ar", str(sound.sample_rate_hz), "-ac", "1", "-i", "pipe:0"]


def _named(path: Path) -> str:
    """Return a path that ffmpeg cannot mistake for a URL or an option."""
    return f"file:{path}"


def _feed(sound: Samples | Path) -> Iterable[bytes]:
    return sound.blocks() if isinstance(sound, Samples) else ()


def decoded(path: Path, sample_rate_hz: int, sample_format: str = "s16le", raw_hz: int = 0) -> Generator[bytes, None, None]:
    """Decode a sound file block by block to mono PCM at the given rate; `sample_format` is ffmpeg's name for it.

    A file of raw PCM, mono and 16-bit, needs its rate, `raw_hz`. Raises EncodingError if the file cannot be decoded or contains
    no sound.
    """
    raw = ["-f", "s16le", "-ar", str(raw_hz), "-ac", "1"] if raw_hz else []
    arguments = [*raw, *_OPENED_FILE, "-map", "0:a:0", "-f", sample_format, "-ar", str(sample_rate_hz), "-ac", "1", "-"]
    with _opened(path) as file, tempfile.TemporaryFile() as log:
        with _started(arguments, "error", log, stdin=file, stdout=subprocess.PIPE) as process:
            is_empty, output = True, cast("IO[bytes]", process.stdout)
            while block := output.read(BLOCK_BYTES):
                is_empty = False
                yield block
            code = process.wait()
        if code or is_empty:
            raise _undecodable(path, _last_line(_text(log)) if code else _EMPTY)


def tags_of(path: Path, kind: AudioFormat) -> tuple[dict[str, str], list[tuple[float, str]]]:
    """Return the tags of a sound file, by their names in small letters, and the start in seconds and title of each chapter.

    The XMP packet has the name that it has in the format. Raises EncodingError if the file is not of that format.
    """
    xmp = ("-export_xmp", "1") if kind.atoms else ()
    decoder = ("-f", {"AAC": "mov", "Opus": "ogg"}.get(kind.name, kind.name.lower()))
    arguments = [*xmp, *decoder, *_OPENED_FILE, "-map", "0:a:0", "-c", "copy", "-frames:a", "1", "-f", "ffmetadata", "-"]
    with _opened(path) as file, tempfile.TemporaryFile() as log, tempfile.TemporaryFile() as found:
        with _started(arguments, "error", log, stdin=file, stdout=found) as process:
            code = process.wait()
        if code:
            raise _undecodable(path, _last_line(_text(log)))
        return read_ffmetadata(_text(found))


def duration_s(path: Path) -> float:
    """Return the length of a sound file by its header, or by decoding it. Raises EncodingError as `decoded` does."""
    arguments = [*_OPENED_FILE, "-map", "0:a:0", "-t", "1", "-f", "s16le", "-"]
    with _opened(path) as file, tempfile.TemporaryFile() as log:
        with _started(arguments, "info", log, stdin=file, stdout=subprocess.PIPE) as process:
            beginning = cast("IO[bytes]", process.stdout).read()
            code = process.wait()
        lines = _text(log)
    if code or not beginning:
        raise _undecodable(path, _last_line(lines) if code else _EMPTY)
    if found := _DURATION.search(lines):
        hours, minutes, seconds = map(float, found.groups())
        return 3600 * hours + 60 * minutes + seconds
    return sum(len(block) for block in decoded(path, _COUNTING_HZ)) / 2 / _COUNTING_HZ


def _opened(path: Path) -> IO[bytes]:
    try:
        if path.is_file():
            return path.open("rb")
    except OSError as error:
        raise EncodingError(f"{path} cannot be read: {error.strerror}; give another sound file") from error
    raise EncodingError(f"{path} is not a file: give a sound file instead")


def _undecodable(path: Path, reason: str) -> EncodingError:
    return EncodingError(f"{path} cannot be decoded ({reason}): give a sound file instead")


def decode_pcm(path: Path, sample_rate_hz: int) -> bytes:
    """Decode a whole sound file to mono PCM, 16-bit signed, little-endian. Raises EncodingError as `decoded` does."""
    return b"".join(decoded(path, sample_rate_hz))


def run_ffmpeg(
    arguments: Sequence[str],
    *,
    loglevel: str = "error",
    feed: Iterable[bytes] = (),
    target: str = "",
    output: IO[bytes] | int = subprocess.DEVNULL,
) -> str:
    """Run ffmpeg with `feed` as its standard input and `output` as its standard output, and return its log.

    `target` names the output in errors; by default it is the last argument. Raises OutputError if the disk is full, and
    EncodingError for any other failure.
    """
    with tempfile.TemporaryFile() as log, _started(arguments, loglevel, log, stdout=output) as process:
        pipe = cast("IO[bytes]", process.stdin)
        for block in feed:
            try:
                pipe.write(block)
            except OSError:  # ffmpeg ended early; its log says why
                break
        with contextlib.suppress(OSError):
            pipe.close()
        code, lines = process.wait(), _text(log)
    if not code:
        return lines
    if "No space left on device" in lines:
        raise OutputError(f"the disk of {target or arguments[-1]} is full: free some space and run the same command again")
    raise EncodingError(f"ffmpeg failed: {_last_line(lines)}")


@contextlib.contextmanager
def _started(
    arguments: Sequence[str],
    loglevel: str,
    log: IO[bytes],
    stdin: IO[bytes] | int = subprocess.PIPE,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start ffmpeg; on an exception it is killed."""
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-nostats", "-v", loglevel, *arguments]
    try:
        process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=log)
    except OSError as error:
        remedy = install("imageio-ffmpeg", again=True)
        raise EncodingError(f"ffmpeg cannot be started: {error}; reinstall it with: {remedy}") from error
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@cache
def ffmpeg() -> str:
    """Return the path of ffmpeg. Raises EncodingError if imageio-ffmpeg has none for this machine."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncodingError(f"there is no ffmpeg: {error}; get one with: {install('imageio-ffmpeg')}") from error


def _text(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode("utf-8", errors="replace")


def _last_line(log: str) -> str:
    return (log.strip().splitlines() or ["no reason given"])[-1]
