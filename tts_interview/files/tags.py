"""Tags, chapters and covers in the forms that ffmpeg reads, and custom tags in MP4, which it cannot write."""

from __future__ import annotations

import base64
import mmap
import re
import struct
from fractions import Fraction
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tts_interview.model import Chapter

# Names the engine and the voices; every file with synthetic speech has it.
AI_VOICE = "AI-Generated-Voice"
# Holds the XMP packet where a format has no other name for it.
XMP = "XMP"
# The longest tag; players show less.
_MOST_CHARS = 4_000
# Kept although not printable: tab, and the joiners of Hindi, Persian and emoji.
_KEPT = "\t\u200c\u200d"
_SPECIAL = re.compile(r"([=;#\\\n])")
_LINE = re.compile(r"((?:\\.|[^\\\n])*)\n", re.S)
_PAIR = re.compile(r"((?:\\.|[^\\=])*)=(.*)", re.S)
_ESCAPE = re.compile(r"\\(.)", re.S)
_HEADER = struct.Struct(">I4s")
_OWNER = b"com.apple.iTunes"
# The tag that is replaced in an MP4 file, and the bytes before its text: headers of two atoms, type and locale.
STAND_IN = "grouping"
_STAND_IN_KIND = b"\xa9grp"
_BEFORE_TEXT_BYTES = 24
_FRONT_COVER = 3
_IMAGES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_UTF8 = struct.pack(">II", 1, 0)


def ffmetadata(tags: Mapping[str, str], chapters: Iterable[Chapter] = (), picture: str = "") -> str:
    """Format tags, chapters and a picture as ffmetadata (https://ffmpeg.org/ffmpeg-formats.html#Metadata-2).

    Empty tags are omitted.
    """
    lines = [";FFMETADATA1", *(f"{_escaped(key)}={_escaped(_fit(value))}" for key, value in tags.items() if value.strip())]
    lines += [f"METADATA_BLOCK_PICTURE={_escaped(picture)}"] if picture else []
    for chapter in chapters:
        times = (f"{name}={round(seconds * 1000)}" for name, seconds in (("START", chapter.start_s), ("END", chapter.end_s)))
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", *times, f"title={_escaped(_fit(chapter.title))}"]
    return "\n".join(lines) + "\n"


def read_ffmetadata(text: str) -> tuple[dict[str, str], list[tuple[float, str]]]:
    """Return the tags in ffmetadata by their names in small letters, and the start in seconds and title of each chapter.

    Tags of the first stream count as those of the file, which has priority.
    """
    parts: list[tuple[str, dict[str, str]]] = [("", {})]
    for line in _LINE.findall(text):
        if line.startswith("["):
            parts.append((line, {}))
        elif pair := _PAIR.fullmatch(line):
            parts[-1][1].setdefault(*(_ESCAPE.sub(r"\1", part) for part in (pair[1].lower(), pair[2])))
    tags = {name: value for part, found in reversed(parts) if part != "[CHAPTER]" for name, value in found.items()}
    return tags, [(_start_s(found), found.get("title", "")) for part, found in parts if part == "[CHAPTER]"]


def _start_s(chapter: Mapping[str, str]) -> float:
    return float(int(chapter.get("start", "0")) * Fraction(chapter.get("timebase", "1")))


def vorbis_chapters(chapters: Iterable[Chapter]) -> dict[str, str]:
    """Return chapters as Vorbis comments (https://wiki.xiph.org/Chapter_Extension)."""
    found: dict[str, str] = {}
    for number, chapter in enumerate(chapters):
        minutes, milliseconds = divmod(round(chapter.start_s * 1000), 60_000)
        time = f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
        found |= {f"CHAPTER{number:03}": time, f"CHAPTER{number:03}NAME": chapter.title}
    return found


def vorbis_picture(cover: Path) -> str:
    """Return a front cover as a Vorbis comment: a FLAC picture block (https://www.rfc-editor.org/rfc/rfc9639#section-8.8)."""
    data, kind = cover.read_bytes(), f"image/{image_kind(cover)}".encode()
    empty = struct.pack(">I", 0)
    # Zero leaves the size in pixels and the colours for the reader to determine.
    block = struct.pack(">II", _FRONT_COVER, len(kind)) + kind + 5 * empty + struct.pack(">I", len(data)) + data
    return base64.b64encode(block).decode()


def image_kind(path: Path) -> str:
    """Return `png` or `jpeg` by the file's signature. Raises OutputError if it is neither."""
    try:
        with opened(path) as file:
            signature = file.read(8)
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}; give a PNG or JPEG file as cover") from error
    kind = next((kind for start, kind in _IMAGES.items() if signature.startswith(start)), "")
    if not kind:
        raise OutputError(f"{path} is not a PNG or JPEG file: save the cover as one of these")
    return kind


def stand_in(name: str, value: str) -> str:
    """Return a text for the tag STAND_IN that takes as many bytes in an MP4 file as the custom tag."""
    return "-" * (len(_freeform(name, value)) - _BEFORE_TEXT_BYTES)


def replace_stand_in(path: Path, name: str, value: str) -> None:
    """Replace the stand-in in an MP4 file by the custom tag, in the form that iTunes uses."""
    tag = _freeform(name, value)
    replaced = _HEADER.pack(len(tag), _STAND_IN_KIND) + _HEADER.pack(len(tag) - _HEADER.size, b"data")
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as content:
        place = content.find(replaced)
        if place >= 0:
            content[place : place + len(tag)] = tag


def _freeform(name: str, value: str) -> bytes:
    full_text = b"\0\0\0\0"
    parts = ((b"mean", full_text + _OWNER), (b"name", full_text + name.encode()), (b"data", _UTF8 + _fit(value).encode()))
    return _atom(b"----", b"".join(_atom(*part) for part in parts))


def _atom(kind: bytes, content: bytes) -> bytes:
    return _HEADER.pack(_HEADER.size + len(content), kind) + content


def _fit(text: str) -> str:
    """Remove control characters except newlines, and shorten the text to the longest tag."""
    lines = (" ".join("".join(c for c in line if c.isprintable() or c in _KEPT).split()) for line in text.splitlines())
    return "\n".join(lines).strip()[:_MOST_CHARS]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
