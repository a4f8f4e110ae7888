"""What the user chose on the command line, as the pipeline takes it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tts_interview.settings import CLIP_LIMIT_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tts_interview.model import Gender
    from tts_interview.settings import Settings

_STANDARD_INPUT = "-"
_WISHES = ("interviewers", "guests", "aliases", "leave_out", "keep", "first", "last", "narrate")


def settings_from(
    *,
    voices: tuple[tuple[str, str], ...] = (),
    genders: tuple[tuple[str, str], ...] = (),
    rate: float = 1.0,
    force: bool = False,
    cache: Path | None = None,
    cache_limit: float = CLIP_LIMIT_BYTES / 1e6,
    **choices: Any,
) -> Settings:
    """The settings that the options of a command ask for."""
    from dataclasses import replace

    from tts_interview.model import Limits, Wishes
    from tts_interview.settings import Settings

    wishes = {name: choices.pop(name) for name in _WISHES if name in choices}
    limits = Limits()
    if "max_mb" in choices:
        limit_bytes, private = int(choices.pop("max_mb") * 1e6), choices.pop("private")
        unpacked_bytes = limit_bytes * limits.unpacked_bytes // limits.source_bytes
        limits = Limits(limit_bytes, unpacked_bytes, fetch_s=choices.pop("timeout"), private_addresses=private)
    settings = Settings(
        voices=dict(voices),
        genders={name: _gender(value) for name, value in genders},
        wishes=Wishes(**{**wishes, "aliases": dict(wishes.get("aliases", ()))}),
        limits=limits,
        overwrite=force,
        cache_folder=cache,
        clip_limit_bytes=int(cache_limit * 1e6),
        **choices,
    )
    return replace(settings, pacing=replace(settings.pacing, rate=rate))


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
