"""The tables of a show file: what each holds, and what its values must look like. To add a key, add it to its table here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import LexiconError
from tts_interview.language.lexicon.entries import is_table_name, words_of
from tts_interview.model import FASTEST, SLOWEST, Gender, Opening, Podcast, Role, SayNames
from tts_interview.settings.pacing import CONVERSATION, LONGEST_PAUSE_MS, PRESETS, Pacing, PauseFor, pause_ms_of
from tts_interview.settings.showfile import checks
from tts_interview.settings.sound import TARGET_LUFS, Mastering, target_lufs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.model import LexiconEntry
    from tts_interview.settings.showfile.checks import Check

_LARGEST_SEED = 2**31
_LONGEST_ALIAS_CHARS = 100


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who speaks in many episodes: the name, and what holds wherever it occurs; a `rate` of 1 is the voice's own."""

    name: str
    voice: str = ""
    role: Role | None = None
    aliases: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    rate: float = 1.0

    @property
    def calls(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the pages of a show are read, and by what.

    `leave_out` and `keep` are rules as in `Wishes`, but no lines; `article` is a CSS selector; `narrator` is a voice,
    "interviewer" or "none", `engine` the name of one; `opening` is what the narrator says first, `say_names` when he says who
    speaks, and `disclosure` how he says that the voices are synthetic.
    """

    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    article: str = ""
    narrator: str = ""
    engine: str = ""
    opening: Opening | None = None
    say_names: SayNames | None = None
    disclosure: str = ""


@dataclass(frozen=True, slots=True)
class ShowLexicon:
    """How words of the show are said: in files, and here, where that counts more."""

    files: tuple[Path, ...] = ()
    entries: tuple[LexiconEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """Where the feed of the show is found, an http(s) address, and the file that it is written to."""

    url: str = ""
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class ShowFile:
    """All that a show file says; a table that it does not have is as if it were empty."""

    show: Podcast = field(default_factory=Podcast)
    cast: tuple[Member, ...] = ()
    reading: Reading = field(default_factory=Reading)
    pace: Pacing = field(default_factory=Pacing)
    loudness: Mastering = field(default_factory=Mastering)
    lexicon: ShowLexicon = field(default_factory=ShowLexicon)
    feed: Feed = field(default_factory=Feed)
    path: Path = Path("show.toml")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a show file: `keys` with the check of each, and what is made of the values, by the keys' names.

    With `by_name`, it has a table of such keys for each name, and `make` takes the name too. `also` has a check for some more
    keys than those that can be listed.
    """

    make: Callable[..., Any]
    keys: Mapping[str, Check]
    by_name: bool = False
    also: Callable[[str], Check | None] = lambda _key: None


def _pause(value: object, folder: Path) -> int:
    if isinstance(value, str):
        return pause_ms_of(checks.line(value, folder))
    return int(checks.whole(0, LONGEST_PAUSE_MS)(value, folder))


def _pacing(preset: str = CONVERSATION, rate: float = 1.0, seed: int = 0, **pauses: int) -> Pacing:
    return Pacing(preset, pauses, rate, seed=seed)


def _target(value: object, _folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise checks.UnfitError(f"{checks.shown(value)} is no loudness: write a name such as apple, or LUFS such as -16")
    return target_lufs(value)


def _mastering(
    target: float = TARGET_LUFS, *, match: bool = True, opening_sound: Path | None = None, closing_sound: Path | None = None
) -> Mastering:
    return Mastering(target, match, opening_sound, closing_sound)


def _role(value: object, folder: Path) -> Role:
    return Role(checks.choice(Role)(value, folder))


def _gender(value: object, folder: Path) -> Gender:
    return Gender(checks.choice((Gender.FEMALE, Gender.MALE))(value, folder))


def _words(language: str) -> Check | None:
    """For the words of a language; None for what is no language."""

    def check(value: object, _folder: Path) -> tuple[LexiconEntry, ...]:
        try:
            return tuple(words_of(language, value))
        except LexiconError as error:
            raise checks.UnfitError(str(error)) from error

    return check if is_table_name(language) else None


def _lexicon(files: tuple[Path, ...] = (), **words: tuple[LexiconEntry, ...]) -> ShowLexicon:
    return ShowLexicon(files, tuple(entry for entries in words.values() for entry in entries))


def _opening(value: object, folder: Path) -> Opening:
    return Opening(checks.choice(Opening)(value, folder))


def _say_names(value: object, folder: Path) -> SayNames:
    return SayNames(checks.choice(SayNames)(value, folder))


def _called(value: object, folder: Path) -> str:
    found = checks.line(value, folder)
    if len(found) > _LONGEST_ALIAS_CHARS:
        raise checks.UnfitError(f"{checks.shown(value)} is longer than any name: write what stands before the person's words")
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
            "aliases": checks.many(_called),
            "gender": _gender,
            "rate": checks.number(SLOWEST, FASTEST),
        },
        by_name=True,
    ),
    "reading": Table(
        Reading,
        {
            "leave-out": checks.many(checks.rule),
            "keep": checks.many(checks.rule),
            "article": checks.selector,
            "narrator": checks.line,
            "engine": checks.line,
            "opening": _opening,
            "say-names": _say_names,
            "disclosure": checks.line,
        },
    ),
    "pace": Table(
        _pacing,
        {
            "preset": checks.choice(PRESETS),
            "rate": checks.number(SLOWEST, FASTEST),
            "seed": checks.whole(0, _LARGEST_SEED),
            **{reason.value: _pause for reason in PauseFor},
        },
    ),
    "loudness": Table(
        _mastering,
        {
            "target": _target,
            "match": checks.truth,
            "opening-sound": checks.file((), exists=True),
            "closing-sound": checks.file((), exists=True),
        },
    ),
    "lexicon": Table(_lexicon, {"files": checks.many(checks.file((".pls", ".toml", ".xml"), exists=True))}, also=_words),
    "feed": Table(Feed, {"url": checks.address, "file": checks.file((".xml", ".rss"), exists=False)}),
}
