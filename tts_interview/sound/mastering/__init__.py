"""Episode -> Mastered: voices at one loudness, sounds around them, ready to be encoded at the loudness that is wanted."""

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

    from tts_interview.files.ffmpeg import Attached, Loudness, Samples
    from tts_interview.model import Episode, OnProgress
    from tts_interview.settings.sound import SoundSettings
    from tts_interview.sound.jingles import Jingles


@dataclass(frozen=True, slots=True)
class Mastered:
    """The levelled mix of an episode, and its loudness in LUFS, which each encoder is brought to."""

    mix: Mix
    target_lufs: float

    @property
    def samples(self) -> Samples:
        """All that is heard, before the gain and the limiter."""
        return self.mix.samples

    def encode(self, target: Path, suffix: str, tags: Mapping[str, str], attached: Attached) -> tuple[Loudness, float]:
        """Encode the sound in the format of `suffix`; return its loudness and the gain in dB of the mix."""
        done = finish(self.mix, target, FORMATS[suffix], tags, self.target_lufs, attached)
        return done.loudness, done.gain_db


def master(episode: Episode, jingles: Jingles, wanted: SoundSettings, on_progress: OnProgress = no_progress) -> Mastered:
    """Level the voices of an episode and lay the sounds around them."""
    on_progress(Progress(MASTERING, 0, 1))
    beds = jingles.beds(episode.passages[-1].end, episode.sample_rate_hz)
    mix = Mix(episode.sound, episode.sample_rate_hz, episode.passages, beds=beds)
    return Mastered(levelled(mix, wanted.target_lufs, match=wanted.match), wanted.target_lufs)
