"""Find the lines of PDF pages in reading order, from the positions of their words, and mark repeated margins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx", re.I)
_ITALIC = re.compile(r"italic|oblique|cmti", re.I)
_PAGE_NUMBER = re.compile(r"(?:page |seite |p\. ?)?[-–— ]*\d{1,4}[-–— ]*(?:(?:of|/|von|de) ?\d{1,4})?", re.I)
_DIGITS = re.compile(r"\d+")

# These are multiples of the font size of the letters beside them.
_WORD_GAP = 0.12
_COLUMN_GAP = 0.8
_BIG_INITIAL = 1.5
_NUMBER_GAP = 1.8
# The gutter between columns is within this share of the text's width, and at least this share of a page's rows has words on
# its left, and as many on its right.
_GUTTER_WITHIN = (0.3, 0.7)
_GUTTER_ROWS = 0.25
# A gutter is looked for every two points, and in fewer places of a page than this, which may be as wide as a number can be.
_MOST_GUTTERS = 2_000
# How many lines at the top and bottom of a page can be header and footer, how far their heights differ between pages (in
# points), and on what share of the pages they return.
_MARGIN_LINES = 3
_SAME_HEIGHT = 3.0
_MARGIN_PAGES = 0.4


@dataclass(frozen=True, slots=True)
class PdfWord:
    """Letters of one font without a space between them; positions are in points from the left and top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class PdfLine:
    """The words of one line in one column; `column` and `number` count through all pages, from 0 and 1."""

    words: tuple[PdfWord, ...]
    page: int
    column: int
    number: int = 0
    furniture: bool = False

    @property
    def x0(self) -> float:
        """The left edge, in points."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge, in points."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """The top of its largest letters, in points from the top of the page."""
        return max(self.words, key=lambda word: word.size).top

    @property
    def size(self) -> float:
        """The font size of most of its letters, in points."""
        letters: Counter[float] = Counter()
        for word in self.words:
            letters[word.size] += len(word.text)
        return letters.most_common(1)[0][0]

    @property
    def text(self) -> str:
        """Its words, with spaces where the page has gaps."""
        gaps = ["", *(" " if is_gap(a, b) else "" for a, b in pairwise(self.words))]
        return "".join(gap + word.text for gap, word in zip(gaps, self.words, strict=True))

    @property
    def bold(self) -> bool:
        """True if all its words are bold."""
        return all(word.bold for word in self.words)


def lines_of(found: Sequence[dict[str, Any]], number: int, column: int) -> Iterator[PdfLine]:
    """Find the lines of page `number` in reading order: the left column before the right, between lines of full width.

    `found` are the words as pdfplumber extracts them, and `column` is the number of the first column.
    """
    rows = _rows([_word(entry) for entry in found if entry["upright"]])
    for group in _columns(rows, _gutter(rows)):
        for words in group:
            yield PdfLine(tuple(words), number, column)
        column += 1
    turned = [_word(entry) for entry in found if not entry["upright"]]
    if turned:
        yield PdfLine(tuple(turned), number, column, furniture=True)


def _word(found: dict[str, Any]) -> PdfWord:
    font = str(found["fontname"])
    bold, italic = bool(_BOLD.search(font)), bool(_ITALIC.search(font))
    size = round(found["size"], 1)
    return PdfWord(normalize("NFC", found["text"]), found["x0"], found["x1"], found["top"], found["bottom"], size, bold, italic)


def _rows(words: list[PdfWord]) -> list[list[PdfWord]]:
    """Group words at one height, from left to right. A big initial does not merge the lines beside it."""
    rows: list[list[PdfWord]] = []
    bottom = 0.0
    for word in sorted(words, key=lambda w: w.top + w.bottom):
        if rows and (word.top + word.bottom) / 2 <= bottom:
            rows[-1].append(word)
            if word.size < _BIG_INITIAL * rows[-1][0].size:
                bottom = max(bottom, word.bottom)
        else:
            rows.append([word])
            bottom = word.bottom
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def _gutter(rows: list[list[PdfWord]]) -> float | None:
    """Find the x position between two columns of a page; None if it has one column."""
    if not rows:
        return None
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    start, end = (int(left + (right - left) * share) for share in _GUTTER_WITHIN)
    step = max(2, (end - start) // _MOST_GUTTERS)
    score, gutter = max(((_score(rows, x), x) for x in range(start, end + 1, step)), default=(0, 0))
    return float(gutter) if score >= max(2, _GUTTER_ROWS * len(rows)) else None


def _score(rows: list[list[PdfWord]], x: float) -> int:
    """Count the rows with words on the left of x and those on the right, clear of x, and return the smaller number."""
    clear = [row for row in rows if not _crosses(row, x)]
    on_left = sum(row[0].x1 < x for row in clear)
    on_right = sum(row[-1].x0 > x for row in clear)
    return min(on_left, on_right)


def _crosses(row: list[PdfWord], x: float) -> bool:
    gap = row[0].size * _COLUMN_GAP / 2
    return any(word.x0 - gap < x < word.x1 + gap for word in row)


def _columns(rows: list[list[PdfWord]], gutter: float | None) -> Iterator[list[list[PdfWord]]]:
    """Group the rows as they are read: lines of full width, left columns, right columns."""
    if gutter is None:
        yield rows
        return
    for full, band in groupby(rows, key=lambda row: _crosses(row, gutter)):
        lines = list(band)
        if full:
            yield lines
            continue
        sides = [[[w for w in row if (w.x0 > gutter) == right] for row in lines] for right in (False, True)]
        yield from ([words for words in side if words] for side in sides)


def is_gap(a: PdfWord, b: PdfWord) -> bool:
    """Return whether there is a space between two words; letters of different fonts can touch."""
    return b.x0 - a.x1 > _WORD_GAP * min(a.size, b.size)


# -- repeated margins -------------------------------------------------------------------------------------------------


def with_furniture(lines: list[PdfLine]) -> list[PdfLine]:
    """Mark page headers, page footers and page numbers as furniture."""
    pages: dict[int, list[PdfLine]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    marked: set[int] = set()
    for above in (True, False):
        edges = [_edge(page, above=above) for page in pages.values()]
        marked |= {id(line) for line in _repeated(edges)}
        marked |= {id(edge[0]) for edge in edges if _is_page_number(edge)}
    return [replace(line, furniture=True) if id(line) in marked else line for line in lines]


def _edge(page: list[PdfLine], *, above: bool) -> list[PdfLine]:
    """Return the outermost lines of a page, from its edge inwards."""
    return sorted(page, key=lambda line: line.top, reverse=not above)[:_MARGIN_LINES]


def _repeated(edges: list[list[PdfLine]]) -> Iterator[PdfLine]:
    """Find lines that return on many pages, apart from their numbers, at a height with few other lines."""
    by_text: dict[str, list[PdfLine]] = defaultdict(list)
    for line in (line for edge in edges for line in edge):
        by_text[_DIGITS.sub("#", line.text)].append(line)
    returning = [same for same in by_text.values() if len(same) >= max(2, _MARGIN_PAGES * len(edges))]
    for same in returning:
        height = median(line.top for line in same)
        here = [line for line in same if abs(line.top - height) <= _SAME_HEIGHT]
        others = {id(line) for edge in edges for line in edge if abs(line.top - height) <= _SAME_HEIGHT}
        others -= {id(line) for lines in returning for line in lines}
        if len(here) > 1 and len(others) <= len(here) / 2:
            yield from here


def _is_page_number(edge: list[PdfLine]) -> bool:
    """Return whether the outermost line is only a number, well apart from the text."""
    if len(edge) < 2:  # noqa: PLR2004 - a line and its neighbour
        return False
    apart = abs(edge[0].top - edge[1].top) > _NUMBER_GAP * edge[1].size
    return apart and bool(_PAGE_NUMBER.fullmatch(edge[0].text.strip()))
