"""Read tables of turns, as spreadsheets export them: CSV or TSV with a speaker and their words in each row."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tts_interview.documents.paragraphs import VoicedText, paragraphs
from tts_interview.documents.terms import role_of
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tts_interview.settings.parts import Limits

    Row = tuple[int, list[str]]

_DELIMITERS = ",;\t|"
# The headers of each part of a row, the likeliest first. The first two parts must be there.
_HEADERS = {
    "speaker": ("speaker", "speaker name", "name", "who"),
    "text": ("text", "utterance", "words", "body", "transcript"),
    "start": ("start", "start time", "starttime", "timestamp", "time"),
    "role": ("role", "speaker role"),
}
_NO_WORD = re.compile(r"[\W_]+")
_MOST_SHOWN = 8
_LONGEST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Said:
    """A row of a table: its line in the source and its cells."""

    line: int
    speaker: str
    text: str
    start: str = ""
    role: str = ""


def read_table(data: bytes, name: str, _limits: Limits, columns: Mapping[str, str] | None = None) -> Document:
    """Read a table whose first row has the headers. A row without a speaker continues the last; other columns are not read.

    `columns` maps parts of a row to unusual headers. Raises SourceError if a column is missing or a quotation mark is open.
    """
    rows = rows_of(decode(data, name), name, columns or {})
    roles = {row.speaker: role_of(row.role) for row in reversed(rows) if row.speaker and row.role}
    return Document(
        tuple(paragraphs(_pieces(rows))),
        people=tuple((speaker, role) for speaker, role in reversed(roles.items())),
        timed=any(row.start for row in rows),
    )


def is_table(text: str) -> bool:
    """Return whether a text begins like a table: with headers for speakers and words, and a row of as many cells."""
    lines = [line for line in islice(text.split("\n", 100), 100) if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 - the headers and a row
        return False
    delimiter = _delimiter(lines[0])
    found = _columns(_cells(lines[0], delimiter), {})
    return {"speaker", "text"} <= found.keys() and delimiter in lines[1]


def rows_of(text: str, name: str, columns: Mapping[str, str]) -> list[Said]:
    """Return the rows below the headers that have words. Raises SourceError as `read_table` does."""
    rows = _read(text.lstrip("\ufeff"), name)
    headers = next(((line, cells) for line, cells in rows if any(cells)), (0, []))
    found = _columns(headers[1], columns)
    _check(found, headers[1], columns, name)
    below = ((line, cells) for line, cells in rows if line > headers[0])
    said = (
        Said(line, **{part: " ".join(cells[at].split()) if at < len(cells) else "" for part, at in found.items()})
        for line, cells in below
    )
    return [row for row in said if row.text]


def _pieces(rows: Sequence[Said]) -> Iterator[VoicedText]:
    speaker = ""
    for row in rows:
        speaker = row.speaker or speaker
        yield VoicedText(row.text, row.line, speaker)


def _read(text: str, name: str) -> list[Row]:
    """Return all rows, each with the line on which it starts. Quotation marks that are not doubled are part of the words."""
    delimiter = _delimiter(next((line for line in text.split("\n") if line.strip()), ""))
    try:
        try:
            return list(_rows(text, delimiter, strict=True))
        except csv.Error as error:
            if "end of data" in str(error):
                raise
            return list(_rows(text, delimiter, strict=False))
    except csv.Error as error:
        remedy = "close each quotation mark, and double those in the words"
        raise SourceError(f"{name} is not a valid table ({error}): {remedy}") from None


def _rows(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=strict)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(f"line {line}: {error}") from None


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _columns(headers: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each part of a row that has one."""
    at = {_plain(header): number for number, header in reversed(list(enumerate(headers)))}
    wanted = {part: (columns[part],) if part in columns else usual for part, usual in _HEADERS.items()}
    return {part: at[key] for part, names in wanted.items() if (key := next((k for k in map(_plain, names) if k in at), ""))}


def _plain(header: str) -> str:
    return _NO_WORD.sub(" ", header.casefold()).strip()


def _check(found: Mapping[str, int], headers: Sequence[str], columns: Mapping[str, str], name: str) -> None:
    shown = _quoted([" ".join(header.split())[:_LONGEST_SHOWN] for header in headers[:_MOST_SHOWN]]) or "nothing"
    for part in columns:
        if part not in found:
            raise SourceError(f'{name} has no column "{columns[part]}": its first row has {shown}')
    for part in ("speaker", "text"):
        if part not in found:
            usual = " and one of ".join(_quoted(_HEADERS[p]) for p in ("speaker", "text"))
            raise SourceError(
                f"{name} has no column for the {part}: expected a first row with one of {usual}, but it has {shown}; "
                'name other columns with `reading.columns`, as in "speaker=Person,text=What"'
            )


def _quoted(headers: Sequence[str]) -> str:
    return ", ".join(f'"{header}"' for header in headers)
