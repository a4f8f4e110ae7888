"""Options: the sound of the episode."""

from __future__ import annotations

from tts_interview.settings.options.kinds import FLAG, LOUDNESS, path
from tts_interview.settings.options.row import Option

_RENDER = ("render",)

SOUND = (
    Option(
        "--loudness",
        "sound.target_lufs",
        LOUDNESS,
        "Set the loudness: apple, spotify, aes, ebu, or LUFS.",
        commands=_RENDER,
        environment="LOUDNESS",
        show_keys=(("loudness", "target"),),
        default="apple",
    ),
    Option(
        "--match/--no-match",
        "sound.match",
        FLAG,
        "Make all voices equally loud.",
        commands=_RENDER,
        show_keys=(("loudness", "match"),),
        default="match",
    ),
    Option(
        "--opening-sound",
        "sound.opening_sound",
        path("FILE", may_be_none=True),
        "Play this sound before the voices, or none.",
        commands=_RENDER,
        show_keys=(("loudness", "opening-sound"),),
    ),
    Option(
        "--closing-sound",
        "sound.closing_sound",
        path("FILE", may_be_none=True),
        "Play this sound after the voices, or none.",
        commands=_RENDER,
        show_keys=(("loudness", "closing-sound"),),
    ),
    Option(
        "--stems",
        "sound.stems",
        path("FOLDER", exists=False),
        "Also write a WAV file of each speaker, with labels.",
        commands=_RENDER,
    ),
)
