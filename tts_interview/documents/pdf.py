"""PDF -> Document, through pdfplumber: words with their fonts -> lines -> paragraphs.

A PDF knows where every letter stands and nothing else, so columns, paragraphs, headings and what the pages repeat at their
margins are told from the places and the sizes.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from tts_interview.documents.front_matter import date_of
from tts_interview.errors import SourceError
from tts_interview.model import Block, Document, Emphasis, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfplumber.page import Page

    from tts_interview.settings.parts import Limits

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx", re.I)
_ITALIC = re.compile(r"italic|oblique|cmti", re.I)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_HYPHENED = re.compile(r"\w[-\u2010\xad]$")
_SOFT_HYPHEN = "\xad"
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_NO_LETTER = re.compile(r"\(cid:\d+\)")
_NO_LETTER_SHARE = 0.1
_PAGE_NUMBER = re.compile(r"(?:page |seite |p\. ?)?[-–— ]*\d{1,4}[-–— ]*(?:(?:of|/|von|de) ?\d{1,4})?", re.I)
_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")

# All of these are in units of the size of the letters beside them.
_WORD_GAP = 0.12
_COLUMN_GAP = 0.8
_PARAGRAPH_GAP = 1.35
_INDENT = 0.8
_HEADING_SIZE = 1.12
_BIG_INITIAL = 1.5
_NUMBER_GAP = 1.8
_WIDEST_PITCH = 2.5
_USUAL_PITCH = 1.2
# The gutter between columns lies in the middle of the text; at least so many of a page's rows have words on its left, and
# as many on its right.
_GUTTER_WITHIN = (0.3, 0.7)
_GUTTER_ROWS = 0.25
# How many lines at the top and the foot of a page can be its header and footer, and how exactly they return, in points.
_MARGIN_LINES = 3
_SAME_HEIGHT = 3.0
_MARGIN_PAGES = 0.4
_LONGEST_HEADING = 200
_CHUNK = 1 << 20
_STREAM = re.compile(rb"(?<!end)stream\r?\n")


@dataclass(frozen=True, slots=True)
class _Word:
    """Letters without a space between them, in one font; places are points from the left and the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """Words on one line of one column; `column` counts the columns of all pages, `number` the lines."""

    words: tuple[_Word, ...]
    page: int
    column: int
    number: int = 0
    furniture: bool = False

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return max(self.words, key=lambda word: word.size).top

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        letters: Counter[float] = Counter()
        for word in self.words:
            letters[word.size] += len(word.text)
        return letters.most_common(1)[0][0]

    @property
    def text(self) -> str:
        gaps = ["", *(" " if _is_gap(a, b) else "" for a, b in pairwise(self.words))]
        return "".join(gap + word.text for gap, word in zip(gaps, self.words, strict=True))

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


def read_pdf(data: bytes, name: str, limits: Limits) -> Document:
    """Paragraphs, headings, bold and italic; `line` numbers the lines of all pages. What pages repeat is furniture.

    Raises SourceError if it is damaged, locked with a password, or holds pictures of text instead of text.
    """
    _check_streams(data, name, limits)
    try:
        found, metadata = _content(data)
    except Exception as error:  # pdfminer raises whatever it stumbles over in a broken file
        raise _unreadable(name, error) from error
    _check_text(found, name)
    lines = [replace(line, number=number) for number, line in enumerate(_with_furniture(found), start=1)]
    date = _DATE.match(metadata.get("CreationDate", ""))
    return Document(
        tuple(_blocks(lines)),
        title=metadata.get("Title", "").strip(),
        date=date_of("-".join(date.groups())) if date else "",
        line_count=len(lines),
    )


