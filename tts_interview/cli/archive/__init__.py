"""`archive`: plan, review and make thousands of interviews, and say how far they are."""

from __future__ import annotations

import click

from tts_interview.cli.archive.making import plan, retry, run, watch
from tts_interview.cli.archive.reviewing import export, review, site, status, withdraw


@click.group("archive")
def archive_commands() -> None:
    """Make episodes of thousands of interviews.

    \b
    Examples:
      tts-interview archive plan interviews/ -o library/
      tts-interview archive review library/ --format csv > review.csv
      tts-interview archive run library/ --publish
      tts-interview archive status library/
    """  # noqa: D301 - \b is click's mark for lines to keep


for _command in (plan, review, run, watch, status, site, export, withdraw, retry):
    archive_commands.add_command(_command)
