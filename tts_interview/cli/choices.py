"""What the user chose on the command line, as the pipeline takes it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tts_interview.settings import CLIP_LIMIT_BYTES, Origin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tts_interview.model import Gender, Limits, Publishing
    from tts_interview.settings import Settings
    from tts_interview.settings.pacing import Pacing

_STANDARD_INPUT = "-"
_WISHES = ("interviewers", "guests", "aliases", "leave_out", "keep", "article", "first", "last", "narrate")
_SOUND = ("match", "opening_sound", "closing_sound")
# What an option is called among the settings, where that is not as here.
_NAMES = {
    "pace": "pacing.preset",
    "pauses": "pacing.pauses",
    "seed": "pacing.seed",
    **{name: f"announcing.{name}" for name in ("opening", "say_names", "disclosure", "discloses")},
    "loudness": "mastering.target_lufs",
    **{name: f"mastering.{name}" for name in _SOUND},
    **{name: f"wishes.{name}" for name in _WISHES},
}
_ORIGINS = {
    click.core.ParameterSource.COMMANDLINE: Origin.FLAG,
    click.core.ParameterSource.PROMPT: Origin.FLAG,
    click.core.ParameterSource.ENVIRONMENT: Origin.ENVIRONMENT,
}


def settings_from(
    *,
    voices: tuple[tuple[str, str], ...] = (),
    genders: tuple[tuple[str, str], ...] = (),
    rates: tuple[tuple[str, float], ...] = (),
    opening: str = "none",
    say_names: str = "auto",
    disclosure: str = "",
    discloses: bool = True,
    loudness: float | None = None,
    show: Path | None = None,
    force: bool = False,
    cache: Path | None = None,
    cache_limit: float = CLIP_LIMIT_BYTES / 1e6,
    **choices: Any,
) -> Settings:
    """The settings that the options of the command that runs ask for, and where each comes from. Raises ShowError."""
    from tts_interview.model import Announcing, Opening, SayNames, Wishes
    from tts_interview.settings import Settings, default_lexicon_file
    from tts_interview.settings.showfile import read_show
    from tts_interview.settings.sound import TARGET_LUFS, Mastering

    wishes = {name: choices.pop(name) for name in _WISHES if name in choices}
    sound = {name: choices.pop(name) for name in _SOUND if name in choices}
    publishing = _publishing(choices, force=force)
    limits = _limits(choices)
    return Settings(
        voices=dict(voices),
        genders={name: _gender(value) for name, value in genders},
        wishes=Wishes(**{**wishes, "aliases": dict(wishes.get("aliases", ()))}),
        pacing=_pacing(choices, rates),
        announcing=Announcing(Opening(opening), SayNames(say_names), disclosure, discloses),
        mastering=Mastering(TARGET_LUFS if loudness is None else loudness, **sound),
        limits=limits,
        publishing=publishing,
        overwrite=force,
        cache_folder=cache,
        user_lexicon=default_lexicon_file(),
        clip_limit_bytes=int(cache_limit * 1e6),
        show=read_show(show) if show else None,
        origins=_origins(rates),
        **choices,
    )


def _pacing(choices: dict[str, Any], rates: tuple[tuple[str, float], ...]) -> Pacing:
    """The pace, whose other options are taken out of the choices."""
    from tts_interview.settings.pacing import CONVERSATION, Pacing

    everyone = [rate for name, rate in rates if not name]
    return Pacing(
        preset=choices.pop("pace", CONVERSATION),
        pauses=dict(choices.pop("pauses", ())),
        rate=everyone[-1] if everyone else 1.0,
        rates={name: rate for name, rate in rates if name},
        seed=choices.pop("seed", 0),
    )


def _publishing(choices: dict[str, Any], *, force: bool) -> Publishing:
    """What else is made of an episode, whose options are taken out of the choices."""
    from tts_interview.model import Layout, Publishing
    from tts_interview.publishing import kit

    layout = Layout(choices.pop("layout", Layout.FOLDERS))
    whole = kit(layout) if choices.pop("publish", False) else ()
    said = {name: choices.pop(name) for name in ("embed_audio", "cover") if name in choices}
    handed_over = ("manifest",) if choices.pop("after", None) else ()
    embedding = ("page",) if said.get("embed_audio") else ()
    formats = (*whole, *choices.pop("formats", ()), *handed_over, *embedding)
    return Publishing(formats, skip_current=bool(whole) and not force, layout=layout, **said)


def _limits(choices: dict[str, Any]) -> Limits:
    """The limits of reading, whose options are taken out of the choices."""
    from tts_interview.model import Limits

    usual = Limits()
    if "max_mb" not in choices:
        return usual
    limit_bytes = int(choices.pop("max_mb") * 1e6)
    unpacked_bytes = limit_bytes * usual.unpacked_bytes // usual.source_bytes
    return Limits(limit_bytes, unpacked_bytes, fetch_s=choices.pop("timeout"), private_addresses=choices.pop("private"))


def _origins(rates: tuple[tuple[str, float], ...]) -> dict[str, Origin]:
    """Where the value of each option of the command that runs comes from; `rates` may be of single speakers or of all."""
    context = click.get_current_context(silent=True)
    if context is None:
        return {}
    sources = {name: context.get_parameter_source(name) for name in context.params}
    found = {_NAMES.get(name, name): _ORIGINS.get(source, Origin.BUILT_IN) for name, source in sources.items() if source}
    of_rates = found.pop("rates", Origin.BUILT_IN)
    return {**found, **{"pacing.rates" if name else "pacing.rate": of_rates for name, _ in rates}}


def _gender(value: str) -> Gender:
    from tts_interview.model import Gender

    found = next((g for g in (Gender.FEMALE, Gender.MALE) if value.lower() in (g.value, g.value[0])), None)
    if not found:
        raise click.BadParameter(f'"{value}" is neither female nor male', param_hint="--gender")
    return found


def opened(sources: Sequence[str]) -> Any:
    """What the pipeline reads: a path, an address, standard input, or several of these."""
    found = [sys.stdin.buffer if source == _STANDARD_INPUT else source for source in sources]
    return found[0] if len(found) == 1 else found