def count_letters(data: bytes) -> str:
    """All characters of all pages in the order of the file, for the second count."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "".join(char["text"] for page in pdf.pages for char in page.dedupe_chars().chars)


def _content(data: bytes) -> tuple[list[_Line], dict[str, str]]:
    import pdfplumber

    lines: list[_Line] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            lines += _lines(page, number, lines[-1].column + 1 if lines else 0)
            page.close()
        return lines, {str(key): str(value) for key, value in (pdf.metadata or {}).items()}


def _check_streams(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a stream that unpacks to more than the limit, before the library unpacks it."""
    for start in _STREAM.finditer(data):
        unpacker, size = zlib.decompressobj(), 0
        rest = data[start.end() : start.end() + _CHUNK]
        at = start.end() + _CHUNK
        while rest and not unpacker.eof:
            try:
                size += len(unpacker.decompress(rest, _CHUNK))
            except zlib.error:
                break
            if size > limits.unpacked_bytes:
                raise SourceError(f"{name} unpacks to more than a document holds: it is not read; save its text and give that")
            rest = unpacker.unconsumed_tail or data[at : at + _CHUNK]
            at += 0 if unpacker.unconsumed_tail else _CHUNK


def _unreadable(name: str, error: Exception) -> SourceError:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if "Password" in type(cause).__name__:
        return SourceError(f"{name} is locked with a password: save a copy without one and give that")
    why = str(cause) or type(cause).__name__
    return SourceError(f"{name} is damaged or no PDF ({' '.join(why.split())}): get it again, or save its text and give that")


def _check_text(lines: Sequence[_Line], name: str) -> None:
    letters = "".join(line.text for line in lines)
    if not letters.strip():
        raise SourceError(f"{name} has no text, only pictures of it (a scan): run text recognition (OCR) and give the result")
    if len(_NO_LETTER.findall(letters)) > _NO_LETTER_SHARE * len(_NO_LETTER.sub("x", letters)):
        raise SourceError(f"{name} does not say which letters its fonts show: run text recognition (OCR) and give the result")


# -- a page: words, columns, lines -----------------------------------------------------------------------------------


def _lines(page: Page, number: int, column: int) -> Iterator[_Line]:
    """The lines of a page in reading order: full width above and below columns, the left column before the right."""
    found = page.dedupe_chars().extract_words(x_tolerance_ratio=0.15, extra_attrs=["fontname", "size", "upright"])
    rows = _rows([_word(entry) for entry in found if entry["upright"]])
    for group in _columns(rows, _gutter(rows)):
        for words in group:
            yield _Line(tuple(words), number, column)
        column += 1
    turned = [_word(entry) for entry in found if not entry["upright"]]
    if turned:
        yield _Line(tuple(turned), number, column, furniture=True)


def _word(found: dict[str, Any]) -> _Word:
    font = str(found["fontname"])
    bold, italic = bool(_BOLD.search(font)), bool(_ITALIC.search(font))
    size = round(found["size"], 1)
    return _Word(found["text"], found["x0"], found["x1"], found["top"], found["bottom"], size, bold, italic)


def _rows(words: list[_Word]) -> list[list[_Word]]:
    """Words at one height, from left to right. A big initial does not draw the lines beside it together."""
    rows: list[list[_Word]] = []
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


def _gutter(rows: list[list[_Word]]) -> float | None:
    """Where two columns of a page part; None if it has one."""
    if not rows:
        return None
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    start, end = (int(left + (right - left) * share) for share in _GUTTER_WITHIN)
    score, gutter = max(((_score(rows, x), x) for x in range(start, end + 1, 2)), default=(0, 0))
    return float(gutter) if score >= max(2, _GUTTER_ROWS * len(rows)) else None


def _score(rows: list[list[_Word]], x: float) -> int:
    """How many rows have words on this side of x, and as many on the other, with a column's gap between."""
    clear = [row for row in rows if not _crosses(row, x)]
    on_left = sum(row[0].x1 < x for row in clear)
    on_right = sum(row[-1].x0 > x for row in clear)
    return min(on_left, on_right)


def _crosses(row: list[_Word], x: float) -> bool:
    gap = row[0].size * _COLUMN_GAP / 2
    return any(word.x0 - gap < x < word.x1 + gap for word in row)


def _columns(rows: list[list[_Word]], gutter: float | None) -> Iterator[list[list[_Word]]]:
    """Groups of lines as they are read."""
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


