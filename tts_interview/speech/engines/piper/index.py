"""Read the list of voices that the Piper project offers; it is untrusted, so every value is checked."""

from __future__ import annotations

import json
import re
import time
import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ModelError
from tts_interview.speech.engines.download import TRANSFER_ERRORS, RemoteFile, open_url, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

INDEX_URL = "https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json"
CARD = "MODEL_CARD"
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_LARGEST_INDEX_BYTES, _LONGEST_S = 10_000_000, 60.0
_LARGEST_BYTES = {".onnx": 1_000_000_000, ".onnx.json": 2_000_000, CARD: 1_000_000}
_MOST_SPEAKERS = 100_000
# Such as "pt_PT-tugão-medium"; these names are also safe file names.
_NAME = re.compile(r"[a-z]{2,3}_\w{2,8}-\w[\w.-]{0,80}")
_PART_OF_PATH = re.compile(r"\w[\w.-]{0,100}")
_CHECKSUM = re.compile(r"[0-9a-f]{32}")
_BY_HAND = (
    ", or put the two files of a voice, NAME.onnx and NAME.onnx.json, into a folder and give `speech.voices_folders` FOLDER"
)


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """A voice of the list, such as "de_DE-thorsten-medium" of the language "de-de", "German"; `files` are by name on disk."""

    name: str
    language: str
    language_name: str
    quality: str
    speakers: int
    files: dict[str, RemoteFile]

    @property
    def size(self) -> int:
        """The size of all files, in bytes."""
        return sum(file.size for file in self.files.values())


def read_index(url: str, on_notice: Callable[[str], None]) -> tuple[OfferedVoice, ...]:
    """Download the list of voices and return them in order of name; invalid entries are skipped with a notice.

    Raises ModelError if the list cannot be downloaded or is invalid.
    """
    _check_address(url)
    try:
        entries = json.loads(_download(url))
    except TRANSFER_ERRORS as error:
        raise ModelError(
            f"the list of voices cannot be downloaded from {url}: {reason_of(error)}; try again{_BY_HAND}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{url} is not a list of voices: check its address") from error
    if not isinstance(entries, dict):
        raise ModelError(f"{url} is not a list of voices: check its address")
    offered = [voice for name, entry in sorted(entries.items()) if (voice := _voice(name, entry, url))]
    if len(offered) < len(entries):
        on_notice(f"Skipped {len(entries) - len(offered)} of {len(entries)} voices in the list: invalid entries")
    return tuple(offered)


def matching(wish: str, offered: Sequence[OfferedVoice]) -> tuple[OfferedVoice, ...]:
    """Return the voice of that name, or those of that language ("de", "de-AT", "German"), or those with it in their name."""
    wanted = wish.strip().replace("_", "-").casefold()
    by_name = {voice.name.replace("_", "-").casefold(): voice for voice in offered}
    if wanted in by_name:
        return (by_name[wanted],)
    spoken = tuple(v for v in offered if wanted in (v.language, v.language.partition("-")[0], v.language_name.casefold()))
    return spoken or tuple(voice for name, voice in by_name.items() if wanted and wanted in name)


def languages(offered: Sequence[OfferedVoice]) -> list[tuple[str, str, int]]:
    """Return each language with its tag, its name and its number of voices."""
    names = {voice.language.partition("-")[0]: voice.language_name for voice in offered}
    tags = [voice.language.partition("-")[0] for voice in offered]
    return [(tag, names[tag], tags.count(tag)) for tag in sorted(names)]


def _check_address(url: str) -> None:
    try:
        parts = urllib.parse.urlsplit(url)
        own = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        safe = bool(parts.hostname) and (parts.scheme == "https" or own)
    except ValueError:
        safe = False
    if not safe:
        raise ModelError(f"{url} is not an https address, so its content could be tampered with: check its address")


def _download(url: str) -> bytes:
    end_s = time.monotonic() + _LONGEST_S
    content = bytearray()
    with open_url(url) as response:
        while piece := response.read1(1 << 16):
            content += piece
            if len(content) > _LARGEST_INDEX_BYTES:
                raise ValueError("too long")
            if time.monotonic() > end_s:
                raise TimeoutError(None, f"it took longer than {_LONGEST_S:.0f} s")
    return bytes(content)


# -- one entry -------------------------------------------------------------------------------------------------------


def _voice(name: str, entry: Any, index_url: str) -> OfferedVoice | None:  # noqa: ANN401 - untrusted data
    """Return the voice that an entry describes; None if the entry is invalid."""
    try:
        language, speakers, quality = entry["language"], entry["num_speakers"], entry["quality"]
        files = dict(_files(name, entry["files"], index_url))
        language_name = _printable(str(language["name_english"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    checks = (
        _NAME.fullmatch(name),
        {f"{name}.onnx", f"{name}.onnx.json"} <= set(files),
        isinstance(speakers, int) and 1 <= speakers <= _MOST_SPEAKERS,
        isinstance(quality, str) and re.fullmatch(r"\w{1,20}", quality),
    )
    if not all(checks):
        return None
    return OfferedVoice(name, name.partition("-")[0].replace("_", "-").casefold(), language_name, quality, speakers, files)


def _files(name: str, described: dict[str, dict[str, Any]], index_url: str) -> Iterator[tuple[str, RemoteFile]]:
    """Yield the needed files of an entry. Raises ValueError for an invalid path, size or checksum."""
    for path, entry in described.items():
        file_name = path.rpartition("/")[2]
        kind = file_name.removeprefix(name)
        if kind not in _LARGEST_BYTES or (kind != CARD and kind == file_name):
            continue
        size, checksum = entry["size_bytes"], str(entry["md5_digest"])
        if not all(_PART_OF_PATH.fullmatch(part) and ".." not in part for part in path.split("/")):
            raise ValueError(path)
        if not isinstance(size, int) or not 0 < size <= _LARGEST_BYTES[kind] or not _CHECKSUM.fullmatch(checksum):
            raise ValueError(size, checksum)
        # The path has no scheme, host, query or dot segments, so it stays below the folder of the list.
        url = urllib.parse.urljoin(index_url, urllib.parse.quote(path))
        yield file_name, RemoteFile(f"the voice {name}", url, size, checksum, "md5", _BY_HAND)


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:40]
