"""A sentence in pieces that an engine speaks at once, each with its own spans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.pieces import opening, pieces
from tts_interview.language.spoken_text.written_words import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import SpokenSpan

# Words are cut no finer for the sake of how long they are when spoken.
_SHORTEST_CHARS = 20


def spoken_pieces(
    written: str, spans: Sequence[SpokenSpan], longest_chars: int, *, opens: bool = False
) -> list[tuple[str, tuple[SpokenSpan, ...]]]:
    """The written text in pieces, each with its spans, which count from its own start; what is spoken as one stays in one.

    Neither what is written nor what is spoken is longer than `longest_chars`, unless a single expression is. `opens` says that
    an episode begins with it.
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


def _end(written: str, span: SpokenSpan) -> int:
    """Where what is spoken as one ends: with the first letter after a full stop, for that is an abbreviation's ("Dr. Roe")."""
    if written[span.end - 1 : span.end] != ".":
        return span.end
    return len(written) - len(written[span.end :].lstrip()) + 1


def _spans_within(written: str, spans: Sequence[SpokenSpan], start: int, end: int) -> tuple[SpokenSpan, ...]:
    clipped = (_clipped(written, span, start, end) for span in spans if span.start < end and span.end > start)
    return tuple(clipped)


def _clipped(written: str, span: SpokenSpan, start: int, end: int) -> SpokenSpan:
    """The part of a span inside the piece; words that are not as they are written are spoken by the piece they start in."""
    first, last = max(span.start, start), min(span.end, end)
    said = span.spoken
    if _is_plain(written, span):
        said = written[first:last]
    elif span.start < start:
        said = ""
    return replace(span, spoken=said, start=first - start, end=last - start)


def _is_plain(written: str, span: SpokenSpan) -> bool:
    """Whether it is spoken as it is written, so that each part of it can be spoken by itself."""
    return span.spoken == written[span.start : span.end] and not (span.ipa or span.respelling)
