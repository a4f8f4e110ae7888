"""Write files atomically, under names that every system accepts."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import unicodedata
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.workspace import is_running, nearest_existing_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST_STEM = 80
_LONGEST_SLUG = 60
# Most systems allow 255 bytes; this leaves room for the longest suffix and for that of a draft.
_LONGEST_STEM_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
# Device names of Windows, with any suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)


def safe_stem(date: str, title: str) -> str:
    """Return `<date> <title>` as a file name stem: at most 80 characters and 200 bytes, valid on every system."""
    visible = "".join(c for c in f"{date} {title}" if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", visible)).split())
    stem = _cut(stem).strip(" .-~")
    # Windows ignores everything after the first full stop of a device name.
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
    """Shorten a stem to the longest allowed: at the end of a word, unless that would lose more than half."""
    room = stem[:_LONGEST_STEM].encode()[:_LONGEST_STEM_BYTES].decode(errors="ignore")
    words = room.rpartition(" ")[0]
    return room if room == stem or 2 * len(words) < len(room) else words


@contextlib.contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """Yield a draft path beside `target`: on success it replaces the target, on an exception it is removed.

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
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on a folder while a file that several runs extend, such as a feed, is read and written."""
    locked = _locked(folder)
    try:
        yield
    finally:
        if locked is not None:
            os.close(locked)


def _locked(folder: Path) -> int | None:
    """Open and lock the folder, until it is closed; None where folders have no locks, as on Windows."""
    try:
        import fcntl

        folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # whoever writes into the folder reports that error
        return None
    with contextlib.suppress(OSError):  # some network drives have no locks
        fcntl.flock(opened, fcntl.LOCK_EX)
    return opened


@contextlib.contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn an OSError while `target` is written into an OutputError."""
    try:
        yield
    except OSError as error:
        raise cannot_write(target, error) from error


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that a killed run leaves either the old file or the new one."""
    with drafted(target) as draft:
        draft.write_bytes(data)


def check_writable(target: Path) -> None:
    """Raise OutputError if `target` cannot be written, so that this shows before hours of work."""
    try:
        if target.is_dir():
            raise OutputError(f"{target} is a folder: name a file, or end the folder's name with /")
        with tempfile.TemporaryFile(dir=nearest_existing_folder(target.absolute().parent)):
            pass
    except OSError as error:
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: OSError) -> OutputError:
    """Return the error for a failed write."""
    if error.errno == errno.ENOSPC:
        return OutputError(f"the disk of {target} is full: free some space and run the same command again")
    return OutputError(f"{target} cannot be written: {error.strerror or error}; choose another -o")


def _is_being_written(draft: Path) -> bool:
    """Return whether the process in the draft's name is still running."""
    process = (draft.suffixes[-2:-1] or [""])[0].removeprefix(".")
    if not process.isdecimal():
        return os.name == "nt"
    return is_running(int(process)) and (os.name == "nt" or int(process) != os.getpid())


def _glob_escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
