"""Where a text is cut: into sentences, and a long sentence into pieces where a speaker breathes."""

from __future__ import annotations

import re

_END = re.compile(r"""[.!?…。！？]+["'”’»)\]]*(?:\s+|$)|(?<=[。！？])(?=\S)""")
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof sr jr st sen rep gov gen col lt sgt capt cmdr adm hon rev pres messrs mt ft no nos vol fig ed eds
    inc ltd co corp dept est approx vs etc e.g i.e cf al jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu
    fri z.b d.h u.a bzw usw ca nr hr fr dipl ing mme mlle m av ud uds sra dra art
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
# An abbreviation of single letters ends a sentence only if the next word is one that begins them.
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]")
_STARTERS = frozenset(
    """
    the a an i we you he she it they this that these those there and but so or if when while what who why how where which
    in on at for from with as is are was do does did my our your his her its their yes no not now then well because
    """.split()  # noqa: SIM905 - as above
)
_CLAUSE_END = re.compile(r"[,;:][\"'”’)\]]*\s+|\s+[–—-]+\s+|(?<=\w)—(?=\w)")
_SPACE = re.compile(r"\s+")


def sentences(text: str) -> list[tuple[int, int]]:
    """The ranges of the sentences of a text, without white space around them."""
    ranges = []
    start = 0
    for found in _END.finditer(text):
        if _ends_sentence(text, start, found):
            ranges.append((start, found.end()))
            start = found.end()
    ranges.append((start, len(text)))
    return [stripped for pair in ranges if (stripped := _strip(text, *pair))[0] < stripped[1]]


def pieces(text: str, longest_chars: int) -> list[tuple[int, int]]:
    """Ranges of a sentence, none longer than `longest_chars`, cut after clauses, else between words, in even lengths."""
    ranges = [(0, len(text))]
    for pattern in (_CLAUSE_END, _SPACE):
        ranges = [part for pair in ranges for part in _cut(text, *pair, pattern, longest_chars)]
    ranges = [(at, min(at + longest_chars, end)) for start, end in ranges for at in range(start, end, longest_chars)]
    return [stripped for pair in ranges if (stripped := _strip(text, *pair))[0] < stripped[1]]


def _ends_sentence(text: str, start: int, found: re.Match[str]) -> bool:
    if found.end() == len(text) or found[0][:1] not in ".…":
        # A question or a cry inside a quotation goes on in lower case: "Really?" he asked.
        return found.end() == len(text) or not text[found.end()].islower()
    following = text[found.end() :][:40].lstrip("\"'“‘«([¿¡")
    if following[:1].islower():
        return False
    if found[0].startswith("..") or found[0][0] == "…":
        return True
    word = text[start : found.start()].rpartition(" ")[2].lstrip("\"'“‘«([")
    if word.casefold() in _ABBREVIATIONS:
        return False
    if _LETTERS.fullmatch(word) and word != "I":
        next_word = re.match(r"[\w’']*", following)
        return bool(next_word) and next_word[0].casefold() in _STARTERS if next_word else False
    return True


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str], longest_chars: int) -> list[tuple[int, int]]:
    if end - start <= longest_chars:
        return [(start, end)]
    wanted = -(-(end - start) // longest_chars)
    even = (end - start) / wanted
    ranges = []
    last = start
    cuts = [found.end() for found in pattern.finditer(text, start, end)]
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
