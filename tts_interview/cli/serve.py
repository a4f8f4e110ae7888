"""`serve`: a folder of episodes as a website, on this machine or in the house."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from tts_interview.cli.options import output_options

if TYPE_CHECKING:
    from tts_interview.web import Server

_HIGHEST_PORT = 65535


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default="output")
@click.option("--port", type=click.IntRange(0, _HIGHEST_PORT), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--lan", is_flag=True, help="For a phone in the same house too, behind a path that nobody guesses.")
@output_options
def serve(folder: Path, port: int, *, lan: bool, plain: bool, quiet: bool, verbose: bool) -> None:
    """Serve the episodes in FOLDER for listening, and for trying a feed before it is public, until Ctrl-C.

    The addresses in a feed become those of this server. Only this machine is answered, unless with --lan.

    \b
    Examples:
      tts-interview serve output
      tts-interview serve episodes --lan
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.cli.console import say
    from tts_interview.web import LOOPBACK, Site, lan_address, new_secret, opened_server

    host = lan_address() if lan else LOOPBACK
    site = Site(folder, new_secret() if lan else "", not lan, say if verbose else lambda _line: None)
    with opened_server(site, port) as server:
        start = f"http://{host}:{server.server_port}/" + (f"{site.secret}/" if lan else "")
        click.echo(start)
        for feed in sorted((*folder.glob("*.xml"), *folder.glob("*.rss"))):
            click.echo(start + quote(os.fsencode(feed.name)))
        sys.stdout.flush()
        if not quiet:
            if lan:
                say(_as_picture(start, plain=plain))
            say("Ctrl-C ends it.")
        _run(server)


def _run(server: Server) -> None:
    try:
        server.serve_forever()
    except KeyboardInterrupt:  # the way to end it, and no mishap
        return


def _as_picture(address: str, *, plain: bool) -> str:
    """An address as a QR code for the camera of a phone; a line in words where only whole lines are wanted."""
    from tts_interview.cli.display import is_plain

    if is_plain(sys.stderr, os.environ, asked=plain):
        return f"Open it on the phone: {address}"
    import segno

    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue().rstrip("\n")
