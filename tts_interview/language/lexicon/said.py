"""Collect the words of which a lexicon or the script's editor says how they are pronounced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import Ask, LexiconEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tts_interview.language.lexicon.finding import Lexicon
    from tts_interview.model import Paragraph, Transcript


def said_words(transcript: Transcript, lexicon: Lexicon, language_of: Callable[[str], str]) -> tuple[LexiconEntry, ...]:
    """Return the words with a respelling or phonemes, each once, in the order in which they occur.

    `language_of` returns the language (a BCP 47 tag) of a speaker's voice.
    """
    found: dict[str, LexiconEntry] = {}
    for turn in transcript.turns:
        for paragraph in turn.paragraphs:
            for _, entry in sorted(_said(paragraph, lexicon, language_of(turn.speaker)), key=lambda one: one[0]):
                found.setdefault(entry.written.casefold(), entry)
    return tuple(found.values())


def _said(paragraph: Paragraph, lexicon: Lexicon, language: str) -> Iterator[tuple[int, LexiconEntry]]:
    """Yield entries with their places; one that the editor asks for comes before that of a lexicon at the same place."""
    for asked in paragraph.directions:
        respelling, ipa = (asked.value if asked.ask is ask else "" for ask in (Ask.SAY, Ask.IPA))
        if respelling or ipa:
            yield asked.start, LexiconEntry(paragraph.text[asked.start : asked.end], respelling, ipa)
    for span in lexicon.find(paragraph.text, language):
        if span.ipa or span.respelling:
            yield span.start, LexiconEntry(paragraph.text[span.start : span.end], span.respelling, span.ipa)
