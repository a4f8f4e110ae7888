"""`studio`: correct, hear and publish interviews in the browser."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tts_interview.cli.completion import SourceType
from tts_interview.cli.options import command
from tts_interview.cli.render import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings

_Act = TypeVar("_Act", bound="Callable[..., Any]")
_HIGHEST_PORT = 65535


NO_BROWSER = click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")


def port_option(default: int) -> Callable[[_Act], _Act]:
    """Return the option that says on which port a server listens."""
    help_text = f"Listen on this port; 0 takes a free one [default: {default}]."
    return click.option("--port", type=click.IntRange(0, _HIGHEST_PORT), default=default, metavar="PORT", help=help_text)


@command("studio", takes="render", has_short_help=True)
@click.argument("source", required=False, metavar="[SOURCE]", type=SourceType())
@click.option("--projects", type=click.Path(path_type=Path), default="studio", help="Folder of the projects [default: studio].")
@port_option(0)
@NO_BROWSER
def studio(source: str | None, projects: Path, port: int, settings: Settings, console: Console, *, no_browser: bool) -> None:
    """Correct, hear and publish interviews in the browser.

    It answers until Ctrl-C. SOURCE is read into a new project; a folder that holds a project is opened. Everything stays on
    this machine: the studio answers nobody else, and loads nothing from elsewhere.

    \b
    Examples:
      tts-interview studio
      tts-interview studio interview.html
      tts-interview studio --show show.toml
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.web.studio import application
    from tts_interview.web.studio.workshop import Workshop

    workshop = Workshop(projects, settings)
    place = ""
    if source and Path(source).is_dir():
        projects = Path(source).resolve().parent
        workshop = Workshop(projects, settings)
        place = f"p/{Path(source).resolve().name}/"
    elif source:
        place = f"p/{workshop.create(opened((source,)))}/"
    serve_until_stopped(lambda token: application(workshop, token), place, port, console, no_browser=no_browser)


def serve_until_stopped(
    application: Callable[[str], Any], place: str, port: int, console: Console, *, no_browser: bool
) -> None:
    """Serve the application of a token to this machine until Ctrl-C, and open the place in it, unless nobody wants that."""
    from tts_interview.web import LOOPBACK, new_secret, opened_port, serving

    token = new_secret()
    with opened_port(port) as listening, suppress(KeyboardInterrupt):  # the normal way to stop
        address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/{token}/{place}"
        click.echo(address)
        sys.stdout.flush()
        console.notice("Press Ctrl-C to stop.")
        if not no_browser:
            click.launch(address)
        serving(application(token)).run([listening])
