"""Take what a person decides about the sources of an archive: in a table of CSV, or one by one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.archive.library import INTERVIEW, Library, LibraryEntry, Standing
from tts_interview.archive.sources import SAID, rows_of, values_of
from tts_interview.errors import LibraryError
from tts_interview.pipeline.shows import remove_episode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# What a review shows of each source, beside what a person may say of it.
_SHOWN = ("standing", "kind", "sure", "title", "cast", "sound_s", "signs", "error_text", "path")
_EXPORTED = (
    *("id", "path", "standing", "kind", "sure", "title", "language", "cast", "number", "sound_s", "work_s", "disk_bytes"),
    *("audio", "digest", "attempts", "seconds", "worker", "error", "error_text", "signs", "hash"),
)
# What was read has this before its name where a person may ask for something else under the same name.
_READ = "read "
_DECISIONS = {"accept": Standing.ACCEPTED, "reject": Standing.WITHDRAWN}
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTE = "'"
# The wish that names the script which a person corrected.
SCRIPT = "script"


def review_csv(entries: Iterable[LibraryEntry]) -> Iterator[str]:
    """Yield the lines of a table for review: fill in `decision` with accept or reject, and the wishes at the right."""
    yield _line(["id", "decision", *(_READ + name if name in SAID else name for name in _SHOWN), *SAID])
    for entry in entries:
        facts = (getattr(entry, name) for name in _SHOWN)
        yield _line([entry.id, "", *facts, *(entry.wishes.get(name, "") for name in SAID)])


def exported_csv(entries: Iterable[LibraryEntry]) -> Iterator[str]:
    """Yield the lines of a table of all that is known of sources."""
    yield _line(_EXPORTED)
    for entry in entries:
        yield _line(getattr(entry, name) for name in _EXPORTED)


def take_review(library: Library, text: str, name: str) -> tuple[int, int]:
    """Take a table for review back in, all of it or nothing; return how many were accepted and rejected.

    Columns may be missing, except `id`. Raises LibraryError, which names the line.
    """
    decided = dict[int, LibraryEntry]()
    counts = {"accept": 0, "reject": 0, "": 0}
    for line, row in rows_of(text, name, ["id"]):
        place = f"{name}, line {line}"
        if not row["id"].strip().isdecimal():
            raise LibraryError(f'{place}: invalid id "{row["id"]}": expected a number')
        decision = (row.get("decision") or "").strip().casefold()
        if decision not in counts:
            raise LibraryError(f'{place}: invalid decision "{decision}": expected accept, reject, or nothing')
        (entry,) = library.chosen([int(row["id"])])
        decided[entry.id] = _decided(entry, decision, _wishes(entry, row, place), place)
        counts[decision] += 1
    library.put(decided.values())
    return counts["accept"], counts["reject"]


def accept(library: Library, ids: Collection[int]) -> int:
    """Accept sources for the next run and return how many.

    Raises LibraryError for a source that is not an interview, unless a wish says how to read it.
    """
    entries = library.chosen(ids)
    return len(library.put([_decided(entry, "accept", entry.wishes, f"source {entry.id}") for entry in entries]))


def decline(library: Library, ids: Collection[int]) -> int:
    """Take sources out of the archive that have no episode; return how many."""
    return len(library.put([_decided(entry, "reject", entry.wishes, "") for entry in library.chosen(ids)]))


def reopen(library: Library, entry_id: int) -> None:
    """Take a decision back, so that the source waits for a person again. A number that it got stays its own."""
    library.change(entry_id, standing=Standing.WAITING, by_hand=False)


def correct(library: Library, entry_id: int, script: str) -> None:
    """Note where the corrected script of an interview is; empty if there is none. What is made already is made again."""
    (entry,) = library.chosen([entry_id])
    standing = Standing.ACCEPTED if entry.standing is Standing.MADE else entry.standing
    library.change(entry_id, wishes=_given({**entry.wishes, SCRIPT: script}), standing=standing)


def ask(library: Library, entry_id: int, wishes: Mapping[str, str]) -> LibraryEntry:
    """Note how a person wants a source to be read, and return its entry. Raises LibraryError for an invalid wish."""
    (entry,) = library.chosen([entry_id])
    return library.change(entry_id, wishes=_wishes(entry, wishes, f"source {entry_id}"))


def withdraw(library: Library, ids: Collection[int]) -> int:
    """Withdraw sources, and remove the files of their episodes; return how many. The feed still has to be written."""
    with library.in_use():
        for entry in library.chosen(ids):
            if entry.audio:
                remove_episode(library.folder / entry.audio)
            library.change(entry.id, standing=Standing.WITHDRAWN, by_hand=True, fingerprint="", audio="", digest="")
        return len(set(ids))


def retry(library: Library, ids: Collection[int]) -> int:
    """Let failed sources be made again, all of them if none is named; return how many."""
    entries = library.chosen(ids) if ids else library.entries([Standing.FAILED])
    again = {"standing": Standing.ACCEPTED, "attempts": 0, "error": "", "error_text": ""}
    return len([library.change(entry.id, **again) for entry in list(entries) if entry.standing is Standing.FAILED])


def _decided(entry: LibraryEntry, decision: str, wishes: Mapping[str, str], place: str) -> LibraryEntry:
    """Return an entry after a decision. One that is made already is made again if its wishes changed."""
    has_changed, wished = wishes != entry.wishes, replace(entry, wishes=wishes)
    if decision == "accept" and entry.kind != INTERVIEW and not wishes:
        raise LibraryError(
            f'{place}: it seems to be "{entry.kind}", and no interview: say in a review how it is to be read, such as '
            "as-interview or narrate"
        )
    if not decision and not (has_changed and entry.standing is Standing.MADE):
        return wished
    standing = _DECISIONS.get(decision, Standing.ACCEPTED)
    if standing is Standing.ACCEPTED and entry.standing is Standing.MADE and not has_changed:
        return replace(wished, by_hand=True)
    return replace(wished, standing=standing, by_hand=True, attempts=0, error="", error_text="")


def _wishes(entry: LibraryEntry, row: Mapping[str, str], place: str) -> dict[str, str]:
    """Return the wishes of a row; those whose column is missing stay."""
    said = {wish: _unquoted(row[wish].strip()) if wish in row else entry.wishes.get(wish, "") for wish in SAID}
    wishes = _given(said)
    values_of(wishes, place)
    return wishes


def _given(said: Mapping[str, str]) -> dict[str, str]:
    return {wish: words for wish, words in said.items() if words}


def _line(cells: Iterable[object]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow([_cell(cell) for cell in cells])
    return made.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    text = str(value)
    return _QUOTE + text if text.startswith(_FORMULA) else text


def _unquoted(text: str) -> str:
    return text[1:] if text.startswith(_QUOTE) and text[1:].startswith(_FORMULA) else text
