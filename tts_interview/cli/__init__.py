"""The command line, which only translates arguments into calls of the pipeline."""

from __future__ import annotations

import difflib
import io
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts_interview.cli.archive import archive_commands
from tts_interview.cli.cache import cache_commands
from tts_interview.cli.console import in_one_line, say, say_traceback
from tts_interview.cli.engines import doctor, engines
from tts_interview.cli.feed import feed
from tts_interview.cli.help import help_command
from tts_interview.cli.inspect import inspect
from tts_interview.cli.listen import listen
from tts_interview.cli.options import plain_flag
from tts_interview.cli.parse import parse
from tts_interview.cli.publish import publish, unpublish
from tts_interview.cli.render import render
from tts_interview.cli.serve import serve
from tts_interview.cli.studio import studio
from tts_interview.cli.verify import verify
from tts_interview.cli.voices import voices
from tts_interview.cli.words import words_commands

if TYPE_CHECKING:
    from collections.abc import Sequence

# The signals that end a run cleanly besides that of Ctrl-C, with the exit code of each. Windows has no SIGHUP.
_ENDING = {"SIGTERM": 130, "SIGHUP": 129}
_EXIT_INTERRUPTED = 130
# Words that people type instead of a command.
_SYNONYMS = {
    "check": "doctor",
    "convert": "render",
    "deliver": "publish",
    "hear": "listen",
    "list": "voices",
    "make": "render",
    "play": "listen",
    "preview": "listen",
    "read": "parse",
    "say": "render",
    "server": "serve",
    "show": "parse",
    "speak": "render",
    "transcript": "parse",
    "upload": "publish",
    "voice": "voices",
    "word": "words",
}
_BARE = """\
tts-interview SOURCE           make an episode and play it: a file, an address, or - for standard input
tts-interview listen SOURCE    play an interview while it is spoken
tts-interview parse SOURCE     show who says what, and what is left out
tts-interview voices           list the voices
tts-interview help             list the documentation; --help lists all commands
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit: 0 done, 1 wrong input or failed work, 2 wrong command line, 3 doubts, 130 interrupted."""
    code = run(arguments)
    if any(thread.name.startswith(("speaking", "listening", "loading")) for thread in threading.enumerate()):
        # Python would wait for these threads to finish a sentence, but an interrupt should end at once. Results were flushed.
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code. An error is one line; for a bug, that line names a report to send."""
    _open_closed_streams()
    _write_any_character()
    _treat_as_interrupts()
    try:
        return _exit_code(cli.main(arguments, prog_name="tts-interview", standalone_mode=False))
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        say(shown.getvalue().rstrip("\n"))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as interrupt:
        say("Interrupted. The clips are kept: the same command continues from there.")
        return _ENDING.get(str(interrupt.__cause__ or interrupt), _EXIT_INTERRUPTED)
    except BrokenPipeError:  # the reader of the output has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - a bug is an error in one line, too
        say(f"Error: {in_one_line(error)}")
        if {"-v", "--verbose"} & set(sys.argv[1:] if arguments is None else arguments):
            say_traceback(error)
        return 1


def _exit_code(result: object) -> int:
    return result if isinstance(result, int) else 0


def _open_closed_streams() -> None:
    """Connect standard streams that the parent process closed, as schedulers do, to the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the process ends


def _write_any_character() -> None:
    """Write UTF-8 to files and pipes, like the program's own files; escape what another encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_fixed = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=stream.encoding if is_fixed else "utf-8", errors="backslashreplace")


def _treat_as_interrupts() -> None:
    """Handle the signals that end a run like Ctrl-C, so that drafts are removed and the cache stays intact."""
    terminals = [stream.fileno() for stream in (sys.stdout, sys.stderr) if stream.isatty()]

    def interrupt(number: int, _frame: object) -> None:
        name = signal.Signals(number).name
        for terminal in terminals if name == "SIGHUP" else ():  # it is closed, and writing to it would fail
            os.dup2(os.open(os.devnull, os.O_WRONLY), terminal)
        raise KeyboardInterrupt(name)

    for name in _ENDING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, interrupt)


class _Program(click.Group):
    """The program: it runs a command, or makes and plays an episode of a source given without a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; insert `render --play` before a source without a command."""
        first = next((number for number, arg in enumerate(args) if not _is_global(arg)), len(args))
        if first < len(args) and (args[first] not in self.commands) and _may_be_source(args[first:]):
            args = [*args[:first], "render", "--play", *args[first:]]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for an unknown word, fail with a suggestion."""
        if args[0] not in self.commands:
            near = _SYNONYMS.get(args[0].casefold()) or next(iter(difflib.get_close_matches(args[0], self.commands, n=1)), "")
            hint = f'did you mean "{near}"?' if near else 'a source is a file that exists; "tts-interview" alone shows the way'
            ctx.fail(f'unknown command or missing file "{args[0]}"; {hint}')
        return super().resolve_command(ctx, args)


def _is_global(argument: str) -> bool:
    return argument in {"--plain", "-h", "--help", "--version"}


def _may_be_source(arguments: Sequence[str]) -> bool:
    """Return whether the arguments name a source, perhaps after options."""
    return any(
        argument == "-" or "://" in argument or (not argument.startswith("-") and Path(argument).is_file())
        for argument in arguments
    ) and (arguments[0].startswith("-") or arguments[0] == "-" or "://" in arguments[0] or Path(arguments[0]).is_file())


@click.group(
    cls=_Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="tts-interview", message="%(prog)s %(version)s", help="Show the version and exit.")
@plain_flag
@click.pass_context
def cli(context: click.Context, *, plain: bool) -> None:  # noqa: ARG001 - commands look it up
    """Turn the text of an interview into a podcast episode, with voices on your own machine.

    \b
    Examples:
      tts-interview interview.html
      tts-interview render interview.html -o episode.mp3
      tts-interview listen interview.html
      tts-interview parse interview.html
    """  # noqa: D301 - \b is click's mark for lines to keep
    if context.invoked_subcommand is None:
        click.echo(_BARE, nl=False)


for _command in (
    render,
    listen,
    parse,
    words_commands,
    voices,
    engines,
    doctor,
    archive_commands,
    cache_commands,
    feed,
    publish,
    unpublish,
    inspect,
    studio,
    serve,
    verify,
    help_command,
):
    cli.add_command(_command)
