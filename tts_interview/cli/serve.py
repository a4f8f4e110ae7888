"""`serve`: serve a folder of episodes as a website, or an inbox, on this machine or in the local network."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from tts_interview.cli.options import command
from tts_interview.cli.studio import port_option

if TYPE_CHECKING:
    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings


@command("serve", takes="serve")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@port_option(8000)
@click.option("--lan", is_flag=True, help="Also answer other machines in the local network, below a secret path.")
@click.option("--inbox", is_flag=True, help="Take in pages, speak them, and list them in a private feed.")
def serve(folder: Path | None, port: int, settings: Settings, console: Console, *, lan: bool, inbox: bool) -> None:
    """Serve the episodes in FOLDER until Ctrl-C.

    Use it to listen, or to try a feed before it is public: the addresses in a feed become those of this server. Without --lan,
    it answers this machine only. FOLDER is output, or inbox with --inbox.

    \b
    Examples:
      tts-interview serve output
      tts-interview serve episodes --lan
      tts-interview serve --inbox --lan
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.web import LOOPBACK, Site, lan_address, new_secret, opened_port, server, serving
    from tts_interview.web.inbox import application, inbox_of

    host = lan_address() if lan else LOOPBACK
    folder = folder or Path("inbox" if inbox else "output")
    if inbox:
        workshop, secret = inbox_of(folder, settings)
        answering = serving(application(workshop, secret, host))
    else:
        secret = new_secret() if lan else ""
        answering = server(Site(folder, secret, not lan, console.detail))
    with opened_port(port, is_local=not lan) as listening, suppress(KeyboardInterrupt):  # the normal way to stop
        start = f"http://{host}:{listening.getsockname()[1]}/" + (f"{secret}/" if secret else "")
        click.echo(start)
        feeds = [Path("feed.xml")] if inbox else sorted((*folder.glob("*.xml"), *folder.glob("*.rss")))
        for feed in feeds:
            click.echo(start + quote(os.fsencode(feed.name)))
        sys.stdout.flush()
        if lan:
            console.notice(_as_picture(start, plain=console.is_plain))
        console.notice("Press Ctrl-C to stop.")
        answering.run([listening])


def _as_picture(address: str, *, plain: bool) -> str:
    """Return an address as a QR code for the camera of a phone, or as a line of text."""
    if plain:
        return f"Open it on the phone: {address}"
    import segno

    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue().rstrip("\n")
