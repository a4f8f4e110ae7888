"""Transcript + Casting + pacing -> Rundown: what is going to be heard, in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.language.lexicon import NO_WORDS, Lexicon
from tts_interview.model import Cue, Paragraph, Pause, Role, Rundown, Turn
from tts_interview.rundown.between_turns import pause_between
from tts_interview.rundown.turns import ASKED, Manner, heard
from tts_interview.rundown.variation import varied
from tts_interview.settings.pacing import PauseFor

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from tts_interview.model import Announcement, Casting, Item, Transcript
    from tts_interview.settings.pacing import Pacing

__all__ = ["ASKED", "arrange"]


def arrange(  # noqa: PLR0913, PLR0917 - the last three are choices that few make
    transcript: Transcript,
    casting: Casting,
    pacing: Pacing,
    piece_chars: int,
    only: Container[int] | None = None,
    announcements: Sequence[Announcement] = (),
    lexicon: Lexicon = NO_WORDS,
) -> Rundown:
    """Cut the turns into utterances no longer than `piece_chars`, and set pauses by their reason.

    `only` are the numbers of the turns wanted, counted from 0; None means all. `announcements` want a narrator among the
    speakers, and are said where their turn is wanted.
    """
    manner = Manner(transcript.language, lexicon, casting, pacing, piece_chars)
    writer = _Writer(manner, next((s.name for s in transcript.speakers if s.role is Role.NARRATOR), ""))
    last = len(transcript.turns)
    announced: defaultdict[int, list[Announcement]] = defaultdict(list)
    for announcement in announcements:
        announced[announcement.turn].append(announcement)
    for number in range(last + 1):
        if only is not None and min(number, last - 1) not in only:
            continue
        told = announced[number]
        writer.announce(number, " ".join(one.text for one in told if not one.of_turn))
        if number < last:
            writer.take(number, transcript.turns[number], " ".join(one.text for one in told if one.of_turn))
    return varied(Rundown(tuple(writer.done())), pacing.seed)


@dataclass
class _Writer:
    """Puts turns one after the other, with the pauses between them; `before` is the last that was heard."""

    manner: Manner
    narrator: str
    items: list[Item] = field(default_factory=list)
    before: Turn | None = None

    def announce(self, number: int, text: str) -> None:
        """Let the narrator say something, if there is anything to say."""
        turn = _narrators(self.narrator, text)
        self._add(Cue(number, self.narrator, announces=True), turn, heard(number, turn, self.manner))

    def take(self, number: int, turn: Turn, name: str) -> None:
        """A turn, after its speaker's name if that is to be said."""
        found = heard(number, turn, self.manner)
        named = heard(number, _narrators(self.narrator, name), self.manner)
        if named and not _is_silent(found):
            self._add(Cue(number, self.narrator, announces=True), turn, named)
            if not _is_asked(found[0]):
                self.items.append(self._pause(PauseFor.NAME))
            self.items += [Cue(number, turn.speaker), *found]
        else:
            self._add(Cue(number, turn.speaker), turn, found)

    def done(self) -> list[Item]:
        """All of it, between the pauses that an episode begins and ends with."""
        return [self._pause(PauseFor.OPENING), *self.items, self._pause(PauseFor.CLOSING)]

    def _add(self, cue: Cue, turn: Turn, found: list[Item]) -> None:
        if _is_silent(found):
            self.items += found
            return
        if self.before and not (_is_asked(self.items[-1]) or _is_asked(found[0])):
            self.items.append(pause_between(self.before, turn, self.manner.pacing))
        self.items += [cue, *found]
        self.before = turn

    def _pause(self, reason: PauseFor) -> Pause:
        return Pause(self.manner.pacing.pause_ms(reason), reason)


def _narrators(name: str, text: str) -> Turn:
    """Words of the tool itself as a turn of the narrator's."""
    return Turn(name, Role.NARRATOR, 0, (Paragraph(text, 0),) if text else ())


def _is_silent(items: Sequence[Item]) -> bool:
    return all(isinstance(item, Pause) for item in items)


def _is_asked(item: Item) -> bool:
    return isinstance(item, Pause) and item.reason == ASKED
