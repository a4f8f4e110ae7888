"""Read a source with the settings in force, and observers that keep what they hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import SILENT, Observer
from tts_interview.pipeline.reading import configured, parse, read, with_speakers

if TYPE_CHECKING:
    from tts_interview.pipeline.reading import Source
    from tts_interview.script.file import Script
    from tts_interview.settings import Settings


def in_force(source: Source, settings: Settings, observer: Observer = SILENT) -> tuple[Script, Settings]:
    """Read a source as the pipeline does, up to the casting."""
    found = read(source, settings, observer)
    settings = configured(settings, found)
    script = parse(found, settings, observer)
    return script, with_speakers(settings, script)


class Turns(Observer):
    """Keeps the number, speaker and words of each turn that begins to play."""

    def __init__(self, heard: list[tuple[int, str, str]]) -> None:
        self._heard = heard

    def turn(self, number: int, speaker: str, words: str) -> None:
        """Keep a turn."""
        self._heard.append((number, speaker, words))


class Lines(Observer):
    """Keeps notices and doubts."""

    def __init__(self, lines: list[str]) -> None:
        self.notice = self.doubt = lines.append  # type: ignore[assignment,method-assign]
