"""XMP packets: how media says that it is synthetic in the vocabulary of the IPTC, in the places of each format.

https://developer.adobe.com/xmp/docs/XMPSpecifications/ (part 3: storage in files)
"""

from __future__ import annotations

import os
import re
import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The terms of https://cv.iptc.org/newscodes/digitalsourcetype/ begin so.
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# The term for pictures that this program draws.
ALGORITHMIC = "algorithmicMedia"
# The key of the packet in a PNG file.
PNG_KEY = "XML:com.adobe.xmp"
_MP4_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_WAV_CHUNK = b"_PMX"
_SOURCE_TYPE = re.compile(r"""DigitalSourceType\b[^<"']{0,200}["'>]\s*[^<"'\s]{0,200}/(\w{1,80})""")
_TOOL = re.compile(r"""xmp:CreatorTool\s*=\s*(["'])([^<]{0,200}?)\1""")
PROGRAM = "tts-interview"
_RIFF = {b"RIFF", b"RF64"}
# In RF64, sizes that need more than 32 bits are in a chunk right behind the name of the format.
_LARGE = 0xFFFFFFFF
_RIFF_BYTES = struct.Struct("<4sI")
_LONGEST_PACKET = 1 << 20


def packet(source_type: str, engine: str = "") -> str:
    """Return an XMP packet on one line: a term of the IPTC's vocabulary, and this program with the engine that spoke."""
    from xml.sax.saxutils import quoteattr  # slow to import

    tool = f"{PROGRAM} ({engine})" if engine else PROGRAM
    values = f"Iptc4xmpExt:DigitalSourceType={quoteattr(SOURCE_TYPES + source_type)} xmp:CreatorTool={quoteattr(tool)}"
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        f'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" {values}/></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def source_type_in(text: str) -> str:
    """Return the term of the IPTC's vocabulary in a packet, such as "trainedAlgorithmicMedia"; empty if there is none."""
    found = _SOURCE_TYPE.search(text)
    return found[1] if found else ""


def tool_in(text: str) -> str:
    """Return the program that a packet names; empty if there is none."""
    from xml.sax.saxutils import unescape  # slow to import

    found = _TOOL.search(text)
    return unescape(found[2], {"&quot;": '"'}) if found else ""


def append_to_mp4(path: Path, text: str) -> None:
    """Write a packet as the last box of an MP4 file, where it moves no sound."""
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", 24 + len(text.encode()), b"uuid") + _MP4_BOX + text.encode())


def append_to_wav(path: Path, text: str) -> None:
    """Write a packet as the last chunk of a WAV file."""
    data = text.encode()
    with path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        file.write(_RIFF_BYTES.pack(_WAV_CHUNK, len(data)) + data + b"\0" * (len(data) % 2))
        whole = file.tell() - 8
        file.seek(0)
        is_large = file.read(4) == b"RF64"
        file.seek(20 if is_large else 4)
        file.write(struct.pack("<Q" if is_large else "<I", whole))


def packet_in_wav(file: BinaryIO) -> str:
    """Return the packet of a WAV file; empty if there is none, or the file is damaged."""
    size = next((size for name, size in _chunks(file) if name == _WAV_CHUNK), 0)
    return file.read(min(size, _LONGEST_PACKET)).decode(errors="replace")


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Yield the name and the size in bytes of each chunk, with the file at its content."""
    place, sound = 12, 0
    if file.read(4) not in _RIFF:
        return
    while len(header := _at(file, place, _RIFF_BYTES.size)) == _RIFF_BYTES.size:
        name, size = _RIFF_BYTES.unpack(header)
        if name == b"ds64":
            sound = int.from_bytes(_at(file, place + 16, 8), "little")
            file.seek(place + 8)
        if name == b"data" and size == _LARGE:
            size = sound
        yield name, size
        place += 8 + size + size % 2


def _at(file: BinaryIO, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)
