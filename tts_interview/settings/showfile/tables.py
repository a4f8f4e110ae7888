"""The tables of a show file: their keys, and a check for the value of each.

The tables [reading], [pace], [loudness] and [signing] hold options, and their keys come from the table of options. To add
a key to another table, add it here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import LexiconError, StoreError
from tts_interview.files.store import store_address
from tts_interview.language.lexicon.entries import entry_of, is_table_name, words_of
from tts_interview.model import Gender, Podcast, Role
from tts_interview.settings.options import checks, with_show_key
from tts_interview.settings.pacing import FASTEST, SLOWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.model import LexiconEntry
    from tts_interview.settings.options.checks import Check

_LONGEST_ALIAS_CHARS = 100
# The tables that hold options.
OPTION_TABLES = ("reading", "pace", "loudness", "signing")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the show's cast, with choices for every episode; a `rate` of 1 is the voice's own.

    say: how the name is said, as a respelling or in IPA; empty if the engine knows.
    """

    name: str
    voice: str = ""
    role: Role | None = None
    aliases: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    rate: float = 1.0
    say: str = ""

    @property
    def calls(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class ShowLexicon:
    """How words of the show are pronounced: in files, and in entries, which win over the files."""

    files: tuple[Path, ...] = ()
    entries: tuple[LexiconEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """The http(s) address of the show's feed, the file that it is written to, and what it says beyond the table [show].

    `season` is the number of the season of new episodes; 0 means none. `type` is "episodic" or "serial". `license` is an
    address, an SPDX identifier or words. `funding` is an address and the words of its link; `update_frequency` is a rule of
    RFC 5545 and the words for it. Empty values are not in the feed.
    """

    url: str = ""
    file: Path | None = None
    season: int = 0
    type: str = ""
    license: str = ""
    copyright: str = ""
    funding: tuple[str, ...] = ()
    update_frequency: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryPlace:
    """The address of the store that `publish` delivers the show to; empty if the show file names none."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class ShowFile:
    """The contents of a show file. `said` holds the values of options, by the dotted names of their fields."""

    show: Podcast = field(default_factory=Podcast)
    cast: tuple[Member, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)
    lexicon: ShowLexicon = field(default_factory=ShowLexicon)
    feed: Feed = field(default_factory=Feed)
    deliver: DeliveryPlace = field(default_factory=DeliveryPlace)
    path: Path = Path("show.toml")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a show file: `keys` with the check of each, and the function that takes the checked values by key.

    With `by_name`, it has a table of such keys for each name, and `make` takes the name, too. `also` returns the check of a
    key outside any list.
    """

    make: Callable[..., Any]
    keys: Mapping[str, Check]
    by_name: bool = False
    also: Callable[[str], Check | None] = lambda _key: None


def _of_options(name: str) -> Table:
    """Return a table whose keys are options; it makes fields and their values."""
    options = with_show_key(name)

    def make(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - a value of any option
        found: dict[str, Any] = {}
        for key, value in values.items():
            option = options[key.replace("_", "-")]
            several = [(key.replace("_", "-"), value)] if option.is_mapping else value if option.repeatable else [value]
            for where, said in option.fields_of(several).items():
                found[where] = {**found.get(where, {}), **said} if isinstance(said, dict) else said
        return found

    return Table(make, {key: option.kind.check for key, option in options.items() if option.kind.check})


def _role(value: object, folder: Path) -> Role:
    return Role(checks.choice(Role)(value, folder))


def _gender(value: object, folder: Path) -> Gender:
    return Gender(checks.choice((Gender.FEMALE, Gender.MALE))(value, folder))


def _store(value: object, folder: Path) -> str:
    """Return the address of a store."""
    try:
        return store_address(checks.line(value, folder), folder)
    except StoreError as error:
        raise checks.UnfitError(str(error)) from error


def _words(language: str) -> Check | None:
    """Return the check for the words of a language; None if it is not a language."""

    def check(value: object, _folder: Path) -> tuple[LexiconEntry, ...]:
        try:
            return tuple(words_of(language, value))
        except LexiconError as error:
            raise checks.UnfitError(str(error)) from error

    return check if is_table_name(language) else None


def _said(value: object, folder: Path) -> str:
    """Return how a name is said."""
    said = checks.line(value, folder)
    try:
        entry_of("name", said)
    except LexiconError as error:
        raise checks.UnfitError(str(error)) from error
    return said


def _lexicon(files: tuple[Path, ...] = (), **words: tuple[LexiconEntry, ...]) -> ShowLexicon:
    return ShowLexicon(files, tuple(entry for entries in words.values() for entry in entries))


def _alias(value: object, folder: Path) -> str:
    found = checks.line(value, folder)
    if len(found) > _LONGEST_ALIAS_CHARS:
        raise checks.UnfitError(f"{checks.shown(value)} has over {_LONGEST_ALIAS_CHARS} characters; write the label alone")
    return found


TABLES: dict[str, Table] = {
    "show": Table(
        Podcast,
        {
            "title": checks.line,
            "link": checks.address,
            "language": checks.language,
            "author": checks.line,
            "email": checks.email,
            "description": checks.text,
            "artwork": checks.file((".jpg", ".jpeg", ".png"), exists=True),
            "category": checks.line,
            "explicit": checks.truth,
            "certifier": checks.line,
        },
    ),
    "cast": Table(
        Member,
        {
            "voice": checks.line,
            "role": _role,
            "aliases": checks.many(_alias),
            "gender": _gender,
            "rate": checks.number(SLOWEST, FASTEST),
            "say": _said,
        },
        by_name=True,
    ),
    **{name: _of_options(name) for name in OPTION_TABLES},
    "lexicon": Table(_lexicon, {"files": checks.many(checks.file((".pls", ".toml", ".xml"), exists=True))}, also=_words),
    "feed": Table(
        Feed,
        {
            "url": checks.address,
            "file": checks.file((".xml", ".rss"), exists=False),
            "season": checks.whole(1, 9999),
            "type": checks.choice(("episodic", "serial")),
            "license": checks.line,
            "copyright": checks.line,
            "funding": checks.parts({"url": checks.address, "text": checks.line}),
            "update-frequency": checks.parts({"rule": checks.line, "text": checks.line}),
        },
    ),
    "deliver": Table(DeliveryPlace, {"to": _store}),
}
