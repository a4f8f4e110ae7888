"""Write an entry into a lexicon or a show file, and keep the comments and the layout of the file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.errors import LexiconError, OutputError
from tts_interview.files.atomic import write_whole
from tts_interview.files.opening import opened
from tts_interview.language.lexicon.entries import ANY, entry_of, said_of
from tts_interview.language.lexicon.files import lexicon_of
from tts_interview.language.phonetics.ipa import ENGLISH, fitted
from tts_interview.language.phonetics.respelling import is_syllabic, phonemes_of
from tts_interview.settings.layers import with_values
from tts_interview.settings.parts import default_lexicon_file
from tts_interview.settings.showfile import show_of, show_text

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from pathlib import Path

    from tts_interview.model import LexiconEntry
    from tts_interview.settings import Settings

_HEAD = """\
# How names and words are said: "RUT-uh" is a respelling, with the stress in capitals, "/ˈrʌtə/" is IPA.
"""


@dataclass(frozen=True, slots=True)
class Fixed:
    """An entry, with the file that it was written to."""

    entry: LexiconEntry
    path: Path

    @property
    def sounds(self) -> str:
        """The phonemes of the entry, in English only those that English has; empty for words to read instead."""
        entry = self.entry
        return fitted(entry.ipa or phonemes_of(entry.respelling), ENGLISH) if is_english(entry) else entry.ipa

    @property
    def is_unheard(self) -> bool:
        """True if it is written in syllables that have no sounds in English, so that engines read them as words."""
        return is_english(self.entry) and is_syllabic(self.entry.respelling) and not phonemes_of(self.entry.respelling)


def is_english(entry: LexiconEntry) -> bool:
    """Return whether the entry is for English, whose sounds syllables stand for."""
    return entry.language.partition("-")[0] == "en"


def fixed(  # noqa: PLR0913 - the parts of an entry, and its file
    settings: Settings, wish: tuple[str, str], language: str, *, exact: bool = False, since: str = "", show: Path | None = None
) -> Fixed:
    """Write the pronunciation of a word to the last lexicon given, else to the show file, else to the user's lexicon.

    `wish` is the word and its pronunciation, as an entry has them; both hold for texts in `language` (a BCP 47 tag). Raises
    LexiconError or ShowError if the pronunciation is invalid or the file cannot be written.
    """
    written, how = wish
    quick = entry_of(written, how)
    more = {"since": since} if since else {}
    said = {"ipa": quick.ipa} if quick.ipa else {"say": quick.respelling}
    entry = entry_of(written, {**said, **more, "exact": exact}, language.partition("-")[0].casefold())
    if settings.speech.lexicons:
        path = settings.speech.lexicons[-1]
        fix_in_lexicon(path, entry)
    elif show:
        path = show
        fix_in_show(path, entry)
    else:
        path = settings.speech.user_lexicon or default_lexicon_file()
        fix_in_lexicon(path, entry)
    return Fixed(entry, path)


def without_new_file(settings: Settings) -> Settings:
    """Return the settings without the lexicon that will be written, if it does not exist yet."""
    *others, last = settings.speech.lexicons or (None,)
    is_new = last and not last.exists()
    return with_values(settings, {"speech.lexicons": tuple(path for path in others if path)}) if is_new else settings


def fix_in_lexicon(path: Path, entry: LexiconEntry) -> None:
    """Write an entry into a TOML lexicon, which is created if it does not exist. It replaces an entry for the same word.

    Raises LexiconError if the file is not a valid lexicon, before or after the change, or cannot be written.
    """
    text = _text(path) if path.exists() else _HEAD
    _write(path, _with_entry(text, entry, (), lambda changed: lexicon_of(changed, str(path))))


def fix_in_show(path: Path, entry: LexiconEntry) -> None:
    """Write an entry into the [lexicon] table of a show file, which is created if it does not exist.

    Raises ShowError or LexiconError, as `fix_in_lexicon` does.
    """
    text = show_text(path) if path.exists() else ""
    _write(path, _with_entry(text, entry, ("lexicon",), lambda changed: show_of(changed, path)))


def _with_entry(text: str, entry: LexiconEntry, where: tuple[str, ...], check: Callable[[str], object]) -> str:
    import tomlkit

    check(text)
    document, plain = tomlkit.parse(text), tomllib.loads(text)
    places = (*where, entry.language or ANY)
    _put(document, places, entry, tomlkit.table)
    _put(plain, places, entry, dict)
    written = tomlkit.dumps(document)
    check(written)
    if tomllib.loads(written) != plain:
        line = f"[{'.'.join(places)}] {tomlkit.dumps({entry.written: said_of(entry)}).strip()}"
        raise LexiconError(f"the layout of the file cannot be edited safely; add this to it yourself: {line}")
    return written


def _put(tables: MutableMapping[str, Any], places: tuple[str, ...], entry: LexiconEntry, table: Callable[[], Any]) -> None:
    """Put an entry into the table of its language, in place of the entry for the same word and date."""
    for place in places:
        if place not in tables:
            tables[place] = table()
        tables = tables[place]
    same = next((written for written in tables if written.casefold() == entry.written.casefold()), entry.written)
    before = tables.get(same)
    if not isinstance(before, list) and _since(before) == entry.since:
        tables[same] = said_of(entry)
        return
    several = before if isinstance(before, list) else [] if before is None else [before]
    tables[same] = [*(said for said in several if _since(said) != entry.since), said_of(entry)]


def _since(said: object) -> str:
    return str(said["since"])[:10] if isinstance(said, dict) and "since" in said else ""


def _text(path: Path) -> str:
    try:
        with opened(path) as file:
            return file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise LexiconError(f"{path} cannot be read as TOML: {why}; give another `speech.lexicons`") from error


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path.resolve(), text.encode())
    except OutputError as error:
        raise LexiconError(f"{path} cannot be written: {error.__cause__ or error}; give another `speech.lexicons`") from error
