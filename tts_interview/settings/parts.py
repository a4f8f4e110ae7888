"""The parts of Settings: each stage of the pipeline gets its own."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.model import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.model import Gender

# About eleven hours of speech.
CLIP_LIMIT_BYTES = 2_000_000_000
# The parts of a row in a table of turns; the first two must be there.
COLUMNS = ("speaker", "text", "start", "role")
# The word for a correction that readers are not told of.
NO_NOTE = "none"
# Choices of the narrator that are not voices.
NARRATOR_NONE = "none"
NARRATOR_AS_INTERVIEWER = "interviewer"


def default_cache_folder() -> Path:
    """Return the platform's cache folder for this program."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("tts-interview", appauthor=False))


def user_cache_folder() -> Path:
    """Return the folder in which all programs of this user keep what can be made again."""
    import platformdirs

    return Path(platformdirs.user_cache_dir())


def default_lexicon_file() -> Path:
    """Return the user's own lexicon in the platform's configuration folder; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_config_dir("tts-interview", appauthor=False, roaming=True)) / "lexicon.toml"


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of a source: what exceeds it is refused.

    `source_bytes` limits a file, a stream and the answer of an address; the limits that the properties return grow with it.
    An address must answer in full within `seconds`. So must reading in a child process, which reads PDF, DOCX and EPUB,
    addresses, and long texts; if `isolated`, it reads every source. An address may redirect `redirects` times, and must
    not lie in a private network unless `private_addresses` is true. In a batch, an episode must be made within
    `episode_seconds`.
    """

    source_bytes: int = 100_000_000
    seconds: float = 60.0
    redirects: int = 5
    private_addresses: bool = False
    isolated: bool = False
    episode_seconds: float = math.inf

    @property
    def unpacked_bytes(self) -> int:
        """The limit for the unpacked content of a DOCX, EPUB or PDF file."""
        return 4 * self.source_bytes

    @property
    def memory_bytes(self) -> int:
        """The limit for the memory of a child process that reads: 1 GB, or more for larger sources. Only Linux keeps it."""
        return round(1e9 * self._scale)

    @property
    def characters(self) -> int:
        """The most characters of a document: 10 million, about 170 hours of speech, or more for larger sources."""
        return round(1e7 * self._scale)

    @property
    def blocks(self) -> int:
        """The most blocks of a document: 200,000, or more for larger sources."""
        return round(2e5 * self._scale)

    @property
    def people(self) -> int:
        """The most people whom a format names as speakers: 2,000, or more for larger sources."""
        return round(2e3 * self._scale)

    @property
    def _scale(self) -> float:
        return max(1.0, self.source_bytes / 1e8)


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """A rule that leaves out, or keeps, whatever matches `what`; with `must_fit`, matching nothing is an error.

    reason: that of what is left out.
    """

    what: str
    keep: bool = False
    must_fit: bool = True
    reason: Reason = Reason.AS_ASKED


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How a source is read.

    `interviewers` and `guests` are names; `aliases` maps a label to a name. `leave_out` and `keep` hold lines ("12", "12-15"),
    kinds of blocks ("caption", "quotation"), CSS selectors ("css:.promo"), or all the words of a block, in which * stands for
    any words; `rules` are applied before them, and the last rule that matches a block decides. `article` is the CSS selector
    of the article. `columns` maps parts of a row ("speaker", "text", "start", "role") to unusual headers of a table.
    `first` and `last` limit the part that is read: a line number or words of a line; empty means no limit. `narrate` reads a
    document without turns in one voice; `as_interview` reads it as an interview though it does not look like one. `title`,
    `language` (a BCP 47 tag) and `date` (ISO 8601) override the source. `script` is an edited script into which the changes of
    the source are merged. `turns` are the turns that are spoken, counted from 1; None means all.
    """

    interviewers: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    rules: tuple[ReadingRule, ...] = ()
    article: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    narrate: bool = False
    as_interview: bool = False
    title: str = ""
    language: str = ""
    date: str = ""
    script: Path | None = None
    turns: frozenset[int] | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class CastingSettings:
    """Who is heard with which voice.

    `voices` and `genders` go by speaker, and so do `preferred` voices, by their full names, which are taken if the engine has
    them and nobody asks for another. `narrator` is a voice, "interviewer", "none" to leave the introduction out, or empty for a
    voice of the narrator's own.
    """

    voices: Mapping[str, str] = field(default_factory=dict)
    genders: Mapping[str, Gender] = field(default_factory=dict)
    preferred: Mapping[str, str] = field(default_factory=dict)
    narrator: str = ""


class Opening(StrEnum):
    """What the narrator says first: nothing, the title, or also the publication, the date and the people."""

    NONE = "none"
    TITLE = "title"
    FULL = "full"


class SayNames(StrEnum):
    """When the narrator names the speaker: never, at everybody's first turn, at each change, or where it helps."""

    NEVER = "never"
    FIRST = "first"
    CHANGE = "change"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class AnnouncingSettings:
    """What the narrator says that is not in the source.

    `disclosure` says that the voices are synthetic; empty means the usual words in the interview's language. If `discloses`
    is false, the files still say so, but nobody speaks it.
    """

    opening: Opening = Opening.NONE
    say_names: SayNames = SayNames.AUTO
    disclosure: str = ""
    discloses: bool = True


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """What speaks, and how words are pronounced.

    `engine` is a name, "auto", or an engine object. `model` is a model file for the engine; `voices_folders` hold voices of the
    user's own; `device` is what the engine computes on, "auto" for the best that works. `cache_folder` None means the
    platform's; after a run the clips in it take at most `clip_limit_bytes`, and 0 means no limit. `lexicons` are files of
    pronunciations, the last one winning; `user_lexicon` need not exist, and wins over the show's only.
    """

    engine: str | Any = "auto"
    model: Path | None = None
    voices_folders: tuple[Path, ...] = ()
    device: str = "auto"
    cache_folder: Path | None = None
    clip_limit_bytes: int = CLIP_LIMIT_BYTES
    lexicons: tuple[Path, ...] = ()
    user_lexicon: Path | None = None

    @property
    def cache(self) -> Path:
        """The folder of the cache in force."""
        return self.cache_folder or default_cache_folder()

    @property
    def clips(self) -> Path:
        """The folder of the clips in the cache."""
        return self.cache / "clips"

    @property
    def models(self) -> Path:
        """The folder in the cache where engines keep their models."""
        return self.cache / "models"

    @property
    def bookmarks(self) -> Path:
        """The folder in the cache that says where interviews were stopped."""
        return self.cache / "bookmarks"

    @property
    def work(self) -> Path:
        """The folder in the cache where runs have their working folders."""
        return self.cache / "work"


