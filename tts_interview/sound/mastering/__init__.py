"""Master an episode: level its voices, add the sounds around them, and encode it at the target loudness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.files.ffmpeg import FORMATS
from tts_interview.model import MASTERING, Progress, no_progress
from tts_interview.settings.sound import Ambience
from tts_interview.sound.ambience import room_tone
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mastering.levels import levelled
from tts_interview.sound.mix import Mix

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tts_interview.files.ffmpeg import Attached, AudioFormat
    from tts_interview.model import Episode, Loudness, OnProgress, Samples
    from tts_interview.settings.sound import SoundSettings
    from tts_interview.sound.jingles import Jingles


@dataclass(frozen=True, slots=True)
class Mastered:
    """The levelled mix of an episode, and how it is to sound."""

    mix: Mix
    wanted: SoundSettings

    @property
    def samples(self) -> Samples:
        """The whole mix, before the gain and the limiter."""
        return self.mix.samples

    def encode(
        self, target: Path, suffix: str, tags: Mapping[str, str], attached: Attached, *, main: bool = True
    ) -> tuple[Loudness, float]:
        """Encode the mix in the format of `suffix`, and return the loudness of the file and the gain in dB.

        The rate, the depth and the bitrate that are wanted are those of a `main` file.
        """
        kind = format_of(suffix, self.wanted) if main else FORMATS[suffix]
        done = finish(self.mix, target, kind, tags, self.wanted.target_lufs, attached)
        return done.loudness, done.gain_db


def master(episode: Episode, jingles: Jingles, wanted: SoundSettings, on_progress: OnProgress = no_progress) -> Mastered:
    """Level the voices of an episode, and add the opening and closing sounds and room tone."""
    on_progress(Progress(MASTERING, 0, 1))
    beds = jingles.beds(episode.passages[-1].end, episode.sample_rate_hz)
    mix = Mix(episode.sound, episode.sample_rate_hz, episode.passages, beds=beds)
    mix = levelled(mix, wanted.target_lufs, match=wanted.match)
    if wanted.ambience is Ambience.ROOM:
        room = room_tone(mix.passages, mix.frames, mix.sample_rate_hz, mix.voices_lufs)
        mix = replace(mix, beds=(*mix.beds, room))
    return Mastered(mix, wanted)


def format_of(suffix: str, wanted: SoundSettings) -> AudioFormat:
    """Return how the main file is encoded. Raises OutputError for a rate, depth or bitrate that its format does not have."""
    return FORMATS[suffix].asked(wanted.sample_rate_hz, wanted.bit_depth, wanted.bitrate_kbps)
