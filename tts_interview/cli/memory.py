"""`parse --remember`: what options say of one interview goes into the show file, to hold in every episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tts_interview.errors import OutputError, ShowError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tts_interview.model import Transcript
    from tts_interview.settings import Settings


def keep(path: Path, settings: Settings, transcript: Transcript, on_notice: Callable[[str], None]) -> None:
    """Write the corrections into the show file, which need not be there yet; what was written is told.

    Raises ShowError if the file is none, would be none with them, or cannot be written.
    """
    from tts_interview.files.atomic import write_whole
    from tts_interview.settings.cast import corrections_in
    from tts_interview.settings.showfile import show_text
    from tts_interview.settings.showfile.remembering import remembered

    corrections = corrections_in(settings, transcript, path.parent)
    if not corrections:
        raise click.UsageError("--remember keeps what other options say: give one, such as --interviewer NAME")
    before = show_text(path) if path.exists() else ""
    text, told = remembered(before, path, corrections)
    if text != before:
        try:
            write_whole(path.resolve(), text.encode())
        except OutputError as error:
            raise ShowError(f"{path} cannot be written: {error.__cause__ or error}; name another file with --show") from error
    for line in told or [f"{path} says all that already"]:
        on_notice(line)


def existing(path: Path | None) -> Path | None:
    """The show file that is written into, None while there is none; without a name for one that is a wrong command line."""
    if not path:
        raise click.UsageError("--remember writes into a show file: name one with --show, as in --show show.toml")
    return path if path.exists() else None
