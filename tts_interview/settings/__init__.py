"""Everything that a user may choose, in one frozen object. Flags and environment are read by the command line, not here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.model import Announcing, Limits, Publishing, Wishes
from tts_interview.settings.pacing import Pacing
from tts_interview.settings.sound import Mastering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.model import Gender
    from tts_interview.settings.showfile import ShowFile

# Some eleven hours of speech.
CLIP_LIMIT_BYTES = 2_000_000_000


def default_cache_folder() -> Path:
    """Where the platform keeps what can be made again."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("tts-interview", appauthor=False))


def default_lexicon_file() -> Path:
    """Where a user's own lexicon is, if there is one: in the platform's folder for what users configure."""
    import platformdirs

    return Path(platformdirs.user_config_dir("tts-interview", appauthor=False, roaming=True)) / "lexicon.toml"


class Origin(IntEnum):
    """Where a choice comes from; the weakest first."""

    BUILT_IN = 0
    SHOW = 1
    ENVIRONMENT = 2
    SOURCE = 3
    FLAG = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices for one episode.

    `engine` is a name or "auto". `voices` and `genders` go by speaker. `narrator` is a voice, "interviewer", "none", or
    empty for a voice of his own. `language` and `date`, a day of ISO 8601, override what the source says. `only` holds
    numbers of turns from 1, as `parse` shows them. `wishes` say what of a document is read and as whose words, `limits` how
    much of it. `script` is an edited script file into which the changes of the source are taken. `voices_folders` hold
    voices of the user's own. `device` is what the engine computes on, "auto" being the best that works. `cache_folder` None
    means the platform's; clips there take no more than `clip_limit_bytes` after a run, 0 meaning no limit. `overwrite`
    allows to replace a file that another source made. `stems` is a folder for a file of each speaker, `publishing` says
    what else is made. Recordings that a script names may lie in the folder `recordings`, besides that of the script. `show`
    holds what is the same in every episode; `origins` says where a value comes from, by its name ("engine", "pacing.rate"):
    without, one that differs from the built-in counts as a flag.

    `lexicons` are files that say how words are said, the last counting most; `user_lexicon` is one that need not exist, and
    counts less than they do, and more than the show's.
    """

    engine: str = "auto"
    voices: Mapping[str, str] = field(default_factory=dict)
    genders: Mapping[str, Gender] = field(default_factory=dict)
    narrator: str = ""
    language: str = ""
    date: str = ""
    pacing: Pacing = field(default_factory=Pacing)
    announcing: Announcing = field(default_factory=Announcing)
    mastering: Mastering = field(default_factory=Mastering)
    only: frozenset[int] | None = None
    script: Path | None = None
    wishes: Wishes = field(default_factory=Wishes)
    limits: Limits = field(default_factory=Limits)
    overwrite: bool = False
    model: Path | None = None
    voices_folders: tuple[Path, ...] = ()
    device: str = "auto"
    cache_folder: Path | None = None
    clip_limit_bytes: int = CLIP_LIMIT_BYTES
    output_folder: Path = Path("output")
    stems: Path | None = None
    lexicons: tuple[Path, ...] = ()
    user_lexicon: Path | None = None
    recordings: Path | None = None
    publishing: Publishing = field(default_factory=Publishing)
    show: ShowFile | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    made: frozenset[Path] = frozenset()

    @property
    def cache(self) -> Path:
        """The folder of the cache in force."""
        return self.cache_folder or default_cache_folder()

    @property
    def clips(self) -> Path:
        """Where in the cache the spoken clips are."""
        return self.cache / "clips"

    @property
    def models(self) -> Path:
        """Where in the cache engines keep their models."""
        return self.cache / "models"

    @property
    def work(self) -> Path:
        """Where in the cache running renderings have their folders."""
        return self.cache / "work"
