"""Options: the sound of the episode."""

from __future__ import annotations

from tts_interview.settings.options.kinds import FLAG, LOUDNESS, choice, path, whole
from tts_interview.settings.options.row import of_render
from tts_interview.settings.sound import Ambience

SOUND = (
    of_render(
        "--loudness",
        "sound.target_lufs",
        LOUDNESS,
        "Set the loudness: apple, spotify, aes, ebu, or LUFS.",
        environment="LOUDNESS",
        show_keys=(("loudness", "target"),),
        default="apple",
    ),
    of_render(
        "--match/--no-match",
        "sound.match",
        FLAG,
        "Make all voices equally loud.",
        show_keys=(("loudness", "match"),),
        default="match",
    ),
    of_render(
        "--ambience",
        "sound.ambience",
        choice("KIND", Ambience),
        "Fill the pauses with room tone, or none.",
        show_keys=(("loudness", "ambience"),),
        default=Ambience.ROOM,
    ),
    of_render(
        "--opening-sound",
        "sound.opening_sound",
        path("FILE", may_be_none=True),
        "Play this sound before the voices, or none.",
        show_keys=(("loudness", "opening-sound"),),
    ),
    of_render(
        "--closing-sound",
        "sound.closing_sound",
        path("FILE", may_be_none=True),
        "Play this sound after the voices, or none.",
        show_keys=(("loudness", "closing-sound"),),
    ),
    of_render("--stems", "sound.stems", path("FOLDER", exists=False), "Also write a WAV file of each speaker, with labels."),
    of_render(
        "--sample-rate",
        "sound.sample_rate_hz",
        whole("HZ", 8_000, 192_000),
        "Set the sample rate of the main file, such as 48000.",
        show_keys=(("loudness", "sample-rate"),),
    ),
    of_render(
        "--bit-depth",
        "sound.bit_depth",
        whole("BITS", 8, 64),
        "Set the bit depth of a WAV or FLAC file, such as 24.",
        show_keys=(("loudness", "bit-depth"),),
    ),
    of_render(
        "--bitrate",
        "sound.bitrate_kbps",
        whole("KBPS", 1, 1_000),
        "Set the bitrate of an MP3, AAC or Opus file, such as 128.",
        show_keys=(("loudness", "bitrate"),),
    ),
)
