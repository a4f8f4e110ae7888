"""Map each written word to the range of the spoken text that speaks it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from tts_interview.language.segmentation import word_ranges
from tts_interview.model import Pronunciation, SpokenSpan, WrittenWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BEFORE_PUNCTUATION = re.compile(r" +(?=[,.;:!?…])")


def spoken(spans: Sequence[SpokenSpan]) -> str:
    """Return the text that the spans speak, on one line."""
    raw = "".join(span.spoken for span in spans)
    return "".join(" " if raw[place].isspace() else raw[place] for place in _kept(raw))


def written_words(written: str, spans: Sequence[SpokenSpan], language: str = "") -> tuple[WrittenWord, ...]:
    """Return the written words of a language that are spoken, in order, each with its range of `spoken(spans)`."""
    parts = list(_parts(spans))
    words = (_word(written, *word, parts) for word in word_ranges(written, language))
    text = spoken(spans)
    return tuple(word for word in words if word and any(c.isalnum() for c in text[word.start : word.end]))


def spoken_ranges(written: str, spans: Sequence[SpokenSpan], ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the ranges of `spoken(spans)` that speak some ranges of the written text; none for those that are not spoken."""
    wanted = list(ranges)
    parts = list(_parts(spans)) if wanted else []
    words = (_word(written, *one, parts) for one in wanted)
    return tuple((word.start, word.end) for word in words if word)


def pronunciations(spans: Sequence[SpokenSpan]) -> tuple[Pronunciation, ...]:
    """Return the ranges of `spoken(spans)` that have a pronunciation, in order, without white space at their ends."""
    return tuple(
        Pronunciation(heard[0], heard[-1] + 1, span.ipa, span.respelling, span.language)
        for span, places in _parts(spans)
        if (span.ipa or span.respelling or span.language) and (heard := _heard(span.spoken, places))
    )


def _heard(text: str, places: Sequence[int | None]) -> list[int]:
    return [place for place, c in zip(places, text, strict=True) if place is not None and not c.isspace()]


def _kept(raw: str) -> list[int]:
    """Return the places of the characters that stay: one of each run of white space, none at the ends or before a comma."""
    inner = [p for p, c in enumerate(raw) if not c.isspace() or (p and not raw[p - 1].isspace())]
    while inner and raw[inner[-1]].isspace():
        inner.pop()
    line = "".join(" " if raw[place].isspace() else raw[place] for place in inner)
    dropped = {place for found in _BEFORE_PUNCTUATION.finditer(line) for place in range(*found.span())}
    return [place for number, place in enumerate(inner) if number not in dropped]


def _parts(spans: Sequence[SpokenSpan]) -> Iterator[tuple[SpokenSpan, list[int | None]]]:
    """Yield each span with the place of each of its characters in the spoken text, or None for a dropped character."""
    in_text = {place: number for number, place in enumerate(_kept("".join(span.spoken for span in spans)))}
    raw_start = 0
    for span in spans:
        raw_end = raw_start + len(span.spoken)
        yield span, [in_text.get(place) for place in range(raw_start, raw_end)]
        raw_start = raw_end


def _word(written: str, start: int, end: int, parts: Sequence[tuple[SpokenSpan, list[int | None]]]) -> WrittenWord | None:
    places: list[int] = []
    share = (0.0, 1.0)
    within = slice(
        bisect_right(parts, start, key=lambda part: part[0].end), bisect_left(parts, end, key=lambda part: part[0].start)
    )
    for span, of_span in parts[within]:
        first, last = max(start, span.start), min(end, span.end)
        if first >= last:
            continue
        if span.spoken == written[span.start : span.end]:
            of_span = of_span[first - span.start : last - span.start]  # noqa: PLW2901 - the part of this word
        elif span.end - span.start > last - first:
            length = span.end - span.start
            share = (first - span.start) / length, (last - span.start) / length
        places += [place for place in of_span if place is not None]
    return WrittenWord(written[start:end], min(places), max(places) + 1, *share) if places else None
