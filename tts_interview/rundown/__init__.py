"""Arrange a transcript into a rundown: everything that is heard, in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.language.lexicon import NO_WORDS, Lexicon
from tts_interview.model import Cue, Paragraph, Pause, Role, Rundown, Turn
from tts_interview.rundown.announcements import announcements, with_narrator
from tts_interview.rundown.delivery import fitted, with_melody
from tts_interview.rundown.pauses import pause_between, varied
from tts_interview.rundown.speaker_names import names
from tts_interview.rundown.turns import ASKED, Manner, heard
from tts_interview.settings.pacing import FASTEST, SLOWEST, PacingSettings, PauseFor
from tts_interview.settings.parts import AnnouncingSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Announcement, Casting, Item, Transcript

__all__ = ["ASKED", "Arrangement", "arrange", "assemble"]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How to arrange a transcript.

    piece_chars: the most characters of an utterance.
    rates: the slowest and the fastest rate at which the engine speaks well.
    turns: the turns to include, counted from 1; None means all.
    publication: the title of the show or paper; empty if unknown.
    """

    pacing: PacingSettings = field(default_factory=PacingSettings)
    announcing: AnnouncingSettings = field(default_factory=AnnouncingSettings)
    lexicon: Lexicon = NO_WORDS
    piece_chars: int = 400
    rates: tuple[float, float] = (SLOWEST, FASTEST)
    turns: frozenset[int] | None = None
    publication: str = ""


def arrange(transcript: Transcript, casting: Casting, how: Arrangement) -> Rundown:
    """Return announcements and turns as utterances, in order, with the pauses between them.

    The casting needs a voice for a narrator, who says the announcements.
    """
    wanted = how.announcing
    announced = announcements(transcript, wanted, how.publication) + names(transcript, casting, wanted.say_names)
    rundown = fitted(assemble(with_narrator(transcript), casting, how, announced), how.rates)
    return with_melody(rundown) if how.pacing.melody else rundown


def assemble(transcript: Transcript, casting: Casting, how: Arrangement, announcements: Sequence[Announcement] = ()) -> Rundown:
    """Return the rundown of a transcript with these announcements, before rates are fitted to the engine."""
    manner = Manner(transcript.language, how.lexicon, casting, how.pacing, how.piece_chars)
    writer = _Writer(manner, next((s.name for s in transcript.speakers if s.role is Role.NARRATOR), ""))
    last = len(transcript.turns)
    announced: defaultdict[int, list[Announcement]] = defaultdict(list)
    for announcement in announcements:
        announced[announcement.turn].append(announcement)
    for number in range(last + 1):
        if how.turns is not None and min(number + 1, last) not in how.turns:
            continue
        before = announced[number]
        writer.announce(number, " ".join(one.text for one in before if not one.of_turn))
        if number < last:
            writer.take(number, transcript.turns[number], " ".join(one.text for one in before if one.of_turn))
    return varied(Rundown(tuple(writer.done())), how.pacing.seed)


@dataclass
class _Writer:
    """Appends turns with the pauses between them. `before` is the last turn that is heard."""

    manner: Manner
    narrator: str
    items: list[Item] = field(default_factory=list)
    before: Turn | None = None

    def announce(self, number: int, text: str) -> None:
        """Append words of the narrator, if there are any."""
        turn = _narrators(self.narrator, text)
        self._add(Cue(number, self.narrator, announces=True), turn, heard(number, turn, self.manner))

    def take(self, number: int, turn: Turn, name: str) -> None:
        """Append a turn, after the announcement of its speaker `name` if there is one."""
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
        """Return all items, with the pauses at the beginning and the end of an episode."""
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
    """Return an announcement as a turn of the narrator."""
    return Turn(name, Role.NARRATOR, 0, (Paragraph(text, 0),) if text else ())


def _is_silent(items: Sequence[Item]) -> bool:
    return all(isinstance(item, Pause) for item in items)


def _is_asked(item: Item) -> bool:
    return isinstance(item, Pause) and item.reason == ASKED
