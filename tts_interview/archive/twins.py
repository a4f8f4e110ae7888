"""Find interviews that are nearly the same, in a time that does not grow with the archive.

A sketch keeps the least hash of each bin of short runs of words (one permutation hashing, https://arxiv.org/abs/1208.1259), so
that two sketches agree in the share of bins that is the share of runs in both texts (their Jaccard index). Sketches that agree
in a whole band of bins are compared (locality-sensitive hashing).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING
from zlib import crc32

from tts_interview.archive.library import Standing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from tts_interview.archive.library import Library

# Two texts are nearly the same if they share this part of their runs of words, counted in both (the Dice index).
_ALIKE = 0.8
_BINS, _BAND = 96, 4
_PACKED = struct.Struct(f">{_BINS}I")
# A run begins with a word so long, as about every fifth does, and has three words.
_LONG, _RUN = 6, 3
# Shorter texts have too few runs to compare: some 500 words.
_FEWEST = _BINS
_WORDS = re.compile(r"\w+")
# So many sketches with the same band are compared.
_MOST = 4
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS sketches (id INTEGER PRIMARY KEY, path TEXT UNIQUE, sketch BLOB)",
    "CREATE TABLE IF NOT EXISTS bands (band INTEGER, sketch INTEGER, PRIMARY KEY (band, sketch)) WITHOUT ROWID",
)


def sketch_of(texts: Iterable[str]) -> bytes:
    """Return the sketch of an interview; empty if it is too short to compare."""
    words = _WORDS.findall(" ".join(texts).casefold())
    runs = {crc32(" ".join(words[n : n + _RUN]).encode()) for n, word in enumerate(words) if len(word) >= _LONG}
    if len(runs) < _FEWEST:
        return b""
    least = dict[int, int]()
    for run in runs:
        value, place = divmod(run, _BINS)
        least[place] = min(value, least.get(place, value))
    filled = sorted(least)
    # An empty bin takes the value of the next one that is filled.
    after = (next((place for place in filled if place >= number), filled[0]) for number in range(_BINS))
    return _PACKED.pack(*(least[place] for place in after))


def twin_of(library: Library, path: str, sketch: bytes) -> tuple[str, float]:
    """Return the path of the interview in the library that is nearly the same, and how alike they are, 0 to 1; "" if none is.

    An interview without a twin is kept, for others to be compared with; its sketch replaces that of the same path.
    """
    with library.writing() as rows:
        for statement in _SCHEMA:
            rows.execute(statement)
        _forget(rows, path)
        near = ((_likeness(sketch, other), place) for other, place in _candidates(rows, sketch))
        for likeness, place in sorted(near, reverse=True):
            known = library.at(place)
            if likeness >= _ALIKE and not (known and known.standing is Standing.WITHDRAWN):
                return place, likeness
        if sketch:
            kept = rows.execute("INSERT INTO sketches (path, sketch) VALUES (?, ?)", (path, sketch)).lastrowid
            rows.executemany("INSERT INTO bands VALUES (?, ?)", [(band, kept) for band in _bands(sketch)])
    return "", 0.0


def _forget(rows: sqlite3.Connection, path: str) -> None:
    for number, sketch in rows.execute("DELETE FROM sketches WHERE path = ? RETURNING id, sketch", (path,)).fetchall():
        rows.executemany("DELETE FROM bands WHERE band = ? AND sketch = ?", [(band, number) for band in _bands(sketch)])


def _candidates(rows: sqlite3.Connection, sketch: bytes) -> set[tuple[bytes, str]]:
    """Return the sketches, with their paths, that share a band with this one."""
    query = "SELECT s.sketch, path FROM bands JOIN sketches s ON s.id = bands.sketch WHERE band = ? LIMIT ?"
    return {found for band in _bands(sketch) for found in rows.execute(query, (band, _MOST))}


def _bands(sketch: bytes) -> Iterator[int]:
    """Yield a number for each band of a sketch, which tells its place, too."""
    size = _BAND * _PACKED.size // _BINS
    for start in range(0, len(sketch), size):
        yield crc32(sketch[start : start + size]) * _BINS + start // size


def _likeness(one: bytes, other: bytes) -> float:
    agreeing: int = sum(a == b for a, b in zip(_PACKED.unpack(one), _PACKED.unpack(other), strict=True))
    return 2 * agreeing / (_BINS + agreeing)
