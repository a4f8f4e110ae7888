"""Write files atomically, under names that every system accepts."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
import unicodedata
from typing import TYPE_CHECKING, Self

from tts_interview.errors import OutputError
from tts_interview.files.workspace import nearest_existing_folder, owner, remove_abandoned_drafts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The file by which several runs on Windows lock a folder.
_LOCK = ".tts-interview.lock"
_LONGEST_STEM = 80
# An address has the slug of its folder and that of its file, and should have fewer than 120 characters.
LONGEST_SLUG = 38
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
    """Return a slug of the parts: ASCII a-z, 0-9 and -, transliterated, at most 38 characters, ending with a whole word."""
    from anyascii import anyascii

    text = anyascii(unicodedata.normalize("NFC", " ".join(filter(None, parts)))).casefold().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    if len(slug) > LONGEST_SLUG:
        words = slug[: LONGEST_SLUG + 1].rpartition("-")[0]
        slug = words if 2 * len(words) > LONGEST_SLUG else slug[:LONGEST_SLUG]
    return f"{slug}-episode" if _RESERVED.fullmatch(slug) else slug or "episode"


def _cut(stem: str) -> str:
    """Shorten a stem to the longest allowed: at the end of a word, unless that would lose more than half."""
    room = stem[:_LONGEST_STEM].encode()[:_LONGEST_STEM_BYTES].decode(errors="ignore")
    words = room.rpartition(" ")[0]
    return room if room == stem or 2 * len(words) < len(room) else words


class Transaction:
    """Files that appear together: each is written as a draft beside its target, and `commit` puts all in place.

    Once `commit` returns, all of them are on the disk and a power cut takes none away. Leaving the context without it
    removes the drafts. All methods raise OutputError if a target cannot be written.
    """

    def __init__(self) -> None:
        self._drafts: dict[Path, Path] = {}
        self.is_committed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for draft in self._drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def draft(self, target: Path) -> Path:
        """Return the path at which to write what will be `target`; drafts of killed runs are removed."""
        with writing(target):
            make_folder(target.parent)
            if target.is_dir():
                raise OutputError(f"{target} is a folder: name a file, or end the folder's name with /")
            remove_abandoned_drafts(target)
        return self._drafts.setdefault(target, target.with_name(f".{target.name}.{owner()}.part"))

    def now(self, path: Path) -> Path:
        """Return where the content of a file is by now: at its draft, or in place."""
        return self._drafts.get(path, path)

    def commit(self) -> None:
        """Put all files in place, in the order in which their drafts were asked for."""
        for target, draft in self._drafts.items():
            with writing(target):
                synced(draft)
        for target, draft in self._drafts.items():
            with writing(target):
                self.is_committed = True
                draft.replace(target)
        for folder in dict.fromkeys(target.parent for target in self._drafts):
            synced(folder)
        self._drafts.clear()


@contextlib.contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """Yield a draft path beside `target`: on success it replaces the target, on an exception it is removed.

    Raises OutputError if the target cannot be written.
    """
    with Transaction() as files, writing(target):
        yield files.draft(target)
        files.commit()


def synced(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk; on Windows, folders cannot be synced."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return
    try:
        opened = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError:
        if not is_folder:  # some network drives cannot sync folders
            raise


def make_folder(folder: Path) -> None:
    """Create a folder with its parents, so that a power cut takes none of their names away. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        synced(each.parent)


def put_in_place(draft: Path, target: Path) -> None:
    """Rename a draft, so that a power cut leaves all of the target or nothing. Raises OSError."""
    synced(draft)
    draft.replace(target)
    synced(target.parent)


@contextlib.contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on a folder while a file that several runs extend, such as a feed, is read and written.

    Some network drives have no locks. Whoever writes into the folder reports what else is wrong with it.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            make_folder(folder)
            _lock(folder, held)
        yield


@contextlib.contextmanager
def sole_use(file: Path) -> Iterator[bool]:
    """Yield whether this process alone now has a file, which it then does until the block or the process ends.

    The file stays. Raises OSError if it cannot be written.
    """
    with contextlib.ExitStack() as held:
        opened = os.open(file, os.O_RDWR | os.O_CREAT)
        held.callback(os.close, opened)
        try:
            _lock_at_once(opened)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise
            yield False
        else:
            yield True


@contextlib.contextmanager
def in_turn(file: Path, number: int) -> Iterator[None]:
    """Hold a number of a file, such as that of an episode; wait while another process holds it.

    A process that ends gives back what it holds. The file stays. Some network drives have no locks. Raises OSError if the file
    cannot be written.
    """
    with contextlib.ExitStack() as held:
        opened = os.open(file, os.O_RDWR | os.O_CREAT)
        held.callback(os.close, opened)
        with contextlib.suppress(OSError):
            _lock_byte(opened, number, held)
        yield


def _lock_byte(opened: int, number: int, held: contextlib.ExitStack) -> None:
    try:
        import fcntl
    except ImportError:
        _lock_byte_on_windows(opened, number, held)
    else:
        fcntl.lockf(opened, fcntl.LOCK_EX, 1, number)


def _lock_at_once(opened: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock(folder: Path, held: contextlib.ExitStack) -> None:
    try:
        import fcntl
    except ImportError:
        _lock_on_windows(folder / _LOCK, held)
        return
    opened = os.open(folder, os.O_RDONLY)
    held.callback(os.close, opened)
    fcntl.flock(opened, fcntl.LOCK_EX)


def _lock_on_windows(file: Path, held: contextlib.ExitStack) -> None:
    """Lock the first byte of a file, because Windows has no locks of folders. The file stays: others may wait for it."""
    opened = os.open(file, os.O_RDWR | os.O_CREAT)
    held.callback(os.close, opened)
    _lock_byte_on_windows(opened, 0, held)


def _lock_byte_on_windows(opened: int, number: int, held: contextlib.ExitStack) -> None:
    import msvcrt

    is_locked = False
    os.lseek(opened, number, os.SEEK_SET)
    while not is_locked:
        try:
            msvcrt.locking(opened, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
            is_locked = True
        except OSError as error:
            if error.errno != errno.EDEADLK:  # it was locked for ten seconds
                raise
    held.callback(msvcrt.locking, opened, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]


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
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(target.stat().st_mode):  # the look fails for a link to itself
                raise OutputError(f"{target} is a pipe or a device: choose another -o")
        with tempfile.TemporaryFile(dir=nearest_existing_folder(target.absolute().parent)):
            pass
    except OSError as error:
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: OSError) -> OutputError:
    """Return the error for a failed write."""
    if error.errno == errno.ENOSPC:
        return OutputError(f"the disk of {target} is full: free some space and run the same command again")
    why = f"{error.filename} is not a folder" if error.errno == errno.EEXIST else error.strerror or error
    return OutputError(f"{target} cannot be written: {why}; choose another -o")
