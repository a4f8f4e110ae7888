"""Options: who speaks."""

from __future__ import annotations

from tts_interview.settings.options.kinds import gender, pair, text
from tts_interview.settings.options.row import EPISODE, EVERY, READ, Option

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
    Option(
        "--gender",
        "casting.genders",
        pair("NAME=GENDER", gender, example="Rutte=male", completes="speaker"),
        "Say whether a voice is female or male. Repeatable.",
        commands=READ,
        front_matter=("gender",),
        repeatable=True,
    ),
    Option(
        "--narrator",
        "casting.narrator",
        text("WHO", completes="voice"),
        "Choose the narrator: a voice, interviewer, or none.",
        commands=READ,
        environment="NARRATOR",
        show_keys=(("reading", "narrator"),),
        front_matter=("narrator",),
        is_common=True,
    ),
    Option(
        "--interviewer",
        "reading.interviewers",
        text("NAME", completes="speaker"),
        "Name a person who asks. Repeatable.",
        commands=READ,
        repeatable=True,
        is_common=True,
    ),
    Option(
        "--guest",
        "reading.guests",
        text("NAME", completes="speaker"),
        "Name a person who answers. Repeatable.",
        commands=READ,
        repeatable=True,
    ),
    Option(
        "--alias",
        "reading.aliases",
        pair("LABEL=NAME", example="AP=Arvind Parekh", completes="speaker"),
        "Say whose label it is. Repeatable.",
        commands=READ,
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
