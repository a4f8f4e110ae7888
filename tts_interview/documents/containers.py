"""The parts of a ZIP container (DOCX, EPUB) in memory, within limits, and their XML without its traps."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from tts_interview.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from tts_interview.settings.parts import Limits

_MOST_ENTRIES = 20_000
_ENTRY_SIGNATURE = b"PK\x01\x02"
_CHUNK = 1 << 20


def unpack(data: bytes, name: str, limits: Limits, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted parts by name. Nothing is written to the disk, so that a name may be whatever it likes.

    What is unpacked is counted while it is, whatever the container says about its size. Raises SourceError if it is too
    much, damaged or locked.
    """
    if data.count(_ENTRY_SIGNATURE) > _MOST_ENTRIES:
        raise SourceError(f"{name} holds more than {_MOST_ENTRIES} files: no document does, so it is not read")
    parts: dict[str, bytes] = {}
    left = limits.unpacked_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if wanted(entry.filename):
                    parts[entry.filename] = _part(archive, entry, left, name)
                    left -= len(parts[entry.filename])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise SourceError(f"{name} is damaged ({error}): get the file again, or save it as text") from error
    except (RuntimeError, NotImplementedError) as error:  # a password, a method of compression nobody uses
        raise SourceError(f"{name} cannot be unpacked ({error}): save it again without a password") from error
    return parts


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, name: str) -> bytes:
    chunks: list[bytes] = []
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise SourceError(f"{name} unpacks to more than a document holds: it is not read; save its text and give that")
            chunks.append(chunk)
    return b"".join(chunks)


def parse_xml(part: bytes, name: str, what: str) -> _Element:
    """The root of an XML part; entities stay unresolved, nothing is fetched, and a part that declares any is refused."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name} is damaged: its part {what} is no XML ({error})") from None
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise SourceError(f"{name} declares entities in {what}, which no document needs: it is not read")
    return root
