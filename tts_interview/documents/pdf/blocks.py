"""Join the lines of a PDF into paragraphs and headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tts_interview.documents.pdf.lines import is_gap
from tts_interview.model import Block, Emphasis, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.documents.pdf.lines import PdfLine, PdfWord

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_HYPHENED = re.compile(r"\w[-\u2010\xad]$")
_SOFT_HYPHEN = "\xad"
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
# These are multiples of the font size of the letters beside them.
_PARAGRAPH_GAP = 1.35
_INDENT = 0.8
_HEADING_SIZE = 1.12
_WIDEST_PITCH = 2.5
_USUAL_PITCH = 1.2
_LONGEST_HEADING = 200


def blocks(lines: list[PdfLine]) -> Iterator[Block]:
    """Make blocks of the lines, and a furniture block of each line that is marked as furniture."""
    layout = _Layout([line for line in lines if not line.furniture])
    run: list[PdfLine] = []
    held: list[PdfLine] = []
    for line in lines:
        if line.furniture:
            held.append(line)
        elif run and not _opens(run[-1], line, layout):
            run.append(line)
        else:
            yield from _run_blocks(run, held, layout)
            run, held = [line], []
    yield from _run_blocks(run, held, layout)


class _Layout:
    """The usual measures of a document: font size of the text, and by size the line pitch and the edges of columns."""

    def __init__(self, lines: list[PdfLine]) -> None:
        letters: Counter[float] = Counter()
        by_column: dict[tuple[int, float], list[PdfLine]] = defaultdict(list)
        pitches: dict[float, list[float]] = defaultdict(list)
        for line in lines:
            letters[line.size] += len(line.text)
            by_column[line.column, line.size].append(line)
        for (_, size), column in by_column.items():
            pitches[size] += [b.top - a.top for a, b in pairwise(column) if 0 < b.top - a.top < _WIDEST_PITCH * size]
        self.body = letters.most_common(1)[0][0] if letters else 1.0
        self._pitch = {size: _usual_pitch(found) for size, found in pitches.items() if found}
        self._left = {key: Counter(round(line.x0) for line in column).most_common(1)[0][0] for key, column in by_column.items()}
        # One line in twenty may cross the edge, as long addresses do.
        self._right = {
            key: sorted((line.x1 for line in column), reverse=True)[len(column) // 20] for key, column in by_column.items()
        }
        self._sizes = sorted((size for size in letters if size >= _HEADING_SIZE * self.body), reverse=True)
        self.words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))

    def level(self, size: float) -> int:
        """Return the level of headings of that font size, 1 to 6; 0 if no heading has it."""
        return min(self._sizes.index(size) + 1, 6) if size in self._sizes else 0

    def has_room(self, line: PdfLine, word: PdfWord) -> bool:
        """Return whether the word would have fitted on the line, which therefore ends on purpose."""
        return line.x1 + (word.x1 - word.x0) + line.size / 2 < self._right[line.column, line.size]

    def indent(self, line: PdfLine) -> int:
        """Return 1 for a line that begins right of the column's usual edge, -1 for one on its left, else 0."""
        beside = line.x0 - self._left[line.column, line.size]
        return (beside > _INDENT * line.size) - (beside < -_INDENT * line.size)

    def is_apart(self, above: PdfLine, line: PdfLine) -> bool:
        """Return whether the gap between two lines is larger than the usual pitch."""
        return line.top - above.top > _PARAGRAPH_GAP * self._pitch.get(line.size, line.size * _USUAL_PITCH)


def _usual_pitch(pitches: list[float]) -> float:
    """Return the pitch inside paragraphs: the lower quartile, because all paragraphs may be short."""
    return sorted(pitches)[len(pitches) // 4]


def _run_blocks(run: list[PdfLine], held: list[PdfLine], layout: _Layout) -> Iterator[Block]:
    """Make a paragraph and the furniture around it; margins inside a paragraph come after it."""
    furniture = [Block(line.text, (line.number,), furniture=True) for line in held]
    before = [block for block in furniture if not run or block.line < run[0].number]
    yield from before
    if run:
        yield _block(run, layout)
    yield from furniture[len(before) :]


def _opens(above: PdfLine, line: PdfLine, layout: _Layout) -> bool:
    """Return whether a paragraph starts with the line."""
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


def _block(lines: list[PdfLine], layout: _Layout) -> Block:
    text = _Text(layout.words)
    for line in lines:
        text.add(line)
    level = layout.level(lines[0].size)
    heading = bool(level) and text.length <= _LONGEST_HEADING
    kind = Kind.HEADING if heading else Kind.PARAGRAPH
    return Block(text.text, tuple(text.lines), kind, tuple(text.emphasis), level if heading else 0)


class _Text:
    """The text of a paragraph. A word that was divided at the end of a line is rejoined and ends that line."""

    def __init__(self, known: Counter[str]) -> None:
        self.lines: list[int] = []
        self.emphasis: list[Emphasis] = []
        self.length = 0
        self._known = known
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, line: PdfLine) -> None:
        glued = bool(self._parts) and bool(_HYPHENED.search("".join(self._parts[-2:])))
        if glued:
            self._close_hyphen(line.words[0].text)
        elif self._parts:
            self._put("\n")
        if not glued:
            self.lines.append(line.number)
        previous = None
        for word in line.words:
            if previous is not None and is_gap(previous, word):
                self._put("\n" if glued else " ")
                self.lines += [line.number] if glued else []
                glued = False
            self._put(word.text, word)
            previous = word

    def _close_hyphen(self, rest: str) -> None:
        """Remove a hyphen that divides a word at the end of a line, but keep a hyphen of the word itself."""
        last = self._parts[-1]
        start = _WORD.findall("".join(self._parts[-8:])[:-1])[-1:] or [""]
        whole = f"{start[0]}-{(_WORD.findall(rest) or [''])[0]}".casefold()
        if last[-1] == _SOFT_HYPHEN or (rest[:1].islower() and whole not in self._known):
            self._parts[-1] = last[:-1]
            self.length -= 1
            if self.emphasis and self.emphasis[-1].end > self.length:
                self.emphasis[-1] = replace(self.emphasis[-1], end=self.length)

    def _put(self, text: str, word: PdfWord | None = None) -> None:
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
