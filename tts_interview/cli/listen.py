"""The command that plays, and its keys."""

from __future__ import annotations

import contextlib
import inspect
import os
import signal
import sys
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from tts_interview.cli.completion import SourceType
from tts_interview.cli.options import command
from tts_interview.cli.render import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.cli.console import Console
    from tts_interview.pipeline.playback import Controls
    from tts_interview.settings import Settings

_LAST_TURN = 100_000
_END, _HELP = "end", "help"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the listener: what the terminal sends, its name, the command that it gives, a word for it, and its help."""

    pressed: str
    name: str
    command: str
    brief: str
    help: str


KEYS = (
    Key(" ", "space", "pause", "pause", "Pause, or go on."),
    Key("left", "left", "back", "15 s back", "Go back 15 seconds."),
    Key("right", "right", "on", "15 s on", "Go on 15 seconds."),
    Key("n", "n", "next", "next turn", "Go to the next turn."),
    Key("p", "p", "previous", "previous", "Go to the start of the turn; from there, to the turn before."),
    Key("+", "+", "faster", "faster", "Play faster at the same pitch, up to 3 times as fast."),
    Key("-", "-", "slower", "slower", "Play slower at the same pitch, down to half as fast."),
    Key("q", "q", _END, "end", "End; the next time, playback goes on from there."),
    Key("?", "?", _HELP, "help", "Show the keys."),
)
# What people press for these as well, without Shift or with it.
_ALSO = {"=": "+", "_": "-", "N": "n", "P": "p", "Q": "q"}


@command("listen", takes="listen", has_short_help=True)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=SourceType())
@click.option("-o", "--output", type=click.Choice(["-"]), metavar="-", help="Write a WAV stream to standard output.")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Start at this turn, as parse counts them.")
@click.option("--from-start", is_flag=True, help="Start at the beginning, rather than where you stopped.")
@click.option("--only", is_flag=True, hidden=True)
def listen(
    sources: tuple[str, ...],
    output: str | None,
    turn: int | None,
    settings: Settings,
    console: Console,
    *,
    from_start: bool,
    only: bool,
) -> None:
    """Play SOURCE while it is spoken.

    A source is a file, an http(s) address, or - for standard input. Several sources are the pages of one interview, in order.
    Clips are cached, so a later "render" is quick. The sound goes to the sound card, or to paplay, aplay, pw-play or ffplay.
    Playback goes on where you stopped the last time. On a terminal, it obeys keys.

    \b
    Keys:
      KEYS

    \b
    Examples:
      tts-interview listen interview.html
      tts-interview listen interview.html --turn 7
      tts-interview listen interview.html --turns 7 --voice "Rutte=george"
      tts-interview listen interview.html -o - | ffplay -nodisp -autoexit -
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.speech.engines import preload_engine, setup_of

    if output and sys.stdout.isatty():
        raise click.UsageError("standard output is a terminal: pass the sound on with | PLAYER, or leave out -o")
    if only:
        console.notice("--only is deprecated: use --turns")
    if turn or only:
        first = turn or 1
        wanted = frozenset([first]) if only else frozenset(range(first, _LAST_TURN))
        settings = replace(settings, reading=replace(settings.reading, turns=wanted))
    # The engine loads while the rest of the program is imported.
    warm = preload_engine(settings.speech.engine, setup_of(settings.speech, console))
    from tts_interview.pipeline.entries import listen as play
    from tts_interview.pipeline.listening import Listening

    try:
        with _controls(console, wanted=not output and "-" not in sources) as controls:
            stream = sys.stdout.buffer if output else None
            play(opened(sources), settings, Listening(stream, controls, resumes=not from_start), console, warm=warm)
    finally:
        console.end()


listen.help = inspect.cleandoc(listen.help or "").replace("KEYS", "\n  ".join(f"{key.name:6} {key.help}" for key in KEYS))


@contextlib.contextmanager
def _controls(console: Console, *, wanted: bool) -> Iterator[Controls | None]:
    """Obey the keys of a terminal until the end of the block."""
    if not (wanted and sys.stdin.isatty()):
        yield None
        return
    from tts_interview.cli.keys import keys_pressed
    from tts_interview.pipeline.playback import Command, Controls

    controls, ended = Controls(), threading.Event()

    def obey(pressed: str) -> None:
        wish = {key.pressed: key.command for key in KEYS}.get(_ALSO.get(pressed, pressed), "")
        if wish == _END:
            ended.set()
            _interrupt()
        elif wish == _HELP:
            console.notice(_table(console))
        elif wish:
            controls.give(Command(wish))

    try:
        with keys_pressed(obey):
            console.notice("Keys: " + ", ".join(f"{key.name} {key.brief}" for key in KEYS))
            yield controls
    except KeyboardInterrupt:
        if not ended.is_set():
            raise


def _table(console: Console) -> str:
    from tts_interview.cli.display import table

    return table([(key.name, key.help) for key in KEYS], ("key", "what it does"), plain=console.is_plain)


def _interrupt() -> None:
    """Interrupt the thread that speaks, as Ctrl-C does: it may be in the middle of a long sentence."""
    if os.name == "nt":
        import _thread

        _thread.interrupt_main()
    else:
        os.kill(os.getpid(), signal.SIGINT)
