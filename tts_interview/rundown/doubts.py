"""Find the words of a rundown that its voices cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.language.segmentation import has_dictionary
from tts_interview.language.spoken_text.foreign_scripts import in_latin_letters, unreadable
from tts_interview.model import Doubt

if TYPE_CHECKING:
    from tts_interview.model import Rundown

_MOST_NAMED = 3
# Names are mostly right in Latin letters, and other words are not.
_SURE = 0.5


def doubts_of(rundown: Rundown, language: str) -> tuple[Doubt, ...]:
    """Return a doubt about the words in a script that voices of a language (a BCP 47 tag) cannot read, if there are any."""
    said = [(speech, span) for speech in rundown.speeches for span in speech.spans]
    found: dict[str, str] = {}
    turns = []
    for speech, span in said:
        written = speech.written[span.start : span.end]
        is_foreign = span.language and not has_dictionary(span.language)
        if is_foreign or (unreadable(span.language or language).fullmatch(written) and span.spoken != written):
            found[written] = in_latin_letters(written) if is_foreign else span.spoken.strip()
            turns.append(speech.turn)
    if not found:
        return ()
    named = ", ".join(f'{written} as "{latin}"' for written, latin in list(found.items())[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    remedy = "give the sound of such words in a lexicon, or correct `reading.language`"
    sentence = f'voices of "{language}" cannot read another script, so they say {named}{more}: {remedy}'
    return (Doubt(sentence, f"script of {named}{more}", _SURE, tuple(dict.fromkeys(turns))),)
