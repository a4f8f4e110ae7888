"""The lexicon in force for an interview: entries of the package, the show, the user, and the files given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.language.lexicon import Lexicon, read_lexicon, shipped_entries
from tts_interview.language.lexicon.entries import entry_of
from tts_interview.settings.showfile.tables import ShowLexicon

if TYPE_CHECKING:
    from tts_interview.model import LexiconEntry
    from tts_interview.settings import Settings
    from tts_interview.settings.showfile import Member


def lexicon_in_force(settings: Settings, date: str) -> Lexicon:
    """Return the lexicon in force at the date of an interview (ISO 8601, empty if unknown).

    Files given win over the user's lexicon, that over the show's and over how people say their names, and that over the shipped
    entries. Raises LexiconError for a file that cannot be read.
    """
    show = settings.show.lexicon if settings.show else ShowLexicon()
    own = [path for path in (settings.speech.user_lexicon,) if path and path.exists()]
    of_show = [read_lexicon(path) for path in show.files]
    of_user = [read_lexicon(path) for path in (*own, *settings.speech.lexicons)]
    names = [entry for member in settings.cast for entry in said_names(member)]
    return Lexicon([shipped_entries(), *of_show, names, show.entries, *of_user], date)


def said_names(member: Member) -> list[LexiconEntry]:
    """Return the entries for the words of a name, or for the whole of it if it is said in more or fewer words."""
    words, said = member.name.split(), member.say.split()
    pairs = zip(words, said, strict=True) if len(words) == len(said) else [(member.name, member.say)] if said else []
    return [entry_of(word, how) for word, how in pairs if word != how]
