"""Short pieces of speech, as subtitles and transcripts hold them -> running paragraphs, one voice each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.model import Block, Emphasis, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A paragraph this long ends with the sentence, so that nobody's answer is one block of an hour.
_LONG_CHARS = 600
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class VoicedText:
    """One line of a cue or one segment: words, and the 1-based line of the source on which they stand.

    `speaker` is empty where the format does not tell; `opens` says that the words themselves show a new turn, as a label or
    ">>" does; `repeated` that the source shows them a second time only because its captions roll; `announced` that they are no
    words of the interview, but what an earlier episode of it said of itself.
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
        """Whether they are not to be heard again."""
        return self.repeated or self.announced


def paragraphs(pieces: Iterable[VoicedText]) -> Iterator[Block]:
    """Join what one voice says without a break into blocks; what is not heard again becomes furniture behind its block."""
    run: list[VoicedText] = []
    chars = 0
    for piece in pieces:
        if run and (piece.opens or piece.speaker != run[0].speaker or _is_over(run, chars)):
            yield from _blocks(run)
            run, chars = [], 0
        run.append(piece)
        chars += len(piece.text)
    yield from _blocks(run)


def _is_over(run: list[VoicedText], chars: int) -> bool:
    return chars > _LONG_CHARS and bool(_SENTENCE_END.search(run[-1].text[-8:]))


def _blocks(run: list[VoicedText]) -> Iterator[Block]:
    heard = [piece for piece in run if not piece.is_aside]
    again = [piece for piece in run if piece.is_aside]
    if heard:
        yield _block(heard)
    if again:
        yield replace(_block(again), furniture=True)


def _block(pieces: list[VoicedText]) -> Block:
    emphasis: list[Emphasis] = []
    start = 0
    for piece in pieces:
        emphasis += [Emphasis(start + e.start, start + e.end, e.bold, e.italic) for e in piece.emphasis]
        start += len(piece.text) + 1
    text = "\n".join(piece.text for piece in pieces)
    return Block(text, tuple(p.line for p in pieces), Kind.CUE, tuple(emphasis), speaker=pieces[0].speaker)
