"""Options: who speaks."""

from __future__ import annotations

from tts_interview.settings.options.kinds import gender, pair, text
from tts_interview.settings.options.row import EPISODE, EVERY, Option, of_read

CASTING = (
    Option(
        "--voice",
        "casting.voices",
        pair("NAME=VOICE", example="Rutte=george", completes="speaker-voice"),
        "Give a speaker a voice. Repeatable.",
        commands=EVERY,
        front_matter=("voice", "voices"),
        repeatable=True,
        is_common=True,
    ),
    of_read(
        "--gender",
        "casting.genders",
        pair("NAME=GENDER", gender, example="Rutte=male", completes="speaker"),
        "Say whether a voice is female or male. Repeatable.",
        front_matter=("gender",),
        repeatable=True,
    ),
    of_read(
        "--narrator",
        "casting.narrator",
        text("WHO", completes="voice"),
        "Choose the narrator: a voice, interviewer, or none.",
        environment="NARRATOR",
        show_keys=(("reading", "narrator"),),
        front_matter=("narrator",),
        is_common=True,
    ),
    of_read(
        "--interviewer",
        "reading.interviewers",
        text("NAME", completes="speaker"),
        "Name a person who asks. Repeatable.",
        repeatable=True,
        is_common=True,
    ),
    of_read(
        "--guest",
        "reading.guests",
        text("NAME", completes="speaker"),
        "Name a person who answers. Repeatable.",
        repeatable=True,
    ),
    of_read(
        "--alias",
        "reading.aliases",
        pair("LABEL=NAME", example="AP=Arvind Parekh", completes="speaker"),
        "Say whose label it is. Repeatable.",
        front_matter=("alias", "aliases"),
        repeatable=True,
    ),
    Option(
        "--engine",
        "speech.engine",
        text("NAME", completes="engine"),
        "Choose what speaks (see the command engines).",
        commands=(*EPISODE, "fix", "voices", "serve"),
        environment="ENGINE",
        show_keys=(("reading", "engine"),),
        default="auto",
        is_common=True,
    ),
)
