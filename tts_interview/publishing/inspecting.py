"""Find out what a file of sound or a picture says of itself: its tags, its XMP packet, and whether its signature holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import MissingExtraError, SourceError
from tts_interview.files.credentials import Credentials, examined
from tts_interview.files.ffmpeg import FORMATS, tags_of
from tts_interview.files.opening import opened
from tts_interview.files.tags import AI_VOICE
from tts_interview.files.xmp import packet_in_wav, source_type_in, tool_in

if TYPE_CHECKING:
    from pathlib import Path

_PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says of itself; empty where it says nothing.

    `digital_source_type` is the term of the IPTC for how it was made, `tool` the program, with its engine, `voices` are those
    of the speakers, and `note` is what players show. `chapters` are times in seconds and titles. `credentials` are None
    for a file without a signature, and for one whose signature is not checked because of `unchecked`.
    """

    digital_source_type: str = ""
    tool: str = ""
    voices: str = ""
    title: str = ""
    note: str = ""
    chapters: tuple[tuple[float, str], ...] = ()
    credentials: Credentials | None = None
    unchecked: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the file: it has no signature, or one that holds."""
        return not self.unchecked and (self.credentials is None or self.credentials.is_valid)


def statement_of(path: Path) -> Statement:
    """Read what a file says of itself. Raises SourceError for other formats, EncodingError for a damaged file, and OSError."""
    suffix = path.suffix.lower()
    if suffix not in (*FORMATS, *_PICTURES):
        raise SourceError(
            f"{path} is neither sound nor a picture: give a file that ends in {', '.join((*FORMATS, *_PICTURES))}"
        )
    credentials, unchecked = None, ""
    try:
        credentials = examined(path)
    except MissingExtraError as error:
        unchecked = str(error)
    tags, chapters = ({"xmp": _of_picture(path)}, []) if suffix in _PICTURES else tags_of(path, FORMATS[suffix])
    xmp = tags.get(FORMATS[suffix].xmp.lower() if suffix in FORMATS else "xmp", "") or _of_wav(path)
    return Statement(
        source_type_in(xmp),
        tool_in(xmp),
        tags.get(AI_VOICE.lower(), ""),
        tags.get("title", ""),
        tags.get("comment", "") or tags.get("description", ""),
        tuple(chapters),
        credentials,
        unchecked,
    )


def _of_wav(path: Path) -> str:
    with opened(path) as file:
        return packet_in_wav(file)


def _of_picture(path: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with opened(path) as file, Image.open(file, formats=("PNG", "JPEG")) as picture:
            found = picture.info.get("xmp", b"")
    except (ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise SourceError(f"{path} is not a PNG or JPEG file: {error}") from error
    return found.decode(errors="replace") if isinstance(found, bytes) else str(found)
