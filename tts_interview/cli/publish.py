"""`publish` and `unpublish`: deliver an episode or a show to a store, and take an episode out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts_interview.cli.console import escaped
from tts_interview.cli.options import command

if TYPE_CHECKING:
    from tts_interview.cli.console import Console
    from tts_interview.pipeline.sending import Shipment
    from tts_interview.settings import Settings

_TO = click.option("--to", default="", metavar="ADDRESS", help="Use this store instead of that of the show file.")
_TRIAL = click.option("--dry-run", is_flag=True, help="Print what would be sent and deleted, and change nothing.")


@command("publish", takes="publish")
@click.argument("what", type=click.Path(exists=True, path_type=Path), metavar="EPISODE|SHOW")
@_TO
@_TRIAL
@click.option("--prune", is_flag=True, help="Also delete episodes that left the folder of the show.")
def publish(what: Path, to: str, settings: Settings, console: Console, *, dry_run: bool, prune: bool) -> None:
    """Deliver a finished episode or a whole show to a store.

    EPISODE is an audio file or the folder of one; give its show with --show. SHOW is a show file: its [deliver] table names the
    store. ADDRESS is a folder, s3://BUCKET/PREFIX or sftp://HOST/FOLDER. Only what changed is sent, and the feed goes last.
    A run that was interrupted goes on where it stopped.

    \b
    Examples:
      tts-interview publish show.toml --dry-run
      tts-interview publish episodes/ferry.mp3 --show show.toml
      tts-interview publish ferry.mp3 --to sftp://web.example.org/var/www/ferry
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.pipeline.delivering import Terms
    from tts_interview.pipeline.delivering import publish as deliver

    _told(deliver(what, settings, Terms(to, dry_run, prune), console), console, is_trial=dry_run)


@command("unpublish", takes="publish")
@click.argument("guid")
@_TO
@_TRIAL
def unpublish(guid: str, to: str, settings: Settings, console: Console, *, dry_run: bool) -> None:
    """Take the episode with this GUID out of a store.

    Its entry in the feed goes first, then its page and its sound. With --show, its files in the folder of the show go, too, so
    that no later run brings it back; a script that somebody edited stays. To publish it again, render it again.
    "tts-interview feed" lists the guids.

    \b
    Examples:
      tts-interview unpublish urn:uuid:4daab872-629d-59a0-95e4-8e4fbeb24341 --show show.toml
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.pipeline.delivering import Terms
    from tts_interview.pipeline.delivering import unpublish as withdraw

    _told(withdraw(guid, settings, Terms(to, dry_run), console), console, is_trial=dry_run)


def _told(done: Shipment, console: Console, *, is_trial: bool) -> None:
    """Print the names of what was sent and deleted, one a line, and a summary."""
    console.end()
    for verb, names in (("send", done.sent), ("delete", done.deleted)):
        for name in names:
            click.echo(escaped(f"{verb} {name}"))
    would, size = "would be " * is_trial, sum(parcel.entry.size for parcel in done.parcels) / 1e6
    console.notice(
        f"{len(done.sent)} files ({size:.1f} MB) {would}sent, {len(done.deleted)} {would}deleted"
        if done.sent or done.deleted
        else "The store is up to date"
    )
