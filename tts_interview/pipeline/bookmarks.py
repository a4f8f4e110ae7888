"""Where a listener stopped, kept in the cache for the next time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.atomic import write_whole
from tts_interview.model import Cue, Recording, Speech
from tts_interview.publishing.provenance import fingerprint

if TYPE_CHECKING:
    from tts_interview.model import Observer
    from tts_interview.pipeline.planning import Plan


class Bookmark:
    """The sentence at which an interview was stopped. It outlives a change of voices or pace, but none of the text."""

    def __init__(self, planned: Plan) -> None:
        spoken = [(turn.speaker, turn.text) for turn in planned.transcript.turns]
        self._file = planned.settings.speech.bookmarks / f"{fingerprint(spoken)}.json"
        self._sentences: dict[int, tuple[int, int]] = {}
        announces = False
        for number, item in enumerate(planned.rundown.items):
            if isinstance(item, Cue):
                announces = item.announces
            elif isinstance(item, (Speech, Recording)) and not announces:
                self._sentences[number] = (item.turn, item.sentence)

    def number(self, observer: Observer) -> int:
        """Return the number of the item with which to go on, and tell of it; 0 if the interview is heard for the first time."""
        try:
            kept = tuple(json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return 0
        found = next((number for number, sentence in self._sentences.items() if sentence == kept), 0)
        if found:
            observer.notice(
                f'Resuming in turn {self._sentences[found][0] + 1}; "tts-interview listen --from-start" starts over'
            )
        return found

    def keep(self, number: int, observer: Observer) -> None:
        """Keep the sentence of an item, or of the one before it that has words."""
        heard = [sentence for place, sentence in self._sentences.items() if place <= number]
        if len(set(heard)) < 2:  # noqa: PLR2004 - the first sentence is where it starts anyway
            self.forget()
            return
        try:
            write_whole(self._file, json.dumps(heard[-1]).encode())
        except OutputError as error:
            observer.notice(f"The place was not kept: {error}")

    def forget(self) -> None:
        """Start from the beginning the next time."""
        self._file.unlink(missing_ok=True)
