"""Transcript + Casting + pacing -> Script: what is going to be heard, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.lexicon import NO_WORDS, Lexicon
from tts_interview.model import Cue, Paragraph, Pause, Role, Script, Turn
from tts_interview.pacing import Pacing, PauseFor
from tts_interview.pacing.between import pause_between
from tts_interview.pacing.variation import varied
from tts_interview.scripting.turns import ASKED, Manner, heard

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from tts_interview.model import Announcement, Casting, Item, Transcript

__all__ = ["ASKED", "write_script"]


def write_script(  # noqa: PLR0913, PLR0917 - the last three are choices that few make
    transcript: Transcript,
    casting: Casting,
    pacing: Pacing,
    piece_chars: int,
    only: Container[int] | None = None,
    announcements: Sequence[Announcement] = (),
    lexicon: Lexicon = NO_WORDS,
) -> Script:
    """Cut the turns into utterances no longer than `piece_chars`, and set pauses by their reason.

    `only` are the numbers of the turns wanted, counted from 0; None means all. `announcements` want a narrator among the
    speakers, and are said where their turn is wanted.
    """
    manner = Manner(transcript.language, lexicon, casting, pacing, piece_chars)
    items: list[Item] = [Pause(pacing.pause_ms(PauseFor.OPENING), PauseFor.OPENING)]
    before: Turn | None = None
    for cue, turn in _in_order(transcript, announcements):
        if only is not None and min(cue.turn, len(transcript.turns) - 1) not in only:
            continue
        found = heard(cue.turn, turn, manner)
        if all(isinstance(item, Pause) for item in found):
            items += found
            continue
        if before and not (_is_asked(items[-1]) or _is_asked(found[0])):
            items.append(pause_between(before, turn, pacing))
        items += [cue, *found]
        before = turn
    items.append(Pause(pacing.pause_ms(PauseFor.CLOSING), PauseFor.CLOSING))
    return varied(Script(tuple(items)), pacing.seed)


def _is_asked(item: Item) -> bool:
    return isinstance(item, Pause) and item.reason == ASKED


def _in_order(transcript: Transcript, announcements: Sequence[Announcement]) -> Iterator[tuple[Cue, Turn]]:
    """The turns, each after what announces it, which is a turn of the narrator's."""
    for number in range(len(transcript.turns) + 1):
        texts = [announcement.text for announcement in announcements if announcement.turn == number]
        if texts:
            narrator = next(speaker.name for speaker in transcript.speakers if speaker.role is Role.NARRATOR)
            paragraph = Paragraph(" ".join(texts), 0)
            yield Cue(number, narrator, announces=True), Turn(narrator, Role.NARRATOR, 0, (paragraph,))
        if number < len(transcript.turns):
            yield Cue(number, transcript.turns[number].speaker), transcript.turns[number]
