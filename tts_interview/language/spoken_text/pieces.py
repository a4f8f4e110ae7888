"""A long sentence in pieces, cut where a speaker breathes: after clauses, before conjunctions, else between words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.ranges import Unbroken, strip, stripped

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLAUSE_END = re.compile(
    r"""[,;:][\"'”’)\]]*+\s++|(?<!\s)\s++[–—-]++\s++|(?<=\w)—(?=\w)|[.!?…।॥。！？]["'”’»)\]]*+\s++|[，、；：。！？](?=\w)"""
)
# A clause begins with one of these; they are those of all languages of our voices, as none is a common noun in another.
_CONJUNCTION = re.compile(
    r"(?<!\s)\s++(?=(?:and|but|or|because|although|though|while|when|where|which|who|that|if|unless|until|since|whereas|so"
    r"|y|pero|porque|aunque|mientras|cuando|donde|que|sino|et|mais|parce|quand|où|qui|puisque|lorsque|und|aber|oder|weil|dass"
    r"|obwohl|während|wenn|denn|sondern|ma|perché|mentre|quando|dove|anche|mas|porém|enquanto|onde|और|लेकिन|क्योंकि|कि|जब)\s)",
    re.I,
)
_SPACE = re.compile(r"\s++")
# A first clause shorter than this is over before what follows is spoken, and so it is if the rest is longer by this factor.
_SHORTEST_OPENING, _MOST_BEHIND_IT = 20, 2.5


def pieces(text: str, longest_chars: int, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Ranges of a sentence, none longer than `longest_chars`, in even lengths.

    A range of `whole` is cut only if it is itself longer than a piece may be.
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
    """The ranges of `pieces`, but the first of them a clause by itself where that leaves enough time for the next.

    Whoever listens while it is spoken so hears something sooner.
    """
    ranges = pieces(text, longest_chars, whole)
    if not ranges:
        return ranges
    (start, end), *others = ranges
    unbroken = Unbroken(whole)
    for found in _CLAUSE_END.finditer(text, start, end):
        cut = found.end()
        if cut - start >= _SHORTEST_OPENING and 0 < end - cut <= _MOST_BEHIND_IT * (cut - start) and not unbroken.holds(cut):
            return [strip(text, start, cut), (cut, end), *others]
    return ranges


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
