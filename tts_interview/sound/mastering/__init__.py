"""Master an episode: level its voices, add the sounds around them, and encode it at the target loudness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import FORMATS
from tts_interview.model import MASTERING, Progress, no_progress
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mastering.levels import levelled
from tts_interview.sound.mix import Mix

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tts_interview.files.ffmpeg import Attached
    from tts_interview.model import Episode, Loudness, OnProgress, Samples
    from tts_interview.settings.sound import SoundSettings
    from tts_interview.sound.jingles import Jingles


@dataclass(frozen=True, slots=True)
class Mastered:
    """The levelled mix of an episode, and the loudness in LUFS at which it is encoded."""

    mix: Mix
    target_lufs: float

    @property
    def samples(self) -> Samples:
        """The whole mix, before the gain and the limiter."""
        return self.mix.samples

    def encode(self, target: Path, suffix: str, tags: Mapping[str, str], attached: Attached) -> tuple[Loudness, float]:
        """Encode the mix in the format of `suffix`, and return the loudness of the file and the gain in dB."""
        done = finish(self.mix, target, FORMATS[suffix], tags, self.target_lufs, attached)
        return done.loudness, done.gain_db


def master(episode: Episode, jingles: Jingles, wanted: SoundSettings, on_progress: OnProgress = no_progress) -> Mastered:
    """Level the voices of an episode, and add the opening and closing sounds."""
    on_progress(Progress(MASTERING, 0, 1))
    beds = jingles.beds(episode.passages[-1].end, episode.sample_rate_hz)
    mix = Mix(episode.sound, episode.sample_rate_hz, episode.passages, beds=beds)
    return Mastered(levelled(mix, wanted.target_lufs, match=wanted.match), wanted.target_lufs)
