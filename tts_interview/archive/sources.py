"""Say what is in an archive: files, folders, addresses, and lists of these, which may say more of each source."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import LibraryError
from tts_interview.model import Reason
from tts_interview.pipeline.reading import is_web_address, known_suffixes
from tts_interview.settings.options import WISHES
from tts_interview.settings.parts import ReadingRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PATH = "path"
# What a list may say of a source beside options: the collection that it belongs to, and lines of its site that nobody says.
COLLECTION, FURNITURE = "collection", "furniture"
SAID = (*WISHES, COLLECTION, FURNITURE)
# Between several values in one cell.
SEPARATOR = ";"
_YES = {"yes", "true", "1", "x"}


@dataclass(frozen=True, slots=True)
class Scope:
    """A source that is wanted in an archive: its path or address, and what is asked for it, by the names of options."""

    path: str
    wishes: Mapping[str, str] = field(default_factory=dict)


def scopes_in(places: Iterable[str], library: Path) -> Iterator[Scope]:
    """Yield a scope for each file, address, and file below a folder that a reader knows; none of the library's own files.

    Raises LibraryError for a place that is missing, or whose name is not valid UTF-8.
    """
    for place in places:
        path = Path(place)
        if is_web_address(place):
            yield Scope(place)
        elif path.is_dir():
            yield from (_scope(found) for found in _below(path, library.absolute()))
        elif path.exists():
            yield _scope(path)
        else:
            raise LibraryError(f"{place} does not exist: check the path")


def _below(folder: Path, library: Path) -> Iterator[Path]:
    suffixes = known_suffixes()
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and Path(base, name).absolute() != library)
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in suffixes:
                yield Path(base, name)


def _scope(path: Path) -> Scope:
    absolute = os.path.abspath(path)  # noqa: PTH100 - links are kept: their targets may be anywhere
    try:
        absolute.encode()
    except UnicodeEncodeError as error:
        raise LibraryError(f"{absolute!a} is not a name that other programs can read: rename the file") from error
    return Scope(absolute)


def listed(text: str, name: str, columns: Mapping[str, str] | None, library: Path) -> Iterator[Scope]:
    """Yield the scopes of a list: a path or an address a line or, with `columns`, a table in CSV.

    `columns` map "path" and the names of wishes to headers of the table; each is its own header otherwise. `name` is what
    errors call the list. Raises LibraryError, which names the line.
    """
    if columns is None:
        yield from scopes_in((line.strip() for line in text.splitlines() if line.strip()), library)
        return
    header = columns.get(_PATH, _PATH)
    for line, row in rows_of(text, name, (header, *columns.values())):
        wishes = {wish: (row.get(columns.get(wish, wish)) or "").strip() for wish in SAID}
        wishes = {wish: said for wish, said in wishes.items() if said}
        values_of(wishes, f"{name}, line {line}")
        for scope in scopes_in([row[header]] if row[header] else [], library):
            yield Scope(scope.path, wishes)


def rows_of(text: str, name: str, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells of each row of a table in CSV. Raises LibraryError for a bad table."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [header for header in needed if header not in (reader.fieldnames or ())]
        if missing:
            raise LibraryError(f'{name} has no column "{missing[0]}": its columns are {", ".join(reader.fieldnames or ())}')
        for row in reader:
            if None in row or None in row.values():
                raise LibraryError(f"{name}, line {reader.line_num}: expected {len(reader.fieldnames or ())} cells")
            yield reader.line_num, row
    except csv.Error as error:
        raise LibraryError(f"{name}, line {reader.line_num}: not a valid table in CSV ({error})") from error


def columns_of(text: str) -> dict[str, str]:
    """Return the columns of a text such as "path=file,title=Name". Raises LibraryError."""
    found = {}
    for entry in text.split(","):
        wish, _, header = (part.strip() for part in entry.partition("="))
        if wish not in {_PATH, *SAID} or not header:
            raise LibraryError(f'invalid columns "{text}": expected path or one of {", ".join(SAID)}, as in "path=file"')
        found[wish] = header
    return found


def values_of(wishes: Mapping[str, str], place: str) -> dict[str, Any]:
    """Return the fields of Settings that wishes set. Raises LibraryError, which names the place, for an invalid one."""
    lines = parts_of(wishes.get(FURNITURE, ""))
    rules = tuple(ReadingRule(line, must_fit=False, reason=Reason.FURNITURE) for line in lines)
    found: dict[str, Any] = {"reading.rules": rules} if rules else {}
    for row, name, said in ((WISHES[name], name, said) for name, said in wishes.items() if name in WISHES):
        texts = parts_of(said) if row.repeatable else [said]
        try:
            values = [said.casefold() in _YES] if row.kind.is_flag else [row.kind.read(text) for text in texts]
        except ValueError as error:
            raise LibraryError(f"{place}: {name}: {error}") from error
        found |= row.fields_of(values)
    return found


def joined(lines: Iterable[str]) -> str:
    """Return lines as one wish, in which a star stands for what would separate them."""
    return f"{SEPARATOR} ".join(line.replace(SEPARATOR, "*") for line in lines)


def parts_of(said: str) -> list[str]:
    """Return the values of a wish that may have several."""
    return [part.strip() for part in said.split(SEPARATOR) if part.strip()]
