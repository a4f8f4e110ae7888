"""Read WebVTT and SubRip subtitles: join their cues into paragraphs, each with its voice.

The library webvtt-py gives neither the lines of cues nor more than one voice in a cue, so this module parses them itself.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.documents.paragraphs import VoicedText, paragraphs
from tts_interview.model import Document, Emphasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # The lines of one cue, each with its number in the source.
    Lines = list[tuple[int, str]]

_TIMING = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}")
_TIMING_ALONE = re.compile(rf"{_TIMING.pattern}(?:\s+[\w-]+:\S+)*\s*")
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
# The tags of both formats, and karaoke times. Any other tag is text: "<laughs>" is a stage direction.
_TAG = re.compile(r"<(?P<close>/?)(?P<name>v|c|i|b|u|s|em|strong|lang|ruby|rt|font|br)(?P<rest>[.\s/][^<>]*)?>|<[\d:.]+>", re.I)
# The class that this program's WebVTT gives to announcements.
_ANNOUNCES = re.compile(r"[^\s]*\.announcement(?![\w-])")
_CLASSES = re.compile(r"(?:\.[^\s.]*)*")
_PLACEMENT = re.compile(r"\{\\[^{}]*\}")
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
_SPACE = re.compile(r"[ \t\xa0\f]+")
# Marks that open a turn at the start of any line; a label opens one only at the start of a cue.
_OPENS = re.compile(r">>|[-–] (?=\S)|-(?=[A-Z])")
LABEL = re.compile(r"[^\W\d_][\w.'’ -]{0,40}(?:\([^()\n]{1,40}\) ?)?:(?:\s|$)")
# A text that does not begin with a cue, such as one below a title, is still SubRip if so many of its lines are times.
_FEWEST_TIMES = 3
_TIMES_SHARE = 0.2
# Captions roll if this share of the cues repeats a line of the previous cue; speakers repeat themselves less often.
_ROLLING_SHARE = 0.3


def read_vtt(text: str) -> Document:
    """Read WebVTT: voices become speakers, `<i>` and `<b>` emphasis; notes, styles and regions are dropped."""
    return from_cues(_vtt_cues(text.removeprefix("\ufeff").split("\n")))


def read_srt(text: str) -> Document:
    """Read SubRip: `<i>` and `<b>` become emphasis, placements in braces are dropped, and labels stay in the text."""
    return from_cues(_srt_cues(text.removeprefix("\ufeff").split("\n")))


def is_vtt(text: str) -> bool:
    """Return whether a text is WebVTT: it has the signature and a cue."""
    return bool(re.match(r"\ufeff?WEBVTT(?:[ \t].*)?\n", text)) and "-->" in text


def is_srt(text: str) -> bool:
    """Return whether a text begins like SubRip, with a number and a time below it, or has such times among all its lines."""
    number, _, rest = text.lstrip("\ufeff \t\n").partition("\n")
    if number.strip().isdigit() and _TIMING.match(rest):
        return True
    lines = [line for line in text.split("\n") if line.strip()] if "-->" in text else []
    times = sum(bool(_TIMING_ALONE.fullmatch(line)) for line in lines)
    return times >= _FEWEST_TIMES and times >= _TIMES_SHARE * len(lines)


def _vtt_cues(lines: list[str]) -> Iterator[Lines]:
    """Find the numbered payload lines of every cue, including lines after an empty line inside it."""
    payload: Lines | None = None
    for block in _stretches(lines):
        at = next((i for i, (_, line) in enumerate(block) if _TIMING.match(line)), None)
        if at is not None:
            if payload:
                yield payload
            payload = block[at + 1 :]
        elif payload is not None and not _NO_CUE.match(block[0][1]):
            payload += block
    if payload:
        yield payload


def _stretches(lines: list[str]) -> Iterator[Lines]:
    """Split at empty lines, and before a line with a time, since many files lack the empty line."""
    stretch: Lines = []
    for number, line in enumerate(lines, start=1):
        timed = bool(_TIMING.match(line))
        if stretch and (not line.strip() or (timed and any(_TIMING.match(before) for _, before in stretch))):
            yield stretch
            stretch = []
        if line.strip():
            stretch.append((number, line))
    if stretch:
        yield stretch


def _srt_cues(lines: list[str]) -> Iterator[Lines]:
    """Find the numbered payload lines of every cue: all up to the number above the next time."""
    payload: Lines = []
    for number, line in enumerate(lines, start=1):
        if _TIMING.match(line):
            if payload and payload[-1][1].strip().isdigit():
                payload.pop()
            if payload:
                yield payload
            payload = []
        elif line.strip():
            payload.append((number, line))
    if payload:
        yield payload


def from_cues(cues: Iterable[Lines]) -> Document:
    """Return the document of cues: their tags become voices and emphasis, and consecutive cues of one voice a paragraph."""
    pieces = [list(_pieces(cue)) for cue in cues]
    return Document(tuple(paragraphs(piece for cue in _rolled(pieces) for piece in cue)), timed=True)


def _rolled(cues: list[list[VoicedText]]) -> list[list[VoicedText]]:
    """Mark the lines that rolling captions repeat: the first ones of a cue, which ended the previous cue."""
    repeats = [_repeated(before, cue) for before, cue in zip([[], *cues], cues, strict=False)]
    if sum(map(bool, repeats)) < max(2, _ROLLING_SHARE * len(cues)):
        return cues
    return [
        [replace(piece, repeated=True, opens=False) for piece in cue[:count]] + cue[count:]
        for cue, count in zip(cues, repeats, strict=True)
    ]


def _repeated(before: list[VoicedText], cue: list[VoicedText]) -> int:
    """Count the lines at the start of a cue that ended the previous one."""
    old, new = [piece.text for piece in before], [piece.text for piece in cue]
    # Captions show three lines at most.
    return next((n for n in (3, 2, 1) if n <= min(len(old), len(new)) and old[-n:] == new[:n]), 0)


@dataclass
class _Style:
    """The voice and emphasis that the open tags give to the text after them."""

    voice: str = ""
    announces: bool = False
    bold: int = 0
    italic: int = 0

    def take(self, tag: re.Match[str]) -> None:
        name, step = (tag["name"] or "").lower(), -1 if tag["close"] else 1
        if name == "v":
            self.voice = "" if tag["close"] else _voice(tag["rest"] or "")
            self.announces = not tag["close"] and bool(_ANNOUNCES.match(tag["rest"] or ""))
        elif name in _BOLD:
            self.bold = max(0, self.bold + step)
        elif name in _ITALIC:
            self.italic = max(0, self.italic + step)


def _voice(annotation: str) -> str:
    """Return the name in a voice tag, without its classes and the colon that some programs add."""
    name = _CLASSES.sub("", annotation, count=1)
    return _SPACE.sub(" ", html.unescape(name)).strip().rstrip(":").rstrip()


def _pieces(cue: Lines) -> Iterator[VoicedText]:
    """Split the lines of a cue at changes of voice. Voice and emphasis last to the end of the cue."""
    style = _Style()
    first = True
    for number, line in cue:
        for text, emphasis, voice in _voiced(_PLACEMENT.sub("", line), style):
            opens = bool(_OPENS.match(text)) or (first and not text[0].islower() and bool(LABEL.match(text)))
            yield VoicedText(text, number, voice, emphasis, opens, announced=style.announces)
            first = False


def _voiced(line: str, style: _Style) -> Iterator[tuple[str, tuple[Emphasis, ...], str]]:
    """Split a line into pieces of one voice, each with its emphasis."""
    piece, voice = _Piece(), style.voice
    at = 0
    for tag in _TAG.finditer(line):
        piece.add(line[at : tag.start()] + (" " if (tag["name"] or "").lower() == "br" else ""), style)
        style.take(tag)
        at = tag.end()
        if style.voice != voice:
            yield from piece.finished(voice)
            piece, voice = _Piece(), style.voice
    piece.add(line[at:], style)
    yield from piece.finished(voice)


class _Piece:
    """Text of one voice on one line, with single spaces."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._emphasis: list[Emphasis] = []

    def add(self, written: str, style: _Style) -> None:
        text = _SPACE.sub(" ", html.unescape(written).replace("\n", " "))
        if not self._parts or self._parts[-1].endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            return
        if text.strip() and (style.bold or style.italic):
            end = self._length + len(text.rstrip())
            self._emphasis.append(Emphasis(self._length, end, style.bold > 0, style.italic > 0))
        self._parts.append(text)
        self._length += len(text)

    def finished(self, voice: str) -> Iterator[tuple[str, tuple[Emphasis, ...], str]]:
        """Yield the piece if it has text, without a label that repeats the voice's name."""
        text, emphasis = "".join(self._parts).rstrip(), self._emphasis
        doubled = re.match(rf"{re.escape(voice)}\s*:\s*", text) if voice else None
        if doubled:
            cut = doubled.end()
            text = text[cut:]
            emphasis = [Emphasis(max(e.start - cut, 0), e.end - cut, e.bold, e.italic) for e in emphasis if e.end > cut]
        if text:
            yield text, tuple(emphasis), voice
