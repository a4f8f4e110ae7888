"""Files that appear whole or not at all, under names that every system bears."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import unicodedata
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.workspace import is_running, present_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST_STEM = 80
_LONGEST_SLUG = 60
# Of the 255 bytes that a name may have on most systems, what is left beside the longest ending and that of a draft.
_LONGEST_STEM_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
# Names of devices on Windows, with any suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)


def safe_stem(date: str, title: str) -> str:
    """`<date> <title>` as the stem of file names: up to 80 characters, 200 bytes, none forbidden anywhere, no reserved name."""
    visible = "".join(c for c in f"{date} {title}" if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", visible)).split())
    stem = _cut(stem).strip(" .-~")
    # Windows takes a device's name for the device whatever follows the first full stop.
    return re.sub(r"^[^.]*", r"\g<0> episode", stem) if _RESERVED.fullmatch(stem) else stem or "episode"


def slug_of(*parts: str) -> str:
    """Return a slug of the parts: ASCII a-z, 0-9 and -, transliterated, at most 60 characters, ending with a whole word."""
    from anyascii import anyascii

    text = anyascii(unicodedata.normalize("NFC", " ".join(filter(None, parts)))).casefold().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    if len(slug) > _LONGEST_SLUG:
        words = slug[: _LONGEST_SLUG + 1].rpartition("-")[0]
        slug = words if 2 * len(words) > _LONGEST_SLUG else slug[:_LONGEST_SLUG]
    return f"{slug}-episode" if _RESERVED.fullmatch(slug) else slug or "episode"


def _cut(stem: str) -> str:
    """As much of a stem as a name may have: whole words, unless that were little, as where nothing stands between them."""
    room = stem[:_LONGEST_STEM].encode()[:_LONGEST_STEM_BYTES].decode(errors="ignore")
    words = room.rpartition(" ")[0]
    return room if room == stem or 2 * len(words) < len(room) else words


@contextlib.contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place when all went well, and is gone if not.

    Drafts that killed runs left behind are removed. Raises OutputError if the target cannot be written.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise OutputError(f"{target} is a folder: name a file, or end the folder's name with /")
        for other in target.parent.glob(f".{_glob_escaped(target.name)}.*.part"):
            if not _is_being_written(other):
                other.unlink(missing_ok=True)
        yield draft
        draft.replace(target)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """No other run is in here for the same folder: what two extend, such as a feed, is read and written by one at a time."""
    locked = _locked(folder)
    try:
        yield
    finally:
        if locked is not None:
            os.close(locked)


def _locked(folder: Path) -> int | None:
    """The folder, opened and locked until it is closed; None where folders have no locks, as on Windows."""
    try:
        import fcntl

        folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # a folder that cannot be made or read is an error of who writes into it
        return None
    with contextlib.suppress(OSError):  # some network drives have none either
        fcntl.flock(opened, fcntl.LOCK_EX)
    return opened


@contextlib.contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn errors of the system while `target` is written into OutputError."""
    try:
        yield
    except OSError as error:
        raise cannot_write(target, error) from error


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that a killed run leaves either the old one or the new one."""
    with drafted(target) as draft:
        draft.write_bytes(data)


def check_writable(target: Path) -> None:
    """Raise OutputError if `target` could not be written: known before hours of work rather than after."""
    try:
        if target.is_dir():
            raise OutputError(f"{target} is a folder: name a file, or end the folder's name with /")
        with tempfile.TemporaryFile(dir=present_folder(target.absolute().parent)):
            pass
    except OSError as error:
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: OSError) -> OutputError:
    """The one line for a failed write."""
    if error.errno == errno.ENOSPC:
        return OutputError(f"the disk of {target} is full: free some space and run the same command again")
    return OutputError(f"{target} cannot be written: {error.strerror or error}; choose another -o")


def _is_being_written(draft: Path) -> bool:
    """Whether the process that the name of a draft gives is still there."""
    process = (draft.suffixes[-2:-1] or [""])[0].removeprefix(".")
    if not process.isdecimal():
        return os.name == "nt"
    return is_running(int(process)) and (os.name == "nt" or int(process) != os.getpid())


def _glob_escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
