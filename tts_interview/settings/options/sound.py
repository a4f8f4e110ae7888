"""Options: the sound of the episode."""

from __future__ import annotations

from tts_interview.settings.options.kinds import FLAG, LOUDNESS, choice, path, whole
from tts_interview.settings.options.row import Option
from tts_interview.settings.sound import Ambience

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
        "--ambience",
        "sound.ambience",
        choice("KIND", Ambience),
        "Fill the pauses with room tone, or none.",
        commands=_RENDER,
        show_keys=(("loudness", "ambience"),),
        default=Ambience.ROOM,
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
    Option(
        "--sample-rate",
        "sound.sample_rate_hz",
        whole("HZ", 8_000, 192_000),
        "Set the sample rate of the main file, such as 48000.",
        commands=_RENDER,
        show_keys=(("loudness", "sample-rate"),),
    ),
    Option(
        "--bit-depth",
        "sound.bit_depth",
        whole("BITS", 8, 64),
        "Set the bit depth of a WAV or FLAC file, such as 24.",
        commands=_RENDER,
        show_keys=(("loudness", "bit-depth"),),
    ),
    Option(
        "--bitrate",
        "sound.bitrate_kbps",
        whole("KBPS", 1, 1_000),
        "Set the bitrate of an MP3, AAC or Opus file, such as 128.",
        commands=_RENDER,
        show_keys=(("loudness", "bitrate"),),
    ),
)
