"""Find the words of a rundown that its voices cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.language.segmentation import has_dictionary
from tts_interview.language.spoken_text.foreign_scripts import in_latin_letters, unreadable

if TYPE_CHECKING:
    from tts_interview.model import Rundown

_MOST_NAMED = 3


def doubts_of(rundown: Rundown, language: str) -> tuple[str, ...]:
    """Return a sentence about the words in a script that voices of a language (a BCP 47 tag) cannot read, if there are any."""
    found: dict[str, str] = {}
    for speech in rundown.speeches:
        for span in speech.spans:
            written = speech.written[span.start : span.end]
            if span.language and not has_dictionary(span.language):
                found[written] = in_latin_letters(written)
            elif unreadable(span.language or language).fullmatch(written) and span.spoken != written:
                found[written] = span.spoken.strip()
    if not found:
        return ()
    named = ", ".join(f'{written} as "{latin}"' for written, latin in list(found.items())[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    remedy = "give the sound of such words in a lexicon, or correct `reading.language`"
    return (f'voices of "{language}" cannot read another script, so they say {named}{more}: {remedy}',)
