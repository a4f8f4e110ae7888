"""Hold what is known of a page that was read, for the doubts about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tts_interview.model import Role, Speaker, Transcript
from tts_interview.parsing.deciding import Considered, Judged
from tts_interview.parsing.people.names import length_of
from tts_interview.parsing.people.person import Person
from tts_interview.parsing.preparing import Prepared
from tts_interview.parsing.segmentation import ANSWER, CLOSING, NARRATION, QUESTION
from tts_interview.settings.parts import ReadingSettings

BY_SCRIPT = 'to correct it, edit the script that "parse --format script" makes'
_QUOTED_CHARS = 60


@dataclass(frozen=True)
class Findings:
    """What is known of a page that was read, for the doubts about it; `lines` has the lines on which each label stands."""

    prepared: Prepared
    considered: Sequence[Considered]
    judged: Judged
    people: Mapping[str, Person]
    lines: Mapping[str, Sequence[int]]
    transcript: Transcript
    wishes: ReadingSettings

    @cached_property
    def talking(self) -> list[Speaker]:
        """The speakers without the narrator."""
        return [speaker for speaker in self.transcript.speakers if speaker.role is not Role.NARRATOR]

    @cached_property
    def shares(self) -> dict[str, float]:
        """The share of each speaker's words, by name, without the narrator's."""
        words: Counter[str] = Counter()
        for turn in self.transcript.turns:
            if turn.role is not Role.NARRATOR:
                words[turn.speaker] += round(length_of(turn.text)) or 1
        total = words.total()
        return {name: count / total for name, count in words.items()}

    @property
    def is_guess(self) -> bool:
        """The format does not name the speakers itself."""
        return self.judged.segmentation.layout != "voices"

    @property
    def names_on_page(self) -> list[str]:
        """The labels that are words of the page."""
        return [label for label in self.people if label not in (QUESTION, ANSWER, NARRATION, CLOSING)]


def quoted(text: str) -> str:
    """Return the first words of a text on one line, for a doubt."""
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED_CHARS else words[: _QUOTED_CHARS - 1].rstrip() + "…"
