"""The people of an archive, in a file that an editor can change: one spelling, one voice and one pronunciation for each.

A plan adds people and other spellings of their names, and changes nothing that is there. What is not certain is a question.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING

from tts_interview.archive.people import appearances_in, group_of, key_of
from tts_interview.files.atomic import write_whole
from tts_interview.model import Gender, Role
from tts_interview.settings.options import checks
from tts_interview.settings.showfile import show_text, tables_in
from tts_interview.settings.showfile.remembering import Corrections, remembered
from tts_interview.settings.showfile.tables import TABLES, Member, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from tts_interview.archive.library import Library

NAME = "people.toml"
_MOST_BYTES = 50_000_000
_LONGEST_NAME = 100
_MOST_ASKED_ABOUT = 3
_HEAD = """\
# The people who are heard in several interviews. A plan adds people and spellings, and changes nothing else here.
# Change what you like: "Name" = {aliases = ["Other spelling"], voice = "emma", gender = "female", say = "respelling"}
[cast]
"""
_EMPTY = "[cast]\n"
_CAST = re.compile(r"(?m)^\[cast\][^\n]*\n")
# A writer of TOML takes longer for each entry of a table; so many are written at once.
_TOGETHER = 200
_QUESTIONS = """
# Each of these may be another spelling. Add it to the aliases of a person, or give it an entry of its own: "Name" = {}
[questions]
"""
# From the comment to the next table; each plan rewrites them.
_OLD_QUESTIONS = re.compile(r"(?ms)^# Each of these may be [^\n]*\n\[questions\]$.*?(?=^\[|\Z)")
_TABLES = {"cast": TABLES["cast"], "questions": Table(lambda **_: (), {}, also=lambda _name: checks.line)}


def _cast_of(text: str, path: Path) -> tuple[Member, ...]:
    found: tuple[Member, ...] = tables_in(text, path, _TABLES).get("cast", ())
    return found


class Roster:
    """The people whom the file of a library names, by how they may be called."""

    def __init__(self, members: Iterable[Member] = ()) -> None:
        """Take the people of the file."""
        self._called = {key_of(call): member for member in members for call in member.calls}

    @classmethod
    def read(cls, folder: Path) -> Roster:
        """Read the file of a library; without one, nobody is known. Raises ShowError if it is not valid."""
        path = folder / NAME
        return cls(_cast_of(show_text(path, _MOST_BYTES), path) if path.exists() else ())

    @property
    def roles(self) -> dict[str, Role]:
        """The roles that people have everywhere, by the keys of their names."""
        return {self.key(member.name): member.role for member in self._called.values() if member.role}

    def known(self, name: str) -> Member | None:
        """Return whom a name means; None if it is nobody in the file."""
        return self._called.get(key_of(name))

    def key(self, name: str) -> str:
        """Return the key of a person, which is the same for all their spellings."""
        member = self.known(name)
        return key_of(member.name if member else name)

    def heard(self, names: Iterable[str]) -> tuple[Member, ...]:
        """Return whom these names mean, with those among their aliases."""
        found: dict[str, Member] = {}
        for name in names:
            member = self.known(name)
            if member:
                member = found.get(member.name, member)
                others = () if name in member.calls else (name,)
                found[member.name] = replace(member, aliases=(*member.aliases, *others))
        return tuple(found.values())

    def stamp(self, heard: str) -> str:
        """Return what changes with all that the file says of people; `heard` are facts by name in JSON. Empty for nobody."""
        if not self._called:
            return ""
        known = {name: member for name in json.loads(heard) if (member := self.known(name))}
        said = [(name, *astuple(replace(member, aliases=()))) for name, member in sorted(known.items())]
        return f" {hashlib.sha256(repr(said).encode()).hexdigest()[:16]}" if said else ""


@dataclass(slots=True)
class _Person:
    """What the interviews say of one person: how often each spelling, collection and voice, and who is heard beside them."""

    spellings: Counter[str] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)
    voices: Counter[tuple[str, str]] = field(default_factory=Counter)
    beside: set[str] = field(default_factory=set)
    asking: int = 0

    @property
    def episodes(self) -> int:
        return self.groups.total()

    @property
    def name(self) -> str:
        """The spelling that is neither in small letters nor in capitals, and the most frequent and longest of these."""
        return max(self.spellings, key=lambda name: (name not in {name.lower(), name.upper()}, self.spellings[name], name))

    @property
    def gender(self) -> str:
        """The gender that all interviews agree on that state one; empty if they do not."""
        stated = {gender for gender, _ in self.voices} - {Gender.UNKNOWN.value}
        return stated.pop() if len(stated) == 1 else ""

    def add(self, other: _Person) -> None:
        self.spellings += other.spellings
        self.groups += other.groups
        self.voices += other.voices
        self.beside |= other.beside
        self.asking += other.asking


def propose(library: Library, hosts: Mapping[str, set[str]]) -> tuple[int, int]:
    """Add people and spellings that the file of a library lacks; return how many people it then has, and how many questions.

    Raises ShowError if the file is not valid, OutputError if it cannot be written.
    """
    path, roster = library.folder / NAME, Roster.read(library.folder)
    text = show_text(path, _MOST_BYTES) if path.exists() else ""
    people, questions = _gathered(library, roster, hosts)
    before, text = text, _OLD_QUESTIONS.sub("", text).rstrip("\n") + "\n" if text else _HEAD
    if not _CAST.search(text):
        text += f"\n{_EMPTY}"
    if known := [key for key, one in people.items() if roster.known(one.name)]:
        text, _ = remembered(text, path, _corrections(known, people, roster), _cast_of)
    text = _CAST.sub(lambda found: found[0] + _new_lines(path, people, roster, hosts), text, count=1)
    if questions:
        text += _QUESTIONS + "".join(f'"{name}" = "{words}"\n' for name, words in sorted(questions.items()))
    if text not in {before, _HEAD}:
        write_whole(path, text.encode())
    return len(_cast_of(text, path)), len(questions)


def _gathered(library: Library, roster: Roster, hosts: Mapping[str, set[str]]) -> tuple[dict[str, _Person], dict[str, str]]:
    """Return the people of several interviews by key, and the names that may be other spellings, with what is known of each."""
    counts = Counter(roster.key(one.name) for entry in library.entries() for one in appearances_in(entry) if _is_fit(one.name))
    meant, questions = _meant(counts), dict[str, str]()
    wanted = {key for key, count in counts.items() if count > 1}
    people = _people(library, roster, wanted.union(meant, *meant.values()))
    for key in sorted(meant, key=lambda key: (_is_short(key), key)):
        own, candidates = people[key], meant[key] & people.keys()  # without those that turned out to be others
        here = [full for full in sorted(candidates) if _meets(own, people[full], full)]
        if not here or roster.known(own.name):
            continue
        if _is_certain(key, own, candidates, hosts):
            people[here[0]].add(people.pop(key))
        else:
            shown = [f"{people[full].name} ({_episodes(people[full])})" for full in here[:_MOST_ASKED_ABOUT]]
            questions[own.name] = f"{_episodes(own)}; may be {' or '.join(shown)}"
    # An entry for a name in question would answer it.
    return {key: one for key, one in people.items() if _is_several(key, one) and one.name not in questions}, questions


def _meant(counts: Collection[str]) -> dict[str, set[str]]:
    """Return for each key that may be short for others which these are: one word, an initial, or no initial in the middle."""
    short = {key for key in counts if _is_short(key)}
    ends, alike = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for key in set(counts) - short:
        alike[_without_initials(key)].add(key)
        for end in {key.split()[0], key.split()[-1]}:
            ends[end].add(key)
    meant = {key: {full for full in ends[key.split()[-1]] if _may_mean(key, full)} for key in short}
    for key, keys in alike.items():
        others = keys - {key}
        if len(others) < len(keys) and others:
            meant |= {key: others} if len(others) > 1 else {other: {key} for other in others}
    return meant


def _people(library: Library, roster: Roster, wanted: Collection[str]) -> dict[str, _Person]:
    people = defaultdict[str, _Person](_Person)
    for entry in library.entries():
        found = {roster.key(one.name): one for one in appearances_in(entry) if _is_fit(one.name)}
        group = group_of(entry)
        for key in found.keys() & wanted:
            person, one = people[key], found[key]
            person.spellings[one.name] += 1
            person.groups[group] += 1
            person.voices[one.gender.value, one.voice] += 1
            person.beside |= (found.keys() & wanted) - {key}
            person.asking += one.asks
    return dict(people)


def _is_fit(name: str) -> bool:
    """Return whether a name can stand in the file, and is more than a letter or a number."""
    is_line = name.isprintable() and not {'"', "\\"} & set(name) and len(name) <= _LONGEST_NAME
    return is_line and any(len(word) > 1 and word.isalpha() for word in key_of(name).split())


def _is_short(key: str) -> bool:
    """Return whether a key is one word, or begins with an initial."""
    first, *rest = key.split()
    return not rest or len(first) == 1


def _may_mean(short: str, full: str) -> bool:
    first, *rest = short.split()
    return not rest or (full.startswith(first) and full.rsplit(maxsplit=1)[-1] == rest[-1])


def _without_initials(key: str) -> str:
    first, *rest = key.split()
    return " ".join((first, *(word for word in rest[:-1] if len(word) > 1), *rest[-1:]))


def _meets(own: _Person, other: _Person, key: str) -> bool:
    """Return whether two names are heard in the same collection, folder or site, and never in one interview."""
    return bool(own.groups.keys() & other.groups.keys()) and key not in own.beside


def _is_certain(key: str, own: _Person, candidates: Collection[str], hosts: Mapping[str, set[str]]) -> bool:
    """Return whether a name can only be another spelling of the one candidate.

    It is if they differ in initials in the middle alone, or if both ask in collections of which the candidate is a host.
    """
    if len(candidates) > 1 or " " not in key:
        return False
    (full,) = candidates
    is_host = all(full in hosts.get(group, ()) for group in own.groups)
    return _without_initials(key) == full or (is_host and own.asking == own.episodes)


def _is_several(key: str, person: _Person) -> bool:
    """Return whether somebody is heard in several interviews; one word is a person in one collection alone."""
    return person.episodes > 1 and (" " in key or len(person.groups) == 1)


def _episodes(person: _Person) -> str:
    return f"{person.episodes:,} episode{'s' * (person.episodes != 1)}"


def _new_lines(path: Path, people: Mapping[str, _Person], roster: Roster, hosts: Mapping[str, set[str]]) -> str:
    """Return the entries of the people whom the file lacks, the most frequent first."""
    voices = {key: member.voice for key, one in people.items() if (member := roster.known(one.name))}
    new = sorted(people.keys() - voices.keys(), key=lambda key: (-people[key].episodes, key))
    for key in new:
        voices[key] = _voice(people[key], {voices.get(other, "") for other in people[key].beside})
    found, everywhere = list[str](), hosts.get("", set())
    for start in range(0, len(new), _TOGETHER):
        some = new[start : start + _TOGETHER]
        corrections = replace(
            _corrections(some, people, roster),
            roles={people[key].name: Role.INTERVIEWER for key in some if key in everywhere},
            voices={people[key].name: voices[key] for key in some if voices[key]},
            genders={people[key].name: Gender(people[key].gender) for key in some if people[key].gender},
        )
        found.append(remembered(_EMPTY, path, corrections, _cast_of)[0].removeprefix(_EMPTY))
    return "".join(found)


def _corrections(keys: Iterable[str], people: Mapping[str, _Person], roster: Roster) -> Corrections:
    """Return the spellings of people that the file lacks, and how often they are heard."""
    names = {key: member.name if (member := roster.known(people[key].name)) else people[key].name for key in keys}
    aliases = {
        spelling: name for key, name in names.items() for spelling in people[key].spellings if not roster.known(spelling)
    }
    return Corrections(aliases=aliases, notes={name: _episodes(people[key]) for key, name in names.items()})


def _voice(person: _Person, taken: Collection[str]) -> str:
    """Return the voice that somebody has most often, where their gender is stated if it is, and that nobody beside them has."""
    stated = {voice: count for (gender, voice), count in person.voices.items() if gender == (person.gender or gender)}
    return max((voice for voice in stated if voice not in taken), key=lambda voice: (stated[voice], voice), default="")
