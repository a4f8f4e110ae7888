"""The command that plays."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tts_interview.cli.completion import SourceType
from tts_interview.cli.options import command
from tts_interview.cli.render import opened

if TYPE_CHECKING:
    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings

_LAST_TURN = 100_000


@command("listen", takes="listen", has_short_help=True)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=SourceType())
@click.option("-o", "--output", type=click.Choice(["-"]), metavar="-", help="Write a WAV stream to standard output.")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Start at this turn, as parse counts them.")
@click.option("--only", is_flag=True, hidden=True)
def listen(
    sources: tuple[str, ...], output: str | None, turn: int | None, settings: Settings, console: Console, *, only: bool
) -> None:
    """Play SOURCE while it is spoken.

    A source is a file, an http(s) address, or - for standard input. Several sources are the pages of one interview, in order.
    Clips are cached, so a later "render" is quick. The sound goes to the sound card, or to paplay, aplay, pw-play or ffplay.
    Ctrl-C stops it.

    \b
    Examples:
      tts-interview listen interview.html
      tts-interview listen interview.html --turn 7
      tts-interview listen interview.html --turns 7 --voice "Rutte=george"
      tts-interview listen interview.html -o - | ffplay -nodisp -autoexit -
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.pipeline.entries import listen as play
    from tts_interview.pipeline.listening import Listening

    if output and sys.stdout.isatty():
        raise click.UsageError("standard output is a terminal: pass the sound on with | PLAYER, or leave out -o")
    if only:
        console.notice("--only is deprecated: use --turns")
    if turn or only:
        first = turn or 1
        wanted = frozenset([first]) if only else frozenset(range(first, _LAST_TURN))
        settings = replace(settings, reading=replace(settings.reading, turns=wanted))
    try:
        play(opened(sources), settings, Listening(sys.stdout.buffer if output else None), console)
    finally:
        console.end()
