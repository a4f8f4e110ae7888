"""Unpack ZIP containers (DOCX, EPUB) in memory, within limits, and parse their XML safely."""

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
    """Unpack the wanted parts, by name. Nothing is written to the disk, so hostile names do no harm.

    The size is counted during unpacking, because a container can declare a false one. Raises SourceError if a container is
    too large, damaged or locked.
    """
    if data.count(_ENTRY_SIGNATURE) > _MOST_ENTRIES:
        raise SourceError(f"{name} contains more than {_MOST_ENTRIES} files, the limit: save it as text and give that")
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
    except (RuntimeError, NotImplementedError) as error:  # a password, or an unsupported compression method
        raise SourceError(f"{name} cannot be unpacked ({error}): save it again without a password") from error
    return parts


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, name: str) -> bytes:
    chunks: list[bytes] = []
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise SourceError(f"{name} unpacks to more than the limit for documents: save its text and give that")
            chunks.append(chunk)
    return b"".join(chunks)


def parse_xml(part: bytes, name: str, what: str = "", encoding: str | None = None) -> _Element:
    """Parse XML without resolving entities or fetching anything: the part `what` of a container, or a whole file.

    `encoding` overrides the declared one. Raises SourceError if the XML is damaged, declares entities, or exceeds the limits of
    libxml2 (256 levels, 10 MB in one text).
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # a file may have one xml:id twice
        encoding=encoding,
    )
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = getattr(error, "msg", error)  # in full, it repeats the line
        damaged = f"is damaged: its part {what}" if what else "cannot be read: it"
        raise SourceError(f"{name} {damaged} is not valid XML ({why})") from None
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        where = f" in {what}" if what else ""
        raise SourceError(f"{name} declares XML entities{where}, which are not allowed: save its text and give that")
    return root
