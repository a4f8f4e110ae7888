"""Who is heard in which synthetic voice. Whoever is only heard in recordings is in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts_interview.model import Episode, Voice


def synthetic_voices(episode: Episode) -> dict[str, Voice]:
    """The voices that speak for somebody, by the names, in the order in which they are first heard."""
    names = dict.fromkeys(mark.speaker for mark in episode.heard if not mark.is_recording)
    return {name: episode.voices[name] for name in names if name in episode.voices.voices}
