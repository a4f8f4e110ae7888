"""The command that plays."""

from __future__ import annotations

import sys
from typing import Any

import click

from tts_interview.cli.choices import opened, settings_from
from tts_interview.cli.console import Console
from tts_interview.cli.options import (
    cache_limit_option,
    engine_option,
    output_options,
    place_options,
    reading_options,
    voice_options,
)
from tts_interview.cli.sections import Sectioned


@click.command(cls=Sectioned)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", type=click.Choice(["-"]), help="Write a WAV stream to standard output instead.")
@click.option("--turn", type=click.IntRange(min=1), default=1, show_default=True, help="Where to start, as parse counts.")
@click.option("--only", is_flag=True, help="Play that turn and no other.")
@voice_options
@reading_options
@engine_option
@place_options
@cache_limit_option
@output_options
def listen(
    sources: tuple[str, ...],
    output: str | None,
    turn: int,
    *,
    only: bool,
    plain: bool,
    quiet: bool,
    verbose: bool,
    **choices: Any,
) -> None:
    """Play SOURCE while it is spoken: a file, an http(s) address, or - for standard input.

    Several sources are the pages of one interview, in order. What was heard is kept, and a later "render" is quick. It plays
    on the sound card, or through paplay, aplay, pw-play or ffplay; Ctrl-C ends it.

    \b
    Examples:
      tts-interview listen interview.html
      tts-interview listen interview.html --turn 7
      tts-interview listen interview.html --turn 7 --only --voice "Rutte=george"
      tts-interview listen interview.html -o - | ffplay -nodisp -autoexit -
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview import pipeline
    from tts_interview.pipeline.listening import Listening

    if output and sys.stdout.isatty():
        raise click.UsageError("standard output is a terminal: pass the sound on with | PLAYER, or leave out -o")
    console = Console(plain=plain, quiet=quiet, verbose=verbose)
    stream = sys.stdout.buffer if output else None
    try:
        listening = Listening(turn, only, stream, console.turn)
        pipeline.listen(opened(sources), settings_from(**choices), listening, console.progress, console.notice)
    finally:
        console.end()