def _is_gap(a: _Word, b: _Word) -> bool:
    """Whether a space stands between two words; letters in different fonts can touch."""
    return b.x0 - a.x1 > _WORD_GAP * min(a.size, b.size)


# -- what the pages repeat -------------------------------------------------------------------------------------------


def _with_furniture(lines: list[_Line]) -> list[_Line]:
    """Mark page headers, page footers and page numbers."""
    pages: dict[int, list[_Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    marked: set[int] = set()
    for above in (True, False):
        edges = [_edge(page, above=above) for page in pages.values()]
        marked |= {id(line) for line in _repeated(edges)}
        marked |= {id(edge[0]) for edge in edges if _is_page_number(edge)}
    return [replace(line, furniture=True) if id(line) in marked else line for line in lines]


def _edge(page: list[_Line], *, above: bool) -> list[_Line]:
    """The outermost lines of a page, from its edge inwards."""
    return sorted(page, key=lambda line: line.top, reverse=not above)[:_MARGIN_LINES]


def _repeated(edges: list[list[_Line]]) -> Iterator[_Line]:
    """Lines that return on page after page, their numbers apart, at a height where nothing else stands."""
    by_text: dict[str, list[_Line]] = defaultdict(list)
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


def _is_page_number(edge: list[_Line]) -> bool:
    """Whether the outermost line is a number alone, well apart from the text."""
    if len(edge) < 2:  # noqa: PLR2004 - a line and its neighbour
        return False
    apart = abs(edge[0].top - edge[1].top) > _NUMBER_GAP * edge[1].size
    return apart and bool(_PAGE_NUMBER.fullmatch(edge[0].text.strip()))


# -- lines to blocks -------------------------------------------------------------------------------------------------


class _Layout:
    """What is usual in this document: the size of its text, and, by size, the pitch of lines and the edges of columns."""

    def __init__(self, lines: list[_Line]) -> None:
        letters: Counter[float] = Counter()
        by_column: dict[tuple[int, float], list[_Line]] = defaultdict(list)
        pitches: dict[float, list[float]] = defaultdict(list)
        for line in lines:
            letters[line.size] += len(line.text)
            by_column[line.column, line.size].append(line)
        for (_, size), column in by_column.items():
            pitches[size] += [b.top - a.top for a, b in pairwise(column) if 0 < b.top - a.top < _WIDEST_PITCH * size]
        self.body = letters.most_common(1)[0][0] if letters else 1.0
        self._pitch = {size: _usual_pitch(found) for size, found in pitches.items() if found}
        self._left = {key: Counter(round(line.x0) for line in column).most_common(1)[0][0] for key, column in by_column.items()}
        # One line in twenty may reach over the edge, as a long address does.
        self._right = {
            key: sorted((line.x1 for line in column), reverse=True)[len(column) // 20] for key, column in by_column.items()
        }
        self._sizes = sorted((size for size in letters if size >= _HEADING_SIZE * self.body), reverse=True)
        self.words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))

    def level(self, size: float) -> int:
        """The level of a heading of that size, 1 to 6; 0 if it is no heading's."""
        return min(self._sizes.index(size) + 1, 6) if size in self._sizes else 0

    def has_room(self, line: _Line, word: _Word) -> bool:
        """Whether the word would still have gone on the line: then the line was ended on purpose."""
        return line.x1 + (word.x1 - word.x0) + line.size / 2 < self._right[line.column, line.size]

    def indent(self, line: _Line) -> int:
        """1 for a line that begins right of where lines begin, -1 for one that begins left of it, else 0."""
        beside = line.x0 - self._left[line.column, line.size]
        return (beside > _INDENT * line.size) - (beside < -_INDENT * line.size)

    def is_apart(self, above: _Line, line: _Line) -> bool:
        """Whether more than a line's pitch lies between two lines."""
        return line.top - above.top > _PARAGRAPH_GAP * self._pitch.get(line.size, line.size * _USUAL_PITCH)


def _usual_pitch(pitches: list[float]) -> float:
    """The pitch inside paragraphs: the smaller ones, where every paragraph is short."""
    return sorted(pitches)[len(pitches) // 4]


def _blocks(lines: list[_Line]) -> Iterator[Block]:
    layout = _Layout([line for line in lines if not line.furniture])
    run: list[_Line] = []
    held: list[_Line] = []
    for line in lines:
        if line.furniture:
            held.append(line)
        elif run and not _opens(run[-1], line, layout):
            run.append(line)
        else:
            yield from _run_blocks(run, held, layout)
            run, held = [line], []
    yield from _run_blocks(run, held, layout)


def _run_blocks(run: list[_Line], held: list[_Line], layout: _Layout) -> Iterator[Block]:
    """A paragraph, and the furniture around it: where a paragraph goes over the page, the margins stand behind it."""
    furniture = [Block(line.text, (line.number,), furniture=True) for line in held]
    before = [block for block in furniture if not run or block.line < run[0].number]
    yield from before
    if run:
        yield _block(run, layout)
    yield from furniture[len(before) :]


def _opens(above: _Line, line: _Line, layout: _Layout) -> bool:
    """Whether a paragraph starts with the line."""
    ended = bool(_SENTENCE_END.search(above.text))
    if above.size != line.size or layout.has_room(above, line.words[0]):
        return True
    if above.column != line.column:
        return ended or layout.indent(line) > 0
    if layout.is_apart(above, line) or layout.indent(line) < 0:
        return True
    if layout.indent(line) > 0 and layout.indent(above) == 0:
        return True
    return ended and above.bold != line.words[0].bold and (above.bold or line.bold)


def _block(lines: list[_Line], layout: _Layout) -> Block:
    text = _Text(layout.words)
    for line in lines:
        text.add(line)
    level = layout.level(lines[0].size)
    heading = bool(level) and text.length <= _LONGEST_HEADING
    kind = Kind.HEADING if heading else Kind.PARAGRAPH
    return Block(text.text, tuple(text.lines), kind, tuple(text.emphasis), level if heading else 0)


class _Text:
    """The text of a paragraph; a word that was divided at the end of a line is whole again, and ends that line."""

    def __init__(self, known: Counter[str]) -> None:
        self.lines: list[int] = []
        self.emphasis: list[Emphasis] = []
        self.length = 0
        self._known = known
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, line: _Line) -> None:
        glued = bool(self._parts) and bool(_HYPHENED.search("".join(self._parts[-2:])))
        if glued:
            self._close_hyphen(line.words[0].text)
        elif self._parts:
            self._put("\n")
        if not glued:
            self.lines.append(line.number)
        previous = None
        for word in line.words:
            if previous is not None and _is_gap(previous, word):
                self._put("\n" if glued else " ")
                self.lines += [line.number] if glued else []
                glued = False
            self._put(word.text, word)
            previous = word

    def _close_hyphen(self, rest: str) -> None:
        """Drop the hyphen that the end of the line made; one that is the word's own stays."""
        last = self._parts[-1]
        start = _WORD.findall("".join(self._parts[-8:])[:-1])[-1:] or [""]
        whole = f"{start[0]}-{(_WORD.findall(rest) or [''])[0]}".casefold()
        if last[-1] == _SOFT_HYPHEN or (rest[:1].islower() and whole not in self._known):
            self._parts[-1] = last[:-1]
            self.length -= 1
            if self.emphasis and self.emphasis[-1].end > self.length:
                self.emphasis[-1] = replace(self.emphasis[-1], end=self.length)

    def _put(self, text: str, word: _Word | None = None) -> None:
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        if word is None or not (word.bold or word.italic):
            return
        last = self.emphasis[-1] if self.emphasis else None
        # Nothing but one space or newline stands between two words.
        if last and (last.bold, last.italic) == (word.bold, word.italic) and last.end >= start - 1:
            start = self.emphasis.pop().start
        self.emphasis.append(Emphasis(start, self.length, word.bold, word.italic))
