"""Options: how it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tts_interview.settings.options.kinds import FLAG, PAUSE, RATE, SWITCH, choice, folder, path, text, whole
from tts_interview.settings.options.row import EPISODE, EVERY, Option, of_render
from tts_interview.settings.pacing import CONVERSATION, LARGEST_SEED, PRESETS, PauseFor
from tts_interview.settings.parts import Opening, SayNames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _rates(values: Sequence[tuple[str, float]]) -> Mapping[str, Any]:
    everyone = [rate for name, rate in values if not name]
    by_name = {name: rate for name, rate in values if name}
    found: dict[str, Any] = {"pacing.rate": everyone[-1]} if everyone else {}
    return {**found, "pacing.rates": by_name} if by_name else found


SPEAKING = (
    Option(
        "--pace",
        "pacing.preset",
        choice("PACE", PRESETS),
        "Speak and pause as in: conversation, news, slow, fast.",
        environment="PACE",
        show_keys=(("pace", "preset"),),
        front_matter=("pace",),
        default=CONVERSATION,
        is_common=True,
    ),
    Option(
        "--rate",
        "pacing.rates",
        RATE,
        'Set how fast all speak (1.1), or one ("Rutte=0.95"). Repeatable.',
        environment="RATE",
        show_keys=(("pace", "rate"),),
        front_matter=("rate",),
        repeatable=True,
        assign=_rates,
    ),
    Option(
        "--pause",
        "pacing.pauses",
        PAUSE,
        "Set the length of a pause, as in question=600ms. Repeatable.",
        environment="PAUSE",
        show_keys=tuple(("pace", reason.value) for reason in PauseFor),
        front_matter=("pause", "pauses"),
        repeatable=True,
    ),
    Option(
        "--melody",
        "pacing.melody",
        SWITCH,
        "Let questions rise, and words and quotations stand out, or not.",
        default="on",
        show_keys=(("pace", "melody"),),
    ),
    Option(
        "--seed",
        "pacing.seed",
        whole("N", 0, LARGEST_SEED),
        "Set the seed for the variation of pauses.",
        environment="SEED",
        show_keys=(("pace", "seed"),),
        default="0",
    ),
    Option(
        "--opening",
        "announcing.opening",
        choice("WHAT", Opening),
        "Announce at the start: none, title, or full.",
        environment="OPENING",
        show_keys=(("reading", "opening"),),
        front_matter=("opening",),
        default=Opening.NONE,
        is_common=True,
    ),
    Option(
        "--say-names",
        "announcing.say_names",
        choice("WHEN", SayNames),
        "Name the speaker before a turn: never, first, change, or auto.",
        environment="SAY_NAMES",
        show_keys=(("reading", "say-names"),),
        front_matter=("say-names",),
        default=SayNames.AUTO,
    ),
    of_render(
        "--disclosure",
        "announcing.disclosure",
        text("WORDS"),
        "Say with these words that the voices are synthetic.",
        environment="DISCLOSURE",
        show_keys=(("reading", "disclosure"),),
        front_matter=("disclosure",),
    ),
    of_render(
        "--no-spoken-disclosure",
        "announcing.discloses",
        FLAG,
        "Leave that out of the sound; the files still say so.",
        set_value=False,
    ),
    Option(
        "--lexicon",
        "speech.lexicons",
        path("FILE", suffixes=(".pls", ".toml", ".xml")),
        "Read pronunciations from this file, in TOML or W3C PLS. Repeatable.",
        commands=(*EVERY,),
        environment="LEXICON",
        repeatable=True,
    ),
    Option(
        "--recordings", "sound.recordings", folder(), "Find recordings that a script names in this folder.", commands=EPISODE
    ),
)
