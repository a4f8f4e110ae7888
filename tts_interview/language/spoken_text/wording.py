"""How a paragraph is spoken: as its directions ask, and elsewhere by the rules of each language."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.model import Ask, SpokenSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tts_interview.model import Direction

    Spans = tuple[SpokenSpan, ...]
    # Returns the names of letters for a language tag; a letter without a name is spoken as a capital.
    NamesOf = Callable[[str], Mapping[str, str]]

# Letters that voices misread when they stand alone: their names as phonemes and as a respelling.
_SOUNDS = {"en": {"A": ("ˈeɪ", "ay")}}


@dataclass(frozen=True, slots=True)
class Wording:
    """A paragraph's text and how it is spoken.

    `fixed` spans are in order and do not overlap; `passages` are in other languages. `speak` returns the spans of a text in a
    language, around fixed spans. `unbroken` are ranges whose full stops belong to abbreviations, and `stressed` ones stand out.
    """

    text: str
    language: str
    fixed: Spans
    passages: tuple[tuple[int, int, str], ...]
    speak: Callable[[str, str, Spans], Spans]
    unbroken: tuple[tuple[int, int], ...] = ()
    stressed: tuple[tuple[int, int], ...] = ()

    @property
    def whole(self) -> list[tuple[int, int]]:
        """The ranges that must not be cut: they are spoken as one or belong to one sentence."""
        return [*((span.start, span.end) for span in self.fixed), *self.unbroken]

    def spans(self, start: int, end: int) -> Spans:
        """Return the spans that cover a range of the text, in places counted from its start."""
        found: list[SpokenSpan] = []
        for first, last, language in self._stretches(start, end):
            inside = slice(
                bisect_left(self.fixed, first, key=lambda span: span.start),
                bisect_right(self.fixed, last, key=lambda span: span.end),
            )
            fixed = tuple(_moved(span, -first) for span in self.fixed[inside])
            spoken = self.speak(self.text[first:last], language or self.language, fixed)
            found += [_moved(_in_language(span, language), first - start) for span in spoken]
        return tuple(found)

    def stresses(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of a range that are stressed, in places counted from its start."""
        first = bisect_right(self.stressed, start, key=lambda pair: pair[1])
        for begin, stop in self.stressed[first : bisect_left(self.stressed, end, key=lambda pair: pair[0])]:
            yield max(begin, start) - start, min(stop, end) - start

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Yield the range in parts, each with its language, or an empty string for the language of the text."""
        at = start
        for first, last, language in self.passages:
            if first < end and last > at:
                yield at, max(at, first), ""
                yield max(at, first), min(last, end), language
                at = min(last, end)
        yield at, end, ""


def asked_for(text: str, directions: Sequence[Direction], language: str, names_of: NamesOf) -> Spans:
    """Return the spans of the directions `say`, `spell` and `ipa`; letters have the names of the passage's language."""
    foreign = passages(directions)
    found: list[SpokenSpan] = []
    for direction in (d for d in directions if d.ask in (Ask.SAY, Ask.SPELL, Ask.IPA)):
        around = (tag for start, end, tag in foreign if start <= direction.start and direction.end <= end)
        found += _asked(text, direction, next(around, language), names_of)
    return tuple(found)


def passages(directions: Iterable[Direction]) -> tuple[tuple[int, int, str], ...]:
    """Return the passages in other languages: start, end and language tag."""
    return tuple((d.start, d.end, d.value) for d in directions if d.ask is Ask.LANGUAGE)


def with_known(asked: Spans, known: Spans, foreign: Iterable[tuple[int, int, str]]) -> Spans:
    """Return the `asked` spans, and the `known` ones that touch neither those nor a `foreign` passage, in order."""
    taken = [*((span.start, span.end) for span in asked), *((start, end) for start, end, _ in foreign)]
    free = (span for span in known if all(span.end <= start or end <= span.start for start, end in taken))
    return tuple(sorted((*asked, *free), key=lambda span: span.start))


def _asked(text: str, direction: Direction, language: str, names_of: NamesOf) -> Iterator[SpokenSpan]:
    words = text[direction.start : direction.end]
    span = SpokenSpan(words, direction.start, direction.end)
    if direction.ask is Ask.SAY:
        yield replace(span, respelling=direction.value)
    elif direction.ask is Ask.IPA:
        yield replace(span, ipa=direction.value)
    elif direction.ask is Ask.SPELL:
        yield from _spelled(span, names_of(language), _SOUNDS.get(language.partition("-")[0].casefold(), {}))


def _spelled(span: SpokenSpan, names: Mapping[str, str], sounds: Mapping[str, tuple[str, str]]) -> Iterator[SpokenSpan]:
    """Yield a span for each letter."""
    for place, letter in enumerate(span.spoken, span.start):
        ipa, respelling = sounds.get(letter.upper(), ("", ""))
        gap = " " * (place + 1 < span.end)
        yield SpokenSpan(names.get(letter.lower(), letter.upper()) + gap, place, place + 1, ipa, respelling)


def _moved(span: SpokenSpan, by: int) -> SpokenSpan:
    return replace(span, start=span.start + by, end=span.end + by)


def _in_language(span: SpokenSpan, language: str) -> SpokenSpan:
    return replace(span, language=span.language or language) if language else span
