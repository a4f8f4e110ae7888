"""Where a text is cut: into sentences, and a long sentence into pieces where a speaker breathes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_END = re.compile(r"""[.!?…।॥。！？]+["'”’»)\]]*(?:\s+|$)|(?<=[。！？])(?=\S)""")
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st sen rep gov gen col lt sgt capt cmdr adm hon rev pres messrs mt ft eds dept est approx vs e.g i.e
    cf jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri z.b d.h u.a bzw ca hr fr dipl ing mme mlle av
    ud uds sra dra
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
# These are abbreviations before a number, and words elsewhere.
_BEFORE_NUMBERS = frozenset({"no", "nos", "nr", "vol", "fig", "art", "p", "pp"})
# These, and abbreviations of single letters, end a sentence only if the next word is one that begins sentences.
_AT_EITHER_PLACE = frozenset({"inc", "ltd", "co", "corp", "etc", "jr", "sr", "al", "usw", "ed"})
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]")
_STARTERS = frozenset(
    """
    the a an i we you he she it they this that these those there and but so or if when while what who why how where which
    in on at for from with as is are was do does did my our your his her its their yes no not now then well because
    der die das ein eine ich du er sie es wir ihr und aber wenn wann wer wie wo warum dann danach da so nun jetzt doch denn
    el la los las un una yo tú él ella nosotros pero si cuando quién qué cómo dónde después luego entonces así sí
    le les une je tu il elle nous vous ils elles et mais quand qui que comment où puis alors après ce cette
    lo gli io lui lei noi voi loro ma se quando chi che come dove poi allora dopo non
    os as um uma eu ele ela nós eles mas quando quem como onde depois então não sim
    """.split()  # noqa: SIM905 - as above
)
_CLAUSE_END = re.compile(r"[,;:][\"'”’)\]]*\s+|\s+[–—-]+\s+|(?<=\w)—(?=\w)")
_SPACE = re.compile(r"\s+")
# A first clause shorter than this is over before what follows is spoken, and so it is if the rest is longer by this factor.
_SHORTEST_OPENING, _MOST_BEHIND_IT = 20, 2.5


def sentences(text: str, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The ranges of the sentences of a text, without white space around them; no range of `whole` is cut."""
    ranges = []
    start = 0
    for found in _END.finditer(text):
        if not _inside(found.end(), whole) and _ends_sentence(text, start, found):
            ranges.append((start, found.end()))
            start = found.end()
    ranges.append((start, len(text)))
    return [stripped for pair in ranges if (stripped := _strip(text, *pair))[0] < stripped[1]]


def pieces(text: str, longest_chars: int, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Ranges of a sentence, none longer than `longest_chars`, cut after clauses, else between words, in even lengths.

    A range of `whole` is cut only if it is itself longer than a piece may be.
    """
    ranges = [(0, len(text))]
    for pattern, kept in ((_CLAUSE_END, whole), (_SPACE, whole), (_SPACE, ())):
        cuts = [found.end() for found in pattern.finditer(text) if not _inside(found.end(), kept)]
        ranges = [part for pair in ranges for part in _cut(*pair, cuts, longest_chars)]
    ranges = [(at, min(at + longest_chars, end)) for start, end in ranges for at in range(start, end, longest_chars)]
    return [stripped for pair in ranges if (stripped := _strip(text, *pair))[0] < stripped[1]]


def opening(text: str, longest_chars: int, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The ranges of `pieces`, but the first of them a clause by itself where that leaves enough time for the next.

    Whoever listens while it is spoken so hears something sooner.
    """
    ranges = pieces(text, longest_chars, whole)
    if not ranges:
        return ranges
    (start, end), *others = ranges
    for found in _CLAUSE_END.finditer(text, start, end):
        cut = found.end()
        if cut - start >= _SHORTEST_OPENING and 0 < end - cut <= _MOST_BEHIND_IT * (cut - start) and not _inside(cut, whole):
            return [_strip(text, start, cut), (cut, end), *others]
    return ranges


def _ends_sentence(text: str, start: int, found: re.Match[str]) -> bool:
    if found.end() == len(text) or not found[0]:
        return True
    if found[0][0] not in ".…":
        # A question or a cry inside a quotation goes on in lower case: "Really?" he asked.
        return not text[found.end()].islower()
    following = text[found.end() :][:40].lstrip("\"'“‘«([¿¡")
    if following[:1].islower():
        return False
    word = text[start : found.start()].rpartition(" ")[2].lstrip("\"'“‘«([")
    if found[0].startswith("..") or found[0][0] == "…":
        word = ""
    if word.casefold() in _BEFORE_NUMBERS:
        return not following[:1].isdigit()
    if (_LETTERS.fullmatch(word) and word != "I") or word.casefold() in _AT_EITHER_PLACE:
        return re.split(r"[^\w]", following, maxsplit=1)[0].casefold() in _STARTERS
    return word.casefold() not in _ABBREVIATIONS


def _inside(place: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start < place < end for start, end in ranges)


def _cut(start: int, end: int, places: Sequence[int], longest_chars: int) -> list[tuple[int, int]]:
    if end - start <= longest_chars:
        return [(start, end)]
    wanted = -(-(end - start) // longest_chars)
    even = (end - start) / wanted
    ranges = []
    last = start
    cuts = [place for place in places if start < place < end]
    for position, cut in enumerate(cuts):
        following = cuts[position + 1] if position + 1 < len(cuts) else end
        if following - last > longest_chars or cut - last >= even:
            ranges.append((last, cut))
            last = cut
    return [*ranges, (last, end)]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
