"""Output on the terminal: progress, notices and results, as verbose as the user wants."""

from __future__ import annotations

import errno
import os
import re
import sys
from typing import TYPE_CHECKING

import click

from tts_interview.errors import TtsInterviewError
from tts_interview.model import Observer, Outcome
from tts_interview.settings.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Progress
    from tts_interview.pipeline.edition import Rendering
    from tts_interview.settings import Settings


# What a terminal obeys and does not show: control characters except line breaks, and marks that turn the direction of text.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    r"""Return a text with unsafe characters as in Python's strings, such as `\x1b`."""
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def with_flags(message: str) -> str:
    """Return a message of the library with the flags of the command line for the fields of Settings that it names.

    The library sets these fields in backticks, so that the name of a file is never taken for one.
    """
    flags = {option.field: option.flag for option in OPTIONS}
    return re.sub(r"`([a-z_.]+)`", lambda name: flags.get(name[1], name[0]), message)


def is_bug(error: Exception) -> bool:
    """Return whether nobody expected an error, so that it has no message for users."""
    return not isinstance(error, (TtsInterviewError, OSError))


def in_one_line(error: Exception) -> str:
    """Return an error in one line.

    An error of the operating system gets its file and a remedy. A bug gets a report, which the line names.
    """
    message = str(error)
    if is_bug(error):
        from tts_interview.cli.bugs import reported

        message = reported(error)
    elif isinstance(error, OSError):
        why = error.strerror or message
        message = f"{error.filename}: {why}" if error.filename else why
        message += "; free some space" if error.errno == errno.ENOSPC else "; check the name and your permissions there"
    return with_flags(" ".join(message.split()))


def say(line: str) -> None:
    """Print text on standard error, which gets everything that is not a result. Strangers may have written parts of it."""
    click.echo(escaped(line), err=True)


def say_traceback(error: Exception) -> None:
    """Print where a bug was noticed; nothing for other errors."""
    if is_bug(error):
        from tts_interview.cli.bugs import traceback_of

        say(traceback_of(error))


def terminal_width() -> int:
    """Return the width of the terminal in characters."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


class Console(Observer):
    """An observer that prints progress, notices and results, as verbosely as the user wants."""

    def __init__(self, *, plain: bool, quiet: bool, verbose: bool) -> None:
        from tts_interview.cli.display import ProgressLine, TurnLine, is_plain

        if quiet and verbose:
            raise click.UsageError("--quiet and --verbose exclude each other; give one of them")

        self.is_quiet, self._verbose = quiet, verbose
        self.plain_results = is_plain(sys.stdout, os.environ, asked=plain)
        self.is_plain = is_plain(sys.stderr, os.environ, asked=plain)
        self._line = ProgressLine(plain=self.is_plain)
        self._turn = TurnLine(plain=self.is_plain, width=terminal_width())
        self._errors: set[str] = set()

    @property
    def is_interactive(self) -> bool:
        """Both output streams are terminals, and --quiet is not set."""
        return not self.is_quiet and sys.stdout.isatty() and sys.stderr.isatty()

    def progress(self, progress: Progress) -> None:
        """Show the progress of a long step."""
        if not self.is_quiet:
            self._turn.clear()
            self._line(progress)

    def turn(self, number: int, speaker: str, words: str) -> None:
        """Show the turn that begins to play."""
        if not self.is_quiet:
            self._line.clear()
            self._turn(number, speaker, words)

    def playback(self, line: str) -> None:
        """Show what a key changed, in place of the turn."""
        if not self.is_quiet:
            self._line.clear()
            self._turn.show(line)

    def notice(self, line: str) -> None:
        """Print a line about the work."""
        if not self.is_quiet:
            self.end()
            say(with_flags(line))

    def doubt(self, line: str) -> None:
        """Print a sentence about an uncertain guess."""
        self.notice(line)

    def detail(self, line: str) -> None:
        """Print a line that only --verbose asks for."""
        if self._verbose:
            self.notice(line)

    def end(self) -> None:
        """Remove the redrawn line."""
        self._line.clear()
        self._turn.clear()

    def failed(self, _source: object, error: Exception) -> str:
        """Print why one of several episodes failed, once for each reason, and return the reason."""
        self.end()
        reason = in_one_line(error)
        if reason not in self._errors:
            say(f"Error: {reason}")
            if self._verbose:
                say_traceback(error)
        self._errors.add(reason)
        return reason

    def name_of(self, source: object) -> str:
        """Return the name of a source in a table."""
        return source if isinstance(source, str) else "standard input"

    def batch(self, rows: Sequence[Sequence[str]]) -> None:
        """Print the outcome of several episodes."""
        from tts_interview.cli.display import table

        if not self.is_quiet and rows:
            say(table(rows, ("number", "episode", "length", "outcome"), plain=self.is_plain))

    def rendered(self, rendering: Rendering) -> None:
        """Print the files on standard output, one a line, and what they are on standard error."""
        from tts_interview.cli.display import uses_of

        self.end()
        for path in rendering.files:
            click.echo(path)
        if rendering.outcome == Outcome.CURRENT:
            self.notice("It is up to date; --force rebuilds it")
        for speaker, voice in rendering.casting.voices.items():
            self.detail(f"{speaker}: {voice.full_name}")
        if not self.is_quiet and rendering.outcome != Outcome.CURRENT:
            self._summary(rendering)
        for line in uses_of(rendering.files):
            self.notice(line)

    def _summary(self, rendering: Rendering) -> None:
        from tts_interview.cli.display import doubt_lines, ledger_line

        say(f"Loudness: {rendering.loudness.lufs:.1f} LUFS, true peak {rendering.loudness.peak_dbtp:.1f} dBTP")
        say(ledger_line(rendering.transcript))
        for line in doubt_lines(rendering.transcript.doubts):
            say(line)

    def next_steps(self, rendering: Rendering, settings: Settings) -> None:
        """Print what to do next: publish the files and check them, or listen to them."""
        from tts_interview.cli.display import checks_of
        from tts_interview.cli.opening import hint

        name = next((s.name for s in rendering.transcript.speakers if s.role == "guest"), "Name")
        listen = [f"Listen to it: {way}"] if (way := hint(rendering.files[0])) else []
        voice = f'Change a voice: run it again with --voice "{name}=NAME"; "tts-interview voices" lists the names'
        for line in checks_of(rendering.files, settings.show) or [*listen, voice]:
            self.notice(line)