class Layout(StrEnum):
    """How episodes are laid out: a folder each, or a show's in one folder, as the server Audiobookshelf scans them."""

    FOLDERS = "folders"
    AUDIOBOOKSHELF = "audiobookshelf"


class Kit(StrEnum):
    """The place where an episode is published, for which a kit has all files."""

    NEWSPAPER = "newspaper"
    PODCAST = "podcast"
    LIBRARY = "library"


class BookSound(StrEnum):
    """The sound in an EPUB: AAC at a low rate, or the main file of the episode, which makes the book twice as large."""

    SMALL = "small"
    MAIN = "main"


@dataclass(frozen=True, slots=True)
class PublishingSettings:
    """Which files are made, and where.

    `formats` are names of files beyond the audio and the usual transcripts. `kits` are the places whose files are all wanted;
    an episode for them that is up to date is left alone. `book_sound` is the sound in an EPUB. With `embed_audio`, the page
    holds the sound. `cover` is a PNG or JPEG file in place of the show's artwork. `layout` says how the folders of several
    episodes are laid out. `slug` is the stem of the files; empty means one made of date and title. `force` replaces files that
    another source made, and makes an episode again that is up to date. `license` is the licence of the source, or the
    permission to publish, in place of what the source says. `published` is the time of publication in ISO 8601, a day or a
    moment; empty means the date of the interview. `correction` tells readers what was wrong in the edition before: in words,
    or, if empty, with the date alone; "none" does not tell them. `corrected` is the time of a correction in ISO 8601, if it is
    known. `output_folder` is used where no output is given. `after` is a command to run after each episode. With `verify`, the
    episode is heard back; `verify_model` is a folder with a Whisper model for that. With `sign`, sound and drawn pictures are
    signed with the key of the show; with `sign_with`, with the key in that file. `number` is the number of the episode in its
    show; 0 means the next one. If `updates_show` is false, `write_show` makes the files of the whole show later, which lists
    many episodes at once.
    """

    formats: tuple[str, ...] = ()
    kits: tuple[Kit, ...] = ()
    book_sound: BookSound = BookSound.SMALL
    embed_audio: bool = False
    cover: Path | None = None
    layout: Layout = Layout.FOLDERS
    slug: str = ""
    force: bool = False
    license: str = ""
    published: str = ""
    correction: str = ""
    corrected: str = ""
    output_folder: Path = Path("output")
    after: str = ""
    verify: bool = False
    verify_model: Path | None = None
    sign: bool = False
    sign_with: Path | None = None
    number: int = 0
    updates_show: bool = True
