"""Write corrections into the show file, so that they apply to every episode; its comments and layout stay."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ShowError
from tts_interview.settings.options.checks import is_lines
from tts_interview.settings.showfile import show_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping
    from pathlib import Path

    from tts_interview.model import Gender, Role

    Values = MutableMapping[str, Any]

_FIGURES = re.compile(r"[\d,]+")
_OPPOSITE = {"leave-out": "keep", "keep": "leave-out"}


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections to one interview that are to apply to every episode.

    `roles`, `voices` and `genders` go by name; `aliases` maps a label to a name. `leave_out` and `keep` are rules as in
    `ReadingSettings`; `lexicons` are paths as the show file holds them. `values` are those of single keys, by table and key,
    such as ("reading", "narrator"). `notes` are comments behind people, which replace those that differ only in figures.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    voices: Mapping[str, str] = field(default_factory=dict)
    genders: Mapping[str, Gender] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    lexicons: tuple[str, ...] = ()
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def remembered(
    text: str, path: Path, corrections: Corrections, check: Callable[[str, Path], object] = show_of
) -> tuple[str, list[str]]:
    """Return the text of the show file at `path` with the corrections, and a line about each one that changed something.

    `check` raises ShowError for a text that is not valid. Raises ShowError if the file is not valid, or would not be valid with
    the corrections.
    """
    import tomlkit

    check(text, path)
    document, plain = tomlkit.parse(text), tomllib.loads(text)
    changes = _Writing(document, tomlkit.table, tomlkit.inline_table).write(corrections)
    _Writing(plain, dict, dict).write(corrections)
    written = tomlkit.dumps(document)
    check(written, path)
    if tomllib.loads(written) != plain:
        raise ShowError(f"{path} has a layout that cannot be changed safely; write these yourself: {'; '.join(changes)}")
    return written, [f"{path}: {line}" for line in changes]


@dataclass(frozen=True, slots=True)
class _Writing:
    """A show file that is being written: its tables, the makers of a new table and of a new entry, and who has which name."""

    tables: Values
    table: Callable[[], Values]
    entry: Callable[[], Values]
    called: dict[str, str] = field(default_factory=dict)

    def write(self, corrections: Corrections) -> list[str]:
        """Write the corrections; return a line about each change."""
        changes: list[str] = []
        for name, role in corrections.roles.items():
            changes += self._of_member(name, "role", str(role))
        for label, name in corrections.aliases.items():
            changes += self._alias(label, name)
        for name, voice in corrections.voices.items():
            changes += self._of_member(name, "voice", voice)
        for name, gender in corrections.genders.items():
            changes += self._of_member(name, "gender", str(gender))
        for key, rules in (("leave-out", corrections.leave_out), ("keep", corrections.keep)):
            for rule in rules:
                changes += self._rule(key, rule)
        for file in corrections.lexicons:
            changes += _add(self._table("lexicon"), "files", file, "[lexicon]")
        for (table, key), value in corrections.values.items():
            changes += _put(self._table(table), key, value, f"[{table}]")
        for name, note in corrections.notes.items():
            _comment(self._member(name)[1], note)
        return changes

    def _table(self, name: str) -> Values:
        if name not in self.tables:
            self.tables[name] = self.table()
        found: Values = self.tables[name]
        return found

    def _member(self, name: str) -> tuple[str, Values]:
        """Return the entry of the cast with that name or alias, or a new one."""
        cast = self._table("cast")
        for known in () if self.called else cast:
            for call in (known, *_listed(cast[known].get("aliases", ()))):
                self.called.setdefault(_folded(call), known)
        if _folded(name) not in self.called:
            cast[name] = self.entry()
        known = self.called.setdefault(_folded(name), name)
        return known, cast[known]

    def _of_member(self, name: str, key: str, value: str) -> list[str]:
        known, member = self._member(name)
        return _put(member, key, value, f'[cast] "{known}"')

    def _alias(self, label: str, name: str) -> list[str]:
        known, member = self._member(name)
        other = self.called.setdefault(_folded(label), known)
        if other != known:
            _take(self._table("cast")[other], "aliases", label)
            self.called[_folded(label)] = known
        if _folded(label) == _folded(known):
            return []
        return _add(member, "aliases", label, f'[cast] "{known}"')

    def _rule(self, key: str, rule: str) -> list[str]:
        if is_lines(rule):
            return [f"{key} {rule} is not remembered: lines belong to one page; give words, a kind or a selector"]
        reading = self._table("reading")
        _take(reading, _OPPOSITE[key], rule)
        return _add(reading, key, rule, "[reading]")


def _comment(member: Values, note: str) -> None:
    """Write a comment behind a member, unless there is one that says something else; a plain table has none."""
    trivia = getattr(member, "trivia", None)
    if trivia and _FIGURES.sub("", trivia.comment) in {"", _FIGURES.sub("", f"# {note}")}:
        trivia.comment_ws, trivia.comment = "  ", f"# {note}"


def _put(values: Values, key: str, value: str, where: str) -> list[str]:
    if values.get(key) == value:
        return []
    values[key] = value
    return [f'{where} {key} = "{value}"']


def _add(values: Values, key: str, item: str, where: str) -> list[str]:
    """Add an item to a list, which may be a single value without brackets, or absent."""
    present = values.get(key, [])
    if _folded(item) in map(_folded, _listed(present)):
        return []
    if isinstance(present, list) and present:
        present.append(item)  # in place, which keeps its comments
    else:
        values[key] = [*_listed(present), item]
    return [f'{where} {key} + "{item}"']


def _take(values: Values, key: str, item: str) -> None:
    """Take an item out of a list."""
    present = values.get(key, [])
    for found in [one for one in _listed(present) if _folded(one) == _folded(item)]:
        if isinstance(present, list):
            present.remove(found)
        else:
            del values[key]


def _listed(value: Iterable[str] | str) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
