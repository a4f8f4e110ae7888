"""What the user is told: progress, notices and results, as much of it as is wanted."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from tts_interview.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.errors import TtsInterviewError
    from tts_interview.pipeline import Rendering


def in_one_line(error: TtsInterviewError | OSError) -> str:
    """What went wrong. Of what the system refuses, such as a name that is too long or a full disk, it tells where and why."""
    told = str(error)
    if isinstance(error, OSError):
        why = error.strerror or told
        told = f"{error.filename}: {why}" if error.filename else why
        told += (
            ": free some space" if error.errno == errno.ENOSPC else ": check the name, and whether you may read and write there"
        )
    return " ".join(told.split())


def say(line: str) -> None:
    """A line on standard error, where everything goes that is no result."""
    click.echo(line, err=True)


def terminal_width() -> int:
    """How many characters a line of the terminal holds."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


class Console:
    """Progress, notices and what was made, as much of it as is wanted."""

    def __init__(self, *, plain: bool, quiet: bool, verbose: bool) -> None:
        from tts_interview.cli.display import ProgressLine, TurnLine, is_plain

        if quiet and verbose:
            raise click.UsageError("--quiet and --verbose exclude each other: give one of them")

        self._quiet, self._verbose, self._plain = quiet, verbose, plain
        self.plain_results = is_plain(sys.stdout, os.environ, asked=plain)
        is_plain_here = is_plain(sys.stderr, os.environ, asked=plain)
        self._line = ProgressLine(plain=is_plain_here)
        self._turn = TurnLine(plain=is_plain_here, width=terminal_width())

    def progress(self, progress: Any) -> None:
        """Progress of a long step."""
        if not self._quiet:
            self._turn.clear()
            self._line(progress)

    def turn(self, number: int, speaker: str, words: str) -> None:
        """The turn that is heard from now on."""
        if not self._quiet:
            self._line.clear()
            self._turn(number, speaker, words)

    def notice(self, line: str) -> None:
        """A line about what is done."""
        if not self._quiet:
            self.end()
            say(line)

    def end(self) -> None:
        """Leave no running line behind."""
        self._line.clear()
        self._turn.clear()

    def batch(self, rows: Sequence[Sequence[str]]) -> None:
        """What became of several episodes, when all are done."""
        from tts_interview.cli.display import is_plain, table

        if not self._quiet:
            headings = ("number", "episode", "length", "outcome")
            say(table(rows, headings, plain=is_plain(sys.stderr, os.environ, asked=self._plain)))

    def rendered(self, rendering: Rendering) -> None:
        """The files on standard output, one a line; what to do next beside it."""
        self.end()
        for path in rendering.files:
            click.echo(path)
        if rendering.outcome == Outcome.CURRENT:
            self.notice("It is up to date: --force makes it again")
            return
        if self._verbose:
            for speaker, voice in rendering.casting.voices.items():
                say(f"{speaker}: {voice.full_name}")
        if not self._quiet:
            say(f"Loudness: {rendering.loudness.lufs:.1f} LUFS, true peak {rendering.loudness.peak_dbtp:.1f} dBTP")
            from tts_interview.cli.display import ledger_line

            say(ledger_line(rendering.transcript))
            for doubt in rendering.transcript.doubts:
                say(f"Doubt: {doubt}")
            name = next((s.name for s in rendering.transcript.speakers if s.role == "guest"), "Name")
            say(f'Listen to it: open "{rendering.files[0]}"')
            say(f'Change a voice: run it again with --voice "{name}=NAME"; "tts-interview voices" lists the names')
