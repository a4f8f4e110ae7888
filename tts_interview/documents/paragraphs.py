"""Join the short pieces of subtitles and transcripts into paragraphs, each with one voice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.model import Block, Emphasis, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A paragraph this long ends with its sentence, so that an hour's answer is not one block.
_LONG_CHARS = 600
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class VoicedText:
    """One line of a cue or one segment: its words and their 1-based line in the source.

    `speaker` is empty if the format does not name one. `opens` marks words that show a new turn themselves, such as a label
    or ">>"; `repeated` words that only rolling captions show again; `announced` words that an earlier episode added to the
    interview.
    """

    text: str
    line: int
    speaker: str = ""
    emphasis: tuple[Emphasis, ...] = ()
    opens: bool = False
    repeated: bool = False
    announced: bool = False

    @property
    def is_aside(self) -> bool:
        """True if the words are not to be spoken."""
        return self.repeated or self.announced


def paragraphs(pieces: Iterable[VoicedText]) -> Iterator[Block]:
    """Join consecutive pieces of one voice into blocks; asides become furniture after their block."""
    run: list[VoicedText] = []
    chars = 0
    for piece in pieces:
        if run and (piece.opens or piece.speaker != run[0].speaker or is_long(chars, run[-1].text)):
            yield from _blocks(run)
            run, chars = [], 0
        run.append(piece)
        chars += len(piece.text)
    yield from _blocks(run)


def is_long(chars: int, end: str) -> bool:
    """Return whether a paragraph of so many characters may end with the words `end`: it is long, and they end a sentence."""
    return chars > _LONG_CHARS and bool(_SENTENCE_END.search(end.rstrip()[-8:]))


def _blocks(run: list[VoicedText]) -> Iterator[Block]:
    spoken = [piece for piece in run if not piece.is_aside]
    asides = [piece for piece in run if piece.is_aside]
    if spoken:
        yield _block(spoken)
    if asides:
        yield replace(_block(asides), furniture=True)


def _block(pieces: list[VoicedText]) -> Block:
    emphasis: list[Emphasis] = []
    start = 0
    for piece in pieces:
        emphasis += [Emphasis(start + e.start, start + e.end, e.bold, e.italic) for e in piece.emphasis]
        start += len(piece.text) + 1
    text = "\n".join(piece.text for piece in pieces)
    return Block(text, tuple(p.line for p in pieces), Kind.CUE, tuple(emphasis), speaker=pieces[0].speaker)
