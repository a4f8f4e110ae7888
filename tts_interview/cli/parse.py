"""The command that shows how a source is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.completion import SourceType
from tts_interview.cli.console import terminal_width
from tts_interview.cli.options import EXIT_DOUBTS, command, strict_flag
from tts_interview.cli.render import opened

if TYPE_CHECKING:
    from tts_interview.cli.console import Console
    from tts_interview.script.file import Script
    from tts_interview.settings import Settings


@command("parse", takes="parse", writes_show="remember")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=SourceType())
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "script"]),
    default="table",
    metavar="table|json|script",
    help="Choose what is printed [default: table].",
)
@click.option("--explain", is_flag=True, help="Compare the two best readings of SOURCE.")
@click.option("--project", metavar="FOLDER", type=click.Path(), help="Write source, script and evidence into a folder to edit.")
@strict_flag
@click.option("--remember", is_flag=True, help="Write what the options say into the show file, for every episode.")
def parse(
    sources: tuple[str, ...],
    style: str,
    project: str | None,
    settings: Settings,
    console: Console,
    *,
    explain: bool,
    strict: bool,
    remember: bool,
) -> int:
    """Show who says what in SOURCE, and what is left out and why.

    A source is a file, an http(s) address, or - for standard input; several are the pages of one interview, in order.

    \b
    Examples:
      tts-interview parse interview.html
      tts-interview parse interview.txt --format json
      tts-interview parse oral-history.pdf --from "Interview" --alias "AP=Arvind Parekh"
      cat page.html | tts-interview parse - --format script
      tts-interview parse page.html --script edited.script.md --format script
      tts-interview parse page.html --explain
      tts-interview parse page.html --show show.toml --leave-out "Read more*" --remember
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.pipeline.entries import script_of
    from tts_interview.words import said_by_lexicons

    if not remember and (settings.casting.voices or settings.casting.genders):
        raise click.UsageError("parse only remembers voices: add --remember, or give --voice and --gender to render")
    if remember and not settings.show:
        raise click.UsageError("--remember writes into a show file: name one with --show, as in --show show.toml")
    if (explain or project) and (remember or style != "table" or (explain and project)):
        raise click.UsageError("--explain and --project go with neither --format nor --remember nor each other")
    if explain:
        _explain(opened(sources), settings, console)
        return 0
    if project:
        return _write_project(opened(sources), project, settings, console, strict=strict)
    script = script_of(opened(sources), settings, console)
    if settings.speech.lexicons:
        console.notice(f"Words that the lexicon says: {said_by_lexicons(script.transcript, settings)}")
    if remember:
        _remember(script, settings, console)
    _print(script, style, console)
    return EXIT_DOUBTS if strict and script.transcript.doubts else 0


def _explain(source: Any, settings: Settings, console: Console) -> None:
    from tts_interview.cli.display import explanation_text
    from tts_interview.pipeline.entries import explain

    explained = explain(source, settings, console)
    click.echo(explanation_text(explained, plain=console.plain_results, width=terminal_width()))


def _write_project(source: Any, folder: str, settings: Settings, console: Console, *, strict: bool) -> int:
    from tts_interview.pipeline.project import read_project, write_project

    for path in write_project(source, folder, settings, console):
        click.echo(path)
    doubts = read_project(folder).doubts
    for doubt in doubts:
        console.doubt(f"Doubt: {doubt}")
    return EXIT_DOUBTS if strict and doubts else 0


def _remember(script: Script, settings: Settings, console: Console) -> None:
    from tts_interview.settings.cast import corrections_in, remember

    if settings.show:
        if not corrections_in(settings, script.transcript, settings.show.path.parent):
            raise click.UsageError("--remember keeps what other options say: give one, such as --interviewer NAME")
        for line in remember(settings, script.transcript):
            console.notice(line)


def _print(script: Script, style: str, console: Console) -> None:
    from tts_interview.cli.display import turns_table
    from tts_interview.script.file import script_text

    if style == "script":
        for doubt in script.transcript.doubts:
            console.doubt(f"Doubt: {doubt}")
        click.echo(script_text(script), nl=False)
    elif style == "json":
        click.echo(json.dumps(script.transcript.to_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(turns_table(script.transcript, plain=console.plain_results, width=terminal_width()))
