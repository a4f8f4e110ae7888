"""What every writer of a file is given: one episode, and all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.model import Podcast, Publishing

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.files.ffmpeg import Loudness, Samples
    from tts_interview.model import Chapter, Episode, Transcript
    from tts_interview.publishing.feed.place import FeedPlace


@dataclass(frozen=True, slots=True)
class Publication:
    """An episode on its way into files.

    `audio` is the main audio file, written before any other; every other file has its folder and its stem. `source` tells one
    source from another without giving away where it lay, `link` is the http(s) address of the page, where it came from one.
    `engine` is what spoke, `disclosure` the sentence that says so, in the interview's language, whether or not it is heard.
    `chapters` are in order and cover the whole episode. `number` counts the episodes of a show from 1; 0 is unknown.
    `base_url` is the public address of the folder, ending in a slash, where a show has one. `samples` are all that is heard,
    as a stream of 32-bit floats; None where the sound is not at hand. `wanted` says what is made and how; `cover` is the
    picture that the audio files hold; `written` are the files that exist by now, the audio first. `feed` is the place of the
    show's feed, where the episode goes into one. `loudness` is that of the main file, `fingerprint` all that it is made of.
    `script` is the text of the script file, empty where none is to be written. `shelf` is the folder of all episodes of the
    show, where the episode is of one.
    """

    episode: Episode
    transcript: Transcript
    audio: Path
    source: str = ""
    link: str = ""
    engine: str = ""
    disclosure: str = ""
    description: str = ""
    chapters: tuple[Chapter, ...] = ()
    show: Podcast = field(default_factory=Podcast)
    number: int = 0
    base_url: str = ""
    samples: Samples | None = None
    wanted: Publishing = field(default_factory=Publishing)
    cover: Path | None = None
    written: tuple[Path, ...] = ()
    feed: FeedPlace | None = None
    loudness: Loudness | None = None
    fingerprint: str = ""
    shelf: Path | None = None
    script: str = ""

    def file(self, suffix: str) -> Path:
        """The file beside the audio with the same stem and another suffix, such as ".vtt"."""
        return self.audio.with_name(self.audio.stem + suffix)
