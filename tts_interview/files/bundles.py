"""Bundles: files that belong together under a key in a store. Each bundle appears whole, and is checked when it is taken.

A file is put under its SHA-256, and the list that names the files last. Two programs that put the same bundle at the same time
put files beside each other, and each a list of its own files.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tts_interview.files.media_types import media_type
from tts_interview.files.store import DamagedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from tts_interview.files.store import Store

_LIST = "bundle.json"
_LONGEST_LIST_BYTES = 1_000_000
_DIGEST = re.compile("[0-9a-f]{64}")
_NEVER_CACHED = "no-store"


@dataclass(frozen=True, slots=True)
class BundledFile:
    """A file of a bundle: its name, its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files under a key in a store. All methods raise StoreError."""

    store: Store
    key: str

    def files(self) -> tuple[BundledFile, ...]:
        """Return the files; none if there is no bundle. Raises DamagedError."""
        data = self.store.read(f"{self.key}/{_LIST}", _LONGEST_LIST_BYTES)
        if data is None:
            return ()
        with contextlib.suppress(ValueError, TypeError, LookupError, RecursionError):
            found = tuple(BundledFile(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in json.loads(data))
            if found and all(one.size >= 0 and _DIGEST.fullmatch(one.sha256) for one in found):
                return found
        raise DamagedError(f"{self.key}/{_LIST} in the store is damaged")

    def content(self, file: BundledFile) -> bytes:
        """Return the content of a file. Raises DamagedError if it is not what the list says."""
        data = self.store.read(f"{self.key}/{file.sha256}", file.size)
        if data is None or len(data) != file.size or hashlib.sha256(data).hexdigest() != file.sha256:
            raise DamagedError(f"{file.name} of {self.key} in the store is {'missing' if data is None else 'damaged'}")
        return data

    def put(self, paths: Iterable[Path], before: Collection[BundledFile] = ()) -> None:
        """Put files under their names; delete those of the bundle before, if they are known."""
        files = tuple(self._put(paths))
        listed = json.dumps([asdict(file) for file in files]).encode()
        self.store.put(f"{self.key}/{_LIST}", io.BytesIO(listed), media_type(_LIST), _NEVER_CACHED)
        for digest in {file.sha256 for file in before} - {file.sha256 for file in files}:
            self.store.delete(f"{self.key}/{digest}")

    def _put(self, paths: Iterable[Path]) -> Iterator[BundledFile]:
        for path in paths:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                size = file.tell()
                file.seek(0)
                self.store.put(f"{self.key}/{digest}", file, media_type(path.name), _NEVER_CACHED)
            yield BundledFile(path.name, size, digest)
