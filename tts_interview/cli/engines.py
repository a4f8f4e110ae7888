"""The commands about what is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.console import Console, with_flags
from tts_interview.cli.options import command, plain_flag, print_table

if TYPE_CHECKING:
    from tts_interview.settings import Settings


def engine_setup(settings: Settings) -> Any:
    """Return what an engine is given of the settings; what it tells goes to standard error."""
    from tts_interview.speech.engines import setup_of

    return setup_of(settings.speech, Console(plain=False, quiet=False, verbose=False))


@command("engines", takes="engines", tells=False)
@plain_flag
@click.pass_context
def engines(context: click.Context, settings: Settings, *, plain: bool) -> None:
    """List what can speak, and what each engine needs.

    \b
    Example:
      tts-interview engines
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.doctor import engine_states

    print_table(context, engine_states(engine_setup(settings)), ("engine", "state"), plain=plain)


@command("doctor", takes="doctor", tells=False)
def doctor(settings: Settings) -> int:
    """Check what is installed and what is missing.

    The last line is "ready", or the one thing to do.

    \b
    Example:
      tts-interview doctor
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.doctor import examine, verdict
    from tts_interview.settings.parts import user_cache_folder

    findings = examine(engine_setup(settings), user_cache_folder())
    for finding in findings:
        click.echo(with_flags(f"{finding.subject}: {finding.seen}"))
    click.echo(with_flags(verdict(findings)))
    return 0 if all(f.well for f in findings if not f.subject.startswith("engine ")) else 1
