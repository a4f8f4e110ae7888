"""Rules of a library: what is asked for every source of a collection, a site or a folder, in one file that people edit."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from tts_interview.archive.sources import COLLECTION, SAID, SEPARATOR, parts_of, values_of
from tts_interview.errors import LibraryError, TtsInterviewError
from tts_interview.files.atomic import write_whole
from tts_interview.pipeline.reading import is_web_address
from tts_interview.settings.options import WISHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tts_interview.archive.library import LibraryEntry

_Read = TypeVar("_Read")
NAME = "rules.toml"
_RULE, SITE, FOLDER = "rule", "site", "folder"
_SCOPES = (COLLECTION, SITE, FOLDER)
_HEAD = '# What is asked for every source of a collection, a site or a folder. "archive plan" applies it.\n'


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What is asked for all sources of a scope: of a collection, a site or a folder, which `name` tells."""

    scope: str
    name: str
    wishes: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A name for the rule in forms."""
        return hashlib.sha256(repr((self.scope, self.name, sorted(self.wishes.items()))).encode()).hexdigest()[:12]

    def covers(self, path: str, wishes: Mapping[str, str]) -> bool:
        """Return whether a source is in the scope."""
        return wishes.get(COLLECTION) == self.name if self.scope == COLLECTION else path.startswith(self.prefixes)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """How the paths of all sources of a site or a folder begin."""
        if self.scope == FOLDER:
            return (f"{self.name.rstrip('/')}/",)
        return tuple(f"{scheme}://{self.name}/" for scheme in ("https", "http"))


def scope_of(path: str, wishes: Mapping[str, str]) -> tuple[str, str]:
    """Return the scope to which a source belongs, and its name: its collection, or else its site or its folder."""
    if wishes.get(COLLECTION):
        return COLLECTION, wishes[COLLECTION]
    return (SITE, urlsplit(path).netloc) if is_web_address(path) else (FOLDER, path.rpartition("/")[0] or "/")


# -- the file ----------------------------------------------------------------------------------------------------------


def read_rules(library: Path) -> list[SourceRule]:
    """Return the rules of a library, in their order. Raises LibraryError, which names the rule, for an invalid file."""
    path = library / NAME
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise LibraryError(f"{path} is not valid TOML: {error}; correct it") from error
    rules = held.pop(_RULE, [])
    if held or not isinstance(rules, list):
        raise LibraryError(f"{path} has something else than rules: expected tables that begin with [[{_RULE}]]")
    return [_rule(table, f"{path}, rule {number}") for number, table in enumerate(rules, start=1)]


def _rule(table: Any, place: str) -> SourceRule:  # noqa: ANN401 - what TOML holds
    found = {str(key): said for key, said in table.items()} if isinstance(table, dict) else {}
    scopes = [name for name in _SCOPES if name in found]
    unknown = [key for key in found if key not in {*_SCOPES, *SAID} or not isinstance(found[key], str)]
    if len(scopes) != 1 or unknown:
        wrong = f'"{unknown[0]}" is unknown, or not a text' if unknown else "it says for none, or for several"
        raise LibraryError(f"{place}: {wrong}: expected one of {', '.join(_SCOPES)}, and texts for {', '.join(WISHES)}")
    (scope,) = scopes
    name = found.pop(scope)
    values_of(found, place)
    return SourceRule(scope, name, found)


def keep_rule(library: Path, rule: SourceRule) -> None:
    """Add a rule to the file, whose comments stay. Raises LibraryError if the file or the rule is invalid."""
    import tomlkit

    table = tomlkit.table()
    table.update({rule.scope: rule.name, **rule.wishes})

    def add(rules: Any) -> None:  # noqa: ANN401 - what tomlkit holds
        rules.append(table)

    _rule(dict(table), "the new rule")
    _write(library, add)


def remove_rule(library: Path, key: str) -> SourceRule | None:
    """Take the rule with a key out of the file, and return it; None if it is gone already."""
    rules = read_rules(library)
    number = next((number for number, rule in enumerate(rules) if rule.key == key), None)
    if number is None:
        return None
    _write(library, lambda held: held.pop(number))
    return rules[number]


def _write(library: Path, change: Callable[[Any], object]) -> None:
    import tomlkit

    path = library / NAME
    read_rules(library)
    document = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else _HEAD)
    if _RULE not in document:
        document[_RULE] = tomlkit.aot()
    change(document[_RULE])
    write_whole(path, tomlkit.dumps(document).encode())


# -- applying ----------------------------------------------------------------------------------------------------------


def ruled(rules: Iterable[SourceRule], path: str, wishes: Mapping[str, str]) -> dict[str, str]:
    """Return what the rules add to the wishes of a source; a later rule wins where there is one value."""
    found: dict[str, str] = {}
    for rule in rules:
        if rule.covers(path, wishes):
            found = joined(found, rule.wishes)
    return own(found, wishes)


def asked_of(
    entry: LibraryEntry, rules: Iterable[SourceRule], listed: Mapping[str, str] | None = None
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return what a person or a list asks for a source, what rules add, and what a plan noted that neither speaks of."""
    said = own(entry.wishes, entry.ruled)
    noted = {name: words for name, words in entry.noted.items() if said.get(name) == words}
    said = {**(listed or {}), **{name: words for name, words in said.items() if name not in noted}}
    asked = ruled(rules, entry.path, said)
    return said, asked, {name: words for name, words in noted.items() if name not in {**said, **asked}}


def joined(weaker: Mapping[str, str], stronger: Mapping[str, str]) -> dict[str, str]:
    """Return wishes together: several values are added, and of single ones the stronger stays."""
    found = {**weaker, **stronger}
    for name in weaker.keys() & stronger.keys():
        if _is_list(name):
            found[name] = _text([*parts_of(weaker[name]), *parts_of(stronger[name])])
    return found


def own(wishes: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """Return the wishes of a source without those that rules asked for."""
    found = {}
    for name, said in wishes.items():
        parts = parts_of(said) if _is_list(name) else [said]
        gone = parts_of(asked.get(name, "")) if _is_list(name) else [asked.get(name)]
        if kept := [part for part in parts if part not in gone]:
            found[name] = _text(kept)
    return found


def fitted(
    read: Callable[[Mapping[str, str]], _Read], asked: Mapping[str, str], wishes: Mapping[str, str]
) -> tuple[_Read, dict[str, str]]:
    """Read a source with what rules ask for, as far as that fits it; return what was read, and the wishes that did it.

    A rule may name people or labels that a source does not have: that part of it is ignored. Raises what `read` raises
    without the rules.
    """
    both = joined(asked, wishes)
    try:
        return read(both), both
    except TtsInterviewError:
        if not asked:
            raise
    kept = dict(wishes)
    for name, said in _each(asked):
        tried = joined({name: said}, kept)
        try:
            read(tried)
        except TtsInterviewError:
            continue
        kept = tried
    return read(kept), kept


def _each(wishes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, said in wishes.items():
        yield from ((name, part) for part in (parts_of(said) if _is_list(name) else [said]))


def _is_list(name: str) -> bool:
    return name in WISHES and WISHES[name].repeatable


def _text(parts: Iterable[str]) -> str:
    return f"{SEPARATOR} ".join(dict.fromkeys(parts))
