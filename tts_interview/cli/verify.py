"""The command that hears a finished episode back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts_interview.cli.console import escaped
from tts_interview.cli.options import EXIT_DOUBTS, command

if TYPE_CHECKING:
    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings


@command("verify", takes="verify")
@click.argument("episode", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with code 3 if there is a fault.")
def verify(episode: Path, settings: Settings, console: Console, *, strict: bool) -> int:
    """Hear the audio file EPISODE back, and list its faults.

    A recogniser compares what it hears with the transcript beside the file. Other voices, noise and silence are found, too. The
    report is also written beside the file, as STEM.verify.txt and STEM.verify.json.

    \b
    Examples:
      tts-interview verify episode.mp3
      tts-interview verify episode.mp3 --strict
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.pipeline.verifying import verify as hear
    from tts_interview.publishing.verification import verification_text

    found = hear(episode, settings, console)
    console.end()
    click.echo(escaped(verification_text(found, episode.name)), nl=False)
    return EXIT_DOUBTS if strict and found.doubts else 0
