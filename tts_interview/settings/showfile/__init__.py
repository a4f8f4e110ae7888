"""Read the show file: the settings that all episodes of a show share, in TOML.

`tables` defines its tables and keys, with a check for each value.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ShowError
from tts_interview.files.opening import opened
from tts_interview.model import Podcast
from tts_interview.settings.showfile.tables import OPTION_TABLES, TABLES, Feed, Member, ShowFile, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Feed", "Member", "Podcast", "ShowFile", "read_show", "show_of"]

# Far larger than any show file.
_MOST_BYTES = 1_000_000
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


def read_show(path: str | Path) -> ShowFile:
    """Read a show file. Raises ShowError, with the line or the table and key of the mistake, if it is not valid."""
    path = Path(path)
    return show_of(show_text(path), path)


def show_text(path: Path, most_bytes: int = _MOST_BYTES) -> str:
    """Return the text of a show file. Raises ShowError if it cannot be read."""
    try:
        with opened(path) as file:
            data = file.read(most_bytes + 1)
        if len(data) > most_bytes:
            raise ShowError(f"{path} is larger than {most_bytes // 1_000_000} MB; give the file that begins with [show]")
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        raise ShowError(f"{path} does not exist; check its path, or write the file first") from None
    except UnicodeDecodeError as error:
        raise ShowError(f"{path} is not UTF-8 text, as TOML must be; save it as UTF-8 in your editor") from error
    except OSError as error:
        raise ShowError(f"{path} cannot be read: {error.strerror or error}; give another show file") from error


def show_of(text: str, path: Path) -> ShowFile:
    """Read the text of a show file at `path`, which need not exist. Raises ShowError as `read_show` does."""
    found = tables_in(text, path, TABLES)
    said = {name: value for table in OPTION_TABLES for name, value in found.pop(table, {}).items()}
    return ShowFile(**found, said=said, path=path)


def tables_in(text: str, path: Path, tables: Mapping[str, Table]) -> dict[str, Any]:
    """Return what the tables of a text are made to; `tables` are those that it may have. Raises ShowError."""
    data = _parsed(text, path)
    for name in data:
        if name not in tables:
            raise ShowError(f"{path}: unknown table [{name}]{_nearest(name, tables)}")
    found = {name: _table(tables[name], name, values, path) for name, values in data.items()}
    _check_calls(found.get("cast", ()), path)
    return found


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        at = _AT_LINE.search(str(error))
        where, why = (f"{path}, line {at[1]}", str(error)[: at.start()]) if at else (str(path), str(error))
        raise ShowError(f'{where}: not valid TOML ({why}); write it as in title = "My show"') from error
    except RecursionError as error:
        raise ShowError(f"{path}: values nest too deeply; write it as in the README") from error


def _table(table: Table, name: str, values: Any, path: Path) -> Any:  # noqa: ANN401 - whatever the table makes of it
    where = f"{path}, [{name}]"
    if not isinstance(values, dict):
        raise ShowError(f"{path}: {name} is not a table; write [{name}] on a line of its own, and its keys below")
    if not table.by_name:
        return table.make(**_values(table, values, where, path.parent))
    return tuple(_entry(table, entry, said, where, path.parent) for entry, said in values.items())


def _entry(table: Table, name: str, values: Any, where: str, folder: Path) -> Any:  # noqa: ANN401 - as above
    if not name.strip():
        raise ShowError(f"{where}: an entry has no name; write one in quotes before the =")
    if not isinstance(values, dict):
        keys = ", ".join(table.keys)
        raise ShowError(f'{where} "{name}": expected keys in braces, as in {{voice = "emma"}}; keys: {keys}')
    return table.make(name=" ".join(name.split()), **_values(table, values, f'{where} "{name}"', folder))


def _values(table: Table, values: Mapping[str, Any], where: str, folder: Path) -> dict[str, Any]:
    found = {}
    for key, value in values.items():
        check = table.keys.get(key) or table.also(key)
        if not check:
            raise ShowError(f'{where}: unknown key "{key}"{_nearest(key, table.keys)}')
        try:
            found[key.replace("-", "_")] = check(value, folder)
        except ValueError as error:
            raise ShowError(f"{where} {key}: {error}") from error
    return found


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest known name, or with all known names if none is near."""
    folded = name.casefold().replace("_", "-")
    near = difflib.get_close_matches(folded, {k.replace("_", "-"): k for k in known}, n=1, cutoff=0.5)
    meant = next((k for k in known if near and k.replace("_", "-") == near[0]), "")
    return f'; did you mean "{meant}"?' if meant else f"; expected one of {', '.join(known)}"


def _check_calls(cast: Iterable[Member], path: Path) -> None:
    """Raise ShowError if two people of the cast share a name or alias."""
    owners: dict[str, str] = {}
    for member in cast:
        for call in member.calls:
            owner = owners.setdefault(call.casefold(), member.name)
            if owner != member.name:
                raise ShowError(f'{path}, [cast]: "{call}" means both {owner} and {member.name}; give it to one of them')
