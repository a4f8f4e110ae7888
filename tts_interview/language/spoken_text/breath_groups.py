"""Cut a long sentence where a speaker breathes: after clauses, before conjunctions, otherwise between words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.sentences import Unbroken, strip, stripped
from tts_interview.language.spoken_text.words import any_word, words_of
from tts_interview.language.spoken_text.written_words import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import SpokenSpan

_CLAUSE_END = re.compile(
    r"""[,;:][\"'”’)\]]*+\s++|(?<!\s)\s++[–—-]++\s++|(?<=\w)—(?=\w)|[.!?…।॥。！？]["'”’»)\]]*+\s++|[，、；：。！？](?=\w)"""
)
_CONJUNCTION = re.compile(rf"(?<!\s)\s++(?=(?:{any_word(words_of('any')['breath']['conjunctions'])})\s)", re.I)
_SPACE = re.compile(r"\s++")
# A first clause that is shorter ends before the rest is synthesised, and so does one if the rest is longer by this factor.
_SHORTEST_OPENING, _LONGEST_REST = 20, 2.5
# Pieces are not cut shorter than this to limit the length of their spoken words.
_SHORTEST_CHARS = 20


def pieces(text: str, longest_chars: int, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return the ranges of a sentence in pieces of even length, none longer than `longest_chars`.

    A range of `whole` is cut only if it is longer than that itself.
    """
    unbroken, nothing = Unbroken(whole), Unbroken(())
    ranges = [(0, len(text))]
    for pattern, kept in ((_CLAUSE_END, unbroken), (_CONJUNCTION, unbroken), (_SPACE, unbroken), (_SPACE, nothing)):
        if all(end - start <= longest_chars for start, end in ranges):
            break
        cuts = [found.end() for found in pattern.finditer(text) if not kept.holds(found.end())]
        ranges = [part for pair in ranges for part in _cut(*pair, cuts, longest_chars)]
    ranges = [(at, min(at + longest_chars, end)) for start, end in ranges for at in range(start, end, longest_chars)]
    return stripped(text, ranges)


def opening(text: str, longest_chars: int, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return the ranges of `pieces` with a single clause first, if it lasts long enough to synthesise the next piece.

    Playback can then start sooner.
    """
    ranges = pieces(text, longest_chars, whole)
    if not ranges:
        return ranges
    (start, end), *others = ranges
    unbroken = Unbroken(whole)
    for found in _CLAUSE_END.finditer(text, start, end):
        cut = found.end()
        if cut - start >= _SHORTEST_OPENING and 0 < end - cut <= _LONGEST_REST * (cut - start) and not unbroken.holds(cut):
            return [strip(text, start, cut), (cut, end), *others]
    return ranges


def spoken_pieces(
    written: str, spans: Sequence[SpokenSpan], longest_chars: int, *, opens: bool = False
) -> list[tuple[str, tuple[SpokenSpan, ...]]]:
    """Return the written text in pieces, each with its spans in places counted from the start of the piece.

    No span is cut if its words differ from the written ones. Written and spoken, a piece has at most `longest_chars`
    characters, unless one such span has more. With `opens` the text begins an episode.
    """
    whole = [(span.start, _end(written, span)) for span in spans if not _is_plain(written, span)]
    cut = opening if opens else pieces
    limit = longest_chars
    shortest = max([_SHORTEST_CHARS, *(end - start for start, end in whole)])
    while True:
        found = [(written[a:b], _spans_within(written, spans, a, b)) for a, b in cut(written, limit, whole)]
        widest = max((len(spoken(piece)) for _, piece in found), default=0)
        if widest <= longest_chars or limit <= shortest:
            return found
        limit = max(shortest, min(limit - 1, limit * longest_chars // widest))


def _cut(start: int, end: int, places: Sequence[int], longest_chars: int) -> list[tuple[int, int]]:
    if end - start <= longest_chars:
        return [(start, end)]
    wanted = -(-(end - start) // longest_chars)
    even = (end - start) / wanted
    ranges = []
    last = start
    cuts = places[bisect_right(places, start) : bisect_left(places, end)]
    for position, cut in enumerate(cuts):
        following = cuts[position + 1] if position + 1 < len(cuts) else end
        if following - last > longest_chars or cut - last >= even:
            ranges.append((last, cut))
            last = cut
    return [*ranges, (last, end)]


def _end(written: str, span: SpokenSpan) -> int:
    """Return the end of a span that is not cut; after the full stop of an abbreviation it includes a letter ("Dr. Roe")."""
    if written[span.end - 1 : span.end] != ".":
        return span.end
    return len(written) - len(written[span.end :].lstrip()) + 1


def _spans_within(written: str, spans: Sequence[SpokenSpan], start: int, end: int) -> tuple[SpokenSpan, ...]:
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, key=lambda span: span.start)
    return tuple(_clipped(written, span, start, end) for span in spans[first:last])


def _clipped(written: str, span: SpokenSpan, start: int, end: int) -> SpokenSpan:
    """Return the part of a span inside a piece; words that differ from the written ones belong to the piece they start in."""
    first, last = max(span.start, start), min(span.end, end)
    words = span.spoken
    if _is_plain(written, span):
        words = written[first:last]
    elif span.start < start:
        words = ""
    return replace(span, spoken=words, start=first - start, end=last - start)


def _is_plain(written: str, span: SpokenSpan) -> bool:
    """Return whether a span is spoken as written, so that it can be cut."""
    return span.spoken == written[span.start : span.end] and not (span.ipa or span.respelling)
