"""Find the unusual words of a transcript, each with its pronunciation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.language.lexicon.finding import is_word_character
from tts_interview.language.lexicon.unusual import unusual
from tts_interview.language.spoken_text import worded
from tts_interview.model import Ask, ListedWord, SpokenSpan, WordSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tts_interview.language.lexicon import Lexicon
    from tts_interview.model import Paragraph, Transcript

_PLACES = frozenset({Ask.PAUSE, Ask.RATE, Ask.STRESS, Ask.LOCK})


def listed(transcript: Transcript, lexicon: Lexicon, language_of: Callable[[str], str]) -> tuple[ListedWord, ...]:
    """Return the unusual words, the most frequent first, without those that have a direction in the script.

    `language_of` returns the language (a BCP 47 tag) of a speaker's voice.
    """
    found: dict[str, ListedWord] = {}
    for turn in transcript.turns:
        for paragraph in turn.paragraphs:
            for said, source in _said(paragraph, lexicon, language_of(turn.speaker), transcript.language):
                written = paragraph.text[said.start : said.end]
                known = found.get(written.casefold()) or ListedWord(written, 0, paragraph.line, turn.speaker, said, source)
                found[written.casefold()] = replace(known, count=known.count + 1)
    return tuple(sorted(found.values(), key=lambda word: (-word.count, word.line)))


def _said(paragraph: Paragraph, lexicon: Lexicon, heard_in: str, language: str) -> Iterator[tuple[SpokenSpan, WordSource]]:
    """Yield the unusual words of a paragraph, each as it is said."""
    known = lexicon.find(paragraph.text, heard_in)
    spans = worded(paragraph, language, known).spans(0, len(paragraph.text))
    starts = [span.start for span in spans]
    taken = _Taken(len(paragraph.text))
    for direction in paragraph.directions:
        if direction.ask not in _PLACES:
            taken.take(direction.start, direction.end)
    for span in known:
        if not taken.any_of(span.start, span.end):
            taken.take(span.start, span.end)
            yield span, WordSource.LEXICON
    for start, end in unusual(paragraph.text, language):
        if not taken.any_of(start, end):
            around = spans[bisect_right(starts, start) - 1 : bisect_left(starts, end)]
            said = _by_rule(paragraph.text, start, end, around)
            if said:
                yield said


class _Taken:
    """The characters of a text that are already dealt with."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)

    def any_of(self, start: int, end: int) -> bool:
        return any(self._taken[start:end])


def _by_rule(text: str, start: int, end: int, spans: Sequence[SpokenSpan]) -> tuple[SpokenSpan, WordSource] | None:
    """Return what the spans around a word say for it, or None if a rule says it as part of a longer unit, such as a date."""
    own = SpokenSpan(text[start:end], start, end)
    if all(span.spoken == text[span.start : span.end] and not span.ipa for span in spans):
        return own, WordSource.ENGINE
    spans = [_clipped(text, span, start, end) for span in spans]
    if any(map(is_word_character, text[spans[0].start : start] + text[end : spans[-1].end])):
        return None
    spoken, only = "".join(span.spoken for span in spans).strip(), spans[0]
    if len(spans) == 1 and only.ipa:
        return replace(own, spoken=spoken, ipa=only.ipa, respelling=only.respelling), WordSource.RULE
    return replace(own, spoken=spoken), WordSource.RULE


def _clipped(text: str, span: SpokenSpan, start: int, end: int) -> SpokenSpan:
    """Return the part of a span inside the range if it is spoken as written; otherwise the whole span."""
    if span.spoken != text[span.start : span.end]:
        return span
    first, last = max(span.start, start), min(span.end, end)
    return replace(span, spoken=text[first:last], start=first, end=last)
