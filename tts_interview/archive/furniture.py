"""Find what the pages of a site repeat and nobody says: a page alone cannot tell it from the last words of a turn.

A line is furniture if many pages of a collection, folder or site have it inside turns, and those turns are of different people:
several people do not say the same sentence, word for word, while a host may end every talk with one.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from zlib import crc32

from tts_interview.archive.library import Standing
from tts_interview.archive.people import group_of, key_of
from tts_interview.archive.sources import FURNITURE, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.archive.library import Library, LibraryEntry
    from tts_interview.model import Transcript

# Shorter lines may be said by anybody, and longer ones are no furniture.
_SHORTEST, _LONGEST = 20, 200
# The last lines of a page are looked at, of the first pages of a collection, folder or site.
_LINES, _MOST = 12, 1200
# Furniture is on so many pages, and on this share of them; so many people would say it, and none of them this share.
_PAGES, _SHARE, _PEOPLE, _ONE = 5, 0.2, 3, 0.5
_TOGETHER = 500
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS lines (place INTEGER, line TEXT, source INTEGER, speaker INTEGER, "
    "PRIMARY KEY (place, line, source)) WITHOUT ROWID"
)
_QUERY = """
SELECT place, line FROM (SELECT place, line, speaker, count(*) AS pages FROM lines GROUP BY place, line, speaker) AS said
GROUP BY place, line HAVING sum(pages) >= ? AND count(*) >= ? AND max(pages) <= ? * sum(pages)
AND sum(pages) >= ? * (SELECT count(DISTINCT source) FROM lines AS all_lines WHERE all_lines.place = said.place)
ORDER BY place, line
"""


def lines_of(transcript: Transcript) -> list[tuple[str, str]]:
    """Return the last lines within turns that may be furniture, each with who would say it; no turn begins with one."""
    inside = ((p.text, turn.speaker) for turn in transcript.turns for p in turn.paragraphs[1:])
    return [(line, name) for line, name in inside if _SHORTEST <= len(line) <= _LONGEST][-_LINES:]


def keep_lines(library: Library, entry: LibraryEntry, lines: Sequence[tuple[str, str]]) -> None:
    """Keep the lines of a page in place of those that it had before, unless enough pages beside it are known."""
    place, source = crc32(group_of(entry).encode()), crc32(entry.path.encode())
    with library.writing() as rows:
        rows.execute(_SCHEMA)
        if not rows.execute("SELECT 1 FROM lines WHERE place = ? LIMIT 1 OFFSET ?", (place, _MOST)).fetchone():
            rows.execute("DELETE FROM lines WHERE place = ? AND source = ?", (place, source))
            values = ((place, line, source, crc32(key_of(name).encode())) for line, name in lines)
            rows.executemany("INSERT OR IGNORE INTO lines VALUES (?, ?, ?, ?)", values)


def note_furniture(library: Library) -> int:
    """Note in the wishes of interviews what is furniture on their pages, and return how many that concerns.

    What is made, and what a person or a rule decided on, stays.
    """
    with library.writing() as rows:
        rows.execute(_SCHEMA)
        found = rows.execute(_QUERY, (_PAGES, _PEOPLE, _ONE, _SHARE)).fetchall()
    known = {place: joined(line for _, line in lines) for place, lines in groupby(found, key=lambda row: row[0])}
    wanted = dict[int, str]()
    for entry in library.entries((Standing.ACCEPTED, Standing.WAITING)) if known else ():
        furniture = known.get(crc32(group_of(entry).encode()), "")
        is_open = entry.may_note(FURNITURE) and not entry.by_hand
        if furniture and is_open and entry.noted.get(FURNITURE) != furniture:
            wanted[entry.id] = furniture
    ids = list(wanted)
    for start in range(0, len(ids), _TOGETHER):
        some = library.chosen(ids[start : start + _TOGETHER])
        library.put(entry.noting(FURNITURE, wanted[entry.id]) for entry in some)
    return len(wanted)
