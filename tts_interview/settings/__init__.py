"""The settings of an episode: one frozen object with a part for each stage. The command line reads flags and environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from tts_interview.model import Podcast
from tts_interview.settings.pacing import PacingSettings
from tts_interview.settings.parts import (
    AnnouncingSettings,
    BookSound,
    CastingSettings,
    Kit,
    Layout,
    Limits,
    Opening,
    PublishingSettings,
    ReadingSettings,
    SayNames,
    SpeechSettings,
)
from tts_interview.settings.sound import SoundSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.settings.showfile import Member, ShowFile

__all__ = [
    "AnnouncingSettings",
    "BookSound",
    "CastingSettings",
    "Kit",
    "Layout",
    "Limits",
    "Opening",
    "Origin",
    "PacingSettings",
    "PublishingSettings",
    "ReadingSettings",
    "SayNames",
    "Settings",
    "SoundSettings",
    "SpeechSettings",
]


class Origin(IntEnum):
    """The origin of a choice, the weakest first."""

    BUILT_IN = 0
    SHOW = 1
    ENVIRONMENT = 2
    SOURCE = 3
    FLAG = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices for an episode, a part for each stage.

    `show` holds what all episodes of a show share, `people` what an archive knows of those who speak. `origins` says where a
    value comes from, by the dotted name of its field ("pacing.rate"); a value without an origin that differs from the built-in
    one counts as a flag.
    """

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    casting: CastingSettings = field(default_factory=CastingSettings)
    announcing: AnnouncingSettings = field(default_factory=AnnouncingSettings)
    pacing: PacingSettings = field(default_factory=PacingSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    publishing: PublishingSettings = field(default_factory=PublishingSettings)
    show: ShowFile | None = None
    people: tuple[Member, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def podcast(self) -> Podcast:
        """The show that an episode belongs to; an empty one if there is none."""
        return self.show.show if self.show else Podcast()

    @property
    def cast(self) -> tuple[Member, ...]:
        """The people who are known before a source is read; what the show says of one counts more, and comes last."""
        return (*self.people, *(self.show.cast if self.show else ()))
