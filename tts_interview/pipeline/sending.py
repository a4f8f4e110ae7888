"""Send files to a store so that its readers never miss one, and so that a run may end anywhere and the next one goes on.

A list in the store says what is there. A sound that is no longer needed stays until the next delivery, for readers of the feed
before; everything else goes once the new feed is in place.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tts_interview.errors import OutputError, StoreError
from tts_interview.files.opening import opened
from tts_interview.model import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from tts_interview.files.store import Store
    from tts_interview.model import OnProgress

NAME = ".tts-interview.json"
FOREVER, SHORT, NEVER = "public, max-age=31536000, immutable", "public, max-age=300", "no-store"
_VERSION = 1
# The list of a large store is written once this many times its size was sent, so that it costs little.
_LIST_IS_WORTH = 8


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a store: the hash of what it was made from, its media type, its size in bytes, and the episode that has it."""

    digest: str
    kind: str
    size: int
    episode: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it is an audio file."""
        return self.kind.startswith("audio/")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to send: a file with the SHA-256 of its entry, or what makes the content."""

    name: str
    entry: StoredFile
    source: Path | Callable[[], bytes]
    cache: str = SHORT

    def open(self) -> BinaryIO:
        """Open the content. Raises OutputError if the file is not as it was made."""
        if not isinstance(self.source, Path):
            return io.BytesIO(self.source())
        return checked(self.source, self.entry.digest)


def checked(path: Path, digest: str) -> BinaryIO:
    """Open a file with this SHA-256. Raises OutputError if it has another."""
    file = opened(path)
    found: Any = file  # the types of file_digest know no BinaryIO
    if hashlib.file_digest(found, "sha256").hexdigest() != digest:
        file.close()
        raise OutputError(f"{path} is not as it was made: render the episode again, and then publish it")
    file.seek(0)
    return file


@dataclass(slots=True)
class Delivered:
    """What is in a store: the files that are needed, the sounds of the delivery before, and names that may be there in vain."""

    files: dict[str, StoredFile] = field(default_factory=dict)
    old: dict[str, StoredFile] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)

    def has(self, parcel: Parcel) -> bool:
        """Return whether a file is there as it would be sent."""
        return parcel.entry in (self.files.get(parcel.name), self.old.get(parcel.name))

    def to_json(self) -> bytes:
        """Return the list as it is stored."""
        kept: dict[str, Any] = {
            key: {name: [e.digest, e.kind, e.size, e.episode] for name, e in sorted(entries.items())}
            for key, entries in (("files", self.files), ("old", self.old))
        }
        return json.dumps({"version": _VERSION, **kept, "stale": sorted(self.stale)}, ensure_ascii=False).encode()


def delivered(store: Store) -> Delivered:
    """Return what is in a store, by its list. Raises StoreError if the list is damaged or of a newer version."""
    data = store.read(NAME)
    if data is None:
        return Delivered()
    try:
        said = json.loads(data)
        if said["version"] != _VERSION:
            raise StoreError("a newer version of tts-interview delivered to this store: update the program")
        files, old = ({str(n): StoredFile(*entry) for n, entry in said[key].items()} for key in ("files", "old"))
        return Delivered(files, old, set(map(str, said["stale"])))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise StoreError(f"{NAME} in the store is damaged: delete it there, and the next delivery sends every file") from error


@dataclass(frozen=True, slots=True)
class Shipment:
    """What a delivery sends, in this order, what the store lists afterwards, and which names it deletes then."""

    parcels: tuple[Parcel, ...]
    after: Delivered
    deleted: tuple[str, ...]

    @property
    def sent(self) -> tuple[str, ...]:
        """The names of the files that are sent."""
        return tuple(parcel.name for parcel in self.parcels)


def shipment(known: Delivered, parcels: Iterable[Parcel], kept: Collection[str], withdrawn: Collection[str] = ()) -> Shipment:
    """Return what to send so that a store has these files, and those of its own that are to be kept.

    Of `withdrawn` episodes, the sound goes at once, too.
    """
    wanted = list(parcels)
    lacking = tuple(parcel for parcel in wanted if not known.has(parcel))
    files = {parcel.name: parcel.entry for parcel in wanted} | {name: known.files[name] for name in kept}
    gone = {name: entry for name, entry in known.files.items() if name not in files}
    waiting = {name: entry for name, entry in gone.items() if entry.is_sound and entry.episode not in withdrawn}
    if lacking or gone:
        stale, old = known.stale | gone.keys() - waiting.keys() | known.old.keys(), waiting
    else:
        stale, old = known.stale, known.old
    old = {name: entry for name, entry in old.items() if name not in files}
    stale = stale - files.keys() - old.keys()
    return Shipment(lacking, Delivered(files, old), tuple(sorted(stale)))


def send(store: Store, known: Delivered, wanted: Shipment, on_progress: OnProgress) -> None:
    """Send files, the feed last, and delete what nobody needs. Raises OutputError and StoreError.

    Names are noted before the first of them is used, so that nothing stays unnoticed if this run ends and another one follows.
    """
    fresh = {parcel.name for parcel in wanted.parcels} - known.files.keys() - known.old.keys()
    if not fresh <= known.stale:
        known.stale |= fresh
        _note(store, known)
    _put(store, known, wanted.parcels, on_progress)
    after = Delivered(wanted.after.files, wanted.after.old, set(wanted.deleted))
    if wanted.parcels or after != known:
        _note(store, after)
    for name in wanted.deleted:
        store.delete(name)
    if wanted.deleted:
        _note(store, wanted.after)


def _put(store: Store, known: Delivered, parcels: Sequence[Parcel], on_progress: OnProgress) -> None:
    """Put files; note them once that costs little beside sending them, and before the last, which is the feed."""
    total, done, unnoted, noted = sum(parcel.entry.size for parcel in parcels), 0, 0, len(known.to_json())
    for parcel in parcels:
        on_progress(Progress("delivery", done, max(total, 1)))
        if unnoted and (unnoted >= _LIST_IS_WORTH * noted or parcel is parcels[-1]):
            unnoted, noted = 0, _note(store, known)
        with parcel.open() as file:
            store.put(parcel.name, file, parcel.entry.kind, parcel.cache)
        known.files[parcel.name] = parcel.entry
        known.stale.discard(parcel.name)
        done, unnoted = done + parcel.entry.size, unnoted + parcel.entry.size
    if parcels:
        on_progress(Progress("delivery", 1, 1, 0.0))


def _note(store: Store, known: Delivered) -> int:
    data = known.to_json()
    store.put(NAME, io.BytesIO(data), "application/json", NEVER)
    return len(data)
